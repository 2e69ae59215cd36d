//! Who is this? Names of parties compared with the names on a list.

pub mod exact;
pub mod form;
pub mod han;
pub mod normalise;
mod plain;
pub mod script;
