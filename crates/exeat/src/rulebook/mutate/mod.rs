//! Small edits of the law, one at a time, to see whether a worked case notices each (`exeat law test --mutate`).
//!
//! An [`Edit`] is a value: what would be changed, where it stands, and the rulebook's part as it would then be.
//! [`edited`] gives a copy of the rulebook with one edit in it. Nothing here runs cases, and nothing is written.

mod condition;
mod list;
mod rule;
#[cfg(test)]
mod tests;
mod time;

use super::{Act, ClauseId, Condition, Effect, GroupMember, Moment, Place, Regime, Rule, RuleKind, Rulebook};
use crate::rulebook::load::fill_bounds;
use jiff::civil::Date;

/// What sort of thing an edit changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditKind {
    /// A limit of a comparison, a count, a number of days.
    Bound,
    /// A day on which something is published, begins or ends.
    Date,
    /// A comparison sign, `and`, `or`, `not`, `some`, `every`.
    Operator,
    /// A word, item, party or act of a list.
    Member,
    /// What one act does to another.
    Effect,
    /// An exemption, or whether it must be claimed.
    Exemption,
    /// One of the terms that a condition joins.
    Term,
    /// A whole rule or reading, or what follows from it.
    Rule,
}

impl EditKind {
    /// All kinds, in order.
    pub const ALL: [EditKind; 8] = [
        EditKind::Bound,
        EditKind::Date,
        EditKind::Operator,
        EditKind::Member,
        EditKind::Effect,
        EditKind::Exemption,
        EditKind::Term,
        EditKind::Rule,
    ];

    /// `bound`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            EditKind::Bound => "bound",
            EditKind::Date => "date",
            EditKind::Operator => "operator",
            EditKind::Member => "member",
            EditKind::Effect => "effect",
            EditKind::Exemption => "exemption",
            EditKind::Term => "term",
            EditKind::Rule => "rule",
        }
    }
}

/// On which shipments an edit can tell at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touches {
    /// On any.
    Any,
    /// On those whose question or facts hold one of the days in [`Edit::hints`].
    Days,
    /// On those that hold one of the names in [`Edit::hints`].
    Names,
    /// On those on whose day this clause has begun and not ended.
    Clause(ClauseId),
    /// The same, if the item, before the edit or after it, is not false on their facts.
    Item(ClauseId),
}

/// One edit of one regime.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What sort of thing it changes.
    pub kind: EditKind,
    /// Path of the file and line, counted from one, as near as the text tells.
    pub path: String,
    /// The line.
    pub line: usize,
    /// Whose part it is: a rule's id, an item's code, an act's id.
    pub of: String,
    /// What stands there.
    pub was: String,
    /// What would stand there; empty: nothing.
    pub becomes: String,
    /// Words and days that a shipment on which it could tell would hold.
    pub hints: Vec<String>,
    /// Where it can tell at all.
    pub touches: Touches,
    change: Change,
}

/// The part of the regime as it would be; indexes are those of the regime's own lists.
#[derive(Debug, Clone)]
enum Change {
    Rule(usize, Box<Rule>),
    NoRule(usize),
    Reading(usize, usize, Condition),
    ReadingSince(usize, usize, Moment),
    NoReading(usize, usize),
    Item { entry: usize, item: usize, version: usize, when: Condition },
    NoReason { entry: usize, item: usize, reason: usize },
    NoItem { entry: usize, item: usize },
    NoParty { list: usize, party: usize },
    Member(usize, usize, GroupMember),
    NoMember(usize, usize),
    Effect(usize, Box<Effect>),
    NoEffect(usize),
    Published(String, Moment),
    Effective(String, Moment),
    ClauseEffective(usize, Moment),
    Claimed { statement: usize, claim: usize, until: Date },
    Begins(Date),
    StaleAfter(u32),
}

/// Every edit of a regime, in order of file and line.
#[must_use]
pub fn edits(rulebook: &Rulebook, regime: &Regime) -> Vec<Edit> {
    let mut found = Edits { rulebook, regime, all: Vec::new() };
    rule::gather(&mut found);
    list::gather(&mut found);
    time::gather(&mut found);
    let mut all = found.all;
    all.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    all
}

/// A copy of the rulebook with one edit of one of its regimes in it. The copy has the digest of the original.
#[must_use]
pub fn edited(rulebook: &Rulebook, regime: &str, edit: &Edit) -> Rulebook {
    let mut copy = rulebook.clone();
    if let Some(regime) = copy.regimes.iter_mut().find(|known| known.id == regime) {
        apply(regime, &edit.change);
    }
    fill_bounds(&mut copy);
    copy
}

