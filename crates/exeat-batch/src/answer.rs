//! Answers that people wrote into the sheet of questions, read back with author, day and evidence.

use crate::cell_value;
use crate::columns::is_set;
use crate::document::Value;
use crate::input::Refused;
use crate::table::{Broken, Cell, Place, Table};
use exeat::fact::Role;
use exeat::report::{Language, sheet_word};
use exeat::rulebook::Rulebook;
use std::collections::BTreeMap;

/// One answer for one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub(crate) target: Target,
    pub(crate) fact: String,
    pub(crate) text: String,
    pub(crate) by: String,
    pub(crate) on: String,
    pub(crate) evidence: String,
    /// Its cell in the sheet of questions.
    pub(crate) place: Place,
}

/// What an answer is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Line,
    Shipment,
    /// Role and its number, from 1.
    Party(Role, usize),
    /// Number of the end use, from 1.
    EndUse(usize),
}

/// The answers of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// By the number of the row in the sheet of lines.
    pub(crate) by_row: BTreeMap<usize, Vec<Answer>>,
    /// The rows of the sheet of questions that were answered, to be kept.
    pub(crate) kept: Vec<Vec<String>>,
    /// Answers that cannot be read.
    pub broken: Vec<Broken>,
}

/// The columns of the sheet of questions, in order, as keys of `sheet.column`.
pub(crate) const COLUMNS: [&str; 13] = [
    "question",
    "about",
    "answers",
    "who",
    "paper",
    "row_count",
    "worth",
    "rows",
    "answer",
    "by",
    "on",
    "evidence",
    "key",
];

/// What people write when they cannot tell: full answers that leave it open.
const NOT_TOLD: [&str; 10] = [
    "unknown",
    "i do not know",
    "i don't know",
    "somebody else knows",
    "不知道",
    "别人知道",
    "他人知道",
    "分かりません",
    "他の人が知っている",
    "不明",
];

impl Answers {
    /// The filled answers of a sheet of questions, whatever the language of its headings.
    ///
    /// # Errors
    /// The sheet lacks one of its columns.
    pub fn read(table: &Table) -> Result<Answers, Refused> {
        let at_of = |key: &str| {
            Language::ALL.iter().find_map(|(language, _)| {
                let heading = sheet_word(&format!("column.{key}"), *language, &[]);
                table.headings.iter().position(|known| known.trim() == heading)
            })
        };
        let mut at = BTreeMap::new();
        for key in COLUMNS {
            let Some(column) = at_of(key) else {
                let heading = sheet_word(&format!("column.{key}"), Language::En, &[]);
                return Err(Refused::new(
                    format!("the sheet `{}` lacks the column `{heading}`", table.sheet),
                    "fill in the sheet that `exeat check` wrote, and leave its headings as they are",
                ));
            };
            at.insert(key, column);
        }
        let mut answers = Answers::default();
        for row in &table.rows {
            let cell = |key: &str| at.get(key).and_then(|at| row.cells.get(*at)).map(Cell::text).unwrap_or_default();
            let text = cell("answer");
            if text.is_empty() {
                continue;
            }
            let place = |key: &str| Place {
                sheet: table.sheet.clone(),
                row: row.number,
                column: at.get(key).copied().unwrap_or(0),
            };
            let broken = |key: &str, what: String, remedy: &str| Broken {
                place: place(key),
                what,
                expected: String::new(),
                remedy: remedy.to_owned(),
            };
            answers.kept.push(COLUMNS.iter().map(|key| cell(key)).collect());
            if NOT_TOLD.contains(&text.to_lowercase().as_str()) {
                continue;
            }
            let Some((target, fact)) = parse_key(&cell("key")) else {
                answers.broken.push(broken(
                    "key",
                    "the key is not known".to_owned(),
                    "copy it from the sheet as it was written",
                ));
                continue;
            };
            let Some(rows) = parse_rows(&cell("rows")) else {
                answers.broken.push(broken("rows", "these are no rows".to_owned(), "write `2, 5-9`"));
                continue;
            };
            if cell("by").is_empty() || cell("on").is_empty() {
                let what = "the answer names no person and day".to_owned();
                answers.broken.push(broken("answer", what, "write who answered and on which day"));
                continue;
            }
            let on = cell_value::of_text_day(&cell("on"));
            let answer =
                Answer { target, fact, text, by: cell("by"), on, evidence: cell("evidence"), place: place("answer") };
            for row in rows {
                answers.by_row.entry(row).or_default().push(answer.clone());
            }
        }
        Ok(answers)
    }

    /// The same by the place of a row in a table.
    pub(crate) fn of_rows(&self, table: &Table) -> BTreeMap<usize, Vec<Answer>> {
        let rows = table.rows.iter().enumerate();
        rows.filter_map(|(at, row)| Some((at, self.by_row.get(&row.number)?.clone()))).collect()
    }
}

/// `line|dysprosium`, `end_user/1|military_user`, `end_use/2|military_use`, `|customs_challenge`, `end_user/1|near:cn-…`.
fn parse_key(key: &str) -> Option<(Target, String)> {
    let (place, fact) = key.split_once('|')?;
    let (what, number) = place.split_once('/').unwrap_or((place, "1"));
    let number: usize = number.parse().ok().filter(|number| *number >= 1)?;
    let target = match what {
        "line" => Target::Line,
        "" => Target::Shipment,
        "end_use" => Target::EndUse(number),
        role => Target::Party(Role::parse(role)?, number),
    };
    Some((target, fact.to_owned()))
}

