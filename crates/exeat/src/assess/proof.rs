//! Proof trees: the state of every part of a condition, with what was stated and who said it.

use super::eval::{Here, eval, for_each_item, further, named};
use super::prepared::Holder;
use super::program::{NodeId, Op, Program};
use super::world::{AsStated, World, stated};
use super::{Proof, ProofOp, State};
use crate::fact::{Author, Role, Stated, Value};
use crate::rulebook::{FactId, FactType, Rulebook, Scope};

/// Items named below one `listed`; the others are counted in the answer.
const ITEMS_MAX: usize = 12;

/// The proof of a node for one unit.
pub(crate) fn prove(program: &Program<'_>, world: &AsStated<'_>, here: Here, at: NodeId) -> Proof {
    let state = eval(program, world, here, at);
    let below = |of: Vec<NodeId>| of.into_iter().map(|child| prove(program, world, here, child)).collect::<Vec<_>>();
    let children = || below(program.children(at).collect());
    let (op, of) = match program.node(at).op {
        Op::Never => (ProofOp::Gap("never".to_owned()), Vec::new()),
        Op::And => (ProofOp::And, children()),
        Op::Or => (ProofOp::Or, children()),
        Op::Not => (ProofOp::Not, children()),
        Op::AtLeast(count) => (ProofOp::AtLeast(u32::from(count)), children()),
        Op::Limb(limb) => {
            (ProofOp::Limb(program.limbs.get(usize::from(limb)).cloned().unwrap_or_default()), children())
        }
        Op::Some(role) => (ProofOp::Some(role.word().to_owned()), parties(program, world, here, at, role)),
        Op::Every(role) => (ProofOp::Every(role.word().to_owned()), parties(program, world, here, at, role)),
        Op::Call(definition) => match program.definitions.get(usize::from(definition)) {
            Some((name, node)) => (ProofOp::Definition((*name).to_owned()), below(vec![*node])),
            None => (ProofOp::Gap("definition".to_owned()), Vec::new()),
        },
        Op::Reach(rule) | Op::Exempt(rule) => match program.rules.get(usize::from(rule)) {
            Some(of) => (ProofOp::Definition(of.rule.id.clone()), below(vec![of.when])),
            None => (ProofOp::Gap("rule".to_owned()), Vec::new()),
        },
        Op::Term(term) => return term_proof(program, world, here, term, state),
        Op::Word { fact, scope, .. }
        | Op::Words { fact, scope, .. }
        | Op::Cells { fact, scope, .. }
        | Op::Contains { fact, scope, .. } => (fact_op(program, world, here, at, (fact, scope)), Vec::new()),
        Op::Linear(linear) => {
            let asks = program.linears.get(usize::from(linear)).map_or(String::new(), |linear| linear.text.clone());
            (ProofOp::Sum { asks, value: None }, Vec::new())
        }
        Op::On(list) => (on_op(program, world, here, list), Vec::new()),
        Op::Listed(asked) => listed_op(program, world, here, asked),
        Op::Gap(gap) => (ProofOp::Gap(program.gaps.get(gap as usize).cloned().unwrap_or_default()), Vec::new()),
        Op::Low(item) => {
            let code = program.items.get(item as usize).and_then(|of| of.item).map_or("", |item| item.code.as_str());
            (ProofOp::Gap(format!("limits of {code} are of low confidence")), Vec::new())
        }
        Op::Force(force) => (force_op(program, force), Vec::new()),
        Op::Approved => (ProofOp::Definition("special approval".to_owned()), Vec::new()),
        Op::Claimed(rule) => {
            let id = program.rules.get(usize::from(rule)).map_or("", |rule| rule.rule.id.as_str());
            (ProofOp::Definition(format!("claim of {id}")), Vec::new())
        }
    };
    Proof { op, state, of }
}

fn force_op(program: &Program<'_>, force: u32) -> ProofOp {
    let clause = program
        .regime
        .clauses
        .get(force as usize)
        .map_or_else(String::new, |clause| format!("{}/{}", program.regime.id, clause.reference()));
    let is = program.forces.get(force as usize).map_or(super::ClauseState::NotYet, |force| force.state);
    ProofOp::Clause { clause, is }
}

fn parties(program: &Program<'_>, world: &AsStated<'_>, here: Here, at: NodeId, role: Role) -> Vec<Proof> {
    let one = |holder: Holder, name: Option<String>, further: bool| {
        let there = Here { party: Some(holder), ..here };
        let proof = prove(program, world, there, at + 1);
        let op = ProofOp::Party { role: role.word().to_owned(), name, further };
        Proof { op, state: proof.state, of: vec![proof] }
    };
    let mut proofs: Vec<Proof> = named(world, role)
        .map(|holder| {
            let party = match holder {
                Holder::Party(at) => world.prepared().shipment.parties.get(usize::from(at)),
                _ => None,
            };
            one(holder, party.and_then(|party| party.names.first()).map(|name| name.text.clone()), false)
        })
        .collect();
    if further(program, world, role) != State::False {
        proofs.push(one(Holder::Further(role), None, true));
    }
    proofs
}

