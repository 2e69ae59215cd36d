//! The answer in one sentence a group of lines, the release, and the lines in rows.

use super::super::document::{Entry, Tone};
use super::super::words;
use super::{Composer, tone_of};
use crate::assess::{LicenceFit, LineAnswer, Range, ReleaseDecision, State};

/// Lines named in one sentence.
const NAMES_MAX: usize = 6;
/// Items named in one sentence.
const CODES_MAX: usize = 4;
/// Rows of lines.
const ROWS_MAX: usize = 12;
/// Licences at hand that are told not to fit.
const LICENCES_MAX: usize = 2;

/// Lines that have the same answer for the same reason.
struct Group<'d> {
    range: Range,
    reason: String,
    lines: Vec<&'d LineAnswer>,
}

impl<'d> Composer<'d> {
    /// One sentence where all lines have the same answer; otherwise one a group, the strictest first.
    pub(super) fn summary(&self) -> Vec<String> {
        let groups = self.by_range();
        let whole = self.told.range;
        match groups.as_slice() {
            [] | [_] => vec![self.whole(whole)],
            several => {
                let strictest = several.first().map(|(range, _)| *range);
                let above = (strictest != Some(whole)).then(|| self.whole(whole));
                let told = several.iter().map(|(range, lines)| self.of_lines(*range, lines));
                above.into_iter().chain(told).collect()
            }
        }
    }

    fn by_range(&self) -> Vec<(Range, Vec<&'d LineAnswer>)> {
        let mut groups: Vec<(Range, Vec<&LineAnswer>)> = Vec::new();
        for line in &self.told.lines {
            match groups.iter_mut().find(|(range, _)| *range == line.range) {
                Some((_, lines)) => lines.push(line),
                None => groups.push((line.range, vec![line])),
            }
        }
        groups.sort_by_key(|(range, _)| std::cmp::Reverse((range.ceiling, range.floor)));
        groups
    }

    fn whole(&self, range: Range) -> String {
        let codes = self.codes(&self.told.lines.iter().collect::<Vec<_>>());
        let ground = self.told.regimes.iter().filter_map(|regime| regime.ground).max();
        let ground =
            ground.map_or_else(String::new, |ground| self.words.word(&format!("ground.{}", words::ground(ground))));
        self.sentence("answer.whole", range, &[("codes", &codes), ("ground", &ground)])
    }

    fn of_lines(&self, range: Range, lines: &[&LineAnswer]) -> String {
        let names: Vec<String> = lines.iter().map(|line| self.line_name(line.line, line.model.as_deref())).collect();
        let names = self.words.list_of(&names, NAMES_MAX);
        self.sentence("answer.lines", range, &[("lines", &names), ("codes", &self.codes(lines))])
    }

    fn sentence(&self, table: &str, range: Range, values: &[(&str, &str)]) -> String {
        let between = self.outcome(range);
        let values = [values, &[("between", between.as_str())]].concat();
        self.words.say(&format!("{table}.{}", words::outcome_of(range)), &values)
    }

