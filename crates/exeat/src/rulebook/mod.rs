//! The rulebook: law as values, just as it was loaded from `law/`.
//!
//! A [`Rulebook`] is immutable. It holds every regime with its acts, rules, entries, party lists and cases,
//! and the shared vocabulary, units and countries. What is in force on a day is not written in it.

mod act;
mod condition;
mod describe;
mod entry;
mod lint;
mod load;
mod parse;
mod print;
mod sentence;
mod vocabulary;
mod words;

pub use act::{
    Act, Amendment, Case, Claim, Clause, ClauseId, Clock, Confidence, Duty, Effect, ExpectLine, Kind, Localised,
    Moment, Note, Prospects, Reading, RouteTerms, Rule, RuleKind, RuleRoute, Scenario, Statement, Term, Until,
};
use condition::facts_of;
pub use condition::{Codes, Compare, Condition, Literal, Quantity};
pub use describe::{Description, DescriptionRow, OnDay, describe};
pub use entry::{Entry, Group, GroupMember, Item, ItemKind, ItemVersion, ListedName, ListedParty, NameKind, PartyList};
pub use lint::{CaseCoverage, Lint, LintFor, lint};
pub use load::{Loaded, Selection};
pub use parse::{
    CODES_MAX, CONDITION_BYTES_MAX, ConditionError, DEPTH_MAX, KEYWORDS, PREFIXES_MAX, TERMS_MAX, parse_condition,
};
pub use sentence::sentence;
pub use vocabulary::{
    Country, Dimension, Fact, FactId, FactType, PaperKind, Scope, Unit, UnitId, Units, Vocabulary, Word, WordId,
    day_number, in_order,
};

use jiff::civil::Date;

/// All law that an answer may rest on.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    /// Files in order of path, as loaded; a [`Place`] points into it.
    pub files: Vec<SourceFile>,
    /// Facts that rules may ask for.
    pub vocabulary: Vocabulary,
    /// Units with exact factors.
    pub units: Units,
    /// Countries and customs zones, in order of code.
    pub countries: Vec<Country>,
    /// Regimes in order of id.
    pub regimes: Vec<Regime>,
    /// `sha256:` and the digest of all files with their paths.
    pub digest: String,
}

/// One file of the rulebook.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path below the rulebook's root, with `/`.
    pub path: String,
    /// The text as loaded.
    pub text: String,
}

/// Where something stands: file and byte range.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Index into [`Rulebook::files`].
    pub file: usize,
    /// Bytes of that file.
    pub span: std::ops::Range<usize>,
}

/// One authority's law.
#[derive(Debug, Clone)]
pub struct Regime {
    /// Short name, `cn`.
    pub id: String,
    /// The authority whose guidance is followed by default.
    pub authority: String,
    /// Languages that every text must have.
    pub languages: Vec<String>,
    /// Zone of its days, IANA name.
    pub zone: String,
    /// Earlier days are a gap.
    pub begins: Date,
    /// The law was checked up to this day.
    pub verified_to: Date,
    /// Days after `verified_to` for which the check counts.
    pub stale_after_days: u32,
    /// Regimes beside it that are not looked at.
    pub neighbours: Vec<String>,
    /// Working days.
    pub calendar: Calendar,
    /// An invented regime: never part of an answer unless asked for.
    pub invented: bool,
    /// Kinds of licence, in order of code.
    pub kinds: Vec<crate::licence::Kind>,
    /// Acts in order of id; those of scenarios stand in `scenarios`.
    pub acts: Vec<Act>,
    /// All clauses of all acts (scenarios' too); [`ClauseId`] is the index.
    pub clauses: Vec<Clause>,
    /// All rules, in order of id. `Rule::clause` tells whether it belongs to a scenario.
    pub rules: Vec<Rule>,
    /// Terms in order of id.
    pub terms: Vec<Term>,
    /// Effects of acts on clauses and parties, in order of clause.
    pub effects: Vec<Effect>,
    /// What was said and is not law.
    pub statements: Vec<Statement>,
    /// Entries of the item list in order of code.
    pub entries: Vec<Entry>,
    /// Party lists, one for each file, in order of act.
    pub party_lists: Vec<PartyList>,
    /// Named sets.
    pub groups: Vec<Group>,
    /// Worked cases.
    pub cases: Vec<Case>,
    /// Overlays that are not law.
    pub scenarios: Vec<Scenario>,
}

/// Working days of a regime.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// Years that were published, ascending; in others a due day is only "not before".
    pub years: Vec<i16>,
    /// Days off that would be working days (ascending).
    pub off: Vec<Date>,
    /// Weekend days that are worked (ascending).
    pub worked: Vec<Date>,
}

impl Rulebook {
    /// The regime of that id.
    #[must_use]
    pub fn regime(&self, id: &str) -> Option<&Regime> {
        self.regimes.iter().find(|regime| regime.id == id)
    }
}

impl Regime {
    /// A clause by its id.
    ///
    /// # Panics
    /// Never for an id of this regime.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "ClauseId is made by the loader for this very vector")]
    pub fn clause(&self, id: ClauseId) -> &Clause {
        &self.clauses[id.0 as usize]
    }
}