fn term_proof(program: &Program<'_>, world: &AsStated<'_>, here: Here, at: u16, state: State) -> Proof {
    let Some(term) = program.terms.get(usize::from(at)) else {
        return Proof { op: ProofOp::Or, state, of: Vec::new() };
    };
    let name = format!("{}/{}", program.regime.id, term.term.id);
    let mut readings: Vec<Proof> = Vec::new();
    for number in term.candidates.iter() {
        let reading = term.known.get(usize::from(number)).and_then(|at| term.term.readings.get(*at));
        let (Some(reading), Some(node)) = (reading, term.nodes.get(usize::from(number))) else { continue };
        let below = prove(program, world, here, *node);
        let op = ProofOp::Term {
            term: name.clone(),
            reading: reading.id.clone(),
            held_by: reading.held_by.clone(),
            kind: reading.kind,
            hedge: reading.hedge.clone(),
        };
        readings.push(Proof { op, state: below.state, of: vec![below] });
    }
    match (readings.pop(), readings.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            readings.push(last);
            Proof { op: ProofOp::Definition(name), state, of: readings }
        }
        (None, _) => Proof { op: ProofOp::Gap(format!("no reading of {name} is known")), state, of: Vec::new() },
    }
}

fn fact_op(
    program: &Program<'_>,
    world: &AsStated<'_>,
    here: Here,
    at: NodeId,
    (fact, scope): (FactId, Scope),
) -> ProofOp {
    let known = here.holder(scope).and_then(|holder| stated(world.prepared(), holder, fact, scope));
    ProofOp::Fact {
        fact: program.rulebook.vocabulary.fact(fact).name.clone(),
        asks: program.texts.get(&at).cloned().unwrap_or_default(),
        value: known.and_then(|known| shown(program.rulebook, fact, known)),
        author: known.map_or_else(Author::default, |known| known.author.clone()),
    }
}

/// A stated value as people write it; `None`: unknown.
pub(crate) fn shown(rulebook: &Rulebook, fact: FactId, stated: &Stated) -> Option<String> {
    let of = rulebook.vocabulary.fact(fact);
    let word = |word: u16| match of.kind {
        FactType::Country | FactType::Countries => {
            rulebook.countries.get(usize::from(word)).map(|country| country.code.clone())
        }
        _ => of.words.get(usize::from(word)).map(|word| word.word.clone()),
    };
    match &stated.value {
        Value::Unknown => None,
        Value::NotApplicable => Some("not_applicable".to_owned()),
        Value::Word(one) => word(one.0),
        Value::Words(words) => Some(
            words.iter().map(|one| word(one.0).unwrap_or_else(|| "other".to_owned())).collect::<Vec<_>>().join(", "),
        ),
        Value::Number { text, .. } => Some(text.to_string()),
    }
}

fn on_op(program: &Program<'_>, world: &AsStated<'_>, here: Here, list: u16) -> ProofOp {
    let name = program.asked_lists.get(usize::from(list)).map_or_else(String::new, |asked| asked.name.clone());
    let id = |listed: u32| program.parties.get(listed as usize).map(|party| party.party.id.clone());
    let hits = match here.party {
        Some(Holder::Party(party)) => world.prepared().hits(program.number, party).map(|hits| (party, hits)),
        _ => None,
    };
    let asked = program.asked_lists.get(usize::from(list));
    let member = |listed: &&u32| asked.is_some_and(|asked| asked.members.has(**listed));
    let (party, how) = match (hits, asked) {
        (Some((_, hits)), _) if hits.nameless && !hits.same.iter().any(|listed| member(&listed)) => (None, "nameless"),
        (Some((party, hits)), Some(asked)) => {
            let near = hits.near.iter().map(|(listed, _)| listed).find(member);
            let related = hits.related.iter().find(member);
            match (
                hits.same.iter().find(member),
                near,
                world.prepared().is_unread(party, asked),
                hits.cleared.iter().find(member),
            ) {
                (Some(same), ..) => (id(*same), "same"),
                (None, Some(near), ..) => (id(*near), "near"),
                (None, None, true, _) => (None, "unread"),
                (None, None, false, Some(cleared)) => (id(*cleared), "decided-different"),
                (None, None, false, None) => related.map_or((None, "no-match"), |related| (id(*related), "related")),
            }
        }
        _ => (None, "further"),
    };
    ProofOp::On { list: name, party, how: format!("{} {how}", program.method.name()) }
}

fn listed_op(program: &Program<'_>, world: &AsStated<'_>, here: Here, asked: u16) -> (ProofOp, Vec<Proof>) {
    let asks = program.asked_items.get(usize::from(asked)).map_or_else(String::new, |asked| asked.text.clone());
    let mut items = Vec::new();
    let mut found = Vec::new();
    for_each_item(program, world, here, asked, &mut |item, state| {
        found.push((item, state));
        found.len() < 4096
    });
    found.sort_by_key(|(item, state)| (std::cmp::Reverse(*state), *item));
    let mut below = Vec::new();
    for (item, state) in found.iter().take(ITEMS_MAX) {
        let Some(of) = program.items.get(*item as usize) else { continue };
        let code = of.item.map_or_else(|| "unfiled".to_owned(), |item| format!("{}/{}", program.regime.id, item.code));
        items.push((code.clone(), *state));
        below.push(Proof { op: ProofOp::Item(code), state: *state, of: vec![prove(program, world, here, of.node)] });
    }
    (ProofOp::Listed { asks, items }, below)
}
