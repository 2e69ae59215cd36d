//! An act or one of its clauses in plain words.

use super::rule::kind;
use super::{Description, Rows, Teller, moment};
use crate::rulebook::{Act, Amendment, ClauseId, Effect, Until};

impl Teller<'_> {
    pub(super) fn act(&self, act: &Act) -> Description {
        let mut rows = self.rows();
        rows.add("title", self.speaker.localised(&act.title));
        rows.add("rank", &self.rank(act.kind));
        rows.list("issuers", &act.issuers);
        rows.add("published", &moment(act.published));
        rows.add("effective", &moment(act.effective));
        rows.add("confidence", &self.confidence(act.confidence));
        rows.some("source", &act.source);
        for id in &act.clauses {
            let clause = self.regime.clause(*id);
            rows.add("clause", format!("{} {}", clause.number, clause.heading).trim());
            rows.deeper(|rows| self.inside(rows, *id));
        }
        let touching = self.regime.effects.iter().filter(|effect| self.touches(effect, &act.id));
        for effect in touching {
            self.effect(&mut rows, "effect_of", effect);
        }
        self.description("act", &act.id, rows)
    }

    pub(super) fn clause(&self, id: ClauseId) -> Description {
        let mut rows = self.rows();
        self.source(&mut rows, id);
        self.inside(&mut rows, id);
        let reference = self.regime.clause(id).reference();
        for effect in self.regime.effects.iter().filter(|effect| self.touches(effect, &reference)) {
            self.effect(&mut rows, "effect_of", effect);
        }
        self.cases(&mut rows, &reference);
        self.description("clause", &reference, rows)
    }

    /// What stands below a clause: our prose, its rules, terms, effects, lists and items.
    fn inside(&self, rows: &mut Rows, id: ClauseId) {
        let clause = self.regime.clause(id);
        rows.some("text", &clause.prose.split_whitespace().collect::<Vec<_>>().join(" "));
        if self.regime.acts.iter().any(|act| act.id == clause.act && act.effective != clause.effective) {
            rows.add("effective", &moment(clause.effective));
        }
        self.state(rows, id);
        if clause.informative {
            rows.add("informative", "");
        }
        for rule in self.regime.rules.iter().filter(|rule| rule.clause == id) {
            let label = format!("{} {}", self.words().word(&format!("kind.{}", kind(rule.kind))), rule.id);
            rows.label(label, &self.speaker.condition(&rule.when));
        }
        for term in self.regime.terms.iter().filter(|term| term.clause == id) {
            let readings: Vec<String> = term.readings.iter().map(|reading| reading.id.clone()).collect();
            rows.label(
                format!("{} {}", self.words().word("kind.term"), term.id),
                &self.words().join("join.comma", readings),
            );
        }
        for effect in self.regime.effects.iter().filter(|effect| effect.clause == id) {
            self.effect(rows, "effects", effect);
        }
        for list in self.regime.party_lists.iter().filter(|list| list.clause == id) {
            rows.label(
                format!("{} {}", self.words().word("kind.party_list"), list.list),
                &list.parties.len().to_string(),
            );
        }
        let items = self.regime.entries.iter().flat_map(|entry| &entry.items);
        let brought =
            items.filter(|item| item.versions.iter().any(|version| version.by == id)).map(|item| item.code.clone());
        rows.list("items", &brought.collect::<Vec<_>>());
    }

    fn touches(&self, effect: &Effect, name: &str) -> bool {
        effect.targets.iter().any(|target| {
            target == name || target.split('#').next() == Some(name) || name.split('#').next() == Some(target)
        })
    }

    /// `suspends 2025-55, 2025-56; 2025-11-07; until 2026-11-10 (…)`.
    fn effect(&self, rows: &mut Rows, key: &str, effect: &Effect) {
        let words = self.words();
        let targets = words.join("join.comma", effect.targets.iter().cloned());
        let carrier = self.regime.clause(effect.clause).reference();
        let verb = words.word(&format!("amendment.{}", amendment(effect.amendment)));
        let mut parts = vec![format!("{carrier} {verb} {targets}"), moment(effect.from)];
        if let Some(until) = effect.until {
            let (end, last_day) = match until {
                Until::Included(end) => (end, "included"),
                Until::Excluded(end) => (end, "excluded"),
                Until::Unclear(end) => (end, "unclear"),
            };
            parts.push(words.say("row.until", &[("date", &moment(end))]));
            parts.push(words.word(&format!("last_day.{last_day}")));
            parts.extend(effect.until_words.as_ref().map(|said| words.say("join.quote", &[("inner", said)])));
        }
        rows.add(key, &words.join("join.semicolon", parts));
    }
}

fn amendment(amendment: Amendment) -> &'static str {
    match amendment {
        Amendment::Suspends => "suspends",
        Amendment::Resumes => "resumes",
        Amendment::Extends => "extends",
        Amendment::Ends => "ends",
        Amendment::Replaces => "replaces",
        Amendment::Lists => "lists",
        Amendment::Delists => "delists",
    }
}
