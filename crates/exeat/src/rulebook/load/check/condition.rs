//! One condition: does every name in it exist, and does each comparison make sense.

use super::super::fields::Spelled;
use super::super::report::{Report, near, one_of};
use super::names::Names;
use crate::rulebook::{Codes, Condition, Fact, FactType, Place};

/// What a condition is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A definition or reading: may speak of a party that the user of the name gives.
    Named,
    /// Reach, requirement, prohibition.
    Deciding,
    /// An exemption.
    Exempting,
    /// Route, duty, note.
    Beside,
    /// An item of an entry.
    Item,
    /// `applies_when` of a fact.
    Narrowing,
    /// `applies_when` of a fact of a party: the party is given.
    PartyNarrowing,
}

/// Checks one condition against its text.
pub(super) struct Checker<'n, 'a> {
    pub(super) names: &'n Names<'a>,
    text: &'n Spelled,
    of: String,
    used: Use,
    scenario: Option<&'n str>,
    pub(super) report: &'n Report,
}

impl<'n, 'a> Checker<'n, 'a> {
    pub(super) fn new(
        names: &'n Names<'a>,
        text: &'n Spelled,
        of: String,
        used: Use,
        report: &'n Report,
    ) -> Checker<'n, 'a> {
        Checker { names, text, of, used, scenario: None, report }
    }

    /// The condition belongs to an overlay, and may name what that overlay defines.
    pub(super) fn of_scenario(mut self, scenario: Option<&'n str>) -> Checker<'n, 'a> {
        self.scenario = scenario;
        self
    }

    /// Tells all that is wrong with it.
    pub(super) fn check(&self, condition: &'a Condition) {
        self.term(condition, matches!(self.used, Use::Named | Use::PartyNarrowing));
        let traits = self.names.traits(condition);
        if let Some(fact) = traits.ungated {
            let remedy = "ask for it in a route, duty or note, or set `gates = true` in the vocabulary if the law lets it decide";
            let what =
                format!("{} hangs on `{fact}`, which nobody states before a clearance (`gates = false`)", self.of);
            match self.used {
                Use::Deciding | Use::Item => self.report.error(&self.at(fact), what, remedy),
                Use::Exempting => self.report.warning(&self.at(fact), what, remedy),
                Use::Named | Use::Beside | Use::Narrowing | Use::PartyNarrowing => {}
            }
        }
        if traits.listed && matches!(self.used, Use::Item | Use::Narrowing | Use::PartyNarrowing) {
            self.report.error(
                &self.at("listed"),
                format!("{} asks for `listed`, which hangs on it in turn", self.of),
                "ask for the facts themselves",
            );
        }
    }

    fn term(&self, condition: &Condition, in_party: bool) {
        match condition {
            Condition::And(terms) | Condition::Or(terms) | Condition::AtLeast(_, terms) => {
                terms.iter().for_each(|term| self.term(term, in_party))
            }
            Condition::Not(term) | Condition::Limb(_, term) => self.term(term, in_party),
            Condition::Some(_, term) | Condition::Every(_, term) => self.term(term, true),
            Condition::On(list) => self.on(list, in_party),
            Condition::Listed { codes, reason } => self.listed(codes.as_ref(), reason.as_deref()),
            Condition::Gap(_) => {}
            Condition::Name(name) => self.name(name, in_party),
            Condition::Contains(name) => {
                if let Some(fact) = self.fact(name, in_party).filter(|fact| !is_number(fact)) {
                    self.error(
                        name,
                        format!("`contains {name}` asks for an amount, but `{name}` is no share or quantity"),
                        format!("write `{}`", form(fact)),
                    );
                }
            }
            Condition::Compare { left, right, .. } => self.compare(left, right, in_party),
            Condition::Is { fact, word } => {
                if let Some(fact) = self.fact(fact, in_party) {
                    self.word(fact, word);
                }
            }
            Condition::In { fact, codes } => self.within(fact, codes, in_party),
        }
    }

