//! Bad input: each mistake is told with file, line, field, what was expected and what to write; exit 3, nothing written.

mod common;

use common::{Ran, exeat, folder};
use std::fs::{self, File};
use std::path::Path;

/// Each file of `tests/bad`, with what must be told of it.
const TOLD: [(&str, &[&str]); 22] = [
    ("malformed.toml", &["malformed.toml:1:", "malformed.toml:2:", "malformed.toml:3:", "this is not TOML"]),
    ("malformed.json", &["malformed.json:2:", "this is not JSON", "keys and text stand in double quotes"]),
    ("malformed.yaml", &["malformed.yaml:", "this is not YAML"]),
    ("duplicate-key.yaml", &["duplicate-key.yaml:2:1", "the key `from` stands twice", "keep one of the two"]),
    ("alias-bomb.yaml", &["alias-bomb.yaml:2:", "aliases (`*name`) are not read"]),
    ("two-documents.yaml", &["two-documents.yaml:4:", "a second document begins here"]),
    (
        "wrong-type.toml",
        &[
            "wrong-type.toml:2:6",
            "`to`: a number stands where text is needed",
            "`\"81\"`",
            "`line[1]`: text stands where a table is needed",
        ],
    ),
    ("unknown-field.toml", &["unknown-field.toml:3:1", "`referense` is not known", "did you mean `reference`?"]),
    ("unknown-fact.toml", &["unknown-fact.toml:5:1", "`line[1].properties.disprosium`", "did you mean `dysprosium`?"]),
    (
        "fact-in-wrong-table.toml",
        &["fact-in-wrong-table.toml:5:1", "does not stand here", "write it in `[end_use.facts]`"],
    ),
    (
        "unknown-country.toml",
        &["unknown-country.toml:2:6", "`to`: no country or customs zone has the code `Japan`", "write `JP`"],
    ),
    (
        "unknown-unit.toml",
        &["unknown-unit.toml:5:", "`line[1].properties.diameter`", "the unit `mn` is not known", "did you mean"],
    ),
    ("unit-of-another-basis.toml", &["`line[1].properties.dysprosium`", "`val%` measures", "write it in"]),
    (
        "unknown-value.toml",
        &["`good` is not known", "did you mean `goods`?", "properties.material[1]", "did you mean `permanent-magnet`?"],
    ),
    ("unknown-role.toml", &["unknown-role.toml:4:8", "`party[1].role`", "did you mean `end_user`?"]),
    ("share-over-100.toml", &["`line[1].properties.dysprosium`", "the share `120 %` is over 100 %", "0..100"]),
    ("negative-mass.toml", &["`line[1].quantity`", "the amount `-3 kg` is negative", "an amount such as `120 kg`"]),
    ("no-such-date.toml", &["no-such-date.toml:3:8", "`date`", "the day `2026-02-30` does not exist", "28 days"]),
    (
        "no-unit.toml",
        &[
            "`line[1].quantity`",
            "`120` has no unit",
            "`120 kg`",
            "`line[1].properties.dysprosium`",
            "write `2.1 %` if that is its unit",
        ],
    ),
    (
        "missing-fields.toml",
        &["the field `from` is missing", "the field `to` is missing", "the field `line` is missing"],
    ),
    ("many-at-once.toml", &[":1:1", "did you mean `from`?", ":2:6", ":4:12", ":6:14"]),
    ("not-utf8.toml", &["not-utf8.toml:3:14", "not UTF-8: byte 0xe5", "save it as UTF-8"]),
];

#[track_caller]
fn refused(ran: &Ran, name: &str, told: &[&str]) {
    assert_eq!(ran.status, 3, "{name}: {}", ran.err);
    assert_eq!(ran.out, "", "{name}: nothing is written");
    for piece in told {
        assert!(ran.err.contains(piece), "{name}: no `{piece}` in\n{}", ran.err);
    }
}

#[test]
fn every_mistake_is_told() {
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    for (name, told) in TOLD {
        let ran = exeat(&["check", &bad.join(name).display().to_string()]);
        refused(&ran, name, told);
    }
    let files = fs::read_dir(&bad).unwrap().count();
    assert_eq!(files, TOLD.len(), "a file of tests/bad is not tried");
}

#[test]
fn a_good_shipment_beside_a_bad_one_is_not_answered() {
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad/no-unit.toml").display().to_string();
    let good = common::example("magnets-civil-maker.toml");
    refused(&exeat(&["check", &good, &bad, "--known", "2026-03-02"]), "no-unit.toml", &["has no unit"]);
}

#[test]
fn a_file_of_a_gigabyte_is_not_read() {
    let folder = folder("gigabyte");
    for name in ["huge.toml", "huge.json", "huge.yaml"] {
        let path = folder.join(name);
        File::create(&path).unwrap().set_len(1 << 30).unwrap();
        refused(
            &exeat(&["check", &path.display().to_string()]),
            name,
            &["huge", "1024 MiB", "at most 32 MiB", "split it"],
        );
    }
}

#[test]
fn standard_input_without_end_is_not_read() {
    let endless = "# remark\n".repeat((33 << 20) / 9);
    let ran = common::exeat_with(&["check", "-", "--input-format", "toml"], endless.as_bytes());
    refused(&ran, "standard input", &["standard input", "more than 32 MiB"]);
}

#[test]
fn ten_thousand_levels_are_refused() {
    let folder = folder("levels");
    let (open, close) = ("[".repeat(10_000), "]".repeat(10_000));
    let files = [
        ("deep.toml", format!("via = {open}{close}\n")),
        ("deep.json", format!("{{\"via\": {open}{close}}}\n")),
        ("deep.yaml", format!("via: {open}{close}\n")),
        ("deep-block.yaml", "- ".repeat(10_000)),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
        let ran = exeat(&["check", &folder.join(name).display().to_string()]);
        refused(&ran, name, &[name, "more than 32 deep"]);
    }
}

#[test]
fn a_file_that_is_not_there_or_has_no_format() {
    refused(&exeat(&["check", "nowhere.toml"]), "nowhere.toml", &["`nowhere.toml` cannot be opened"]);
    let path = folder("formats").join("shipment.txt");
    fs::write(&path, "").unwrap();
    refused(&exeat(&["check", &path.display().to_string()]), "shipment.txt", &["the format of", "--input-format"]);
}

#[test]
fn a_policy_that_names_nothing() {
    let path = folder("policy").join("policy.toml");
    fs::write(&path, "readings = { \"cn/military-users\" = \"text\", \"cn/military-user\" = \"txt\" }\n").unwrap();
    let ran = exeat(&["check", &common::example("magnets-civil-maker.toml"), "--policy", &path.display().to_string()]);
    refused(&ran, "policy.toml", &["did you mean `cn/military-user`?", "did you mean `text`?", "policy.toml:1:"]);
}
