//! A term with its readings, or a fact, in plain words.

use super::super::sentence::Speaker;
use super::{Description, Rows, Teller, moment};
use crate::rulebook::{Fact, Term};

impl Teller<'_> {
    pub(super) fn term(&self, term: &Term) -> Description {
        let mut rows = self.rows();
        for reading in &term.readings {
            let words = self.words();
            let who = words.say("row.held_by", &[("who", &reading.held_by)]);
            rows.label(words.say("row.reading", &[("id", &reading.id)]), &who);
            rows.deeper(|rows| {
                rows.add("rank", &self.rank(reading.kind));
                rows.add("published", &moment(reading.published));
                rows.some("source", reading.source.as_deref().unwrap_or(""));
                if let Some(hedge) = &reading.hedge {
                    rows.label(words.word("row.means"), &words.say("row.hedge", &[("hedge", hedge)]));
                }
                self.condition(rows, "means", &reading.means, &reading.means_text);
            });
        }
        self.source(&mut rows, term.clause);
        self.cases(&mut rows, &term.id);
        self.description("term", &term.id, rows)
    }
}

/// A fact of the vocabulary.
pub(super) fn fact(speaker: &Speaker<'_>, fact: &Fact) -> Description {
    let mut rows = Rows { words: speaker.words, rows: Vec::new(), level: 0 };
    rows.some("question", speaker.localised(&fact.question));
    let values: Vec<String> = fact.words.iter().map(|word| speaker.word(&fact.name, &word.word)).collect();
    rows.list("values", &values);
    if let Some(unit) = fact.unit {
        let unit = speaker.rulebook.units.unit(unit);
        rows.add("unit", &format!("{} ({})", unit.symbol, unit.dimension.0));
    }
    rows.list("who", &fact.who);
    rows.some("paper", fact.paper.as_deref().unwrap_or(""));
    if let Some(when) = &fact.applies_when {
        rows.add("says", &speaker.condition(when));
    }
    Description { regime: String::new(), kind: speaker.words.word("kind.fact"), id: fact.name.clone(), rows: rows.rows }
}
