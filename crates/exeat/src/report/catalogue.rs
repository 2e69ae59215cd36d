//! The message catalogues: one file a language, embedded; prose stands there and nowhere else.
//!
//! A message is text with `{name}` for a value and `{name?one:many}` for a choice by number. Keys are those of the file's
//! tables joined by dots: `ground.not_listed`.

use super::Language;
use crate::assess::Message;
use crate::fact::Role;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use toml::de::{DeTable, DeValue};

/// The messages of one language.
#[derive(Debug)]
pub(super) struct Catalogue {
    messages: BTreeMap<String, Vec<Piece>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Value(String),
    Choice { by: String, one: String, many: String },
}

/// The catalogue of that language.
pub(super) fn of(language: Language) -> &'static Catalogue {
    static CATALOGUES: OnceLock<[Catalogue; 3]> = OnceLock::new();
    let [en, zh, ja] = CATALOGUES.get_or_init(|| {
        [
            Catalogue::read(include_str!("../../messages/report/en.toml")),
            Catalogue::read(include_str!("../../messages/report/zh.toml")),
            Catalogue::read(include_str!("../../messages/report/ja.toml")),
        ]
    });
    match language {
        Language::En => en,
        Language::Zh => zh,
        Language::Ja => ja,
    }
}

impl Catalogue {
    fn read(text: &str) -> Catalogue {
        // The files are embedded and tested: all of them parse.
        let (table, _) = DeTable::parse_recoverable(text);
        let mut messages = BTreeMap::new();
        gather(table.get_ref(), "", &mut messages);
        Catalogue { messages }
    }

    /// The message of that key with its values; the key itself when there is none, which a test forbids.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.find(key, values).unwrap_or_else(|| key.to_owned())
    }

    /// A message without values.
    pub(super) fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The word of an open list, such as the kinds of papers, of which law may name new ones: those are shown as written.
    pub(super) fn word_of(&self, list: &str, word: &str) -> String {
        self.find(&format!("{list}.{}", word.replace([' ', '-'], "_")), &[]).unwrap_or_else(|| word.replace('_', " "))
    }

    /// What the engine says.
    pub(super) fn message(&self, message: &Message) -> String {
        let values: Vec<(&str, String)> =
            message.values.iter().map(|(name, value)| (*name, self.value(name, value))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let said = self.find(&format!("message.{}", message.key), &values);
        said.unwrap_or_else(|| {
            format!(
                "{} {}",
                message.key,
                message.values.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" ")
            )
        })
    }

    /// A value of the engine in words, where it is one of the engine's own words.
    fn value(&self, name: &str, value: &str) -> String {
        match name {
            "role" => self.word_of("role", value),
            "kind" => self.word_of("licence_kind", value),
            "party" | "about" => self.place(value),
            "line" if value.bytes().all(|byte| byte.is_ascii_digit()) => self.say("line.number", &[("number", value)]),
            _ => value.to_owned(),
        }
    }

    /// `end_user/1`, `end_use/2`, `end_user/further` in words; anything else as it stands.
    pub(super) fn place(&self, place: &str) -> String {
        let Some((what, number)) = place.split_once('/') else { return place.to_owned() };
        let Some(role) = Role::parse(what).map(|role| self.word_of("role", role.word())) else {
            let end_use = what == "end_use";
            return if end_use { self.say("place.end_use", &[("number", number)]) } else { place.to_owned() };
        };
        let key = if number == "further" { "place.further" } else { "place.numbered" };
        self.say(key, &[("role", &role), ("number", number)])
    }

    fn find(&self, key: &str, values: &[(&str, &str)]) -> Option<String> {
        let value = |name: &str| values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
        let mut out = String::new();
        for piece in self.messages.get(key)? {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(name) => out.push_str(value(name)),
                Piece::Choice { by, one, many } => out.push_str(if value(by) == "1" { one } else { many }),
            }
        }
        Some(out)
    }

    /// Several things in one sentence: `a, b and c`.
    pub(super) fn list(&self, things: &[String]) -> String {
        let (comma, and) = (self.word("list.comma"), self.word("list.and"));
        match things {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => format!("{}{and}{last}", head.join(&comma)),
        }
    }

    /// At most so many things in one sentence, the others counted.
    pub(super) fn list_of(&self, things: &[String], shown_max: usize) -> String {
        if things.len() <= shown_max {
            return self.list(things);
        }
        let shown = things.get(..shown_max.saturating_sub(1)).unwrap_or(things);
        let more = (things.len() - shown.len()).to_string();
        format!("{}{}", shown.join(&self.word("list.comma")), self.say("list.and_more", &[("count", &more)]))
    }
}

fn gather(table: &DeTable<'_>, prefix: &str, messages: &mut BTreeMap<String, Vec<Piece>>) {
    for (key, value) in table.iter() {
        let key = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        match value.get_ref() {
            DeValue::Table(table) => gather(table, &key, messages),
            DeValue::String(text) => drop(messages.insert(key, pieces(text))),
            _ => {}
        }
    }
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (inner, after) = after.split_once('}').unwrap_or((after, ""));
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(
            match inner.split_once('?').and_then(|(by, words)| words.split_once(':').map(|words| (by, words))) {
                Some((by, (one, many))) => {
                    Piece::Choice { by: by.to_owned(), one: one.to_owned(), many: many.to_owned() }
                }
                None => Piece::Value(inner.to_owned()),
            },
        );
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}
