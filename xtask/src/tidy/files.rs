//! Lengths of files, places of this machine, and regimes named in the core.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Lines after which a file of Rust holds a second idea.
const LINES_MAX: usize = 500;

/// Catalogues of like entries: the only files that may be longer.
const CATALOGUES: [&str; 2] =
    ["crates/exeat/src/assess/determination.rs", "crates/exeat/src/rulebook/load/tests/told.rs"];

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 3] = ["target", ".git", "node_modules"];

pub(super) fn check(root: &Path, found: &mut Vec<String>) -> Result<()> {
    let names = regime_names(root)?;
    for path in files(root)? {
        let below = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        let Ok(text) = fs::read_to_string(&path) else { continue };
        lengths(&below, &text, found);
        places(&below, &text, found);
        if below.starts_with("crates/exeat/src/") && below.ends_with(".rs") && !below.contains("/tests") {
            regimes(&below, &text, &names, found);
        }
    }
    Ok(())
}

fn lengths(path: &str, text: &str, found: &mut Vec<String>) {
    let lines = text.lines().count();
    if path.ends_with(".rs") && lines > LINES_MAX && !CATALOGUES.contains(&path) {
        found.push(format!("{path} has {lines} lines, {LINES_MAX} may: look for the second idea"));
    }
}

/// A path of the machine on which somebody worked says nothing to others.
fn places(path: &str, text: &str, found: &mut Vec<String>) {
    let place = concat!("/wo", "rk/");
    for (at, line) in text.lines().enumerate().filter(|(_, line)| line.contains(place)) {
        found.push(format!("{path}:{} names a place of one machine: `{}`", at + 1, line.trim()));
    }
}

/// The engine knows kinds of rules, never regimes. Comments, examples in backticks and tests may name one.
fn regimes(path: &str, text: &str, names: &BTreeSet<String>, found: &mut Vec<String>) {
    let code = text.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    for (at, line) in code.filter(|(_, line)| !line.trim_start().starts_with("//")) {
        let outside: String = line.split('`').step_by(2).collect();
        let word = |word: &str| names.contains(word);
        if let Some(name) = outside.split(|sign: char| !sign.is_alphanumeric()).find(|part| word(part)) {
            found.push(format!(
                "{path}:{} names the regime or authority `{name}`: the core knows kinds of rules, never regimes",
                at + 1
            ));
        }
    }
}

/// Ids and authorities of all regimes that are law, from their own files.
fn regime_names(root: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for folder in fs::read_dir(root.join("law"))? {
        let Ok(text) = fs::read_to_string(folder?.path().join("regime.toml")) else { continue };
        let regime: toml::Table = text.parse().context("a regime.toml does not parse")?;
        if regime.get("invented").and_then(toml::Value::as_bool) != Some(true) {
            names.extend(["id", "authority"].iter().filter_map(|key| regime.get(*key)?.as_str()).map(str::to_owned));
        }
    }
    Ok(names)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if NOT_OURS.iter().any(|other| name == *other) {
            continue;
        }
        // A link may lead out of the tree.
        let kind = entry.file_type()?;
        if kind.is_dir() {
            files.extend(self::files(&entry.path())?);
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}
