//! A name cut into the words that are compared: each in Latin letters where it can be, with its role,
//! its sound, its weight and the groups that it belongs to.

use super::kana::romaji;
use super::lexicon::{self, Form, WEIGHT_FULL};
use super::normalise::{SmallKana, fold};
use super::reading;
use super::romanise::romanise;
use super::script::{Kind, Script, kind};
use super::sound::{consonants, sound};

/// Weight of a word that joins others.
const PARTICLE_WEIGHT: u16 = 56;
/// Weight that a word loses for each doubling of the names that share it.
const RANK_STEP: u16 = 95;

/// Most words of one name that are compared; the longest listed name seen has 31.
pub(super) const WORDS_MAX: usize = 40;

/// What a word does in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It tells who this is.
    Word,
    /// A legal form, or a part of one.
    Form,
    /// It joins others or is a title: of, al, bin, Dr.
    Particle,
    /// Digits.
    Number,
    /// One letter that may stand for a word.
    Initial,
}

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word: Latin letters and digits, or as folded where it is Arabic, Hebrew or one Han character.
    pub text: String,
    /// How it sounds, or its consonants where it is Arabic or Hebrew.
    pub sound: String,
    /// What it does.
    pub role: Role,
    /// The writing it came in.
    pub script: Script,
    /// How much it says, 1 to 1000.
    pub weight: u16,
    /// Groups of like words that it belongs to, sorted.
    pub groups: Vec<u32>,
    /// The legal form that begins with this word.
    pub form: Option<Form>,
}

/// The words of a name as it is written. Han stands a character a word.
pub fn tokens(name: &str) -> Vec<Token> {
    let folded = fold(name, SmallKana::Kept);
    let mut tokens = Vec::with_capacity(8);
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        if tokens.len() >= WORDS_MAX {
            break;
        }
        push_word(word, &mut tokens);
    }
    tokens.truncate(WORDS_MAX);
    mark_forms(&mut tokens);
    tokens
}

/// One way to cut a name into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendering {
    /// The words.
    pub tokens: Vec<Token>,
    /// They are read out of Han characters, not written.
    pub read: bool,
    /// What stood after the legal form, mostly an address, was left out.
    pub cut: bool,
}

/// The ways to take a name: as written, and where it is in Han also as read in Japanese and in Mandarin,
/// and by the names of other scripts that it transcribes.
pub fn renderings(name: &str) -> Vec<Rendering> {
    let written = tokens(name);
    let han = written.iter().any(|token| token.script == Script::Han && token.role != Role::Form);
    let mut all = vec![Rendering { tokens: written, read: false, cut: false }];
    if !han {
        return all;
    }
    let kana = all[0].tokens.iter().any(|token| token.script == Script::Kana);
    let mut readings = vec![read(&all[0].tokens, reading::japanese)];
    if !kana {
        readings.push(read(&all[0].tokens, reading::mandarin));
        readings.extend(transcribed(name));
    }
    all.extend(readings.into_iter().filter(|tokens| !tokens.is_empty()).map(|tokens| Rendering {
        tokens,
        read: true,
        cut: false,
    }));
    all
}

/// The ways to take the name of a party that is asked for: also without what stands after a legal form.
pub fn query_renderings(name: &str) -> Vec<Rendering> {
    let mut all = renderings(name);
    let cut: Vec<Rendering> = all
        .iter()
        .filter_map(|whole| {
            let end = whole.tokens.iter().rposition(|token| token.role == Role::Form)? + 1;
            if !is_address(whole.tokens.get(end..)?) {
                return None;
            }
            let named = whole.tokens.iter().take(end).any(|token| token.role == Role::Word);
            let tokens = whole.tokens.get(..end).filter(|tokens| named && tokens.len() < whole.tokens.len())?.to_vec();
            Some(Rendering { tokens, read: whole.read, cut: true })
        })
        .collect();
    all.extend(cut);
    all
}

/// Words and characters that end an address, folded. Sorted.
const PLACES: &[&str] = &[
    "america",
    "australia",
    "austria",
    "beijing",
    "belgium",
    "brazil",
    "canada",
    "china",
    "czechia",
    "denmark",
    "dubai",
    "emirates",
    "finland",
    "france",
    "germany",
    "guangdong",
    "hongkong",
    "hungary",
    "india",
    "indonesia",
    "iran",
    "ireland",
    "israel",
    "italy",
    "japan",
    "kong",
    "korea",
    "malaysia",
    "mexico",
    "netherlands",
    "norway",
    "osaka",
    "pakistan",
    "philippines",
    "poland",
    "prc",
    "russia",
    "shanghai",
    "shenzhen",
    "singapore",
    "spain",
    "sweden",
    "switzerland",
    "taiwan",
    "thailand",
    "tokyo",
    "turkey",
    "turkiye",
    "uae",
    "uk",
    "ukraine",
    "us",
    "usa",
    "vietnam",
];
const HAN_PLACES: &[&str] = &["国", "市", "区", "县", "町", "省", "都", "府"];

/// Whether what follows a name is where the party sits.
fn is_address(tail: &[Token]) -> bool {
    let place =
        |token: &Token| PLACES.binary_search(&token.text.as_str()).is_ok() || HAN_PLACES.contains(&token.text.as_str());
    let numbered = tail.len() >= 3 && tail.iter().any(|token| token.role == Role::Number);
    numbered || tail.last().is_some_and(place) || tail.iter().any(|token| token.script == Script::Han && place(token))
}

