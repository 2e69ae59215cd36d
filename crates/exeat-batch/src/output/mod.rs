//! Tables out: the same table back with what was decided.

mod csv;
mod xlsx;

use crate::answer::{Answers, COLUMNS, rows_text};
use crate::input::{Refused, TableFormat};
use crate::question::grouped;
use crate::run::{Checked, Row};
use crate::table::{Cell, Table};
use exeat::report::{Language, sheet_headings, sheet_word};

/// The table with its answers, ready to be written.
struct Answered<'a> {
    table: &'a Table,
    /// Columns of the table that are kept: those that an earlier run added are not.
    kept: Vec<usize>,
    /// Headings added.
    headings: Vec<String>,
    /// Cells added to each row.
    added: Vec<Vec<String>>,
    /// Headings and rows of the second and third sheets with their names.
    sheets: Vec<(String, Vec<Vec<String>>)>,
}

/// The table back with its answers. CSV has the first sheet only.
///
/// # Errors
/// The table is larger than the format allows.
pub fn write_table(
    format: TableFormat,
    table: &Table,
    checked: &Checked,
    answers: &Answers,
    language: Language,
) -> Result<Vec<u8>, Refused> {
    let own = own_headings();
    let kept = table.headings.iter().enumerate().filter(|(_, heading)| !own.contains(heading)).map(|(at, _)| at);
    let answered = Answered {
        table,
        kept: kept.collect(),
        headings: sheet_headings(language),
        added: checked.rows.iter().map(|row| added(row, language)).collect(),
        sheets: vec![
            (sheet_word("questions", language, &[]), questions(table, checked, answers, language)),
            (sheet_word("rests", language, &[]), rests(table, checked, language)),
        ],
    };
    match format {
        TableFormat::Csv => csv::write(&answered),
        TableFormat::Xlsx => xlsx::write(&answered),
    }
}

/// The headings that a run adds, in all languages: a later run neither reads nor keeps such columns.
#[must_use]
pub fn own_headings() -> Vec<String> {
    Language::ALL.iter().flat_map(|(language, _)| sheet_headings(*language)).collect()
}

/// The names of the sheet of questions in all languages.
#[must_use]
pub fn question_sheet_names() -> Vec<String> {
    Language::ALL.iter().map(|(language, _)| sheet_word("questions", *language, &[])).collect()
}

fn added(row: &Row, language: Language) -> Vec<String> {
    match row {
        Row::Decided { cells, .. } => cells.clone(),
        Row::Broken(broken) => {
            let why: Vec<String> = broken.iter().map(ToString::to_string).collect();
            let word = sheet_word("outcome.not_decided", language, &[]);
            let hold = sheet_word("release.hold", language, &[]);
            let none = String::new;
            let mend = sheet_word("next.mend", language, &[]);
            vec![word, none(), none(), hold, none(), why.join("; "), mend]
        }
    }
}

fn questions(table: &Table, checked: &Checked, answers: &Answers, language: Language) -> Vec<Vec<String>> {
    let headings = COLUMNS.iter().map(|key| sheet_word(&format!("column.{key}"), language, &[])).collect();
    let at = |key: &str| COLUMNS.iter().position(|known| *known == key).unwrap_or(0);
    let (key, rows, answer) = (at("key"), at("rows"), at("answer"));
    let mut open = grouped(checked, table, language);
    let mut kept = Vec::new();
    for told in &answers.kept {
        let same = |one: &&mut Vec<String>| one.get(key) == told.get(key) && one.get(rows) == told.get(rows);
        match open.iter_mut().find(same) {
            // Answered, and still open: "I do not know", or an answer that does not settle it.
            Some(one) => {
                for column in answer..key {
                    if let (Some(cell), Some(text)) = (one.get_mut(column), told.get(column)) {
                        cell.clone_from(text);
                    }
                }
            }
            None => kept.push(told.clone()),
        }
    }
    std::iter::once(headings).chain(open).chain(kept).collect()
}

fn rests(table: &Table, checked: &Checked, language: Language) -> Vec<Vec<String>> {
    let heading = |key: &str| sheet_word(&format!("column.{key}"), language, &[]);
    let mut out = vec![["what", "state", "word", "rows"].map(heading).to_vec()];
    for ([what, state, word], rows) in &checked.rests {
        let numbers: Vec<usize> = rows.iter().filter_map(|row| table.rows.get(*row)).map(|row| row.number).collect();
        out.push(vec![what.clone(), state.clone(), word.clone(), rows_text(&numbers)]);
    }
    for (key, text) in &checked.record {
        out.push(vec![sheet_word(&format!("record.{key}"), language, &[]), String::new(), text.clone(), String::new()]);
    }
    out
}

/// At most so many letters as a cell of Excel holds.
fn short(text: &str) -> String {
    match text.char_indices().nth(crate::limit::CELL_LETTERS_MAX) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Text that a spreadsheet would take for a formula gets a mark before it in CSV, where nothing else tells them apart.
fn harmless(cell: &Cell) -> String {
    let text = cell.text();
    let formula = matches!(cell, Cell::Text(_)) && text.starts_with(['=', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text }
}
