//! TOML, JSON and YAML say the same; their mistakes of syntax are told with their place; no bytes bring the reader down.

use super::{HEAD, holds, vocabulary};
use exeat::fact::Shipment;
use exeat::fact::read::{Format, read_shipment};
use exeat::problem::{Colour, Problems};
use proptest::prelude::*;

const TOML: &str = r#"
reference = "PO-1"
from = "CN"
to = "JP"
via = ["KR"]
date = 2026-03-02
[end_use.facts]
military_use = "no"
[[party]]
role = "end_user"
name = "𠮷野精密"
[[line]]
hs = "8505111000"
[line.properties]
material = "permanent-magnet"
dysprosium = { value = "2.1 %", by = "SGS" }
"#;

const JSON: &str = r#"{"reference": "PO-1", "from": "CN", "to": "JP", "via": ["KR"], "date": "2026-03-02",
  "end_use": {"facts": {"military_use": "no"}}, "party": [{"role": "end_user", "name": "\ud842\udfb7\u91ce\u7cbe\u5bc6"}],
  "line": [{"hs": "8505111000", "properties": {"material": "permanent-magnet", "dysprosium": {"value": "2.1 %", "by": "SGS"}}}]}"#;

const YAML: &str = "---\n# magnets\nreference: PO-1\nfrom: CN\nto: JP\nvia: [KR]\ndate: 2026-03-02\nend_use:\n  facts:\n    military_use: no\n\
party:\n- role: end_user\n  name: 𠮷野精密\nline:\n  - hs: '8505111000'\n    properties:\n      material: permanent-magnet\n      dysprosium: {value: 2.1 %, by: SGS}\n";

fn read(format: Format, text: &str) -> Result<Shipment, Problems> {
    read_shipment(format, "s", text.as_bytes(), &vocabulary::rulebook())
}

fn told(format: Format, text: &str) -> String {
    read(format, text).map(|_| ()).unwrap_err().render(Colour::Plain)
}

#[test]
fn three_formats_say_the_same() {
    let (toml, json, yaml) = (read(Format::Toml, TOML), read(Format::Json, JSON), read(Format::Yaml, YAML));
    let toml = toml.unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(toml, json.unwrap_or_else(|problems| panic!("{problems}")));
    assert_eq!(toml, yaml.unwrap_or_else(|problems| panic!("{problems}")));
    assert_eq!(toml.parties[0].names[0].text, "𠮷野精密");
}

#[test]
fn another_content_has_another_digest() {
    let digest = |text: &str| read(Format::Toml, text).unwrap().digest;
    let base = digest(TOML);
    assert_eq!(base, digest(&TOML.replace("\n[[line]]", "\n# remark\n[[line]]")));
    assert_ne!(base, digest(&TOML.replace("2.1 %", "2.2 %")));
}

#[test]
fn a_byte_order_mark_is_no_content() {
    let mark = format!("\u{feff}{JSON}");
    assert_eq!(read(Format::Json, &mark).unwrap().digest, read(Format::Json, JSON).unwrap().digest);
}

