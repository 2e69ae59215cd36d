//! Random small rulebooks and shipments, as text: the loader and the reader are part of what is tried.

mod condition;
mod law;
mod shipment;

use super::case::Case;
use super::dice::Dice;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// The day that everything stands around.
pub const DAY: Date = date(2026, 3, 10);

/// A day before or after it.
pub fn day(from: i64) -> Date {
    DAY.checked_add(from.days()).unwrap()
}

/// What one case is made of: few facts, so that rules meet in them.
#[derive(Debug)]
pub struct Draw {
    pub dice: Dice,
    pub regimes: Vec<String>,
    /// Facts of lines that conditions of this case may ask for.
    pub line: Vec<String>,
    /// Other facts.
    pub other: Vec<String>,
    /// When clauses take effect, as written.
    pub effective: BTreeMap<String, String>,
    /// How often, of a hundred, a fact is not stated.
    pub unknown: usize,
}

/// Facts of a line.
const LINE: [&str; 12] =
    ["grade", "hot", "dy", "tb", "sum", "ratio", "mass", "total", "temp", "hs", "origin", "contains"];
/// Facts of the shipment, of end uses and parties.
const OTHER: [&str; 14] = [
    "to",
    "final",
    "activity",
    "contract_on",
    "urgent",
    "via",
    "military_use",
    "civil_use",
    "wmd_use",
    "red_flags",
    "users",
    "consignees",
    "others",
    "every",
];

impl Draw {
    pub fn new(seed: u64) -> Draw {
        let mut dice = Dice::new(seed);
        let regimes = if dice.chance(20) { vec!["aa".to_owned(), "bb".to_owned()] } else { vec!["aa".to_owned()] };
        let (many, more) = (1 + dice.below(3), 1 + dice.below(3));
        let line = (0..many).map(|_| dice.one(&LINE).to_owned()).collect();
        let other = (0..more).map(|_| dice.one(&OTHER).to_owned()).collect();
        let unknown = dice.any(&[10, 25, 40, 60]);
        Draw { dice, regimes, line, other, effective: BTreeMap::new(), unknown }
    }
}

/// The case of a seed.
pub fn case(seed: u64) -> Case {
    let mut draw = Draw::new(seed);
    let mut law = draw.shared();
    for regime in draw.regimes.clone() {
        law.extend(draw.regime(&regime));
    }
    let date = match draw.dice.below(8) {
        0 => format!("{DAY}T09:00+09:00"),
        1 => format!("{DAY}T08:59+09:00"),
        _ => DAY.to_string(),
    };
    let known = day(draw.dice.any(&[300, 300, 300, 1, 0, -1, -2])).to_string();
    let scenario = law.iter().any(|piece| piece.path == "aa/scenarios/worse.md") && draw.dice.chance(50);
    let policy = if draw.dice.chance(10) {
        vec![("aa/aa-term".to_owned(), draw.dice.one(&["one", "two"]).to_owned())]
    } else {
        Vec::new()
    };
    let mut shipment = draw.shipment();
    name_claims(&law, &mut shipment);
    Case { law, shipment, date, known, scenario: scenario.then(|| "worse".to_owned()), policy }
}

/// A claim names an exemption of its regime; where there is none, nothing is claimed.
fn name_claims(law: &[super::case::Piece], shipment: &mut Vec<Vec<String>>) {
    let name = |regime: &str| {
        let exemptions = law
            .iter()
            .filter(|piece| piece.path.starts_with(regime))
            .filter_map(|piece| piece.text.strip_prefix("```exemption "));
        exemptions.filter(|text| text.contains("claim = true")).filter_map(|text| text.split_whitespace().next()).next()
    };
    for line in shipment.iter_mut().flatten().filter(|line| line.contains("/CLAIM")) {
        let regime = if line.contains("\"aa/") { "aa/" } else { "bb/" };
        *line = line.replace("CLAIM", name(regime).unwrap_or(""));
    }
    shipment.retain(|table| !table.iter().any(|line| line.ends_with("/\"")));
}
