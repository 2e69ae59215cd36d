//! Why: the rules that decide, with act, clause and its state; the ground where nothing stands in the way.

use super::super::document::{Entry, Tone};
use super::super::words;
use super::Composer;
use crate::assess::{Finding, ItemCitation, Outcome, ProofOp, State};
use crate::rulebook::{Confidence, RuleKind};

/// Rules shown.
const RULES_MAX: usize = 5;
/// Clauses of items shown below a rule, and items named of one.
const GROUPS_MAX: usize = 3;
const CODES_MAX: usize = 4;
/// Lines named beside a rule.
const NAMES_MAX: usize = 6;

impl Composer<'_> {
    pub(super) fn why(&self) -> Vec<Entry> {
        let mut entries = self.grounds();
        let mut shown: Vec<(u8, &Finding)> =
            self.told.findings.iter().filter_map(|finding| rank(finding).map(|rank| (rank, finding))).collect();
        // Open rules matter only while the outcome is open.
        shown.retain(|(_, finding)| finding.state == State::True || self.told.range.outcome().is_none());
        shown.sort_by_key(|(rank, _)| *rank);
        let points = shown.into_iter().map(|(_, finding)| self.rule(finding)).collect();
        entries.extend(self.capped(points, RULES_MAX));
        entries
    }

    /// Why it is free, a sentence a regime.
    fn grounds(&self) -> Vec<Entry> {
        let free = self.told.regimes.iter().filter(|regime| regime.range.ceiling == Outcome::NoLicenceRequired);
        free.filter_map(|regime| regime.ground.map(|ground| (regime, ground)))
            .map(|(regime, ground)| {
                let key = format!("why.ground.{}", words::ground(ground));
                Entry::point(Tone::Good, self.words.say(&key, &[("regime", &regime.id)]))
            })
            .collect()
    }

    fn rule(&self, finding: &Finding) -> Entry {
        let kind = finding.kind.map_or("engine", words::rule_kind);
        let state = words::state(finding.state);
        let rule = self.code(&finding.rule);
        let cited = finding.citation.as_ref().map_or_else(String::new, |citation| self.cited(citation));
        let text = match finding.kind {
            Some(_) => self.words.say(&format!("why.{kind}.{state}"), &[("cited", &cited), ("rule", rule)]),
            None => self.words.word_of("why.engine", finding.rule.rsplit('/').next().unwrap_or(&finding.rule)),
        };
        Entry::Point { tone: Self::rule_tone(finding), text, notes: self.rule_notes(finding) }
    }

    fn rule_tone(finding: &Finding) -> Tone {
        match (finding.kind, &finding.defeated_by) {
            (_, Some(_)) => Tone::Quiet,
            (Some(RuleKind::Exemption), None) if finding.state == State::True => Tone::Good,
            _ => Self::state_tone(finding.state),
        }
    }

    fn rule_notes(&self, finding: &Finding) -> Vec<String> {
        let mut notes = Vec::new();
        if let (None, ProofOp::Definition(about)) = (finding.kind, &finding.proof.op) {
            notes.push(self.words.say("missing.about", &[("about", self.code(about))]));
        }
        if let Some(exemption) = &finding.defeated_by {
            notes.push(self.words.say("why.defeated", &[("rule", self.code(exemption))]));
        }
        notes.extend(finding.basis.iter().map(|basis| self.words.say("why.basis", &[("cited", &self.cited(basis))])));
        let limbs: Vec<String> = finding
            .limbs
            .iter()
            .filter(|(_, state)| *state != State::False)
            .map(|(limb, state)| self.words.say(&format!("why.limb.{}", words::state(*state)), &[("limb", limb)]))
            .collect();
        if !limbs.is_empty() {
            notes.push(self.words.say("why.limbs", &[("limbs", &self.words.list(&limbs))]));
        }
        notes.extend(self.items(finding));
        if self.told.lines.len() > finding.lines.len() && !finding.lines.is_empty() {
            let names: Vec<String> = finding.lines.iter().map(|line| self.line_named(line)).collect();
            notes.push(self.words.say("why.lines", &[("lines", &self.words.list_of(&names, NAMES_MAX))]));
        }
        if let Some(citation) = &finding.citation {
            if citation.confidence != Confidence::High {
                notes.push(self.words.word(&format!("why.confidence.{}", words::confidence(citation.confidence))));
            }
            notes.push(citation.source.clone());
        }
        notes.retain(|note| !note.is_empty());
        notes
    }

    /// Items met or open, those of one clause together.
    fn items(&self, finding: &Finding) -> Vec<String> {
        let mut groups: Vec<(&ItemCitation, Vec<String>)> = Vec::new();
        for item in finding.items.iter().filter(|item| item.state != State::False) {
            let code = self.code(&item.code).to_owned();
            match groups.iter_mut().find(|(first, _)| first.state == item.state && first.citation == item.citation) {
                Some((_, codes)) => codes.push(code),
                None => groups.push((item, vec![code])),
            }
        }
        let mut notes: Vec<String> =
            groups.iter().take(GROUPS_MAX).map(|(item, codes)| self.item(item, codes)).collect();
        let more: usize = groups.iter().skip(GROUPS_MAX).map(|(_, codes)| codes.len()).sum();
        if more > 0 {
            notes.push(self.words.say("list.more", &[("count", &more.to_string())]));
        }
        notes
    }

    fn item(&self, item: &ItemCitation, codes: &[String]) -> String {
        let date = item.citation.effective.as_str();
        let state =
            self.words.say(&format!("clause_state.{}", words::clause_state(item.citation.state)), &[("date", date)]);
        let (codes, cited) = (self.words.list_of(codes, CODES_MAX), self.cited_short(&item.citation));
        self.words.say(
            &format!("why.item.{}", words::state(item.state)),
            &[("code", &codes), ("cited", &cited), ("state", &state)],
        )
    }
}

/// The place of a finding among the reasons; `None`: it is none.
fn rank(finding: &Finding) -> Option<u8> {
    let of_kind = match finding.kind {
        Some(RuleKind::Prohibition) => 0,
        Some(RuleKind::Requirement) => 1,
        Some(RuleKind::Exemption) => 2,
        None => 3,
        Some(_) => return None,
    };
    match finding.state {
        State::True => Some(of_kind + if finding.defeated_by.is_some() { 8 } else { 0 }),
        State::Open if finding.defeated_by.is_none() => Some(of_kind + 4),
        _ => None,
    }
}
