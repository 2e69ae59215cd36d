//! The full proof in its compact form: each node looked at with its state, in prefix order, in one array.
//!
//! [`super::proof`] makes the tree that people read; this is what a machine keeps for a hundred million shipments.
//! A step names a node of the compiled law and a place of the shipment, and so the clause, the fact and its author.

use super::eval::{Here, eval, for_each_item, further, named};
use super::law::{CitedWhat, Law};
use super::prepared::{Holder, Prepared};
use super::program::{ALL_ITEMS, NodeId, Op, Program};
use super::range::Ranges;
use super::world::AsStated;
use super::{Decision, State};
use crate::fact::Shipment;
use crate::rulebook::RuleKind;

/// A decision with the proof of each rule and item that it cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// Outcome and citations.
    pub decision: Decision,
    /// Steps in prefix order: a step's parts follow it up to `end`.
    pub steps: Vec<Step>,
    /// Where the proof of each citation begins in `steps`, in the order of `decision.cited`.
    pub begins: Vec<u32>,
}

/// One node of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Node of the compiled law.
    pub node: u32,
    /// Where its parts end in [`Proved::steps`].
    pub end: u32,
    /// Its state.
    pub state: State,
}

impl Law<'_> {
    /// The outcome with the full proof of each rule and item that holds or is open.
    #[must_use]
    pub fn prove(&self, shipment: &Shipment) -> Proved {
        let prepared = Prepared::new(shipment, &self.programs);
        let stated = AsStated::new(&prepared);
        let ((range, exact), rules) = Ranges::new(&self.programs, &stated).shipment_with_rules();
        let cited = self.cited(&stated, &rules);
        let (mut steps, mut begins) = (Vec::with_capacity(64), Vec::with_capacity(cited.len()));
        let end_uses = u16::try_from(shipment.end_uses.len().max(1)).unwrap_or(u16::MAX);
        for one in &cited {
            begins.push(u32::try_from(steps.len()).unwrap_or(u32::MAX));
            let Some(program) = self.programs.get(usize::from(one.regime)) else { continue };
            let node = match one.what {
                CitedWhat::Rule(rule) => program.rules.get(usize::from(rule)).map(|rule| rule.whole),
                CitedWhat::Item(item) => program.items.get(item as usize).map(|item| item.node),
            };
            let places = (0..end_uses).map(|end_use| Here { unit: one.unit, end_use, party: None });
            let Some(node) = node else { continue };
            let here = places
                .clone()
                .find(|here| eval(program, &stated, *here, node) == one.state)
                .or_else(|| places.clone().next());
            if let Some(here) = here {
                trace(program, &stated, here, node, &mut steps);
            }
        }
        Proved { decision: Decision { range, exact, cited }, steps, begins }
    }

    /// What a step's node is, in a word, for readers of compact proofs.
    #[must_use]
    pub fn step_kind(&self, regime: u8, step: Step) -> Option<&'static str> {
        let program = self.programs.get(usize::from(regime))?;
        Some(match program.nodes.get(step.node as usize)?.op {
            Op::Never => "never",
            Op::And | Op::Exempt(_) => "and",
            Op::Or => "or",
            Op::Not => "not",
            Op::AtLeast(_) => "at_least",
            Op::Limb(_) => "limb",
            Op::Some(_) => "some",
            Op::Every(_) => "every",
            Op::Call(_) | Op::Reach(_) => "definition",
            Op::Term(_) => "term",
            Op::Cells { .. } | Op::Word { .. } | Op::Words { .. } => "fact",
            Op::Contains { .. } => "contains",
            Op::Linear(_) => "sum",
            Op::On(_) => "on",
            Op::Listed(_) => "listed",
            Op::Gap(_) | Op::Low(_) => "gap",
            Op::Force(_) => "clause",
            Op::Claimed(_) => "claim",
            Op::Approved => "approval",
        })
    }

    /// Rules of a kind in the compiled law of a regime: `(id, clause)`.
    #[must_use]
    pub fn rules_of(&self, regime: u8, kind: RuleKind) -> Vec<(&str, String)> {
        let Some(program) = self.programs.get(usize::from(regime)) else { return Vec::new() };
        let rules = program.rules.iter().filter(|rule| rule.rule.kind == kind);
        rules.map(|rule| (rule.rule.id.as_str(), program.regime.clause(rule.rule.clause).reference())).collect()
    }
}

/// Writes down a node and all its parts; returns its state.
fn trace(program: &Program<'_>, world: &AsStated<'_>, here: Here, at: NodeId, steps: &mut Vec<Step>) -> State {
    let own = steps.len();
    steps.push(Step { node: at, end: 0, state: State::Open });
    let state = match program.node(at).op {
        Op::And | Op::Exempt(_) => parts(program, world, here, at, steps).0,
        Op::Or => parts(program, world, here, at, steps).1,
        Op::Not => parts(program, world, here, at, steps).0.not(),
        Op::Limb(_) => parts(program, world, here, at, steps).0,
        Op::AtLeast(_) => {
            parts(program, world, here, at, steps);
            eval(program, world, here, at)
        }
        Op::Some(role) | Op::Every(role) => {
            for party in named(world, role) {
                trace(program, world, Here { party: Some(party), ..here }, at + 1, steps);
            }
            if further(program, world, role) != State::False {
                trace(program, world, Here { party: Some(Holder::Further(role)), ..here }, at + 1, steps);
            }
            eval(program, world, here, at)
        }
        Op::Call(definition) => match program.definitions.get(usize::from(definition)) {
            Some((_, node)) => trace(program, world, here, *node, steps),
            None => State::Open,
        },
        Op::Reach(rule) => match program.rules.get(usize::from(rule)) {
            Some(rule) => trace(program, world, here, rule.whole, steps),
            None => State::Open,
        },
        Op::Term(term) => {
            if let Some(term) = program.terms.get(usize::from(term)) {
                for node in term.candidates.iter().filter_map(|number| term.nodes.get(usize::from(number))) {
                    trace(program, world, here, *node, steps);
                }
            }
            eval(program, world, here, at)
        }
        Op::Listed(ALL_ITEMS) => eval(program, world, here, at),
        Op::Listed(asked) => {
            let mut found = Vec::new();
            for_each_item(program, world, here, asked, &mut |item, _| {
                found.push(item);
                found.len() < 64
            });
            for item in found.iter().filter_map(|item| program.items.get(*item as usize)) {
                trace(program, world, here, item.node, steps);
            }
            eval(program, world, here, at)
        }
        _ => eval(program, world, here, at),
    };
    let end = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    if let Some(step) = steps.get_mut(own) {
        step.end = end;
        step.state = state;
    }
    state
}

/// The lowest and highest state of a node's parts.
fn parts(program: &Program<'_>, world: &AsStated<'_>, here: Here, at: NodeId, steps: &mut Vec<Step>) -> (State, State) {
    let (mut lowest, mut highest) = (State::True, State::False);
    for child in program.children(at) {
        let state = trace(program, world, here, child, steps);
        lowest = lowest.min(state);
        highest = highest.max(state);
    }
    (lowest, highest)
}
