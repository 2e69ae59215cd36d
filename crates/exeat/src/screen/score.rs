//! Two names side by side: which words stand for which, and how much of each name that explains.

use super::distance::distance;
use super::lexicon::Form;
use super::likeness::{By, Likeness, likeness};
use super::script::Script;
use super::token::{Role, Token, renderings};

/// What a name is of: people are told apart by other words than companies are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// Costs for people: a second word that differs makes another person.
const PERSON: Costs = Costs { query_alone: 276, listed_alone: 150, contradiction: 3514, unlike: 1800, lone: 896 };
/// Costs for bodies and things.
const BODY: Costs = Costs { query_alone: 750, listed_alone: 594, contradiction: 700, unlike: 900, lone: 900 };
/// A Han character is a part of a word: one that differs makes another word. Costs of its lack, in thousandths.
const HAN_COSTS: u32 = 1600;
/// What a score keeps, in thousandths, when one of the names is read out of Han characters.
const KEPT_READ: u32 = 930;
/// The same for people, many of whom are read alike.
const KEPT_READ_PERSON: u32 = 837;
/// What a score keeps when the end of the query, an address, was left out.
const KEPT_CUT: u32 = 970;
/// Points lost when as many letters differ as both names, written without gaps, have together.
const JOINED_SLOPE: u32 = 42;
/// Likeness of a word to the words whose first letters spell it.
const ACRONYM: u16 = 896;
/// What legal forms take away, in thousandths: only the listed name has one; only the query has one; one is
/// the same; they are of one family; they are different.
const FORM_LISTED_ONLY: u32 = 1;
const FORM_QUERY_ONLY: u32 = 80;
const FORM_ONE_SAME: u32 = 24;
const FORM_FAMILY: u32 = 94;
const FORM_OTHER: u32 = 146;

/// From weighed to calibrated scores: places between are on straight lines. Set where the development lists
/// give, for people and for bodies alike, the same alerts on clean names.
const PERSON_SCALE: [(u32, u32); 5] = [(0, 0), (600, 400), (790, 700), (826, 800), (1000, 1000)];
const BODY_SCALE: [(u32, u32); 5] = [(0, 0), (700, 400), (868, 700), (908, 800), (1000, 1000)];

fn calibrate(points: u32, of: Of) -> u16 {
    let scale = match of {
        Of::Person => PERSON_SCALE,
        Of::Body | Of::Thing => BODY_SCALE,
    };
    for (low, high) in scale.iter().zip(scale.iter().skip(1)) {
        if points <= high.0 {
            let part = (points.saturating_sub(low.0)) * (high.1 - low.1) / (high.0 - low.0);
            return u16::try_from(low.1 + part).unwrap_or(1000);
        }
    }
    1000
}

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

/// Weighs the words of a query against those of a listed name, 0 to 1000, before calibration.
pub fn score(query: &[&Token], listed: &[&Token], of: Of) -> u16 {
    let mut aligner = Aligner::default();
    aligner.align(query, listed, |i, j| likeness(query.get(i)?, listed.get(j)?));
    aligner.score(query, listed, of, 0)
}

/// The shipped threshold: from here on a party is a candidate.
pub const THRESHOLD: u16 = 700;

/// What a score comes to, given how the names were taken, on the scale that is the same for every kind of party.
pub(super) fn settle(points: u16, read: bool, cut: bool, of: Of) -> u16 {
    let mut points = u32::from(points);
    if read {
        points = points * if of == Of::Person { KEPT_READ_PERSON } else { KEPT_READ } / 1000;
    }
    if cut {
        points = points * KEPT_CUT / 1000;
    }
    calibrate(points, of)
}

/// Scores two names as written and as read, 0 to 1000: the same number means the same for every kind of party.
pub fn score_names(query: &str, listed: &str, of: Of) -> u16 {
    let (queries, listed) = (renderings(query), renderings(listed));
    let mut best = 0;
    for a in &queries {
        for b in listed.iter().filter(|b| !(a.read && b.read)) {
            let (x, y): (Vec<&Token>, Vec<&Token>) = (a.tokens.iter().collect(), b.tokens.iter().collect());
            let points = score(&x, &y, of);
            best = best.max(settle(points, a.read || b.read, false, of));
        }
    }
    best
}

fn counts(token: &Token) -> bool {
    token.role != Role::Form
}

