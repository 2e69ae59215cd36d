//! The rows of one reference as one shipment.

use crate::answer::{Answer, Target};
use crate::cell_value::{self, Wrong};
use crate::columns::{Column, Columns};
use crate::document::Value;
use crate::table::{Broken, Cell, Place, Row, Table};
use exeat::fact::Role;
use exeat::rulebook::{Rulebook, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// Line numbers of rows that are left out begin here; a sheet's own have at most nine digits.
const BARE_FROM: usize = 1_000_000_001;

/// Where the value of a field stands in a shipment.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stands {
    Shipment(Vec<String>),
    Party(Role, Vec<String>),
    EndUse(Vec<String>),
    Line(Vec<String>),
    Model(Vec<String>),
    LineNumber,
    /// Read together with another column.
    Beside,
}

/// A column that is read, and how.
#[derive(Debug, Clone)]
struct Reading {
    at: usize,
    field: String,
    stands: Stands,
    unit_at: Option<usize>,
    /// What is said beside a fact's value: read after it, and only where it stands.
    beside_value: bool,
}

/// How the rows of a table become shipments.
pub(crate) struct Plan<'a> {
    pub(crate) table: &'a Table,
    columns: &'a Columns,
    rulebook: &'a Rulebook,
    readings: Vec<Reading>,
    always: Vec<(Stands, Value)>,
    model_at: Option<usize>,
}

/// A shipment made of rows.
pub(crate) struct Made {
    pub(crate) document: Value,
    /// Rows that say something that cannot be, with the cell.
    pub(crate) broken: Vec<(usize, Broken)>,
    /// For each row, by its place in the group: `1/N35SH-A`.
    pub(crate) names: Vec<String>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(table: &'a Table, columns: &'a Columns, rulebook: &'a Rulebook) -> Plan<'a> {
        let at_of = |field: &str| columns.columns.iter().position(|column| column.field.as_deref() == Some(field));
        let mut readings: Vec<Reading> = Vec::new();
        for (at, column) in columns.columns.iter().enumerate() {
            let Some(field) = &column.field else { continue };
            let stands = stands(field, rulebook);
            if stands == Stands::Beside {
                continue;
            }
            let unit_at = if field == "quantity" || field == "value" { at_of(&format!("{field}.unit")) } else { None };
            let beside_value = [".by", ".on", ".evidence"].iter().any(|end| field.ends_with(end))
                && !field.starts_with("declaration.")
                && !field.starts_with("classification.");
            readings.push(Reading { at, field: field.clone(), stands, unit_at, beside_value });
        }
        readings.sort_by_key(|reading| reading.beside_value);
        let always = columns.always.iter().filter_map(|(field, texts)| {
            let value = always(rulebook, field, texts)?;
            Some((stands(field, rulebook), value))
        });
        Plan { table, columns, rulebook, readings, always: always.collect(), model_at: at_of("model") }
    }

    /// Rows of one reference together, in the order of their first row; a row without one stands alone.
    pub(crate) fn groups(&self) -> Vec<Vec<usize>> {
        let at = self.columns.columns.iter().position(|column| column.field.as_deref() == Some("reference"));
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (number, row) in self.table.rows.iter().enumerate() {
            let reference = at.and_then(|at| row.cells.get(at)).map(Cell::text).filter(|text| !text.is_empty());
            match reference.and_then(|reference| match known.get(&reference) {
                Some(group) => Some(*group),
                None => {
                    known.insert(reference, groups.len());
                    None
                }
            }) {
                Some(group) => groups.get_mut(group).into_iter().for_each(|rows| rows.push(number)),
                None => groups.push(vec![number]),
            }
        }
        groups
    }

    pub(crate) fn row(&self, number: usize) -> Option<&'a Row> {
        self.table.rows.get(number)
    }

    pub(crate) fn place(&self, number: usize, column: usize) -> Place {
        let row = self.row(number).map_or(0, |row| row.number);
        Place { sheet: self.table.sheet.clone(), row, column }
    }

    /// A unit's symbol.
    pub(crate) fn unit(&self, unit: exeat::rulebook::UnitId) -> String {
        self.rulebook.units.unit(unit).symbol.clone()
    }

    /// The column of that field, if the sheet has one.
    pub(crate) fn column_of(&self, field: &str) -> Option<usize> {
        self.columns.columns.iter().position(|column| column.field.as_deref() == Some(field))
    }

