//! The answer, as values (`contracts/determination.json`). Reports turn it into JSON and text.

use crate::fact::{Author, When};
use crate::rulebook::{Clock, Confidence, Kind, Localised, Prospects, RuleKind};
use jiff::Timestamp;
use jiff::civil::Date;

/// The ladder of outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Nothing of this law stands in the way.
    NoLicenceRequired,
    /// Only with a licence.
    LicenceRequired,
    /// Not at all, or by special approval only.
    Prohibited,
}

/// The mildest and strictest outcome that is still possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// Mildest.
    pub floor: Outcome,
    /// Strictest.
    pub ceiling: Outcome,
}

impl Range {
    /// The outcome when both ends agree; otherwise it is undetermined.
    #[must_use]
    pub fn outcome(self) -> Option<Outcome> {
        (self.floor == self.ceiling).then_some(self.floor)
    }
}

/// A state under incomplete knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Does not hold.
    False,
    /// Open.
    Open,
    /// Holds.
    True,
}

/// Why something is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// No reach rule holds.
    OutsideReach,
    /// No rule holds.
    NotListed,
    /// Each rule that holds is defeated by an exemption.
    Exempted,
    /// What would hold is suspended.
    MeasureSuspended,
}

/// The answer for one shipment.
#[derive(Debug, Clone)]
pub struct Determination {
    /// The sender's number.
    pub reference: Option<String>,
    /// The governing day or instant.
    pub date: When,
    /// What had been published by then.
    pub known: Timestamp,
    /// Zone in which instants are printed: that of the first regime, IANA name.
    pub zone: String,
    /// Over all regimes and lines.
    pub range: Range,
    /// The search came to its end; otherwise the range is the wider, sound one.
    pub exact: bool,
    /// May it leave?
    pub release: Release,
    /// The same per regime, in order of id.
    pub regimes: Vec<RegimeAnswer>,
    /// The same per line and model, in order.
    pub lines: Vec<LineAnswer>,
    /// Every rule that bears on it.
    pub findings: Vec<Finding>,
    /// Rules looked at that bear on nothing here: counted, not shown.
    pub findings_silent: u32,
    /// Open points.
    pub open: Vec<OpenPoint>,
    /// Questions that would settle it, grouped by evidence, cheapest first.
    pub questions: Vec<QuestionGroup>,
    /// The five things that a clearance rests on.
    pub rests_on: RestsOn,
    /// How it could lawfully leave.
    pub route: Route,
    /// What must be done or obtained besides.
    pub duties: Vec<DutyOwed>,
    /// Terms with several meanings, and the outcome under each.
    pub readings: Vec<ReadingRow>,
    /// What was said and is not law.
    pub statements: Vec<StatementShown>,
    /// What is incomplete.
    pub caveats: Vec<Caveat>,
    /// Digests: enough to run it again.
    pub record: Record,
}

/// The answer of one regime.
#[derive(Debug, Clone)]
pub struct RegimeAnswer {
    /// `cn`.
    pub id: String,
    /// Its range.
    pub range: Range,
    /// Why it is free, if it is.
    pub ground: Option<Ground>,
}

/// The answer for one line, or one model of it.
#[derive(Debug, Clone)]
pub struct LineAnswer {
    /// Line number.
    pub line: u32,
    /// Model.
    pub model: Option<String>,
    /// Its range.
    pub range: Range,
    /// Items met or open (open ones only while they are few; else see `open_groups`).
    pub listed: Vec<ListedItem>,
    /// Open items counted by entry group when there are too many to name: `(group such as "1C9", count)`.
    pub open_groups: Vec<(String, u32)>,
    /// Why it is free, if it is.
    pub ground: Option<Ground>,
    /// Ids of its findings.
    pub findings: Vec<String>,
}

/// An item that is met or open.
#[derive(Debug, Clone)]
pub struct ListedItem {
    /// `cn/1C905.a.4`.
    pub code: String,
    /// Title of the item.
    pub title: Localised,
    /// Met or open.
    pub state: State,
    /// By facts, or by a person's record.
    pub by: ListedBy,
}

