//! Tables in: one file a format.

mod csv;
mod xlsx;

use crate::limit::{HEADING_ROWS_MAX, TABLE_BYTES_MAX};
use crate::table::{Note, Row, Table};
use std::fmt;

/// The format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableFormat {
    /// CSV in UTF-8.
    Csv,
    /// A workbook of Excel, values only.
    Xlsx,
}

impl TableFormat {
    /// The format that the end of a file's name tells.
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<TableFormat> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "csv" | "tsv" => Some(TableFormat::Csv),
            "xlsx" | "xlsm" => Some(TableFormat::Xlsx),
            _ => None,
        }
    }
}

/// Why a file cannot be read at all, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Refused {
    pub(crate) fn new(what: impl Into<String>, remedy: impl Into<String>) -> Refused {
        Refused { what: what.into(), remedy: remedy.into() }
    }

    pub(crate) fn too_large() -> Refused {
        Refused::new("it is larger than a table may be", "split it into several files")
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.remedy)
    }
}

impl std::error::Error for Refused {}

/// The first visible sheet of a workbook, or the whole of a CSV file.
///
/// # Errors
/// The file is no such table, or larger than a table may be.
pub fn read_table(format: TableFormat, bytes: &[u8]) -> Result<Table, Refused> {
    if bytes.len() > TABLE_BYTES_MAX {
        return Err(Refused::too_large());
    }
    match format {
        TableFormat::Csv => csv::read(bytes),
        TableFormat::Xlsx => xlsx::read(bytes, None)?
            .ok_or_else(|| Refused::new("the workbook has no visible sheet", "unhide the sheet that is meant")),
    }
}

/// The sheet of one of these names, if the workbook has one.
///
/// # Errors
/// The file is no workbook.
pub fn read_sheet(bytes: &[u8], names: &[String]) -> Result<Option<Table>, Refused> {
    for name in names {
        if let Some(table) = xlsx::read(bytes, Some(name))? {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

/// The headings are the first row with at least two texts; what stands above it is a title.
fn with_headings(sheet: String, rows: Vec<Row>, notes: Vec<Note>) -> Result<Table, Refused> {
    let texts = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let at = rows.iter().take(HEADING_ROWS_MAX).position(|row| texts(row) >= 2);
    let at = at.or_else(|| rows.iter().take(HEADING_ROWS_MAX).position(|row| texts(row) == 1));
    let Some(at) = at else {
        return Err(Refused::new("no row of headings was found", "write the headings in the first row"));
    };
    let mut rows = rows.into_iter();
    let above: Vec<Row> = rows.by_ref().take(at).collect();
    let Some(head) = rows.next() else { return Err(Refused::too_large()) };
    let headings: Vec<String> = head.cells.iter().map(|cell| cell.text()).collect();
    let rows = rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect();
    Ok(Table { sheet, above, headings, heading_row: head.number, rows, notes })
}
