//! What stands on paper: declaration, claims, licences at hand, evidence, classification records; and amounts.

use super::measured::{number_and_unit, short};
use super::reader::{At, Reader, Table, Wrong, alike};
use super::tree::{Node, Tree};
use crate::fact::{
    Amount, ClaimMade, ClassificationRecord, ClassificationResult, Declaration, Evidence, LicenceAtHand,
};
use crate::number::Rational;
use std::collections::BTreeSet;
use std::ops::Range;

/// Kinds of evidence that every rulebook knows; a vocabulary may add its own.
const PAPER_KINDS: [&str; 13] = [
    "end_user_statement",
    "end_use_statement",
    "government_certificate",
    "contract",
    "technical_description",
    "test_report",
    "identity_papers",
    "risk_report",
    "written_commitment",
    "authority_reply",
    "data_sheet",
    "photo",
    "supplier_statement",
];

/// Kinds of licence that every rulebook knows; routes may name others.
const LICENCE_KINDS: [&str; 4] = ["individual", "general", "registration", "special_approval"];

const LICENCE_FIELDS: [&str; 12] = [
    "id",
    "regime",
    "kind",
    "items",
    "end_users",
    "consignees",
    "destinations",
    "quantity",
    "value",
    "uses",
    "valid",
    "conditions",
];

