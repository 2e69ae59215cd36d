//! Two names side by side: which words stand for which, and how much of each name that explains.

use super::likeness::{By, Likeness, likeness};
use super::distance::distance;
use super::token::{Role, Token};

/// What a name is of: people are told apart by other words than companies are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A person.
    Person,
    /// A company, an authority, any other body.
    Body,
    /// A vessel, an aircraft, or anything else that has a name.
    Thing,
}

/// What a lack costs, in thousandths of its weight.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// A word of the query that the listed name lacks.
    pub query_alone: u32,
    /// A word of the listed name that the query lacks.
    pub listed_alone: u32,
    /// Words on both sides that stand for nothing: they contradict each other.
    pub contradiction: u32,
    /// Likeness that words standing for each other lack.
    pub unlike: u32,
    /// Per mille kept when one word alone stands for a word, though both names have more.
    pub lone: u32,
}

/// Costs for people.
pub const PERSON: Costs = Costs { query_alone: 550, listed_alone: 300, contradiction: 900, unlike: 900, lone: 800 };
/// Costs for bodies and things.
pub const BODY: Costs = Costs { query_alone: 600, listed_alone: 450, contradiction: 700, unlike: 900, lone: 900 };

/// A word of the query standing for one of the listed name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Place of the word in the query.
    pub query: usize,
    /// How many words of the query are joined in it.
    pub query_words: usize,
    /// Place of the word in the listed name.
    pub listed: usize,
    /// How many words of the listed name are joined in it.
    pub listed_words: usize,
    /// How alike they are.
    pub like: Likeness,
}

/// Scores a query against a listed name, 0 to 1000.
pub fn score(query: &[&Token], listed: &[&Token], of: Of) -> u16 {
    let pairs = align(query, listed);
    let words = weigh(query, listed, &pairs, of);
    words.max(joined(query, listed))
}

fn counts(token: &Token) -> bool {
    token.role != Role::Form
}

/// Finds which words stand for which: the most alike and heaviest first.
pub fn align(query: &[&Token], listed: &[&Token]) -> Vec<Pair> {
    let mut open: Vec<(u32, Pair)> = Vec::with_capacity(query.len() * 2);
    let only_forms = |tokens: &[&Token]| !tokens.iter().any(|token| counts(token));
    let all = only_forms(query) || only_forms(listed);
    for (i, q) in query.iter().enumerate().filter(|(_, q)| all || counts(q)) {
        for (j, l) in listed.iter().enumerate().filter(|(_, l)| all || counts(l)) {
            if let Some(like) = likeness(q, l) {
                let pair = Pair { query: i, query_words: 1, listed: j, listed_words: 1, like };
                open.push((rank(q.weight.min(l.weight), pair), pair));
            }
        }
    }
    parted(query, listed, all, &mut open);
    open.sort_by(|(a, x), (b, y)| (b, x.query, x.listed).cmp(&(a, y.query, y.listed)));
    let (mut query_taken, mut listed_taken) = (0_u64, 0_u64);
    let mut pairs = Vec::with_capacity(query.len());
    for (_, pair) in open {
        let q = mask(pair.query, pair.query_words);
        let l = mask(pair.listed, pair.listed_words);
        if query_taken & q == 0 && listed_taken & l == 0 {
            query_taken |= q;
            listed_taken |= l;
            pairs.push(pair);
        }
    }
    pairs
}

fn rank(weight: u16, pair: Pair) -> u32 {
    // Words in the same place come first among equals.
    let apart = u32::try_from(pair.query.abs_diff(pair.listed)).unwrap_or(0).min(9);
    u32::from(pair.like.share) * (u32::from(weight) + 200) * 10 + 9 - apart
}

fn mask(at: usize, words: usize) -> u64 {
    ((1_u64 << words) - 1) << at.min(60)
}

