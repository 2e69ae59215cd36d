//! Bounds on what comes from outside, each with its reason.

/// The largest file: seventeen models on a line take 6 kB, so this is a shipment of some 80,000 models.
pub const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Bytes of TOML of which every mistake of syntax is told: a file of nothing but mistakes has one a byte, and each of
/// fifteen million takes four hundred bytes of memory.
pub(super) const RECOVERED_BYTES_MAX: usize = 1024 * 1024;

/// Levels of tables and lists; the deepest field of a shipment (`line.model.properties.dysprosium[0].value`) is at 8.
pub(super) const DEPTH_MAX: usize = 32;

/// Values in a file; one of 32 MiB with ten bytes a value has three million.
pub(super) const NODES_MAX: usize = 3_000_000;

/// Lines of a shipment; a customs declaration of China has at most 50.
pub(super) const LINES_MAX: usize = 10_000;

/// Models of a line; the largest real one seen has 400.
pub(super) const MODELS_MAX: usize = 10_000;

/// Parties, end uses, licences, claims or papers of one shipment; the largest real one seen has 30 of a kind.
pub(super) const RECORDS_MAX: usize = 1_000;

/// Sources, words or names in one list.
pub(super) const LIST_MAX: usize = 1_000;

/// Bytes of one text; the longest real description seen has 2,000.
pub(super) const TEXT_BYTES_MAX: usize = 20_000;

/// Problems told at once; more would hide the first.
pub(super) const PROBLEMS_MAX: usize = 100;