    fn on(&self, list: &str, in_party: bool) {
        if !in_party {
            self.error(
                list,
                format!("`on {list}` is asked of a party, but stands outside `some` and `every`"),
                format!("write `some end_user where on {list}`"),
            );
        }
        let own = list.strip_prefix(self.names.regime).and_then(|rest| rest.strip_prefix('/')).unwrap_or(list);
        let known = self.names.lists.contains(own)
            || self.names.acts.contains(own)
            || self.names.clauses.is_some_and(|clauses| clauses.contains_key(own));
        if !known {
            let lists = self.names.lists.iter().chain(&self.names.acts).copied();
            self.error(
                list,
                format!("`{list}` is no party list and no act"),
                near(own, lists, "add the list under `parties/`, or the act under `acts/`"),
            );
        }
    }

    fn listed(&self, codes: Option<&Codes>, reason: Option<&str>) {
        if let Some(reason) = reason.filter(|reason| !self.names.reasons.contains(reason)) {
            self.error(
                reason,
                format!("no item is controlled for `{reason}`"),
                near(reason, self.names.reasons.iter().copied(), "write it into `reasons` of an item"),
            );
        }
        let words: Vec<&str> = match codes {
            None => return,
            Some(Codes::List(words)) => words.iter().map(String::as_str).collect(),
            Some(Codes::Group(group)) => match self.names.groups.get(group.as_str()) {
                Some(group) => group.members.iter().map(|member| member.word.as_str()).collect(),
                None => return self.no_group(group),
            },
        };
        for word in words {
            let known = match word.strip_suffix('*') {
                Some(stem) => self.names.codes.range(stem..).next().is_some_and(|code| code.starts_with(stem)),
                None => self.names.codes.contains(word),
            };
            if !known {
                self.error(
                    word,
                    format!("there is no entry or item `{word}`"),
                    near(
                        word,
                        self.names.codes.iter().copied(),
                        "add it under `entries/`, or end it with `*` for all below",
                    ),
                );
            }
        }
    }

    fn name(&self, name: &str, in_party: bool) {
        if let Some(id) = self.names.rulebook.vocabulary.find(name) {
            let fact = self.names.rulebook.vocabulary.fact(id);
            self.party(fact, in_party);
            if fact.kind != FactType::YesNo {
                self.error(
                    name,
                    format!("`{name}` stands alone, but is no yes-no fact"),
                    format!("write `{}`", form(fact)),
                );
            }
            return;
        }
        match self.names.definitions.contains_key(name) || self.names.terms.contains_key(name) {
            true => {
                let theirs = self.names.scenarios.get(name).copied();
                if let Some(theirs) = theirs.filter(|theirs| self.scenario != Some(theirs)) {
                    let what = format!("`{name}` is defined by the scenario `{theirs}`, which is no law");
                    self.error(name, what, "define it in an act".to_owned());
                }
                let needs = self.names.traits.get(name).and_then(|traits| traits.party);
                if let Some(asked) = needs.filter(|_| !in_party) {
                    let what = format!("`{name}` asks `{asked}` of a party, but stands outside `some` and `every`");
                    self.error(name, what, format!("write `some end_user where {name}`"));
                }
            }
            false => self.error(
                name,
                format!("`{name}` is no fact, definition or term"),
                near(
                    name,
                    self.names.conditions(),
                    "define it in vocabulary.toml or by a `definition` or `term` block",
                ),
            ),
        }
    }

