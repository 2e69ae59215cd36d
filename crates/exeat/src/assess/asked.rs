//! What is asked of the law: a day, what was known, and the choices of whoever asks.

use crate::fact::When;
use jiff::Timestamp;

/// The question beside the shipment.
#[derive(Debug, Clone)]
pub struct Asked {
    /// When it leaves.
    pub date: When,
    /// What had been published by then counts.
    pub known: Timestamp,
    /// Readings chosen.
    pub policy: Policy,
    /// Overlay of the law.
    pub scenario: Option<String>,
    /// Regimes looked at; `None`: all that are not invented (all, if only invented ones are there).
    pub regimes: Option<Vec<String>>,
}

/// Choices among readings, made by whoever answers for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// `(regime/term, reading)`, in order.
    pub readings: Vec<(String, String)>,
    /// Digest of the policy file, if there is one.
    pub digest: Option<String>,
}

impl Asked {
    /// The day and what was known, without policy or scenario.
    #[must_use]
    pub fn on(date: When, known: Timestamp) -> Asked {
        Asked { date, known, policy: Policy::default(), scenario: None, regimes: None }
    }
}
