//! What a caller asks of the store, and what it is answered.

use exeat::licence::{Act, Part, Refusal};
use jiff::civil::Date;

use crate::error::StoreError;
use crate::record::NewRecord;

/// Longest key, name, or reason accepted; the longest key seen is a UUID with a prefix.
pub const TEXT_MAX: usize = 400;
/// Most requests that stand or fall together.
pub const LINKED_MAX: usize = 256;

/// An earlier movement that an act refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refers {
    /// By its number.
    Id(i64),
    /// By the key that it was asked with.
    Key(String),
}

/// One thing to be done. The key makes it safe to ask again: the same key and body give the same answer for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The caller's own key.
    pub key: String,
    /// Who asks: an id of a person or machine, not a name, since the audit log is never erased.
    pub by: String,
    /// What to do.
    pub body: Body,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// An act on a licence.
    Licence {
        /// The licence's id.
        licence: String,
        /// The act.
        act: Box<Act>,
        /// The day that the act bears; a claim brings its own.
        dated: Date,
        /// The movement that it refers to.
        refers: Option<Refers>,
        /// The reason given.
        why: Option<String>,
    },
    /// Keep a determination with all that it rests on.
    Record(Box<NewRecord>),
    /// Erase personal data from a record's documents.
    Erase {
        /// The record's ULID.
        record: String,
        /// Every field that holds this text is erased.
        text: String,
        /// The reason given.
        why: String,
    },
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The movement's or record's number.
    pub id: i64,
    /// The licence's id, or the record's ULID.
    pub subject: String,
    /// What moved; empty for acts that move no balance.
    pub parts: Vec<Part>,
    /// Whether it had been done before under this key, and this is the first answer again.
    pub replayed: Replayed,
}

/// Whether an answer is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// Done now.
    No,
    /// Done before.
    Yes,
}

/// Why nothing was done. Nothing is stored but a line in the audit log; the key stays free.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A rule of the licence refuses.
    #[error("{0}")]
    Rule(Refusal),
    /// The key was used before, for something else.
    #[error("key `{0}` was used before with another body; use a new key for a new act")]
    Conflict(String),
    /// The request names a record that is not on file.
    #[error("no record `{0}` is on file")]
    NoRecord(String),
    /// The request rests on an attachment whose bytes the store does not have.
    #[error("`{0}` is not on file; give its bytes once")]
    NoAttachment(String),
    /// Nothing holds the text that was to be erased.
    #[error("no field of the record holds that text")]
    NothingToErase,
}

impl Refused {
    /// The rule's short name.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Refused::Rule(refusal) => refusal.rule(),
            Refused::Conflict(_) => "conflict",
            Refused::NoRecord(_) => "no_record",
            Refused::NoAttachment(_) => "no_attachment",
            Refused::NothingToErase => "nothing_to_erase",
        }
    }
}

/// The answer to requests that stand or fall together: a receipt for each, or the first refusal and its place.
pub type Outcome = Result<Vec<Receipt>, (usize, Refused)>;

impl Request {
    /// Whether the request's own form can be kept at all.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let fits = |what: &str, text: &str| {
            let good = !text.trim().is_empty() && text.len() <= TEXT_MAX && !text.contains('\0');
            if good {
                Ok(())
            } else {
                Err(StoreError::Request(format!(
                    "{what} is empty, holds a zero byte or is longer than {TEXT_MAX} bytes"
                )))
            }
        };
        fits("the key", &self.key)?;
        fits("who asks (`by`)", &self.by)?;
        match &self.body {
            Body::Licence { licence, act, why, .. } => {
                fits("the licence's id", licence)?;
                why.as_deref().map_or(Ok(()), |why| fits("the reason", why))?;
                act.claim().map_or(Ok(()), |claim| fits("the shipment's reference", &claim.shipment))
            }
            Body::Record(record) => {
                fits("the reference", &record.reference)?;
                record.check()
            }
            Body::Erase { record, text, why } => {
                fits("the record", record)?;
                fits("the text", text)?;
                fits("the reason", why)
            }
        }
    }
}
