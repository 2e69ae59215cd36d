//! The names of lists in memory, and the search among them.

use std::collections::BTreeMap;

use super::lexicon::hash_bytes;
use super::likeness::{Likeness, likeness, share_group};
use super::near::{Near, Width};
use super::score::{Aligner, Of, settle};
use super::script::Script;
use super::token::{Rendering, Role, Token, WORDS_MAX, query_renderings, renderings};

/// Most names looked at through the words that a query shares with them.
const POSTINGS_MAX: usize = 20_000;
/// Most names scored word by word.
const SCORED_MAX: usize = 64;
/// Most letters that only one of two words has, if one is the other misspelt.
const LETTERS_APART_MAX: u32 = 6;
/// A word that weighs less is looked up as it is written only.
const COMMON_WEIGHT: u16 = 500;
/// Scores below this need not be exact.
const FLOOR: u16 = 550;
/// Most words of the list that stand for one word of the query.
const NEAR_MAX: usize = 48;

/// A listed party as the index takes it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// What it is; `None` where the list does not say.
    pub of: Option<Of>,
    /// All its names.
    pub names: &'a [&'a str],
}

/// A party found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The party, numbered as the entries were given.
    pub party: u32,
    /// The name that was found, numbered within the party.
    pub name: u32,
    /// 0 to 1000.
    pub score: u16,
}

#[derive(Clone, Copy, Debug)]
struct Name {
    party: u32,
    number: u32,
    from: u32,
    words: u8,
    of: Option<Of>,
    read: bool,
    weight: u16,
}

/// The index.
#[derive(Clone, Debug, Default)]
pub struct Index {
    words: Vec<Token>,
    letters: Vec<u32>,
    near: Near,
    names: Vec<Name>,
    name_words: Vec<u32>,
    posting_edges: Vec<u32>,
    postings: Vec<u32>,
    joints: Vec<(u32, u32)>,
}

impl Index {
    /// Builds the index.
    pub fn new<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Index {
        let mut index = Index::default();
        let mut numbers: BTreeMap<u64, u32> = BTreeMap::new();
        for (party, entry) in entries.enumerate() {
            for (number, name) in entry.names.iter().enumerate() {
                for rendering in renderings(name) {
                    let name = Name {
                        party: party as u32,
                        number: number as u32,
                        of: entry.of,
                        read: rendering.read,
                        from: 0,
                        words: 0,
                        weight: 0,
                    };
                    index.add_name(name, &rendering.tokens, &mut numbers);
                }
            }
        }
        drop(numbers);
        index.near = Near::new(&index.words);
        index.post();
        index.joints.sort_unstable();
        index
    }

    fn add_name(&mut self, record: Name, words: &[Token], numbers: &mut BTreeMap<u64, u32>) {
        let name = self.names.len() as u32;
        let from = self.name_words.len() as u32;
        let mut weight = 0;
        let mut key = String::new();
        for word in words {
            // A word of a legal form is another word than the same letters elsewhere.
            key.clear();
            if word.role == Role::Form {
                // The same word may begin one form and end another.
                key.push_str(&word.form.map_or_else(|| "\u{1}".to_owned(), |form| format!("\u{1}{}\u{1}", form.class)));
            }
            key.push_str(&word.text);
            let hashed = hash_bytes(key.bytes());
            let at = match numbers.get(&hashed) {
                Some(at) => *at,
                None => {
                    self.words.push(word.clone());
                    self.letters.push(letters(word));
                    let at = self.words.len() as u32 - 1;
                    numbers.insert(hashed, at);
                    at
                }
            };
            self.name_words.push(at);
            if word.role != Role::Form {
                weight += u32::from(word.weight);
            }
        }
        joint_keys(words, |key| self.joints.push((key, name)));
        let weight = weight.min(u32::from(u16::MAX)) as u16;
        self.names.push(Name { from, words: words.len() as u8, weight, ..record });
    }