impl Reader<'_> {
    pub(super) fn declaration(&mut self, table: &Table<'_>, at: &At<'_>) -> Option<Declaration> {
        let node = table.get("declaration")?;
        let at = at.key("declaration");
        let table = self.table(node, &at, &["by", "on", "evidence"])?;
        Some(Declaration {
            by: self.text_of(&table, "by", &at).filter(|by| !by.trim().is_empty()),
            on: self.day_of(&table, "on", &at),
            evidence: self.texts(&table, "evidence", &at),
        })
    }

    pub(super) fn claim(&mut self, node: &Node, at: &At<'_>, declared: &Declaration) -> Option<ClaimMade> {
        let table = self.table(node, at, &["exemption", "by", "on", "evidence"])?;
        let author = self.author(&table, at, declared);
        let Some(exemption) = table.get("exemption") else {
            self.missing(&node.span, at, "exemption", "write the rule that is claimed, `cn/2025-61/abroad-relief`");
            return None;
        };
        let text = self.text(exemption, &at.key("exemption"))?;
        let known: Vec<String> = exemptions(self.rulebook);
        let last = |text: &str| text.rsplit('/').next().unwrap_or("").to_owned();
        let regime = |text: &str| text.split('/').next().unwrap_or("").to_owned();
        let found = known.iter().any(|rule| last(rule) == last(&text) && regime(rule) == regime(&text));
        if !found {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.unknown_word(&text, &exemption.span, &at.key("exemption"), &known);
            return None;
        }
        Some(ClaimMade { exemption: text, author })
    }

    pub(super) fn licence(&mut self, node: &Node, at: &At<'_>) -> Option<LicenceAtHand> {
        let table = self.table(node, at, &LICENCE_FIELDS)?;
        for (key, remedy) in [
            ("id", "write the licence's number"),
            ("kind", "write `individual`, `general`, `registration` or `special_approval`"),
        ] {
            if table.get(key).is_none() {
                self.missing(&node.span, at, key, remedy);
            }
        }
        let kind = self.licence_kind(&table, at);
        let quantity = table.get("quantity").map(|node| self.amount(node, &at.key("quantity")));
        let value = table.get("value").map(|node| self.amount(node, &at.key("value")));
        let (valid_from, valid_until) = self.validity(&table, at);
        Some(LicenceAtHand {
            id: self.code_of(&table, "id", at)?,
            regime: self.text_of(&table, "regime", at),
            kind: kind?,
            items: self.texts(&table, "items", at),
            end_users: self.texts(&table, "end_users", at),
            consignees: self.texts(&table, "consignees", at),
            destinations: self.destinations(&table, at),
            quantity: quantity.flatten(),
            value: value.flatten(),
            uses: self.uses(&table, at),
            valid_from,
            valid_until,
            conditions: self.texts(&table, "conditions", at),
        })
    }

    fn licence_kind(&mut self, table: &Table<'_>, at: &At<'_>) -> Option<String> {
        let node = table.get("kind")?;
        let at = at.key("kind");
        let text = self.text(node, &at)?;
        let routes = self.rulebook.regimes.iter().flat_map(|regime| &regime.rules).map(|rule| &rule.terms);
        let named =
            routes.flat_map(|terms| terms.kinds.iter().chain(&terms.closes).chain(&terms.voids)).map(String::as_str);
        let known: BTreeSet<&str> = LICENCE_KINDS.into_iter().chain(named).collect();
        if let Some(kind) = known.iter().find(|kind| alike(kind, &text)) {
            return Some((*kind).to_owned());
        }
        let known: Vec<&str> = known.into_iter().collect();
        self.unknown_word(&text, &node.span, &at, &known);
        None
    }

    /// Countries, or groups of them that a regime names.
    fn destinations(&mut self, table: &Table<'_>, at: &At<'_>) -> Vec<String> {
        let Some(node) = table.get("destinations") else { return Vec::new() };
        let at = at.key("destinations");
        let rulebook = self.rulebook;
        let mut destinations = Vec::new();
        for (index, item) in self.items(node, &at, super::limit::LIST_MAX).iter().enumerate() {
            let at = at.index(index);
            let Some(text) = self.text(item, &at) else { continue };
            let group = rulebook.regimes.iter().flat_map(|regime| &regime.groups).any(|group| alike(&group.id, &text));
            if group || text == "*" {
                destinations.push(text);
            } else if let Some(id) = self.country(&text, &item.span, &at) {
                destinations.extend(rulebook.countries.get(usize::from(id.0)).map(|country| country.code.clone()));
            }
        }
        destinations
    }

    fn uses(&mut self, table: &Table<'_>, at: &At<'_>) -> Option<u32> {
        let node = table.get("uses")?;
        let uses = if let Tree::Number(digits) = &node.tree { digits.parse().ok() } else { None };
        if uses.is_none() {
            self.wrong(
                &node.span,
                &at.key("uses"),
                Wrong::new("this is no number of uses", "0, 1, 2 …", "write a whole number without quotes"),
            );
        }
        uses
    }

    fn validity(&mut self, table: &Table<'_>, at: &At<'_>) -> (Option<jiff::civil::Date>, Option<jiff::civil::Date>) {
        let Some(node) = table.get("valid") else { return (None, None) };
        let at = at.key("valid");
        let Some(table) = self.table(node, &at, &["from", "until"]) else { return (None, None) };
        let (from, until) = (self.day_of(&table, "from", &at), self.day_of(&table, "until", &at));
        if let (Some(from), Some(until)) = (from, until)
            && from > until
        {
            let what = format!("the licence ends on {until}, before it begins on {from}");
            self.wrong(&node.span, &at, Wrong::new(what, "`from` before `until`", "correct the days"));
        }
        (from, until)
    }

    pub(super) fn paper(&mut self, node: &Node, at: &At<'_>) -> Option<Evidence> {
        let table = self.table(node, at, &["id", "kind", "number", "issuer", "on", "sha256", "covers"])?;
        for (key, remedy) in [
            ("id", "give it a name within this file, `id = \"R-17\"`"),
            ("kind", "write what it is, `kind = \"test_report\"`"),
        ] {
            if table.get(key).is_none() {
                self.missing(&node.span, at, key, remedy);
            }
        }
        let kind = table.get("kind").and_then(|node| {
            let own = self.rulebook.vocabulary.papers.iter().map(|paper| paper.word.as_str());
            let known: BTreeSet<&str> = PAPER_KINDS.into_iter().chain(own).collect();
            let words: Vec<(&str, &str)> = known.into_iter().map(|word| (word, word)).collect();
            self.one_of(node, &at.key("kind"), &words).map(str::to_owned)
        });
        Some(Evidence {
            id: self.code_of(&table, "id", at)?,
            kind: kind?,
            number: self.code_of(&table, "number", at),
            issuer: self.text_of(&table, "issuer", at),
            on: self.day_of(&table, "on", at),
            sha256: self.text_of(&table, "sha256", at),
            covers: self.texts(&table, "covers", at),
        })
    }

    pub(super) fn classification(
        &mut self,
        table: &Table<'_>,
        at: &At<'_>,
        declared: &Declaration,
    ) -> Option<ClassificationRecord> {
        const RESULTS: [(ClassificationResult, &str); 2] =
            [(ClassificationResult::Listed, "listed"), (ClassificationResult::NotListed, "not_listed")];
        let node = table.get("classification")?;
        let at = at.key("classification");
        let table = self.table(node, &at, &["result", "code", "by", "on", "why", "looked_at", "evidence"])?;
        if table.get("result").is_none() {
            self.missing(&node.span, &at, "result", "write `listed` with its `code`, or `not_listed`");
        }
        let result = table.get("result").and_then(|node| self.one_of(node, &at.key("result"), &RESULTS));
        let code = self.text_of(&table, "code", &at);
        if result == Some(ClassificationResult::Listed) && table.get("code").is_none() {
            self.missing(&node.span, &at, "code", "write the item, `code = \"1C905.a.4\"`");
        }
        let record = ClassificationRecord {
            result: result?,
            code,
            author: self.author(&table, &at, declared),
            why: self.text_of(&table, "why", &at),
            looked_at: self.texts(&table, "looked_at", &at),
            evidence: self.texts(&table, "evidence", &at),
        };
        Some(record)
    }

    /// An exact amount with its unit, `120 kg`; never negative.
    pub(super) fn amount(&mut self, node: &Node, at: &At<'_>) -> Option<Amount> {
        let expected = "an amount such as `120 kg`";
        let text = match &node.tree {
            Tree::Text(text) | Tree::Number(text) => text.trim(),
            _ => {
                self.not_a(node, at, expected, "write a number and its unit in quotes, `\"120 kg\"`");
                return None;
            }
        };
        match self.read_amount(text) {
            Ok(amount) => Some(amount),
            Err((what, remedy)) => {
                self.wrong(&node.span, at, Wrong::new(what, expected, remedy));
                None
            }
        }
    }

    fn read_amount(&self, text: &str) -> Result<Amount, (String, String)> {
        let (value, unit) = number_and_unit(text).map_err(|not| (not.what, not.remedy))?;
        if value.is_negative() {
            return Err((
                format!("the amount `{}` is negative", short(text)),
                "write how much leaves, without a sign".to_owned(),
            ));
        }
        if unit.is_empty() {
            return Err((
                format!("the number `{}` has no unit", short(text)),
                format!("write its unit, `{text} kg` or `{text} pcs`"),
            ));
        }
        match self.rulebook.units.find(&unit) {
            Some(unit) => Ok(Amount { value, unit }),
            None => {
                let symbols = self.rulebook.units.units.iter().map(|unit| unit.symbol.as_str());
                let near = crate::nearest::nearest(&unit, symbols);
                let remedy = near.map_or_else(
                    || "write it in a unit of `units.toml`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                Err((format!("the unit `{}` is not known", short(&unit)), remedy))
            }
        }
    }

    /// A share of something, as a fraction of one.
    pub(super) fn share_of(&mut self, table: &Table<'_>, key: &str, at: &At<'_>) -> Option<Rational> {
        let node = table.get(key)?;
        let at = at.key(key);
        let expected = "a share such as `60 %`";
        let text = match &node.tree {
            Tree::Text(text) | Tree::Number(text) => text.trim(),
            _ => {
                self.not_a(node, &at, expected, "write it in quotes, `\"60 %\"`");
                return None;
            }
        };
        match read_share(text) {
            Ok(share) => Some(share),
            Err((what, remedy)) => {
                self.refuse_share(&node.span, &at, what, remedy);
                None
            }
        }
    }

    fn refuse_share(&mut self, span: &Range<usize>, at: &At<'_>, what: String, remedy: String) {
        self.wrong(span, at, Wrong::new(what, "a share such as `60 %`", remedy));
    }
}

fn read_share(text: &str) -> Result<Rational, (String, String)> {
    let (value, unit) = number_and_unit(text).map_err(|not| (not.what, not.remedy))?;
    if unit != "%" && unit != "％" {
        let remedy = format!("write it in percent, `{value} %`");
        return Err((format!("the share `{}` has no percent sign", short(text)), remedy));
    }
    let share = value.checked_div(Rational::whole(100)).filter(|share| !share.is_negative() && *share <= Rational::ONE);
    share.ok_or_else(|| {
        (format!("the share `{}` is not within 0 and 100 %", short(text)), "write a share from 0 to 100 %".to_owned())
    })
}

/// Every exemption of every regime as `regime/rule`.
fn exemptions(rulebook: &crate::rulebook::Rulebook) -> Vec<String> {
    let mut known = Vec::new();
    for regime in &rulebook.regimes {
        let rules = regime.rules.iter().filter(|rule| rule.kind == crate::rulebook::RuleKind::Exemption);
        known.extend(rules.map(|rule| format!("{}/{}", regime.id, rule.id)));
    }
    known
}