    pub(super) fn fact(&self, name: &str, in_party: bool) -> Option<&'n Fact> {
        let vocabulary = &self.names.rulebook.vocabulary;
        match vocabulary.find(name) {
            Some(id) => {
                let fact = vocabulary.fact(id);
                self.party(fact, in_party);
                Some(fact)
            }
            None => {
                let known = vocabulary.facts.iter().map(|fact| fact.name.as_str());
                self.error(
                    name,
                    format!("`{name}` is no fact of the vocabulary"),
                    near(name, known, "define it in vocabulary.toml"),
                );
                None
            }
        }
    }

    fn party(&self, fact: &Fact, in_party: bool) {
        if fact.scope == crate::rulebook::Scope::Party && !in_party {
            let what = format!("`{}` is a fact of a party, but stands outside `some` and `every`", fact.name);
            self.error(
                &fact.name,
                what,
                "write `some end_user where …`; more than one term after `where` stands in parentheses".to_owned(),
            );
        }
    }

    fn within(&self, fact: &str, codes: &Codes, in_party: bool) {
        let Some(fact) = self.fact(fact, in_party) else { return };
        match codes {
            Codes::List(words) => words.iter().for_each(|word| self.word(fact, word)),
            Codes::Group(group) => match self.names.groups.get(group.as_str()) {
                Some(known) => known.members.iter().for_each(|member| self.word(fact, &member.word)),
                None => self.no_group(group),
            },
        }
    }

    fn no_group(&self, group: &str) {
        let remedy = near(
            group,
            self.names.groups.keys().copied(),
            format!("write `[{group}]` for one word, or add the group under `groups/`"),
        );
        self.error(group, format!("there is no group `{group}`"), remedy);
    }

    fn word(&self, fact: &Fact, word: &str) {
        let rulebook = self.names.rulebook;
        let otherwise = |known: &mut dyn Iterator<Item = &str>| {
            near(word, known.collect::<Vec<_>>(), "add it to the values of the fact")
        };
        let unknown = match fact.kind {
            FactType::YesNo | FactType::Choice | FactType::Set => (fact.word(word).is_none()).then(|| {
                (
                    format!("`{word}` is no value of `{}`", fact.name),
                    match fact.words.len() {
                        0..=12 => one_of(fact.words.iter().map(|known| known.word.as_str())),
                        _ => otherwise(&mut fact.words.iter().map(|known| known.word.as_str())),
                    },
                )
            }),
            FactType::Country | FactType::Countries => {
                (rulebook.countries.binary_search_by(|country| country.code.as_str().cmp(word)).is_err()).then(|| {
                    (
                        format!("`{word}` is no country of countries.toml"),
                        near(
                            word,
                            rulebook.countries.iter().map(|country| country.code.as_str()),
                            "write its ISO code of two letters, or add the zone",
                        ),
                    )
                })
            }
            FactType::Text if word.contains('*') => Some((
                format!("`{}` is compared as a whole: `*` has no meaning in it", fact.name),
                "write every word out".to_owned(),
            )),
            FactType::Text => None,
            FactType::Share | FactType::Quantity | FactType::Date => {
                Some((format!("`{word}` stands where `{}` has no words", fact.name), format!("write `{}`", form(fact))))
            }
        };
        if let Some((what, remedy)) = unknown {
            self.error(word, what, remedy);
        }
    }

    pub(super) fn error(&self, name: &str, what: String, remedy: String) {
        self.report.error(&self.at(name), what, remedy);
    }

    /// Where a name stands in the condition; the whole condition where its text does not stand in the file as it is.
    pub(super) fn at(&self, name: &str) -> Place {
        let mut place = self.text.place.clone();
        if place.span.len() == self.text.text.len()
            && let Some(start) = find_word(&self.text.text, name)
        {
            place.span = place.span.start + start..place.span.start + start + name.len();
        }
        place
    }
}

/// The first place at which the word stands by itself.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '*');
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(joins) && !after.is_some_and(joins)
    })
}

pub(super) fn is_number(fact: &Fact) -> bool {
    matches!(fact.kind, FactType::Share | FactType::Quantity)
}

/// How a fact of that type is asked for.
pub(super) fn form(fact: &Fact) -> String {
    let name = &fact.name;
    match fact.kind {
        FactType::YesNo => name.clone(),
        FactType::Choice | FactType::Set | FactType::Text => {
            format!("{name} = {}", fact.words.first().map_or("word", |word| &word.word))
        }
        FactType::Share => format!("{name} > 0.1 %"),
        FactType::Quantity => format!("{name} > 1 mm"),
        FactType::Date => format!("{name} >= 2025-12-01"),
        FactType::Country | FactType::Countries => format!("{name} = JP"),
    }
}