    fn post(&mut self) {
        self.posting_edges = vec![0; self.words.len() + 1];
        let mut pairs = Vec::with_capacity(self.name_words.len());
        for (number, name) in self.names.iter().enumerate() {
            let words = self.words_of(name);
            let all = words.iter().all(|word| self.words[*word as usize].role == Role::Form);
            for word in words {
                if all || self.words[*word as usize].role != Role::Form {
                    pairs.push((*word, number as u32));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        for (word, _) in &pairs {
            self.posting_edges[*word as usize + 1] += 1;
        }
        for at in 1..self.posting_edges.len() {
            self.posting_edges[at] += self.posting_edges[at - 1];
        }
        self.postings = pairs.into_iter().map(|(_, name)| name).collect();
    }

    fn words_of(&self, name: &Name) -> &[u32] {
        &self.name_words[name.from as usize..name.from as usize + usize::from(name.words)]
    }

    fn posted(&self, word: u32) -> &[u32] {
        &self.postings[self.posting_edges[word as usize] as usize..self.posting_edges[word as usize + 1] as usize]
    }

    /// Number of names.
    pub fn names(&self) -> usize {
        self.names.len()
    }

    /// Searches for a party of this name; at most `limit` parties, the best first.
    pub fn search(&self, query: &str, of: Option<Of>, limit: usize, scratch: &mut Scratch) -> Vec<Found> {
        let mut found = Vec::new();
        for rendering in query_renderings(query) {
            found.extend(self.search_rendering(&rendering, of, scratch));
        }
        found.sort_by(|a, b| (b.score, a.party, a.name).cmp(&(a.score, b.party, b.name)));
        let mut seen = Vec::new();
        found.retain(|hit| {
            let new = !seen.contains(&hit.party);
            if new {
                seen.push(hit.party);
            }
            new && seen.len() <= limit
        });
        found
    }

    fn search_rendering(&self, query: &Rendering, of: Option<Of>, scratch: &mut Scratch) -> Vec<Found> {
        let words = &query.tokens;
        scratch.begin(self.names.len(), self.words.len());
        let near = self.near_words(words, scratch);
        self.gather(words, &near, scratch);
        for (i, near) in near.iter().enumerate() {
            for (word, _) in near {
                scratch.near_to[*word as usize] |= 1 << i;
            }
        }
        let found = self.score_best(query, &near, of, scratch);
        for (word, _) in near.iter().flatten() {
            scratch.near_to[*word as usize] = 0;
        }
        scratch.end();
        found
    }

    /// For each word of the query, and each two of them joined, the words of the list that may be it.
    fn near_words(&self, words: &[Token], scratch: &mut Scratch) -> Vec<Vec<(u32, Likeness)>> {
        words.iter().map(|word| self.near_word(word, scratch)).collect()
    }

    fn near_word(&self, word: &Token, scratch: &mut Scratch) -> Vec<(u32, Likeness)> {
        if word.role == Role::Form {
            return Vec::new();
        }
        // A common word tells little, and has thousands of words around it in a long list.
        let common = word.weight < COMMON_WEIGHT && word.role == Role::Word && word.text.len() > 3;
        self.near.of(word, if common { Width::Same } else { Width::Misspelt }, &mut scratch.candidates);
        let own = letters(word);
        let mut near: Vec<(u32, Likeness)> = Vec::new();
        for number in &scratch.candidates {
            let other = self.letters[*number as usize];
            // Words that differ in many letters are not misspelt; only groups and other writings make them one.
            if own != 0
                && other != 0
                && (own ^ other).count_ones() > LETTERS_APART_MAX
                && !share_group(word, &self.words[*number as usize])
            {
                continue;
            }
            near.extend(likeness(word, &self.words[*number as usize]).map(|like| (*number, like)));
        }
        near.sort_by(|(m, a), (n, b)| (b.share, m).cmp(&(a.share, n)));
        near.truncate(NEAR_MAX);
        near
    }

    /// Adds up, for each name, the weight of the query's words that it may hold.
    fn gather(&self, words: &[Token], near: &[Vec<(u32, Likeness)>], scratch: &mut Scratch) {
        let mut lists: Vec<(usize, usize, u32, u32)> = Vec::new();
        for (at, near) in near.iter().enumerate() {
            for (word, like) in near {
                let gain = u32::from(words[at].weight) * u32::from(like.share) / 1000;
                lists.push((self.posted(*word).len(), at, *word, gain));
            }
        }
        // Rare words first: they tell most, and common ones need only confirm.
        lists.sort_unstable();
        let mut looked_at = 0;
        for (length, at, word, gain) in lists {
            if looked_at + length > POSTINGS_MAX && looked_at > 0 {
                break;
            }
            looked_at += length;
            for name in self.posted(word) {
                scratch.add(*name, at, gain);
            }
        }
        joint_keys(words, |key| {
            let from = self.joints.partition_point(|(hash, _)| *hash < key);
            for (_, name) in self.joints[from..].iter().take_while(|(hash, _)| *hash == key).take(256) {
                scratch.add(*name, WORDS_MAX, 900);
            }
        });
    }

    fn score_best(
        &self,
        rendering: &Rendering,
        near: &[Vec<(u32, Likeness)>],
        of: Option<Of>,
        scratch: &mut Scratch,
    ) -> Vec<Found> {
        let words = &rendering.tokens;
        let mut best: Vec<(u32, u32)> = Vec::with_capacity(scratch.touched.len());
        for name in &scratch.touched {
            let record = &self.names[*name as usize];
            // Two readings that agree are two homophones, no more.
            if fits(of, record.of) && !(rendering.read && record.read) {
                let gained = scratch.gained[*name as usize];
                let missing = u32::from(record.weight).saturating_sub(gained);
                best.push(((gained * 4).saturating_sub(missing), *name));
            }
        }
        let order = |a: &(u32, u32), b: &(u32, u32)| (b.0, a.1).cmp(&(a.0, b.1));
        if best.len() > SCORED_MAX {
            best.select_nth_unstable_by(SCORED_MAX, order);
            best.truncate(SCORED_MAX);
        }
        let mut found: Vec<Found> = Vec::with_capacity(best.len());
        let query: Vec<&Token> = words.iter().collect();
        let mut listed: Vec<&Token> = Vec::new();
        let mut aligner = std::mem::take(&mut scratch.aligner);
        let floor = FLOOR;
        for (_, name) in best {
            let record = &self.names[name as usize];
            let numbers = self.words_of(record);
            listed.clear();
            listed.extend(numbers.iter().map(|number| &self.words[*number as usize]));
            aligner.align(&query, &listed, |i, j| self.known(words, near, i, numbers[j], scratch));
            let kind = record.of.or(of).unwrap_or(Of::Body);
            let points = aligner.score(&query, &listed, kind, floor);
            let points = settle(points, rendering.read || record.read, rendering.cut, kind);
            found.push(Found { party: record.party, name: record.number, score: points });
        }
        scratch.aligner = aligner;
        found
    }

    /// The likeness of a query's word and a listed one, from the words found near.
    fn known(
        &self,
        words: &[Token],
        near: &[Vec<(u32, Likeness)>],
        i: usize,
        number: u32,
        scratch: &Scratch,
    ) -> Option<Likeness> {
        let query = &words[i];
        if scratch.near_to[number as usize] >> i & 1 == 1 {
            return near[i].iter().find(|(word, _)| *word == number).map(|(_, like)| *like);
        }
        let listed = &self.words[number as usize];
        // A letter, and the beginning of a word, stand for too many words to be looked up.
        let short = query.text.len().min(listed.text.len());
        let begins = short < 5 && query.text.as_bytes()[..short] == listed.text.as_bytes()[..short];
        if begins && query.role != Role::Form { likeness(query, listed) } else { None }
    }
}

/// Whether a query for one kind of party looks at another.
fn fits(query: Option<Of>, listed: Option<Of>) -> bool {
    match (query, listed) {
        (Some(query), Some(listed)) => query == listed,
        (Some(query), None) | (None, Some(query)) => query != Of::Thing,
        (None, None) => true,
    }
}

/// Which letters a word in Latin letters has, a bit each; 0 for words in other letters.
fn letters(word: &Token) -> u32 {
    if matches!(word.script, Script::Arabic | Script::Hebrew | Script::Han) {
        return 0;
    }
    word.text.bytes().fold(0, |set, byte| match byte {
        b'a'..=b'z' => set | 1 << (byte - b'a'),
        b'0'..=b'4' => set | 1 << 26,
        b'5'..=b'9' => set | 1 << 27,
        _ => set,
    })
}

/// Keys of neighbouring words joined, and of the whole name joined.
fn joint_keys(words: &[Token], mut call: impl FnMut(u32)) {
    let text = |words: &[Token]| {
        hash_bytes(words.iter().filter(|word| word.role != Role::Form).flat_map(|word| word.text.bytes())) as u32
    };
    for pair in words.windows(2) {
        if pair.iter().all(|word| word.role != Role::Form) {
            call(text(pair));
        }
    }
    for word in words.iter().filter(|word| word.text.len() >= 3) {
        call(text(std::slice::from_ref(word)));
    }
    if words.iter().any(|word| word.role != Role::Form) {
        call(text(words));
    }
    let initials = words.iter().filter_map(|word| word.text.bytes().next());
    if words.len() >= 3 {
        call(hash_bytes(initials) as u32);
    }
}

/// Working memory of searches, one for each thread.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    gained: Vec<u32>,
    seen: Vec<u64>,
    touched: Vec<u32>,
    candidates: Vec<u32>,
    near_to: Vec<u64>,
    aligner: Aligner,
}

impl Scratch {
    fn begin(&mut self, names: usize, words: usize) {
        self.near_to.resize(words, 0);
        self.gained.resize(names, 0);
        self.seen.resize(names, 0);
        self.touched.clear();
    }

    fn add(&mut self, name: u32, word: usize, gain: u32) {
        let at = name as usize;
        let bit = 1_u64 << word;
        if self.seen[at] == 0 {
            self.touched.push(name);
        }
        if self.seen[at] & bit == 0 {
            self.seen[at] |= bit;
            self.gained[at] += gain;
        }
    }

    fn end(&mut self) {
        for name in &self.touched {
            self.gained[*name as usize] = 0;
            self.seen[*name as usize] = 0;
        }
    }
}
