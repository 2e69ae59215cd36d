//! One edit against the cases: which of them it can touch, and whether one of those notices.
//!
//! Cases that ask the same question share one compiled law, and shipments are read once.

use super::order::Footprints;
use exeat::assess::{Asked, ClauseState, Law};
use exeat::case::{asked_of, compare_case};
use exeat::fact::Shipment;
use exeat::fact::read::{Format, read_shipment};
use exeat::rulebook::{ClauseId, Edit, Regime, Rulebook, Touches, edited};
use std::collections::BTreeMap;

/// The cases of a regime, made ready once for all edits.
pub(super) struct Trial {
    /// The rulebook without the text of its files, which says nothing to a case.
    bare: Rulebook,
    regime: String,
    footprints: Footprints,
    questions: Vec<Question>,
    /// Of each case: its question, and its shipment where the rulebook as it stands can read it.
    cases: Vec<(usize, Option<Shipment>)>,
    /// Of each case: items that are not false on its facts.
    in_play: Vec<Vec<String>>,
}

/// A day with all that goes with it, as several cases ask it.
struct Question {
    asked: Asked,
    /// The day as known, in the form of hints.
    known: String,
    /// States of the clauses, in order of their ids.
    states: Vec<ClauseState>,
}

impl Trial {
    pub(super) fn new(rulebook: &Rulebook, regime: &Regime) -> Trial {
        let bare = Rulebook { files: Vec::new(), ..rulebook.clone() };
        let mut trial = Trial {
            footprints: Footprints::of(rulebook, regime),
            regime: regime.id.clone(),
            questions: Vec::new(),
            cases: Vec::new(),
            in_play: Vec::new(),
            bare,
        };
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut laws = Vec::new();
        for case in &regime.cases {
            let Ok(asked) = asked_of(regime, case) else { continue };
            let at = *known.entry(format!("{asked:?}")).or_insert_with(|| {
                laws.push(Law::as_of(rulebook, &asked));
                trial.questions.push(question(regime, &asked, laws.last()));
                trial.questions.len() - 1
            });
            let shipment = read_shipment(Format::Toml, &case.id, case.facts.as_bytes(), rulebook).ok();
            let law = laws.get(at);
            let items = law.zip(shipment.as_ref()).map(|(law, shipment)| codes(law, shipment)).unwrap_or_default();
            trial.cases.push((at, shipment));
            trial.in_play.push(items);
        }
        trial
    }

    /// The first case that is no longer as expected, if any.
    pub(super) fn noticed_by(&self, edit: &Edit) -> Option<String> {
        let copy = edited(&self.bare, &self.regime, edit);
        let regime = copy.regime(&self.regime)?;
        let order: Vec<usize> =
            self.footprints.order(edit).into_iter().filter(|at| self.is_touched(*at, edit)).collect();
        let same_words = same_words(&self.bare, &copy);
        let order = match edit.touches {
            Touches::Item(_) => self.with_item(&copy, edit, order, same_words),
            _ => order,
        };
        let mut laws: BTreeMap<usize, Law<'_>> = BTreeMap::new();
        for at in order {
            let Some(case) = regime.cases.get(at) else { continue };
            let Some((question, shipment)) = self.cases.get(at) else { continue };
            let Some(asked) = self.questions.get(*question).map(|question| &question.asked) else { continue };
            // The days of a regime move the question of a case that does not say what was known.
            let own = asked_of(regime, case).ok();
            let own = own.filter(|own| own.known != asked.known);
            let read_again = match same_words {
                true => None,
                false => self.read(&copy, at),
            };
            let Some(shipment) = read_again.as_ref().or(shipment.as_ref()) else { return Some(case.id.clone()) };
            let differences = match own {
                Some(own) => compare_case(&Law::as_of(&copy, &own), regime, case, shipment),
                None => {
                    let law = laws.entry(*question).or_insert_with(|| Law::as_of(&copy, asked));
                    compare_case(law, regime, case, shipment)
                }
            };
            if !differences.is_empty() {
                return Some(case.id.clone());
            }
        }
        None
    }

    /// The shipment of a case, read under another rulebook.
    fn read(&self, rulebook: &Rulebook, case: usize) -> Option<Shipment> {
        let case = rulebook.regime(&self.regime)?.cases.get(case)?;
        read_shipment(Format::Toml, &case.id, case.facts.as_bytes(), rulebook).ok()
    }

    /// Whether the edit can tell on a case, by days, names and the state of clauses.
    fn is_touched(&self, case: usize, edit: &Edit) -> bool {
        let question = self.cases.get(case).and_then(|(at, _)| self.questions.get(*at));
        let Some(question) = question else { return true };
        let says = || edit.hints.iter().any(|hint| self.footprints.says(case, hint));
        let counts = |clause: ClauseId| {
            let state = question.states.get(clause.0 as usize);
            !matches!(state, Some(ClauseState::NotYet | ClauseState::Ended))
        };
        match edit.touches {
            Touches::Any => true,
            Touches::Names => says(),
            Touches::Days => says() || edit.hints.contains(&question.known),
            Touches::Clause(clause) | Touches::Item(clause) => counts(clause),
        }
    }

    /// Of these cases those on which the item is not false, before or after the edit, and those that name it.
    fn with_item(&self, copy: &Rulebook, edit: &Edit, cases: Vec<usize>, same_words: bool) -> Vec<usize> {
        // Items ask for no party: without their lists the law is compiled in a tenth of the time.
        let mut lists_off = copy.clone();
        for regime in &mut lists_off.regimes {
            regime.party_lists.clear();
            regime.groups.retain(|group| group.id != "generic-words");
        }
        let entry = edit.of.split('.').next().unwrap_or(&edit.of);
        let mut laws: BTreeMap<usize, Law<'_>> = BTreeMap::new();
        let mut is_in_play = |at: usize| {
            if self.in_play.get(at).is_some_and(|items| items.contains(&edit.of)) || self.footprints.says(at, entry) {
                return true;
            }
            let Some((question, Some(shipment))) = self.cases.get(at) else { return true };
            let Some(asked) = self.questions.get(*question).map(|question| &question.asked) else { return true };
            let law = laws.entry(*question).or_insert_with(|| Law::as_of(&lists_off, asked));
            match same_words {
                true => codes(law, shipment).contains(&edit.of),
                false => self.read(copy, at).is_none_or(|shipment| codes(law, &shipment).contains(&edit.of)),
            }
        };
        cases.into_iter().filter(|at| is_in_play(*at)).collect()
    }
}

fn question(regime: &Regime, asked: &Asked, law: Option<&Law<'_>>) -> Question {
    let zone = jiff::tz::TimeZone::get(&regime.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let state = |at: usize| {
        let clause = u32::try_from(at).ok().map(ClauseId)?;
        law?.clause_state(&regime.id, clause)
    };
    Question {
        asked: asked.clone(),
        known: zone.to_datetime(asked.known).date().to_string(),
        states: (0..regime.clauses.len()).map_while(state).collect(),
    }
}

fn codes(law: &Law<'_>, shipment: &Shipment) -> Vec<String> {
    law.items_in_play(shipment).into_iter().map(|(_, code)| code.to_owned()).collect()
}

/// Whether shipments read alike under both: the law cuts each number line by its limits.
fn same_words(one: &Rulebook, other: &Rulebook) -> bool {
    one.vocabulary.facts.iter().zip(&other.vocabulary.facts).all(|(one, other)| {
        one.bounds == other.bounds
            && one.unit == other.unit
            && one.words.len() == other.words.len()
            && one.words.iter().zip(&other.words).all(|(one, other)| one.word == other.word)
    })
}
