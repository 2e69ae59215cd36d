//! CSV out: UTF-8 with the mark that Excel needs to see it.

use super::{Answered, harmless};
use crate::input::Refused;
use crate::table::Cell;

pub(super) fn write(answered: &Answered<'_>) -> Result<Vec<u8>, Refused> {
    let wrong = |error: ::csv::Error| Refused::new(format!("the table cannot be written: {error}"), "write .xlsx");
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(b"\xef\xbb\xbf".to_vec());
    let table = answered.table;
    let original = |cells: &[Cell]| -> Vec<String> {
        answered.kept.iter().map(|at| cells.get(*at).map(harmless).unwrap_or_default()).collect()
    };
    for row in &table.above {
        writer.write_record(original(&row.cells)).map_err(wrong)?;
    }
    let headings = answered.kept.iter().filter_map(|at| table.headings.get(*at).cloned());
    writer.write_record(headings.chain(answered.headings.iter().cloned())).map_err(wrong)?;
    for (row, added) in table.rows.iter().zip(&answered.added) {
        let cells = original(&row.cells);
        writer.write_record(cells.iter().chain(added)).map_err(wrong)?;
    }
    writer.into_inner().map_err(|error| Refused::new(format!("the table cannot be written: {error}"), "write .xlsx"))
}
