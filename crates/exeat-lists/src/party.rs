//! A party as a list names it: the record that snapshots keep.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Number of the record's form; a reader accepts every number ever written.
pub const PARTY_FORM: u32 = 1;

/// What a party is, in the words of FollowTheMoney.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Schema {
    /// A company.
    Company,
    /// Any other body.
    Organization,
    /// A person or a body: the list does not say which.
    LegalEntity,
    /// A person.
    Person,
    /// A ship.
    Vessel,
    /// An aircraft.
    Airplane,
    /// An address alone.
    Address,
}

/// What kind of name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// As the list prints it.
    Official,
    /// Also known as.
    Alias,
    /// Formerly known as.
    Former,
    /// A weak alias, too common to search by alone.
    Weak,
    /// Added to search by; not on the list.
    Search,
}

/// One name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Name {
    /// The name.
    pub text: String,
    /// What kind it is.
    pub kind: NameKind,
    /// Its language, where the list says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// One party of one list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Form of this record.
    pub form: u32,
    /// Stable within the list.
    pub id: String,
    /// What it is.
    pub schema: Schema,
    /// All names, the official one first.
    pub names: Vec<Name>,
    /// Countries, ISO 3166 alpha-2 in lower case, or as the list writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Addresses as the list writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// Identifiers by type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub identifiers: BTreeMap<String, Vec<String>>,
    /// Dates of birth or founding, whole or partial.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<String>,
    /// The part of the list, programme or reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<String>,
    /// Day of listing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Day of delisting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What else the list says, kept as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
    /// Row of the file, from 1.
    pub row: usize,
}

impl Party {
    /// A party with its official name and nothing else.
    pub fn new(id: impl Into<String>, schema: Schema, name: impl Into<String>, row: usize) -> Party {
        let name = Name { text: name.into(), kind: NameKind::Official, lang: None };
        Party {
            form: PARTY_FORM,
            id: id.into(),
            schema,
            names: vec![name],
            countries: Vec::new(),
            addresses: Vec::new(),
            identifiers: BTreeMap::new(),
            dates: Vec::new(),
            programs: Vec::new(),
            from: None,
            until: None,
            remarks: None,
            row,
        }
    }

    /// Adds a name, unless it is blank or there already.
    pub fn add_name(&mut self, text: &str, kind: NameKind) {
        let text = text.trim();
        if !text.is_empty() && !self.names.iter().any(|name| name.text == text) {
            self.names.push(Name { text: text.to_owned(), kind, lang: None });
        }
    }

    /// Adds an identifier, unless it is blank.
    pub fn add_identifier(&mut self, kind: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.identifiers.entry(kind.to_owned()).or_default().push(value.to_owned());
        }
    }
}
