//! Shipments in, values or problems out: what a person may write, and what is said of a mistake.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test that cannot go on has failed, and it reads and writes files"
)]

mod formats;
mod problems;
mod values;
mod vocabulary;

use exeat::fact::read::{Format, read_shipment};
use exeat::fact::{Shipment, Stated, Value};
use exeat::problem::{Colour, Problems};
use exeat::rulebook::Rulebook;

/// A shipment that lacks nothing but what a test adds below.
const HEAD: &str = "from = \"CN\"\nto = \"JP\"\n";

fn read(toml: &str) -> Result<Shipment, Problems> {
    read_shipment(Format::Toml, "s.toml", toml.as_bytes(), &vocabulary::rulebook())
}

/// One line with that property.
fn property(text: &str) -> Result<Shipment, Problems> {
    read(&format!("{HEAD}[[line]]\n[line.properties]\n{text}\n"))
}

/// What is stated of a fact of the first line.
fn stated(shipment: &Shipment, rulebook: &Rulebook, name: &str) -> Stated {
    let id = rulebook.vocabulary.find(name).unwrap();
    shipment.lines[0].facts.get(id).unwrap_or_else(|| panic!("{name} is not stated")).clone()
}

/// The value of one property, in short.
fn value(text: &str) -> String {
    let rulebook = vocabulary::rulebook();
    let shipment = property(text).unwrap_or_else(|problems| panic!("{text}: {problems}"));
    let name = text.split([' ', '=']).next().unwrap();
    show(&stated(&shipment, &rulebook, name), &rulebook, name)
}

fn show(stated: &Stated, rulebook: &Rulebook, name: &str) -> String {
    let fact = rulebook.vocabulary.fact(rulebook.vocabulary.find(name).unwrap());
    let odds = if stated.at_odds { " at odds" } else { "" };
    let word = |id: &exeat::rulebook::WordId| fact.words[id.0 as usize].word.clone();
    let text = match &stated.value {
        Value::Unknown => "unknown".to_owned(),
        Value::NotApplicable => "not applicable".to_owned(),
        Value::Word(id) => word(id),
        Value::Words(ids) => format!("{:?}", ids.iter().map(word).collect::<Vec<_>>()),
        Value::Number { range, absent, cells, .. } => {
            format!("{range} cells {}..{}{}", cells.low, cells.high, if *absent { " absent" } else { "" })
        }
    };
    format!("{text}{odds}")
}

fn told(result: Result<Shipment, Problems>) -> String {
    match result {
        Ok(shipment) => panic!("it was read: {shipment:?}"),
        Err(problems) => problems.render(Colour::Plain),
    }
}

/// Every piece stands in the text.
#[track_caller]
fn holds(text: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(text.contains(piece), "no `{piece}` in\n{text}");
    }
}
