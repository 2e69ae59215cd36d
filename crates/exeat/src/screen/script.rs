//! The writing a letter belongs to, as far as it matters for comparing names.

/// A writing system. Latin letters and digits are one; kana of both kinds are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u16)]
pub enum Script {
    /// Latin letters.
    Latin = 1,
    /// Chinese characters, in any of their forms.
    Han = 2,
    /// Hiragana and katakana.
    Kana = 4,
    /// Korean syllables and letters.
    Hangul = 8,
    /// Cyrillic letters.
    Cyrillic = 16,
    /// Greek letters.
    Greek = 32,
    /// Arabic letters, with those of Persian and Urdu.
    Arabic = 64,
    /// Hebrew letters.
    Hebrew = 128,
    /// Letters of any other writing. A list never counts as holding a name in it.
    Other = 256,
}

/// What one character is to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A letter of a writing.
    Letter(Script),
    /// A decimal digit or another number sign.
    Digit,
    /// Everything that parts words: blanks, punctuation, symbols.
    Gap,
}

/// The kind of one character that has been through compatibility composition.
pub fn kind(c: char) -> Kind {
    use Script::{Arabic, Cyrillic, Greek, Han, Hangul, Hebrew, Kana, Latin, Other};
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' => Kind::Letter(Latin),
            '0'..='9' => Kind::Digit,
            _ => Kind::Gap,
        };
    }
    let script = match u32::from(c) {
        0xaa | 0xba | 0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0x2af | 0x1d00..=0x1dbf => Latin,
        0x1e00..=0x1eff | 0x2c60..=0x2c7f | 0xa720..=0xa7ff | 0xab30..=0xab6f => Latin,
        0x370..=0x3ff | 0x1f00..=0x1fff => Greek,
        0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Cyrillic,
        0x591..=0x5f4 | 0xfb1d..=0xfb4f => Hebrew,
        0x600..=0x6ff | 0x750..=0x77f | 0x870..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfefe => Arabic,
        0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff => Hangul,
        0x3041..=0x3096 | 0x309d..=0x309f | 0x30a1..=0x30fa | 0x30fc..=0x30ff => Kana,
        0x31f0..=0x31ff | 0xff66..=0xff9f | 0x1b000..=0x1b16f => Kana,
        0x3005..=0x3007 | 0x2e80..=0x2fdf | 0x3400..=0x4dbf | 0x4e00..=0x9fff => Han,
        0xf900..=0xfaff | 0x20000..=0x3ffff => Han,
        _ => Other,
    };
    if c.is_numeric() && script != Han {
        Kind::Digit
    } else if c.is_alphanumeric() || matches!(script, Kana) || is_vowel_sign(c, script) {
        Kind::Letter(script)
    } else {
        Kind::Gap
    }
}

/// Signs of Indic and South-East Asian writing that belong to the letter before them.
fn is_vowel_sign(c: char, script: Script) -> bool {
    script == Script::Other && matches!(u32::from(c), 0x900..=0x109f | 0x1780..=0x17d3)
}

/// A set of writings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptSet(u16);

impl ScriptSet {
    /// Adds one writing.
    pub fn insert(&mut self, script: Script) {
        self.0 |= script as u16;
    }

    /// Adds all of another set.
    pub fn extend(&mut self, other: ScriptSet) {
        self.0 |= other.0;
    }

    /// Whether the set holds this writing.
    pub fn contains(self, script: Script) -> bool {
        self.0 & script as u16 != 0
    }

    /// Whether every writing of this set is one of the other's.
    pub fn is_within(self, other: ScriptSet) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether the set holds nothing.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}
