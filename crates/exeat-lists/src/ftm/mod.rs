//! Lists in FollowTheMoney form, one entity a line: OpenSanctions' and anybody's own.
//!
//! # Decides
//! What its publisher says; own lists of trusted customers and internal refusals come in this form as well.
//! # Law
//! None of its own.
//! # Reads
//! JSON lines with `id`, `schema`, `properties`; also flat lines with `names`.
//! # Unknown
//! A line without an id; an entity of another schema is left out, as it is no party.
//! # Not covered
//! Edges between entities (ownership, family), which `screen::ownership` takes.

use serde_json::Value;

use crate::list::{List, Reading, Source};
use crate::party::{NameKind, Party, Schema};

pub(crate) struct FollowTheMoney;

impl List for FollowTheMoney {
    fn id(&self) -> &'static str {
        "ftm"
    }
    fn title(&self) -> &'static str {
        "A list in FollowTheMoney form"
    }
    fn stale_after_days(&self) -> u32 {
        30
    }
    fn loss_max(&self) -> u32 {
        100
    }
    fn count_bounds(&self) -> (usize, usize) {
        (1, 20_000_000)
    }

    fn read(&self, source: Source) -> Reading {
        let mut reading = Reading::default();
        let text = match std::str::from_utf8(source.main) {
            Ok(text) => text,
            Err(cause) => {
                reading.faults.push(cause.to_string());
                return reading;
            }
        };
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let read = serde_json::from_str::<Value>(line).map_err(|cause| format!("line {}: {cause}", at + 1));
            match read.and_then(|entity| party(&entity, at + 1)) {
                Ok(Some(party)) => reading.parties.push(party),
                Ok(None) => {}
                Err(fault) => reading.faults.push(fault),
            }
        }
        reading
    }
}

fn schema(name: &str) -> Option<Schema> {
    Some(match name {
        "Person" => Schema::Person,
        "Company" => Schema::Company,
        "Organization" | "PublicBody" => Schema::Organization,
        "LegalEntity" => Schema::LegalEntity,
        "Vessel" => Schema::Vessel,
        "Airplane" => Schema::Airplane,
        "Address" => Schema::Address,
        _ => return None,
    })
}

fn party(entity: &Value, line: usize) -> Result<Option<Party>, String> {
    let id = entity["id"].as_str().ok_or_else(|| format!("line {line}: no `id`"))?;
    let named = entity["schema"].as_str().ok_or_else(|| format!("line {line}: no `schema`"))?;
    let Some(schema) = schema(named) else {
        return Ok(None);
    };
    let values = |key: &str| -> Vec<String> {
        let flat = if key == "name" { &entity["names"] } else { &entity[key] };
        let nested = &entity["properties"][key];
        let all = nested.as_array().into_iter().chain(flat.as_array()).flatten();
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut names = values("name");
    names.extend(entity["caption"].as_str().map(str::to_owned));
    names.extend(values("full"));
    let first = names.first().ok_or_else(|| format!("line {line}: `{id}` has no name"))?;
    let mut party = Party::new(id, schema, first.as_str(), line);
    for name in &names {
        party.add_name(name, NameKind::Alias);
    }
    for (key, kind) in [("alias", NameKind::Alias), ("previousName", NameKind::Former), ("weakAlias", NameKind::Weak)] {
        for name in values(key) {
            party.add_name(&name, kind);
        }
    }
    for key in ["country", "jurisdiction", "nationality", "citizenship", "countries"] {
        party.countries.extend(values(key));
    }
    party.countries.sort();
    party.countries.dedup();
    party.addresses = values("address");
    for key in [
        "registrationNumber",
        "leiCode",
        "innCode",
        "ogrnCode",
        "idNumber",
        "swiftBic",
        "imoNumber",
        "mmsi",
        "callSign",
        "icaoCode",
        "taxNumber",
    ] {
        for value in values(key) {
            party.add_identifier(key, &value);
        }
    }
    for key in ["birthDate", "incorporationDate"] {
        party.dates.extend(values(key));
    }
    party.programs = values("topics");
    party.remarks = values("notes").into_iter().next();
    Ok(Some(party))
}
