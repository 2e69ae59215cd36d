//! Who is this? Names of parties compared with the names on a list.

pub mod distance;
pub mod exact;
pub mod explain;
pub mod form;
pub mod han;
pub mod index;
mod kana;
mod lexicon;
pub mod likeness;
mod near;
pub mod normalise;
pub mod ownership;
mod plain;
mod reading;
pub mod related;
mod romanise;
pub mod score;
pub mod screening;
pub mod script;
pub mod sound;
pub mod token;
