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
    /// How names of parties are looked up.
    pub screening: Screening,
    /// Regimes looked at; `None`: all that are not invented (all, if only invented ones are there).
    pub regimes: Option<Vec<String>>,
}

/// How names of parties are looked up on lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Screening {
    /// The method for the lists of the rulebook.
    pub method: Method,
    /// Further lists that were asked besides, outside the rulebook: `id as of day`.
    pub further: Vec<String>,
    /// Further lists that should have been asked, and of which nothing can be said.
    pub unasked: Vec<Unasked>,
}

/// A method of looking up names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Method {
    /// Equal after normalisation; who shares a telling word is a question (`exact/1`).
    #[default]
    Exact,
    /// By likeness of words in any script; who only shares a name is related (`words/1`).
    Words,
}

impl Method {
    /// Its name and version, as a determination names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Method::Exact => crate::screen::exact::METHOD,
            Method::Words => crate::screen::screening::METHOD,
        }
    }
}

/// A list that could not be asked: nobody is cleared past it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unasked {
    /// The list.
    pub list: String,
    /// Why.
    pub why: WhyUnasked,
}

/// Why a list could not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyUnasked {
    /// It is not there, or cannot be read.
    Failed,
    /// It is older than it may become.
    Stale,
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
        Asked { date, known, policy: Policy::default(), scenario: None, screening: Screening::default(), regimes: None }
    }
}
