//! What stands beside the answer, briefly: duties, readings, what was said and is not law, what is incomplete.

use super::super::document::{Entry, Tone};
use super::super::words;
use super::Composer;
use crate::assess::{DutyOwed, ReadingRow, State};

/// Duties, readings or caveats shown.
const SHOWN_MAX: usize = 4;
/// Statements shown.
const STATEMENTS_MAX: usize = 3;
/// Names in a caveat.
const NAMES_MAX: usize = 6;

impl Composer<'_> {
    pub(super) fn duties(&self) -> Vec<Entry> {
        let owed = self.told.duties.iter().map(|duty| self.duty(duty)).collect();
        self.capped(owed, SHOWN_MAX)
    }

    fn duty(&self, duty: &DutyOwed) -> Entry {
        let mut text = self.text_of(&duty.text).to_owned();
        if duty.state == State::Open {
            text = self.words.say("duty.perhaps", &[("duty", &text)]);
        }
        let time = duty
            .clock
            .as_ref()
            .map(|clock| self.time(clock))
            .or_else(|| duty.due.as_ref().map(|due| self.words.word_of("due", due)));
        let cited = self.cited_short(&duty.citation);
        let note = match time {
            Some(time) => self.words.say("duty.within", &[("time", &time), ("cited", &cited)]),
            None => cited,
        };
        Entry::Point { tone: Tone::Plain, text, notes: vec![note] }
    }

    /// Readings under which the answer is another, and those that hold a term open; the others are counted.
    pub(super) fn readings(&self) -> Vec<Entry> {
        let differs = |row: &&ReadingRow| row.range != self.told.range;
        let rows: Vec<Entry> = self.told.readings.iter().filter(differs).map(|row| self.reading(row)).collect();
        let same = self.told.readings.len() - rows.len();
        let mut entries = self.capped(rows, SHOWN_MAX);
        if same > 0 {
            entries.push(Entry::point(Tone::Quiet, self.words.say("reading.same", &[("count", &same.to_string())])));
        }
        entries
    }

    fn reading(&self, row: &ReadingRow) -> Entry {
        let standing = self.words.word(&format!("reading.{}", words::standing(row.standing)));
        let kind = self.words.word(&format!("source_kind.{}", words::kind(row.kind)));
        let outcome = self.outcome(row.range);
        let values = [
            ("term", self.code(&row.term)),
            ("reading", row.reading.as_str()),
            ("held_by", &row.held_by),
            ("kind", &kind),
            ("standing", &standing),
            ("outcome", &outcome),
        ];
        let notes = row.hedge.iter().map(|hedge| self.words.say("reading.hedge", &[("hedge", hedge)])).collect();
        Entry::Point { tone: Tone::Plain, text: self.words.say("reading.row", &values), notes }
    }

    pub(super) fn statements(&self) -> Vec<Entry> {
        let said = self.told.statements.iter().map(|statement| {
            let values = [
                ("by", statement.by.join(", ")),
                ("date", statement.published.clone()),
                ("text", self.text_of(&statement.text).to_owned()),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Entry::Point { tone: Tone::Quiet, text: self.words.say("statement.row", &values), notes: Vec::new() }
        });
        self.capped(said.collect(), STATEMENTS_MAX)
    }

    pub(super) fn caveats(&self) -> Vec<Entry> {
        let caveats = self.told.caveats.iter().map(|caveat| {
            let text = match &caveat.message {
                Some(message) => self.words.message(message),
                None => self.text_of(&caveat.text).to_owned(),
            };
            let of = if caveat.of.is_empty() { String::new() } else { self.words.list_of(&caveat.of, NAMES_MAX) };
            let text = if of.is_empty() { text } else { self.words.say("caveat.of", &[("text", &text), ("of", &of)]) };
            Entry::point(Tone::Quiet, text)
        });
        self.capped(caveats.collect(), SHOWN_MAX)
    }
}
