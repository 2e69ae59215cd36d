//! The decision: a shipment, a rulebook, a day and what was known go in; a [`Determination`] comes out.

mod asked;
mod compile;
mod determination;
mod eval;
mod force;
mod linear;
mod pick;
mod prepared;
mod program;
mod search;
mod splitworld;
mod world;

pub use asked::{Asked, Policy};
pub use determination::*;