/// Replaces every run of Han by how it is read.
fn read(written: &[Token], reading: fn(&str) -> Vec<String>) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(written.len());
    let mut run = String::new();
    for token_ in written.iter().map(Some).chain([None]) {
        if let Some(han) = token_.filter(|token| token.script == Script::Han && token.role != Role::Form) {
            run.push_str(&han.text);
            continue;
        }
        tokens.extend(reading(&run).into_iter().map(|word| token(word, Script::Latin)));
        run.clear();
        tokens.extend(token_.cloned());
    }
    tokens.truncate(WORDS_MAX);
    tokens
}

/// A name whose runs of Han are known transcriptions (奥巴马), each a word.
fn transcribed(name: &str) -> Option<Vec<Token>> {
    let folded = fold(name, SmallKana::Kept);
    let words: Vec<Token> =
        folded.split(' ').filter(|word| !word.is_empty()).map(|word| token(word.to_owned(), Script::Han)).collect();
    Some(words).filter(|words| {
        words.len() <= WORDS_MAX
            && words.iter().any(|word| word.text.chars().nth(1).is_some() && !word.groups.is_empty())
    })
}

fn push_word(word: &str, tokens: &mut Vec<Token>) {
    let script = match word.chars().next().map(kind) {
        Some(Kind::Letter(script)) => script,
        _ => Script::Latin,
    };
    match script {
        Script::Han => tokens.extend(word.chars().map(|c| token(c.to_string(), Script::Han))),
        Script::Latin => tokens.push(token(word.to_owned(), script)),
        Script::Kana => tokens.push(token(romaji(word), script)),
        Script::Arabic | Script::Hebrew => tokens.push(token(word.to_owned(), script)),
        Script::Hangul | Script::Cyrillic | Script::Greek | Script::Other => {
            let latin = romanise(word);
            if !latin.is_empty() {
                tokens.push(token(latin, script));
            }
        }
    }
}

/// A word with all that is known of it alone.
pub(super) fn token(text: String, script: Script) -> Token {
    let sound = match script {
        Script::Arabic | Script::Hebrew => consonants(&text),
        Script::Han => String::new(),
        _ => sound(&text),
    };
    let role = role(&text, script);
    let mut groups: Vec<u32> = lexicon::groups(&text).collect();
    groups.dedup();
    let weight = weight(&text, role, script);
    Token { text, sound, role, script, weight, groups, form: None }
}

/// Words that join others, and titles of persons. Sorted.
const PARTICLES: &[&str] = &[
    "a",
    "al",
    "an",
    "and",
    "as",
    "at",
    "au",
    "aux",
    "bin",
    "bint",
    "by",
    "d",
    "da",
    "das",
    "de",
    "del",
    "della",
    "den",
    "der",
    "des",
    "di",
    "do",
    "dos",
    "dr",
    "du",
    "e",
    "ed",
    "el",
    "en",
    "et",
    "for",
    "frau",
    "fuer",
    "herr",
    "i",
    "ibn",
    "im",
    "imeni",
    "in",
    "la",
    "las",
    "le",
    "les",
    "los",
    "madame",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "na",
    "of",
    "on",
    "os",
    "prasident",
    "president",
    "prof",
    "professor",
    "s",
    "sir",
    "the",
    "to",
    "ul",
    "und",
    "und",
    "van",
    "vd",
    "ve",
    "vel",
    "von",
    "y",
    "zu",
];

fn role(text: &str, script: Script) -> Role {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Role::Number;
    }
    if PARTICLES.binary_search(&text).is_ok() {
        return Role::Particle;
    }
    if text.len() == 1 && script != Script::Han {
        return Role::Initial;
    }
    Role::Word
}

fn weight(text: &str, role: Role, script: Script) -> u16 {
    if script == Script::Han {
        let chars = text.chars().count().min(3) as u16;
        return chars * (450 - u16::from(lexicon::rank(text)) * 45);
    }
    match role {
        Role::Form => 60,
        Role::Particle => PARTICLE_WEIGHT,
        Role::Initial => 250,
        Role::Number => 700,
        Role::Word => {
            let by_length = match text.chars().count() {
                0..=2 => 600,
                3 => 800,
                _ => WEIGHT_FULL,
            };
            let rank = u16::from(lexicon::rank(text));
            by_length.min(WEIGHT_FULL - rank * RANK_STEP)
        }
    }
}

/// Longest legal form, in words.
const FORM_WORDS_MAX: usize = 7;

/// Marks the words of legal forms, the longest form first.
fn mark_forms(tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        let (words, form) = form_words(&tokens[at..]);
        for token in &mut tokens[at..at + words] {
            token.role = Role::Form;
            token.weight = weight(&token.text, Role::Form, token.script);
        }
        tokens[at].form = form;
        at += words.max(1);
    }
    // A name of nothing but forms ("RT", "OOO MTU") is a name all the same.
    if tokens.iter().all(|token| matches!(token.role, Role::Form | Role::Particle)) {
        for token in tokens.iter_mut().filter(|token| token.role == Role::Form) {
            token.role = role(&token.text, token.script);
            token.weight = weight(&token.text, token.role, token.script);
            token.form = None;
        }
    }
}

fn form_words(tokens: &[Token]) -> (usize, Option<Form>) {
    let Some(first) = tokens.first() else { return (0, None) };
    if !lexicon::starts_form(&first.text) {
        return (0, None);
    }
    let mut phrase = String::with_capacity(32);
    let mut longest = (0, None);
    for (at, token) in tokens.iter().take(FORM_WORDS_MAX).enumerate() {
        if at > 0 && token.script != Script::Han {
            phrase.push(' ');
        }
        phrase.push_str(&token.text);
        if let Some(form) = lexicon::form(&phrase) {
            longest = (at + 1, Some(form));
        }
    }
    longest
}
