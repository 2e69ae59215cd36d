//! Acts, their clauses, and the blocks that stand below a clause.

use super::{Condition, Place};
use jiff::Timestamp;
use jiff::civil::Date;

/// Text in the languages of the regime: `(language, text)`, in order of language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Localised(pub Vec<(String, String)>);

impl Localised {
    /// The text in that language, else English, else the first.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        let of = |wanted: &str| self.0.iter().find(|(code, _)| code == wanted);
        of(language).or_else(|| of("en")).or(self.0.first()).map_or("", |(_, text)| text)
    }
}

/// A day, or an instant where the source prints an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The whole day, in the regime's zone.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
}

/// Rank of a source (DESIGN §4), highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Enacted or decided by the competent authority.
    Instrument,
    /// An authority's published reply.
    Guidance,
    /// A customs or court case.
    Decision,
    /// What was said.
    Statement,
    /// What the trade does.
    Practice,
    /// What others report.
    Report,
    /// An imagined or expected measure: part of an overlay only.
    Scenario,
}

/// How sure the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Recalled, or one weak source.
    Low,
    /// One good secondary source.
    Medium,
    /// Primary text, or two good sources.
    High,
}

/// One act or announcement.
#[derive(Debug, Clone)]
pub struct Act {
    /// `2026-1`.
    pub id: String,
    /// Rank.
    pub kind: Kind,
    /// Who issued it.
    pub issuers: Vec<String>,
    /// Title in the regime's languages.
    pub title: Localised,
    /// When it was published.
    pub published: Moment,
    /// Default of its clauses.
    pub effective: Moment,
    /// Address of the source.
    pub source: String,
    /// How sure.
    pub confidence: Confidence,
    /// Its clauses, in order of the text.
    pub clauses: Vec<ClauseId>,
    /// The overlay that it belongs to, if it is no law.
    pub scenario: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// Index of a clause in [`super::Regime::clauses`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseId(pub u32);

/// One clause of an act.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Act, `2026-1`.
    pub act: String,
    /// Number within it, `1`.
    pub number: String,
    /// The words after the number in the heading.
    pub heading: String,
    /// Our prose below the heading.
    pub prose: String,
    /// When it takes effect.
    pub effective: Moment,
    /// When its act was published.
    pub published: Moment,
    /// How sure.
    pub confidence: Confidence,
    /// Rank of its act.
    pub kind: Kind,
    /// The overlay that it belongs to, if it is no law.
    pub scenario: Option<String>,
    /// Holds no rule on purpose.
    pub informative: bool,
    /// Where it stands.
    pub place: Place,
}

impl Clause {
    /// `2026-1#1`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}#{}", self.act, self.number)
    }
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleKind {
    /// To whom and what the regime applies.
    Reach,
    /// A licence is needed.
    Requirement,
    /// It may not leave.
    Prohibition,
    /// Defeats the rules that it names.
    Exemption,
    /// Which licence kinds are open or closed, and with what.
    Route,
    /// A name for a condition.
    Definition,
    /// Something must be done besides.
    Duty,
    /// Shown as a caveat when its condition is not false.
    Note,
}

/// One rule block.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Unique within the regime, `japan-military`.
    pub id: String,
    /// What it says.
    pub kind: RuleKind,
    /// The clause that it stands in.
    pub clause: ClauseId,
    /// When it holds.
    pub when: Condition,
    /// The condition's text as written.
    pub when_text: String,
    /// Reach: a label such as `export` or `re-export`.
    pub reach_as: Option<String>,
    /// Requirement, prohibition: reach rules under which it counts; empty means any.
    pub under: Vec<String>,
    /// Prohibition, requirement: how it could leave all the same.
    pub route: RuleRoute,
    /// Requirement, route: what an application may expect.
    pub prospects: Option<Prospects>,
    /// Exemption: rules that it defeats.
    pub defeats: Vec<String>,
    /// Exemption: how it must be claimed.
    pub claim: Claim,
    /// Exemption: ids of duties that come with it, or their text.
    pub duties: Vec<String>,
    /// Route: its terms.
    pub terms: RouteTerms,
    /// Duty: what to do.
    pub duty: Option<Duty>,
    /// Note: what to show.
    pub note: Option<Note>,
    /// Where it stands.
    pub place: Place,
    /// Where its condition stands within the file.
    pub when_place: Place,
}

/// Whether an exemption must be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Claim {
    /// It counts by itself.
    Unasked,
    /// It counts only where the shipment claims it.
    Needed,
}

/// The way out of a requirement or prohibition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleRoute {
    /// The ordinary licence routes.
    Ordinary,
    /// No way.
    None,
    /// A special application to the authority.
    SpecialApplication,
}

/// What an application may expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prospects {
    /// Reviewed as usual.
    Ordinary,
    /// Case by case.
    CaseByCase,
    /// Refused in principle.
    Refused,
}