    /// ` (1C905.a.4)`: the items that the lines are met by; empty when there are none.
    fn codes(&self, lines: &[&LineAnswer]) -> String {
        let mut codes: Vec<String> = Vec::new();
        for item in lines.iter().flat_map(|line| &line.listed).filter(|item| item.state == State::True) {
            let code = self.code(&item.code).to_owned();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes.sort();
        if codes.is_empty() {
            return String::new();
        }
        self.words.say("answer.codes", &[("codes", &self.words.list_of(&codes, CODES_MAX))])
    }

    /// What may be done with it now.
    pub(super) fn release(&self) -> Vec<String> {
        let release = &self.told.release;
        let mut told = match release.decision {
            ReleaseDecision::MayLeave => vec![self.words.word("release.may_leave")],
            ReleaseDecision::MayLeaveUnder => vec![self.under(&release.licences)],
            ReleaseDecision::Hold => {
                vec![self.words.word_of("release.hold", &release.reason)]
            }
        };
        if release.decision == ReleaseDecision::Hold {
            told.extend(release.licences.iter().filter(|fit| !fit.fits).take(LICENCES_MAX).map(|fit| self.misfit(fit)));
        }
        if !release.may_leave.is_empty() && !release.hold.is_empty() {
            let leave = self.words.list_of(&self.line_refs(&release.may_leave), NAMES_MAX);
            let hold = self.words.list_of(&self.line_refs(&release.hold), NAMES_MAX);
            told.push(self.words.say("release.split", &[("leave", &leave), ("hold", &hold)]));
        }
        told
    }

    fn under(&self, licences: &[LicenceFit]) -> String {
        let fits: Vec<&LicenceFit> = licences.iter().filter(|fit| fit.fits).collect();
        let ids: Vec<String> = fits.iter().map(|fit| fit.id.clone()).collect();
        let draws: Vec<String> = fits.iter().flat_map(|fit| fit.draws.iter().cloned()).collect();
        let ids = self.words.list_of(&ids, LICENCES_MAX);
        if draws.is_empty() {
            return self.words.say("release.under", &[("licences", &ids)]);
        }
        self.words
            .say("release.under_drawing", &[("licences", &ids), ("draws", &self.words.list_of(&draws, CODES_MAX))])
    }

    /// `Licence X does not fit: it ended on …`.
    pub(super) fn misfit(&self, fit: &LicenceFit) -> String {
        let because: Vec<String> = fit.because.iter().map(|message| self.words.message(message)).collect();
        let because = because.join(&self.words.word("list.semicolon"));
        self.words.say("release.misfit", &[("licence", &fit.id), ("because", &because)])
    }

    /// Lines in rows: answer, reason, names; none when there is one line only.
    pub(super) fn lines(&self) -> Vec<Entry> {
        if self.told.lines.len() < 2 {
            return Vec::new();
        }
        let mut groups: Vec<Group<'_>> = Vec::new();
        for line in &self.told.lines {
            let reason = self.reason(line);
            match groups.iter_mut().find(|group| group.range == line.range && group.reason == reason) {
                Some(group) => group.lines.push(line),
                None => groups.push(Group { range: line.range, reason, lines: vec![line] }),
            }
        }
        groups.sort_by_key(|group| std::cmp::Reverse((group.range.ceiling, group.range.floor)));
        let rows = groups.iter().map(|group| {
            let names: Vec<String> =
                group.lines.iter().map(|line| self.line_name(line.line, line.model.as_deref())).collect();
            let cells =
                vec![self.short_outcome(group.range), group.reason.clone(), self.words.list_of(&names, NAMES_MAX)];
            Entry::Row { tone: tone_of(group.range), cells }
        });
        self.capped(rows.collect(), ROWS_MAX)
    }

    fn short_outcome(&self, range: Range) -> String {
        match range.outcome() {
            Some(_) => self.outcome(range),
            None => self.words.word("outcome.undetermined"),
        }
    }

    /// Items met, else open ones, else the ground.
    fn reason(&self, line: &LineAnswer) -> String {
        let of = |state: State| {
            let items = line.listed.iter().filter(|item| item.state == state);
            items.map(|item| self.code(&item.code).to_owned()).collect::<Vec<_>>()
        };
        let (met, open) = (of(State::True), of(State::Open));
        if !met.is_empty() {
            return self.words.list_of(&met, CODES_MAX);
        }
        if !open.is_empty() {
            return self.words.say("answer.perhaps", &[("codes", &self.words.list_of(&open, CODES_MAX))]);
        }
        let counted: u32 = line.open_groups.iter().map(|(_, count)| count).sum();
        if counted > 0 {
            return self.words.say("answer.entries_open", &[("count", &counted.to_string())]);
        }
        line.ground
            .map_or_else(|| "-".to_owned(), |ground| self.words.word(&format!("ground.{}", words::ground(ground))))
    }
}

impl Composer<'_> {
    /// The tone of a state.
    pub(super) fn state_tone(state: State) -> Tone {
        match state {
            State::True => Tone::Bad,
            State::Open => Tone::Caution,
            State::False => Tone::Quiet,
        }
    }
}