    /// The shipment of these rows; of those left out only that there is such a line, with nothing known of it.
    pub(crate) fn make(
        &self,
        rows: &[usize],
        left_out: &BTreeSet<usize>,
        answers: &BTreeMap<usize, Vec<Answer>>,
    ) -> Made {
        let mut made = Made { document: Value::table(), broken: Vec::new(), names: Vec::new() };
        let (mut parties, mut end_uses): (Vec<(Role, Value)>, Vec<Value>) = (Vec::new(), Vec::new());
        let (mut lines, mut first): (Vec<Value>, BTreeMap<usize, (usize, String)>) = (Vec::new(), BTreeMap::new());
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for (at, number) in rows.iter().enumerate() {
            let mut own = Own::default();
            let bare = left_out.contains(number);
            if !bare {
                self.fill(*number, &mut own, &mut made, &mut first);
            }
            // Past every number that a sheet may give, so that no other line has it.
            let default = if bare { BARE_FROM + at } else { at + 1 };
            let line_number = own.number.clone().unwrap_or_else(|| default.to_string());
            let mut name = line_number.clone();
            if let Some((_, id)) = &own.model {
                name = format!("{line_number}/{id}");
            }
            if !seen.insert(name.clone()) {
                let column = self.model_at.or_else(|| self.column_of("line")).unwrap_or(0);
                let wrong = Wrong {
                    what: format!("the line `{name}` stands twice under one reference"),
                    expected: "a line number or model of its own".to_owned(),
                    remedy: "number the lines, or give the row another reference".to_owned(),
                };
                made.broken.push((*number, self.broken(*number, column, wrong)));
                name = format!("{name}#{}", at + 1);
            }
            made.names.push(name.clone());
            let told =
                answers.get(number).into_iter().flatten().filter(|answer| !bare && answer.target == Target::Line);
            told.for_each(|answer| answer.apply_to(&mut own.line, self.rulebook, "properties"));
            for (role, party) in own.parties {
                merge(
                    &mut parties,
                    (role, party),
                    |known, new| known.0 == new.0 && same_party(&known.1, &new.1),
                    |known, new| {
                        take(&mut known.1, &new.1);
                    },
                );
            }
            if !own.end_use.is_empty_table() {
                merge(&mut end_uses, own.end_use, agree, |known, new| take(known, &new));
            }
            lines.push(own_line(own.line, own.model_table, own.model, &line_number));
        }
        self.finish(&mut made, rows, left_out, (parties, end_uses, lines), answers);
        made
    }

    fn finish(
        &self,
        made: &mut Made,
        rows: &[usize],
        left_out: &BTreeSet<usize>,
        (mut parties, mut end_uses, mut lines): Parts,
        answers: &BTreeMap<usize, Vec<Answer>>,
    ) {
        for (stands, value) in &self.always {
            match stands {
                Stands::Shipment(path) => set_missing(&mut made.document, path, value),
                Stands::EndUse(path) => {
                    if end_uses.is_empty() {
                        end_uses.push(Value::table());
                    }
                    end_uses.iter_mut().for_each(|end_use| set_missing(end_use, path, value));
                }
                Stands::Party(role, path) => {
                    if !parties.iter().any(|(known, _)| known == role) {
                        parties.push((*role, Value::table()));
                    }
                    let of_role = parties.iter_mut().filter(|(known, _)| known == role);
                    of_role.for_each(|(_, party)| set_missing(party, path, value));
                }
                _ => {}
            }
        }
        for (stands, value) in &self.always {
            if let Stands::Line(path) = stands {
                lines.iter_mut().for_each(|line| set_missing(line, path, value));
            }
        }
        let own: Vec<&Answer> = rows
            .iter()
            .filter(|row| !left_out.contains(row))
            .flat_map(|row| answers.get(row).into_iter().flatten())
            .collect();
        for answer in own {
            answer.apply(&mut made.document, &mut parties, &mut end_uses, self.rulebook);
        }
        let parties: Vec<Value> = parties
            .into_iter()
            .map(|(role, mut party)| {
                party.set(&["role"], Value::text(role.word()));
                party
            })
            .collect();
        let end_uses: Vec<Value> = end_uses.into_iter().filter(|end_use| !end_use.is_empty_table()).collect();
        for (key, list) in [("party", parties), ("end_use", end_uses), ("line", lines)] {
            if !list.is_empty() {
                made.document.set(&[key], Value::Array(list));
            }
        }
    }