/// On whose word an item is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListedBy {
    /// Its condition holds.
    Facts,
    /// A classification record says so.
    Record,
}

/// A rule that bears on the shipment.
#[derive(Debug, Clone)]
pub struct Finding {
    /// `f1`.
    pub id: String,
    /// `cn/2025-18/licence-for-listed-items`, or `engine/…` for what the engine itself found (sources at odds, a record beaten by facts).
    pub rule: String,
    /// What kind of rule; `None` for the engine's own.
    pub kind: Option<RuleKind>,
    /// True, open or false.
    pub state: State,
    /// An exemption defeats it.
    pub defeated_by: Option<String>,
    /// Lines and models, `1` or `1/N35SH-A`.
    pub lines: Vec<String>,
    /// Named limbs and their states.
    pub limbs: Vec<(String, State)>,
    /// Where it stands: of a licence for listed items the clause that lists the first item met, otherwise the rule's own.
    /// `None` for the engine's own.
    pub citation: Option<Citation>,
    /// The rule's own clause, where the citation is an item's.
    pub basis: Option<Citation>,
    /// The proof, for the first of its lines.
    pub proof: Proof,
    /// Items cited below it.
    pub items: Vec<ItemCitation>,
}

/// Act and clause, with its state on the date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// `cn/2025-18`.
    pub act: String,
    /// `1`.
    pub clause: String,
    /// Title of the act.
    pub title: Localised,
    /// `not_yet`, `in_force`, `suspended`, `unresolved`, `ended`, `open_hour`.
    pub state: ClauseState,
    /// Since when.
    pub effective: String,
    /// Source address.
    pub source: String,
    /// How sure.
    pub confidence: Confidence,
    /// Rank.
    pub kind: Kind,
}

/// An item with the clause that lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemCitation {
    /// `cn/1C905.a.4`.
    pub code: String,
    /// Met or open.
    pub state: State,
    /// The clause that brings its version.
    pub citation: Citation,
}

/// State of a clause on a date, as known then (DESIGN §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClauseState {
    /// Before it takes effect.
    NotYet,
    /// On its first day, of which its text prints an hour, for a shipment without one.
    OpenHour,
    /// In force.
    InForce,
    /// Inside a suspension.
    Suspended,
    /// A suspension's end has passed and nothing settles what follows.
    Unresolved,
    /// Repealed, lapsed, replaced.
    Ended,
}

/// A proof: a tree with a state at every node.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// What the node is.
    pub op: ProofOp,
    /// Its state.
    pub state: State,
    /// Below it.
    pub of: Vec<Proof>,
}

/// What a node of a proof is.
#[derive(Debug, Clone, PartialEq)]
pub enum ProofOp {
    /// All of them.
    And,
    /// One of them.
    Or,
    /// The opposite.
    Not,
    /// A named alternative.
    Limb(String),
    /// So many of them.
    AtLeast(u32),
    /// A definition.
    Definition(String),
    /// One party of the role; below it, one node for each party looked at.
    Some(String),
    /// Each party of the role.
    Every(String),
    /// One party: role, name (`None`: nameless, or a further party that may exist), further.
    Party {
        /// Its role.
        role: String,
        /// Its name.
        name: Option<String>,
        /// It is not named in the shipment: one more that may exist.
        further: bool,
    },
    /// A predicate on a fact.
    Fact {
        /// The fact.
        fact: String,
        /// What the rule asks: `= NdFeB`, `> 0.1 wt%`, `in [..]`, `contains`, `yes`.
        asks: String,
        /// What is stated, as written; `None`: unknown.
        value: Option<String>,
        /// Who says so.
        author: Author,
    },
    /// A comparison over several facts: as the rule writes it, and its present range as text.
    Sum {
        /// `sum(dysprosium + terbium) > 0.1 wt%`.
        asks: String,
        /// Its present range.
        value: Option<String>,
    },
    /// A term and the reading followed (or all that are open).
    Term {
        /// `cn/magnet-material`.
        term: String,
        /// The reading.
        reading: String,
        /// Who holds it.
        held_by: String,
        /// Its rank.
        kind: Kind,
        /// The authority's own hedge.
        hedge: Option<String>,
    },
    /// On a party list.
    On {
        /// `cn/control-list`.
        list: String,
        /// The listed party.
        party: Option<String>,
        /// `exact/1`; how it was found: same, near, decided, unread script, nameless.
        how: String,
    },
    /// An item of the list is met.
    Listed {
        /// What the rule asks, as written.
        asks: String,
        /// `(item, state)` of those met or open (at most a named number).
        items: Vec<(String, State)>,
    },
    /// One item, with the proof of its condition below.
    Item(String),
    /// What we lack.
    Gap(String),
    /// The clause is not in force, or perhaps not.
    Clause {
        /// `cn/2025-57#1`.
        clause: String,
        /// Its state.
        is: ClauseState,
    },
}

