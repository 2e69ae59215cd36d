//! What a list is to the rest: who publishes it, how often it may shrink and age, and how its file is read.

use crate::party::Party;

/// Largest file that is read; the largest real one seen is 230 MB (consolidated lists with addresses).
pub const FILE_BYTES_MAX: u64 = 1 << 30;

/// A file of a list, with those published beside it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The bytes of the main file.
    pub main: &'a [u8],
    /// Files beside it, by name: those of `List::companions` that were found.
    pub beside: &'a [(String, Vec<u8>)],
}

impl Source<'_> {
    /// A file beside the main one.
    pub fn companion(&self, name: &str) -> Option<&[u8]> {
        self.beside.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_slice())
    }
}

/// What a reader made of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The parties, in the order of the file.
    pub parties: Vec<Party>,
    /// Columns or elements that the reader does not know, each once.
    pub unknown: Vec<String>,
    /// Rows that could not be read, with the reason.
    pub faults: Vec<String>,
}

impl Reading {
    /// Notes a column or an element that the reader does not know.
    pub fn note_unknown(&mut self, name: &str) {
        if !self.unknown.iter().any(|known| known == name) {
            self.unknown.push(name.to_owned());
        }
    }
}

/// A published list. Headings of each: Decides, Law, Reads, Unknown, Not covered.
pub trait List: Sync {
    /// Its id, as snapshots and shipments name it.
    fn id(&self) -> &'static str;
    /// Its title and publisher.
    fn title(&self) -> &'static str;
    /// Days after which a snapshot is stale: an open point of what rests on it.
    fn stale_after_days(&self) -> u32;
    /// The share of rows, in thousandths, that a load may lose against the current snapshot.
    fn loss_max(&self) -> u32;
    /// Fewest and most parties of a whole file.
    fn count_bounds(&self) -> (usize, usize);
    /// Names of files published beside the main one, which belong to it.
    fn companions(&self) -> &'static [&'static str] {
        &[]
    }
    /// Reads a file.
    fn read(&self, source: Source) -> Reading;
}

/// Why a file was refused. The snapshot that was current stays so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The reader does not know all of the file.
    #[error(
        "`{list}` has columns nobody reads: {columns}; the list has changed its form, its reader must be looked at"
    )]
    Unknown {
        /// The list.
        list: String,
        /// What is not known.
        columns: String,
    },
    /// Rows are broken.
    #[error("`{list}`: {count} rows cannot be read, first: {first}")]
    Faults {
        /// The list.
        list: String,
        /// How many.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// Far fewer or more parties than such a list has.
    #[error("`{list}` holds {count} parties, expected {least} to {most}; is the file whole, and of this list?")]
    Count {
        /// The list.
        list: String,
        /// How many were read.
        count: usize,
        /// Fewest of a whole file.
        least: usize,
        /// Most of a whole file.
        most: usize,
    },
    /// It lost more than the list ever loses at once.
    #[error(
        "`{list}` would fall from {before} to {after} parties, more than {allowed} of 1000; the old snapshot stays (--allow-loss after a look at the file)"
    )]
    Loss {
        /// The list.
        list: String,
        /// Parties of the current snapshot.
        before: usize,
        /// Parties of the new file.
        after: usize,
        /// Thousandths that it may lose.
        allowed: u32,
    },
    /// Two parties bear one id.
    #[error("`{list}` has the id `{id}` twice")]
    Twice {
        /// The list.
        list: String,
        /// The id.
        id: String,
    },
}
