//! A rule, act or entry in plain words, at 80 columns (`exeat law show`).

use super::Language;
use super::wrap::{WIDTH_COLUMNS, wrap};
use crate::rulebook::Description;

/// Columns that a level is indented.
const INDENT_COLUMNS: usize = 2;
/// Columns that are left for text, however deep it stands.
const TEXT_COLUMNS_MIN: usize = 30;

/// The whole description, with a line break at its end.
#[must_use]
pub fn description(description: &Description, language: Language) -> String {
    let regime = if description.regime.is_empty() { String::new() } else { format!("{}/", description.regime) };
    let mut out = format!("{} {regime}{}\n", description.kind, description.id);
    for row in &description.rows {
        let indent = (row.level + 1) * INDENT_COLUMNS;
        let colon = if language == Language::En { ": " } else { "：" };
        let text = match (row.label.is_empty(), row.text.is_empty()) {
            (_, true) => row.label.clone(),
            (true, false) => row.text.clone(),
            (false, false) => format!("{}{colon}{}", row.label, row.text),
        };
        let columns = WIDTH_COLUMNS.saturating_sub(indent + INDENT_COLUMNS).max(TEXT_COLUMNS_MIN);
        for (at, line) in text.lines().flat_map(|line| wrap(line, columns, language)).enumerate() {
            let further = if at == 0 { 0 } else { INDENT_COLUMNS };
            out.push_str(&format!("{}{line}\n", " ".repeat(indent + further)));
        }
    }
    out
}
