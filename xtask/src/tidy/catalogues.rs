//! Every message exists in every language.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const LANGUAGES: [&str; 3] = ["en", "zh", "ja"];

pub(super) fn check(root: &Path, found: &mut Vec<String>) -> Result<()> {
    let core = fs::read_dir(root.join("crates/exeat/messages"))?.map(|folder| folder.map(|folder| folder.path()));
    let folders = core.chain([Ok(root.join("crates/exeat-cli/messages"))]);
    for folder in folders {
        let folder = folder?;
        let mut all = BTreeSet::new();
        let mut each = Vec::new();
        for language in LANGUAGES {
            let path = folder.join(format!("{language}.toml"));
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let mut keys = BTreeSet::new();
            gather("", &text.parse::<toml::Table>()?, &mut keys);
            all.extend(keys.iter().cloned());
            each.push((path, keys));
        }
        for (path, keys) in each {
            let missing: Vec<&str> = all.difference(&keys).map(String::as_str).collect();
            if !missing.is_empty() {
                found.push(format!("{} lacks {}", path.strip_prefix(root)?.display(), missing.join(", ")));
            }
        }
    }
    Ok(())
}

fn gather(above: &str, table: &toml::Table, keys: &mut BTreeSet<String>) {
    for (key, value) in table {
        let key = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match value {
            toml::Value::Table(below) => gather(&key, below, keys),
            _ => drop(keys.insert(key)),
        }
    }
}
