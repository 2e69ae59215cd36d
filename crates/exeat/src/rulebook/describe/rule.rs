//! A rule in plain words.

use super::{Description, Rows, Teller};
use crate::rulebook::{Claim, Clock, Prospects, Rule, RuleKind, RuleRoute};

impl Teller<'_> {
    pub(super) fn rule(&self, rule: &Rule) -> Description {
        let mut rows = self.rows();
        self.condition(&mut rows, "says", &rule.when, &rule.when_text);
        self.consequences(&mut rows, rule);
        if rule.kind == RuleKind::Route {
            self.route(&mut rows, rule);
        }
        if let Some(duty) = &rule.duty {
            rows.add("do", self.speaker.localised(&duty.text));
            rows.some("due", duty.due.as_deref().unwrap_or(""));
            rows.some("clock", &duty.clock.as_ref().map(|clock| self.clock(clock)).unwrap_or_default());
        }
        if let Some(note) = &rule.note {
            rows.add("says", self.speaker.localised(&note.text));
        }
        self.source(&mut rows, rule.clause);
        self.cases(&mut rows, &rule.id);
        self.description(kind(rule.kind), &rule.id, rows)
    }

    fn consequences(&self, rows: &mut Rows, rule: &Rule) {
        rows.some("as", rule.reach_as.as_deref().unwrap_or(""));
        rows.list("under", &rule.under);
        match rule.route {
            RuleRoute::Ordinary => {}
            RuleRoute::None => rows.add("way", &self.words().word("way.none")),
            RuleRoute::SpecialApplication => rows.add("way", &self.words().word("way.special_application")),
        }
        if let Some(prospects) = rule.prospects {
            rows.add("prospects", &self.words().word(&format!("prospects.{}", prospects_word(prospects))));
        }
        rows.list("defeats", &rule.defeats);
        if rule.kind == RuleKind::Exemption && rule.claim == Claim::Needed {
            rows.add("claim", &rule.duties.join(", "));
        }
        let defeating =
            self.regime.rules.iter().filter(|other| other.defeats.contains(&rule.id)).map(|other| other.id.clone());
        rows.list("defeated_by", &defeating.collect::<Vec<_>>());
    }

    fn route(&self, rows: &mut Rows, rule: &Rule) {
        let terms = &rule.terms;
        for (key, list) in [
            ("opens", &terms.kinds),
            ("closes", &terms.closes),
            ("voids", &terms.voids),
            ("documents", &terms.documents),
        ] {
            rows.list(key, list);
        }
        for clock in &terms.clocks {
            rows.add("clock", &self.clock(clock));
        }
    }

    fn clock(&self, clock: &Clock) -> String {
        let counted = [("working_days", clock.working_days), ("days", clock.days), ("years", clock.years)];
        let time = counted.iter().find_map(|(unit, count)| Some((unit, (*count)?)));
        let Some((unit, count)) = time else { return String::new() };
        let time = self.words().say(&format!("clock.{unit}"), &[("n", &count.to_string())]);
        match clock.from.as_str() {
            "" => time,
            event => self.words().say("clock.from", &[("time", &time), ("event", event)]),
        }
    }
}

/// The key of a kind of rule in the catalogue.
pub(super) fn kind(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Reach => "reach",
        RuleKind::Requirement => "requirement",
        RuleKind::Prohibition => "prohibition",
        RuleKind::Exemption => "exemption",
        RuleKind::Route => "route",
        RuleKind::Definition => "definition",
        RuleKind::Duty => "duty",
        RuleKind::Note => "note",
    }
}

fn prospects_word(prospects: Prospects) -> &'static str {
    match prospects {
        Prospects::Ordinary => "ordinary",
        Prospects::CaseByCase => "case_by_case",
        Prospects::Refused => "refused",
    }
}
