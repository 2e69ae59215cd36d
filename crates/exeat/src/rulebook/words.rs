//! The words in which law is said: one table a language, embedded; prose stands there and nowhere else.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use toml::de::{DeTable, DeValue};

/// The words of one language; `{x}` in a message is filled in.
#[derive(Debug)]
pub(super) struct Words {
    messages: BTreeMap<String, String>,
    /// The language's code.
    pub(super) language: &'static str,
}

/// The languages and their tables.
const TABLES: [(&str, &str); 3] = [
    ("en", include_str!("../../messages/law/en.toml")),
    ("zh", include_str!("../../messages/law/zh.toml")),
    ("ja", include_str!("../../messages/law/ja.toml")),
];

/// The words of that language, else English.
pub(super) fn of(language: &str) -> &'static Words {
    static WORDS: OnceLock<[Words; 3]> = OnceLock::new();
    let all = WORDS.get_or_init(|| TABLES.map(|(language, text)| Words::read(language, text)));
    let [english, ..] = all;
    all.iter().find(|words| words.language == language).unwrap_or(english)
}

impl Words {
    fn read(language: &'static str, text: &str) -> Words {
        // The tables are embedded, and a test reads them: they are whole.
        let (table, _) = DeTable::parse_recoverable(text);
        let mut messages = BTreeMap::new();
        for (group, value) in table.get_ref() {
            for (key, message) in value.get_ref().as_table().into_iter().flatten() {
                if let DeValue::String(message) = message.get_ref() {
                    messages.insert(format!("{}.{}", group.get_ref(), key.get_ref()), message.clone().into_owned());
                }
            }
        }
        Words { messages, language }
    }

    /// A message with its values; a missing key, which a test forbids, is shown itself.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(message) = self.messages.get(key) else { return format!("⟦{key}⟧") };
        let mut said = String::new();
        let mut rest = message.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            said.push_str(before);
            said.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
            rest = after;
        }
        said.push_str(rest);
        said
    }

    /// A message without values.
    pub(super) fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A message, if there is one.
    pub(super) fn find(&self, key: &str) -> Option<&str> {
        self.messages.get(key).map(String::as_str)
    }

    /// Parts joined two by two, as `join.and` or `join.comma` says.
    pub(super) fn join(&self, key: &str, parts: impl IntoIterator<Item = String>) -> String {
        parts.into_iter().reduce(|a, b| self.say(key, &[("a", &a), ("b", &b)])).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The values that a message is filled with.
    fn slots(message: &str) -> BTreeSet<&str> {
        message.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
    }

    #[test]
    fn every_language_has_every_message_with_the_same_values() {
        for (language, text) in TABLES {
            assert!(DeTable::parse(text).is_ok(), "{language}");
            let words = of(language);
            let english = of("en");
            assert_eq!(
                words.messages.keys().collect::<Vec<_>>(),
                english.messages.keys().collect::<Vec<_>>(),
                "{language}"
            );
            for (key, message) in &words.messages {
                assert!(!message.trim().is_empty(), "{language} {key}");
                assert_eq!(slots(message), slots(&english.messages[key]), "{language} {key}");
            }
        }
    }
}
