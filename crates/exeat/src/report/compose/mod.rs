//! Composes a text answer: one sentence, why, what is missing and who can tell, how it could leave, what it rests on,
//! and briefly what stands beside it. Lists are cut at named lengths; everything stands in the JSON.

mod answer;
mod beside;
mod missing;
mod proof;
mod rests;
mod route;
mod sheet;
mod why;

pub use sheet::{
    SheetQuestion, SheetRow, ask_word, place_word, sheet_headings, sheet_questions, sheet_rests, sheet_rows, sheet_word,
};

use super::catalogue::{self, Catalogue};
use super::document::{Document, Entry, Section, Tone};
use super::{Detail, Language, words};
use crate::assess::{Citation, Determination, LineRef, Outcome, Range};
use crate::rulebook::Localised;

/// The answer in one or two sentences.
pub(super) fn summary(determination: &Determination, language: Language) -> String {
    let sentences = Composer::new(determination, language).summary();
    sentences.join(if language == Language::En { " " } else { "" })
}

/// The whole answer.
pub(super) fn document(determination: &Determination, language: Language, detail: Detail) -> Document {
    let composer = Composer::new(determination, language);
    let mut answer = composer.summary();
    answer.extend(composer.release());
    let mut sections = vec![
        composer.section("heading.lines", composer.lines()),
        composer.section("heading.why", composer.why()),
        composer.section("heading.missing", composer.questions()),
        composer.section("heading.unsettled", composer.unsettled()),
        composer.section("heading.route", composer.route()),
        composer.section("heading.rests_on", composer.rests_on()),
        composer.section("heading.duties", composer.duties()),
        composer.section("heading.readings", composer.readings()),
        composer.section("heading.statements", composer.statements()),
        composer.section("heading.caveats", composer.caveats()),
    ];
    if detail == Detail::Proofs {
        sections.extend(composer.proofs());
    }
    sections.retain(|section| !section.entries.is_empty());
    Document { tone: composer.tone(), answer, sections, foot: composer.foot() }
}

/// A determination, and the language it is told in.
struct Composer<'d> {
    told: &'d Determination,
    words: &'static Catalogue,
    language: Language,
}

impl<'d> Composer<'d> {
    fn new(told: &'d Determination, language: Language) -> Composer<'d> {
        Composer { told, words: catalogue::of(language), language }
    }

    fn section(&self, heading: &str, entries: Vec<Entry>) -> Section {
        Section { heading: self.words.word(heading), entries }
    }

    /// The first of the entries, and how many were left out.
    fn capped(&self, mut entries: Vec<Entry>, shown_max: usize) -> Vec<Entry> {
        let more = entries.len().saturating_sub(shown_max);
        if more > 0 {
            entries.truncate(shown_max);
            let text = self.words.say("list.more", &[("count", &more.to_string())]);
            entries.push(Entry::point(Tone::Quiet, text));
        }
        entries
    }

    fn tone(&self) -> Tone {
        tone_of(self.told.range)
    }

    /// `licence required`, `perhaps free, at worst prohibited`.
    fn outcome(&self, range: Range) -> String {
        match range.outcome() {
            Some(outcome) => self.words.word(&format!("outcome.{}", words::outcome(outcome))),
            None => {
                self.words.word(&format!("between.{}.{}", words::outcome(range.floor), words::outcome(range.ceiling)))
            }
        }
    }

    /// So little is known of a line that its open items are only counted.
    fn is_item_unknown(&self) -> bool {
        self.told.lines.iter().any(|line| !line.open_groups.is_empty())
    }

    /// What a line is called: its model alone where there is but one line.
    fn line_name(&self, line: u32, model: Option<&str>) -> String {
        let one_line = self.told.lines.iter().all(|answer| answer.line == line);
        match model {
            Some(model) if one_line => model.to_owned(),
            Some(model) => format!("{line}/{model}"),
            None => self.words.say("line.number", &[("number", &line.to_string())]),
        }
    }

    /// The same from `1/N35SH-A`, as findings name their lines.
    fn line_named(&self, name: &str) -> String {
        let (line, model) = name.split_once('/').map_or((name, None), |(line, model)| (line, Some(model)));
        line.parse().map_or_else(|_| name.to_owned(), |line| self.line_name(line, model))
    }

    fn line_refs(&self, lines: &[LineRef]) -> Vec<String> {
        lines.iter().map(|line| self.line_name(line.line, line.model.as_deref())).collect()
    }

    fn text_of<'t>(&self, text: &'t Localised) -> &'t str {
        text.get(self.language.code())
    }

    /// A code without its regime, where the answer is about one regime only.
    fn code<'c>(&self, code: &'c str) -> &'c str {
        match self.told.regimes.as_slice() {
            [only] => code.strip_prefix(only.id.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(code),
            _ => code,
        }
    }

    /// Title, clause, act and its state.
    fn cited(&self, citation: &Citation) -> String {
        let state = self
            .words
            .say(&format!("clause_state.{}", words::clause_state(citation.state)), &[("date", &citation.effective)]);
        let values = [
            ("title", self.text_of(&citation.title)),
            ("clause", &citation.clause),
            ("act", self.code(&citation.act)),
            ("state", &state),
        ];
        self.words.say("citation.full", &values)
    }

    /// Act and clause alone.
    fn cited_short(&self, citation: &Citation) -> String {
        self.words.say("citation.short", &[("clause", &citation.clause), ("act", self.code(&citation.act))])
    }

    fn foot(&self) -> String {
        let record = &self.told.record;
        let (date, known) =
            (words::when(self.told.date, &self.told.zone), words::instant(self.told.known, &self.told.zone));
        let digest =
            |digest: &str| digest.strip_prefix("sha256:").unwrap_or(digest).chars().take(12).collect::<String>();
        let values = [
            ("date", date.as_str()),
            ("known", &known),
            ("rulebook", &digest(&record.rulebook)),
            ("input", &digest(&record.input)),
            ("engine", &record.engine),
        ];
        self.words.say("foot.record", &values)
    }
}

fn tone_of(range: Range) -> Tone {
    match range.outcome() {
        Some(Outcome::NoLicenceRequired) => Tone::Good,
        Some(Outcome::LicenceRequired) | None => Tone::Caution,
        Some(Outcome::Prohibited) => Tone::Bad,
    }
}
