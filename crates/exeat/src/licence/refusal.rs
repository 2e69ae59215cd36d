//! Why an act on a licence is refused. A refused act changes nothing.

use jiff::civil::Date;

use super::amount::AmountError;
use super::scope::Mismatch;
use super::state::{State, Step};

/// The rule that refused, with what the reader needs to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The licence does not exist.
    #[error("no licence `{0}` is on file")]
    NoLicence(String),
    /// The licence exists already.
    #[error("licence `{0}` is on file already")]
    Exists(String),
    /// The state allows no such step.
    #[error("a licence that is {} cannot take the step {}", state.name(), step.name())]
    Step {
        /// Where it stands.
        state: State,
        /// What was asked.
        step: Step,
    },
    /// Nothing may be drawn or reserved in this state.
    #[error("nothing may be drawn while the licence is {}", .0.name())]
    NotOpen(State),
    /// The terms are not whole, or pass what the kind allows.
    #[error("{0}")]
    Terms(String),
    /// The act names another version than the one that is valid.
    #[error("version {asked} is superseded: version {current} is valid; read it and ask again")]
    Superseded {
        /// The version named.
        asked: u32,
        /// The valid one.
        current: u32,
    },
    /// Dated before the licence was granted.
    #[error("dated {on}, before the licence was granted on {granted}")]
    BeforeGrant {
        /// The act's day.
        on: Date,
        /// The day of the grant.
        granted: Date,
    },
    /// Dated outside the validity.
    #[error("dated {on}, and the licence is valid from {from} until {until}")]
    Validity {
        /// The act's day.
        on: Date,
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// Outside what the licence covers; every mismatch is named.
    #[error("outside the licence's scope: {}", list(.0))]
    Scope(Vec<Mismatch>),
    /// An amount cannot be counted.
    #[error("{0}")]
    Amount(#[from] AmountError),
    /// The licence has no such line.
    #[error("the licence has no limit on line {0}")]
    NoLine(u32),
    /// A limit exists for which the act gives no amount.
    #[error("the limit on line {line} counts in {unit}, and no amount in {unit} is given")]
    AmountMissing {
        /// The limit's line; 0: the whole licence.
        line: u32,
        /// The limit's unit.
        unit: String,
    },
    /// The limit would be passed.
    #[error("asks for {asked}, and {available} of {granted} is left on line {line}")]
    Exceeded {
        /// The limit's line; 0: the whole licence.
        line: u32,
        /// What was asked.
        asked: String,
        /// What is left.
        available: String,
        /// What was granted in all.
        granted: String,
    },
    /// Every use that the licence allows has been made.
    #[error("the licence allows {0}, and none is left")]
    Used(String),
    /// The movement that it refers to is not there, or of another kind or licence.
    #[error("refers to {0}")]
    Refers(&'static str),
    /// A reservation has been resolved already.
    #[error("the reservation has been drawn, released or has expired already")]
    Resolved,
    /// A draw has been reversed already.
    #[error("the draw has been reversed already")]
    Reversed,
    /// The day for it has not come.
    #[error("not due before {0}")]
    NotYet(Date),
    /// A clock is not there, stands still already, or runs already.
    #[error("{0}")]
    Clock(String),
    /// A bound on what comes from outside.
    #[error("{what}: {count} given, {max} at most")]
    TooMany {
        /// What was counted.
        what: &'static str,
        /// How many.
        count: usize,
        /// The bound.
        max: usize,
    },
}

impl Refusal {
    /// The rule's short name: stable, for machines and the audit log.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Refusal::NoLicence(_) => "no_licence",
            Refusal::Exists(_) => "exists",
            Refusal::Step { .. } => "step",
            Refusal::NotOpen(_) => "state",
            Refusal::Terms(_) => "terms",
            Refusal::Superseded { .. } => "version",
            Refusal::BeforeGrant { .. } => "before_grant",
            Refusal::Validity { .. } => "validity",
            Refusal::Scope(_) => "scope",
            Refusal::Amount(AmountError::OtherUnit { .. }) => "unit",
            Refusal::Amount(_) => "amount",
            Refusal::NoLine(_) => "line",
            Refusal::AmountMissing { .. } => "amount_missing",
            Refusal::Exceeded { .. } => "limit",
            Refusal::Used(_) => "uses",
            Refusal::Refers(_) => "refers",
            Refusal::Resolved => "resolved",
            Refusal::Reversed => "reversed",
            Refusal::NotYet(_) => "not_yet",
            Refusal::Clock(_) => "clock",
            Refusal::TooMany { .. } => "too_many",
        }
    }
}

fn list(mismatches: &[Mismatch]) -> String {
    mismatches.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
