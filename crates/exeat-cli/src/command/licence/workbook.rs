//! The same rows as in CSV, as the first sheet of an XLSX workbook. Every cell is text, as it stands in CSV: amounts are never
//! handed to a spreadsheet as floating numbers.

use std::io::Write;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, Workbook};

use super::table::parse;
use crate::command::ledger::Fault;
use crate::status::{Done, Failure};

/// Rows of a sheet; the format ends there.
const ROWS_MAX: usize = 1_048_576;

/// Writes what `tell` tells as CSV to a workbook where one is named, else as it is.
pub(crate) fn told(xlsx: Option<&Path>, out: &mut dyn Write, tell: impl FnOnce(&mut dyn Write) -> Done) -> Done {
    let Some(path) = xlsx else { return tell(out) };
    let mut csv = Vec::new();
    let done = tell(&mut csv)?;
    let rows = parse(&String::from_utf8_lossy(&csv));
    if rows.len() > ROWS_MAX {
        return Err(Fault::input(format!("{} rows do not fit a workbook; write CSV", rows.len())).into());
    }
    write(path, &rows)?;
    writeln!(out, "{} rows written to {}", rows.len().saturating_sub(1), path.display())?;
    Ok(done)
}

fn write(path: &Path, rows: &[Vec<String>]) -> Result<(), Failure> {
    let fault = |error: rust_xlsxwriter::XlsxError| Fault::input(format!("`{}`: {error}", path.display()));
    let mut book = Workbook::new();
    let (sheet, bold) = (book.add_worksheet(), Format::new().set_bold());
    for (number, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            // The apostrophe that keeps CSV from being a formula is not needed where a cell says that it is text.
            let text = cell.strip_prefix('\'').unwrap_or(cell);
            match number {
                0 => sheet.write_string_with_format(number, column, text, &bold).map_err(fault)?,
                _ => sheet.write_string(number, column, text).map_err(fault)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0).map_err(fault)?;
    Ok(book.save(path).map_err(fault)?)
}

/// The rows of a workbook's first sheet.
pub(crate) fn read(path: &Path) -> Result<Vec<Vec<String>>, Failure> {
    let fault = |error: calamine::XlsxError| Fault::input(format!("`{}`: {error}", path.display()));
    let mut book: Xlsx<_> = open_workbook(path).map_err(fault)?;
    let sheet = book.worksheet_range_at(0).ok_or_else(|| Fault::input(format!("`{}` has no sheet", path.display())))?;
    let sheet = sheet.map_err(fault)?;
    let rows = sheet.rows().map(|cells| cells.iter().map(text).collect::<Vec<String>>());
    Ok(rows.filter(|cells| cells.iter().any(|cell| !cell.is_empty())).collect())
}

/// A cell as it would stand in CSV; days as ISO 8601.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}
