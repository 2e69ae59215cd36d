//! An answer as cells of a sheet: one row a line or model, its questions, and what it rests on.

use super::super::catalogue;
use super::super::document::Entry;
use super::super::{Language, words};
use super::Composer;
use crate::assess::{Determination, Finding, LineAnswer, OpenKind, Outcome, ReleaseDecision, State};
use crate::rulebook::RuleKind;

/// Items named in one cell.
const CODES_MAX: usize = 4;
/// Rules named in one cell.
const RULES_MAX: usize = 2;

/// The answer of one line or model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// Line number.
    pub line: u32,
    /// Model.
    pub model: Option<String>,
    /// Cells in the order of [`sheet_headings`].
    pub cells: Vec<String>,
}

/// A question of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetQuestion {
    /// The fact, or the engine's own kind: `near`, `further`, `name`, `hour`.
    pub fact: String,
    /// What it is about: `1/N35SH-A`, `end_user/1`, a role; empty: the shipment.
    pub about: Vec<String>,
    /// Of a near match the listed party's id.
    pub against: Option<String>,
    /// The question.
    pub question: String,
    /// Who can answer.
    pub who: String,
    /// The evidence that is wanted.
    pub paper: String,
    /// What it costs, 1 to 3.
    pub cost: u32,
    /// Words to choose from, or the unit.
    pub answers: String,
}

/// The headings of the cells that an answer adds to a row.
#[must_use]
pub fn sheet_headings(language: Language) -> Vec<String> {
    let words = catalogue::of(language);
    ["outcome", "floor", "ceiling", "release", "entry", "why", "next_step"]
        .map(|key| words.word(&format!("sheet.column.{key}")))
        .to_vec()
}

/// A word or sentence of sheets and letters, by its key below `sheet`.
#[must_use]
pub fn sheet_word(key: &str, language: Language, values: &[(&str, &str)]) -> String {
    catalogue::of(language).say(&format!("sheet.{key}"), values)
}

/// A sentence of the interview, by its key below `ask`.
#[must_use]
pub fn ask_word(key: &str, language: Language, values: &[(&str, &str)]) -> String {
    catalogue::of(language).say(&format!("ask.{key}"), values)
}

/// What a question is about, in words: `end_user/1` by its role.
#[must_use]
pub fn place_word(about: &str, language: Language) -> String {
    catalogue::of(language).place(about)
}

/// The rows of an answer, in order of line and model.
#[must_use]
pub fn sheet_rows(determination: &Determination, language: Language) -> Vec<SheetRow> {
    let composer = Composer::new(determination, language);
    determination.lines.iter().map(|line| composer.sheet_row(line)).collect()
}

/// The questions of an answer, in its order.
#[must_use]
pub fn sheet_questions(determination: &Determination, language: Language) -> Vec<SheetQuestion> {
    let composer = Composer::new(determination, language);
    let groups = determination.questions.iter();
    groups.flat_map(|group| group.questions.iter().map(|question| composer.sheet_question(group, question))).collect()
}

/// The five things that an answer rests on: `(what, state, on whose word)`.
#[must_use]
pub fn sheet_rests(determination: &Determination, language: Language) -> Vec<[String; 3]> {
    let rows = Composer::new(determination, language).rests_on().into_iter();
    rows.filter_map(|entry| match entry {
        Entry::Row { cells, .. } => <[String; 3]>::try_from(cells).ok(),
        _ => None,
    })
    .collect()
}

