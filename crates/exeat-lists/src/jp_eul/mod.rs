//! Japan: Foreign End User List of METI.
//!
//! # Decides
//! Which foreign users raise a concern about weapons of mass destruction or arms: an exporter must look closer.
//! # Law
//! Catch-all under Japan's Export Trade Control Order; the list itself is guidance and bans nothing.
//! # Reads
//! A JSON array with one object a user: name, aliases, addresses, reason.
//! # Unknown
//! A key that is not one of these.
//! # Not covered
//! The letters of the reason are kept as text.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::list::{List, Reading, Source};
use crate::party::{NameKind, Party, Schema};

pub(crate) struct JapanEndUserList;

const KNOWN: &[&str] = &[
    "addresses",
    "aliases",
    "country",
    "date_added",
    "entity_name",
    "entity_type",
    "id",
    "last_verified",
    "list_id",
    "reason",
    "source_list_name",
    "source_url",
];

impl List for JapanEndUserList {
    fn id(&self) -> &'static str {
        "jp-eul"
    }
    fn title(&self) -> &'static str {
        "Foreign End User List, Ministry of Economy, Trade and Industry of Japan"
    }
    fn stale_after_days(&self) -> u32 {
        400
    }
    fn loss_max(&self) -> u32 {
        150
    }
    fn count_bounds(&self) -> (usize, usize) {
        (500, 3_000)
    }

    fn read(&self, source: Source) -> Reading {
        let mut reading = Reading::default();
        let rows: Vec<Value> = match serde_json::from_slice(source.main) {
            Ok(rows) => rows,
            Err(cause) => {
                reading.faults.push(cause.to_string());
                return reading;
            }
        };
        let states = states(&rows);
        for (at, row) in rows.iter().enumerate() {
            for key in
                row.as_object().into_iter().flat_map(|row| row.keys()).filter(|key| !KNOWN.contains(&key.as_str()))
            {
                reading.note_unknown(key);
            }
            match party(row, at + 1, &states) {
                Some(party) => reading.parties.push(party),
                None => reading.faults.push(format!("row {}: no id or name", at + 1)),
            }
        }
        reading
    }
}

/// The addresses of users with a name: each is the name of a state.
fn states(rows: &[Value]) -> BTreeSet<&str> {
    let named = rows.iter().filter(|row| row["entity_name"].as_str().is_some_and(|name| !name.trim().is_empty()));
    named.filter_map(|row| row["addresses"][0].as_str()).collect()
}

/// The name of a user. Where a row's columns ran together, it stands behind the state in the address.
fn name<'a>(row: &'a Value, states: &BTreeSet<&str>) -> Option<&'a str> {
    let printed = row["entity_name"].as_str().map(str::trim).filter(|name| !name.is_empty());
    printed.or_else(|| {
        let address = row["addresses"][0].as_str()?;
        let behind = states.iter().filter_map(|state| address.strip_prefix(state)).min_by_key(|rest| rest.len())?;
        Some(behind.trim()).filter(|name| !name.is_empty())
    })
}

fn party(row: &Value, number: usize, states: &BTreeSet<&str>) -> Option<Party> {
    let schema = match row["entity_type"].as_str() {
        Some("person" | "individual") => Schema::Person,
        _ => Schema::Organization,
    };
    let name = name(row, states)?;
    let mut party = Party::new(row["id"].as_str()?, schema, name, number);
    for alias in row["aliases"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        party.add_name(alias, NameKind::Alias);
    }
    party.addresses =
        row["addresses"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    party.from = row["date_added"].as_str().map(str::to_owned);
    party.remarks = row["reason"].as_str().map(str::to_owned);
    Some(party)
}
