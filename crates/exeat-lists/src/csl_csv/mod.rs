//! United States: Consolidated Screening List, CSV.
//!
//! # Decides
//! As the JSON file of the same list.
//! # Law
//! Each entry names its own list; what it means stands in that list's law.
//! # Reads
//! The bulk file with a header; several values of a column are parted by semicolons.
//! # Unknown
//! A column of another name.
//! # Not covered
//! Vessel details, licence requirements.

use std::collections::BTreeMap;

use crate::csl_json::schema;
use crate::list::{List, Reading, Source};
use crate::party::{NameKind, Party};

pub(crate) struct ConsolidatedScreeningListCsv;

const KNOWN: &[&str] = &[
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
];

impl List for ConsolidatedScreeningListCsv {
    fn id(&self) -> &'static str {
        "us-csl-csv"
    }
    fn title(&self) -> &'static str {
        "Consolidated Screening List, International Trade Administration of the United States (CSV)"
    }
    fn stale_after_days(&self) -> u32 {
        7
    }
    fn loss_max(&self) -> u32 {
        50
    }
    fn count_bounds(&self) -> (usize, usize) {
        (15_000, 60_000)
    }

    fn read(&self, source: Source) -> Reading {
        let mut reading = Reading::default();
        let mut rows = csv::Reader::from_reader(source.main);
        let header = match rows.headers() {
            Ok(header) => header.clone(),
            Err(cause) => {
                reading.faults.push(cause.to_string());
                return reading;
            }
        };
        for column in header.iter().filter(|column| !KNOWN.contains(column)) {
            reading.note_unknown(column);
        }
        for (at, row) in rows.records().enumerate() {
            let read = row.map_err(|cause| cause.to_string()).and_then(|row| {
                let fields: BTreeMap<&str, &str> =
                    header.iter().zip(row.iter()).filter(|(_, value)| !value.trim().is_empty()).collect();
                party(&fields, at + 1).ok_or_else(|| format!("row {}: no name", at + 1))
            });
            match read {
                Ok(party) => reading.parties.push(party),
                Err(fault) => reading.faults.push(fault),
            }
        }
        reading
    }
}

fn party(fields: &BTreeMap<&str, &str>, number: usize) -> Option<Party> {
    let several = |column: &str| -> Vec<String> {
        fields
            .get(column)
            .into_iter()
            .flat_map(|value| value.split(';'))
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    };
    let id = fields.get("_id").map_or_else(|| format!("row-{number}"), |id| (*id).to_owned());
    let mut party = Party::new(id, schema(fields.get("type").copied()), *fields.get("name")?, number);
    for alias in several("alt_names") {
        party.add_name(&alias, NameKind::Alias);
    }
    party.addresses = several("addresses");
    party.countries =
        several("nationalities").iter().chain(&several("citizenships")).map(|country| country.to_lowercase()).collect();
    party.countries.sort();
    party.countries.dedup();
    party.dates = several("dates_of_birth");
    party.programs = several("programs");
    party.programs.extend(fields.get("source").map(|source| (*source).to_owned()));
    for id in several("ids") {
        party.add_identifier("other", &id);
    }
    party.from = fields.get("start_date").map(|day| (*day).to_owned());
    party.until = fields.get("end_date").map(|day| (*day).to_owned());
    party.remarks = fields.get("remarks").map(|text| (*text).to_owned());
    Some(party)
}
