//! The subcommands, one file each.

pub(crate) mod ask;
pub(crate) mod audit;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod law;
pub(crate) mod ledger;
pub(crate) mod licence;
pub(crate) mod lists;
pub(crate) mod man;
pub(crate) mod record;
pub(crate) mod screen;
pub(crate) mod store;
pub(crate) mod table;
