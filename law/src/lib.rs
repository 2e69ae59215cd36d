//! The rulebooks of Exeat, embedded as they stand.
//!
//! The folders beside this file are the law: one for each regime, `demo` an invented one. Nothing here reads them;
//! `exeat::rulebook::Rulebook::load` does.

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Every file of law with its path below the root of the rulebook, in order of path.
///
/// ```
/// let paths: Vec<&str> = exeat_law::files().map(|(path, _)| path).collect();
/// assert!(paths.is_sorted());
/// ```
pub fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.iter().copied()
}
