//! Names of nothing but generic words ("Naval Systems Research Center", 日本電気): no word of theirs tells them from
//! others, so other signs must make them near.
//!
//! # Decides
//! A listed name without a telling word is near what shares all its words but one ("Naval Systems Research Centre"); a
//! name asked for without a telling word is near what holds all its words (日本電気 and 日本電気航空宇宙システム). In Han,
//! which has no words, one must stand within the other.

use super::normalise::NameForm;
use super::script::Script;

/// Words that must be shared at least: one generic word alone is in every second name.
const WORDS_MIN: usize = 2;
/// Letters of a name in Han that must stand within the other: shorter runs are in too many names.
const HAN_LETTERS_MIN: usize = 4;

/// Names of a list by their words, and by their letters in Han.
#[derive(Clone, Debug, Default)]
pub(super) struct WordTable {
    /// Words with the place of their name, sorted.
    words: Vec<(String, u32)>,
    /// How many words each name has, by place, sorted.
    counts: Vec<(u32, usize)>,
    /// Names in Han, their letters in a row.
    han: Vec<(String, u32)>,
}

impl WordTable {
    /// Takes up one name with those of its words that are not mere joints.
    pub(super) fn add(&mut self, at: u32, name: &NameForm, words: &[&str]) {
        if name.scripts().contains(Script::Han) {
            self.han.push((letters(name), at));
            return;
        }
        let mut words = words.to_vec();
        words.sort_unstable();
        words.dedup();
        self.counts.push((at, words.len()));
        self.words.extend(words.into_iter().map(|word| (word.to_owned(), at)));
    }

    /// Sorts what was taken up; before any look-up.
    pub(super) fn finish(&mut self) {
        self.words.sort_unstable();
        self.counts.sort_unstable();
    }

    /// Names of which the name asked for has all words but one, or which stand within it or about it.
    pub(super) fn nearly_all_of(&self, name: &NameForm, words: &[&str]) -> Vec<(u32, String)> {
        let mut found = self.in_han(name, |asked, listed| asked.contains(listed) || listed.contains(asked));
        for (at, shared) in self.shared(words) {
            let count = self
                .counts
                .binary_search_by_key(&at, |(place, _)| *place)
                .ok()
                .and_then(|found| self.counts.get(found));
            if count.is_some_and(|(_, count)| shared.len() >= WORDS_MIN && shared.len() + 1 >= *count) {
                found.push((at, shared.join(" ")));
            }
        }
        found
    }

    /// Names that hold all words of the name asked for.
    pub(super) fn holding(&self, name: &NameForm, words: &[&str]) -> Vec<(u32, String)> {
        let mut found = self.in_han(name, |asked, listed| listed.contains(asked));
        let mut asked = words.to_vec();
        asked.sort_unstable();
        asked.dedup();
        let whole = |shared: &[&str]| shared.len() >= WORDS_MIN && shared.len() == asked.len();
        found.extend(
            self.shared(words)
                .into_iter()
                .filter(|(_, shared)| whole(shared))
                .map(|(at, shared)| (at, shared.join(" "))),
        );
        found
    }

    fn in_han(&self, name: &NameForm, related: impl Fn(&str, &str) -> bool) -> Vec<(u32, String)> {
        if self.han.is_empty() || !name.scripts().contains(Script::Han) {
            return Vec::new();
        }
        let asked = letters(name);
        let shorter = |listed: &str| if listed.len() < asked.len() { listed.to_owned() } else { asked.clone() };
        let found =
            self.han.iter().filter(|(listed, _)| related(&asked, listed)).map(|(listed, at)| (*at, shorter(listed)));
        found.filter(|(_, shared)| shared.chars().count() >= HAN_LETTERS_MIN).collect()
    }

    /// The words that each name shares, by place.
    fn shared<'a>(&self, words: &[&'a str]) -> Vec<(u32, Vec<&'a str>)> {
        let mut shared: Vec<(u32, &str)> = Vec::new();
        for word in words {
            let from = self.words.partition_point(|(known, _)| known.as_str() < *word);
            shared.extend(
                self.words.iter().skip(from).take_while(|(known, _)| known == word).map(|(_, at)| (*at, *word)),
            );
        }
        shared.sort_unstable();
        shared.dedup();
        let places = shared.chunk_by(|a, b| a.0 == b.0);
        places
            .filter_map(|same| same.first().map(|(at, _)| (*at, same.iter().map(|(_, word)| *word).collect())))
            .collect()
    }
}

fn letters(name: &NameForm) -> String {
    name.words().collect()
}
