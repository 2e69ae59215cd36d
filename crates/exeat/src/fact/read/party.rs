//! Parties, their owners, and decisions on near matches.

use super::limit::{LIST_MAX, RECORDS_MAX};
use super::reader::{At, Reader, Table, Wrong};
use super::shipment::FieldType;
use super::tree::{Node, Tree};
use crate::fact::{
    Author, Declaration, FactSet, Named, Owner, Party, Role, ScreeningDecision, ScreeningVerdict, Shipment,
};
use crate::number::Rational;
use crate::rulebook::Scope;

const FIELDS: [&str; 10] =
    ["role", "name", "names", "country", "located_in", "address", "identifiers", "facts", "owner", "screening"];

impl Reader<'_> {
    /// All parties, and which roles nobody else has.
    pub(super) fn parties(&mut self, table: &Table<'_>, at: &At<'_>, declared: &Declaration, shipment: &mut Shipment) {
        shipment.parties =
            self.records(table, "party", at, RECORDS_MAX, |reader, node, at| reader.party(node, at, declared));
        let Some(node) = table.get("parties") else { return };
        let at = at.key("parties");
        let Some(roles) = self.table(node, &at, &["complete", "absent"]) else { return };
        shipment.complete = self.roles(&roles, "complete", &at);
        shipment.absent = self.roles(&roles, "absent", &at);
        for role in &shipment.absent {
            if shipment.parties.iter().any(|party| party.role == *role) {
                let word = role.word();
                let what = format!("the role `{word}` is said to be absent, but a party has it");
                self.wrong(
                    &node.span,
                    &at,
                    Wrong::new(
                        what,
                        "a role that no party has",
                        format!("leave `{word}` out of `absent`, or the party out"),
                    ),
                );
            }
        }
    }

    fn roles(&mut self, table: &Table<'_>, key: &str, at: &At<'_>) -> Vec<Role> {
        let Some(node) = table.get(key) else { return Vec::new() };
        let at = at.key(key);
        let items = self.items(node, &at, LIST_MAX);
        let mut roles = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            roles.extend(self.one_of(item, &at.index(index), &Role::ALL));
        }
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    fn party(&mut self, node: &Node, at: &At<'_>, declared: &Declaration) -> Option<Party> {
        let table = self.table(node, at, &FIELDS)?;
        let role = match table.get("role") {
            Some(node) => self.one_of(node, &at.key("role"), &Role::ALL),
            None => {
                self.missing(&node.span, at, "role", "write what the party does, `role = \"end_user\"`");
                None
            }
        };
        let mut facts = match table.get("facts") {
            Some(node) => self.facts(node, &at.key("facts"), &[Scope::Party], declared),
            None => FactSet::default(),
        };
        for name in ["country", "located_in"] {
            if let Some(node) = table.get(name) {
                self.field(&mut facts, name, FieldType::Country, node, &at.key(name), declared);
            }
        }
        let owners = self.owners(&table, at);
        let party = Party {
            role: role?,
            names: self.names(&table, at),
            address: self.text_of(&table, "address", at),
            identifiers: self.identifiers(&table, at),
            facts,
            owners,
            screening: self.records(&table, "screening", at, RECORDS_MAX, Reader::screening),
        };
        Some(party)
    }

    fn names(&mut self, table: &Table<'_>, at: &At<'_>) -> Vec<Named> {
        let mut names: Vec<Named> = Vec::new();
        if let Some(text) = self.text_of(table, "name", at) {
            names.push(Named::new(text, None));
        }
        names.extend(self.records(table, "names", at, LIST_MAX, |reader, node, at| match node.tree {
            Tree::Table(_) => {
                let table = reader.table(node, at, &["text", "lang"])?;
                if table.get("text").is_none() {
                    reader.missing(&node.span, at, "text", "write `{ text = \"…\", lang = \"ja\" }`");
                }
                Some(Named::new(reader.text_of(&table, "text", at)?, reader.text_of(&table, "lang", at)))
            }
            _ => reader.text(node, at).map(|text| Named::new(text, None)),
        }));
        // A name of blanks is no name: the party is nameless, and so open on every list.
        names.retain(|name| !name.text.trim().is_empty());
        names
    }

    fn identifiers(&mut self, table: &Table<'_>, at: &At<'_>) -> Vec<(String, String)> {
        let Some(node) = table.get("identifiers") else { return Vec::new() };
        let at = at.key("identifiers");
        let Some(table) = self.open_table(node, &at) else { return Vec::new() };
        let mut identifiers = Vec::new();
        for field in table.fields {
            if let Some(number) = self.code(&field.node, &at.key(&field.key)) {
                identifiers.push((field.key.clone(), number));
            }
        }
        identifiers.sort();
        identifiers
    }

    fn owners(&mut self, table: &Table<'_>, at: &At<'_>) -> Vec<Owner> {
        let owners = self.records(table, "owner", at, RECORDS_MAX, |reader, node, at| {
            let table = reader.table(node, at, &["name", "share"])?;
            if table.get("name").is_none() {
                reader.missing(&node.span, at, "name", "write the owner's name");
            }
            Some(Owner { name: reader.text_of(&table, "name", at)?, share: reader.share_of(&table, "share", at) })
        });
        let total = owners.iter().filter_map(|owner| owner.share).try_fold(Rational::ZERO, Rational::checked_add);
        if let Some(node) = table.get("owner")
            && total.is_some_and(|total| total > Rational::ONE)
        {
            let wrong = Wrong::new(
                "the owners' shares come to over 100 %",
                "shares of 100 % together",
                "correct the shares, or leave out those not known",
            );
            self.wrong(&node.span, &at.key("owner"), wrong);
        }
        owners
    }

    fn screening(&mut self, node: &Node, at: &At<'_>) -> Option<ScreeningDecision> {
        const VERDICTS: [(ScreeningVerdict, &str); 2] =
            [(ScreeningVerdict::Same, "same"), (ScreeningVerdict::Different, "different")];
        let table = self.table(node, at, &["against", "decision", "by", "on", "why", "evidence"])?;
        for (key, remedy) in [
            ("against", "write the id of the listed party, `cn-2026-11-01`"),
            ("decision", "write `same` or `different`"),
            ("by", "write who decided"),
            ("on", "write the day of the decision"),
        ] {
            if table.get(key).is_none() {
                self.missing(&node.span, at, key, remedy);
            }
        }
        let verdict = table.get("decision").and_then(|node| self.one_of(node, &at.key("decision"), &VERDICTS));
        let author: Author = self.author(&table, at, &Declaration::default());
        let why = self.text_of(&table, "why", at);
        let against = self.text_of(&table, "against", at);
        Some(ScreeningDecision { against: against?, verdict: verdict?, author, why })
    }
}
