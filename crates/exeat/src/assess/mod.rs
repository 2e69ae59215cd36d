//! The decision: a shipment, a rulebook, a day and what was known go in; a [`Determination`] comes out.

mod approval;
mod asked;
mod beaten;
mod compile;
mod depends;
mod determination;
mod determine;
mod eval;
mod findings;
mod force;
mod law;
mod linear;
mod marks;
mod open;
mod pick;
mod points;
mod prepared;
mod program;
mod proof;
mod range;
mod release;
mod rests;
mod route;
mod search;
mod shown;
mod special;
mod splitworld;
mod trace;
mod witness;
mod world;

pub use asked::{Asked, Method, Policy, Screening, Unasked, WhyUnasked};
pub use determination::*;
pub use determine::{SEMANTICS, determine};
pub use law::{Cited, CitedWhat, Decision, Law};
pub use trace::{Proved, Step};
