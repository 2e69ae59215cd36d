//! From a word to the words of a list that may be it: by letters left out, by sound, by consonants.

use super::lexicon::hash_bytes;
use super::script::Script;
use super::sound::{abjad, skeleton};
use super::token::{Role, Token};

/// Letters of a word that keys are made of.
const PREFIX: usize = 8;

/// How far around a word is looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// The word itself and its groups.
    Same,
    /// Misspelt and misheard words as well.
    Misspelt,
}

/// A table from keys to words, packed: a few bits of the key and the number of the word.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    edges: Vec<u32>,
    entries: Vec<u32>,
    word_bits: u32,
}

impl Near {
    /// Builds the table for words numbered from 0.
    pub(super) fn new(words: &[Token]) -> Near {
        let word_bits = (words.len().max(2) as u32).next_power_of_two().trailing_zeros().max(1);
        let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(words.len() * 16);
        for (number, word) in words.iter().enumerate() {
            keys(word, Width::Misspelt, |key| keyed.push((key, number as u32)));
        }
        let buckets = (keyed.len() / 4).next_power_of_two().max(2);
        let mut near = Near { edges: vec![0; buckets + 1], entries: vec![0; keyed.len()], word_bits };
        for (key, _) in &keyed {
            let bucket = near.bucket(*key);
            near.edges[bucket + 1] += 1;
        }
        for at in 1..near.edges.len() {
            near.edges[at] += near.edges[at - 1];
        }
        let mut next = near.edges.clone();
        for (key, number) in keyed {
            let bucket = near.bucket(key);
            near.entries[next[bucket] as usize] = near.check(key) << word_bits | number;
            next[bucket] += 1;
        }
        near
    }

    fn bucket(&self, key: u64) -> usize {
        (key >> 16) as usize & (self.edges.len() - 2)
    }

    fn check(&self, key: u64) -> u32 {
        (key & 0xffff) as u32 & ((1 << (32 - self.word_bits).min(16)) - 1)
    }

    /// Collects the numbers of words that share a key with this one, sorted, each once.
    pub(super) fn of(&self, word: &Token, wide: Width, found: &mut Vec<u32>) {
        found.clear();
        if self.entries.is_empty() {
            return;
        }
        keys(word, wide, |key| {
            let bucket = self.bucket(key);
            let check = self.check(key);
            for entry in &self.entries[self.edges[bucket] as usize..self.edges[bucket + 1] as usize] {
                if entry >> self.word_bits == check {
                    found.push(entry & ((1 << self.word_bits) - 1));
                }
            }
        });
        found.sort_unstable();
        found.dedup();
    }
}

/// Calls with every key of a word.
fn keys(word: &Token, width: Width, mut call: impl FnMut(u64)) {
    let key = |kind: u8, text: &[u8]| hash_bytes(std::iter::once(kind).chain(text.iter().copied()));
    let abjad_word = matches!(word.script, Script::Arabic | Script::Hebrew);
    if word.script == Script::Han || word.role == Role::Number || word.text.len() < 2 {
        return call(key(b'=', word.text.as_bytes()));
    }
    for group in &word.groups {
        call(key(b'g', &group.to_le_bytes()));
    }
    if width == Width::Same {
        let letters = word.text.as_bytes();
        return call(key(b'=', &letters[..letters.len().min(PREFIX)]));
    }
    let consonants = if abjad_word { word.sound.clone() } else { abjad(&word.sound) };
    call(key(b'#', consonants.as_bytes()));
    if abjad_word {
        call(key(b'=', word.text.as_bytes()));
        if consonants.len() >= 4 {
            without_one(consonants.as_bytes(), |rest| call(key(b'#', rest)));
        }
        return;
    }
    let bones = skeleton(&word.sound);
    if bones.len() >= 2 {
        call(key(b'~', bones.as_bytes()));
    }
    let letters = word.text.as_bytes();
    let letters = &letters[..letters.len().min(PREFIX)];
    call(key(b'=', letters));
    if letters.len() >= 3 {
        without_one(letters, |rest| call(key(b'=', rest)));
    }
    if letters.len() >= PREFIX {
        for first in 0..letters.len() {
            for second in first + 1..letters.len() {
                let mut rest = [0; PREFIX];
                let mut size = 0;
                for (at, letter) in letters.iter().enumerate().filter(|(at, _)| *at != first && *at != second) {
                    let _ = at;
                    rest[size] = *letter;
                    size += 1;
                }
                call(key(b'=', &rest[..size]));
            }
        }
    }
}

fn without_one(letters: &[u8], mut call: impl FnMut(&[u8])) {
    let mut rest = Vec::with_capacity(letters.len());
    for at in 0..letters.len() {
        if at > 0 && letters[at] == letters[at - 1] {
            continue;
        }
        rest.clear();
        rest.extend_from_slice(&letters[..at]);
        rest.extend_from_slice(&letters[at + 1..]);
        call(&rest);
    }
}
