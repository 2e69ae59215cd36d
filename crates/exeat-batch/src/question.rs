//! The questions of all rows, identical ones together, with the rows and the worth that each would settle.

use crate::answer::rows_text;
use crate::run::{Checked, Told};
use crate::shipment::Plan;
use crate::table::{Cell, Table};
use exeat::fact::{Amount, Role, Shipment};
use exeat::number::Rational;
use exeat::report::{Language, SheetQuestion, sheet_word};
use std::collections::{BTreeMap, BTreeSet};

/// A question of one shipment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskedOfRow {
    /// `line|dysprosium`, `end_user/1|military_user`.
    pub(crate) key: String,
    /// What it is about, in words: a model, a party, an end use.
    pub(crate) about: String,
    pub(crate) question: SheetQuestion,
    /// Rows that it would settle, by their place in the table, each with its worth.
    pub(crate) rows: Vec<(usize, Option<(String, Rational)>)>,
}

/// The questions of an answer, each with its rows.
pub(crate) fn asked_of(
    answer: &Told,
    shipment: &Shipment,
    rows: &[usize],
    told: &[(usize, &str)],
    plan: &Plan<'_>,
) -> Vec<AskedOfRow> {
    let worth: BTreeMap<usize, Option<(String, Rational)>> =
        rows.iter().zip(&shipment.lines).map(|(row, line)| (*row, worth_of(plan, line))).collect();
    let with_worth = |row: usize| (row, worth.get(&row).cloned().flatten());
    let open: BTreeSet<usize> =
        rows.iter().zip(&answer.ranges).filter(|(_, range)| range.outcome().is_none()).map(|(row, _)| *row).collect();
    let mut asked = Vec::new();
    for question in answer.questions.iter().cloned() {
        let mut own: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
        let places = if question.about.is_empty() { vec![String::new()] } else { question.about.clone() };
        for place in &places {
            if let Some((row, _)) = told.iter().find(|(_, name)| name == place) {
                own.entry("line".to_owned()).or_insert_with(|| (item_of(plan, *row), Vec::new())).1.push(*row);
            } else if place.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) {
                // A line that was left out: its row has to be mended first.
            } else {
                let rows = told.iter().map(|(row, _)| *row).filter(|row| open.contains(row) || open.is_empty());
                let target = target_of(place, &question);
                own.insert(target, (party_of(shipment, place), rows.collect()));
            }
        }
        for (target, (about, rows)) in own {
            let fact = match &question.against {
                Some(against) => format!("near:{against}"),
                None => question.fact.clone(),
            };
            // Lines of one shipment that are different things are different questions.
            let mut by_item: Vec<(String, Vec<usize>)> = Vec::new();
            for row in rows {
                let about = if target == "line" { item_of(plan, row) } else { about.clone() };
                match by_item.iter_mut().find(|(known, _)| *known == about) {
                    Some((_, rows)) => rows.push(row),
                    None => by_item.push((about, vec![row])),
                }
            }
            for (about, rows) in by_item {
                asked.push(AskedOfRow {
                    key: format!("{target}|{fact}"),
                    about,
                    question: question.clone(),
                    rows: rows.into_iter().map(with_worth).collect(),
                });
            }
        }
    }
    asked
}

fn worth_of(plan: &Plan<'_>, line: &exeat::fact::Line) -> Option<(String, Rational)> {
    let of_model = line.models.first().and_then(|model| model.value);
    let Amount { value, unit } = of_model.or(line.value)?;
    Some((plan.unit(unit), value))
}

/// `end_user/1`, `end_use/2`, empty for the shipment; of a further party its role.
fn target_of(place: &str, question: &SheetQuestion) -> String {
    match (place, question.fact.as_str()) {
        (role, "further") => format!("{role}/1"),
        ("end_use", _) => "end_use/1".to_owned(),
        (place, _) => place.replace("/further", "/1"),
    }
}

