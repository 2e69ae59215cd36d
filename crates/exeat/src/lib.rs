//! The core of Exeat.

pub mod screen;
