//! The decision: a shipment, a rulebook, a day and what was known go in; a [`Determination`] comes out.

mod asked;
mod determination;
mod force;

pub use asked::{Asked, Policy};
pub use determination::*;
