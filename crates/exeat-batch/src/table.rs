//! A sheet as values: headings, rows, and what stands in each cell.

use std::fmt;

/// One sheet of a workbook, or a CSV file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Name of the sheet; empty for CSV.
    pub sheet: String,
    /// Rows above the headings: a title, a day.
    pub above: Vec<Row>,
    /// The headings, as written.
    pub headings: Vec<String>,
    /// The row in which the headings stand, from 1.
    pub heading_row: usize,
    /// All rows below the headings with something in them, in order.
    pub rows: Vec<Row>,
    /// What was found in the file beside values: formulas, macros, merged cells, hidden sheets.
    pub notes: Vec<Note>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Its number in the sheet, from 1.
    pub number: usize,
    /// Its cells; a row may be shorter than the headings.
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing: unknown.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number, its digits as text; nothing is computed with it here.
    Number(String),
    /// A number that is shown as per cent, in per cent: 0.021 shown as `2.1%` is `2.1` here.
    Percent(String),
    /// A day, or a day with an hour without zone, `2026-03-02`.
    Day(String),
    /// True or false.
    Bool(bool),
    /// An error of the sheet (`#REF!`), as shown.
    Error(String),
}

/// Something of the file that is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Cells whose value a formula made; the value kept in the file is read.
    Formulas(usize),
    /// The workbook carries macros; none is run.
    Macros,
    /// A hidden sheet, not read.
    Hidden(String),
    /// A further sheet, not read.
    Unread(String),
    /// Merged cells below the headings: the value counts for the first of them only.
    Merged(String),
}

impl Cell {
    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What stands in it, as text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Number(text) | Cell::Day(text) | Cell::Error(text) => text.trim().to_owned(),
            Cell::Percent(text) => format!("{text} %"),
            Cell::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
        }
    }
}

/// A place in a sheet, as people write it: `Sheet1!C12`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The sheet; empty for CSV.
    pub sheet: String,
    /// Row, from 1.
    pub row: usize,
    /// Column, from 0.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(f, "{}!", self.sheet)?;
        }
        write!(f, "{}{}", letters(self.column), self.row)
    }
}

/// `A`, `B`, … `Z`, `AA`.
#[must_use]
pub fn letters(column: usize) -> String {
    let (mut rest, mut out) = (column + 1, String::new());
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        out.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    out
}

/// A broken cell: where, what is wrong, what was expected, what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its place.
    pub place: Place,
    /// What is wrong.
    pub what: String,
    /// What was expected; may be empty.
    pub expected: String,
    /// What to write.
    pub remedy: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expected)?;
        }
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "; {}", self.remedy) }
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        let of = [0, 25, 26, 51, 701, 702].map(letters);
        assert_eq!(of, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }
}
