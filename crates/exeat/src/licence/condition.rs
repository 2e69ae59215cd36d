//! Conditions that an authority writes into a licence, and the duties that they bring.

use jiff::civil::Date;

/// One condition, in the licence's words, with the duty that follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The licence's own words.
    pub text: String,
    /// What must be done, when the condition asks for something.
    pub duty: Option<String>,
    /// The last day for it.
    pub due: Option<Date>,
}

impl Condition {
    /// Whether its duty has to be done by `day` at the latest.
    #[must_use]
    pub fn is_due_by(&self, day: Date) -> bool {
        self.duty.is_some() && self.due.is_some_and(|due| due <= day)
    }
}
