//! What can go wrong between a caller and the store.

/// An error of the store. None of these says that a request was refused: a refusal is an answer ([`crate::Outcome`]).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The address of the store is not understood.
    #[error("`{0}` is no store; write `sqlite:FILE`, `postgres://…` or `memory:`")]
    Address(String),
    /// Whether it was stored is not known. The same key asked again gives the one answer.
    #[error("the store did not confirm: {0}; whether it was stored is not known, repeat with the same key")]
    Unconfirmed(String),
    /// The database refused before anything could be stored.
    #[error("the database failed: {0}")]
    Database(String),
    /// No room on the disk.
    #[error("the disk is full: {0}; nothing was confirmed, make room and repeat with the same key")]
    Full(String),
    /// The store may only be read.
    #[error("the store cannot be written: {0}")]
    ReadOnly(String),
    /// What is stored contradicts itself. Nothing is served.
    #[error("the store contradicts itself: {0}; nothing is served until it is mended")]
    Corrupt(String),
    /// A balance is not the sum of its movements. Nothing is served.
    #[error(
        "limit {ordinal} of licence `{licence}`: the balance says {balance}, the movements say {movements}; nothing is served until it is mended"
    )]
    Balance {
        /// The licence.
        licence: String,
        /// The limit's ordinal.
        ordinal: i64,
        /// Granted, reserved, drawn as kept.
        balance: String,
        /// Granted, reserved, drawn as summed.
        movements: String,
    },
    /// The machine's clock stands before the last entry.
    #[error(
        "the clock stands at {now}, before the last entry of {last}; set the clock right and repeat with the same key"
    )]
    ClockBehind {
        /// What the clock says.
        now: String,
        /// The last entry's time.
        last: String,
    },
    /// The key file of the audit log is missing, unreadable or another one.
    #[error("audit key: {0}")]
    Key(String),
    /// A request that could never be answered: its own form is wrong.
    #[error("{0}")]
    Request(String),
    /// A file that was to be read or written.
    #[error("`{path}`: {error}")]
    File {
        /// Which.
        path: String,
        /// What happened.
        error: String,
    },
    /// The writer has ended.
    #[error("the store is closed")]
    Closed,
}

/// What the database says, sorted by what the writer must do about it.
#[derive(Debug)]
pub(crate) enum DbError {
    /// Another writer came first; the same again will do.
    Again(String),
    /// The connection is gone; connect and try the same again.
    Lost(String),
    /// No room.
    Full(String),
    /// Not writable.
    ReadOnly(String),
    /// The file is damaged.
    Corrupt(String),
    /// Anything else.
    Other(String),
}

impl From<DbError> for StoreError {
    fn from(error: DbError) -> StoreError {
        match error {
            DbError::Lost(text) | DbError::Again(text) => StoreError::Unconfirmed(text),
            DbError::Full(text) => StoreError::Full(text),
            DbError::ReadOnly(text) => StoreError::ReadOnly(text),
            DbError::Corrupt(text) => StoreError::Corrupt(text),
            DbError::Other(text) => StoreError::Database(text),
        }
    }
}
