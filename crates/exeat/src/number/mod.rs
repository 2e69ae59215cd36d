//! Exact numbers: rationals, intervals of them, and units with exact factors.
//!
//! No floating-point number enters a fact, a limit of law or a ledger.

mod interval;
mod rational;

pub use interval::{End, Interval};
pub use rational::{ParseRationalError, Rational};
