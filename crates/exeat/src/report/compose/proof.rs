//! Proof trees in words, one section a finding (`--explain`).

use super::super::document::{Entry, Section, Tone};
use super::super::words;
use super::Composer;
use crate::assess::{Finding, Proof, ProofOp, State};
use crate::fact::Author;
use crate::rulebook::RuleKind;

/// Findings whose proofs are shown.
const FINDINGS_MAX: usize = 8;
/// Nodes of one proof that are shown.
const NODES_MAX: usize = 200;

impl Composer<'_> {
    pub(super) fn proofs(&self) -> Vec<Section> {
        let mut sections = Vec::new();
        let mut shown: Vec<&Finding> = self.told.findings.iter().filter(|finding| is_reason(finding)).collect();
        // What holds or is open first; then what was looked at and does not hold.
        shown.sort_by_key(|finding| std::cmp::Reverse(finding.state));
        for finding in shown.iter().take(FINDINGS_MAX) {
            let state = self.words.word(&format!("state.{}", words::state(finding.state)));
            let mut entries: Vec<Entry> =
                finding.citation.iter().map(|cited| Entry::Sentence(self.cited(cited))).collect();
            self.node(&finding.proof, 0, &mut entries);
            let values = [("id", finding.id.as_str()), ("rule", self.code(&finding.rule)), ("state", state.as_str())];
            sections.push(Section { heading: self.words.say("heading.proof", &values), entries });
        }
        let more = self.told.findings.len().saturating_sub(shown.len().min(FINDINGS_MAX));
        if more > 0 {
            let text = self.words.say("list.more", &[("count", &more.to_string())]);
            sections.push(Section {
                heading: text.clone(),
                entries: vec![Entry::Sentence(self.words.word("proof.in_json"))],
            });
        }
        sections
    }

    fn node(&self, proof: &Proof, depth: usize, entries: &mut Vec<Entry>) {
        if entries.len() >= NODES_MAX {
            return;
        }
        let (mark, tone) = match proof.state {
            State::True => ("[+]", Tone::Plain),
            State::Open => ("[?]", Tone::Caution),
            State::False => ("[-]", Tone::Quiet),
        };
        entries.push(Entry::Node { depth, tone, mark, text: self.proof_text(&proof.op) });
        for below in &proof.of {
            self.node(below, depth + 1, entries);
        }
        if entries.len() == NODES_MAX {
            entries.push(Entry::Sentence(self.words.word("proof.in_json")));
        }
    }

    fn proof_text(&self, op: &ProofOp) -> String {
        let say = |key: &str, values: &[(&str, &str)]| self.words.say(key, values);
        match op {
            ProofOp::And => self.words.word("proof.and"),
            ProofOp::Or => self.words.word("proof.or"),
            ProofOp::Not => self.words.word("proof.not"),
            ProofOp::Limb(limb) => say("proof.limb", &[("limb", limb)]),
            ProofOp::AtLeast(wanted) => say("proof.at_least", &[("count", &wanted.to_string())]),
            ProofOp::Definition(id) => say("proof.definition", &[("id", self.code(id))]),
            ProofOp::Some(role) => say("proof.some", &[("role", &self.words.word_of("role", role))]),
            ProofOp::Every(role) => say("proof.every", &[("role", &self.words.word_of("role", role))]),
            ProofOp::Party { role, name, further } => self.party(role, name.as_deref(), *further),
            ProofOp::Fact { fact, asks, value, author } => self.stated(fact, asks, value.as_deref(), author),
            ProofOp::Sum { asks, value } => {
                let value = value.clone().unwrap_or_else(|| self.words.word("proof.unknown"));
                say("proof.sum", &[("asks", asks), ("value", &value)])
            }
            ProofOp::Term { term, reading, held_by, kind, .. } => {
                let kind = self.words.word(&format!("source_kind.{}", words::kind(*kind)));
                say(
                    "proof.term",
                    &[("term", self.code(term)), ("reading", reading), ("held_by", held_by), ("kind", &kind)],
                )
            }
            ProofOp::On { list, party, how } => {
                let how = self.words.word_of("match", how);
                let key = if party.is_some() { "proof.on_as" } else { "proof.on" };
                say(key, &[("list", list), ("party", party.as_deref().unwrap_or("")), ("how", &how)])
            }
            ProofOp::Listed { asks, items } => {
                let codes: Vec<String> = items.iter().map(|(code, _)| self.code(code).to_owned()).collect();
                let key = if codes.is_empty() { "proof.listed_none" } else { "proof.listed" };
                say(key, &[("asks", asks), ("items", &self.words.list_of(&codes, 6))])
            }
            ProofOp::Item(code) => say("proof.item", &[("code", self.code(code))]),
            ProofOp::Gap(text) => say("proof.gap", &[("text", text)]),
            ProofOp::Clause { clause, is } => {
                let state = self.words.word(&format!("clause_word.{}", words::clause_state(*is)));
                say("proof.clause", &[("clause", self.code(clause)), ("state", &state)])
            }
        }
    }

    fn party(&self, role: &str, name: Option<&str>, further: bool) -> String {
        let role = self.words.word_of("role", role);
        match (name, further) {
            (_, true) => self.words.say("proof.party_further", &[("role", &role)]),
            (Some(name), false) => self.words.say("proof.party", &[("role", &role), ("name", name)]),
            (None, false) => self.words.say("proof.party_nameless", &[("role", &role)]),
        }
    }

    fn stated(&self, fact: &str, asks: &str, value: Option<&str>, author: &Author) -> String {
        let asks = match asks {
            "yes" => fact.to_owned(),
            "contains" => self.words.say("proof.contains", &[("fact", fact)]),
            _ => format!("{fact} {asks}"),
        };
        let Some(value) = value else {
            return self.words.say("proof.fact_unknown", &[("asks", &asks)]);
        };
        let mut sources: Vec<String> = Vec::new();
        sources.extend(author.by.as_deref().map(str::to_owned));
        sources.extend(author.on.map(|on| on.to_string()));
        sources.extend(author.evidence.as_deref().map(str::to_owned));
        let source = if sources.is_empty() { self.words.word("by.shipment") } else { sources.join(", ") };
        self.words.say("proof.fact", &[("asks", &asks), ("value", value), ("source", &source)])
    }
}

/// Whether the outcome itself hangs on the finding: not a duty, a route or a caveat.
fn is_reason(finding: &Finding) -> bool {
    matches!(
        finding.kind,
        None | Some(RuleKind::Reach | RuleKind::Requirement | RuleKind::Prohibition | RuleKind::Exemption)
    )
}