/// Words joined on one side and parted on the other.
fn parted(query: &[&Token], listed: &[&Token], all: bool, open: &mut Vec<(u32, Pair)>) {
    each_joint(query, all, |i, words, text, weight| {
        for (j, l) in listed.iter().enumerate().filter(|(_, l)| all || counts(l)) {
            if let Some(share) = joint_share(text, &l.text) {
                let like = Likeness { share, by: By::Joined };
                let pair = Pair { query: i, query_words: words, listed: j, listed_words: 1, like };
                open.push((rank(weight.max(l.weight), pair), pair));
            }
        }
    });
    each_joint(listed, all, |j, words, text, weight| {
        for (i, q) in query.iter().enumerate().filter(|(_, q)| all || counts(q)) {
            if let Some(share) = joint_share(text, &q.text) {
                let like = Likeness { share, by: By::Joined };
                let pair = Pair { query: i, query_words: 1, listed: j, listed_words: words, like };
                open.push((rank(weight.max(q.weight), pair), pair));
            }
        }
    });
}

fn each_joint(tokens: &[&Token], all: bool, mut call: impl FnMut(usize, usize, &str, u16)) {
    let mut text = String::new();
    for words in 2..=3 {
        for (at, window) in tokens.windows(words).enumerate() {
            if window.iter().all(|token| (all || counts(token)) && token.text.is_ascii()) {
                text.clear();
                window.iter().for_each(|token| text.push_str(&token.text));
                let weight = window.iter().map(|token| token.weight).max().unwrap_or(0);
                call(at, words, &text, weight);
            }
        }
    }
}

fn joint_share(joint: &str, word: &str) -> Option<u16> {
    if joint == word {
        return Some(970);
    }
    if joint.len() < 6 || joint.len().abs_diff(word.len()) > 1 || !word.is_ascii() {
        return None;
    }
    let letters = (joint.len() + word.len()) as u32;
    let edits = distance(joint.as_bytes(), word.as_bytes(), 160)?;
    u16::try_from(950_u32.saturating_sub(edits * 16 / letters)).ok().filter(|share| *share >= 780)
}

/// Weighs what stands for something against what does not.
fn weigh(query: &[&Token], listed: &[&Token], pairs: &[Pair], of: Of) -> u16 {
    let costs = match of {
        Of::Person => PERSON,
        Of::Body | Of::Thing => BODY,
    };
    let sum = |tokens: &[&Token]| tokens.iter().filter(|token| counts(token)).map(|token| u32::from(token.weight)).sum::<u32>();
    let (query_sum, listed_sum) = (sum(query).max(1), sum(listed).max(1));
    let (mut found, mut unlike, mut query_paired, mut listed_paired, mut words) = (0, 0, 0, 0, 0);
    for pair in pairs {
        let q = sum(query.get(pair.query..pair.query + pair.query_words).unwrap_or_default());
        let l = sum(listed.get(pair.listed..pair.listed + pair.listed_words).unwrap_or_default());
        let share = u32::from(pair.like.share);
        found += (q + l) * share / 2;
        unlike += (q + l) * (1000 - share) / 2;
        query_paired += q;
        listed_paired += l;
        words += u32::from(q.min(l) > 200);
    }
    let query_alone = query_sum.saturating_sub(query_paired);
    let listed_alone = listed_sum.saturating_sub(listed_paired);
    let lost = query_alone * costs.query_alone + listed_alone * costs.listed_alone
        + query_alone.min(listed_alone) * costs.contradiction
        + unlike / 1000 * costs.unlike;
    let mut score = found / ((found + lost) / 1000).max(1);
    let many = |tokens: &[&Token]| tokens.iter().filter(|token| token.role == Role::Word).count() > 1;
    if words < 2 && (many(query) || many(listed)) && (query_alone > 200 || listed_alone > 200) {
        score = score * costs.lone / 1000;
    }
    u16::try_from(score.min(1000)).unwrap_or(1000)
}

/// The names without gaps, letter by letter.
fn joined(query: &[&Token], listed: &[&Token]) -> u16 {
    let join = |tokens: &[&Token]| -> Option<String> {
        let words = tokens.iter().filter(|token| counts(token));
        let text: String = words.map(|token| token.text.as_str()).collect();
        Some(text).filter(|text| text.is_ascii() && text.len() >= 5)
    };
    let (Some(a), Some(b)) = (join(query), join(listed)) else { return 0 };
    let letters = (a.len() + b.len()) as u32;
    let Some(edits) = distance(a.as_bytes(), b.as_bytes(), letters * 12) else { return 0 };
    let share = 970_u32.saturating_sub(edits * 28 / letters);
    u16::try_from(share).unwrap_or(0)
}
