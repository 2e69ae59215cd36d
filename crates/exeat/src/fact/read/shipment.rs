//! The top of the document: journey, dates, declaration, and the lists below it.

use super::day;
use super::limit::{LINES_MAX, RECORDS_MAX};
use super::reader::{At, Reader, Table};
use super::tree::Node;
use crate::canonical::Json;
use crate::fact::{Declaration, EndUse, FactSet, Shipment, When};
use crate::rulebook::Scope;

/// Fields of the shipment that are facts of the vocabulary.
const FACT_FIELDS: [(&str, FieldType); 8] = [
    ("from", FieldType::Country),
    ("to", FieldType::Country),
    ("final", FieldType::Country),
    ("via", FieldType::Countries),
    ("last_exported_from", FieldType::Country),
    ("activity", FieldType::Text),
    ("contract_on", FieldType::Day),
    ("declared_at", FieldType::Day),
];

const FIELDS: [&str; 19] = [
    "reference",
    "date",
    "contract_on",
    "declared_at",
    "activity",
    "from",
    "via",
    "to",
    "final",
    "last_exported_from",
    "facts",
    "party",
    "parties",
    "end_use",
    "claim",
    "declaration",
    "licence",
    "evidence",
    "line",
];

/// What a field is when the vocabulary has no fact of its name.
#[derive(Clone, Copy)]
pub(super) enum FieldType {
    Country,
    Countries,
    Text,
    Day,
}

impl Reader<'_> {
    /// The whole shipment; `None` when the document is no table.
    pub(super) fn shipment(&mut self, document: &Node) -> Option<Shipment> {
        let root = At::ROOT;
        let table = self.table(document, &root, &FIELDS)?;
        let declaration = self.declaration(&table, &root);
        let declared = declaration.clone().unwrap_or_default();
        let mut shipment = Shipment {
            reference: self.code_of(&table, "reference", &root),
            date: self.date_of(&table),
            facts: self.journey(&table, document, &declared),
            declaration,
            digest: digest(document),
            ..Shipment::default()
        };
        self.parties(&table, &root, &declared, &mut shipment);
        shipment.end_uses = self.end_uses(&table, &root, &declared);
        shipment.claims =
            self.records(&table, "claim", &root, RECORDS_MAX, |reader, node, at| reader.claim(node, at, &declared));
        shipment.licences = self.records(&table, "licence", &root, RECORDS_MAX, Reader::licence);
        shipment.evidence = self.records(&table, "evidence", &root, RECORDS_MAX, Reader::paper);
        shipment.lines = self.lines(&table, document, &declared);
        Some(shipment)
    }

    fn date_of(&mut self, table: &Table<'_>) -> Option<When> {
        let node = table.get("date")?;
        let root = At::ROOT;
        let at = root.key("date");
        let text = self.text(node, &at)?;
        match day::when(&text) {
            Ok(when) => Some(when),
            Err(wrong) => {
                self.wrong(&node.span, &at, wrong);
                None
            }
        }
    }

    fn journey(&mut self, table: &Table<'_>, document: &Node, declared: &Declaration) -> FactSet {
        let root = At::ROOT;
        let mut facts = match table.get("facts") {
            Some(node) => self.facts(node, &root.key("facts"), &[Scope::Shipment], declared),
            None => FactSet::default(),
        };
        for (name, kind) in FACT_FIELDS {
            if let Some(node) = table.get(name) {
                self.field(&mut facts, name, kind, node, &root.key(name), declared);
            }
        }
        for (name, remedy) in
            [("from", "write where it is now, `from = \"CN\"`"), ("to", "write where it goes now, `to = \"JP\"`")]
        {
            let stated = self.rulebook.vocabulary.find(name).is_some_and(|id| facts.get(id).is_some());
            if !stated && table.get(name).is_none() {
                self.missing(&(document.span.start..document.span.start), &root, name, remedy);
            }
        }
        facts
    }

    /// A field that is a fact where the vocabulary has one of its name; otherwise only its form is looked at.
    pub(super) fn field(
        &mut self,
        facts: &mut FactSet,
        name: &str,
        kind: FieldType,
        node: &Node,
        at: &At<'_>,
        declared: &Declaration,
    ) {
        if let Some(id) = self.rulebook.vocabulary.find(name) {
            if facts.get(id).is_some() {
                self.twice_stated(node, at, name);
            } else if let Some(stated) = self.stated(id, node, at, declared) {
                facts.set(id, stated);
            }
            return;
        }
        match kind {
            FieldType::Text => drop(self.text(node, at)),
            FieldType::Day => {
                if let Some(text) = self.text(node, at) {
                    let _ = self.day(&text, &node.span, at);
                }
            }
            FieldType::Country | FieldType::Countries => {
                for item in self.items(node, at, RECORDS_MAX) {
                    if let Some(text) = self.text(item, at) {
                        let _ = self.country(&text, &item.span, at);
                    }
                }
            }
        }
    }

    pub(super) fn twice_stated(&mut self, node: &Node, at: &At<'_>, name: &str) {
        let wrong = super::reader::Wrong::new(
            format!("`{name}` is stated twice, as a field and as a fact"),
            "one of the two",
            "keep the field and leave out the fact",
        );
        self.wrong(&node.span, at, wrong);
    }

    fn end_uses(&mut self, table: &Table<'_>, at: &At<'_>, declared: &Declaration) -> Vec<EndUse> {
        let mut uses =
            self.records(table, "end_use", at, RECORDS_MAX, |reader, node, at| reader.end_use(node, at, declared));
        if uses.is_empty() {
            uses.push(EndUse::default());
        }
        uses
    }

    fn end_use(&mut self, node: &Node, at: &At<'_>, declared: &Declaration) -> Option<EndUse> {
        let table = self.table(node, at, &["description", "party", "share", "facts"])?;
        let facts = match table.get("facts") {
            Some(node) => self.facts(node, &at.key("facts"), &[Scope::EndUse, Scope::Declaration], declared),
            None => FactSet::default(),
        };
        Some(EndUse {
            description: self.text_of(&table, "description", at),
            party: self.text_of(&table, "party", at),
            share: self.share_of(&table, "share", at),
            facts,
        })
    }

    /// One table, or a list of tables, each read by itself.
    pub(super) fn records<T>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        at: &At<'_>,
        items_max: usize,
        mut one: impl FnMut(&mut Self, &Node, &At<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = table.get(key) else { return Vec::new() };
        let at = at.key(key);
        let items = self.items(node, &at, items_max);
        let mut records = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            records.extend(one(self, item, &at.index(index)));
        }
        records
    }

    fn lines(&mut self, table: &Table<'_>, document: &Node, declared: &Declaration) -> Vec<crate::fact::Line> {
        let root = At::ROOT;
        let mut next = 0;
        let lines = self.records(table, "line", &root, LINES_MAX, |reader, node, at| {
            next += 1;
            reader.line(node, at, next, declared)
        });
        if table.get("line").is_none() {
            let remedy = "write at least one line: `[[line]]`, with `description` and `[line.properties]`";
            self.missing(&(document.span.start..document.span.start), &root, "line", remedy);
        }
        lines
    }
}

fn digest(document: &Node) -> String {
    let json: Json = super::tree::to_json(&document.tree);
    json.digest()
}
