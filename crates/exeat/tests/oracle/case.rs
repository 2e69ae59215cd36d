//! A rulebook and a shipment in pieces of text, so that pieces can be dropped.

use exeat::assess::{Asked, Policy};
use exeat::fact::Shipment;
use exeat::fact::read::{Format, read_shipment};
use exeat::rulebook::{Rulebook, Selection};
use std::collections::BTreeMap;
use std::fmt;

/// One block of a file; the pieces of a file follow each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub path: String,
    pub text: String,
}

/// A question to engine and oracle.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub law: Vec<Piece>,
    /// Tables of the shipment: header and keys, a line each; the first has no header.
    pub shipment: Vec<Vec<String>>,
    pub date: String,
    pub known: String,
    pub scenario: Option<String>,
    pub policy: Vec<(String, String)>,
}

impl Case {
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for piece in &self.law {
            files.entry(&piece.path).or_default().extend(piece.text.bytes());
        }
        files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect()
    }

    pub fn shipment_text(&self) -> String {
        self.shipment.iter().flatten().map(|line| format!("{line}\n")).collect()
    }

    /// The rulebook, or what is wrong with it.
    pub fn rulebook(&self) -> Result<Rulebook, String> {
        Rulebook::load(self.files(), &Selection::All)
            .map(|loaded| loaded.rulebook)
            .map_err(|problems| problems.to_string())
    }

    pub fn shipment(&self, rulebook: &Rulebook) -> Result<Shipment, String> {
        let text = self.shipment_text();
        read_shipment(Format::Toml, "shipment.toml", text.as_bytes(), rulebook).map_err(|problems| problems.to_string())
    }

    pub fn asked(&self) -> Asked {
        let when = |text: &str| exeat::case::parse_when(text).unwrap();
        let known = match when(&self.known) {
            exeat::fact::When::Instant(instant) => instant,
            exeat::fact::When::Day(day) => {
                jiff::tz::TimeZone::get("Asia/Tokyo").unwrap().to_timestamp(day.at(0, 0, 0, 0)).unwrap()
            }
        };
        let policy = Policy { readings: self.policy.clone(), digest: None };
        Asked {
            date: when(&self.date),
            known,
            policy,
            scenario: self.scenario.clone(),
            regimes: None,
            ..Asked::on(when(&self.date), known)
        }
    }
}

/// Ready to paste: each file, then the shipment and the question as a case block.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, bytes) in self.files() {
            writeln!(f, "=== {path}\n{}", String::from_utf8_lossy(&bytes))?;
        }
        writeln!(
            f,
            "=== the shipment\n```case found-by-the-oracle\ndecided_by = \"enumeration\"\ndate = \"{}\"\nknown = \"{}\"",
            self.date, self.known
        )?;
        if let Some(scenario) = &self.scenario {
            writeln!(f, "scenario = \"{scenario}\"")?;
        }
        if !self.policy.is_empty() {
            let readings: Vec<String> =
                self.policy.iter().map(|(term, reading)| format!("\"{term}\" = \"{reading}\"")).collect();
            writeln!(f, "policy = {{ readings = {{ {} }} }}", readings.join(", "))?;
        }
        writeln!(f, "facts = '''\n{}'''\n```", self.shipment_text())
    }
}