impl Composer<'_> {
    fn sheet_row(&self, line: &LineAnswer) -> SheetRow {
        let outcome = |word: &str| self.words.word(&format!("sheet.outcome.{word}"));
        let decision = self.decision_of(line);
        let codes = |state: State| {
            let items = line.listed.iter().filter(|item| item.state == state);
            let codes: Vec<String> = items.map(|item| self.code(&item.code).to_owned()).collect();
            self.words.list_of(&codes, CODES_MAX)
        };
        let (met, open) = (codes(State::True), codes(State::Open));
        let entry = match (met.is_empty(), open.is_empty()) {
            (false, _) => met,
            (true, false) => self.words.say("answer.perhaps", &[("codes", &open)]),
            _ => String::new(),
        };
        let cells = vec![
            outcome(words::outcome_of(line.range)),
            outcome(words::outcome(line.range.floor)),
            outcome(words::outcome(line.range.ceiling)),
            self.words.word(&format!("sheet.release.{}", words::decision(decision))),
            entry,
            self.why_of(line),
            self.next_step(line, decision),
        ];
        SheetRow { line: line.line, model: line.model.clone(), cells }
    }

    /// May this line leave: with the shipment, or as the part of it that may leave now.
    fn decision_of(&self, line: &LineAnswer) -> ReleaseDecision {
        let release = &self.told.release;
        let here = |refs: &[crate::assess::LineRef]| {
            refs.iter().any(|one| one.line == line.line && (one.model.is_none() || one.model == line.model))
        };
        let covered = release.licences.iter().any(|fit| fit.fits && here(&fit.covers));
        let free = line.range.ceiling == Outcome::NoLicenceRequired;
        match release.decision {
            ReleaseDecision::Hold if !here(&release.may_leave) => ReleaseDecision::Hold,
            _ if free => ReleaseDecision::MayLeave,
            _ if covered || release.decision == ReleaseDecision::MayLeaveUnder => ReleaseDecision::MayLeaveUnder,
            ReleaseDecision::MayLeave => ReleaseDecision::MayLeave,
            _ => ReleaseDecision::Hold,
        }
    }

    fn name_of(line: &LineAnswer) -> String {
        let number = line.line.to_string();
        line.model.as_ref().map_or_else(|| number.clone(), |model| format!("{number}/{model}"))
    }

    /// The strictest rules that hold for the line, or may; where it is free, the ground.
    fn why_of(&self, line: &LineAnswer) -> String {
        if let Some(ground) = line.ground {
            return self.words.word(&format!("ground.{}", words::ground(ground)));
        }
        let name = Self::name_of(line);
        let number = line.line.to_string();
        let here = |finding: &&Finding| {
            finding.defeated_by.is_none() && finding.lines.iter().any(|known| *known == name || *known == number)
        };
        let wanted = if line.range.outcome().is_some() { State::True } else { State::Open };
        let mut told = Vec::new();
        for state in [State::True, wanted] {
            for kind in [RuleKind::Prohibition, RuleKind::Requirement] {
                let rules = self.told.findings.iter().filter(here);
                for finding in rules.filter(|finding| finding.kind == Some(kind) && finding.state == state) {
                    let cited = finding.citation.as_ref().map_or_else(String::new, |citation| self.cited(citation));
                    let key = format!("why.{}.{}", words::rule_kind(kind), words::state(state));
                    told.push(self.words.say(&key, &[("cited", &cited)]));
                }
            }
        }
        told.dedup();
        if told.is_empty() {
            told.extend(self.unsettled_of_law().into_iter().take(1));
        }
        told.truncate(RULES_MAX);
        if told.is_empty() { self.outcome(line.range) } else { told.join(&self.words.word("list.semicolon")) }
    }

    fn unsettled_of_law(&self) -> Vec<String> {
        let points = self.told.open.iter().filter(|point| point.decides && point.kind != OpenKind::Fact);
        points
            .map(|point| {
                let key = format!("open.{}", words::open_kind(point.kind));
                self.words.say(&key, &[("text", &self.words.message(&point.message))])
            })
            .collect()
    }

    /// What to do next: ask, apply, or let it go.
    fn next_step(&self, line: &LineAnswer, decision: ReleaseDecision) -> String {
        if decision != ReleaseDecision::Hold {
            return self.words.word(&format!("sheet.next.{}", words::decision(decision)));
        }
        let route = &self.told.route;
        match line.range.outcome() {
            Some(Outcome::Prohibited) => {
                let special = route.special.as_deref().unwrap_or("none");
                self.words.word_of("route.special", special)
            }
            Some(Outcome::LicenceRequired) => {
                let kinds: Vec<String> =
                    route.open.iter().map(|kind| self.words.word_of("licence_kind", kind)).collect();
                if kinds.is_empty() {
                    return self.words.word("release.hold.licence_needed");
                }
                self.words.say("route.open", &[("kinds", &self.words.list(&kinds))])
            }
            Some(Outcome::NoLicenceRequired) => self.words.word("sheet.next.free_but_held"),
            None => match self.asked_of(line) {
                Some(question) => self.words.say("sheet.next.ask", &[("question", &question)]),
                None => {
                    let law = self.unsettled_of_law().into_iter().next();
                    law.unwrap_or_else(|| self.words.word("release.hold.open"))
                }
            },
        }
    }

    /// The first question that is about the line, or about the whole shipment.
    fn asked_of(&self, line: &LineAnswer) -> Option<String> {
        let name = Self::name_of(line);
        let number = line.line.to_string();
        let about = |about: &String| {
            let other = self.told.lines.iter().map(Self::name_of).any(|known| known == *about);
            *about == name || *about == number || !other
        };
        let (group, question) = self
            .told
            .questions
            .iter()
            .flat_map(|group| group.questions.iter().map(move |one| (group, one)))
            .find(|(_, question)| question.about.is_empty() || question.about.iter().any(about))?;
        let who: Vec<String> = group.who.iter().map(|who| self.words.word_of("who", who)).collect();
        let text = self.question_text(question);
        Some(if who.is_empty() { text } else { format!("{}: {text}", self.words.list(&who)) })
    }

    pub(super) fn question_text(&self, question: &crate::assess::Question) -> String {
        match &question.message {
            Some(message) => self.words.message(message),
            None => self.text_of(&question.question).to_owned(),
        }
    }

    fn sheet_question(
        &self,
        group: &crate::assess::QuestionGroup,
        question: &crate::assess::Question,
    ) -> SheetQuestion {
        let who: Vec<String> = group.who.iter().map(|who| self.words.word_of("who", who)).collect();
        let id = question.message.as_ref().and_then(|message| message.values.iter().find(|(name, _)| *name == "id"));
        SheetQuestion {
            fact: question.fact.clone(),
            about: question.about.clone(),
            against: id.map(|(_, id)| id.clone()),
            question: self.question_text(question),
            who: self.words.list(&who),
            paper: self.words.word_of("paper", &group.paper),
            cost: group.cost,
            answers: match question.fact.as_str() {
                "near" => "same, different".to_owned(),
                "further" => "yes, no".to_owned(),
                _ => question.answers.join(", "),
            },
        }
    }
}