/// What a line is called across shipments: its model, else its description, else its row.
fn item_of(plan: &Plan<'_>, row: usize) -> String {
    let text = |field: &str| {
        let at = plan.column_of(field)?;
        plan.row(row)?.cells.get(at).map(Cell::text).filter(|text| !text.is_empty())
    };
    let parts: Vec<String> = ["model", "description", "hs"].iter().filter_map(|field| text(field)).collect();
    if parts.is_empty() { plan.place(row, 0).to_string() } else { parts.join(", ") }
}

/// A party by its name; an end use by its words and its users; the whole by those who take part.
fn party_of(shipment: &Shipment, place: &str) -> String {
    let name = |party: &exeat::fact::Party| party.names.first().map(|name| name.text.clone());
    let users: Vec<String> = shipment
        .parties
        .iter()
        .filter(|party| party.role != Role::Exporter)
        .filter_map(|party| Some(format!("{}: {}", party.role.word(), name(party)?)))
        .collect();
    let (what, number) = place.split_once('/').unwrap_or((place, "1"));
    let number: usize = number.parse().unwrap_or(1);
    if what == "end_use" {
        let words = shipment.end_uses.get(number.saturating_sub(1)).and_then(|one| one.description.clone());
        return words.into_iter().chain(users).collect::<Vec<_>>().join("; ");
    }
    let of_role = |role: Role| shipment.parties.iter().filter(move |party| party.role == role).nth(number - 1);
    match Role::parse(what).filter(|_| place.contains('/')).and_then(of_role).and_then(name) {
        Some(name) => name,
        None => users.join("; "),
    }
}

/// Identical questions together, the one that would settle most first; cells in the order of the sheet's columns.
pub(crate) fn grouped(checked: &Checked, table: &Table, language: Language) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<(&str, &str), Group<'_>> = BTreeMap::new();
    let mut currencies: BTreeMap<&str, usize> = BTreeMap::new();
    for asked in &checked.questions {
        let key = (asked.key.as_str(), asked.about.as_str());
        let group = groups.entry(key).or_insert_with(|| Group { asked, rows: BTreeSet::new(), worth: BTreeMap::new() });
        for (row, worth) in &asked.rows {
            let number = table.rows.get(*row).map_or(0, |row| row.number);
            // Several lists may ask for the one name: one question, one row.
            if !group.rows.insert(number) {
                continue;
            }
            let Some((unit, value)) = worth else { continue };
            *currencies.entry(unit).or_default() += 1;
            let sum = group.worth.entry(unit).or_insert(Rational::ZERO);
            *sum = sum.checked_add(*value).unwrap_or(*sum);
        }
    }
    let main =
        currencies.iter().max_by_key(|(unit, count)| (**count, std::cmp::Reverse(**unit))).map(|(unit, _)| *unit);
    let mut groups: Vec<Group<'_>> = groups.into_values().collect();
    groups.sort_by(|a, b| {
        let worth = |group: &Group<'_>| main.and_then(|unit| group.worth.get(unit).copied()).unwrap_or(Rational::ZERO);
        worth(b)
            .cmp(&worth(a))
            .then(b.rows.len().cmp(&a.rows.len()))
            .then(a.rows.cmp(&b.rows))
            .then(a.asked.question.cost.cmp(&b.asked.question.cost))
            .then(a.asked.key.cmp(&b.asked.key))
    });
    groups.iter().map(|group| group.cells(language)).collect()
}

struct Group<'c> {
    asked: &'c AskedOfRow,
    rows: BTreeSet<usize>,
    worth: BTreeMap<&'c str, Rational>,
}

impl Group<'_> {
    fn cells(&self, language: Language) -> Vec<String> {
        let question = &self.asked.question;
        let worth: Vec<String> = self.worth.iter().map(|(unit, sum)| format!("{sum} {unit}")).collect();
        let worth = if worth.is_empty() { sheet_word("worth_unknown", language, &[]) } else { worth.join("; ") };
        vec![
            question.question.clone(),
            self.asked.about.clone(),
            question.answers.clone(),
            question.who.clone(),
            question.paper.clone(),
            self.rows.len().to_string(),
            worth,
            rows_text(&self.rows.iter().copied().collect::<Vec<_>>()),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            self.asked.key.clone(),
        ]
    }
}
