//! What the subcommands do, as scripts see it: output and exit status.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test that cannot go on has failed, and it reads and writes files"
)]

mod common;

use common::{example, exeat, exeat_with, folder, root};
use std::fs;
use std::path::Path;

const KNOWN: [&str; 2] = ["--known", "2026-03-02"];

fn status(name: &str, fail_on: &str) -> i32 {
    let path = example(name);
    exeat(&["check", &path, KNOWN[0], KNOWN[1], "--fail-on", fail_on]).status
}

#[test]
fn fail_on_follows_the_ceiling() {
    let of = |name: &str| ["licence_required", "undetermined", "prohibited"].map(|fail_on| status(name, fail_on));
    assert_eq!(of("motor-finished.toml"), [0, 0, 0]);
    assert_eq!(of("magnets-civil-maker.toml"), [10, 0, 0]);
    assert_eq!(of("magnets-composition-unknown.yaml"), [20, 20, 0]);
    assert_eq!(of("magnets-control-listed.toml"), [30, 30, 30]);
}

#[test]
fn wrong_usage_is_2() {
    let civil = example("magnets-civil-maker.toml");
    for args in [
        &["check"][..],
        &["check", &civil, "--lang", "de"],
        &["check", &civil, "--date", "02.03.2026"],
        &["check", &civil, "--known", "yesterday"],
        &["check", &civil, "--scenario", "japan-rare-earth-tightning"],
        &["check", "-"],
        &["check", &civil, &civil, "--record", "r.json"],
        &["law", "new", "2026-45"],
        &["law", "show", "japan-militari"],
        &["law", "verified", "2026-11-30"],
        &["nonsense"],
    ] {
        let ran = exeat(args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        assert!(!ran.err.is_empty(), "{args:?}");
    }
    assert!(
        exeat(&["check", &civil, "--scenario", "japan-rare-earth-tightning"])
            .err
            .contains("did you mean `japan-rare-earth-tightening`?")
    );
    assert!(exeat(&["law", "show", "japan-militari"]).err.contains("did you mean `japan-military`?"));
}

#[test]
fn a_shipment_on_standard_input() {
    let text = fs::read(root().join(example("magnets-civil-maker.toml"))).unwrap();
    let ran = exeat_with(&["check", "-", "--input-format", "toml", KNOWN[0], KNOWN[1]], &text);
    assert!(ran.out.starts_with("A licence is required (1C905.a.4)."), "{}", ran.out);
}

#[test]
fn the_date_of_the_command_stands_above_the_shipments() {
    let metal = example("dysprosium-metal-2025-04-03.toml");
    let ran = exeat(&["check", &metal, "--known", "2025-04-05", "--date", "2025-04-04"]);
    assert!(ran.out.starts_with("A licence is required"), "{}", ran.out);
}

#[test]
fn several_shipments_are_answered_one_after_the_other() {
    let (civil, motor) = (example("magnets-civil-maker.toml"), example("motor-finished.toml"));
    let ran = exeat(&["check", &civil, &motor, KNOWN[0], KNOWN[1], "--format", "json"]);
    assert_eq!(ran.out.lines().count(), 2);
    let text = exeat(&["check", &civil, &motor, KNOWN[0], KNOWN[1]]).out;
    assert!(text.contains("examples/motor-finished.toml\n---"), "{text}");
}

#[test]
fn a_policy_and_a_scenario_are_named_in_the_answer() {
    let folder = folder("choices");
    let policy = folder.join("policy.toml");
    fs::write(&policy, "readings = { \"cn/contains-dysprosium\" = \"trade\" }\n").unwrap();
    let civil = example("magnets-civil-maker.toml");
    let ran = exeat(&[
        "check",
        &civil,
        KNOWN[0],
        KNOWN[1],
        "--policy",
        &policy.display().to_string(),
        "--scenario",
        "japan-rare-earth-tightening",
        "--format",
        "json",
    ]);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let ids: Vec<&str> =
        answer["caveats"].as_array().unwrap().iter().map(|caveat| caveat["id"].as_str().unwrap()).collect();
    assert!(
        ids.contains(&"policy:cn/contains-dysprosium") && ids.contains(&"scenario:japan-rare-earth-tightening"),
        "{ids:?}"
    );
    assert!(answer["record"]["policy"].as_str().unwrap().starts_with("sha256:"));
}

#[test]
fn a_scenario_may_be_a_file() {
    let text = fs::read_to_string(root().join("law/cn/scenarios/japan-rare-earth-tightening.md")).unwrap();
    let text = text
        .split("```case")
        .next()
        .unwrap()
        .replace("japan-rare-earth-tightening", "what-if")
        .replace("japan-rare-earths-held", "what-if-held")
        .replace("japan-chain-of-use", "what-if-chain");
    let path = folder("scenario").join("what-if.md");
    fs::write(&path, text).unwrap();
    let ran = exeat(&[
        "check",
        &example("magnets-civil-maker.toml"),
        KNOWN[0],
        KNOWN[1],
        "--scenario",
        &path.display().to_string(),
        "--format",
        "json",
    ]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("\"scenario\":\"what-if\""));
    assert!(ran.out.contains("what-if-held"));
}

#[test]
fn a_record_runs_again_to_the_same_bytes() {
    let path = folder("record").join("order.record.json");
    let name = path.display().to_string();
    let civil = example("magnets-civil-maker.toml");
    let told = exeat(&["check", &civil, KNOWN[0], KNOWN[1], "--format", "json", "--lang", "zh", "--record", &name]).out;
    let again = exeat(&["record", "rerun", &name]);
    assert_eq!((again.status, again.out.as_str()), (0, told.as_str()), "{}", again.err);
    let changed = fs::read_to_string(&path).unwrap().replacen(
        "\"outcome\":\"licence_required\"",
        "\"outcome\":\"prohibited\"",
        1,
    );
    fs::write(&path, changed).unwrap();
    let other = exeat(&["record", "rerun", &name]);
    assert_eq!(other.status, 1);
    assert!(
        other.err.contains("another answer") && other.err.contains("\"prohibited\" became \"licence_required\""),
        "{}",
        other.err
    );
    let demo = exeat(&["record", "rerun", &name, "--law", "law/demo"]);
    assert_eq!(demo.status, 4, "{}", demo.err);
    fs::write(&path, "{}").unwrap();
    assert_eq!(exeat(&["record", "rerun", &name]).status, 3);
}

#[test]
fn a_record_of_another_law_is_refused() {
    let folder = folder("other-law");
    let path = folder.join("order.record.json").display().to_string();
    let law = copied(&folder);
    let civil = example("magnets-civil-maker.toml");
    assert_eq!(exeat(&["check", &civil, KNOWN[0], KNOWN[1], "--record", &path]).status, 0);
    assert_eq!(exeat(&["record", "rerun", &path, "--law", &law]).status, 0, "a copy is the same law");
    assert_eq!(
        exeat(&["law", "verified", "2026-11-30", "--law", &law]).out,
        "cn was checked to 2026-10-10, now to 2026-11-30\n"
    );
    let ran = exeat(&["record", "rerun", &path, "--law", &law]);
    assert_eq!(ran.status, 4);
    assert!(ran.err.contains("was made under the rulebook sha256:"), "{}", ran.err);
}

/// A copy of the law.
fn copied(folder: &Path) -> String {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
            if from.is_dir() {
                copy(&from, &to);
            } else {
                fs::copy(&from, &to).unwrap();
            }
        }
    }
    let law = folder.join("law");
    copy(&root().join("law"), &law);
    law.display().to_string()
}

