//! The law as it stands for one question: compiled once, asked of any number of shipments.

use super::approval;
use super::compile::compile;
use super::eval::{Here, eval, for_each_item};
use super::prepared::Prepared;
use super::program::{ALL_ITEMS, Program};
use super::range::Ranges;
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
        let regimes = rulebook.regimes.iter().filter(wanted).enumerate();
        let programs = regimes.map(|(at, regime)| compile(rulebook, regime, u8::try_from(at).unwrap_or(u8::MAX), asked)).collect();
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
        let approvals = approval::approvals(self, &stated);
        let ranges = Ranges::new(&self.programs, &stated, &approvals);
        let (range, exact) = ranges.shipment();
        Decision { range, exact, cited: self.cited(&stated) }
    }

    fn cited(&self, stated: &AsStated<'_>) -> Vec<Cited> {
        use super::world::World;
        let mut cited = Vec::with_capacity(8);
        let shipment = stated.prepared().shipment;
        for unit in 0..stated.prepared().units.len() {
            let unit = u16::try_from(unit).unwrap_or(u16::MAX);
            for program in &self.programs {
                for end_use in 0..shipment.end_uses.len().max(1) {
                    let here = Here { unit, end_use: u16::try_from(end_use).unwrap_or(u16::MAX), party: None };
                    cite(program, stated, here, &mut cited);
                }
            }
        }
        cited.sort_unstable();
        cited.dedup();
        cited
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
        Some((format!("{}/{}", program.regime.id, program.regime.clause(version.by).reference()), of.item?.code.as_str()))
    }
}

fn cite(program: &Program<'_>, stated: &AsStated<'_>, here: Here, cited: &mut Vec<Cited>) {
    let mut items = false;
    for rule in program.prohibitions.iter().chain(&program.requirements) {
        let Some(of) = program.rules.get(usize::from(*rule)) else { continue };
        let state = eval(program, stated, here, of.whole);
        if state != State::False {
            cited.push(Cited { unit: here.unit, regime: program.number, what: CitedWhat::Rule(*rule), state });
            items |= of.asks_items;
        }
    }
    if items {
        for_each_item(program, stated, here, ALL_ITEMS, &mut |item, state| {
            cited.push(Cited { unit: here.unit, regime: program.number, what: CitedWhat::Item(item), state });
            cited.len() < CITED_MAX
        });
    }
}

/// Citations of one shipment at most; past them nothing is decided differently, only fewer are named.
const CITED_MAX: usize = 4096;

impl Range {
    /// Both ends the same.
    #[must_use]
    pub const fn settled(outcome: Outcome) -> Range {
        Range { floor: outcome, ceiling: outcome }
    }
}
