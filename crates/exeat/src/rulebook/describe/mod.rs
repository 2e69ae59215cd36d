//! `law show ID`: a rule, act, clause, entry, item, term, party list, party, group or fact in plain words.
//!
//! The result is rows of a label and a text, some below others; how wide they are printed is the reader's choice. The
//! state of a clause on a day comes in as a value: this module only looks at law as it stands.

mod act;
mod entry;
mod party;
mod rule;
mod term;
#[cfg(test)]
mod tests;

use super::sentence::Speaker;
use super::words::{self, Words};
use super::{Case, ClauseId, Condition, Confidence, Kind, Moment, Regime, Rulebook, facts_of};
use crate::nearest::nearest;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Facts and names explained below one condition; a sentence with more is not read anyway.
const EXPLAINED_MAX: usize = 40;

/// Cases shown of those in which a rule must be found, and of those in which it must not.
const CASES_MAX: usize = 8;

/// What the state of clauses is on a day.
#[derive(Clone, Copy)]
pub struct OnDay<'a> {
    /// The governing day.
    pub date: Date,
    /// As known on that day.
    pub known: Date,
    /// The state of a clause of a regime: not_yet, open_hour, in_force, suspended, unresolved or ended.
    pub state: &'a dyn Fn(&Regime, ClauseId) -> &'static str,
}

/// One thing of the law in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The regime; empty for a fact of the shared vocabulary.
    pub regime: String,
    /// What it is, in the language asked for: `prohibition`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// All that is said of it.
    pub rows: Vec<DescriptionRow>,
}

/// A label with its text, and the rows below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescriptionRow {
    /// How deep it stands.
    pub level: usize,
    /// In the language asked for.
    pub label: String,
    /// The text; may be empty above other rows.
    pub text: String,
}

/// Everything of that id, in order of regime; ids may carry the regime, `cn/japan-military`.
///
/// # Errors
/// The nearest id, if there is nothing of that id.
pub fn describe(
    rulebook: &Rulebook,
    id: &str,
    language: &str,
    on: Option<OnDay<'_>>,
) -> Result<Vec<Description>, Option<String>> {
    let mut found = Vec::new();
    for regime in &rulebook.regimes {
        let own = match id.split_once('/') {
            Some((name, own)) if name == regime.id => own,
            Some((name, _)) if rulebook.regime(name).is_some() => continue,
            _ => id,
        };
        let teller = Teller { speaker: Speaker { rulebook, words: words::of(language) }, regime, on };
        found.extend(teller.all_of(own));
    }
    if let Some(fact) = rulebook.vocabulary.find(id) {
        let teller = Speaker { rulebook, words: words::of(language) };
        found.push(term::fact(&teller, rulebook.vocabulary.fact(fact)));
    }
    if found.is_empty() { Err(nearest(id, ids(rulebook)).map(str::to_owned)) } else { Ok(found) }
}

/// Every id that can be shown.
fn ids(rulebook: &Rulebook) -> impl Iterator<Item = &str> {
    let facts = rulebook.vocabulary.facts.iter().map(|fact| fact.name.as_str());
    facts.chain(rulebook.regimes.iter().flat_map(|regime| {
        let rules = regime.rules.iter().map(|rule| rule.id.as_str());
        let terms = regime.terms.iter().map(|term| term.id.as_str());
        let acts = regime.acts.iter().map(|act| act.id.as_str());
        let scenarios = regime.scenarios.iter().map(|scenario| scenario.id.as_str());
        let entries = regime.entries.iter().flat_map(|entry| {
            std::iter::once(entry.code.as_str()).chain(entry.items.iter().map(|item| item.code.as_str()))
        });
        let parties = regime.party_lists.iter().flat_map(|list| {
            std::iter::once(list.list.as_str()).chain(list.parties.iter().map(|party| party.id.as_str()))
        });
        let groups = regime.groups.iter().map(|group| group.id.as_str());
        rules.chain(terms).chain(acts).chain(scenarios).chain(entries).chain(parties).chain(groups)
    }))
}