#[test]
fn a_rule_added_to_a_copy_of_the_law_is_obeyed() {
    let folder = folder("own-rule");
    let law = copied(&folder);
    let act = "+++\nid = \"2026-99\"\nkind = \"instrument\"\nissuers = [\"MOFCOM\"]\n\
        title = { en = \"A made-up act\", zh = \"虚构的公告\", ja = \"架空の公告\" }\npublished = \"2026-01-02\"\neffective = \"2026-01-02\"\n\
        source = \"https://example.org\"\nconfidence = \"high\"\n+++\n\n## 1 No motors\n\nNo motor may go to Japan.\n\n\
        ```prohibition no-motors\nroute = \"none\"\nwhen = 'to = JP and processing = finished-product'\n```\n";
    fs::write(Path::new(&law).join("cn/acts/2026-99.md"), act).unwrap();
    let motor = example("motor-finished.toml");
    let ran = exeat(&["check", &motor, KNOWN[0], KNOWN[1], "--law", &law]);
    assert!(ran.out.starts_with("Prohibited"), "{}\n{}", ran.out, ran.err);
    assert!(ran.out.contains("A made-up act, clause 1 (2026-99)"), "{}", ran.out);
    fs::write(Path::new(&law).join("cn/acts/2026-99.md"), act.replace("processing", "procesing")).unwrap();
    let ran = exeat(&["check", &motor, KNOWN[0], KNOWN[1], "--law", &law]);
    assert_eq!((ran.status, ran.out.as_str()), (4, ""));
    assert!(ran.err.contains("2026-99.md") && ran.err.contains("processing"), "{}", ran.err);
}

