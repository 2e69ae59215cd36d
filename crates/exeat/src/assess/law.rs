//! The law as it stands for one question: compiled once, asked of any number of shipments.

use super::compile::compile;
use super::eval::{Here, eval, for_each_item};
use super::force::Hours;
use super::prepared::Prepared;
use super::program::{ALL_ITEMS, Program};
use super::range::{CountedRule, Ranges};
use super::world::AsStated;
use super::{Asked, ClauseState, Outcome, Range, State};
use crate::fact::Shipment;
use crate::rulebook::{ClauseId, Regime, Rulebook};

/// The rulebook for one [`Asked`].
///
/// ```no_run
/// # fn example(rulebook: &exeat::rulebook::Rulebook, shipment: &exeat::fact::Shipment, asked: &exeat::assess::Asked) {
/// let law = exeat::assess::Law::as_of(rulebook, asked);
/// let decision = law.outcome(shipment);
/// println!("{:?} to {:?}", decision.range.floor, decision.range.ceiling);
/// # }
/// ```
#[derive(Debug)]
pub struct Law<'r> {
    pub(crate) rulebook: &'r Rulebook,
    pub(crate) asked: Asked,
    pub(crate) programs: Vec<Program<'r>>,
}

/// An outcome with its citations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Mildest and strictest.
    pub range: Range,
    /// The search came to its end.
    pub exact: bool,
    /// Rules and items that hold or are open, in order of line, regime and rule.
    pub cited: Vec<Cited>,
}

/// A rule or item that holds or is open for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cited {
    /// Unit: a line or a model, counted through the shipment.
    pub unit: u16,
    /// Regime, counted through [`Law::regimes`].
    pub regime: u8,
    /// What is cited.
    pub what: CitedWhat,
    /// Holds or open.
    pub state: State,
}

/// What a [`Cited`] points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CitedWhat {
    /// A rule, by its number in the compiled law: see [`Law::rule_reference`].
    Rule(u16),
    /// An item, by its number in the compiled law: see [`Law::item_reference`].
    Item(u32),
}

