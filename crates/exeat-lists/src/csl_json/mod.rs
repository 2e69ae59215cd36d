//! United States: Consolidated Screening List, JSON.
//!
//! # Decides
//! Parties of the lists of Commerce, State and the Treasury, in one file.
//! # Law
//! Each entry names its own list; what it means stands in that list's law.
//! # Reads
//! The bulk file (`results`), and a reduced form of it (`entries`, short keys).
//! # Unknown
//! A key that is neither read nor known to say nothing of who the party is.
//! # Not covered
//! Vessel details, licence requirements.

use serde_json::Value;

use crate::list::{List, Reading, Source};
use crate::party::{NameKind, Party, Schema};

pub(crate) struct ConsolidatedScreeningListJson;

const KNOWN: &[&str] = &[
    "id",
    "name",
    "alt_names",
    "addresses",
    "source",
    "programs",
    "start_date",
    "end_date",
    "type",
    "entity_number",
    "ids",
    "dates_of_birth",
    "places_of_birth",
    "nationalities",
    "citizenships",
    "country",
    "title",
    "remarks",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "license_requirement",
    "license_policy",
    "federal_register_notice",
    "standard_order",
    "source_list_url",
    "source_information_url",
    "_id",
];
const KNOWN_SHORT: &[&str] = &["n", "a", "s", "t", "c", "e", "pg", "u", "fr", "lr", "lp"];

impl List for ConsolidatedScreeningListJson {
    fn id(&self) -> &'static str {
        "us-csl"
    }
    fn title(&self) -> &'static str {
        "Consolidated Screening List, International Trade Administration of the United States"
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
        let file: Value = match serde_json::from_slice(source.main) {
            Ok(file) => file,
            Err(cause) => {
                reading.faults.push(cause.to_string());
                return reading;
            }
        };
        let (rows, known) = match (&file["results"], &file["entries"]) {
            (Value::Array(rows), _) => (rows, KNOWN),
            (_, Value::Array(rows)) => (rows, KNOWN_SHORT),
            _ => {
                reading.faults.push("neither `results` nor `entries` in the file".to_owned());
                return reading;
            }
        };
        for (at, row) in rows.iter().enumerate() {
            for key in
                row.as_object().into_iter().flat_map(|row| row.keys()).filter(|key| !known.contains(&key.as_str()))
            {
                reading.note_unknown(key);
            }
            let party = if known == KNOWN { whole(row, at + 1) } else { reduced(row, at + 1) };
            match party {
                Some(party) => reading.parties.push(party),
                None => reading.faults.push(format!("row {}: no name", at + 1)),
            }
        }
        reading
    }
}

pub(crate) fn schema(kind: Option<&str>) -> Schema {
    match kind.map(str::to_ascii_lowercase).as_deref() {
        Some("individual") => Schema::Person,
        Some("entity") => Schema::Organization,
        Some("vessel") => Schema::Vessel,
        Some("aircraft") => Schema::Airplane,
        // Commerce and State do not say what their parties are.
        _ => Schema::LegalEntity,
    }
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn whole(row: &Value, number: usize) -> Option<Party> {
    let name = row["name"].as_str().filter(|name| !name.trim().is_empty())?;
    let id = row["id"].as_str().map_or_else(|| format!("row-{number}"), str::to_owned);
    let mut party = Party::new(id, schema(row["type"].as_str()), name, number);
    for alias in texts(&row["alt_names"]) {
        party.add_name(&alias, NameKind::Alias);
    }
    for address in row["addresses"].as_array().into_iter().flatten() {
        let parts: Vec<&str> = ["address", "city", "state", "postal_code", "country"]
            .iter()
            .filter_map(|key| address[*key].as_str())
            .collect();
        party.addresses.push(parts.join(", "));
        party.countries.extend(address["country"].as_str().map(str::to_lowercase));
    }
    party.countries.extend(row["country"].as_str().map(str::to_lowercase));
    party.countries.sort();
    party.countries.dedup();
    for id in row["ids"].as_array().into_iter().flatten() {
        party.add_identifier(id["type"].as_str().unwrap_or("other"), id["number"].as_str().unwrap_or_default());
    }
    party.dates = texts(&row["dates_of_birth"]);
    party.programs = texts(&row["programs"]);
    party.programs.extend(row["source"].as_str().map(str::to_owned));
    party.from = row["start_date"].as_str().map(str::to_owned);
    party.until = row["end_date"].as_str().map(str::to_owned);
    party.remarks = row["remarks"].as_str().map(str::to_owned);
    Some(party)
}

fn reduced(row: &Value, number: usize) -> Option<Party> {
    let name = row["n"].as_str().filter(|name| !name.trim().is_empty())?;
    let mut party = Party::new(format!("row-{number}"), schema(row["t"].as_str()), name, number);
    for alias in texts(&row["a"]) {
        party.add_name(&alias, NameKind::Alias);
    }
    party.countries = texts(&row["c"]).iter().map(|country| country.to_lowercase()).collect();
    party.add_identifier("entity_number", row["e"].as_str().unwrap_or_default());
    Some(party)
}