fn apply(regime: &mut Regime, change: &Change) {
    match change {
        Change::Rule(at, rule) => set(&mut regime.rules, *at, (**rule).clone()),
        Change::NoRule(at) => drop_at(&mut regime.rules, *at),
        Change::Effect(at, effect) => set(&mut regime.effects, *at, (**effect).clone()),
        Change::NoEffect(at) => drop_at(&mut regime.effects, *at),
        Change::Begins(day) => regime.begins = *day,
        Change::StaleAfter(days) => regime.stale_after_days = *days,
        Change::Published(..) | Change::Effective(..) | Change::ClauseEffective(..) | Change::Claimed { .. } => {
            time::apply(regime, change);
        }
        _ => list::apply(regime, change),
    }
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

fn drop_at<T>(list: &mut Vec<T>, at: usize) {
    if at < list.len() {
        list.remove(at);
    }
}

/// Edits as they are gathered.
struct Edits<'a> {
    rulebook: &'a Rulebook,
    regime: &'a Regime,
    all: Vec<Edit>,
}

/// What an edit says of itself before its place is looked up.
struct Said {
    kind: EditKind,
    of: String,
    was: String,
    becomes: String,
    hints: Vec<String>,
}

impl Edits<'_> {
    /// Notes an edit; `place` is that of the block, within which the words that it changes are looked up.
    fn add(&mut self, place: &Place, said: Said, change: Change) {
        let Said { kind, of, was, becomes, hints } = said;
        let (path, line) = self.rulebook.line_of(place, &was);
        let touches = self.touches(&change);
        self.all.push(Edit { kind, path, line, of, was, becomes, hints, touches, change });
    }

    /// Days are compared with those of a question and its facts only; those of effects with one another too. What hangs
    /// on a clause alone counts for nothing before it begins and after it ended.
    fn touches(&self, change: &Change) -> Touches {
        let item = |entry: usize, item: usize| self.regime.entries.get(entry).and_then(|entry| entry.items.get(item));
        match change {
            Change::Rule(at, _) | Change::NoRule(at) => match self.regime.rules.get(*at) {
                Some(rule) if rule.kind != RuleKind::Definition => Touches::Clause(rule.clause),
                _ => Touches::Any,
            },
            Change::Item { entry, item: at, version, .. } => item(*entry, *at)
                .and_then(|item| item.versions.get(*version))
                .map_or(Touches::Any, |version| Touches::Item(version.by)),
            Change::NoItem { entry, item: at } => match item(*entry, *at).map(|item| item.versions.as_slice()) {
                Some([version]) => Touches::Item(version.by),
                _ => Touches::Any,
            },
            Change::NoParty { .. } => Touches::Names,
            Change::Effective(act, _) if self.has_effects(act) => Touches::Any,
            Change::Published(act, _) if self.has_effects(act) => Touches::Any,
            Change::Published(..)
            | Change::Effective(..)
            | Change::ClauseEffective(..)
            | Change::ReadingSince(..)
            | Change::Member(..)
            | Change::Claimed { .. } => Touches::Days,
            _ => Touches::Any,
        }
    }

    fn has_effects(&self, act: &str) -> bool {
        self.regime.effects.iter().any(|effect| self.regime.clause(effect.clause).act == act)
    }
}

impl Rulebook {
    /// Path and line, counted from one, of the first of these words within a place; else of the place itself.
    #[must_use]
    pub fn line_of(&self, place: &Place, words: &str) -> (String, usize) {
        let Some(file) = self.files.get(place.file) else { return (String::new(), 0) };
        let within = file.text.get(place.span.clone()).unwrap_or("");
        let at = place.span.start + if words.is_empty() { 0 } else { within.find(words).unwrap_or(0) };
        let before = file.text.get(..at).unwrap_or("");
        (file.path.clone(), before.matches('\n').count() + 1)
    }
}

/// The day before and the day after; an instant moves as far.
fn neighbours(moment: Moment) -> [Moment; 2] {
    [-1, 1].map(|days| match moment {
        Moment::Day(day) => Moment::Day(moved(day, days)),
        Moment::Instant(instant) => {
            Moment::Instant(instant.saturating_add(jiff::SignedDuration::from_hours(24 * days)).unwrap_or(instant))
        }
    })
}

fn moved(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

fn printed(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(instant) => instant.to_string(),
    }
}

/// The day itself with its eve and morrow, as shipments write them.
fn days_near(moment: Moment) -> Vec<String> {
    let (day, near) = match moment {
        Moment::Day(day) => (day, 1),
        // The zone may make it the next day.
        Moment::Instant(instant) => (jiff::tz::TimeZone::UTC.to_datetime(instant).date(), 2),
    };
    (-near..=near).map(|days| moved(day, days).to_string()).collect()
}

/// The acts of the regime, those of scenarios too.
fn acts(regime: &Regime) -> impl Iterator<Item = &Act> {
    regime.acts.iter().chain(regime.scenarios.iter().map(|scenario| &scenario.act))
}