    /// What one row says.
    fn fill(&self, number: usize, own: &mut Own, made: &mut Made, first: &mut BTreeMap<usize, (usize, String)>) {
        let Some(row) = self.row(number) else { return };
        for reading in &self.readings {
            let Some(column) = self.columns.columns.get(reading.at) else { continue };
            match self.read(reading, column, row, number) {
                Ok(None) => {}
                Ok(Some(value)) => {
                    if let Err(wrong) = self.put(reading, value, row, (number, reading.at), own, made, first) {
                        made.broken.push((number, self.broken(number, reading.at, wrong)));
                    }
                }
                Err(wrong) => made.broken.push((number, self.broken(number, reading.at, wrong))),
            }
        }
    }

    fn read(&self, reading: &Reading, column: &Column, row: &Row, number: usize) -> Result<Option<Value>, Wrong> {
        let unit = reading.unit_at.and_then(|at| row.cells.get(at));
        cell_value::value(self.rulebook, column, &reading.field, row, (number, reading.at), unit)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one shipment in the making")]
    fn put(
        &self,
        reading: &Reading,
        value: Value,
        row: &Row,
        at: (usize, usize),
        own: &mut Own,
        made: &mut Made,
        first: &mut BTreeMap<usize, (usize, String)>,
    ) -> Result<(), Wrong> {
        let beside = reading.beside_value;
        match &reading.stands {
            Stands::Shipment(path) => {
                let text = row.cells.get(at.1).map(Cell::text).unwrap_or_default();
                match first.get(&at.1) {
                    Some((_, known)) if *known == text => {}
                    Some((known_row, known)) => {
                        return Err(Wrong {
                            what: format!(
                                "`{text}` stands here, but `{known}` in row {known_row} of the same reference"
                            ),
                            expected: "one value for the whole shipment".to_owned(),
                            remedy: "write the same in all its rows, or give the row another reference".to_owned(),
                        });
                    }
                    None => {
                        first.insert(at.1, (row.number, text));
                        put(&mut made.document, path, value, beside);
                    }
                }
            }
            Stands::Party(role, path) => {
                if !own.parties.iter().any(|(known, _)| known == role) {
                    own.parties.push((*role, Value::table()));
                }
                let party = own.parties.iter_mut().find(|(known, _)| known == role);
                party.into_iter().for_each(|(_, party)| put(party, path, value.clone(), beside));
            }
            Stands::EndUse(path) => put(&mut own.end_use, path, value, beside),
            Stands::Line(path) => put(&mut own.line, path, value, beside),
            Stands::Model(path) if path.first().is_some_and(|key| key == "id") => {
                if let Value::Text(text, _) = &value {
                    own.model = Some((value.clone(), text.clone()));
                }
            }
            Stands::Model(path) => put(&mut own.model_table, path, value, beside),
            Stands::LineNumber => {
                if let Value::Number(digits, _) = value {
                    own.number = Some(digits);
                }
            }
            Stands::Beside => {}
        }
        Ok(())
    }

    pub(crate) fn broken(&self, number: usize, column: usize, wrong: Wrong) -> Broken {
        Broken { place: self.place(number, column), what: wrong.what, expected: wrong.expected, remedy: wrong.remedy }
    }
}

/// Parties, end uses and lines.
type Parts = (Vec<(Role, Value)>, Vec<Value>, Vec<Value>);

/// What one row says, sorted by place.
struct Own {
    number: Option<String>,
    model: Option<(Value, String)>,
    model_table: Value,
    line: Value,
    end_use: Value,
    parties: Vec<(Role, Value)>,
}

impl Default for Own {
    fn default() -> Own {
        let table = Value::table;
        Own { number: None, model: None, model_table: table(), line: table(), end_use: table(), parties: Vec::new() }
    }
}

fn own_line(line: Value, model_table: Value, model: Option<(Value, String)>, number: &str) -> Value {
    let mut out = Value::table();
    if let Value::Table(fields) = line {
        fields.into_iter().for_each(|(key, value)| out.set(&[&key], value));
    }
    out.set(&["number"], Value::Number(number.to_owned(), None));
    match model {
        Some((id, _)) => {
            let mut model = Value::Table(vec![("id".to_owned(), id)]);
            if let Value::Table(fields) = model_table {
                fields.into_iter().for_each(|(key, value)| model.set(&[&key], value));
            }
            out.set(&["model"], Value::Array(vec![model]));
        }
        None => {
            if let Value::Table(fields) = model_table {
                fields.into_iter().for_each(|(key, value)| out.set(&[&key], value));
            }
        }
    }
    out
}

/// Sets a value; what is said beside a fact only where the fact has a value.
fn put(table: &mut Value, path: &[String], value: Value, beside: bool) {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    if beside {
        let (_, above) = path.split_last().unwrap_or((&"", &[]));
        if find(table, above).is_none() {
            return;
        }
    }
    table.set(&path, value);
}

fn find<'v>(table: &'v Value, path: &[&str]) -> Option<&'v Value> {
    let [first, rest @ ..] = path else { return Some(table) };
    let Value::Table(fields) = table else { return None };
    let (_, below) = fields.iter().find(|(key, _)| key == first)?;
    find(below, rest)
}

