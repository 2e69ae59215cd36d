//! How a name in Han characters is read: in Mandarin (pinyin) and in Japanese (Hepburn, long vowels short).

use std::sync::LazyLock;

use super::kana::shorten;
use super::lexicon::hash;

/// `character mandarin japanese`, a line a character.
const SOUNDS: &str = include_str!("data/han_sounds.txt");
/// `word reading`, or `word` alone where it is read as its characters are.
const WORDS: &str = include_str!("data/japanese_words.txt");

/// Longest Japanese word looked up, in characters.
const WORD_CHARS_MAX: usize = 5;

struct Readings {
    sounds: Vec<(char, &'static str, &'static str)>,
    words: Vec<(u64, &'static str)>,
}

static READINGS: LazyLock<Readings> = LazyLock::new(|| {
    let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with('#'));
    let mut sounds: Vec<(char, &str, &str)> = lines(SOUNDS)
        .filter_map(|line| {
            let mut fields = line.split(' ');
            Some((fields.next()?.chars().next()?, fields.next()?, fields.next()?))
        })
        .collect();
    sounds.sort_unstable();
    let mut words: Vec<(u64, &str)> = lines(WORDS)
        .map(|line| line.split_once(' ').unwrap_or((line, "")))
        .map(|(word, reading)| (hash(word), reading))
        .collect();
    words.sort_unstable();
    Readings { sounds, words }
});

fn sound(c: char) -> Option<(&'static str, &'static str)> {
    let at = READINGS.sounds.binary_search_by_key(&c, |(known, ..)| *known).ok()?;
    READINGS.sounds.get(at).map(|(_, mandarin, japanese)| (*mandarin, *japanese))
}

fn word(text: &str) -> Option<&'static str> {
    let key = hash(text);
    let at = READINGS.words.binary_search_by_key(&key, |(known, _)| *known).ok()?;
    READINGS.words.get(at).map(|(_, reading)| *reading)
}

/// The Mandarin syllables of a run of folded Han characters.
pub(super) fn mandarin(run: &str) -> Vec<String> {
    let syllables = run.chars().filter_map(sound).map(|(mandarin, _)| mandarin);
    syllables.filter(|syllable| *syllable != "-").map(str::to_owned).collect()
}

/// The words of a run of folded Han characters, read in Japanese.
pub(super) fn japanese(run: &str) -> Vec<String> {
    let edges: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let piece = |from: usize, to: usize| run.get(*edges.get(from)?..*edges.get(to)?);
    let chars = edges.len() - 1;
    // Fewest words, then fewest characters that stand alone: the cheapest way to reach each place.
    let mut reached: Vec<(u32, usize)> = vec![(u32::MAX, 0); chars + 1];
    if let Some(first) = reached.first_mut() {
        *first = (0, 0);
    }
    for to in 1..=chars {
        for from in to.saturating_sub(WORD_CHARS_MAX)..to {
            let Some((cost, _)) = reached.get(from).copied().filter(|(cost, _)| *cost < u32::MAX) else { continue };
            let known = piece(from, to).is_some_and(|text| word(text).is_some());
            let step = match (to - from, known) {
                (1, true) => 14,
                (1, false) => 15,
                (_, true) => 10,
                // Two characters that no dictionary has together are still mostly one word.
                (2, false) => 22,
                _ => continue,
            };
            if let Some(best) = reached.get_mut(to).filter(|best| cost + step < best.0) {
                *best = (cost + step, from);
            }
        }
    }
    let mut words = Vec::new();
    let mut to = chars;
    while to > 0 {
        let from = reached.get(to).map_or(0, |(_, from)| *from).min(to - 1);
        words.extend(piece(from, to).map(read_word).filter(|reading| !reading.is_empty()));
        to = from;
    }
    words.reverse();
    words
}

fn read_word(text: &str) -> String {
    match word(text) {
        Some(reading) if !reading.is_empty() => reading.to_owned(),
        _ => {
            let syllables: String = text
                .chars()
                .filter_map(sound)
                .map(|(_, japanese)| japanese)
                .filter(|japanese| *japanese != "-")
                .collect();
            shorten(&syllables)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{japanese, mandarin};
    use crate::screen::normalise::{SmallKana, fold};

    fn read(name: &str) -> String {
        japanese(&fold(name, SmallKana::Kept)).join(" ")
    }

    #[test]
    fn japanese_names_are_read_as_they_are_romanised() {
        for (name, reading) in [
            ("三菱重工航空", "mitsubishi juko koku"),
            ("住友重機械工業", "sumitomo ju kikai kogyo"),
            ("宇宙航空研究開発機構", "uchu koku kenkyu kaihatsu kiko"),
            ("沖電気工業", "okidenki kogyo"),
            ("東京科学大学", "tokyo kagaku daigaku"),
            ("細谷火工", "hosoyakako"),
        ] {
            assert_eq!(read(name), reading, "{name}");
        }
    }

    #[test]
    fn chinese_names_are_read_in_pinyin() {
        assert_eq!(mandarin(&fold("习近平", SmallKana::Kept)), ["xi", "jin", "ping"]);
        assert_eq!(mandarin(&fold("華為", SmallKana::Kept)), ["hua", "wei"]);
    }
}
