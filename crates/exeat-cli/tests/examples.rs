//! Every example has the outcome of its first line, on the day and with the knowledge that it pins, in every format.

mod common;

use common::{Ran, exeat, root};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// What the comments at the head of an example say.
struct Head {
    outcome: String,
    /// `floor=…` and the like.
    expect: BTreeMap<String, String>,
    known: String,
}

fn head(name: &str, text: &str) -> Head {
    let mut lines = text.lines();
    let first = lines
        .next()
        .and_then(|line| line.strip_prefix("# expect: "))
        .unwrap_or_else(|| panic!("{name} has no `# expect:`"));
    let known = lines
        .next()
        .and_then(|line| line.strip_prefix("# known: "))
        .unwrap_or_else(|| panic!("{name} has no `# known:`"));
    let mut words = first.split_whitespace();
    let outcome = words.next().unwrap().to_owned();
    let expect = words
        .map(|word| word.split_once('=').unwrap_or_else(|| panic!("{name}: `{word}`")))
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
    Head { outcome, expect: expect.collect(), known: known.to_owned() }
}

fn examples() -> Vec<(String, Head)> {
    let mut paths: Vec<_> = fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "yaml"));
    paths.sort();
    let name = |path: &std::path::PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), head(&name(path), &fs::read_to_string(path).unwrap()))).collect()
}

fn check(name: &str, head: &Head, more: &[&str]) -> Ran {
    let path = common::example(name);
    let ran = exeat(&[&["check", &path, "--known", &head.known], more].concat());
    assert_eq!(ran.err, "", "{name}");
    assert_eq!(ran.status, 0, "{name}");
    ran
}

fn told<'a>(answer: &'a Value, key: &str) -> &'a str {
    match key {
        "release" => answer["release"]["decision"].as_str().unwrap(),
        "prospects" => answer["route"]["prospects"].as_str().unwrap_or("none"),
        _ => answer[key].as_str().unwrap_or_else(|| panic!("the answer has no `{key}`")),
    }
}

#[test]
fn every_example_has_its_outcome() {
    let examples = examples();
    assert!(examples.len() >= 10, "{}", examples.len());
    for (name, head) in examples {
        let answer: Value = serde_json::from_str(&check(&name, &head, &["--format", "json"]).out).unwrap();
        assert_eq!(told(&answer, "outcome"), head.outcome, "{name}");
        assert!(head.expect.contains_key("floor") && head.expect.contains_key("ceiling"), "{name}");
        for (key, wanted) in &head.expect {
            if key == "split" {
                let may = answer["release"]["split"]["may_leave"].as_array().map_or(0, Vec::len);
                assert_eq!(may.to_string(), *wanted, "{name} {key}");
            } else {
                assert_eq!(told(&answer, key), wanted, "{name} {key}");
            }
        }
        let date = answer["date"].as_str().unwrap();
        assert!(
            fs::read_to_string(root().join("examples").join(&name)).unwrap().contains(date),
            "{name} pins its date"
        );
    }
}

#[test]
fn every_example_is_told_in_three_languages() {
    for (name, head) in examples() {
        for lang in ["en", "zh", "ja"] {
            let text = check(&name, &head, &["--lang", lang, "--explain"]).out;
            let wide = text
                .lines()
                .find(|line| !line.contains("https://") && unicode_width::UnicodeWidthStr::width(*line) > 80);
            assert_eq!(wide, None, "{name} {lang}");
            assert!(!text.contains("message."), "{name} {lang}");
            check(&name, &head, &["--lang", lang, "--format", "markdown"]);
        }
    }
}

#[test]
fn the_same_shipment_in_three_formats_has_the_same_answer() {
    let (name, head) = ("magnets-composition-unknown.yaml", "2026-03-02");
    let yaml = exeat(&["check", &common::example(name), "--known", head, "--format", "json"]).out;
    let toml = fs::read_to_string(root().join("examples/magnets-civil-maker.toml")).unwrap();
    let lines: Vec<&str> =
        toml.lines().filter(|line| !line.starts_with("dysprosium") && !line.starts_with("terbium")).collect();
    let toml = common::exeat_with(
        &["check", "-", "--input-format", "toml", "--known", head, "--format", "json"],
        lines.join("\n").as_bytes(),
    );
    let of = |text: &str| {
        let mut answer: Value = serde_json::from_str(text).unwrap();
        // The two name another order, and the TOML has a paper more.
        for key in ["reference", "record"] {
            answer.as_object_mut().unwrap().remove(key);
        }
        answer
    };
    assert_eq!(of(&yaml), of(&toml.out));
}