/// What an open point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenKind {
    /// Somebody can answer it.
    Fact,
    /// We lack it.
    Gap,
    /// A term of law with several meanings.
    Reading,
}

/// An open point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPoint {
    /// Fact, gap or reading.
    pub kind: OpenKind,
    /// Stable id: the fact's name with its place (`1/N35SH-B/dysprosium`, `end_user/1/military_user`), `effect:cn/2025-70#1/suspends`,
    /// `reading:cn/military-user`, `gap:…`, `near:end_user/1/cn-2026-11-01`, `further:end_user`, `law`, `hour`.
    pub id: String,
    /// What is open, for the reader: message key and its values (catalogue), see [`Message`].
    pub message: Message,
    /// The outcome depends on it.
    pub decides: bool,
    /// The strictest outcome that it alone could bring about from the floor, if known.
    pub ceiling: Outcome,
    /// Where it comes from in law.
    pub citation: Option<Citation>,
}

/// A sentence of the message catalogue with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Key of the catalogue.
    pub key: &'static str,
    /// `(name, value)`.
    pub values: Vec<(&'static str, String)>,
}

/// Questions that one paper answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionGroup {
    /// Kind of evidence, `test_report`.
    pub paper: String,
    /// Who can answer.
    pub who: Vec<String>,
    /// 1 to 3.
    pub cost: u32,
    /// The questions.
    pub questions: Vec<Question>,
}

/// A question about one fact; neutral: no outcome is shown for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The fact's name, or `near`, `further`, `name`, `hour`, `author`.
    pub fact: String,
    /// What it is about: lines and models, a party, an end use; empty: the shipment.
    pub about: Vec<String>,
    /// The question in the regime's languages; for the engine's own kinds empty, and `message` speaks.
    pub question: Localised,
    /// The engine's own question.
    pub message: Option<Message>,
    /// Words to choose from; for numbers, the unit.
    pub answers: Vec<String>,
}

/// The five things that a clearance rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RestsOn {
    /// Classification.
    pub classification: Rest,
    /// Declaration.
    pub declaration: Rest,
    /// Parties.
    pub parties: Rest,
    /// Freshness of the law.
    pub law: Rest,
    /// No open point of law.
    pub points: Rest,
}

/// One of the five.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rest {
    /// It is closed.
    pub closed: bool,
    /// On whose word: `facts`, `record`, or a person.
    pub by: Option<String>,
    /// On which day.
    pub on: Option<Date>,
    /// Lines that it is about (classification).
    pub lines: Vec<String>,
    /// Evidence ids.
    pub evidence: Vec<String>,
    /// Lists screened, `cn/control-list` (parties).
    pub lists: Vec<String>,
    /// Screening method (parties).
    pub method: Option<String>,
    /// `verified_to` of each regime (law).
    pub verified_to: Vec<(String, Date)>,
    /// Why it is not closed.
    pub because: Vec<Message>,
}

/// May it leave?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Leave, leave under a licence, or hold.
    pub decision: ReleaseDecision,
    /// `free`, `covered`, `licence_needed`, `prohibited`, `open`.
    pub reason: String,
    /// Licences at hand, and whether each fits.
    pub licences: Vec<LicenceFit>,
    /// Lines and models that may leave now, when only part may.
    pub may_leave: Vec<LineRef>,
    /// The others.
    pub hold: Vec<LineRef>,
}

