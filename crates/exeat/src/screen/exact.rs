//! Exact look-up of a party on a list: equal after normalisation, or near by a shared word.
//!
//! # Decides
//! Which listed parties bear one of the names asked for, and which bear a name that shares something with it.
//! # Unknown
//! A name in a writing in which the list holds no name cannot be looked up: `unread`, never a pass.
//! # Not covered
//! Spelling errors, readings, romanisations, translations: those belong to other methods.

use super::normalise::NameForm;
use super::script::{Kind, Script, ScriptSet, kind};

/// Name and version of this method, as a screening result names it.
pub const METHOD: &str = "exact/1";

/// Words that join others and say nothing themselves. Sorted.
const JOINING: &[&str] = &[
    "a", "an", "and", "at", "by", "da", "de", "del", "der", "des", "di", "do", "du", "en", "et", "for", "fur", "in",
    "la", "le", "los", "of", "on", "the", "to", "und", "van", "von", "y", "и", "в", "по",
];

/// What a look-up found. Both lists are sorted by party and name each party once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookUp {
    /// Parties with a name equal to one asked for.
    pub same: Vec<u32>,
    /// Other parties with a name that shares a word, or two Han characters in a row, with one asked for.
    pub near: Vec<Near>,
    /// No name asked for is in writings in which the list holds names.
    pub unread: bool,
}

/// A listed party that is near, and the longest thing shared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    /// The listed party.
    pub party: u32,
    /// The shared word or run of Han characters, normalised.
    pub shared: String,
}

/// The names of a list, built once and looked up often.
#[derive(Clone, Debug)]
pub struct NameIndex {
    names: Vec<Listed>,
    whole: Vec<(u64, u32)>,
    pieces: Vec<(u64, u32)>,
    generic: Generic,
    scripts: ScriptSet,
}

#[derive(Clone, Debug)]
struct Listed {
    party: u32,
    name: NameForm,
    telling: Vec<String>,
}

impl NameIndex {
    /// Builds the index from pairs of party and name. Generic words ("industries", 精密) never make two names near.
    pub fn new<'a>(names: impl Iterator<Item = (u32, &'a str)>, generic_words: &[&str]) -> NameIndex {
        let generic = Generic::new(generic_words);
        let mut index = NameIndex {
            names: Vec::new(),
            whole: Vec::new(),
            pieces: Vec::new(),
            generic,
            scripts: ScriptSet::default(),
        };
        for (party, text) in names {
            let name = NameForm::new(text);
            let at = u32::try_from(index.names.len()).unwrap_or(u32::MAX);
            let telling: Vec<String> = index.generic.telling(&name).into_iter().map(str::to_owned).collect();
            index.whole.push((hash(name.letters()), at));
            for word in &telling {
                pieces(word, |piece| index.pieces.push((hash(piece.bytes()), at)));
            }
            index.scripts.extend(name.scripts());
            index.names.push(Listed { party, name, telling });
        }
        index.whole.sort_unstable();
        index.pieces.sort_unstable();
        index.pieces.dedup();
        index
    }

    /// Looks up one party by all its names.
    pub fn look_up(&self, names: &[&str]) -> LookUp {
        let forms: Vec<NameForm> = names.iter().map(|name| NameForm::new(name)).collect();
        self.look_up_forms(forms.iter())
    }

    /// Looks up one party by all its names, which were normalised before.
    pub fn look_up_forms<'n>(&self, names: impl Iterator<Item = &'n NameForm>) -> LookUp {
        let mut found = LookUp { unread: true, ..LookUp::default() };
        for name in names {
            if name.is_read_by(self.scripts) {
                found.unread = false;
            }
            self.add_same(name, &mut found.same);
            self.add_near(name, &mut found.near);
        }
        found.same.sort_unstable();
        found.same.dedup();
        // Longest first within a party, then by text, so that the one kept does not hang on the order of names.
        found.near.sort_by(|a, b| {
            let length = |near: &Near| std::cmp::Reverse(near.shared.chars().count());
            (a.party, length(a), &a.shared).cmp(&(b.party, length(b), &b.shared))
        });
        found.near.dedup_by_key(|near| near.party);
        found.near.retain(|near| found.same.binary_search(&near.party).is_err());
        found
    }

    fn add_same(&self, name: &NameForm, same: &mut Vec<u32>) {
        for listed in self.under(&self.whole, hash(name.letters())) {
            if listed.name.same(name) {
                same.push(listed.party);
            }
        }
    }

    fn add_near(&self, name: &NameForm, near: &mut Vec<Near>) {
        for word in self.generic.telling(name) {
            pieces(word, |piece| {
                for listed in self.under(&self.pieces, hash(piece.bytes())) {
                    let shared = listed.telling.iter().filter_map(|other| shared(word, other));
                    if let Some(longest) = shared.max_by_key(|shared| shared.len()) {
                        near.push(Near { party: listed.party, shared: longest.to_owned() });
                    }
                }
            });
        }
    }

    fn under<'a>(&'a self, table: &'a [(u64, u32)], key: u64) -> impl Iterator<Item = &'a Listed> {
        let from = table.partition_point(|(hash, _)| *hash < key);
        table
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(move |(hash, _)| *hash == key)
            .filter_map(|(_, at)| self.names.get(usize::try_from(*at).ok()?))
    }
}

