//! The five things that a clearance rests on: closed or open, and on whose word.

use super::super::document::{Entry, Tone};
use super::Composer;
use crate::assess::Rest;

/// Lines, papers or lists named in a row.
const SHOWN_MAX: usize = 4;
/// Reasons why one of the five is open.
const REASONS_MAX: usize = 2;

impl Composer<'_> {
    pub(super) fn rests_on(&self) -> Vec<Entry> {
        let rests = &self.told.rests_on;
        [
            ("classification", &rests.classification),
            ("declaration", &rests.declaration),
            ("parties", &rests.parties),
            ("law", &rests.law),
            ("points", &rests.points),
        ]
        .into_iter()
        .map(|(name, rest)| {
            let state = if rest.closed { "rest.closed" } else { "rest.open" };
            let cells =
                vec![self.words.word(&format!("rest.{name}")), self.words.word(state), self.on_whose_word(rest)];
            Entry::Row { tone: if rest.closed { Tone::Plain } else { Tone::Caution }, cells }
        })
        .collect()
    }

    fn on_whose_word(&self, rest: &Rest) -> String {
        let mut parts = Vec::new();
        if !rest.closed {
            let because = rest.because.iter().take(REASONS_MAX).map(|message| self.words.message(message));
            parts.extend(because);
            let more = rest.because.len().saturating_sub(REASONS_MAX);
            if more > 0 {
                parts.push(self.words.say("list.more", &[("count", &more.to_string())]));
            }
            return parts.join(&self.words.word("list.semicolon"));
        }
        if let Some(by) = &rest.by {
            let by = self.words.word_of("by", by);
            parts.push(match rest.on {
                Some(on) => self.words.say("rest.by_on", &[("by", &by), ("date", &on.to_string())]),
                None => by,
            });
        }
        if !rest.evidence.is_empty() {
            parts.push(self.words.list_of(&rest.evidence, SHOWN_MAX));
        }
        if rest.lists.len() > SHOWN_MAX {
            parts.push(self.words.say("rest.lists", &[("count", &rest.lists.len().to_string())]));
        } else if !rest.lists.is_empty() {
            parts.push(self.words.list(&rest.lists));
        }
        parts.extend(rest.method.clone());
        let dates = rest
            .verified_to
            .iter()
            .map(|(regime, day)| self.words.say("rest.verified_to", &[("regime", regime), ("date", &day.to_string())]));
        parts.extend(dates);
        parts.join(&self.words.word("list.comma"))
    }
}
