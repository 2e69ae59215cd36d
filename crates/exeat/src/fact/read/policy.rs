//! A policy file: readings of open terms, chosen by whoever answers for them.

use super::reader::{At, Reader, Wrong};
use super::tree::{Node, to_json};
use crate::assess::Policy;
use crate::nearest::nearest;
use crate::rulebook::{Rulebook, Term};

impl Reader<'_> {
    /// `readings = { "cn/military-user" = "supplies-military" }`; term and reading must exist.
    pub(super) fn policy(&mut self, document: &Node) -> Option<Policy> {
        let root = At::ROOT;
        let table = self.table(document, &root, &["readings"])?;
        let Some(node) = table.get("readings") else {
            self.missing(&document.span, &root, "readings", "write `readings = { \"cn/military-user\" = \"text\" }`");
            return None;
        };
        let at = root.key("readings");
        let mut readings = Vec::new();
        for field in self.open_table(node, &at)?.fields {
            let at = at.key(&field.key);
            let Some(term) = term(self.rulebook, &field.key) else {
                self.unknown_term(field, &at);
                continue;
            };
            let Some(reading) = self.text(&field.node, &at) else { continue };
            let known: Vec<&str> = term.readings.iter().map(|reading| reading.id.as_str()).collect();
            if known.contains(&reading.as_str()) {
                readings.push((field.key.clone(), reading));
            } else {
                self.unknown_word(&reading, &field.node.span, &at, &known);
            }
        }
        readings.sort();
        Some(Policy { readings, digest: Some(to_json(&document.tree).digest()) })
    }

    fn unknown_term(&mut self, field: &super::tree::Field, at: &At<'_>) {
        let terms = self
            .rulebook
            .regimes
            .iter()
            .flat_map(|regime| regime.terms.iter().map(|term| format!("{}/{}", regime.id, term.id)));
        let terms: Vec<String> = terms.collect();
        let remedy = match nearest(&field.key, terms.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write regime and term, `cn/military-user`".to_owned(),
        };
        self.wrong(&field.key_span, at, Wrong::new("no term has this name", "a term of the rulebook", remedy));
    }
}

fn term<'r>(rulebook: &'r Rulebook, name: &str) -> Option<&'r Term> {
    let (regime, id) = name.split_once('/')?;
    rulebook.regime(regime)?.terms.iter().find(|term| term.id == id)
}
