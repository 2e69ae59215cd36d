//! Official party lists read into party records, kept as immutable snapshots named by digest.
//!
//! A list is a folder here: a reader, a sample made by us, and what the reader makes of it. What a reader does
//! not know it refuses: a column that nobody reads may be the one that matters.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::type_complexity))]

pub mod list;
pub mod party;
pub mod snapshot;

mod csl_csv;
mod csl_json;
mod ftm;
mod jp_eul;
mod ofac_sdn;
mod un_sc;

pub use list::{List, LoadError, Reading, Source};
pub use party::{Name, NameKind, Party, Schema};

/// Every list that can be read. A list is one line here and a folder.
pub const LISTS: &[&dyn List] = &[
    &jp_eul::JapanEndUserList,
    &csl_json::ConsolidatedScreeningListJson,
    &csl_csv::ConsolidatedScreeningListCsv,
    &ofac_sdn::SpeciallyDesignatedNationals,
    &un_sc::UnSecurityCouncil,
    &ftm::FollowTheMoney,
];

/// The list of this id. Ids of lists in FollowTheMoney form, one's own included, begin with `ftm` or `own`.
pub fn list(id: &str) -> Option<&'static dyn List> {
    let known = LISTS.iter().find(|list| list.id() == id);
    let family = || id.split_once('-').filter(|(family, _)| matches!(*family, "ftm" | "own"));
    known.copied().or_else(|| family().map(|_| &ftm::FollowTheMoney as &dyn List))
}

#[cfg(test)]
mod tests;
