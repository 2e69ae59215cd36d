//! `regime.toml`, and all files of the regime's folder in their order: acts first, since entries, party lists and
//! groups name their clauses.

use super::fields::{Fields, Spelled, day};
use super::folder::RegimeFolder;
use super::report::{Report, near};
use super::{act, case, entry, kind, party, shared};
use crate::rulebook::{Calendar, ClauseId, Place, Regime, SourceFile};
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeMap;

/// Days between two days of a calendar range; the longest holiday known has 10.
const HOLIDAY_DAYS_MAX: i32 = 60;

/// A regime of which the names are not yet looked up.
pub(super) struct Draft {
    /// The regime.
    pub(super) regime: Regime,
    /// Clauses by reference, `2026-1#1`.
    pub(super) clauses: BTreeMap<String, ClauseId>,
    /// What each id of the regime names, and where it was defined.
    pub(super) ids: BTreeMap<(Space, String), (&'static str, Place)>,
    /// Names to look up.
    pub(super) references: Vec<Reference>,
}

/// Names of one space are unique; a case may be named after the rule that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Space {
    /// Rules, terms, groups, statements: what conditions and rules name.
    Rule,
    /// Acts and scenarios.
    Act,
    /// Listed parties.
    Party,
    /// Cases.
    Case,
    /// Entries.
    Entry,
}

/// What a name must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// An act or a clause.
    Act,
    /// An act, a clause, or a listed party.
    Amended,
    /// A listed party.
    Party,
    /// A reach rule.
    Reach,
    /// A requirement or prohibition.
    Defeated,
    /// What a case expects a finding to cite: an unknown name fails the case.
    Because,
    /// What no finding may cite: an unknown name would pass unseen.
    Finding,
    /// A term and one of its readings, `term=reading`.
    Reading,
    /// A scenario.
    Scenario,
    /// A rule, clause or act beside which a statement is shown.
    About,
    /// A country or zone.
    Country,
}

/// A name that must exist.
pub(super) struct Reference {
    /// What it must be.
    pub(super) wanted: Wanted,
    /// The name.
    pub(super) name: Spelled,
    /// Who names it, for messages.
    pub(super) of: String,
}

impl Draft {
    /// Notes that an id is taken; a second one is an error.
    pub(super) fn take(
        &mut self,
        space: Space,
        id: &Spelled,
        what: &'static str,
        files: &[SourceFile],
        report: &Report,
    ) {
        let key = (space, id.text.clone());
        if let Some((other, place)) = self.ids.get(&key) {
            let path = files.get(place.file).map_or("", |file| file.path.as_str());
            let what = format!("`{}` is {what} here and {other} in `{path}`", id.text);
            report.error(&id.place, what, "give one of the two another id: each name means one thing");
            return;
        }
        self.ids.insert(key, (what, id.place.clone()));
    }

    /// Notes names to look up.
    pub(super) fn refer(&mut self, wanted: Wanted, names: Vec<Spelled>, of: &str) -> Vec<String> {
        let texts = names.iter().map(|name| name.text.clone()).collect();
        self.references.extend(names.into_iter().map(|name| Reference { wanted, name, of: of.to_owned() }));
        texts
    }

    /// The clause of that reference; an act of one clause stands for it.
    pub(super) fn clause(&self, name: &Spelled, report: &Report) -> Option<ClauseId> {
        if let Some(found) = self.clauses.get(&name.text) {
            return Some(*found);
        }
        let act = self.regime.acts.iter().find(|act| act.id == name.text);
        match act.map(|act| act.clauses.as_slice()) {
            Some([single]) => return Some(*single),
            Some(_) => report.error(
                &name.place,
                format!("`{}` names an act, not one of its clauses", name.text),
                format!("write the clause: `{}#1`", name.text),
            ),
            None => {
                let remedy = near(
                    &name.text,
                    self.clauses.keys().map(String::as_str),
                    "write `act#clause`, and the act under `acts/`",
                );
                report.error(&name.place, format!("there is no clause `{}`", name.text), remedy);
            }
        }
        None
    }
}

/// The regime with all its files.
pub(super) fn read(folder: &RegimeFolder, files: &[SourceFile], report: &Report) -> Option<Draft> {
    let mut draft = Draft {
        regime: envelope(folder, files, report)?,
        clauses: BTreeMap::new(),
        ids: BTreeMap::new(),
        references: Vec::new(),
    };
    for file in &folder.acts {
        act::read(*file, files, report, &mut draft, act::Overlay::Law);
    }
    for file in &folder.scenarios {
        act::read(*file, files, report, &mut draft, act::Overlay::Scenario);
    }
    for file in &folder.cases {
        case::read_file(*file, files, report, &mut draft);
    }
    for file in &folder.entries {
        entry::read(*file, files, report, &mut draft);
    }
    for file in &folder.parties {
        party::read(*file, files, report, &mut draft);
    }
    for file in &folder.groups {
        party::read_group(*file, files, report, &mut draft);
    }
    if let Some(file) = folder.kinds {
        kind::read(file, files, report, &mut draft);
    }
    sort(&mut draft.regime);
    Some(draft)
}

fn sort(regime: &mut Regime) {
    regime.acts.sort_by(|a, b| a.id.cmp(&b.id));
    regime.rules.sort_by(|a, b| a.id.cmp(&b.id));
    regime.terms.sort_by(|a, b| a.id.cmp(&b.id));
    regime.effects.sort_by_key(|effect| (effect.clause, effect.place.span.start));
    regime.statements.sort_by(|a, b| a.id.cmp(&b.id));
    regime.entries.sort_by(|a, b| a.code.cmp(&b.code));
    regime.party_lists.sort_by_key(|list| (list.clause, list.place.file));
    regime.groups.sort_by(|a, b| a.id.cmp(&b.id));
    regime.cases.sort_by(|a, b| a.id.cmp(&b.id));
    regime.scenarios.sort_by(|a, b| a.id.cmp(&b.id));
}

