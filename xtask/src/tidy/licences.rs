//! Every crate below us must allow what our two licences promise.

use super::{list, text};
use anyhow::Result;
use serde_json::Value;

/// Licences (SPDX) that ask for no more than a notice.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

pub(super) fn check(metadata: &Value, found: &mut Vec<String>) -> Result<()> {
    for package in list(metadata, "packages")? {
        let name = text(package, "name")?;
        match package.get("license").and_then(Value::as_str) {
            None => found.push(format!("crate `{name}` names no licence")),
            Some(licence) if !allowed(licence) => {
                found.push(format!("crate `{name}` stands under `{licence}`, which is not in the list of licences (xtask/src/tidy/licences.rs)"));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Whether one of the alternatives asks for allowed licences only. The old sign for "or" was a slash.
fn allowed(licence: &str) -> bool {
    let licence = licence.replace('/', " OR ");
    split(&licence, " OR ").iter().any(|alternative| {
        split(alternative, " AND ").iter().all(|one| {
            match one.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
                Some(inner) => allowed(inner),
                None => ALLOWED.contains(one),
            }
        })
    })
}

/// Parts between separators that stand outside parentheses.
fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= from && text.get(at..).is_some_and(|rest| rest.starts_with(separator)) => {
                parts.push(text.get(from..at).unwrap_or_default().trim());
                from = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(text.get(from..).unwrap_or_default().trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn one_alternative_is_enough_and_all_its_parts_are_needed() {
        assert!(allowed("MIT") && allowed("MIT/Apache-2.0") && allowed("GPL-3.0 OR MIT"));
        assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!allowed("GPL-3.0") && !allowed("MIT AND GPL-3.0") && !allowed("(MIT OR Apache-2.0) AND GPL-3.0"));
    }
}