/// The decision of [`Release`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReleaseDecision {
    /// Free.
    MayLeave,
    /// Covered by a licence at hand.
    MayLeaveUnder,
    /// Not now.
    Hold,
}

/// A line or a model of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineRef {
    /// Line number.
    pub line: u32,
    /// Model.
    pub model: Option<String>,
}

/// Whether a licence at hand fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceFit {
    /// Its id.
    pub id: String,
    /// It covers what needs a licence here.
    pub fits: bool,
    /// Why not.
    pub because: Vec<Message>,
    /// Lines that it covers.
    pub covers: Vec<LineRef>,
    /// What would be drawn: `(quantity, unit)` texts.
    pub draws: Vec<String>,
}

/// How it could lawfully leave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// Kinds open to an application.
    pub open: Vec<String>,
    /// Kinds closed, with the rule that closes each.
    pub closed: Vec<(String, String)>,
    /// Kinds of which a licence at hand does not count.
    pub voids: Vec<(String, String)>,
    /// Exemptions that could be claimed: rule ids.
    pub claimable: Vec<String>,
    /// Papers wanted.
    pub documents: Vec<String>,
    /// Those not in the shipment.
    pub missing: Vec<String>,
    /// Clocks that run.
    pub clocks: Vec<Clock>,
    /// Clocks that are off, with the rule.
    pub clocks_off: Vec<(String, String)>,
    /// What an application may expect.
    pub prospects: Option<Prospects>,
    /// A clause behind the prospects is open.
    pub prospects_open: bool,
    /// The strictest route of the prohibitions that hold, or, where none surely does, of those that may: `none`,
    /// `special_application`.
    pub special: Option<String>,
}

/// Something that must be done or obtained besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyOwed {
    /// `cn/customs-remark`.
    pub id: String,
    /// True or open.
    pub state: State,
    /// What.
    pub text: Localised,
    /// When, in words.
    pub due: Option<String>,
    /// Its clock.
    pub clock: Option<Clock>,
    /// Where it stands.
    pub citation: Citation,
}

/// A reading and the outcome under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingRow {
    /// `cn/military-user`.
    pub term: String,
    /// The reading.
    pub reading: String,
    /// Who holds it.
    pub held_by: String,
    /// Its rank.
    pub kind: Kind,
    /// The authority's own hedge.
    pub hedge: Option<String>,
    /// Followed by default, chosen by the policy, open, or only shown.
    pub standing: Standing,
    /// The outcome with this reading, all other terms left as they are.
    pub range: Range,
}

/// How a reading counts in this answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Followed: the only one, or the authority's own guidance.
    Followed,
    /// Chosen by the policy.
    Policy,
    /// One of those that hold the term open.
    Open,
    /// Printed only.
    Shown,
}

/// What was said and is not law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementShown {
    /// `cn/civilian-users`.
    pub id: String,
    /// Who said it.
    pub by: Vec<String>,
    /// When.
    pub published: String,
    /// What it says, in our words.
    pub text: Localised,
    /// Source address.
    pub source: String,
}

/// Something incomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caveat {
    /// `neighbour-regimes`, `checked-to`, `note:…`, `hedge:…`, `policy:…`, `scenario:…`, `related:…`, `list:…`.
    pub id: String,
    /// For the engine's own caveats.
    pub message: Option<Message>,
    /// Text from the law.
    pub text: Localised,
    /// Names that it is about.
    pub of: Vec<String>,
}

/// Enough to run it again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// Digest of the rulebook.
    pub rulebook: String,
    /// Digest of the party lists.
    pub lists: String,
    /// Digest of the input.
    pub input: String,
    /// Digest of policy and scenario, if any.
    pub policy: Option<String>,
    /// Scenario, if any.
    pub scenario: Option<String>,
    /// Meaning of the answers: rises when the same inputs may give another answer.
    pub semantics: u32,
    /// Version of the engine.
    pub engine: String,
}