/// `2, 5-9`; at most as many rows as a sheet has.
fn parse_rows(text: &str) -> Option<Vec<usize>> {
    let mut rows = Vec::new();
    for part in text.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (usize, usize) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        if from == 0 || to < from || to > crate::limit::ROWS_MAX {
            return None;
        }
        rows.extend(from..=to);
        if rows.len() > crate::limit::ROWS_MAX {
            return None;
        }
    }
    (!rows.is_empty()).then_some(rows)
}

/// Rows as `2, 5-9`.
pub(crate) fn rows_text(rows: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match parts.last_mut() {
            Some((_, to)) if *to + 1 == *row => *to = *row,
            _ => parts.push((*row, *row)),
        }
    }
    let text = parts.iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") });
    text.collect::<Vec<_>>().join(", ")
}

impl Answer {
    /// The answer as a fact of its own author.
    fn stated(&self, rulebook: &Rulebook) -> Option<Value> {
        let set = is_set(rulebook, &self.fact);
        let unit = rulebook.vocabulary.find(&self.fact).and_then(|id| rulebook.vocabulary.fact(id).unit);
        let unit = unit.map(|unit| rulebook.units.unit(unit).symbol.clone());
        let cell = Cell::Text(self.text.clone());
        let value = cell_value::of_text(rulebook, &self.fact, &cell, unit.as_deref(), None).ok()?;
        let value = if set && !matches!(value, Value::Array(_)) { Value::Array(vec![value]) } else { value };
        let mut stated = Value::table();
        stated.set(&["value"], value);
        self.sign(&mut stated);
        Some(stated)
    }

    fn sign(&self, table: &mut Value) {
        table.set(&["by"], Value::text(self.by.as_str()));
        table.set(&["on"], Value::text(self.on.as_str()));
        if !self.evidence.is_empty() {
            table.set(&["evidence"], Value::text(self.evidence.as_str()));
        }
    }

    pub(crate) fn apply_to(&self, table: &mut Value, rulebook: &Rulebook, facts: &str) {
        let built_in = rulebook.vocabulary.find(&self.fact).is_some_and(|id| rulebook.vocabulary.fact(id).built_in);
        match (built_in, self.stated(rulebook)) {
            (_, None) => {}
            (false, Some(stated)) => table.set(&[facts, &self.fact], stated),
            (true, Some(Value::Table(fields))) => {
                let value = fields.into_iter().find(|(key, _)| key == "value");
                value.into_iter().for_each(|(_, value)| table.set(&[&self.fact], value));
            }
            (true, Some(_)) => {}
        }
    }

    /// Puts it where it belongs; those of lines are put when the line is made.
    pub(crate) fn apply(
        &self,
        document: &mut Value,
        parties: &mut [(Role, Value)],
        end_uses: &mut Vec<Value>,
        rulebook: &Rulebook,
    ) {
        match &self.target {
            Target::Line => {}
            Target::Shipment if self.fact == "hour" => document.set(&["date"], Value::text(self.text.as_str())),
            Target::Shipment => self.apply_to(document, rulebook, "facts"),
            Target::Party(role, _) if self.fact == "further" => {
                if ["no", "否", "いいえ", "n"].contains(&self.text.to_lowercase().as_str()) {
                    complete(document, *role);
                }
            }
            Target::Party(role, number) => {
                let party = parties.iter_mut().filter(|(known, _)| known == role).nth(number - 1);
                let Some((_, party)) = party else { return };
                match self.fact.split_once(':') {
                    Some(("near", against)) => {
                        let mut decision = Value::table();
                        decision.set(&["against"], Value::text(against));
                        decision.set(&["decision"], Value::text(self.text.as_str()));
                        self.sign(&mut decision);
                        let mut all = document_list(party, "screening").unwrap_or_default();
                        all.push(decision);
                        party.set(&["screening"], Value::Array(all));
                    }
                    _ if self.fact == "name" => party.set(&["name"], Value::text(self.text.as_str())),
                    _ => self.apply_to(party, rulebook, "facts"),
                }
            }
            Target::EndUse(number) => {
                if end_uses.is_empty() {
                    end_uses.push(Value::table());
                }
                end_uses.get_mut(number - 1).into_iter().for_each(|one| self.apply_to(one, rulebook, "facts"));
            }
        }
    }
}

fn document_list(table: &Value, key: &str) -> Option<Vec<Value>> {
    let Value::Table(fields) = table else { return None };
    match fields.iter().find(|(known, _)| known == key) {
        Some((_, Value::Array(items))) => Some(items.clone()),
        Some((_, one)) => Some(vec![one.clone()]),
        None => None,
    }
}

/// Says that no further party has the role.
fn complete(document: &mut Value, role: Role) {
    let known = match document {
        Value::Table(fields) => fields.iter().find(|(key, _)| key == "parties").map(|(_, value)| value.clone()),
        _ => None,
    };
    let mut roles = known.and_then(|parties| document_list(&parties, "complete")).unwrap_or_default();
    if !roles.iter().any(|known| matches!(known, Value::Text(word, _) if word == role.word())) {
        roles.push(Value::text(role.word()));
    }
    document.set(&["parties", "complete"], Value::Array(roles));
}

#[cfg(test)]
mod tests {
    use super::{parse_rows, rows_text};

    #[test]
    fn rows_are_written_as_they_are_read() {
        let rows = [2, 5, 6, 7, 9];
        assert_eq!(rows_text(&rows), "2, 5-7, 9");
        assert_eq!(parse_rows("2, 5-7, 9").unwrap(), rows);
        for wrong in ["", "0", "7-5", "a", "1-999999999999"] {
            assert!(parse_rows(wrong).is_none(), "{wrong}");
        }
    }
}
