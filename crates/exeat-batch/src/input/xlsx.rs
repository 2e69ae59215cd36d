//! XLSX: values only. What is no value is named: formulas, macros, merged cells, hidden sheets.

use super::{Refused, with_headings};
use crate::limit::{CELLS_MAX, COLUMNS_MAX, ROWS_MAX, SHEETS_MAX};
use crate::table::{Cell, Note, Row, Table, letters};
use calamine::{Data, Range, Reader, SheetVisible, Xlsx};
use std::io::Cursor;

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Merged regions that are named; more would hide the first.
const MERGED_MAX: usize = 20;

/// The sheet of that name; without one the first visible sheet.
pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Option<Table>, Refused> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| Refused::new(format!("it is no workbook: {error}"), "save it as .xlsx, without a password"))?;
    let sheets = book.sheets_metadata().to_vec();
    if sheets.len() > SHEETS_MAX {
        return Err(Refused::too_large());
    }
    let mut notes = Vec::new();
    let mut chosen = None;
    for one in &sheets {
        match (&one.visible, sheet) {
            (SheetVisible::Visible, None) if chosen.is_none() => chosen = Some(one.name.clone()),
            (SheetVisible::Visible, Some(name)) if name == one.name => chosen = Some(one.name.clone()),
            (SheetVisible::Visible, _) => notes.push(Note::Unread(one.name.clone())),
            _ => notes.push(Note::Hidden(one.name.clone())),
        }
    }
    let Some(name) = chosen else {
        let refused = Refused::new("the workbook has no visible sheet", "unhide the sheet that is meant");
        return if sheet.is_some() { Ok(None) } else { Err(refused) };
    };
    let wrong = |error: calamine::XlsxError| Refused::new(format!("the sheet `{name}`: {error}"), "save it again");
    let range = book.worksheet_range(&name).map_err(wrong)?;
    let (height, width) = range.get_size();
    if height > ROWS_MAX || width > COLUMNS_MAX || height.saturating_mul(width) > CELLS_MAX {
        return Err(Refused::too_large());
    }
    if book.vba_project().ok().flatten().is_some() {
        notes.push(Note::Macros);
    }
    let formulas = book.worksheet_formula(&name).map_err(wrong)?;
    let formulas = formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()).count();
    if formulas > 0 {
        notes.push(Note::Formulas(formulas));
    }
    let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
    for region in merged.iter().take(MERGED_MAX) {
        let cell = |(row, column): (u32, u32)| format!("{}{}", letters(column as usize), row + 1);
        notes.push(Note::Merged(format!("{}:{}", cell(region.start), cell(region.end))));
    }
    let percent = percent_cells(&mut book, &name, &range)?;
    let rows = rows(&range, &percent);
    with_headings(name, rows, notes).map(Some)
}

/// Cells that are shown as per cent, in order: the number in the file is a hundredth of what the eye sees.
fn percent_cells(book: &mut Book<'_>, name: &str, range: &Range<Data>) -> Result<Vec<(u32, u32)>, Refused> {
    let styles = book.worksheet_style(name).map_err(|error| {
        Refused::new(format!("the number formats of `{name}` cannot be read: {error}"), "save it again")
    })?;
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut percent = Vec::new();
    for (row, column, value) in range.used_cells() {
        if !matches!(value, Data::Float(_) | Data::Int(_)) {
            continue;
        }
        let at = (top + u32::try_from(row).unwrap_or(u32::MAX), left + u32::try_from(column).unwrap_or(u32::MAX));
        let format = styles.get(at).and_then(|style| style.number_format.as_ref());
        if format.is_some_and(|format| format.format_code.contains('%')) {
            percent.push(at);
        }
    }
    percent.sort_unstable();
    Ok(percent)
}

fn rows(range: &Range<Data>, percent: &[(u32, u32)]) -> Vec<Row> {
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut rows = Vec::with_capacity(range.height());
    for (at, cells) in range.rows().enumerate() {
        let row = top + u32::try_from(at).unwrap_or(u32::MAX);
        let mut out: Vec<Cell> = vec![Cell::Empty; left as usize];
        for (column, data) in cells.iter().enumerate() {
            let shown = (row, left + u32::try_from(column).unwrap_or(u32::MAX));
            out.push(cell(data, percent.binary_search(&shown).is_ok()));
        }
        rows.push(Row { number: row as usize + 1, cells: out });
    }
    rows
}

fn cell(data: &Data, percent: bool) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::Int(whole) => number(whole.to_string(), percent),
        Data::Float(float) => number(decimal(*float), percent),
        Data::String(text) if text.trim().is_empty() => Cell::Empty,
        Data::String(text) => Cell::Text(text.trim().to_owned()),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, _, _) = moment.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            Cell::Day(if (hour, minute) == (0, 0) { day } else { format!("{day} {hour:02}:{minute:02}") })
        }
        Data::DateTime(duration) => Cell::Number(decimal(duration.as_f64())),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Day(text.clone()),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

fn number(digits: String, percent: bool) -> Cell {
    if percent { Cell::Percent(hundredfold(&digits)) } else { Cell::Number(digits) }
}

/// At most fifteen digits, as Excel itself shows: 0.1 + 0.2 is `0.3`, not `0.30000000000000004`.
fn decimal(float: f64) -> String {
    let scientific = format!("{float:.14e}");
    let value: f64 = scientific.parse().unwrap_or(float);
    format!("{value}")
}

/// A decimal number times a hundred, by moving its point.
fn hundredfold(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = format!("{part:0<2}");
    let (head, tail) = part.split_at(2);
    let whole = format!("{whole}{head}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if tail.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tail}") }
}

#[cfg(test)]
mod tests {
    use super::{decimal, hundredfold};

    #[test]
    fn numbers_are_what_the_eye_sees() {
        let sum = 0.1_f64 + 0.2_f64;
        assert_eq!([decimal(sum), decimal(0.021), decimal(84000.0)], ["0.3", "0.021", "84000"]);
        let shown = ["0.021", "1", "0.0001", "0.5", "-0.2", "12.345"].map(hundredfold);
        assert_eq!(shown, ["2.1", "100", "0.01", "50", "-20", "1234.5"]);
    }
}