#[test]
fn syntax_is_told_with_its_place() {
    let toml = told(Format::Toml, "from = \"CN\nto = JP\n[[line]\n");
    holds(&toml, &["s:1:", "s:2:", "s:3:", "this is not TOML"]);
    holds(&told(Format::Toml, "from = \"CN\"\nfrom = \"JP\"\n"), &["s:2:1", "stands twice"]);
    holds(&told(Format::Json, "{\"from\": \"CN\",\n \"to\" \"JP\"}"), &["s:2:", "this is not JSON", "double quotes"]);
    holds(&told(Format::Json, "{\"from\": \"CN\",}"), &["s:1:", "trailing commas"]);
    holds(&told(Format::Json, "{from: 1}"), &["this is not JSON"]);
    holds(&told(Format::Json, "// a remark\n{}"), &["this is not JSON"]);
    holds(&told(Format::Json, "{\"from\": \"CN\", \"from\": \"JP\"}"), &["stands twice"]);
    holds(&told(Format::Json, ""), &["the file is empty"]);
    holds(&told(Format::Json, "[1]"), &["a list stands where a table is needed"]);
    holds(&told(Format::Yaml, "from: CN\n  to: JP\n"), &["s:2:", "this is not YAML"]);
    holds(&told(Format::Yaml, "from: CN\nfrom: JP\n"), &["s:2:1", "stands twice"]);
    holds(&told(Format::Yaml, "from: &a CN\nto: *a\n"), &["s:2:5", "aliases"]);
    holds(&told(Format::Yaml, "from: CN\n---\nto: JP\n"), &["a second document"]);
    holds(&told(Format::Yaml, "from: !mine CN\n"), &["the tag"]);
    holds(&told(Format::Yaml, "? [a]\n: b\n"), &["a key is a list or a table"]);
    holds(&told(Format::Yaml, ""), &["the file is empty"]);
    holds(&told(Format::Yaml, "发: 中\nfrom: [JP\n"), &["this is not YAML"]);
}

#[test]
fn a_megabyte_of_mistakes_is_told_briefly() {
    for brackets in [100_000, 2_000_000] {
        let told = told(Format::Toml, &"]\n".repeat(brackets));
        assert!(told.contains("this is not TOML") && told.len() < 100_000, "{}", told.len());
    }
}

#[test]
fn ten_thousand_levels_are_refused() {
    let deep = "[".repeat(10_000);
    let closed = format!("{deep}{}", "]".repeat(10_000));
    holds(&told(Format::Toml, &format!("via = {closed}")), &["more than 32 deep"]);
    holds(&told(Format::Json, &format!("{{\"via\": {closed}}}")), &["more than 32 deep"]);
    holds(&told(Format::Yaml, &format!("via: {closed}")), &["more than 32 deep"]);
    holds(&told(Format::Yaml, &"- ".repeat(10_000)), &["more than 32 deep"]);
    holds(&told(Format::Yaml, &deep), &["more than 32 deep"]);
    holds(&told(Format::Toml, &format!("{}a = 1", "a.".repeat(10_000))), &["more than 32 deep"]);
    holds(&told(Format::Toml, &format!("[{}a]", "a.".repeat(10_000))), &["more than 32 deep"]);
    let tables = "{\"a\":".repeat(40);
    holds(&told(Format::Json, &format!("{tables}1{}", "}".repeat(40))), &["more than 32 deep"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..200), which in 0..3_u8) {
        let format = [Format::Toml, Format::Json, Format::Yaml][which as usize];
        let _ = read_shipment(format, "s", &bytes, &vocabulary::rulebook()).map_err(|problems| problems.render(Colour::Plain));
    }

    #[test]
    fn no_mangled_shipment_brings_it_down(at in 0..600_usize, length in 0..9_usize, text in ".{0,6}", which in 0..3_u8) {
        let (format, whole) = [(Format::Toml, TOML), (Format::Json, JSON), (Format::Yaml, YAML)][which as usize];
        let letters: Vec<char> = whole.chars().collect();
        let at = at.min(letters.len());
        let end = (at + length).min(letters.len());
        let mangled: String = letters[..at].iter().chain(text.chars().collect::<Vec<_>>().iter()).chain(&letters[end..]).collect();
        let _ = read_shipment(format, "s", mangled.as_bytes(), &vocabulary::rulebook()).map_err(|problems| problems.render(Colour::Plain));
    }

    #[test]
    fn no_value_brings_it_down(text in "[-+<>=±.,0-9%a-zA-Z/ ]{0,14}", name in "dysprosium|diameter|temperature|item_kind|material|hs|quantity|value|contract_on") {
        let toml = format!("{HEAD}[[line]]\n[line.properties]\n{name} = '{text}'\n");
        let _ = read(Format::Toml, &toml).map_err(|problems| problems.render(Colour::Plain));
    }
}