impl<'r> Law<'r> {
    /// Compiles the law for a question.
    #[must_use]
    pub fn as_of(rulebook: &'r Rulebook, asked: &Asked) -> Law<'r> {
        let wanted = |regime: &&Regime| match &asked.regimes {
            Some(ids) => ids.contains(&regime.id),
            None => !regime.invented || rulebook.regimes.iter().all(|regime| regime.invented),
        };
        let regimes: Vec<&Regime> = rulebook.regimes.iter().filter(wanted).collect();
        let hours = Hours::of(&regimes, asked.date);
        let number = |at: usize| u8::try_from(at).unwrap_or(u8::MAX);
        let programs = regimes
            .iter()
            .enumerate()
            .map(|(at, regime)| compile(rulebook, regime, number(at), asked, &hours))
            .collect();
        Law { rulebook, asked: asked.clone(), programs }
    }

    /// The regimes looked at, in order.
    pub fn regimes(&self) -> impl Iterator<Item = &'r Regime> + '_ {
        self.programs.iter().map(|program| program.regime)
    }

    /// The state of a clause on the day asked for, as known then.
    #[must_use]
    pub fn clause_state(&self, regime: &str, clause: ClauseId) -> Option<ClauseState> {
        let program = self.programs.iter().find(|program| program.regime.id == regime)?;
        program.forces.get(clause.0 as usize).map(|force| force.state)
    }

    /// The outcome, exact where the facts settle it, with citations.
    #[must_use]
    pub fn outcome(&self, shipment: &Shipment) -> Decision {
        let prepared = Prepared::new(shipment, &self.programs);
        let stated = AsStated::new(&prepared);
        let ranges = Ranges::new(&self.programs, &stated);
        let ((range, exact), rules) = ranges.shipment_with_rules();
        Decision { range, exact, cited: self.cited(&stated, &rules) }
    }

    /// Rules that hold or are open, and below those that ask for items the items that are met or open.
    pub(crate) fn cited(&self, stated: &AsStated<'_>, rules: &[CountedRule]) -> Vec<Cited> {
        let mut cited = Vec::with_capacity(rules.len() + 4);
        let mut items_of: Option<(u8, Here)> = None;
        for (regime, rule, here, state) in rules {
            cited.push(Cited { unit: here.unit, regime: *regime, what: CitedWhat::Rule(*rule), state: *state });
            let Some(program) = self.programs.get(usize::from(*regime)) else { continue };
            let asks_items = program.rules.get(usize::from(*rule)).is_some_and(|rule| rule.asks_items);
            if asks_items && items_of != Some((*regime, *here)) {
                items_of = Some((*regime, *here));
                let full = cited.len() + CITED_MAX;
                for_each_item(program, stated, *here, ALL_ITEMS, &mut |item, state| {
                    cited.push(Cited { unit: here.unit, regime: *regime, what: CitedWhat::Item(item), state });
                    cited.len() < full
                });
            }
        }
        cited.sort_unstable();
        cited.dedup();
        cited
    }

    /// For each rule but definitions the states that it has over the places of a shipment: `(regime, rule, lowest, highest)`.
    #[must_use]
    pub fn rule_states(&self, shipment: &Shipment) -> Vec<(&'r str, &'r str, State, State)> {
        use super::world::World;
        let prepared = Prepared::new(shipment, &self.programs);
        let stated = AsStated::new(&prepared);
        let units = u16::try_from(stated.prepared().units.len()).unwrap_or(u16::MAX);
        let end_uses = u16::try_from(shipment.end_uses.len().max(1)).unwrap_or(u16::MAX);
        let places =
            || (0..units).flat_map(|unit| (0..end_uses).map(move |end_use| Here { unit, end_use, party: None }));
        let mut states = Vec::new();
        for program in &self.programs {
            for rule in &program.rules {
                let (mut lowest, mut highest) = (State::True, State::False);
                for here in places() {
                    let state = eval(program, &stated, here, rule.whole);
                    lowest = lowest.min(state);
                    highest = highest.max(state);
                }
                states.push((program.regime.id.as_str(), rule.rule.id.as_str(), lowest, highest));
            }
        }
        states
    }

    /// Items that are met or open for some line or model on the facts alone: all others are false, whatever else is
    /// answered. `(regime, code)`, in order.
    #[must_use]
    pub fn items_in_play(&self, shipment: &Shipment) -> Vec<(&'r str, &'r str)> {
        let prepared = Prepared::new(shipment, &self.programs);
        let stated = AsStated::new(&prepared);
        let units = u16::try_from(prepared.units.len()).unwrap_or(u16::MAX);
        let mut found = Vec::new();
        for program in &self.programs {
            for unit in 0..units {
                let here = Here { unit, end_use: 0, party: None };
                for_each_item(program, &stated, here, ALL_ITEMS, &mut |item, _| {
                    let item = program.items.get(item as usize).and_then(|of| of.item);
                    found.extend(item.map(|item| (program.regime.id.as_str(), item.code.as_str())));
                    true
                });
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// `cn/2025-18#1` and the rule's id.
    #[must_use]
    pub fn rule_reference(&self, regime: u8, rule: u16) -> Option<(String, &'r str)> {
        let program = self.programs.get(usize::from(regime))?;
        let rule = program.rules.get(usize::from(rule))?.rule;
        Some((format!("{}/{}", program.regime.id, program.regime.clause(rule.clause).reference()), rule.id.as_str()))
    }

    /// `cn/2025-18#1` and the item's code.
    #[must_use]
    pub fn item_reference(&self, regime: u8, item: u32) -> Option<(String, &'r str)> {
        let program = self.programs.get(usize::from(regime))?;
        let of = program.items.get(item as usize)?;
        let version = of.item?.versions.get(of.version)?;
        Some((
            format!("{}/{}", program.regime.id, program.regime.clause(version.by).reference()),
            of.item?.code.as_str(),
        ))
    }
}

/// Items cited of one line at most; past them nothing is decided differently, only fewer are named.
const CITED_MAX: usize = 4096;

impl Range {
    /// Both ends the same.
    #[must_use]
    pub const fn settled(outcome: Outcome) -> Range {
        Range { floor: outcome, ceiling: outcome }
    }
}
