//! Findings: citation, limbs, items, and the proof as a tree of nodes `{op, state, …, of}`.

use super::super::{Language, words};
use super::{each, object, optional, text, texts};
use crate::assess::{Citation, Finding, ItemCitation, Proof, ProofOp};
use crate::canonical::Json;
use crate::fact::Author;

pub(super) fn finding(finding: &Finding, language: Language) -> Json {
    let limbs = finding.limbs.iter().map(|(limb, state)| (limb.clone(), text(words::state(*state)))).collect();
    object([
        ("id", text(&finding.id)),
        ("rule", text(&finding.rule)),
        ("kind", optional(finding.kind.map(words::rule_kind))),
        ("state", text(words::state(finding.state))),
        ("defeated_by", optional(finding.defeated_by.as_deref())),
        ("lines", texts(&finding.lines)),
        ("limbs", Json::Object(limbs)),
        ("citation", finding.citation.as_ref().map_or(Json::Null, |cited| citation(cited, language))),
        ("basis", finding.basis.as_ref().map_or(Json::Null, |basis| citation(basis, language))),
        ("items", each(&finding.items, |item| item_citation(item, language))),
        ("proof", proof(&finding.proof)),
    ])
}

pub(super) fn citation(cited: &Citation, language: Language) -> Json {
    object([
        ("act", text(&cited.act)),
        ("clause", text(&cited.clause)),
        ("title", text(cited.title.get(language.code()))),
        ("state", text(words::clause_state(cited.state))),
        ("effective", text(&cited.effective)),
        ("source", text(&cited.source)),
        ("confidence", text(words::confidence(cited.confidence))),
        ("kind", text(words::kind(cited.kind))),
    ])
}

fn item_citation(item: &ItemCitation, language: Language) -> Json {
    object([
        ("code", text(&item.code)),
        ("state", text(words::state(item.state))),
        ("citation", citation(&item.citation, language)),
    ])
}

/// One node and those below it. The tree is as deep as its condition and definitions, which the loader bounds.
fn proof(node: &Proof) -> Json {
    let mut fields = op(&node.op);
    fields.push(("state", text(words::state(node.state))));
    if !node.of.is_empty() {
        fields.push(("of", each(&node.of, proof)));
    }
    object(fields)
}

fn op(op: &ProofOp) -> Vec<(&'static str, Json)> {
    let named = |op: &str, rest: Vec<(&'static str, Json)>| [vec![("op", text(op))], rest].concat();
    match op {
        ProofOp::And => named("and", vec![]),
        ProofOp::Or => named("or", vec![]),
        ProofOp::Not => named("not", vec![]),
        ProofOp::Limb(limb) => named("limb", vec![("limb", text(limb))]),
        ProofOp::AtLeast(wanted) => named("at_least", vec![("count", super::count(*wanted))]),
        ProofOp::Definition(id) => named("definition", vec![("definition", text(id))]),
        ProofOp::Some(role) => named("some", vec![("role", text(role))]),
        ProofOp::Every(role) => named("every", vec![("role", text(role))]),
        ProofOp::Party { role, name, further } => {
            let rest =
                vec![("role", text(role)), ("name", optional(name.as_deref())), ("further", Json::Bool(*further))];
            named("party", rest)
        }
        ProofOp::Fact { fact, asks, value, author } => fact_node(fact, asks, value.as_deref(), author),
        ProofOp::Sum { asks, value } => named("sum", vec![("asks", text(asks)), ("value", optional(value.as_deref()))]),
        ProofOp::Term { term, reading, held_by, kind, hedge } => {
            let rest = vec![
                ("term", text(term)),
                ("reading", text(reading)),
                ("held_by", text(held_by)),
                ("kind", text(words::kind(*kind))),
                ("hedge", optional(hedge.as_deref())),
            ];
            named("term", rest)
        }
        ProofOp::On { list, party, how } => {
            named("on", vec![("list", text(list)), ("party", optional(party.as_deref())), ("how", text(how))])
        }
        ProofOp::Listed { asks, items } => {
            let items =
                each(items, |(code, state)| object([("code", text(code)), ("state", text(words::state(*state)))]));
            named("listed", vec![("asks", text(asks)), ("items", items)])
        }
        ProofOp::Item(code) => named("item", vec![("code", text(code))]),
        ProofOp::Gap(words) => named("gap", vec![("gap", text(words))]),
        ProofOp::Clause { clause, is } => {
            named("clause", vec![("clause", text(clause)), ("is", text(words::clause_state(*is)))])
        }
    }
}

/// `contains` has an op of its own, and what is asked by equality stands in `is`; else `asks` has the rule's words.
fn fact_node(fact: &str, asks: &str, value: Option<&str>, author: &Author) -> Vec<(&'static str, Json)> {
    let contains = asks == "contains";
    let mut fields = vec![("op", text(if contains { "contains" } else { "fact" })), ("fact", text(fact))];
    match asks.strip_prefix("= ") {
        _ if contains => {}
        Some(word) => fields.push(("is", text(word))),
        None => fields.push(("asks", text(asks))),
    }
    fields.push(("value", optional(value)));
    if value.is_some() {
        let own = author.by.as_deref().filter(|_| !author.from_declaration);
        let on = author.on.map(|day| day.to_string());
        fields.extend([
            ("by", text(own.unwrap_or("shipment"))),
            ("on", optional(on.as_deref())),
            ("evidence", optional(author.evidence.as_deref())),
        ]);
    }
    fields
}
