//! Names of acts, clauses, rules, parties and readings outside conditions.

use super::super::regime::{Draft, Reference, Space, Wanted};
use super::super::report::{Report, near};
use super::names::Names;
use crate::rulebook::RuleKind;
use std::collections::BTreeMap;

/// Looks up every reference of the regime.
pub(super) fn check(draft: &Draft, names: &Names<'_>, report: &Report) {
    let rules: BTreeMap<&str, RuleKind> = draft.regime.rules.iter().map(|rule| (rule.id.as_str(), rule.kind)).collect();
    let lookup = Lookup { draft, names, rules };
    for reference in &draft.references {
        if let Err((what, remedy)) = lookup.check(reference) {
            match reference.wanted {
                Wanted::Because => report.warning(&reference.name.place, what, remedy),
                _ => report.error(&reference.name.place, what, remedy),
            }
        }
    }
}

struct Lookup<'a> {
    draft: &'a Draft,
    names: &'a Names<'a>,
    rules: BTreeMap<&'a str, RuleKind>,
}

type Wrong = (String, String);

impl Lookup<'_> {
    fn check(&self, reference: &Reference) -> Result<(), Wrong> {
        let name = reference.name.text.as_str();
        match reference.wanted {
            Wanted::Act if self.is_law(name) => Ok(()),
            Wanted::Amended if self.is_law(name) || self.is_party(name) => Ok(()),
            // A party list is listed as a whole.
            Wanted::Party if self.is_party(name) || self.is_law(name) => Ok(()),
            Wanted::Scenario if self.draft.regime.scenarios.iter().any(|scenario| scenario.id == name) => Ok(()),
            Wanted::About
                if self.is_law(name)
                    || self.rules.contains_key(name)
                    || self.names.terms.contains_key(name)
                    || self.is_party(name) =>
            {
                Ok(())
            }
            Wanted::Country
                if self
                    .names
                    .rulebook
                    .countries
                    .binary_search_by(|country| country.code.as_str().cmp(name))
                    .is_ok() =>
            {
                Ok(())
            }
            Wanted::Reach | Wanted::Defeated => self.rule(reference),
            Wanted::Because | Wanted::Finding => {
                name.split_whitespace().try_for_each(|part| self.finding(part, reference))
            }
            Wanted::Reading => self.reading(reference),
            Wanted::Act | Wanted::Amended => Err(self.unknown(
                reference,
                "act or clause",
                self.laws(),
                "write `2025-57` or `2025-57#1`, and the act under `acts/`",
            )),
            Wanted::About => Err(self.unknown(
                reference,
                "rule, act or clause",
                self.laws().chain(self.rules.keys().copied()),
                "write the id of a rule, an act or `act#clause`",
            )),
            Wanted::Party => {
                Err(self.unknown(reference, "listed party", self.parties(), "write the id of a party under `parties/`"))
            }
            Wanted::Scenario => {
                let known = self.draft.regime.scenarios.iter().map(|scenario| scenario.id.as_str());
                Err(self.unknown(reference, "scenario", known, "write the id of a file under `scenarios/`"))
            }
            Wanted::Country => {
                let known = self.names.rulebook.countries.iter().map(|country| country.code.as_str());
                Err(self.unknown(reference, "country of countries.toml", known, "write its ISO code of two letters"))
            }
        }
    }

    fn is_law(&self, name: &str) -> bool {
        self.names.acts.contains(name) || self.draft.clauses.contains_key(name)
    }

    fn is_party(&self, name: &str) -> bool {
        self.draft.ids.contains_key(&(Space::Party, name.to_owned()))
    }

    fn laws(&self) -> impl Iterator<Item = &str> {
        self.names.acts.iter().copied().chain(self.draft.clauses.keys().map(String::as_str))
    }

    fn parties(&self) -> impl Iterator<Item = &str> {
        self.draft.ids.keys().filter(|(space, _)| *space == Space::Party).map(|(_, id)| id.as_str())
    }

    fn rule(&self, reference: &Reference) -> Result<(), Wrong> {
        let name = reference.name.text.as_str();
        let wanted: &[RuleKind] = match reference.wanted {
            Wanted::Reach => &[RuleKind::Reach],
            _ => &[RuleKind::Requirement, RuleKind::Prohibition],
        };
        let what = if reference.wanted == Wanted::Reach { "reach rule" } else { "requirement or prohibition" };
        match self.rules.get(name) {
            Some(kind) if wanted.contains(kind) => Ok(()),
            Some(_) => Err((format!("{} names `{name}`, which is no {what}", reference.of), format!("name a {what}"))),
            None => {
                let known = self.rules.iter().filter(|(_, kind)| wanted.contains(kind)).map(|(id, _)| *id);
                Err(self.unknown(reference, what, known, "write the id of a block of this regime"))
            }
        }
    }

    /// A rule, act, clause, item or entry, party list or party, with the regime before it or not.
    fn finding(&self, part: &str, reference: &Reference) -> Result<(), Wrong> {
        let own = part.strip_prefix(self.names.regime).and_then(|rest| rest.strip_prefix('/')).unwrap_or(part);
        let known = self.is_law(own)
            || self.rules.contains_key(own)
            || self.names.codes.contains(own)
            || self.names.terms.contains_key(own)
            || self.names.lists.contains(own)
            || self.is_party(own)
            || self.draft.ids.contains_key(&(Space::Rule, own.to_owned()));
        if known {
            return Ok(());
        }
        let all = self.laws().chain(self.rules.keys().copied()).chain(self.names.codes.iter().copied());
        Err((
            format!("{} names `{own}`, which is no rule, clause or item", reference.of),
            near(own, all, "write `rule`, `act#clause`, `act#clause item` or `item`"),
        ))
    }

    /// `cn/military-user=supplies-military`.
    fn reading(&self, reference: &Reference) -> Result<(), Wrong> {
        let (term, reading) = reference.name.text.split_once('=').unwrap_or((&reference.name.text, ""));
        let own = term.strip_prefix(self.names.regime).and_then(|rest| rest.strip_prefix('/')).unwrap_or(term);
        let Some(known) = self.names.terms.get(own) else {
            return Err((
                format!("{} chooses a reading of `{term}`, which is no term", reference.of),
                near(own, self.names.terms.keys().copied(), "write the id of a `term` block"),
            ));
        };
        let readings = known.readings.iter().map(|reading| reading.id.as_str());
        match readings.clone().any(|id| id == reading) {
            true => Ok(()),
            false => Err((format!("`{own}` has no reading `{reading}`"), super::super::report::one_of(readings))),
        }
    }

    fn unknown<'k>(
        &self,
        reference: &Reference,
        what: &str,
        known: impl Iterator<Item = &'k str>,
        otherwise: &str,
    ) -> Wrong {
        let name = &reference.name.text;
        (format!("{} names `{name}`, which is no {what}", reference.of), near(name, known, otherwise))
    }
}
