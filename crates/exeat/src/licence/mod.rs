//! A licence is a quantity that runs out. This module is its state machine: values in, values out.
//!
//! - [`Licence::decide`] takes the licence as it stands and an [`Act`] on it, and gives the [`Effect`] or the
//!   [`Refusal`] with the rule that refused. It changes nothing.
//! - [`Licence::settle`] lays an effect onto the licence.
//!
//! Amounts are integers of the limit's smallest unit ([`Measure`]); nothing is ever rounded. The calendar, the units and
//! the kinds of licence are values that the caller brings: law is data, and the core opens no file.
//!
//! What is *not* here: storage, clocks of the machine, names of parties beyond plain equality.

mod act;
mod amount;
mod calendar;
mod charge;
mod clock;
mod condition;
mod decide;
mod kind;
mod limit;
mod refusal;
mod scope;
mod state;
mod terms;
mod unit;

#[cfg(test)]
mod model_tests;

pub use act::{Act, Claim, Prior, PriorKind};
pub use amount::{Amount, AmountError, Measure};
pub use calendar::{Calendar, CalendarYear};
pub use clock::{Clock, Due, Stop, StopReason, Term};
pub use condition::Condition;
pub use decide::{Effect, Licence};
pub use kind::{ClockTerms, Kind};
pub use limit::{Dimension, Limit, Part};
pub use refusal::Refusal;
pub use scope::{Allowed, Asked, Mismatch, Scope};
pub use state::{Standing, State, Step};
pub use terms::{LimitTerms, Terms, Validity};
pub use unit::{Unit, Units};
