//! United Nations: consolidated list of the Security Council, XML.
//!
//! # Decides
//! Persons and entities under the Council's sanctions regimes.
//! # Law
//! The resolutions that each entry's list type names; a state's own law gives it force.
//! # Reads
//! `INDIVIDUAL` and `ENTITY` elements: names, names in the original script, aliases, countries, dates, addresses.
//! # Unknown
//! An element of another name.
//! # Not covered
//! Places of birth, designations, and comments, which say nothing of a name.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::list::{List, Reading, Source};
use crate::party::{NameKind, Party, Schema};

pub(crate) struct UnSecurityCouncil;

/// Elements that are read, or that say nothing of who the party is. Sorted.
const KNOWN: &[&str] = &[
    "ALIAS_NAME",
    "CITY",
    "CITY_OF_BIRTH",
    "CITY_OF_ISSUE",
    "COMMENTS1",
    "CONSOLIDATED_LIST",
    "COUNTRY",
    "COUNTRY_OF_BIRTH",
    "COUNTRY_OF_ISSUE",
    "DATAID",
    "DATE",
    "DATE_OF_BIRTH",
    "DATE_OF_ISSUE",
    "DELISTED_ON",
    "DESIGNATION",
    "ENTITIES",
    "ENTITY",
    "ENTITY_ADDRESS",
    "ENTITY_ALIAS",
    "FIRST_NAME",
    "FOURTH_NAME",
    "FROM_YEAR",
    "GENDER",
    "INDIVIDUAL",
    "INDIVIDUALS",
    "INDIVIDUAL_ADDRESS",
    "INDIVIDUAL_ALIAS",
    "INDIVIDUAL_DATE_OF_BIRTH",
    "INDIVIDUAL_DOCUMENT",
    "INDIVIDUAL_PLACE_OF_BIRTH",
    "INTERPOL_LINK",
    "ISSUING_COUNTRY",
    "LAST_DAY_UPDATED",
    "LISTED_ON",
    "LIST_TYPE",
    "NAME_ORIGINAL_SCRIPT",
    "NATIONALITY",
    "NATIONALITY2",
    "NOTE",
    "NUMBER",
    "QUALITY",
    "REFERENCE_NUMBER",
    "SECOND_NAME",
    "SORT_KEY",
    "SORT_KEY_LAST_MOD",
    "STATE_PROVINCE",
    "STREET",
    "SUBMITTED_BY",
    "SUBMITTED_ON",
    "THIRD_NAME",
    "TITLE",
    "TO_YEAR",
    "TYPE_OF_DATE",
    "TYPE_OF_DOCUMENT",
    "TYPE_OF_DOCUMENT2",
    "UN_LIST_TYPE",
    "VALUE",
    "VERSIONNUM",
    "YEAR",
    "ZIP_CODE",
];

impl List for UnSecurityCouncil {
    fn id(&self) -> &'static str {
        "un-sc"
    }
    fn title(&self) -> &'static str {
        "Consolidated List of the United Nations Security Council"
    }
    fn stale_after_days(&self) -> u32 {
        7
    }
    fn loss_max(&self) -> u32 {
        50
    }
    fn count_bounds(&self) -> (usize, usize) {
        (500, 3_000)
    }

    fn read(&self, source: Source) -> Reading {
        let mut reading = Reading::default();
        let mut walk = Walk::default();
        let mut reader = Reader::from_reader(source.main);
        let mut buffer = Vec::new();
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(element)) => {
                    let name = element.name().as_ref().to_owned();
                    walk.open(name, &mut reading);
                }
                Ok(Event::Text(text)) => walk.text.push_str(&text),
                Ok(Event::GeneralRef(entity)) => walk.text.push_str(match &*entity {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    _ => " ",
                }),
                Ok(Event::End(_)) => walk.close(&mut reading),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(cause) => {
                    reading.faults.push(cause.to_string());
                    break;
                }
            }
            buffer.clear();
        }
        if !walk.path.is_empty() {
            reading.faults.push("the file ends inside an element: it is not whole".to_owned());
        }
        reading
    }
}

/// Where the reader is in the file.
#[derive(Default)]
struct Walk {
    path: Vec<String>,
    text: String,
    party: Option<Party>,
    parts: Vec<String>,
    quality: String,
    address: Vec<String>,
}

impl Walk {
    fn open(&mut self, name: String, reading: &mut Reading) {
        if KNOWN.binary_search(&name.as_str()).is_err() {
            reading.note_unknown(&name);
        }
        if matches!(name.as_str(), "INDIVIDUAL" | "ENTITY") {
            let schema = if name == "INDIVIDUAL" { Schema::Person } else { Schema::Organization };
            let mut party = Party::new("", schema, "", reading.parties.len() + 1);
            party.names.clear();
            self.party = Some(party);
            self.parts.clear();
        }
        self.text.clear();
        self.path.push(name);
    }

    fn close(&mut self, reading: &mut Reading) {
        let Some(name) = self.path.pop() else { return };
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        let Some(party) = self.party.as_mut() else {
            return;
        };
        match name.as_str() {
            "INDIVIDUAL" | "ENTITY" => {
                let full = self.parts.join(" ");
                let kind = NameKind::Official;
                party.names.insert(0, crate::party::Name { text: full, kind, lang: None });
                let whole = !party.id.is_empty() && party.names.first().is_some_and(|name| !name.text.is_empty());
                match self.party.take() {
                    Some(party) if whole => reading.parties.push(party),
                    _ => reading.faults.push(format!("entry {}: no id or name", reading.parties.len() + 1)),
                }
            }
            _ if text.is_empty() => {}
            "DATAID" => party.id = text,
            "FIRST_NAME" | "SECOND_NAME" | "THIRD_NAME" | "FOURTH_NAME" => self.parts.push(text),
            "NAME_ORIGINAL_SCRIPT" => party.add_name(&text, NameKind::Official),
            "QUALITY" => self.quality = text,
            "ALIAS_NAME" => {
                let kind = if self.quality.eq_ignore_ascii_case("low") { NameKind::Weak } else { NameKind::Alias };
                for alias in text.split(';') {
                    party.add_name(alias, kind);
                }
            }
            "VALUE" if self.path.last().is_some_and(|parent| parent.starts_with("NATIONALITY")) => {
                party.countries.push(text.to_lowercase())
            }
            "DATE" | "YEAR" => party.dates.push(text),
            "STREET" | "CITY" | "STATE_PROVINCE" => self.address.push(text),
            "COUNTRY" => {
                self.address.push(text);
                party.addresses.push(self.address.join(", "));
                self.address.clear();
            }
            "NUMBER" => party.add_identifier("document", &text),
            "REFERENCE_NUMBER" => party.add_identifier("reference", &text),
            "LISTED_ON" => party.from = Some(text),
            "UN_LIST_TYPE" => party.programs.push(text),
            "COMMENTS1" => party.remarks = Some(text),
            _ => {}
        }
    }
}
