//! Lines and their models: goods, software, technology, services with their properties.

use super::limit::MODELS_MAX;
use super::reader::{At, Reader, Table, Wrong};
use super::shipment::FieldType;
use super::tree::{Node, Tree};
use super::value::number_value;
use crate::fact::{Amount, Author, Declaration, FactSet, Line, Model, Stated, Value};
use crate::number::{End, Interval, Rational};
use crate::rulebook::Scope;
use std::collections::BTreeSet;

const LINE_FIELDS: [&str; 9] =
    ["number", "description", "hs", "origin", "quantity", "value", "properties", "classification", "model"];
const MODEL_FIELDS: [&str; 5] = ["id", "quantity", "value", "properties", "classification"];

/// A tariff number has six digits, eight in most countries, ten in China's; thirteen with its inspection code.
const HS_DIGITS: std::ops::RangeInclusive<usize> = 4..=13;

impl Reader<'_> {
    pub(super) fn line(&mut self, node: &Node, at: &At<'_>, counted: u32, declared: &Declaration) -> Option<Line> {
        let table = self.table(node, at, &LINE_FIELDS)?;
        let mut facts = self.properties(&table, at, declared);
        if let Some(node) = table.get("origin") {
            self.origin(&mut facts, node, &at.key("origin"), declared);
        }
        let hs = self.hs(&mut facts, &table, at, declared);
        let quantity = self.amount_fact(&mut facts, &table, "quantity", at, declared);
        let value = self.amount_fact(&mut facts, &table, "value", at, declared);
        let mut line = Line {
            number: self.line_number(&table, at).unwrap_or(counted),
            description: self.text_of(&table, "description", at),
            hs,
            quantity,
            value,
            facts,
            classification: self.classification(&table, at, declared),
            models: Vec::new(),
        };
        line.models = self.models(&table, at, &line, declared);
        Some(line)
    }

    fn properties(&mut self, table: &Table<'_>, at: &At<'_>, declared: &Declaration) -> FactSet {
        match table.get("properties") {
            Some(node) => self.facts(node, &at.key("properties"), &[Scope::Line], declared),
            None => FactSet::default(),
        }
    }

    fn line_number(&mut self, table: &Table<'_>, at: &At<'_>) -> Option<u32> {
        let node = table.get("number")?;
        let number = match &node.tree {
            Tree::Number(digits) => digits.parse().ok().filter(|number| *number >= 1),
            _ => None,
        };
        if number.is_none() {
            self.wrong(
                &node.span,
                &at.key("number"),
                Wrong::new(
                    "this is no line number",
                    "1, 2, 3 …",
                    "write a whole number from 1, or leave the field out",
                ),
            );
        }
        number
    }

    /// The country of origin; `mixed` goods have none, and their shares stand in their properties.
    fn origin(&mut self, facts: &mut FactSet, node: &Node, at: &At<'_>, declared: &Declaration) {
        let mixed = matches!(&node.tree, Tree::Text(text) if text.trim() == "mixed");
        let fact = self.rulebook.vocabulary.find("origin").map(|id| (id, self.rulebook.vocabulary.fact(id)));
        match fact {
            // No country is the origin of all of it: unknown, so that no rule of origin is passed by.
            Some((id, fact)) if mixed && fact.word("mixed").is_none() => {
                let author = super::fact::by_declaration(declared);
                facts.set(id, Stated { value: Value::Unknown, author, sources: Vec::new(), at_odds: false });
            }
            None if mixed => {}
            _ => self.field(facts, "origin", FieldType::Country, node, at, declared),
        }
    }

    /// The tariff number, digits only.
    fn hs(&mut self, facts: &mut FactSet, table: &Table<'_>, at: &At<'_>, declared: &Declaration) -> Option<String> {
        let node = table.get("hs")?;
        let at = at.key("hs");
        let written = self.code(node, &at)?;
        let digits: String = written.chars().filter(|letter| !matches!(letter, '.' | ' ' | '-')).collect();
        if !HS_DIGITS.contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let what = format!("`{}` is no tariff number", super::measured::short(&written));
            self.wrong(&node.span, &at, Wrong::new(what, "4 to 13 digits", "write the digits, `8505111000`"));
            return None;
        }
        let plain = Node { span: node.span.clone(), tree: Tree::Text(digits.clone()) };
        self.field(facts, "hs", FieldType::Text, &plain, &at, declared);
        Some(digits)
    }

    /// A quantity or value: the amount, and the fact of that name where the vocabulary has one of that dimension.
    fn amount_fact(
        &mut self,
        facts: &mut FactSet,
        table: &Table<'_>,
        name: &str,
        at: &At<'_>,
        declared: &Declaration,
    ) -> Option<Amount> {
        let node = table.get(name)?;
        let at = at.key(name);
        let amount = self.amount(node, &at)?;
        let units = &self.rulebook.units;
        let currency = |symbol: &str| symbol.len() == 3 && symbol.bytes().all(|byte| byte.is_ascii_uppercase());
        if name == "value" && !currency(&units.unit(amount.unit).symbol) {
            self.wrong(
                &node.span,
                &at,
                Wrong::new(
                    "a value is written in a currency",
                    "an amount such as `84000 USD`",
                    "write amount and currency, `84000 USD`",
                ),
            );
            return None;
        }
        if let Some(id) = self.rulebook.vocabulary.find(name) {
            let fact = self.rulebook.vocabulary.fact(id);
            let alike = fact.unit.is_some_and(|own| units.unit(own).dimension == units.unit(amount.unit).dimension);
            if facts.get(id).is_some() {
                self.twice_stated(node, &at, name);
            } else if let Some(base) = units.to_base(amount.value, amount.unit).filter(|_| alike) {
                let text = format!("{} {}", amount.value, units.unit(amount.unit).symbol);
                let value = number_value(fact, Interval::point(base), false, &text);
                let author = super::fact::by_declaration(declared);
                facts.set(id, Stated { value, author, sources: Vec::new(), at_odds: false });
            }
        }
        Some(amount)
    }

    fn models(&mut self, table: &Table<'_>, at: &At<'_>, line: &Line, declared: &Declaration) -> Vec<Model> {
        let alone = match table.get("model").map(|node| &node.tree) {
            Some(Tree::Array(items)) => items.len() == 1,
            _ => true,
        };
        let mut seen = BTreeSet::new();
        self.records(table, "model", at, MODELS_MAX, |reader, node, at| {
            let model = reader.model(node, at, line, alone, declared)?;
            if !seen.insert(model.id.clone()) {
                let what = format!("two models of the line are called `{}`", model.id);
                reader.wrong(
                    &node.span,
                    at,
                    Wrong::new(what, "an id of its own", "number them, or write them as one model"),
                );
            }
            Some(model)
        })
    }

    fn model(&mut self, node: &Node, at: &At<'_>, line: &Line, alone: bool, declared: &Declaration) -> Option<Model> {
        let table = self.table(node, at, &MODEL_FIELDS)?;
        let mut own = self.properties(&table, at, declared);
        let quantity = self.amount_fact(&mut own, &table, "quantity", at, declared);
        let value = self.amount_fact(&mut own, &table, "value", at, declared);
        let mut facts = line.facts.clone();
        if !alone {
            self.part_of_line(&mut facts, "quantity", &line.facts);
            self.part_of_line(&mut facts, "value", &line.facts);
        }
        for (id, stated) in own.iter() {
            facts.set(id, stated.clone());
        }
        let classification = self.classification(&table, at, declared).or_else(|| line.classification.clone());
        let Some(id) = self.code_of(&table, "id", at).filter(|id| !id.trim().is_empty()) else {
            if table.get("id").is_none() {
                self.missing(&node.span, at, "id", "write the model's or lot's name, `id = \"N35SH-A\"`");
            }
            return None;
        };
        Some(Model { id, quantity, value, facts, classification })
    }

    /// One of several models holds at most what the whole line holds.
    fn part_of_line(&self, facts: &mut FactSet, name: &str, of_line: &FactSet) {
        let Some(id) = self.rulebook.vocabulary.find(name) else { return };
        let Some(Stated { value: Value::Number { range, text, .. }, .. }) = of_line.get(id) else { return };
        let part = Interval { low: Some(End { at: Rational::ZERO, closed: true }), high: range.high };
        let value = number_value(self.rulebook.vocabulary.fact(id), part, false, &format!("part of {text}"));
        facts.set(id, Stated { value, author: Author::default(), sources: Vec::new(), at_odds: false });
    }
}
