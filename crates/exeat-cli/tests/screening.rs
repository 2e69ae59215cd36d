//! Screening fails closed: a list that is truncated, deleted, stale or unreadable clears nobody.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed, and it reads and writes files"
)]

mod common;

use common::{example, exeat, folder};
use std::fs;
use std::path::{Path, PathBuf};

const CLEAN: &str = "Vorbehalt Getriebewerke GmbH";

/// A store with one own list of that day.
fn store(name: &str, as_of: &str) -> PathBuf {
    let folder = folder(name);
    let file = folder.join("refused.jsonl");
    fs::write(&file, "{\"id\":\"r1\",\"schema\":\"Company\",\"names\":[\"Hoshikage Seiki Co., Ltd.\"]}\n").unwrap();
    let store = folder.join("store");
    let ran = exeat(&[
        "lists",
        "add",
        file.to_str().unwrap(),
        "--list",
        "own-refused",
        "--as-of",
        as_of,
        "--snapshots",
        store.to_str().unwrap(),
    ]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    store
}

fn today() -> String {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date().to_string()
}

fn snapshot(store: &Path) -> PathBuf {
    let files = fs::read_dir(store.join("own-refused")).unwrap().map(|entry| entry.unwrap().path());
    files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "jsonl")).unwrap()
}

fn screen(store: &Path, name: &str) -> (i32, String) {
    let ran = exeat(&["screen", name, "--snapshots", store.to_str().unwrap()]);
    (ran.status, ran.out.lines().next().unwrap_or_default().split(':').next().unwrap_or_default().to_owned())
}

#[test]
fn a_list_that_can_be_asked_clears_and_finds() {
    let store = store("screen-whole", &today());
    assert_eq!(screen(&store, CLEAN), (0, "no_match".to_owned()));
    assert_eq!(screen(&store, "HOSHIKAGE SEIKI K.K."), (0, "match".to_owned()));
}

#[test]
fn a_list_that_cannot_be_read_is_5_and_no_clear() {
    let broken: [(&str, fn(&Path)); 4] = [
        ("truncated", |store| fs::write(snapshot(store), "").unwrap()),
        ("snapshot-gone", |store| fs::remove_file(snapshot(store)).unwrap()),
        ("list-gone", |store| fs::remove_dir_all(store.join("own-refused")).unwrap()),
        ("unreadable", |store| fs::write(store.join("own-refused/current.json"), "{").unwrap()),
    ];
    for (name, break_it) in broken {
        let store = store(&format!("screen-{name}"), &today());
        break_it(&store);
        assert_eq!(screen(&store, CLEAN), (5, "failed".to_owned()), "{name}");
        let civil = example("motor-finished.toml");
        let store = store.to_str().unwrap();
        let known = ["--known", "2026-03-02", "--fail-on", "undetermined"];
        let ran = exeat(&[&["check", &civil, "--list", "own-refused", "--snapshots", store][..], &known].concat());
        assert_eq!(ran.status, 20, "{name}: {}", ran.out);
        assert!(ran.out.contains("`own-refused` cannot be read"), "{name}: {}", ran.out);
        let ran = exeat(&["check", &civil, "--list", "own-refused", "--snapshots", store, "--known", "2026-03-02"]);
        assert_eq!(ran.status, 5, "{name}");
    }
}

#[test]
fn a_stale_list_is_an_open_point() {
    let store = store("screen-stale", "2020-01-01");
    assert_eq!(screen(&store, CLEAN), (0, "failed".to_owned()));
    let civil = example("motor-finished.toml");
    let store = store.to_str().unwrap();
    let ran = exeat(&[
        "check",
        &civil,
        "--known",
        "2026-03-02",
        "--list",
        "own-refused",
        "--snapshots",
        store,
        "--fail-on",
        "undetermined",
    ]);
    assert_eq!(ran.status, 20, "{}", ran.out);
}
