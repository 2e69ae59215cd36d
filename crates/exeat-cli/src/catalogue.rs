//! What the tools of law and record say, in three languages: one file a language, embedded.
//!
//! A message is text with `{name}` for a value. Keys are those of the file's tables joined by dots.

use crate::args::Lang;
use std::collections::BTreeMap;

/// The messages of one language.
pub(crate) struct Catalogue {
    messages: BTreeMap<String, String>,
    /// `en`, `zh` or `ja`.
    pub(crate) code: &'static str,
}

const EN: &str = include_str!("../messages/en.toml");
const ZH: &str = include_str!("../messages/zh.toml");
const JA: &str = include_str!("../messages/ja.toml");

impl Catalogue {
    pub(crate) fn of(lang: Lang) -> Catalogue {
        match lang {
            Lang::En => read("en", EN),
            Lang::Zh => read("zh", ZH),
            Lang::Ja => read("ja", JA),
        }
    }

    /// The message of that key with its values; the key itself when there is none, which a test forbids.
    pub(crate) fn say(&self, key: &str, values: &[(&str, String)]) -> String {
        let Some(message) = self.messages.get(key) else { return key.to_owned() };
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
    pub(crate) fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }
}

fn read(code: &'static str, text: &str) -> Catalogue {
    // The files are embedded, and a test reads them: they parse.
    let (table, _) = toml::de::DeTable::parse_recoverable(text);
    let mut messages = BTreeMap::new();
    gather(table.get_ref(), "", &mut messages);
    Catalogue { messages, code }
}

fn gather(table: &toml::de::DeTable<'_>, above: &str, messages: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
        match value.get_ref() {
            toml::de::DeValue::Table(below) => gather(below, &key, messages),
            toml::de::DeValue::String(text) => drop(messages.insert(key, text.to_string())),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn slots(message: &str) -> BTreeSet<&str> {
        message.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
    }

    #[test]
    fn every_language_has_every_message_with_the_same_values() {
        let english = Catalogue::of(Lang::En);
        assert!(english.messages.len() > 10);
        for (lang, text) in [(Lang::En, EN), (Lang::Zh, ZH), (Lang::Ja, JA)] {
            assert!(toml::de::DeTable::parse(text).is_ok(), "{lang:?}");
            let own = Catalogue::of(lang);
            assert!(own.messages.keys().eq(english.messages.keys()), "{lang:?}");
            for (key, message) in &own.messages {
                assert!(!message.trim().is_empty(), "{lang:?} {key}");
                assert_eq!(slots(message), slots(&english.messages[key]), "{lang:?} {key}");
            }
        }
    }
}
