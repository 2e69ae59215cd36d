//! How a store is opened.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::ground::Ground;

/// What tells the time, in microseconds since 1970 UTC.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How a store is opened.
#[derive(Clone)]
pub struct Options {
    /// Units and kinds of licence.
    pub ground: Ground,
    /// The file of the log's private key; absent: beside an SQLite file.
    pub key: Option<PathBuf>,
    /// What tells the time.
    pub now: Now,
    /// How long the writer goes on trying when the database does not answer.
    pub patience: Duration,
    /// Most groups of requests that one transaction takes.
    pub batch_max: usize,
}

impl Options {
    /// The ways that serve: the machine's clock, ten seconds of patience, 256 groups a transaction.
    #[must_use]
    pub fn new(ground: Ground) -> Options {
        let now: Now = Arc::new(|| Timestamp::now().as_microsecond());
        Options { ground, key: None, now, patience: Duration::from_secs(10), batch_max: 256 }
    }
}
