//! The tools of law and record: packs, differences, new acts, edits, stored determinations.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test that cannot go on has failed, and it reads and writes files"
)]

mod common;

use common::{example, exeat, folder, root};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn copied(folder: &Path) -> String {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
            if path.is_dir() {
                copy(&path, &to.join(name));
            } else {
                fs::copy(&path, to.join(name)).unwrap();
            }
        }
    }
    let law = folder.join("law");
    copy(&root().join("law"), &law);
    law.display().to_string()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_pack_is_read_as_law_and_any_change_is_found() {
    let folder = folder("pack");
    let at = |name: &str| folder.join(name).display().to_string();
    let (pack, again, key) = (at("law.pack"), at("again.pack"), at("my.key"));
    let told = exeat(&["law", "pack", &pack, "--new-key", &key, "--format", "json"]);
    assert_eq!(told.status, 0, "{}", told.err);
    let public = json(&told.out)["key"].as_str().unwrap().to_owned();
    assert_eq!(exeat(&["law", "pack", &again, "--key", &key]).status, 0);
    assert_eq!(fs::read(&pack).unwrap(), fs::read(&again).unwrap(), "the same law has the same bytes");
    assert_eq!(exeat(&["law", "pack", &again, "--new-key", &key]).status, 3, "a key is not written over");
    assert_eq!(exeat(&["law", "verify", &pack, "--by", &public]).status, 0);
    let other = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert_eq!(exeat(&["law", "verify", &pack, "--by", other]).status, 4);
    let args = ["check", &example("magnets-civil-maker.toml"), "--known", "2026-03-02", "--format", "json"];
    assert_eq!(exeat(&args).out, exeat(&[&args[..], &["--law", &pack]].concat()).out);
    let mut bytes = fs::read(&pack).unwrap();
    let last = bytes.len() - 2;
    bytes[last] ^= 1;
    fs::write(&pack, bytes).unwrap();
    assert_eq!(exeat(&["law", "verify", &pack]).status, 4);
    assert_eq!(exeat(&[&args[..], &["--law", &pack]].concat()).status, 4);
}

#[test]
fn a_changed_limit_is_said_in_words_with_the_answers_that_it_changes() {
    let folder = folder("diff");
    let law = copied(&folder);
    let records = folder.join("records").display().to_string();
    for name in ["magnets-civil-maker.toml", "motor-finished.toml"] {
        let kept = exeat(&["check", &example(name), "--known", "2026-03-02", "--record", &records]);
        assert_eq!(kept.status, 0, "{}", kept.err);
    }
    assert_eq!(exeat(&["law", "diff", "inside", &law]).out, "no difference in law\n");
    let path = Path::new(&law).join("cn/acts/2025-18.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replacen("means = 'contains dysprosium'", "means = 'contains dysprosium and dysprosium > 90 wt%'", 1),
    )
    .unwrap();
    let told = exeat(&["law", "diff", "inside", &law, "--against", &records]);
    assert_eq!(told.status, 0, "{}", told.err);
    assert!(told.out.contains("reading cn/contains-dysprosium/text has changed"), "{}", told.out);
    assert!(told.out.contains("is more than 90 wt% added"), "{}", told.out);
    assert!(told.out.contains("1 of 2 stored determinations get another answer"), "{}", told.out);
    assert!(told.out.contains("outcome: licence required became"), "{}", told.out);
    let machine = json(&exeat(&["law", "diff", "inside", &law, "--format", "json"]).out);
    assert_eq!(machine["differences"][0]["name"], "contains-dysprosium/text");
    assert!(exeat(&["law", "diff", "inside", &law, "--lang", "ja"]).out.contains("解釈"));
}

#[test]
fn a_new_act_loads_and_its_case_runs_and_it_is_not_written_twice() {
    let law = copied(&folder("new"));
    let new = |id: &str| exeat(&["law", "new", id, "--law", &law, "--regime", "cn", "--published", "2026-10-01"]);
    assert_eq!(new("2026-45").status, 0, "{}", new("2026-46").err);
    assert_eq!(new("2026-45").status, 4);
    assert_eq!(new("../2026").status, 2);
    let test = exeat(&["law", "test", "new-2026-45", "--law", &law]);
    assert_eq!((test.status, test.out.as_str()), (0, "1 cases, 0 not as expected\n"), "{}", test.err);
}

