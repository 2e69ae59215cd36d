//! Turns a determination into what people and programs read: JSON, text at 80 columns, Markdown.
//!
//! The parts of a text answer are composed once ([`compose`]) and laid out per format; prose stands in `messages/`.

mod catalogue;
mod compose;
mod description;
mod document;
mod json;
mod language;
mod markdown;
mod text;
mod words;
mod wrap;

pub use compose::{
    SheetQuestion, SheetRow, ask_word, place_word, sheet_headings, sheet_questions, sheet_rests, sheet_rows, sheet_word,
};
pub use description::description;
pub use json::{SCHEMA, json};
pub use language::Language;

use crate::assess::{ClauseState, Determination, Outcome};
use crate::problem::Colour;

/// A form of the answer. Commands, servers and documents read this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Format {
    /// For people at a terminal of 80 columns.
    #[default]
    Text,
    /// One line of canonical JSON.
    Json,
    /// For people in a ticket or a wiki.
    Markdown,
}

/// How much a text answer tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Detail {
    /// The answer and its reasons.
    #[default]
    Short,
    /// The proof tree of every finding too.
    Proofs,
}

impl Format {
    /// All of them with their words.
    pub const ALL: [(Format, &'static str); 3] =
        [(Format::Text, "text"), (Format::Json, "json"), (Format::Markdown, "markdown")];
}

/// The answer in that format and language; it ends with a line break.
#[must_use]
pub fn render(
    determination: &Determination,
    format: Format,
    language: Language,
    detail: Detail,
    colour: Colour,
) -> String {
    match format {
        Format::Json => json(determination, language).to_canonical() + "\n",
        Format::Text => text::lay_out(&compose::document(determination, language, detail), language, colour),
        Format::Markdown => markdown::lay_out(&compose::document(determination, language, detail)),
    }
}

/// The word of a clause's state, as in JSON.
#[must_use]
pub fn clause_state_word(state: ClauseState) -> &'static str {
    words::clause_state(state)
}

/// The word of an outcome, as in JSON and on the command line.
#[must_use]
pub fn outcome_word(outcome: Option<Outcome>) -> &'static str {
    outcome.map_or("undetermined", words::outcome)
}
