//! Compiles the law of one regime for one question: which clauses are in force, which readings may count,
//! and every condition as flat nodes.

mod compare;
mod condition;
mod items;
mod rules;

use super::force::{Hours, Vantage};
use super::program::{AskedItems, Buckets, Program};
use super::{Asked, ClauseState};
use crate::fact::Cells;
use crate::rulebook::{FactId, Regime, Rulebook};
use crate::screen::exact::NameIndex;
use condition::Compiler;

pub(crate) use condition::is_below;

/// The law of one regime as it stands for the question.
pub(crate) fn compile<'r>(
    rulebook: &'r Rulebook,
    regime: &'r Regime,
    number: u8,
    asked: &Asked,
    hours: &Hours,
) -> Program<'r> {
    let vantage = Vantage::new(regime, asked, hours);
    let program = empty(rulebook, regime, number, asked, &vantage);
    let mut compiler = Compiler::new(program, vantage);
    compiler.force_of_clauses();
    compiler.applies();
    compiler.definitions();
    compiler.terms(&asked.policy);
    compiler.listed_parties();
    compiler.items();
    compiler.unfiled_words();
    compiler.rules();
    compiler.asked_items();
    compiler.bucket_items();
    compiler.finish()
}

fn empty<'r>(
    rulebook: &'r Rulebook,
    regime: &'r Regime,
    number: u8,
    asked: &Asked,
    vantage: &Vantage<'r>,
) -> Program<'r> {
    let facts = rulebook.vocabulary.facts.iter();
    let domains = facts.map(|fact| Cells::of(&fact.domain, &fact.bounds)).collect();
    let known_day = vantage.zone.to_datetime(asked.known).date();
    let fresh_until = vantage.checked_to.saturating_add(jiff::Span::new().days(i64::from(regime.stale_after_days)));
    Program {
        rulebook,
        regime,
        number,
        nodes: Vec::new(),
        limbs: Vec::new(),
        masks: Vec::new(),
        linears: Vec::new(),
        applies: Vec::new(),
        asked_lists: Vec::new(),
        asked_items: vec![AskedItems {
            only: None,
            with_unfiled: true,
            patterns: None,
            reason: None,
            text: "listed".to_owned(),
        }],
        gaps: Vec::new(),
        forces: Vec::new(),
        hours: vantage.hours.clone(),
        definitions: Vec::new(),
        terms: Vec::new(),
        rules: Vec::new(),
        items: Vec::new(),
        buckets: Buckets::default(),
        parties: Vec::new(),
        crowds: Vec::new(),
        names: NameIndex::new(std::iter::empty(), &[]),
        method: asked.screening.method,
        likeness: None,
        reach: Vec::new(),
        prohibitions: Vec::new(),
        requirements: Vec::new(),
        texts: std::collections::BTreeMap::new(),
        disclosure: disclosure(rulebook),
        domains,
        before_begin: vantage.day < regime.begins || known_day < regime.begins,
        stale: vantage.day > fresh_until,
        unasked: !asked.screening.unasked.is_empty(),
        day: vantage.day,
        checked_to: vantage.checked_to,
    }
}

fn disclosure(rulebook: &Rulebook) -> Option<(FactId, u16)> {
    let fact = rulebook.vocabulary.find("activity")?;
    let word = rulebook.vocabulary.fact(fact).word("disclosure")?;
    Some((fact, word.0))
}

/// Whether a clause in that state still counts for something in an answer.
pub(crate) fn counts(state: ClauseState) -> bool {
    matches!(state, ClauseState::InForce | ClauseState::Unresolved | ClauseState::OpenHour)
}
