//! What the random cases hold: each of these must occur, or a comparison says less than it seems to.

use super::case::Case;
use super::compare::Verdict;
use super::completion::Point;
use std::collections::BTreeMap;
use std::fmt;

/// What is looked for in the text of a case.
const HELD: [(&str, &str); 58] = [
    ("reach", "```reach "),
    ("requirement", "```requirement "),
    ("prohibition", "```prohibition "),
    ("special application", "route = \"special_application\""),
    ("exemption", "```exemption "),
    ("exemption that is claimed", "claim = true"),
    ("claim", "[[claim]]"),
    ("route", "```route "),
    ("duty", "```duty "),
    ("note", "```note "),
    ("definition", "```definition "),
    ("term", "```term "),
    ("reading of guidance", "kind = \"guidance\""),
    ("reading of a report", "kind = \"report\""),
    ("rule under one reach", "under = ["),
    ("statement", "```statement "),
    ("suspends", "suspends = "),
    ("resumes", "resumes = "),
    ("extends", "extends = "),
    ("ends", "\nends = "),
    ("replaces", "replaces = "),
    ("lists", "\nlists = "),
    ("delists", "delists = "),
    ("last day unclear", "last_day = \"unclear\""),
    ("hour", "T09:00+09:00"),
    ("two regimes", "=== bb/regime.toml"),
    ("scenario", "\nscenario = "),
    ("policy", "\npolicy = "),
    ("item of low confidence", "confidence = \"low\""),
    ("when a fact arises", "applies_when"),
    ("group", "in aa-friends"),
    ("dated member", "\nuntil = \""),
    ("listed as", "listed as ["),
    ("listed as group", "listed as aa-codes"),
    ("listed for", "listed for "),
    ("at least", "at least "),
    ("limb", "limb one: "),
    ("gap", "gap \""),
    ("some", "some end_user where "),
    ("every", "every "),
    ("on a list", "on stop"),
    ("on an act", "on 2026-1"),
    ("sum", "sum(dy + tb)"),
    ("ratio", "dy / iron"),
    ("total", "total(mass)"),
    ("contains", "contains dy"),
    ("party of another script", "name = \"Пекарня Крачка\""),
    ("near name", "name = \"Kestrel Bakery\""),
    ("same name", "name = \"Kestrel Ordnance\""),
    ("screening decision", "[[party.screening]]"),
    ("special approval", "kind = \"special_approval\""),
    ("model", "[[line.model]]"),
    ("record", "[line.classification]"),
    ("set", "[\"magnet\", \"alloy\"]"),
    ("range", ".5 %"),
    ("below limit", "\"< 1 %\""),
    ("measured", " ± 1 "),
    ("not applicable", "not_applicable"),
];

/// What came of many comparisons.
#[derive(Debug, Default)]
pub struct Tally {
    pub runs: usize,
    pub exact: usize,
    pub settled: usize,
    pub asked: usize,
    pub completions: usize,
    /// Too large for the oracle.
    pub many: usize,
    pub unread: Vec<String>,
    pub differ: Vec<(u64, String)>,
    held: BTreeMap<&'static str, usize>,
}

impl Tally {
    pub fn add(&mut self, seed: u64, case: &Case, verdict: Result<Verdict, String>) {
        self.runs += 1;
        match verdict {
            Err(problems) => self.unread.push(format!("seed {seed}: {problems}")),
            Ok(Verdict::TooMany) => self.many += 1,
            Ok(Verdict::Differ(difference)) => self.differ.push((seed, difference)),
            Ok(Verdict::Agree { exact, settled, asked, completions, points }) => {
                self.exact += usize::from(exact);
                self.settled += usize::from(settled);
                self.asked += usize::from(asked);
                self.completions += completions;
                points.into_iter().for_each(|point| *self.held.entry(point).or_default() += 1);
                let text = case.to_string();
                let held = HELD.iter().filter(|(_, needle)| text.contains(needle));
                held.for_each(|(what, _)| *self.held.entry(what).or_default() += 1);
            }
        }
    }

    pub fn join(mut self, other: Tally) -> Tally {
        self.runs += other.runs;
        self.exact += other.exact;
        self.settled += other.settled;
        self.asked += other.asked;
        self.completions += other.completions;
        self.many += other.many;
        self.unread.extend(other.unread);
        self.differ.extend(other.differ);
        self.differ.sort();
        other.held.into_iter().for_each(|(what, count)| *self.held.entry(what).or_default() += count);
        self
    }

    /// What never occurred among the cases that were compared.
    pub fn missing(&self) -> Vec<&'static str> {
        let all = HELD.iter().map(|(what, _)| *what).chain(Point::KINDS);
        all.filter(|what| !self.held.contains_key(what)).collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { runs, exact, settled, asked, completions, many, .. } = self;
        writeln!(
            f,
            "{runs} cases, {completions} completions: {exact} exact, {settled} settled, {asked} with their questions compared"
        )?;
        writeln!(f, "{many} too large for the oracle, {} unread, {} differ", self.unread.len(), self.differ.len())?;
        let held: Vec<String> = self.held.iter().map(|(what, count)| format!("{what} {count}")).collect();
        write!(f, "held: {}", held.join(", "))
    }
}
