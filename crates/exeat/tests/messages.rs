//! The message catalogues: every key in every language with the same values, every key that the code says, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

const LANGUAGES: [&str; 3] = ["en", "zh", "ja"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn catalogue(language: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join(format!("messages/report/{language}.toml"))).unwrap();
    let table = DeTable::parse(&text).unwrap_or_else(|error| panic!("{language}: {error}"));
    let mut messages = BTreeMap::new();
    gather(table.get_ref(), "", &mut messages);
    messages
}

fn gather(table: &DeTable<'_>, prefix: &str, messages: &mut BTreeMap<String, String>) {
    for (key, value) in table.iter() {
        let key = format!("{prefix}{}", key.get_ref());
        match value.get_ref() {
            DeValue::Table(table) => gather(table, &format!("{key}."), messages),
            DeValue::String(text) => drop(messages.insert(key, text.to_string())),
            other => panic!("{key} is {}", other.type_str()),
        }
    }
}

/// Names of the values in a message; of `{count?one:many}` the count.
fn values(message: &str) -> BTreeSet<&str> {
    let inner = message.split('{').skip(1).map(|part| part.split_once('}').unwrap_or_else(|| panic!("{message}")).0);
    inner.map(|inner| inner.split('?').next().unwrap()).collect()
}

#[test]
fn every_language_has_every_message_with_the_same_values() {
    let english = catalogue("en");
    for language in LANGUAGES {
        let own = catalogue(language);
        let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        let more: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && more.is_empty(), "{language}: without {missing:?}, alone with {more:?}");
        for (key, message) in &own {
            assert!(!message.trim().is_empty(), "{language} {key}");
            // Numbers are counted out only where a language has a plural.
            let (mut of, mut wanted) = (values(message), values(&english[key]));
            of.remove("count");
            wanted.remove("count");
            assert_eq!(of, wanted, "{language} {key}");
        }
    }
}

fn sources(folder: &str) -> String {
    let mut paths: Vec<PathBuf> = vec![root().join("src").join(folder)];
    let mut text = String::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    text
}

/// String literals of the code that look like keys.
fn literals(code: &str) -> BTreeSet<&str> {
    let plain = |text: &&str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-' | b'.' | b'{' | b'}'))
    };
    code.split('"').filter(plain).collect()
}

#[test]
fn the_engine_says_nothing_that_is_not_in_the_catalogue() {
    let english = catalogue("en");
    let code = sources("assess");
    let said: BTreeSet<&str> = literals(&code)
        .into_iter()
        .filter(|text| ["licence-", "rests-", "open-", "caveat-"].iter().any(|start| text.starts_with(start)))
        .filter(|text| !text.contains('{'))
        .collect();
    assert!(said.len() > 20, "{said:?}");
    let known: BTreeSet<&str> = english.keys().filter_map(|key| key.strip_prefix("message.")).collect();
    assert_eq!(said.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "said, but not in the catalogue");
    assert_eq!(known.difference(&said).collect::<Vec<_>>(), Vec::<&&str>::new(), "in the catalogue, but never said");
}

#[test]
fn reports_say_what_is_in_the_catalogue_and_leave_nothing_unsaid() {
    let english = catalogue("en");
    let code = sources("report");
    let said = literals(&code);
    // A literal with a dot is a key, or (`outcome.{}`) the beginning of keys.
    let tables: BTreeSet<&str> = english.keys().map(|key| key.split('.').next().unwrap()).collect();
    for text in said.iter().filter(|text| text.contains('.')) {
        let (table, rest) = text.split_once('.').unwrap();
        if !tables.contains(table) {
            continue;
        }
        let start = text.split('{').next().unwrap();
        let found = if rest.contains('{') {
            english.keys().any(|key| key.starts_with(start))
        } else {
            english.contains_key(*text) || english.keys().any(|key| key.starts_with(&format!("{text}.")))
        };
        assert!(found, "`{text}` is not in the catalogue");
    }
    // Lists of words that law may add to (`paper.contract`), and the engine's messages, are looked up by their own word.
    let lists: Vec<&str> = said.iter().copied().filter(|text| tables.contains(text)).collect();
    for key in english.keys() {
        let named = said.contains(key.as_str());
        let begun = said
            .iter()
            .any(|text| text.contains('.') && text.contains('{') && key.starts_with(text.split('{').next().unwrap()));
        let listed = lists.iter().any(|list| key.starts_with(&format!("{list}.")));
        let below = key.rsplit_once('.').is_some_and(|(list, _)| said.contains(list));
        assert!(named || begun || listed || below || key.starts_with("message."), "`{key}` is never said");
    }
}