#[test]
fn acts_are_listed_with_their_state_on_a_day() {
    let of = |date: &str| exeat(&["law", "list", "--date", date, "--known", "2026-10-10"]).out;
    let line = |text: &str| text.lines().find(|line| line.contains(" 2025-57 ")).unwrap().to_owned();
    assert!(line(&of("2026-10-01")).ends_with("(suspended)"));
    assert!(line(&of("2026-11-20")).ends_with("(unresolved)"));
    let machine =
        json(&exeat(&["law", "list", "--date", "2026-10-01", "--known", "2026-10-10", "--format", "json"]).out);
    assert_eq!(machine["schema"], "exeat.law_list/1");
}

#[test]
fn kept_records_fit_and_a_changed_one_does_not() {
    let folder = folder("kept");
    let records = folder.display().to_string();
    let kept = exeat(&["check", &example("magnets-civil-maker.toml"), "--known", "2026-03-02", "--record", &records]);
    assert_eq!(kept.status, 0, "{}", kept.err);
    let paths = || fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let path = paths().find(|path| path.to_string_lossy().ends_with(".record.json")).unwrap();
    let name = path.display().to_string();
    let fits = exeat(&["record", "verify", &name]);
    assert_eq!(fits.status, 0, "{}{}", fits.out, fits.err);
    assert_eq!(exeat(&["record", "rerun", &name]).status, 0);
    let again = exeat(&["record", "reconsider", &name]);
    assert!(again.status == 0 && again.out.contains("the law is the same"), "{}", again.out);
    let changed = fs::read_to_string(&path).unwrap().replacen("licence_required", "prohibited", 1);
    fs::write(&path, changed).unwrap();
    assert_eq!(exeat(&["record", "verify", &name]).status, 1);
    let machine = json(&exeat(&["record", "verify", &name, "--format", "json"]).out);
    assert!(machine["wrong"].as_array().unwrap().contains(&"record".into()), "{machine}");
}

#[test]
fn a_limit_that_no_case_guards_survives_and_the_run_goes_on_from_its_state() {
    let folder = folder("mutate");
    let (law, state) = (folder.join("law"), folder.join("state").display().to_string());
    let put = |path: &str, text: &str| {
        fs::create_dir_all(law.join(path).parent().unwrap()).unwrap();
        fs::write(law.join(path), text).unwrap();
    };
    put(
        "xx/regime.toml",
        "id = \"xx\"\nauthority = \"OFFICE\"\nlanguages = [\"en\"]\nzone = \"Asia/Tokyo\"\nbegins = \"2020-01-01\"\nverified_to = \"2026-01-01\"\n",
    );
    put(
        "xx/acts/2025-1.md",
        "+++\nid = \"2025-1\"\nkind = \"instrument\"\nissuers = [\"OFFICE\"]\ntitle = { en = \"One\" }\npublished = \"2025-01-01\"\nsource = \"https://example.org\"\nconfidence = \"high\"\n+++\n\n## 1 All\n\n```reach export\nwhen = 'to = JP'\n```\n\n```prohibition ban\nwhen = 'to = JP'\n```\n\n```case banned\ndate = \"2025-06-01\"\nfacts = \'\'\'\nfrom = \"CN\"\nto = \"JP\"\n[[line]]\ndescription = \"x\"\n\'\'\'\nexpect = { outcome = \"prohibited\" }\n```\n",
    );
    let law = law.display().to_string();
    let run = |at_least: &str| {
        exeat(&[
            "law",
            "test",
            "--mutate",
            "xx",
            "--law",
            &law,
            "--state",
            &state,
            "--at-least",
            at_least,
            "--format",
            "json",
        ])
    };
    let first = run("95");
    assert_eq!(first.status, 4, "{}{}", first.out, first.err);
    let told = json(&first.out);
    let survivors = told["survivors"].as_array().unwrap();
    assert!(survivors.iter().any(|one| one["of"] == "2025-1.effective" && one["line"] == 6), "{told}");
    assert!(!survivors.iter().any(|one| one["of"] == "ban" && one["becomes"].is_null()), "{told}");
    let again = run("10");
    assert_eq!((again.status, again.out), (0, first.out), "what was found is kept");
}
