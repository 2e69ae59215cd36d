//! How alike two words are, and by what.

use super::distance::distance;
use super::script::Script;
use super::sound::abjad;
use super::token::{Role, Token};

/// A likeness below this is none.
const SHARE_MIN: u16 = 560;
/// Likeness of forms of one name or one meaning.
const GROUP: u32 = 930;
/// Likeness of a letter to a word that it begins.
const INITIAL: u32 = 784;
/// Likeness of words that sound the same.
const SOUND: u32 = 960;
/// Likeness lost by one whole edit in a word of one letter; longer words lose less.
const EDIT_SLOPE: u32 = 14;
const SOUND_SLOPE: u32 = 20;
/// Hundredths of an edit for each letter of both words together; words further apart are different words.
const EDIT_LIMIT: u32 = 19;
const SOUND_LIMIT: u32 = 17;

/// By what two words are taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Letter by letter.
    Exact,
    /// Forms of one name or one meaning.
    Group,
    /// They sound alike.
    Sound,
    /// Letters differ as in a slip.
    Edit,
    /// One in another writing, by its consonants.
    Script,
    /// A letter for the word that it begins.
    Initial,
    /// The beginning of a word for the word.
    Shortened,
    /// Joined in one name, parted in the other.
    Joined,
}

/// Likeness of two words, 1 to 1000, and its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// 1000 is equal.
    pub share: u16,
    /// By what.
    pub by: By,
}

fn like(share: u32, by: By) -> Option<Likeness> {
    let share = u16::try_from(share).ok().filter(|share| *share >= SHARE_MIN)?;
    Some(Likeness { share, by })
}

/// How alike two words are; `None` when they are different words.
pub fn likeness(a: &Token, b: &Token) -> Option<Likeness> {
    if a.text == b.text {
        return like(1000, By::Exact);
    }
    if is_abjad(a.script) || is_abjad(b.script) {
        return across(a, b);
    }
    if share_group(a, b) {
        return like(GROUP, By::Group);
    }
    if a.script == Script::Han || b.script == Script::Han || a.role == Role::Number || b.role == Role::Number {
        return None;
    }
    if a.role == Role::Initial || b.role == Role::Initial || a.text.len() == 1 || b.text.len() == 1 {
        let (short, long) = if a.text.len() <= b.text.len() { (a, b) } else { (b, a) };
        let begins = short.text.len() == 1 && long.text.len() > 1 && long.text.starts_with(short.text.as_str());
        return if begins { like(INITIAL, By::Initial) } else { None };
    }
    spelling(a, b)
}

fn is_abjad(script: Script) -> bool {
    matches!(script, Script::Arabic | Script::Hebrew)
}

/// Whether two words are forms of one name or one meaning.
pub(super) fn share_group(a: &Token, b: &Token) -> bool {
    let (mut x, mut y) = (a.groups.iter().peekable(), b.groups.iter().peekable());
    while let (Some(p), Some(q)) = (x.peek(), y.peek()) {
        match p.cmp(q) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => x.next(),
            std::cmp::Ordering::Greater => y.next(),
        };
    }
    false
}

fn spelling(a: &Token, b: &Token) -> Option<Likeness> {
    let (x, y) = (a.text.as_bytes(), b.text.as_bytes());
    let letters = (x.len() + y.len()) as u32;
    let limit = letters * EDIT_LIMIT;
    let edit = distance(x, y, limit).map_or(0, |edits| 990_u32.saturating_sub(edits * EDIT_SLOPE / letters));
    let (p, q) = (a.sound.as_bytes(), b.sound.as_bytes());
    let sounds = (p.len() + q.len()) as u32;
    let sound = if sounds < 4 {
        0
    } else {
        distance(p, q, sounds * SOUND_LIMIT).map_or(0, |edits| SOUND.saturating_sub(edits * SOUND_SLOPE / sounds))
    };
    let best = if sound > edit { like(sound, By::Sound) } else { like(edit, By::Edit) };
    best.or_else(|| shortened(a, b))
}

fn shortened(a: &Token, b: &Token) -> Option<Likeness> {
    let (short, long) = if a.text.len() <= b.text.len() { (a, b) } else { (b, a) };
    let share = match short.text.len() {
        0..=2 => return None,
        3 => 580,
        _ => 680,
    };
    if long.text.starts_with(short.text.as_str()) { like(share, By::Shortened) } else { None }
}

/// A word in Arabic or Hebrew letters against one in any.
fn across(a: &Token, b: &Token) -> Option<Likeness> {
    if share_group(a, b) {
        return like(GROUP, By::Script);
    }
    if is_abjad(a.script) && is_abjad(b.script) && a.script == b.script {
        let (x, y): (Vec<u8>, Vec<u8>) = (letters(&a.text), letters(&b.text));
        let size = (x.len() + y.len()) as u32;
        return like(
            distance(&x, &y, size * 25).map_or(0, |edits| 990_u32.saturating_sub(edits * 16 / size)),
            By::Edit,
        );
    }
    let consonants = |token: &Token| {
        if is_abjad(token.script) { token.sound.clone() } else { abjad(&token.sound) }
    };
    let (x, y) = (consonants(a), consonants(b));
    let size = (x.len() + y.len()) as u32;
    if x.len().min(y.len()) < 2 {
        return if size >= 2 && x == y { like(600, By::Script) } else { None };
    }
    let edits = distance(x.as_bytes(), y.as_bytes(), size * 16)?;
    like(880_u32.saturating_sub(edits * 16 / size), By::Script)
}

/// The letters of a word, each as one byte that differs within its writing.
fn letters(word: &str) -> Vec<u8> {
    word.chars().map(|c| (u32::from(c) & 0xff) as u8).collect()
}