/// Aligns names one after the other, keeping its memory.
#[derive(Clone, Debug, Default)]
pub struct Aligner {
    open: Vec<(u32, Pair)>,
    /// Which words stand for which, after `align`.
    pub pairs: Vec<Pair>,
    query_best: Vec<u16>,
    listed_best: Vec<u16>,
    text: String,
    other: String,
}

impl Aligner {
    /// Finds which words stand for which: the most alike and heaviest first.
    pub fn align(&mut self, query: &[&Token], listed: &[&Token], like: impl Fn(usize, usize) -> Option<Likeness>) {
        self.open.clear();
        self.query_best.clear();
        self.query_best.resize(query.len(), 0);
        self.listed_best.clear();
        self.listed_best.resize(listed.len(), 0);
        let all = only_forms(query) || only_forms(listed);
        // A word of the query may also stand for one of a legal form: forms are misspelt and moved about as well.
        for (j, l) in listed.iter().enumerate() {
            for (i, q) in query.iter().enumerate().filter(|(_, q)| all || counts(q)) {
                let Some(like) = like(i, j) else { continue };
                let pair = Pair { query: i, query_words: 1, listed: j, listed_words: 1, like };
                self.open.push((rank(q.weight.min(l.weight), pair), pair));
                raise(&mut self.query_best, i, like.share);
                raise(&mut self.listed_best, j, like.share);
            }
        }
        self.parted(query, listed, all);
        self.open.sort_unstable_by(|(a, x), (b, y)| {
            (b, x.query, x.listed, x.query_words).cmp(&(a, y.query, y.listed, y.query_words))
        });
        let (mut query_taken, mut listed_taken) = (0_u64, 0_u64);
        self.pairs.clear();
        for (_, pair) in &self.open {
            let q = mask(pair.query, pair.query_words);
            let l = mask(pair.listed, pair.listed_words);
            if query_taken & q == 0 && listed_taken & l == 0 {
                query_taken |= q;
                listed_taken |= l;
                self.pairs.push(*pair);
            }
        }
    }

    /// Words joined on one side and parted on the other.
    fn parted(&mut self, query: &[&Token], listed: &[&Token], all: bool) {
        for words in 2..=3 {
            for (i, joint) in query
                .windows(words)
                .enumerate()
                .filter(|(_, joint)| may_join(joint) && joint.iter().all(|q| all || counts(q)))
            {
                if !weak(&self.query_best, i, words) {
                    continue;
                }
                for (j, l) in listed.iter().enumerate() {
                    if weak(&self.listed_best, j, 1)
                        && let Some(share) = joint_share(joint, l, &mut self.text)
                    {
                        let like = Likeness { share, by: By::Joined };
                        let pair = Pair { query: i, query_words: words, listed: j, listed_words: 1, like };
                        self.open.push((rank(1000, pair), pair));
                    }
                }
            }
            for (j, joint) in listed.windows(words).enumerate().filter(|(_, joint)| may_join(joint)) {
                if !weak(&self.listed_best, j, words) {
                    continue;
                }
                for (i, q) in query.iter().enumerate().filter(|(_, q)| all || counts(q)) {
                    if weak(&self.query_best, i, 1)
                        && let Some(share) = joint_share(joint, q, &mut self.text)
                    {
                        let like = Likeness { share, by: By::Joined };
                        let pair = Pair { query: i, query_words: 1, listed: j, listed_words: words, like };
                        self.open.push((rank(1000, pair), pair));
                    }
                }
            }
        }
        self.acronyms(query, listed, all);
    }

    /// A word made of the first letters of others.
    fn acronyms(&mut self, query: &[&Token], listed: &[&Token], all: bool) {
        for (i, q) in query.iter().enumerate().filter(|(_, q)| may_be_acronym(q)) {
            if !weak(&self.query_best, i, 1) {
                continue;
            }
            for (j, run) in listed.windows(q.text.len()).enumerate() {
                if spells(&q.text, run) {
                    let like = Likeness { share: ACRONYM, by: By::Initial };
                    let pair = Pair { query: i, query_words: 1, listed: j, listed_words: run.len(), like };
                    self.open.push((rank(1000, pair), pair));
                }
            }
        }
        for (j, l) in listed.iter().enumerate().filter(|(_, l)| may_be_acronym(l)) {
            if !weak(&self.listed_best, j, 1) {
                continue;
            }
            for (i, run) in query.windows(l.text.len()).enumerate() {
                if spells(&l.text, run) && run.iter().all(|q| all || counts(q)) {
                    let like = Likeness { share: ACRONYM, by: By::Initial };
                    let pair = Pair { query: i, query_words: run.len(), listed: j, listed_words: 1, like };
                    self.open.push((rank(1000, pair), pair));
                }
            }
        }
    }