/// Tells of one regime.
struct Teller<'a> {
    speaker: Speaker<'a>,
    regime: &'a Regime,
    on: Option<OnDay<'a>>,
}

impl Teller<'_> {
    fn all_of(&self, id: &str) -> Vec<Description> {
        let regime = self.regime;
        let mut found = Vec::new();
        found.extend(regime.rules.iter().filter(|rule| rule.id == id).map(|rule| self.rule(rule)));
        found.extend(regime.terms.iter().filter(|term| term.id == id).map(|term| self.term(term)));
        let acts = regime.acts.iter().chain(regime.scenarios.iter().map(|scenario| &scenario.act));
        found.extend(acts.filter(|act| act.id == id).map(|act| self.act(act)));
        found.extend(self.clause_of(id).map(|clause| self.clause(clause)));
        for entry in &regime.entries {
            if entry.code == id {
                found.push(self.entry(entry));
            }
            found.extend(
                entry.items.iter().filter(|item| item.code == id && entry.code != id).map(|item| self.item(item)),
            );
        }
        if regime.party_lists.iter().any(|list| list.list == id) {
            found.push(self.party_list(id));
        }
        for list in &regime.party_lists {
            found.extend(list.parties.iter().filter(|party| party.id == id).map(|party| self.party(list, party)));
        }
        found.extend(regime.groups.iter().filter(|group| group.id == id).map(|group| self.group(group)));
        found
    }

    fn words(&self) -> &'static Words {
        self.speaker.words
    }

    fn rows(&self) -> Rows {
        Rows { words: self.words(), rows: Vec::new(), level: 0 }
    }

    fn description(&self, kind: &str, id: &str, rows: Rows) -> Description {
        let kind = self.words().word(&format!("kind.{kind}"));
        Description { regime: self.regime.id.clone(), kind, id: id.to_owned(), rows: rows.rows }
    }

    fn clause_of(&self, reference: &str) -> Option<ClauseId> {
        let at = self.regime.clauses.iter().position(|clause| clause.reference() == reference)?;
        u32::try_from(at).ok().map(ClauseId)
    }

    /// Where it stands: clause, act, source, dates, and the state on the day asked for.
    fn source(&self, rows: &mut Rows, id: ClauseId) {
        let clause = self.regime.clause(id);
        rows.add("clause", format!("{} {}", clause.reference(), clause.heading).trim());
        let acts = self.regime.acts.iter().chain(self.regime.scenarios.iter().map(|scenario| &scenario.act));
        if let Some(act) = acts.into_iter().find(|act| act.id == clause.act) {
            rows.add("title", self.speaker.localised(&act.title));
            rows.add("source", &act.source);
        }
        rows.add("effective", &moment(clause.effective));
        rows.add("confidence", &self.confidence(clause.confidence));
        self.state(rows, id);
    }

    fn state(&self, rows: &mut Rows, id: ClauseId) {
        if let Some(on) = self.on {
            let label =
                self.words().say("row.state", &[("date", &on.date.to_string()), ("known", &on.known.to_string())]);
            rows.label(label, &self.words().word(&format!("state.{}", (on.state)(self.regime, id))));
        }
    }

    /// The condition as a sentence and as written, with what its definitions and facts mean.
    fn condition(&self, rows: &mut Rows, label: &str, condition: &Condition, text: &str) {
        rows.add(label, &self.speaker.condition(condition));
        if !text.trim().is_empty() {
            rows.add("text", &text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        let mut named = BTreeSet::new();
        facts_of(condition, &mut |name| {
            named.insert(name);
        });
        rows.deeper(|rows| {
            for name in named.into_iter().take(EXPLAINED_MAX) {
                self.explain(rows, name);
            }
        });
    }

    /// What a name in a condition means: a definition, a term's readings, or the question of a fact.
    fn explain(&self, rows: &mut Rows, name: &str) {
        let label = format!("{} {name}", self.words().word("row.used"));
        let rule = self.regime.rules.iter().find(|rule| rule.id == name);
        let term = self.regime.terms.iter().find(|term| term.id == name);
        let vocabulary = &self.speaker.rulebook.vocabulary;
        if let Some(rule) = rule {
            rows.label(label, &self.speaker.condition(&rule.when));
        } else if let Some(term) = term {
            for reading in &term.readings {
                let who = self.words().say("row.reading", &[("id", &reading.id)]);
                rows.label(format!("{label}, {who}"), &self.speaker.condition(&reading.means));
            }
        } else if let Some(fact) = vocabulary.find(name).map(|id| vocabulary.fact(id)) {
            let question = self.speaker.localised(&fact.question);
            if !question.is_empty() {
                rows.label(format!("{} {name}", self.words().word("row.asks")), question);
            }
        }
    }

    /// The cases that name it: those in which it must be found first, of the others a few.
    fn cases(&self, rows: &mut Rows, id: &str) {
        let names = |list: &[String]| {
            list.iter().any(|name| name.split_whitespace().any(|part| part.rsplit('/').next() == Some(id)))
        };
        let caught: Vec<&Case> = self.regime.cases.iter().filter(|case| names(&case.because)).collect();
        let passed: Vec<&Case> =
            self.regime.cases.iter().filter(|case| !names(&case.because) && names(&case.never)).collect();
        if caught.is_empty() && passed.is_empty() {
            return;
        }
        rows.add("cases", "");
        rows.deeper(|rows| {
            for (cases, found) in [(caught, "row.case_must"), (passed, "row.case_never")] {
                for case in cases.iter().take(CASES_MAX) {
                    self.case(rows, case, found);
                }
                if cases.len() > CASES_MAX {
                    let more = self.words().say("row.more", &[("n", &(cases.len() - CASES_MAX).to_string())]);
                    rows.label("…".to_owned(), &self.words().join("join.semicolon", [self.words().word(found), more]));
                }
            }
        });
    }

    fn case(&self, rows: &mut Rows, case: &Case, found: &str) {
        let who = case.decided_by.as_ref().map(|who| self.words().say("row.decided_by", &[("who", who)]));
        let who = who.unwrap_or_else(|| self.words().word("row.own_reading"));
        let text = self.words().join("join.semicolon", [case.date.clone(), self.words().word(found), who]);
        rows.label(case.id.clone(), &text);
    }

    fn rank(&self, kind: Kind) -> String {
        self.words().word(match kind {
            Kind::Instrument => "rank.instrument",
            Kind::Guidance => "rank.guidance",
            Kind::Decision => "rank.decision",
            Kind::Statement => "rank.statement",
            Kind::Practice => "rank.practice",
            Kind::Report => "rank.report",
            Kind::Scenario => "rank.scenario",
        })
    }

    fn confidence(&self, confidence: Confidence) -> String {
        self.words().word(match confidence {
            Confidence::High => "confidence.high",
            Confidence::Medium => "confidence.medium",
            Confidence::Low => "confidence.low",
        })
    }
}

/// Rows in the making.
struct Rows {
    words: &'static Words,
    rows: Vec<DescriptionRow>,
    level: usize,
}

impl Rows {
    /// A row under a label of the catalogue; one without a text is kept only for what stands below it.
    fn add(&mut self, key: &str, text: &str) {
        self.label(self.words.word(&format!("row.{key}")), text);
    }

    fn label(&mut self, label: String, text: &str) {
        self.rows.push(DescriptionRow { level: self.level, label, text: text.to_owned() });
    }

    /// A row, if there is something to say.
    fn some(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.add(key, text);
        }
    }

    fn list(&mut self, key: &str, texts: &[String]) {
        let joined = self.words.join("join.comma", texts.iter().cloned());
        self.some(key, &joined);
    }

    fn deeper(&mut self, fill: impl FnOnce(&mut Rows)) {
        self.level += 1;
        fill(self);
        self.level -= 1;
    }
}

/// A day, or an instant in UTC.
fn moment(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(instant) => instant.to_string(),
    }
}
