//! Letters of alphabets and of Hangul, written in Latin letters as passports and company registers write them.
//!
//! # Decides
//! Cyrillic as Russian passports and the BGN/PCGN tables have it, Greek as ISO 843 transcribes it, Hangul by the
//! Revised Romanisation of 2000 syllable by syllable, Armenian and Georgian by their BGN/PCGN tables.
//!
//! # Not covered
//! Sounds that change with their neighbours (신라 *Silla*), and other writings: those words stay as they are, and are
//! found only as they are.

use super::script::{Kind, Script, kind};

/// A word in Latin letters; a word in a writing without a table is given back as it is.
pub(super) fn romanise(word: &str) -> String {
    let mut latin = String::with_capacity(word.len());
    let mut before = None;
    for c in word.chars() {
        if let Some(letters) = letters(c) {
            latin.push_str(letters);
        } else if c.is_ascii_alphanumeric() {
            latin.push(c.to_ascii_lowercase());
        } else if !hangul(c, &mut latin) && kind(c) == Kind::Letter(Script::Other) {
            latin.push(c);
        }
        // Two letters for one sound: ου, and the second half of a diphthong as it is spoken.
        if before == Some('ο') && c == 'υ' {
            latin.pop();
            latin.push('u');
        }
        before = Some(c);
    }
    latin
}

fn letters(c: char) -> Option<&'static str> {
    let found = match u32::from(c) {
        0x370..=0x3ff => GREEK.binary_search_by_key(&c, |(letter, _)| *letter).ok().and_then(|at| GREEK.get(at)),
        0x400..=0x52f => CYRILLIC.binary_search_by_key(&c, |(letter, _)| *letter).ok().and_then(|at| CYRILLIC.get(at)),
        0x531..=0x10ff => OTHERS.binary_search_by_key(&c, |(letter, _)| *letter).ok().and_then(|at| OTHERS.get(at)),
        _ => None,
    };
    found.map(|(_, latin)| *latin)
}

/// Sorted.
const GREEK: &[(char, &str)] = &[
    ('α', "a"),
    ('β', "v"),
    ('γ', "g"),
    ('δ', "d"),
    ('ε', "e"),
    ('ζ', "z"),
    ('η', "i"),
    ('θ', "th"),
    ('ι', "i"),
    ('κ', "k"),
    ('λ', "l"),
    ('μ', "m"),
    ('ν', "n"),
    ('ξ', "x"),
    ('ο', "o"),
    ('π', "p"),
    ('ρ', "r"),
    ('ς', "s"),
    ('σ', "s"),
    ('τ', "t"),
    ('υ', "y"),
    ('φ', "f"),
    ('χ', "ch"),
    ('ψ', "ps"),
    ('ω', "o"),
];

/// Sorted; letters that other languages than Russian add come after its own.
const CYRILLIC: &[(char, &str)] = &[
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('й', "y"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "kh"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "shch"),
    ('ъ', ""),
    ('ы', "y"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "yu"),
    ('я', "ya"),
    ('ѐ', "e"),
    ('ё', "yo"),
    ('ђ', "dj"),
    ('ѓ', "gj"),
    ('є', "ye"),
    ('ѕ', "dz"),
    ('і', "i"),
    ('ї', "yi"),
    ('ј', "j"),
    ('љ', "lj"),
    ('њ', "nj"),
    ('ћ', "c"),
    ('ќ', "kj"),
    ('ѝ', "i"),
    ('ў', "u"),
    ('џ', "dzh"),
    ('ґ', "g"),
    ('ғ', "gh"),
    ('җ', "j"),
    ('қ', "q"),
    ('ң', "ng"),
    ('ү', "u"),
    ('ұ', "u"),
    ('ҳ', "h"),
    ('ҷ', "j"),
    ('һ', "h"),
    ('ә', "a"),
    ('ӣ', "i"),
    ('ө', "o"),
    ('ӯ', "u"),
];

/// Armenian and Georgian. Sorted.
const OTHERS: &[(char, &str)] = &[
    ('ա', "a"),
    ('բ', "b"),
    ('գ', "g"),
    ('դ', "d"),
    ('ե', "e"),
    ('զ', "z"),
    ('է', "e"),
    ('ը', "y"),
    ('թ', "t"),
    ('ժ', "zh"),
    ('ի', "i"),
    ('լ', "l"),
    ('խ', "kh"),
    ('ծ', "ts"),
    ('կ', "k"),
    ('հ', "h"),
    ('ձ', "dz"),
    ('ղ', "gh"),
    ('ճ', "ch"),
    ('մ', "m"),
    ('յ', "y"),
    ('ն', "n"),
    ('շ', "sh"),
    ('ո', "o"),
    ('չ', "ch"),
    ('պ', "p"),
    ('ջ', "j"),
    ('ռ', "r"),
    ('ս', "s"),
    ('վ', "v"),
    ('տ', "t"),
    ('ր', "r"),
    ('ց', "ts"),
    ('ւ', "v"),
    ('փ', "p"),
    ('ք', "k"),
    ('օ', "o"),
    ('ֆ', "f"),
    ('ა', "a"),
    ('ბ', "b"),
    ('გ', "g"),
    ('დ', "d"),
    ('ე', "e"),
    ('ვ', "v"),
    ('ზ', "z"),
    ('თ', "t"),
    ('ი', "i"),
    ('კ', "k"),
    ('ლ', "l"),
    ('მ', "m"),
    ('ნ', "n"),
    ('ო', "o"),
    ('პ', "p"),
    ('ჟ', "zh"),
    ('რ', "r"),
    ('ს', "s"),
    ('ტ', "t"),
    ('უ', "u"),
    ('ფ', "p"),
    ('ქ', "k"),
    ('ღ', "gh"),
    ('ყ', "q"),
    ('შ', "sh"),
    ('ჩ', "ch"),
    ('ც', "ts"),
    ('ძ', "dz"),
    ('წ', "ts"),
    ('ჭ', "ch"),
    ('ხ', "kh"),
    ('ჯ', "j"),
    ('ჰ', "h"),
];

const INITIALS: [&str; 19] =
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu",
    "ui", "i",
];
const FINALS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
];

/// A syllable of Hangul: Unicode numbers them by initial, vowel and final.
fn hangul(c: char, latin: &mut String) -> bool {
    let Some(number) = u32::from(c).checked_sub(0xac00).filter(|number| *number < 11_172) else { return false };
    let number = number as usize;
    for part in [INITIALS.get(number / 588), VOWELS.get(number % 588 / 28), FINALS.get(number % 28)] {
        latin.push_str(part.copied().unwrap_or_default());
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{CYRILLIC, GREEK, OTHERS, romanise};

    #[test]
    fn words_are_written_as_passports_write_them() {
        for (word, latin) in [
            ("щербаков", "shcherbakov"),
            ("юрьевич", "yurevich"),
            ("зеленский", "zelenskiy"),
            ("παπαδοπουλος", "papadopoulos"),
            ("삼성전자", "samseongjeonja"),
            ("김정은", "gimjeongeun"),
            ("სააკაშვილი", "saakashvili"),
            ("պետրոսյան", "petrosyan"),
            ("ไทย", "ไทย"),
        ] {
            assert_eq!(romanise(word), latin);
        }
    }

    #[test]
    fn tables_are_sorted() {
        for table in [GREEK, CYRILLIC, OTHERS] {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0));
        }
    }
}
