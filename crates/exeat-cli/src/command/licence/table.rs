//! Licences and movements as CSV: one row each, read back by `import`.

use std::io::Write;
use std::path::Path;

use exeat::licence::{Act, Amount, Asked, Claim};
use exeat_store::{Body, Replayed, Request, Store, canonical, terms_from_json, terms_json};
use jiff::civil::Date;
use serde_json::Value;

use super::args::Sheet;
use super::report::movements;
use super::workbook;
use crate::command::ledger::{Fault, REFUSED, licences};
use crate::status::Done;

/// Most bytes of a file that is read; a million movements have about 300 MB.
const BYTES_MAX: u64 = 1 << 30;

const LICENCES: &str = "licence,state,version,number,granted_on,terms";
const MOVEMENTS: &str = "licence,movement,key,kind,version,refers_to,dated,until,shipment,by,amounts,destination,end_user,consignee,end_use,items";

/// One row of CSV. A cell that a spreadsheet would take for a formula keeps its text behind an apostrophe.
pub(crate) fn row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        let formula =
            text.starts_with(['=', '+', '@', '\t', '\r']) || (text.starts_with('-') && text.parse::<f64>().is_err());
        let text = if formula { format!("'{text}") } else { (*text).to_owned() };
        if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",")
}

pub(crate) fn export(store: &dyn Store, what: Sheet, out: &mut dyn Write) -> Done {
    writeln!(out, "{}", if matches!(what, Sheet::Licences) { LICENCES } else { MOVEMENTS })?;
    for view in licences(store)? {
        let licence = &view.licence;
        if matches!(what, Sheet::Licences) {
            let granted_on = licence.granted_on.map_or(String::new(), |day| day.to_string());
            let (version, number) = (licence.version.to_string(), licence.number.as_deref().unwrap_or(""));
            let terms = canonical(&terms_json(&licence.terms));
            writeln!(out, "{}", row(&[&view.name, licence.state.name(), &version, number, &granted_on, &terms]))?;
            continue;
        }
        for movement in movements(store, view.id)? {
            let document: Value = serde_json::from_str(&movement.document).unwrap_or_default();
            let said = |field: &str| document.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
            let list = |field: &str| document.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
            let amounts: Vec<String> = list("amounts")
                .iter()
                .filter_map(|pair| Some(format!("{}:{}", pair.get(0)?.as_u64()?, pair.get(1)?.as_str()?)))
                .collect();
            let items: Vec<String> = list("items").iter().filter_map(|item| item.as_str().map(str::to_owned)).collect();
            let (id, version) = (movement.id.to_string(), movement.version.to_string());
            let refers = movement.refers_to.map_or(String::new(), |id| id.to_string());
            let (until, shipment) =
                (movement.until.as_deref().unwrap_or(""), movement.shipment.as_deref().unwrap_or(""));
            writeln!(
                out,
                "{}",
                row(&[
                    &view.name,
                    &id,
                    &movement.key,
                    &movement.kind,
                    &version,
                    &refers,
                    &movement.dated,
                    until,
                    shipment,
                    &movement.by,
                    &amounts.join("; "),
                    &said("destination"),
                    &said("end_user"),
                    &said("consignee"),
                    &said("end_use"),
                    &items.join("; "),
                ])
            )?;
        }
    }
    Ok(0)
}

