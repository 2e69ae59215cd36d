//! Kinds of licence, as data of a regime: how often one may be used, how long it may run, which clock it starts.

use super::clock::Term;

/// A clock that a kind of licence starts, with its term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockTerms {
    /// Its name.
    pub id: String,
    /// How long it runs.
    pub term: Term,
    /// Whether it is taken away for parties of the regime's watch list.
    pub off_for_watch_listed: bool,
}

/// A kind of licence of a regime. The core knows no kind by name; it reads these values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its code in the regime: `individual`, `general`, `registration`, `special_approval`.
    pub code: String,
    /// How often a licence of this kind may be used; absent: no limit on uses.
    pub uses_max: Option<i64>,
    /// The longest validity in months; absent: the authority decides.
    pub months_max: Option<i16>,
    /// Whether one end user only may stand in the scope.
    pub one_end_user: bool,
    /// Whether it stays closed where a party is on the watch list.
    pub closed_for_watch_listed: bool,
    /// The clock that acceptance starts.
    pub review: Option<ClockTerms>,
    /// The clock that an amendment starts.
    pub amendment: Option<ClockTerms>,
    /// Act and clause that say so.
    pub law: String,
}
