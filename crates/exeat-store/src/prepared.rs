//! What can be worked out about a request before the writer sees it, on the caller's own time.

use crate::document;
use crate::error::StoreError;
use crate::json::{canonical, sha256};
use crate::record::NewRecord;
use crate::request::{Body, Request};
use crate::seal::Sealed;

/// A request with its digest and what will be stored of it.
pub(crate) struct Prepared {
    pub(crate) request: Request,
    /// What the key stands for.
    pub(crate) digest: [u8; 32],
    pub(crate) body: PreparedBody,
}

pub(crate) enum PreparedBody {
    /// The claim's JSON, if the act makes one.
    Licence(Option<String>),
    Record(Box<PreparedRecord>),
    Erase,
}

/// A record with its documents sealed.
pub(crate) struct PreparedRecord {
    pub(crate) new: NewRecord,
    pub(crate) determination: (String, String),
    pub(crate) shipment: (String, String),
    pub(crate) terms: Vec<(&'static str, String)>,
}

impl Prepared {
    pub(crate) fn new(request: Request) -> Result<Prepared, StoreError> {
        request.check()?;
        let digest = sha256(canonical(&document::request(&request)).as_bytes());
        let body = match &request.body {
            Body::Licence { act, .. } => {
                PreparedBody::Licence(act.claim().map(|claim| canonical(&document::claim_json(claim))))
            }
            Body::Record(new) => {
                let (determination, shipment) = (Sealed::new(&new.determination)?, Sealed::new(&new.shipment)?);
                PreparedBody::Record(Box::new(PreparedRecord {
                    new: (**new).clone(),
                    determination: (determination.seal(), determination.to_text()),
                    shipment: (shipment.seal(), shipment.to_text()),
                    terms: new.terms(),
                }))
            }
            Body::Erase { .. } => PreparedBody::Erase,
        };
        Ok(Prepared { request, digest, body })
    }

    /// The digest that the log may show for ever. That of a record's content is not shown: names could be tried against it.
    pub(crate) fn shown(&self) -> [u8; 32] {
        match self.body {
            PreparedBody::Record(_) => sha256(self.request.key.as_bytes()),
            _ => self.digest,
        }
    }
}
