//! The core of Exeat: may this shipment leave, on that day, under that law, and why.
//!
//! Values in, values out: the rulebook, the shipment and the two dates are arguments. Nothing here reads a clock,
//! a file, the environment or the network, and nothing depends on the order of a hash map.

pub mod assess;
pub mod canonical;
pub mod case;
pub mod fact;
pub mod licence;
pub mod nearest;
pub mod number;
pub mod problem;
pub mod report;
pub mod rulebook;
pub mod screen;