    /// The score of the names last aligned.
    /// Below `floor` it need not be exact.
    pub fn score(&mut self, query: &[&Token], listed: &[&Token], of: Of, floor: u16) -> u16 {
        let words = weigh(query, listed, &self.pairs, of);
        let whole = if words < 950 { self.joined(query, listed, words.max(floor)) } else { 0 };
        let best = u32::from(words.max(whole));
        let crossed = self.pairs.iter().any(|pair| {
            listed.get(pair.listed).is_some_and(|l| !counts(l)) != query.get(pair.query).is_some_and(|q| !counts(q))
        });
        let kept = match of {
            Of::Person => 1000,
            _ if crossed => 1000 - FORM_LISTED_ONLY,
            _ => 1000 - forms_apart(query, listed),
        };
        u16::try_from(best * kept / 1000).unwrap_or(1000)
    }

    /// The names without gaps, letter by letter.
    fn joined(&mut self, query: &[&Token], listed: &[&Token], floor: u16) -> u16 {
        let size = |tokens: &[&Token]| {
            tokens.iter().filter(|token| counts(token)).map(|token| token.text.len()).sum::<usize>()
        };
        let (x, y) = (size(query), size(listed));
        if x.min(y) < 5 || x.abs_diff(y) * 5 > x + y {
            return 0;
        }
        let join = |tokens: &[&Token], text: &mut String| {
            text.clear();
            tokens.iter().filter(|token| counts(token)).for_each(|token| text.push_str(&token.text));
        };
        join(query, &mut self.text);
        join(listed, &mut self.other);
        if !self.text.is_ascii() || !self.other.is_ascii() {
            return 0;
        }
        let letters = (x + y) as u32;
        let limit = letters * 970_u32.saturating_sub(u32::from(floor)).min(500) / JOINED_SLOPE;
        let Some(edits) = distance(self.text.as_bytes(), self.other.as_bytes(), limit) else { return 0 };
        let share = 970_u32.saturating_sub(edits * JOINED_SLOPE / letters);
        u16::try_from(share).unwrap_or(0)
    }
}

fn may_be_acronym(token: &Token) -> bool {
    token.role == Role::Word && (3..=7).contains(&token.text.len()) && token.text.is_ascii()
}

fn spells(word: &str, run: &[&Token]) -> bool {
    run.len() == word.len()
        && run
            .iter()
            .zip(word.bytes())
            .all(|(token, letter)| token.text.len() > 1 && token.text.as_bytes().first() == Some(&letter))
}

fn only_forms(tokens: &[&Token]) -> bool {
    !tokens.iter().any(|token| counts(token))
}

fn raise(best: &mut [u16], at: usize, share: u16) {
    if let Some(best) = best.get_mut(at) {
        *best = (*best).max(share);
    }
}

/// Whether none of these words has found one that it stands for well.
fn weak(best: &[u16], at: usize, words: usize) -> bool {
    best.get(at..at + words).is_some_and(|best| best.iter().all(|share| *share < 900) || best.contains(&0))
}

fn may_join(joint: &[&Token]) -> bool {
    joint.iter().all(|token| token.text.is_ascii())
}

fn rank(weight: u16, pair: Pair) -> u32 {
    // Words in the same place come first among equals.
    let apart = u32::try_from(pair.query.abs_diff(pair.listed)).unwrap_or(0).min(9);
    u32::from(pair.like.share) * (u32::from(weight) + 200) * 10 + 9 - apart
}

fn mask(at: usize, words: usize) -> u64 {
    ((1_u64 << words) - 1) << at.min(60)
}

