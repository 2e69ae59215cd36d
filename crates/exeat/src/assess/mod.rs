//! The decision: a shipment, a rulebook, a day and what was known go in; a [`Determination`] comes out.

mod determination;
pub use determination::*;
