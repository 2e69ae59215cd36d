//! United States: Specially Designated Nationals of OFAC, CSV.
//!
//! # Decides
//! Whose property is blocked, and with whom US persons must not deal.
//! # Law
//! The programmes that each entry names.
//! # Reads
//! `sdn.csv` (12 columns, no header), and beside it `alt.csv` (other names) and `add.csv` (addresses).
//! # Unknown
//! Another number of columns; a missing companion file.
//! # Not covered
//! Identifiers and dates inside the remarks, which are kept as text.

use std::collections::BTreeMap;

use crate::csl_json::schema;
use crate::list::{List, Reading, Source};
use crate::party::{NameKind, Party, Schema};

pub(crate) struct SpeciallyDesignatedNationals;

impl List for SpeciallyDesignatedNationals {
    fn id(&self) -> &'static str {
        "us-sdn"
    }
    fn title(&self) -> &'static str {
        "Specially Designated Nationals and Blocked Persons, OFAC, United States"
    }
    fn stale_after_days(&self) -> u32 {
        7
    }
    fn loss_max(&self) -> u32 {
        50
    }
    fn count_bounds(&self) -> (usize, usize) {
        (5_000, 60_000)
    }
    fn companions(&self) -> &'static [&'static str] {
        &["alt.csv", "add.csv"]
    }

    fn read(&self, source: Source) -> Reading {
        let mut reading = Reading::default();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (at, row) in rows(source.main, 12, "sdn.csv", &mut reading) {
            let kind = row.get(2).map(String::as_str).filter(|kind| !kind.is_empty());
            let schema = if kind.is_none() { Schema::Organization } else { schema(kind) };
            let mut party = Party::new(cell(&row, 0), schema, cell(&row, 1), at);
            party.programs = cell(&row, 3)
                .split("] [")
                .map(|program| program.trim_matches(['[', ']', ' ']).to_owned())
                .filter(|program| !program.is_empty())
                .collect();
            party.add_identifier("call_sign", cell(&row, 5));
            party.remarks = Some(cell(&row, 11).to_owned()).filter(|text| !text.is_empty());
            places.insert(party.id.clone(), reading.parties.len());
            reading.parties.push(party);
        }
        self.add_names(source, &places, &mut reading);
        self.add_addresses(source, &places, &mut reading);
        reading
    }
}

impl SpeciallyDesignatedNationals {
    fn add_names(&self, source: Source, places: &BTreeMap<String, usize>, reading: &mut Reading) {
        let Some(bytes) = source.companion("alt.csv") else {
            reading.faults.push("`alt.csv` is not beside the file: without it no alias would be found".to_owned());
            return;
        };
        for (at, row) in rows(bytes, 5, "alt.csv", reading) {
            let kind = if cell(&row, 2).starts_with("f.k.a") || cell(&row, 2) == "fka" {
                NameKind::Former
            } else {
                NameKind::Alias
            };
            match places.get(cell(&row, 0)).and_then(|place| reading.parties.get_mut(*place)) {
                Some(party) => party.add_name(cell(&row, 3), kind),
                None => reading.faults.push(format!("alt.csv row {at}: no entry `{}`", cell(&row, 0))),
            }
        }
    }

    fn add_addresses(&self, source: Source, places: &BTreeMap<String, usize>, reading: &mut Reading) {
        let Some(bytes) = source.companion("add.csv") else {
            reading.faults.push("`add.csv` is not beside the file".to_owned());
            return;
        };
        for (at, row) in rows(bytes, 6, "add.csv", reading) {
            let parts: Vec<&str> = (2..5).map(|column| cell(&row, column)).filter(|part| !part.is_empty()).collect();
            match places.get(cell(&row, 0)).and_then(|place| reading.parties.get_mut(*place)) {
                Some(party) if !parts.is_empty() => {
                    let country = cell(&row, 4).to_lowercase();
                    if !country.is_empty() && !party.countries.contains(&country) {
                        party.countries.push(country);
                    }
                    party.addresses.push(parts.join(", "));
                }
                Some(_) => {}
                None => reading.faults.push(format!("add.csv row {at}: no entry `{}`", cell(&row, 0))),
            }
        }
    }
}

/// The rows of a table without header; `-0-` stands for nothing, a control character ends the file.
fn rows(bytes: &[u8], columns: usize, name: &str, reading: &mut Reading) -> Vec<(usize, Vec<String>)> {
    let mut rows = Vec::new();
    let table = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    for (at, row) in table.into_byte_records().enumerate() {
        let row = match row {
            Ok(row) => row,
            Err(cause) => {
                reading.faults.push(format!("{name}: {cause}"));
                continue;
            }
        };
        let cells: Vec<String> =
            row.iter().map(|cell| String::from_utf8_lossy(cell).trim().replace("-0-", "")).collect();
        if cells.len() == 1 && cells.iter().all(|cell| cell.chars().all(char::is_control)) {
            continue;
        }
        if cells.len() == columns {
            rows.push((at + 1, cells));
        } else {
            reading.note_unknown(&format!("{name} with {} columns", cells.len()));
        }
    }
    rows
}

fn cell(row: &[String], column: usize) -> &str {
    row.get(column).map_or("", |cell| cell.trim())
}