/// Words that many names share, normalised.
#[derive(Clone, Debug)]
struct Generic {
    words: Vec<String>,
    runs: Vec<String>,
}

impl Generic {
    fn new(generic_words: &[&str]) -> Generic {
        // A generic word may be a legal form elsewhere ("corporation"), and then its form is kept whole.
        let mut words: Vec<String> = generic_words.iter().map(|word| NameForm::new(word).text().to_owned()).collect();
        words.sort_unstable();
        words.dedup();
        let mut runs: Vec<String> = words.iter().filter(|word| is_han(word)).cloned().collect();
        runs.sort_by(|a, b| (b.len(), a).cmp(&(a.len(), b)));
        Generic { words, runs }
    }

    /// The parts of a name that tell it from others: words that are not generic, and in Han what is left
    /// between generic runs.
    fn telling<'a>(&self, name: &'a NameForm) -> Vec<&'a str> {
        let mut telling = Vec::new();
        for word in name.words() {
            if is_han(word) {
                self.between_runs(word, &mut telling);
            } else if JOINING.binary_search(&word).is_err()
                && self.words.binary_search_by(|known| known.as_str().cmp(word)).is_err()
            {
                telling.push(word);
            }
        }
        telling
    }

    fn between_runs<'a>(&self, word: &'a str, telling: &mut Vec<&'a str>) {
        let (mut from, mut at) = (0, 0);
        let piece = |from: usize, to: usize| word.get(from..to).filter(|piece| !piece.is_empty());
        while let Some(rest) = word.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some(run) = self.runs.iter().find(|run| rest.starts_with(run.as_str())) {
                telling.extend(piece(from, at));
                at += run.len();
                from = at;
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        telling.extend(piece(from, at));
    }
}

fn is_han(word: &str) -> bool {
    word.chars().next().is_some_and(|c| kind(c) == Kind::Letter(Script::Han))
}

/// Calls with what two names must share to be near: the word, or in Han every two characters in a row.
fn pieces(word: &str, mut call: impl FnMut(&str)) {
    if !is_han(word) {
        return call(word);
    }
    let mut ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
    for (from, _) in word.char_indices() {
        if let Some(piece) = ends.next().and_then(|to| word.get(from..to)) {
            call(piece);
        }
    }
}

/// The longest thing that two telling words share, if it is enough to be near.
fn shared<'a>(word: &'a str, other: &str) -> Option<&'a str> {
    if word == other {
        return Some(word).filter(|word| !is_han(word) || word.chars().count() >= 2);
    }
    if !is_han(word) {
        return None;
    }
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    let mut longest: Option<&str> = None;
    for (i, from) in starts.iter().enumerate() {
        let runs = starts.iter().skip(i + 2).map_while(|to| word.get(*from..*to));
        if let Some(run) = runs.take_while(|run| other.contains(run)).last()
            && longest.is_none_or(|longest| run.len() > longest.len())
        {
            longest = Some(run);
        }
    }
    longest
}

/// FNV-1a: the same on every machine, and quick for short names.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests;
