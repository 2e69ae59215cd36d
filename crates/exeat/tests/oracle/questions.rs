//! The questions: a fact is asked exactly when two completions that differ in it alone differ in outcome (DESIGN §2).

use super::compare::Answer;
use super::completion::{At, Point};
use exeat::assess::Determination;
use exeat::fact::Shipment;
use exeat::rulebook::Rulebook;
use std::collections::BTreeSet;

/// Every two completions are looked at: of more than these that takes too long.
const COMPLETIONS_MAX: usize = 250;

/// Facts that the engine does not ask though the outcome hangs on them, and those that it asks in vain; `None`: too many.
pub fn differences(
    book: &Rulebook,
    ship: &Shipment,
    answer: &Answer<'_>,
    determination: &Determination,
) -> Option<(Vec<String>, Vec<String>)> {
    if answer.completions.len() > COMPLETIONS_MAX {
        return None;
    }
    let hang: BTreeSet<String> = hang(answer).into_iter().filter_map(|point| name(book, ship, point)).collect();
    let comparable = |id: &&String| {
        !["near:", "name:", "gap:", "low:", "effect:", "reading:", "law:"].iter().any(|kind| id.starts_with(kind))
    };
    let decide = determination.open.iter().filter(|point| point.decides).map(|point| &point.id);
    let asked: BTreeSet<String> = decide.filter(comparable).cloned().collect();
    Some((hang.difference(&asked).cloned().collect(), asked.difference(&hang).cloned().collect()))
}

/// Points in which alone two completions of another outcome differ: what one of them does not look at is as in the other.
fn hang<'a>(answer: &Answer<'a>) -> BTreeSet<Point<'a>> {
    let mut hang = BTreeSet::new();
    for (at, (one, outcomes)) in answer.completions.iter().enumerate() {
        for (other, _) in answer.completions[..at].iter().filter(|(_, others)| others != outcomes) {
            let parted = |(point, choice): &&(Point<'a>, usize)| {
                other.iter().any(|(own, chosen)| own == point && chosen != choice)
            };
            let mut parted = one.iter().filter(parted).map(|(point, _)| *point);
            if let (Some(only), None) = (parted.next(), parted.next()) {
                hang.insert(only);
            }
        }
    }
    hang
}

/// As the engine names it; what is not a question to somebody has no name here.
fn name(book: &Rulebook, ship: &Shipment, point: Point<'_>) -> Option<String> {
    let (fact, at) = match point {
        Point::Hour => return Some("hour".to_owned()),
        Point::Further(role) => return Some(format!("further:{}", role.word())),
        Point::Fact(fact, at) => (&book.vocabulary.fact(fact).name, at),
        _ => return None,
    };
    let units = ship.lines.iter().flat_map(|line| match line.models.as_slice() {
        [] => vec![line.number.to_string()],
        models => models.iter().map(|model| format!("{}/{}", line.number, model.id)).collect(),
    });
    Some(match at {
        At::Shipment => fact.clone(),
        // Beside a named party it is asked whether there is another, not yet what that one is like.
        At::Further(role) if ship.parties.iter().any(|party| party.role == role) => return None,
        At::Further(role) => format!("{}/further/{fact}", role.word()),
        At::EndUse(_) if ship.end_uses.len() < 2 => format!("end_use/{fact}"),
        At::EndUse(end_use) => format!("end_use/{}/{fact}", end_use + 1),
        At::Line(line) => format!("{}/{fact}", ship.lines[line].number),
        At::Unit(unit) => format!("{}/{fact}", units.collect::<Vec<_>>()[unit]),
        At::Party(party) => {
            let role = ship.parties[party].role;
            let before = ship.parties[..party].iter().filter(|other| other.role == role).count();
            format!("{}/{}/{fact}", role.word(), before + 1)
        }
    })
}
