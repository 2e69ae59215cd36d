//! The answer as Markdown, for a ticket or a wiki.

use super::document::{Document, Entry, Section, tame};

/// The whole page, with a line break at its end.
pub(super) fn lay_out(document: &Document) -> String {
    let mut out = String::new();
    out.push_str(&format!("**{}**\n", escape(&document.answer.join(" "))));
    for section in &document.sections {
        write_section(&mut out, section);
    }
    if !document.foot.is_empty() {
        out.push_str(&format!("\n_{}_\n", escape(&document.foot)));
    }
    out
}

fn write_section(out: &mut String, section: &Section) {
    out.push_str(&format!("\n## {}\n\n", escape(&section.heading)));
    let mut before: Option<&Entry> = None;
    for entry in &section.entries {
        if before.is_some_and(|before| std::mem::discriminant(before) != std::mem::discriminant(entry)) {
            out.push('\n');
        }
        write_entry(out, entry, before);
        before = Some(entry);
    }
}

fn write_entry(out: &mut String, entry: &Entry, before: Option<&Entry>) {
    match entry {
        Entry::Sentence(text) => out.push_str(&format!("{}\n\n", escape(text))),
        Entry::Point { text, notes, .. } => {
            out.push_str(&format!("- {}\n", escape(text)));
            for note in notes {
                out.push_str(&format!("  <br>{}\n", escape(note)));
            }
        }
        Entry::Row { cells, .. } => {
            if !matches!(before, Some(Entry::Row { .. })) {
                out.push_str(&format!("|{}\n|{}\n", " |".repeat(cells.len()), "---|".repeat(cells.len())));
            }
            let cells: Vec<String> = cells.iter().map(|cell| escape(cell).replace('|', "\\|")).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        Entry::Node { depth, mark, text, .. } => {
            out.push_str(&format!("{}- {mark} {}\n", "  ".repeat(*depth), escape(text)));
        }
    }
}

/// Signs that Markdown or HTML would take for its own.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in tame(text).chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '*' | '`' | '[' | ']' | '\\' => out.extend(['\\', letter]),
            other => out.push(other),
        }
    }
    out
}