/// Reads rows, each by itself; rows that are refused are named with their line.
pub(crate) fn import(store: &dyn Store, what: Sheet, file: &Path, by: &str, out: &mut dyn Write) -> Done {
    let error = |error: std::io::Error| Fault::input(format!("`{}`: {error}", file.display()));
    let size = std::fs::metadata(file).map_err(error)?.len();
    if size > BYTES_MAX {
        return Err(Fault::input(format!("`{}` has {size} bytes, {BYTES_MAX} at most", file.display())).into());
    }
    let workbook = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let rows = match workbook {
        true => workbook::read(file)?,
        false => parse(std::fs::read_to_string(file).map_err(error)?.trim_start_matches('\u{feff}')),
    };
    let (heads, rows) = rows.split_first().ok_or_else(|| Fault::input("the file has no heading row"))?;
    let (mut done, mut before, mut refused) = (0, 0, 0);
    for (number, cells) in (2..).zip(rows) {
        let cell = Cells { heads, cells };
        let group = match what {
            Sheet::Licences => licence(&cell, by),
            Sheet::Movements => movement(&cell, by),
        };
        let outcome = match group {
            Ok(group) => store.write(group)?.map_err(|(_, refused)| refused.to_string()),
            Err(fault) => Err(fault),
        };
        match outcome {
            Ok(receipts) if receipts.iter().any(|receipt| receipt.replayed == Replayed::Yes) => before += 1,
            Ok(_) => done += 1,
            Err(fault) => {
                refused += 1;
                writeln!(out, "row {number}: {fault}")?;
            }
        }
    }
    writeln!(out, "{done} rows read, {before} read before, {refused} left out")?;
    Ok(if refused == 0 { 0 } else { REFUSED })
}

/// The cells of a row, by their headings.
struct Cells<'a> {
    heads: &'a [String],
    cells: &'a [String],
}

impl Cells<'_> {
    fn at(&self, name: &str) -> &str {
        let place = self.heads.iter().position(|head| head == name);
        let text = place.and_then(|place| self.cells.get(place)).map_or("", |text| text.trim());
        text.strip_prefix('\'').unwrap_or(text)
    }
}

/// A licence that was granted elsewhere: from nothing to granted in one group.
fn licence(cell: &Cells<'_>, by: &str) -> Result<Vec<Request>, String> {
    let name = cell.at("licence");
    let value: Value = serde_json::from_str(cell.at("terms")).map_err(|error| format!("terms: {error}"))?;
    let terms = Box::new(terms_from_json(&value)?);
    let dated: Date = cell.at("granted_on").parse().map_err(|_| "`granted_on` is no day".to_owned())?;
    let grant = Act::Grant { on: dated, number: cell.at("number").to_owned(), terms: terms.clone() };
    let acts = [Act::Draft(terms), Act::Apply, Act::Accept(None), grant];
    let request = |(i, act): (usize, Act)| Request {
        key: format!("import:{name}:{i}"),
        by: by.to_owned(),
        body: Body::Licence {
            licence: name.to_owned(),
            act: Box::new(act),
            dated,
            refers: None,
            why: Some("import".into()),
        },
    };
    Ok(acts.into_iter().enumerate().map(request).collect())
}

/// A draw. Other movements refer to ones of their own store and are not carried over.
fn movement(cell: &Cells<'_>, by: &str) -> Result<Vec<Request>, String> {
    if cell.at("kind") != "draw" {
        return Err(format!("a movement of kind `{}` is not carried over; only draws are", cell.at("kind")));
    }
    let on: Date = cell.at("dated").parse().map_err(|_| "`dated` is no day".to_owned())?;
    let mut amounts = Vec::new();
    for text in cell.at("amounts").split(';').map(str::trim).filter(|text| !text.is_empty()) {
        let (line, amount) = text.split_once(':').ok_or("an amount is LINE:AMOUNT")?;
        amounts.push((
            line.parse().map_err(|_| "a line is a number".to_owned())?,
            Amount::parse(amount).map_err(|error| error.to_string())?,
        ));
    }
    let said = |name: &str| Some(cell.at(name)).filter(|text| !text.is_empty()).map(str::to_owned);
    let asked = Asked {
        items: cell.at("items").split(';').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect(),
        end_user: said("end_user"),
        consignee: said("consignee"),
        destination: said("destination"),
        end_use: said("end_use"),
    };
    let claim = Claim { version: None, on, shipment: cell.at("shipment").to_owned(), asked, amounts };
    let licence = cell.at("licence").to_owned();
    let body =
        Body::Licence { licence, act: Box::new(Act::Draw(claim)), dated: on, refers: None, why: Some("import".into()) };
    Ok(vec![Request { key: format!("import:{}", cell.at("key")), by: by.to_owned(), body }])
}

/// Rows of cells; quotes as RFC 4180 has them.
pub(crate) fn parse(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut cells, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut cells));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        rows.push(cells);
    }
    rows
}