#[test]
fn the_invented_regime_is_looked_at_only_if_named() {
    assert!(!exeat(&["law", "list"]).out.contains("demo"));
    let demo = exeat(&["law", "list", "--regime", "demo"]).out;
    assert!(demo.contains("demo (") && demo.contains("invented"), "{demo}");
    assert!(exeat(&["law", "list", "--law", "law/demo"]).status == 4, "a regime's own folder is not the root of a law");
}

#[test]
fn law_is_shown_in_three_languages() {
    for lang in ["en", "zh", "ja"] {
        let ran =
            exeat(&["law", "show", "japan-military", "--date", "2026-03-02", "--known", "2026-03-02", "--lang", lang]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.out.contains("japan-military") && ran.out.contains("2026-01-06"), "{}", ran.out);
    }
}

#[test]
fn cases_are_run_by_their_names() {
    let test = exeat(&["law", "test", "japan-civil"]);
    assert_eq!(test.status, 0, "{}", test.out);
    assert!(test.out.ends_with(" cases, 0 not as expected\n") && !test.out.starts_with("0 "), "{}", test.out);
}

#[test]
fn a_case_that_parts_from_its_answer_is_shown() {
    let law = copied(&folder("wrong-case"));
    let path = Path::new(&law).join("cn/cases/examples.md");
    let text = fs::read_to_string(&path).unwrap();
    let wrong =
        text.replacen("expect = { outcome = \"licence_required\" }", "expect = { outcome = \"prohibited\" }", 1);
    fs::write(&path, wrong).unwrap();
    let test = exeat(&["law", "test", "example-1-arc-magnets", "--law", &law]);
    assert_eq!(test.status, 4, "{}", test.out);
    for piece in
        ["cn/example-1-arc-magnets (cn/cases/examples.md:6)", "outcome: expected prohibited, got licence_required"]
    {
        assert!(test.out.contains(piece), "no `{piece}` in\n{}", test.out);
    }
}

#[test]
fn lint_tells_errors_by_its_status() {
    let law = folder("small-law");
    let regime = "id = \"xx\"\nauthority = \"OFFICE\"\nlanguages = [\"en\"]\nzone = \"Asia/Tokyo\"\nbegins = \"2020-01-01\"\n\
        verified_to = \"2026-01-01\"\n";
    fs::create_dir(law.join("xx")).unwrap();
    fs::write(law.join("xx/regime.toml"), regime).unwrap();
    let name = law.display().to_string();
    let lint = exeat(&["law", "lint", "--law", &name]);
    assert_eq!(lint.status, 0, "{}{}", lint.out, lint.err);
    assert!(lint.out.contains("0 errors"), "{}", lint.out);
    fs::write(law.join("xx/regime.toml"), regime.replace("2026-01-01", "2026-02-30")).unwrap();
    let lint = exeat(&["law", "lint", "--law", &name]);
    assert_eq!(lint.status, 4, "{}", lint.out);
    assert!(lint.err.contains("xx/regime.toml:6:") && lint.err.contains("2026-02-30"), "{}", lint.err);
}

#[test]
fn completions_and_manual_page() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(exeat(&["completions", shell]).out.contains("fail-on"), "{shell}");
    }
    let man = exeat(&["man"]).out;
    for piece in [".TH", "EXEAT CHECK", "EXEAT LAW SHOW", "EXEAT RECORD RERUN", "fail\\-on"] {
        assert!(man.contains(piece), "{piece}");
    }
    for args in [
        &["check", "--help"][..],
        &["law", "show", "--help"],
        &["law", "lint", "--help"],
        &["record", "rerun", "--help"],
    ] {
        assert!(exeat(args).out.contains("Example"), "{args:?}");
    }
}
