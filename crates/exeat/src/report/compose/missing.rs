//! What is missing and who can tell; and what no answer settles. Questions are neutral: no outcome beside them.

use super::super::document::{Entry, Tone};
use super::super::words;
use super::Composer;
use crate::assess::{OpenKind, Question, QuestionGroup};

/// Papers asked for.
const GROUPS_MAX: usize = 4;
/// Questions a paper.
const QUESTIONS_MAX: usize = 5;
/// Gaps and readings shown.
const POINTS_MAX: usize = 5;
/// Lines or parties named beside a question.
const ABOUT_MAX: usize = 4;
/// Words to choose from that are shown.
const ANSWERS_MAX: usize = 8;

impl Composer<'_> {
    pub(super) fn questions(&self) -> Vec<Entry> {
        let groups = &self.told.questions;
        let mut entries = Vec::new();
        for group in groups.iter().take(GROUPS_MAX) {
            entries.push(Entry::Sentence(self.whom_to_ask(group)));
            let points = group.questions.iter().map(|question| self.question(question)).collect();
            entries.extend(self.capped(points, QUESTIONS_MAX));
        }
        let more: usize = groups.iter().skip(GROUPS_MAX).map(|group| group.questions.len()).sum();
        if more > 0 {
            entries.push(Entry::Sentence(self.words.say("missing.more", &[("count", &more.to_string())])));
        }
        entries
    }

    fn whom_to_ask(&self, group: &QuestionGroup) -> String {
        let who: Vec<String> = group.who.iter().map(|who| self.words.word_of("who", who)).collect();
        let paper = self.words.word_of("paper", &group.paper);
        if who.is_empty() {
            return self.words.say("missing.by_paper", &[("paper", &paper)]);
        }
        self.words.say("missing.from", &[("who", &self.words.list(&who)), ("paper", &paper)])
    }

    fn question(&self, question: &Question) -> Entry {
        let asked = match &question.message {
            Some(message) => self.words.message(message),
            None => self.text_of(&question.question).to_owned(),
        };
        let mut notes = Vec::new();
        if !question.about.is_empty() {
            let about: Vec<String> = question.about.iter().map(|about| self.about(about)).collect();
            notes.push(self.words.say("missing.about", &[("about", &self.words.list_of(&about, ABOUT_MAX))]));
        }
        let plain = matches!(question.answers.as_slice(), [yes, no] if yes == "yes" && no == "no");
        if let [unit] = question.answers.as_slice() {
            notes.push(self.words.say("missing.unit", &[("unit", unit)]));
        } else if !question.answers.is_empty() && !plain {
            notes.push(
                self.words.say("missing.answers", &[("answers", &self.words.list_of(&question.answers, ANSWERS_MAX))]),
            );
        }
        Entry::Point { tone: Tone::Plain, text: asked, notes }
    }

    /// A line by its name, a party by its role.
    fn about(&self, about: &str) -> String {
        let known = self.told.lines.iter().any(|line| {
            let number = line.line.to_string();
            line.model.as_ref().map_or_else(|| number.clone(), |model| format!("{number}/{model}")) == about
                || number == about
        });
        if known { self.line_named(about) } else { self.words.place(about) }
    }

    /// Gaps and readings on which the outcome depends.
    pub(super) fn unsettled(&self) -> Vec<Entry> {
        let points = self.told.open.iter().filter(|point| point.decides && point.kind != OpenKind::Fact);
        let entries = points.map(|point| {
            let key = format!("open.{}", words::open_kind(point.kind));
            let text = self.words.say(&key, &[("text", &self.words.message(&point.message))]);
            let notes = point.citation.iter().map(|citation| self.cited(citation)).collect();
            Entry::Point { tone: Tone::Caution, text, notes }
        });
        self.capped(entries.collect(), POINTS_MAX)
    }
}
