//! Facts that show a listing beat a person's record (DESIGN §3).
//!
//! A record closes the items that facts leave open. It closes none that is met in every completion; and none at all where
//! the facts leave only open which of several is met (repeatability measured, travel unknown: listed either way).

use super::State;
use super::eval::{Here, each_possible_item, eval};
use super::prepared::{Prepared, RecordEffect};
use super::program::Program;
use super::search::{Found, Goal, possible};
use super::splitworld::SplitWorld;
use super::world::AsStated;

/// What the facts of a unit show among the items that its record closes.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// Met in every completion; ascending.
    pub(crate) met: Vec<u32>,
    /// In every completion one of these is met, but not the same one: they stay open.
    pub(crate) one_of: Vec<u32>,
}

/// Program → unit; empty where no unit has a record.
pub(crate) fn shown(prepared: &Prepared<'_>, programs: &[Program<'_>]) -> Vec<Vec<Shown>> {
    let stated = AsStated::new(prepared);
    let of = |(program, records): (usize, &Vec<RecordEffect>)| {
        let unit = |(unit, record): (usize, &RecordEffect)| {
            of_unit(programs, program, &stated, u16::try_from(unit).unwrap_or(u16::MAX), record)
        };
        records.iter().enumerate().map(unit).collect()
    };
    prepared.records.iter().enumerate().map(of).collect()
}

fn of_unit(programs: &[Program<'_>], at: usize, stated: &AsStated<'_>, unit: u16, record: &RecordEffect) -> Shown {
    let (Some(program), false) = (programs.get(at), record.closes.is_empty()) else { return Shown::default() };
    let here = Here { unit, end_use: 0, party: None };
    let mut shown = Shown::default();
    let mut open: Vec<(u32, Goal)> = Vec::new();
    each_possible_item(program, stated, here, &mut |item| {
        // What is not on file facts cannot show.
        let filed = program.items.get(item as usize).filter(|of| of.item.is_some() && record.closes(item));
        let Some(when) = filed.map(|of| of.when) else { return true };
        match eval(program, stated, here, when) {
            State::True => shown.met.push(item),
            State::Open => open.push((item, Goal { program: program.number, node: when, here, wanted: false })),
            State::False => {}
        }
        true
    });
    let may_be_none = |open: &[(u32, Goal)]| {
        let goals: Vec<Goal> = open.iter().map(|(_, goal)| *goal).collect();
        goals.is_empty() || possible(programs, &mut SplitWorld::new(stated), &goals, &[]) == Found::Yes
    };
    if !may_be_none(&open) {
        let (sure, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|one| !may_be_none(std::slice::from_ref(one)));
        shown.met.extend(sure.into_iter().map(|(item, _)| item));
        if !may_be_none(&rest) {
            shown.one_of = rest.into_iter().map(|(item, _)| item).collect();
        }
    }
    shown.met.sort_unstable();
    shown
}