fn joint_share(joint: &[&Token], word: &Token, text: &mut String) -> Option<u16> {
    let size: usize = joint.iter().map(|token| token.text.len()).sum();
    if size.abs_diff(word.text.len()) > 1 || size < 3 {
        return None;
    }
    let first = joint.first().and_then(|token| token.text.as_bytes().first());
    if first != word.text.as_bytes().first() {
        return None;
    }
    text.clear();
    joint.iter().for_each(|token| text.push_str(&token.text));
    if *text == word.text {
        return Some(970);
    }
    if size < 6 || !word.text.is_ascii() {
        return None;
    }
    let letters = (size + word.text.len()) as u32;
    let edits = distance(text.as_bytes(), word.text.as_bytes(), 160)?;
    u16::try_from(950_u32.saturating_sub(edits * 16 / letters)).ok().filter(|share| *share >= 780)
}

/// Weighs what stands for something against what does not.
fn weigh(query: &[&Token], listed: &[&Token], pairs: &[Pair], of: Of) -> u16 {
    let costs = match of {
        Of::Person => PERSON,
        Of::Body | Of::Thing => BODY,
    };
    let sum = |tokens: &[&Token]| {
        tokens.iter().filter(|token| counts(token)).map(|token| u32::from(token.weight)).sum::<u32>()
    };
    let (query_sum, listed_sum) = (sum(query).max(1), sum(listed).max(1));
    let (mut found, mut unlike, mut query_paired, mut listed_paired, mut words) = (0, 0, 0, 0, 0);
    let (mut query_sum, mut listed_sum) = (query_sum, listed_sum);
    for pair in pairs {
        let mut q = sum(query.get(pair.query..pair.query + pair.query_words).unwrap_or_default());
        let mut l = sum(listed.get(pair.listed..pair.listed + pair.listed_words).unwrap_or_default());
        // What stands for a word of a legal form weighs no more than that.
        if l == 0 || q == 0 {
            query_sum = query_sum.saturating_sub(q.saturating_sub(60));
            listed_sum = listed_sum.saturating_sub(l.saturating_sub(60));
            (q, l) = (60, 60);
            listed_sum += 60;
        }
        let share = u32::from(pair.like.share);
        found += (q + l) * share / 2;
        unlike += (q + l) * (1000 - share) / 2;
        query_paired += q;
        listed_paired += l;
        words += u32::from(q.min(l) > 200);
    }
    let query_alone = query_sum.saturating_sub(query_paired);
    let listed_alone = listed_sum.saturating_sub(listed_paired);
    // A Han character is a part of a word: one that differs makes another word.
    let han = query.iter().filter(|token| token.script == Script::Han).count() * 2 > query.len();
    let costs = if han {
        Costs {
            query_alone: costs.query_alone * HAN_COSTS / 1000,
            contradiction: costs.contradiction * HAN_COSTS / 1000,
            ..costs
        }
    } else {
        costs
    };
    let lost = query_alone * costs.query_alone
        + listed_alone * costs.listed_alone
        + query_alone.min(listed_alone) * costs.contradiction
        + unlike / 1000 * costs.unlike;
    let mut score = found / ((found + lost) / 1000).max(1);
    let many = |tokens: &[&Token]| tokens.iter().filter(|token| token.role == Role::Word).count() > 1;
    if words < 2 && (many(query) || many(listed)) && (query_alone > 200 || listed_alone > 200) {
        score = score * costs.lone / 1000;
    }
    u16::try_from(score.min(1000)).unwrap_or(1000)
}

/// What different legal forms take away, in thousandths.
fn forms_apart(query: &[&Token], listed: &[&Token]) -> u32 {
    let forms = |tokens: &[&Token]| -> [Option<Form>; 4] {
        let mut forms = [None; 4];
        let found = tokens.iter().filter_map(|token| token.form);
        for (slot, form) in forms.iter_mut().zip(found) {
            *slot = Some(form);
        }
        forms.sort_unstable();
        forms
    };
    let (x, y) = (forms(query), forms(listed));
    if x == y {
        0
    } else if x == [None; 4] {
        FORM_LISTED_ONLY
    } else if y == [None; 4] {
        FORM_QUERY_ONLY
    } else if x.iter().flatten().any(|a| y.iter().flatten().any(|b| a.class == b.class)) {
        FORM_ONE_SAME
    } else if x.iter().flatten().any(|a| y.iter().flatten().any(|b| a.family == b.family)) {
        FORM_FAMILY
    } else {
        FORM_OTHER
    }
}
