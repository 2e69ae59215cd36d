//! XLSX out: the same sheet with its answers, the questions, and what it rests on; the same input gives the same bytes.

use super::{Answered, short};
use crate::input::Refused;
use crate::table::Cell;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Widths of columns in letters.
const WIDTH: f64 = 14.0;
const WIDTH_OF_TEXT: f64 = 60.0;

/// The largest whole number that a cell keeps exact.
const EXACT_MAX: f64 = 9_007_199_254_740_991.0;

pub(super) fn write(answered: &Answered<'_>) -> Result<Vec<u8>, Refused> {
    book(answered).map_err(|error| Refused::new(format!("the workbook cannot be written: {error}"), "write .csv"))
}

fn book(answered: &Answered<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // One day for all: a workbook is named by its content, not by its hour.
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let formats = Formats {
        head: Format::new().set_bold(),
        percent: Format::new().set_num_format("0.############%"),
        text: Format::new().set_num_format("@"),
        added: Format::new().set_bold().set_text_wrap(),
    };
    let sheet = book.add_worksheet();
    if !answered.table.sheet.is_empty() {
        sheet.set_name(&answered.table.sheet)?;
    }
    first(sheet, answered, &formats)?;
    for (name, rows) in &answered.sheets {
        // A sheet of the same name would be another's.
        let name = if *name == answered.table.sheet { format!("{name} (exeat)") } else { name.clone() };
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        further(sheet, rows, &formats)?;
    }
    book.save_to_buffer()
}

struct Formats {
    head: Format,
    percent: Format,
    text: Format,
    added: Format,
}

/// Rows stand where they stood, so that a row named in a question is that row.
fn first(sheet: &mut Worksheet, answered: &Answered<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let table = answered.table;
    for row in &table.above {
        originals(sheet, row.number, &row.cells, answered, formats)?;
    }
    let head = at(table.heading_row);
    let width = answered.kept.len();
    for (column, kept) in answered.kept.iter().enumerate() {
        let heading = table.headings.get(*kept).map(String::as_str).unwrap_or_default();
        sheet.write_string_with_format(head, narrow(column), short(heading), &formats.head)?;
    }
    for (column, heading) in answered.headings.iter().enumerate() {
        sheet.write_string_with_format(head, narrow(width + column), heading, &formats.added)?;
        let text = column >= answered.headings.len().saturating_sub(2);
        sheet.set_column_width(narrow(width + column), if text { WIDTH_OF_TEXT } else { WIDTH })?;
    }
    for (row, added) in table.rows.iter().zip(&answered.added) {
        originals(sheet, row.number, &row.cells, answered, formats)?;
        for (column, text) in added.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(at(row.number), narrow(width + column), short(text))?;
        }
    }
    sheet.set_freeze_panes(head + 1, 0)?;
    Ok(())
}

fn originals(
    sheet: &mut Worksheet,
    number: usize,
    cells: &[Cell],
    answered: &Answered<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, kept) in answered.kept.iter().enumerate() {
        let (row, column) = (at(number), narrow(column));
        match cells.get(*kept).unwrap_or(&Cell::Empty) {
            Cell::Empty => continue,
            Cell::Bool(value) => sheet.write_boolean(row, column, *value)?,
            Cell::Number(digits) => match digits.parse::<f64>() {
                Ok(number) if number.abs() <= EXACT_MAX => sheet.write_number(row, column, number)?,
                _ => sheet.write_string(row, column, digits)?,
            },
            Cell::Percent(digits) => match hundredth(digits).parse::<f64>() {
                Ok(number) => sheet.write_number_with_format(row, column, number, &formats.percent)?,
                Err(_) => sheet.write_string(row, column, format!("{digits} %"))?,
            },
            Cell::Text(text) | Cell::Day(text) | Cell::Error(text) => {
                sheet.write_string_with_format(row, column, short(text), &formats.text)?
            }
        };
    }
    Ok(())
}

/// The number with its point two places to the left, as text that parses to the nearest float.
fn hundredth(digits: &str) -> String {
    format!("{digits}e-2")
}

fn further(sheet: &mut Worksheet, rows: &[Vec<String>], formats: &Formats) -> Result<(), XlsxError> {
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let (line, column) = (u32::try_from(row).unwrap_or(u32::MAX), narrow(column));
            match row {
                0 => sheet.write_string_with_format(line, column, text, &formats.head)?,
                _ => sheet.write_string_with_format(line, column, short(text), &formats.text)?,
            };
        }
    }
    let columns = rows.first().map_or(0, Vec::len);
    for column in 0..columns {
        sheet.set_column_width(narrow(column), if column == 0 { WIDTH_OF_TEXT } else { WIDTH })?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn at(number: usize) -> u32 {
    u32::try_from(number.saturating_sub(1)).unwrap_or(u32::MAX)
}

fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
