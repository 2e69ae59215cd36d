//! Records and erasures of a batch, before they are written.

use serde_json::Value as Json;

use crate::error::DbError;
use crate::json::canonical;
use crate::load::Head;
use crate::prepared::{Prepared, PreparedRecord};
use crate::record::{Attached, Record, attached_json, fold};
use crate::request::{Receipt, Refused, Replayed};
use crate::seal::Sealed;
use crate::statements as sql;
use crate::tx::Tx;

/// What goes onto the shelf, and what is erased from it.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) records: Vec<NewOnShelf>,
    pub(crate) erasures: Vec<Erasure>,
}

/// A record with everything that comes with it.
pub(crate) struct NewOnShelf {
    pub(crate) record: Record,
    pub(crate) request: [u8; 32],
    /// Seal and leaves of determination and shipment.
    pub(crate) sealed: [(String, String); 2],
    pub(crate) terms: Vec<(&'static str, String)>,
    pub(crate) blobs: Vec<Attached>,
}

/// What is erased from one record.
pub(crate) struct Erasure {
    pub(crate) record: i64,
    /// Seal, leaves afterwards, how many are erased in all.
    pub(crate) sealed: Vec<(String, String, i64)>,
    pub(crate) terms: Vec<(String, String)>,
}

/// How far the shelf was filled.
pub(crate) struct Mark(usize, usize);

impl Shelf {
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.records.len(), self.erasures.len())
    }

    pub(crate) fn undo(&mut self, mark: Mark) {
        self.records.truncate(mark.0);
        self.erasures.truncate(mark.1);
    }

    pub(crate) fn digest_of(&self, record: i64) -> [u8; 32] {
        let found = self.records.iter().find(|new| new.record.id == record);
        found.map_or([0; 32], |new| new.record.digest())
    }

    /// Puts a record onto the shelf, or gives the first answer again.
    pub(crate) fn record(
        &mut self,
        tx: &mut dyn Tx,
        head: &mut Head,
        prepared: &Prepared,
        record: &PreparedRecord,
        at: i64,
    ) -> Result<Result<Receipt, Refused>, DbError> {
        let key = &prepared.request.key;
        let mut known = self
            .records
            .iter()
            .find(|new| new.record.key == *key)
            .map(|new| (new.record.id, new.record.name.clone(), new.request.to_vec()));
        if let Some(row) = tx.rows(sql::RECORD_KEY, &[key.as_str().into()])?.first() {
            known = Some((row.int(0)?, row.text(1)?, row.bytes(2)?));
        }
        if let Some((id, subject, request)) = known {
            let same = request == prepared.digest;
            let receipt = Receipt { id, subject, parts: Vec::new(), replayed: Replayed::Yes };
            return Ok(if same { Ok(receipt) } else { Err(Refused::Conflict(key.clone())) });
        }
        if let Some(refused) = self.lacks(tx, record)? {
            return Ok(Err(refused));
        }
        head.record += 1;
        let name = crate::ulid::ulid(at).map_err(|error| DbError::Other(error.to_string()))?;
        let receipt = Receipt { id: head.record, subject: name.clone(), parts: Vec::new(), replayed: Replayed::No };
        self.records.push(NewOnShelf {
            record: kept(prepared, record, head.record, name, at),
            request: prepared.digest,
            sealed: [record.determination.clone(), record.shipment.clone()],
            terms: record.terms.clone(),
            blobs: record.new.attached.iter().filter(|attached| attached.body.is_some()).cloned().collect(),
        });
        Ok(Ok(receipt))
    }

    /// What a record rests on and the store does not have.
    fn lacks(&self, tx: &mut dyn Tx, record: &PreparedRecord) -> Result<Option<Refused>, DbError> {
        if let Some(name) = &record.new.supersedes {
            let here = self.records.iter().any(|new| new.record.name == *name);
            if !here && tx.rows(sql::RECORD_SEALS, &[name.as_str().into()])?.is_empty() {
                return Ok(Some(Refused::NoRecord(name.clone())));
            }
        }
        for attached in record.new.attached.iter().filter(|attached| attached.body.is_none()) {
            let here = self.records.iter().flat_map(|new| &new.blobs).any(|blob| blob.digest == attached.digest);
            let count =
                tx.rows(sql::HAS_BLOB, &[attached.digest.as_str().into()])?.first().map_or(Ok(0), |row| row.int(0))?;
            if !here && count == 0 {
                return Ok(Some(Refused::NoAttachment(attached.digest.clone())));
            }
        }
        Ok(None)
    }

    /// Erases a text from a record's documents and from what it is found by.
    pub(crate) fn erase(
        &mut self,
        tx: &mut dyn Tx,
        name: &str,
        text: &str,
    ) -> Result<Result<Receipt, Refused>, DbError> {
        let rows = tx.rows(sql::RECORD_SEALS, &[name.into()])?;
        let Some(row) = rows.first() else { return Ok(Err(Refused::NoRecord(name.to_owned()))) };
        let record = row.int(0)?;
        let mut sealed = Vec::new();
        for seal in [row.text(1)?, row.text(2)?] {
            let leaves = match self.erasures.iter().flat_map(|e| &e.sealed).rfind(|(of, _, _)| *of == seal) {
                Some((_, leaves, _)) => leaves.clone(),
                None => tx
                    .rows(sql::SEALED, &[seal.as_str().into()])?
                    .first()
                    .map_or(Ok(String::new()), |row| row.text(0))?,
            };
            let mut document =
                Sealed::parse(&leaves).ok_or_else(|| DbError::Corrupt(format!("document `{seal}` cannot be read")))?;
            if document.erase(text) > 0 {
                sealed.push((seal, document.to_text(), i64::try_from(document.erased()).unwrap_or(i64::MAX)));
            }
        }
        if sealed.is_empty() {
            return Ok(Err(Refused::NothingToErase));
        }
        let mut terms = Vec::new();
        for row in tx.rows(sql::TERMS_OF, &[record.into()])? {
            let (kind, term) = (row.text(0)?, row.text(1)?);
            if term.contains(&fold(text)) {
                terms.push((kind, term));
            }
        }
        self.erasures.push(Erasure { record, sealed, terms });
        Ok(Ok(Receipt { id: record, subject: name.to_owned(), parts: Vec::new(), replayed: Replayed::No }))
    }
}

/// The record as it will be kept.
pub(crate) fn kept(prepared: &Prepared, record: &PreparedRecord, id: i64, name: String, at: i64) -> Record {
    let new = &record.new;
    let attached: Json = attached_json(&new.attached);
    Record {
        id,
        name,
        key: prepared.request.key.clone(),
        reference: new.reference.clone(),
        dated: new.said("date"),
        known: new.said("known"),
        outcome: new.said("outcome"),
        determination: record.determination.0.clone(),
        shipment: record.shipment.0.clone(),
        attached: canonical(&attached),
        supersedes: new.supersedes.clone(),
        by: prepared.request.by.clone(),
        at,
    }
}
