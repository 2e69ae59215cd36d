//! What changed is said of the part of law, not of the file.

use super::*;
use crate::rulebook::load::tests::{files, loaded, with};

fn told(path: &str, from: &str, to: &str) -> Vec<String> {
    let (old, new) = (loaded(files()).rulebook, loaded(with(path, from, to)).rulebook);
    let all = differences(&old, &new, "en");
    all.iter().map(|one| format!("{} {}: {:?}", one.kind.word(), one.name, one.how)).collect()
}

#[test]
fn nothing_changed() {
    let rulebook = loaded(files()).rulebook;
    assert_eq!(differences(&rulebook, &rulebook, "ja"), []);
}

#[test]
fn prose_and_comments_are_no_law() {
    assert_eq!(told("xx/regime.toml", "id = \"xx\"", "# a comment\nid = \"xx\""), [""; 0]);
}

#[test]
fn the_day_of_the_check() {
    let told = told("xx/regime.toml", "verified_to = \"2026-01-01\"", "verified_to = \"2026-02-01\"");
    assert_eq!(told, [r#"regime xx: Other([("verified_to", "2026-01-01", "2026-02-01")])"#]);
}
