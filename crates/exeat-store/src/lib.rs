//! The store of Exeat: licences to the smallest unit, determination records, and an audit log that proves both.
//!
//! One store is one SQLite file or one PostgreSQL database. Everything that changes it is a [`Request`] with a key of the
//! caller's own: the same key and body give the same answer for ever, so whoever got no answer asks again. Requests that
//! belong together are one group and stand or fall together. A process has one writer, which takes what has queued and
//! commits it at once.
//!
//! ```
//! use exeat_store::{Ground, Options, Search, open};
//! let store = open("memory:", Options::new(Ground::default()))?;
//! assert!(store.records(&Search::default())?.is_empty());
//! # Ok::<(), exeat_store::StoreError>(())
//! ```
//!
//! What is *not* here: law, judgement of shipments, dates other than those that requests bear.

pub mod audit;

mod backup;
mod batch;
mod check;
mod document;
mod error;
mod flush;
mod ground;
mod json;
mod keys;
mod load;
mod memory;
mod migrate;
mod movement;
mod options;
mod postgres;
mod prepared;
mod read;
mod record;
mod request;
mod retention;
mod seal;
mod shelf;
mod sqlite;
mod statements;
mod store;
mod sweep;
mod tx;
mod ulid;
mod writer;

use std::path::Path;

pub use backup::{backup, restore};
pub use check::Report;
pub use document::{terms as terms_from_json, terms_json};
pub use error::StoreError;
pub use ground::Ground;
pub use json::{canonical, digest_text, from_hex, hex, sha256};
pub use movement::Movement;
pub use options::{Now, Options};
pub use read::{LicenceView, MOVEMENTS_MAX};
pub use record::{Attached, NewRecord, Record, Search};
pub use request::{Body, LINKED_MAX, Outcome, Receipt, Refers, Refused, Replayed, Request, TEXT_MAX};
pub use retention::{MayGo, Retention, may_go};
pub use seal::Sealed;
pub use sweep::{Swept, sweep};

/// A place where licences, records and the audit log are kept.
pub trait Store: Send + Sync {
    /// Does what is asked, all of it or nothing, and answers when it is on the disk.
    fn write(&self, group: Vec<Request>) -> Result<Outcome, StoreError>;
    /// Several groups at once, each standing by itself; the answers in the same order.
    fn write_many(&self, groups: Vec<Vec<Request>>) -> Vec<Result<Outcome, StoreError>>;
    /// A licence as it stands.
    fn licence(&self, name: &str) -> Result<Option<LicenceView>, StoreError>;
    /// Licences with numbers above `after`, ascending, 1,000 at most.
    fn licences(&self, after: i64) -> Result<Vec<LicenceView>, StoreError>;
    /// Movements with numbers above `after`, of one licence or of all, ascending, [`MOVEMENTS_MAX`] at most.
    fn movements(&self, licence: Option<i64>, after: i64) -> Result<Vec<Movement>, StoreError>;
    /// The movement that was asked with a key.
    fn movement(&self, key: &str) -> Result<Option<Movement>, StoreError>;
    /// Records that fit, oldest first.
    fn records(&self, search: &Search) -> Result<Vec<Record>, StoreError>;
    /// A document by its seal, checked against it.
    fn document(&self, seal: &str) -> Result<Option<Sealed>, StoreError>;
    /// An attachment by its digest, checked against it.
    fn blob(&self, digest: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Entries of the audit log from a place, 10,000 at most.
    fn entries(&self, from: u64) -> Result<Vec<String>, StoreError>;
    /// The newest checkpoint; a store that may write signs its head first. Empty before the first.
    fn checkpoint(&self) -> Result<String, StoreError>;
    /// The log's public keys, oldest first.
    fn keys(&self) -> Result<Vec<audit::VerifyingKey>, StoreError>;
    /// Makes a new key file and signs with it from now on; the checkpoint with both signatures comes back.
    fn rotate(&self, path: &Path, by: &str) -> Result<String, StoreError>;
    /// Holds everything against everything.
    fn check(&self) -> Result<Report, StoreError>;
}

/// Opens a store by its address (`sqlite:FILE`, `postgres://…`, `memory:`), and makes it where there is none.
pub fn open(url: &str, options: Options) -> Result<Box<dyn Store>, StoreError> {
    if url == "memory:" {
        return Ok(Box::new(memory::Memory::new(options)));
    }
    let address = store::Address::parse(url).ok_or_else(|| StoreError::Address(url.to_owned()))?;
    Ok(Box::new(store::SqlStore::open(&address, options)?))
}

/// Opens a store that is there, for looking things up; needs no key.
pub fn open_to_read(url: &str) -> Result<Box<dyn Store>, StoreError> {
    let address = store::Address::parse(url).ok_or_else(|| StoreError::Address(url.to_owned()))?;
    Ok(Box::new(store::SqlStore::open_to_read(&address)?))
}