/// What a route rule opens, closes and asks for.
#[derive(Debug, Clone, Default)]
pub struct RouteTerms {
    /// Licence kinds that it opens.
    pub kinds: Vec<String>,
    /// Kinds closed for a new application.
    pub closes: Vec<String>,
    /// Kinds of which a licence at hand no longer counts.
    pub voids: Vec<String>,
    /// Papers wanted: kinds of evidence.
    pub documents: Vec<String>,
    /// Clocks that run.
    pub clocks: Vec<Clock>,
    /// Clocks that do not run.
    pub clocks_off: Vec<String>,
}

/// A limit of time for an authority or an exporter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// `review`; empty for the clock of a duty.
    pub id: String,
    /// Working days, if it counts those.
    pub working_days: Option<u32>,
    /// Calendar days.
    pub days: Option<u32>,
    /// Years.
    pub years: Option<u32>,
    /// The event that starts it, `acceptance`.
    pub from: String,
}

/// What must be done or obtained besides.
#[derive(Debug, Clone)]
pub struct Duty {
    /// What, in the regime's languages.
    pub text: Localised,
    /// When, in words.
    pub due: Option<String>,
    /// Its clock.
    pub clock: Option<Clock>,
}

/// A caveat.
#[derive(Debug, Clone)]
pub struct Note {
    /// In the regime's languages.
    pub text: Localised,
}

/// A name with several readings.
#[derive(Debug, Clone)]
pub struct Term {
    /// Unique within the regime.
    pub id: String,
    /// The clause that it stands in.
    pub clause: ClauseId,
    /// Readings in order of id.
    pub readings: Vec<Reading>,
    /// Where it stands.
    pub place: Place,
}

/// One meaning of a term.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Unique within the term.
    pub id: String,
    /// Rank of who holds it.
    pub kind: Kind,
    /// Who holds it.
    pub held_by: String,
    /// Since when; it counts once that is known.
    pub published: Moment,
    /// Where it can be read.
    pub source: Option<String>,
    /// The authority's own hedge ("generally").
    pub hedge: Option<String>,
    /// What the term means by it.
    pub means: Condition,
    /// The text of `means` as written.
    pub means_text: String,
    /// Where `means` stands.
    pub place: Place,
}

/// What an effect does to its targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Amendment {
    /// Not in force between `from` and `until`.
    Suspends,
    /// A suspension ends on `from`.
    Resumes,
    /// The end of a suspension moves to `until`.
    Extends,
    /// Ends for good on `from`.
    Ends,
    /// Ends on `from`, because this act stands in its place.
    Replaces,
    /// A party is listed from `from`.
    Lists,
    /// A party is removed on `from`.
    Delists,
}

/// The end of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Until {
    /// The last day belongs to it.
    Included(Moment),
    /// It ended when that day began.
    Excluded(Moment),
    /// No text says which.
    Unclear(Moment),
}

/// One change that an act makes to other acts, clauses or parties.
#[derive(Debug, Clone)]
pub struct Effect {
    /// Made by the loader: `2025-70#1/suspends`, with `/2`, `/3` … for more of the same clause.
    pub id: String,
    /// The clause that it stands in.
    pub clause: ClauseId,
    /// What it does.
    pub amendment: Amendment,
    /// Acts (`2025-55`), clauses (`2025-57#1`) or party ids, as written.
    pub targets: Vec<String>,
    /// From when; default the clause's own day.
    pub from: Moment,
    /// Until when.
    pub until: Option<Until>,
    /// The source's words for the end.
    pub until_words: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What was said and is not law.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Unique within the regime.
    pub id: String,
    /// The clause that it stands in.
    pub clause: ClauseId,
    /// Acts whose effects it claims to extend, with the day until which.
    pub extends: Vec<(String, Date)>,
    /// What it says, in our words; empty when the clause's prose says it.
    pub text: Localised,
    /// Rules beside which it is shown; empty: the targets of its claim, else everywhere.
    pub about: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// An overlay of the rulebook.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// `japan-rare-earth-tightening`.
    pub id: String,
    /// Its act, in the form of every act.
    pub act: Act,
}

/// A worked example.
#[derive(Debug, Clone)]
pub struct Case {
    /// Unique within the regime.
    pub id: String,
    /// The clause below which it stands, if any.
    pub clause: Option<ClauseId>,
    /// Who decided it, if not our own reading.
    pub decided_by: Option<String>,
    /// Where that can be read.
    pub source: Option<String>,
    /// Governing day or instant, as written.
    pub date: String,
    /// Known as of, as written.
    pub known: Option<String>,
    /// Overlay to run it under.
    pub scenario: Option<String>,
    /// Readings chosen: `(term, reading)`.
    pub policy: Vec<(String, String)>,
    /// The shipment, TOML.
    pub facts: String,
    /// Place of `facts`, for errors.
    pub facts_place: Place,
    /// `(key, expected)` in the order written; keys as in DESIGN §1.
    pub expect: Vec<(String, String)>,
    /// Expectations of lines.
    pub expect_lines: Vec<ExpectLine>,
    /// Findings that must be there.
    pub because: Vec<String>,
    /// Findings that must not be true.
    pub never: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a case expects of one line or model.
#[derive(Debug, Clone, Default)]
pub struct ExpectLine {
    /// Line number.
    pub line: u32,
    /// Model.
    pub model: Option<String>,
    /// `(key, expected)`.
    pub expect: Vec<(String, String)>,
}
