//! The answer for a terminal of 80 columns.

use super::Language;
use super::document::{Document, Entry, Section, Tone, tame};
use super::wrap::{WIDTH_COLUMNS, width, wrap};
use crate::problem::Colour;

/// Columns between two cells of a row.
const GAP_COLUMNS: usize = 2;

/// Columns of a cell that is not the last; a longer one pushes the next to the right.
const CELL_COLUMNS_MAX: usize = 28;

/// Levels of a tree that are still indented.
const INDENT_MAX: usize = 16;

/// The whole text, with a line break at its end.
pub(super) fn lay_out(document: &Document, language: Language, colour: Colour) -> String {
    let mut page = Page { out: String::new(), language, colour };
    for sentence in &document.answer {
        page.block("", "", sentence, Style::of(document.tone).bold());
    }
    for section in &document.sections {
        page.out.push('\n');
        page.section(section);
    }
    if !document.foot.is_empty() {
        page.out.push('\n');
        page.block("", "", &document.foot, Style::of(Tone::Quiet));
    }
    page.out
}

/// An escape sequence of a terminal; empty for plain text.
#[derive(Clone, Copy)]
struct Style(&'static str);

impl Style {
    fn of(tone: Tone) -> Style {
        Style(match tone {
            Tone::Plain => "",
            Tone::Good => "\x1b[32m",
            Tone::Caution => "\x1b[33m",
            Tone::Bad => "\x1b[31m",
            Tone::Quiet => "\x1b[2m",
        })
    }

    fn bold(self) -> Style {
        match self.0 {
            "\x1b[32m" => Style("\x1b[1;32m"),
            "\x1b[33m" => Style("\x1b[1;33m"),
            "\x1b[31m" => Style("\x1b[1;31m"),
            _ => Style("\x1b[1m"),
        }
    }
}

struct Page {
    out: String,
    language: Language,
    colour: Colour,
}

impl Page {
    fn section(&mut self, section: &Section) {
        self.block("", "", &section.heading, Style("\x1b[1m"));
        let widths = self.widths(&section.entries);
        for entry in &section.entries {
            match entry {
                Entry::Sentence(text) => self.block("  ", "  ", text, Style("")),
                Entry::Point { tone, text, notes } => {
                    self.block("  - ", "    ", text, Style::of(*tone));
                    for note in notes {
                        self.block("    ", "    ", note, Style::of(Tone::Quiet));
                    }
                }
                Entry::Row { tone, cells } => self.row(cells, &widths, *tone),
                Entry::Node { depth, tone, mark, text } => {
                    let indent = "  ".repeat((*depth).min(INDENT_MAX) + 1);
                    let first = format!("{indent}{mark} ");
                    let next = " ".repeat(width(&first, self.language));
                    self.block(&first, &next, text, Style::of(*tone));
                }
            }
        }
    }

    /// Widths of all cells but the last of each row.
    fn widths(&self, entries: &[Entry]) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::new();
        for entry in entries {
            let Entry::Row { cells, .. } = entry else { continue };
            for (at, cell) in cells.iter().enumerate() {
                let needed = width(cell, self.language).min(CELL_COLUMNS_MAX);
                match widths.get_mut(at) {
                    Some(known) => *known = (*known).max(needed),
                    None => widths.push(needed),
                }
            }
        }
        widths
    }

    fn row(&mut self, cells: &[String], widths: &[usize], tone: Tone) {
        let Some((last, head)) = cells.split_last() else { return };
        let mut first = String::from("  ");
        for (cell, wanted) in head.iter().zip(widths) {
            first.push_str(&tame(cell));
            let missing = wanted.saturating_sub(width(cell, self.language)) + GAP_COLUMNS;
            first.push_str(&" ".repeat(missing));
        }
        let indent = head.iter().zip(widths).map(|(_, wanted)| wanted + GAP_COLUMNS).sum::<usize>() + 2;
        self.block(&first, &" ".repeat(indent), last, Style::of(tone));
    }

    /// One paragraph: the first line begins with `first`, the others with `next`.
    fn block(&mut self, first: &str, next: &str, text: &str, style: Style) {
        let indent = width(first, self.language).max(width(next, self.language));
        let text = tame(text);
        for (at, line) in wrap(&text, WIDTH_COLUMNS.saturating_sub(indent), self.language).iter().enumerate() {
            let lead = if at == 0 { first } else { next };
            if line.is_empty() {
                self.out.push_str(lead.trim_end());
            } else if self.colour == Colour::Styled && !style.0.is_empty() {
                self.out.push_str(&format!("{lead}{}{line}\x1b[0m", style.0));
            } else {
                self.out.push_str(lead);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }
}
