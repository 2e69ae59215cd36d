//! Every problem of a law file, with its line and remedy.

use super::{files, loaded, tells, told, with};
use proptest::prelude::*;

const ACT: &str = "xx/acts/2025-1.md";
const SECOND: &str = "xx/acts/2025-2.md";
const ENTRY: &str = "xx/entries/1/1C1.toml";
const VOCABULARY: &str = "vocabulary.toml";
const REGIME: &str = "xx/regime.toml";