fn set_missing(table: &mut Value, path: &[String], value: &Value) {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    if find(table, &path).is_none() {
        table.set(&path, value.clone());
    }
}

fn merge<T>(known: &mut Vec<T>, new: T, same: impl Fn(&T, &T) -> bool, join: impl FnOnce(&mut T, T)) {
    match known.iter().position(|one| same(one, &new)).and_then(|at| known.get_mut(at)) {
        Some(one) => join(one, new),
        None => known.push(new),
    }
}

/// Whether two tables say nothing different.
fn agree(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Table(a), Value::Table(b)) => b
            .iter()
            .all(|(key, value)| a.iter().find(|(known, _)| known == key).is_none_or(|(_, known)| agree(known, value))),
        (Value::Text(a, _), Value::Text(b, _)) | (Value::Number(a, _), Value::Number(b, _)) => a == b,
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agree(a, b)),
        _ => false,
    }
}

fn same_party(a: &Value, b: &Value) -> bool {
    let named = find(a, &["name"]).is_some() == find(b, &["name"]).is_some();
    named && agree(a, b)
}

fn take(known: &mut Value, new: &Value) {
    let Value::Table(fields) = new else { return };
    for (key, value) in fields {
        match find(known, &[key]) {
            None => known.set(&[key], value.clone()),
            Some(Value::Table(_)) => {
                if let Value::Table(own) = known
                    && let Some((_, below)) = own.iter_mut().find(|(known, _)| known == key)
                {
                    take(below, value);
                }
            }
            Some(_) => {}
        }
    }
}

/// Where the value of a field stands.
fn stands(field: &str, rulebook: &Rulebook) -> Stands {
    let own = |path: &[&str]| path.iter().map(|part| (*part).to_owned()).collect::<Vec<String>>();
    let parts: Vec<&str> = field.split('.').collect();
    match parts.as_slice() {
        ["quantity" | "value", "unit"] => Stands::Beside,
        ["line"] => Stands::LineNumber,
        ["model"] => Stands::Model(own(&["id"])),
        ["quantity" | "value"] => Stands::Model(own(&parts)),
        ["description" | "hs" | "origin"] | ["classification", _] => Stands::Line(own(&parts)),
        ["end_use", "description"] => Stands::EndUse(own(&["description"])),
        ["end_use", rest @ ..] => Stands::EndUse(own(&[&["facts"], rest].concat())),
        ["declaration" | "parties", _] => Stands::Shipment(own(&parts)),
        [role, rest @ ..] if Role::parse(role).is_some() && !rest.is_empty() => {
            let role = Role::parse(role).unwrap_or(Role::EndUser);
            match rest {
                ["name" | "country" | "address" | "located_in"] => Stands::Party(role, own(rest)),
                _ => Stands::Party(role, own(&[&["facts"], rest].concat())),
            }
        }
        [name, ..] => match rulebook.vocabulary.find(name).map(|id| rulebook.vocabulary.fact(id)) {
            Some(fact) if fact.scope == Scope::Line && !fact.built_in => {
                Stands::Line(own(&[&["properties"], parts.as_slice()].concat()))
            }
            Some(fact) if !fact.built_in && *name != "activity" => {
                Stands::Shipment(own(&[&["facts"], parts.as_slice()].concat()))
            }
            _ => Stands::Shipment(own(&parts)),
        },
        [] => Stands::Beside,
    }
}

fn always(rulebook: &Rulebook, field: &str, texts: &[String]) -> Option<Value> {
    let mut values = texts
        .iter()
        .filter_map(|text| cell_value::of_text(rulebook, field, &Cell::Text(text.clone()), None, None).ok());
    if texts.len() == 1 { values.next() } else { Some(Value::Array(values.collect())) }
}
