//! Rules of the house that no other tool checks (DESIGN §6, STYLE): all breaches are told at once.

mod catalogues;
mod crates;
mod files;
mod licences;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Runs every check and tells all that it finds.
pub(crate) fn run(root: &Path) -> Result<()> {
    let metadata = metadata(root)?;
    let mut found = Vec::new();
    crates::check(root, &metadata, &mut found)?;
    licences::check(&metadata, &mut found)?;
    files::check(root, &mut found)?;
    catalogues::check(root, &mut found)?;
    if found.is_empty() {
        println!("tidy: nothing to say");
        return Ok(());
    }
    for breach in &found {
        println!("tidy: {breach}");
    }
    bail!("{} breaches of the rules of the house", found.len())
}

/// Packages and their dependencies, as cargo resolves them for this machine.
fn metadata(root: &Path) -> Result<Value> {
    let host = Command::new("rustc").args(["--print", "host-tuple"]).output().context("cannot run rustc")?;
    let host = String::from_utf8(host.stdout)?;
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host.trim()])
        .current_dir(root)
        .output()
        .context("cannot run cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The list below a key.
fn list<'a>(value: &'a Value, key: &str) -> Result<&'a [Value]> {
    value
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .with_context(|| format!("cargo metadata has no list `{key}`"))
}

/// The text below a key.
fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value.get(key).and_then(Value::as_str).with_context(|| format!("cargo metadata has no text `{key}`"))
}
