//! CSV: UTF-8, comma, semicolon or tab.

use super::{Refused, with_headings};
use crate::limit::{CELL_BYTES_MAX, COLUMNS_MAX, ROWS_MAX};
use crate::table::{Cell, Row, Table};

pub(super) fn read(bytes: &[u8]) -> Result<Table, Refused> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        let at = error.valid_up_to();
        let line = bytes.get(..at).map_or(1, |before| 1 + before.iter().filter(|byte| **byte == b'\n').count());
        return Err(Refused::new(
            format!("line {line} is not UTF-8"),
            "save it as `CSV UTF-8`, or as a workbook (.xlsx)",
        ));
    }
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(bytes)).from_reader(bytes);
    let mut rows = Vec::new();
    let mut record = ::csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(Refused::new(format!("it is no CSV: {error}"), "save it again as CSV UTF-8")),
        }
        if rows.len() >= ROWS_MAX || record.len() > COLUMNS_MAX || record.iter().any(|cell| cell.len() > CELL_BYTES_MAX)
        {
            return Err(Refused::too_large());
        }
        let number = record.position().map_or(rows.len() + 1, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
        let cells = record.iter().map(|cell| match cell.trim() {
            "" => Cell::Empty,
            text => Cell::Text(text.to_owned()),
        });
        rows.push(Row { number, cells: cells.collect() });
    }
    with_headings(String::new(), rows, Vec::new())
}

/// The sign that stands oftenest in the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    let count = |sign: u8| first.iter().filter(|byte| **byte == sign).count();
    let candidates = [b',', b';', b'\t'];
    candidates.into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}