fn envelope(folder: &RegimeFolder, files: &[SourceFile], report: &Report) -> Option<Regime> {
    let source = shared::source(folder.regime, files, report);
    let table = source.table();
    let fields = Fields::new(source, &table, "regime.toml");
    let id = fields.need("id", "write the name of its folder");
    if let Some(id) = id.as_ref().filter(|id| id.text != folder.id) {
        report.error(
            &id.place,
            format!("the regime `{}` stands in the folder `{}`", id.text, folder.id),
            format!("write `id = \"{}\"`", folder.id),
        );
    }
    let authority =
        fields.need("authority", "write the authority whose guidance is followed: `authority = \"MOFCOM\"`");
    let zone = fields.need("zone", "write the zone of its days: `zone = \"Asia/Shanghai\"`");
    let (begins, verified_to) = (fields.need_day("begins"), fields.need_day("verified_to"));
    if let Some((begins, verified)) = begins.zip(verified_to).filter(|(begins, verified)| verified < begins) {
        report.error(
            &fields.place_of("verified_to"),
            format!("the law is verified to {verified}, before it begins on {begins}"),
            "write the day to which it was checked",
        );
    }
    let languages = match fields.words("languages") {
        none if none.is_empty() => ["en", "zh", "ja"].map(str::to_owned).to_vec(),
        given => given,
    };
    for unread in ["code_scheme", "name", "title", "note", "source"] {
        let _ = fields.has(unread);
    }
    let regime = Regime {
        id: folder.id.clone(),
        authority: authority.map(|text| text.text).unwrap_or_default(),
        languages,
        zone: zone.map(|text| text.text).unwrap_or_default(),
        begins: begins.unwrap_or(date(1, 1, 1)),
        verified_to: verified_to.unwrap_or(date(1, 1, 1)),
        stale_after_days: stale_after(&fields),
        neighbours: fields.words("neighbours"),
        calendar: fields.below("calendar").map(|calendar| calendar_of(&calendar)).unwrap_or_default(),
        invented: fields.flag("invented").unwrap_or(false),
        kinds: Vec::new(),
        acts: Vec::new(),
        clauses: Vec::new(),
        rules: Vec::new(),
        terms: Vec::new(),
        effects: Vec::new(),
        statements: Vec::new(),
        entries: Vec::new(),
        party_lists: Vec::new(),
        groups: Vec::new(),
        cases: Vec::new(),
        scenarios: Vec::new(),
    };
    fields.done();
    Some(regime)
}

/// `60 days`.
fn stale_after(fields: &Fields<'_>) -> u32 {
    const STALE_AFTER_DAYS: u32 = 60;
    let Some(text) = fields.text("stale_after") else { return STALE_AFTER_DAYS };
    let days =
        text.text.strip_suffix("days").or(text.text.strip_suffix("day")).and_then(|number| number.trim().parse().ok());
    if days.is_none() {
        fields.report().error(
            &text.place,
            format!("`{}` is no count of days", text.text),
            "write `stale_after = \"60 days\"`",
        );
    }
    days.unwrap_or(STALE_AFTER_DAYS)
}

fn calendar_of(fields: &Fields<'_>) -> Calendar {
    let mut calendar = Calendar::default();
    let report = fields.report();
    for (year, table) in fields.tables("write a table: `[calendar.2026]`") {
        let Ok(number) = year.text.parse::<i16>() else {
            report.error(&year.place, format!("`{}` is no year", year.text), "write `[calendar.2026]`");
            continue;
        };
        let table = table.named(format!("calendar of {number}"));
        let off = table.list("off").iter().flat_map(|range| days(range, number, report)).collect::<Vec<_>>();
        let worked = table.list("worked").iter().flat_map(|range| days(range, number, report)).collect::<Vec<_>>();
        calendar.years.push(number);
        calendar.off.extend(off.into_iter().filter(|day| !is_weekend(*day)));
        for day in worked.iter().filter(|day| !is_weekend(**day)) {
            let remedy = "name weekend days that are worked only";
            report.warning(&table.place_of("worked"), format!("{day} is no weekend day: it is worked anyway"), remedy);
        }
        calendar.worked.extend(worked.into_iter().filter(|day| is_weekend(*day)));
        for unread in ["source", "note"] {
            let _ = table.has(unread);
        }
        table.done();
    }
    for days in [&mut calendar.off, &mut calendar.worked] {
        days.sort_unstable();
        days.dedup();
    }
    calendar.years.sort_unstable();
    calendar
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// `2026-01-01` or `2026-01-01..2026-01-03`, both ends included.
fn days(range: &Spelled, year: i16, report: &Report) -> Vec<Date> {
    let (first, last) = range.text.split_once("..").unwrap_or((&range.text, &range.text));
    let part = |text: &str| day(report, &Spelled { text: text.trim().to_owned(), place: range.place.clone() }, "off");
    let Some((first, last)) = part(first).zip(part(last)) else { return Vec::new() };
    if last < first || first.year() != year || last.year() != year || (last - first).get_days() > HOLIDAY_DAYS_MAX {
        report.error(
            &range.place,
            format!("`{}` is no stretch of days of {year}", range.text),
            format!("write `{year}-01-01..{year}-01-03`"),
        );
        return Vec::new();
    }
    first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).collect()
}
