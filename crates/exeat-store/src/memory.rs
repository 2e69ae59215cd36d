//! The store in memory: the plain model that the others are held against. It keeps movements and nothing else of a
//! licence, and works everything out of them anew each time.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use exeat::licence::{Act, Licence, Limit, Part, Prior, Refusal};

use crate::Store;
use crate::audit::{Edge, Entry, SigningFile, VerifyingKey, cosign, leaf_hash, sign};
use crate::check::Report;
use crate::document;
use crate::error::StoreError;
use crate::json::canonical;
use crate::load;
use crate::movement::Movement;
use crate::options::Options;
use crate::prepared::{Prepared, PreparedBody};
use crate::read::{LicenceView, MOVEMENTS_MAX};
use crate::record::{Record, Search, fold};
use crate::request::{Body, Outcome, Receipt, Refers, Refused, Replayed, Request};
use crate::seal::Sealed;

pub(crate) struct Memory {
    options: Options,
    kept: Mutex<Kept>,
}

/// A record, its request, and what it is found by.
type Filed = (Record, [u8; 32], Vec<(&'static str, String)>);

#[derive(Default, Clone)]
struct Kept {
    names: BTreeMap<String, i64>,
    movements: Vec<Movement>,
    records: Vec<Filed>,
    sealed: BTreeMap<String, Sealed>,
    blobs: BTreeMap<String, Vec<u8>>,
    entries: Vec<String>,
    keys: Vec<std::sync::Arc<SigningFile>>,
}

impl Memory {
    pub(crate) fn new(options: Options) -> Memory {
        let mut kept = Kept::default();
        if let Ok(key) = SigningFile::fresh("exeat/memory") {
            let at = (options.now)();
            kept.key(key, "exeat", at);
        }
        Memory { options, kept: Mutex::new(kept) }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn key(&mut self, key: SigningFile, by: &str, at: i64) {
        let subject = format!("key/{}", crate::json::hex(&key.public().hash()));
        self.log(at, by, "key", subject, crate::json::sha256(key.public().to_string().as_bytes()));
        self.keys.push(std::sync::Arc::new(key));
    }

    fn log(&mut self, at: i64, by: &str, action: &str, subject: String, digest: [u8; 32]) {
        let n = u64::try_from(self.entries.len()).unwrap_or(u64::MAX);
        let entry = Entry { n, at, by: by.to_owned(), action: action.to_owned(), subject, digest };
        self.entries.push(entry.to_json());
    }

    /// A licence from its movements alone.
    fn licence(&self, id: i64) -> Option<(Licence, i64)> {
        let mut found: Option<(Licence, i64)> = None;
        let mut limits: Vec<Limit> = Vec::new();
        for movement in self.movements.iter().filter(|movement| movement.licence_id == id) {
            let value: serde_json::Value = serde_json::from_str(&movement.document).ok()?;
            if let Ok(licence) = document::licence(&value) {
                if matches!(movement.kind.as_str(), "grant" | "amend") {
                    open_limits(&mut limits, &licence);
                }
                found = Some((licence, movement.id));
            }
            for part in &movement.parts {
                let limit = limits.iter_mut().find(|limit| limit.ordinal == part.limit)?;
                limit.granted += part.granted;
                limit.reserved += part.reserved;
                limit.drawn += part.drawn;
            }
        }
        found.map(|(licence, changed)| (Licence { limits, ..licence }, changed))
    }

    fn prior(&self, refers: Option<&Refers>, licence: i64) -> Result<Option<(i64, Prior)>, Refusal> {
        let Some(refers) = refers else { return Ok(None) };
        let of = |movement: &&Movement| match refers {
            Refers::Id(id) => movement.id == *id,
            Refers::Key(key) => movement.key == *key,
        };
        let found = self.movements.iter().find(of).filter(|movement| movement.licence_id == licence);
        let movement = found.ok_or(Refusal::Refers("a movement of this licence that is not on file"))?;
        let settled = self.movements.iter().any(|later| later.refers_to == Some(movement.id));
        let kind = load::prior_kind(&movement.kind, movement.until.as_deref());
        let kind = kind.map_err(|_| Refusal::Refers("a movement whose last day cannot be read"))?;
        Ok(Some((movement.id, Prior { kind, parts: movement.parts.clone(), settled })))
    }

    fn one(&mut self, prepared: &Prepared, options: &Options, at: i64) -> Result<Receipt, Refused> {
        match (&prepared.request.body, &prepared.body) {
            (Body::Licence { .. }, PreparedBody::Licence(claim)) => self.act(prepared, claim.as_deref(), options, at),
            (_, PreparedBody::Record(_)) => self.record(prepared, at),
            (Body::Erase { record, text, .. }, _) => self.erase(record, text, prepared, at),
            _ => Err(Refused::NothingToErase),
        }
    }

    fn act(
        &mut self,
        prepared: &Prepared,
        claim: Option<&str>,
        options: &Options,
        at: i64,
    ) -> Result<Receipt, Refused> {
        let Request { key, by, body } = &prepared.request;
        let Body::Licence { licence: name, act, dated, refers, why } = body else {
            return Err(Refused::NothingToErase);
        };
        if let Some(before) = self.movements.iter().find(|movement| movement.key == *key) {
            let same = before.request == prepared.digest;
            let (id, subject, parts) = (before.id, name.clone(), before.parts.clone());
            return if same {
                Ok(Receipt { id, subject, parts, replayed: Replayed::Yes })
            } else {
                Err(Refused::Conflict(key.clone()))
            };
        }
        let act = options.ground.complete(act).map_err(Refused::Rule)?;
        let number = i64::try_from(self.movements.len()).unwrap_or(i64::MAX) + 1;
        let id = self.names.get(name).copied().unwrap_or(number);
        let prior = self.prior(refers.as_ref(), id).map_err(Refused::Rule)?;
        let before = self.licence(id).map(|(licence, _)| licence);
        let (after, parts) =
            decide(before, name, &act, prior.as_ref().map(|(_, p)| p), options).map_err(Refused::Rule)?;
        let changed = after.as_ref().map(|licence| canonical(&document::licence_json(licence)));
        let version = after.as_ref().or(self.licence(id).map(|(l, _)| l).as_ref()).map_or(1, |licence| licence.version);
        let movement = Movement {
            id: number,
            key: key.clone(),
            request: prepared.digest.to_vec(),
            kind: act.name().to_owned(),
            licence_id: id,
            version: i64::from(version),
            refers_to: prior.map(|(id, _)| id),
            dated: act.claim().map_or(*dated, |claim| claim.on).to_string(),
            until: if let Act::Reserve { until, .. } = &act { Some(until.to_string()) } else { None },
            shipment: act.claim().map(|claim| claim.shipment.clone()),
            document: changed.or(claim.map(str::to_owned)).unwrap_or_else(|| "null".into()),
            why: why.clone(),
            by: by.clone(),
            at,
            parts: parts.clone(),
        };
        self.names.insert(name.clone(), id);
        self.log(at, by, &movement.kind, format!("movement/{number}"), movement.digest());
        self.movements.push(movement);
        Ok(Receipt { id: number, subject: name.clone(), parts, replayed: Replayed::No })
    }

    fn record(&mut self, prepared: &Prepared, at: i64) -> Result<Receipt, Refused> {
        let PreparedBody::Record(new) = &prepared.body else { return Err(Refused::NothingToErase) };
        let key = &prepared.request.key;
        if let Some((record, request, _)) = self.records.iter().find(|(record, _, _)| record.key == *key) {
            let receipt =
                Receipt { id: record.id, subject: record.name.clone(), parts: Vec::new(), replayed: Replayed::Yes };
            return if *request == prepared.digest { Ok(receipt) } else { Err(Refused::Conflict(key.clone())) };
        }
        if let Some(name) =
            new.new.supersedes.as_ref().filter(|name| !self.records.iter().any(|(r, _, _)| r.name == **name))
        {
            return Err(Refused::NoRecord(name.clone()));
        }
        for attached in &new.new.attached {
            if attached.body.is_none() && !self.blobs.contains_key(&attached.digest) {
                return Err(Refused::NoAttachment(attached.digest.clone()));
            }
        }
        let id = i64::try_from(self.records.len()).unwrap_or(i64::MAX) + 1;
        let name = crate::ulid::ulid(at).unwrap_or_default();
        let record = crate::shelf::kept(prepared, new, id, name.clone(), at);
        for (seal, leaves) in [&new.determination, &new.shipment] {
            self.sealed.extend(Sealed::parse(leaves).map(|sealed| (seal.clone(), sealed)));
        }
        for attached in &new.new.attached {
            self.blobs.extend(attached.body.clone().map(|body| (attached.digest.clone(), body)));
        }
        self.log(at, &prepared.request.by, "record", format!("record/{name}"), record.digest());
        self.records.push((record, prepared.digest, new.terms.clone()));
        Ok(Receipt { id, subject: name, parts: Vec::new(), replayed: Replayed::No })
    }

    fn erase(&mut self, name: &str, text: &str, prepared: &Prepared, at: i64) -> Result<Receipt, Refused> {
        let found = self.records.iter_mut().find(|(record, _, _)| record.name == name);
        let (record, request, terms) = found.ok_or_else(|| Refused::NoRecord(name.to_owned()))?;
        let mut erased = 0;
        for seal in [&record.determination, &record.shipment] {
            erased += self.sealed.get_mut(seal).map_or(0, |sealed| sealed.erase(text));
        }
        if erased == 0 {
            return Err(Refused::NothingToErase);
        }
        terms.retain(|(_, term)| !term.contains(&fold(text)));
        *request = [0; 32];
        let receipt = Receipt { id: record.id, subject: name.to_owned(), parts: Vec::new(), replayed: Replayed::No };
        self.log(at, &prepared.request.by, "erase", format!("record/{name}"), prepared.shown());
        Ok(receipt)
    }

    fn note(&self) -> String {
        let mut edge = Edge::default();
        self.entries.iter().for_each(|entry| edge.push(leaf_hash(entry.as_bytes())));
        self.keys.last().map_or(String::new(), |key| sign(&key.head(&edge), key))
    }
}

fn open_limits(limits: &mut Vec<Limit>, licence: &Licence) {
    for terms in &licence.terms.limits {
        let same = |limit: &Limit| {
            (limit.line, limit.dimension, &limit.measure.unit) == (terms.line, terms.dimension, &terms.measure.unit)
        };
        if !limits.iter().any(same) {
            let ordinal = u32::try_from(limits.len()).unwrap_or(u32::MAX);
            let (line, dimension, measure) = (terms.line, terms.dimension, terms.measure.clone());
            limits.push(Limit { ordinal, line, dimension, measure, granted: 0, reserved: 0, drawn: 0 });
        }
    }
}

/// The licence afterwards, if more than balances changed, and what moves.
fn decide(
    licence: Option<Licence>,
    name: &str,
    act: &Act,
    prior: Option<&Prior>,
    options: &Options,
) -> Result<(Option<Licence>, Vec<Part>), Refusal> {
    match (licence, act) {
        (None, Act::Draft(terms)) => Ok((Some(Licence::draft((**terms).clone())), Vec::new())),
        (None, _) => Err(Refusal::NoLicence(name.to_owned())),
        (Some(licence), Act::Draft(_)) if licence.state != exeat::licence::State::Draft => {
            Err(Refusal::Exists(name.to_owned()))
        }
        (Some(licence), act) => {
            let effect = licence.decide(act, prior, &options.ground.units)?;
            Ok((effect.licence.map(|licence| *licence), effect.parts))
        }
    }
}

impl Store for Memory {
    fn write(&self, group: Vec<Request>) -> Result<Outcome, StoreError> {
        let group = group.into_iter().map(Prepared::new).collect::<Result<Vec<_>, _>>()?;
        let mut kept = self.kept();
        let at = (self.options.now)();
        let before = kept.clone();
        let mut receipts = Vec::new();
        for (i, prepared) in group.iter().enumerate() {
            match kept.one(prepared, &self.options, at) {
                Ok(receipt) => receipts.push(receipt),
                Err(refused) => {
                    *kept = before;
                    let Request { key, by, .. } = &prepared.request;
                    kept.log(at, by, "refuse", format!("key/{key}"), prepared.shown());
                    return Ok(Err((i, refused)));
                }
            }
        }
        Ok(Ok(receipts))
    }

    fn write_many(&self, groups: Vec<Vec<Request>>) -> Vec<Result<Outcome, StoreError>> {
        groups.into_iter().map(|group| self.write(group)).collect()
    }

    fn licence(&self, name: &str) -> Result<Option<LicenceView>, StoreError> {
        let kept = self.kept();
        let Some(id) = kept.names.get(name).copied() else { return Ok(None) };
        Ok(kept.licence(id).map(|(licence, changed)| LicenceView { id, name: name.to_owned(), changed, licence }))
    }

    fn licences(&self, after: i64) -> Result<Vec<LicenceView>, StoreError> {
        let mut names: Vec<(i64, String)> = self.kept().names.iter().map(|(name, id)| (*id, name.clone())).collect();
        names.sort();
        let names = names.into_iter().filter(|(id, _)| *id > after).take(1_000);
        Ok(names.map(|(_, name)| self.licence(&name)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn movements(&self, licence: Option<i64>, after: i64) -> Result<Vec<Movement>, StoreError> {
        let kept = self.kept();
        let of = |movement: &&Movement| movement.id > after && licence.is_none_or(|id| movement.licence_id == id);
        Ok(kept.movements.iter().filter(of).take(MOVEMENTS_MAX).cloned().collect())
    }

    fn movement(&self, key: &str) -> Result<Option<Movement>, StoreError> {
        Ok(self.kept().movements.iter().find(|movement| movement.key == key).cloned())
    }

    fn records(&self, search: &Search) -> Result<Vec<Record>, StoreError> {
        let fits = |(record, _, terms): &&Filed| {
            let equal = |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|asked| asked == is);
            let holds = |kind: &str, asked: &Option<String>, test: fn(&str, &str) -> bool| {
                asked
                    .as_deref()
                    .is_none_or(|asked| terms.iter().any(|(k, term)| *k == kind && test(term, &fold(asked))))
            };
            equal(&search.reference, &record.reference)
                && equal(&search.outcome, &record.outcome)
                && search.from.as_deref().is_none_or(|from| record.dated.as_str() >= from)
                && search.until.as_deref().is_none_or(|until| record.dated.as_str() <= until)
                && holds("party", &search.party, |term, asked| term.contains(asked))
                && holds("item", &search.item, |term, asked| term.starts_with(asked))
                && holds("open", &search.open, |term, asked| term.contains(asked))
        };
        Ok(self.kept().records.iter().filter(fits).map(|(record, _, _)| record.clone()).collect())
    }

    fn document(&self, seal: &str) -> Result<Option<Sealed>, StoreError> {
        Ok(self.kept().sealed.get(seal).cloned())
    }

    fn blob(&self, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.kept().blobs.get(digest).cloned())
    }

    fn entries(&self, from: u64) -> Result<Vec<String>, StoreError> {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        Ok(self.kept().entries.iter().skip(from).take(10_000).cloned().collect())
    }

    fn checkpoint(&self) -> Result<String, StoreError> {
        Ok(self.kept().note())
    }

    fn keys(&self) -> Result<Vec<VerifyingKey>, StoreError> {
        Ok(self.kept().keys.iter().map(|key| key.public()).collect())
    }

    fn rotate(&self, _path: &Path, by: &str) -> Result<String, StoreError> {
        let mut kept = self.kept();
        let (old, new) = (kept.keys.last().cloned(), SigningFile::fresh("exeat/memory")?);
        let at = (self.options.now)();
        kept.key(new, by, at);
        let note = kept.note();
        let signed = old.and_then(|old| cosign(&note, &old));
        signed.ok_or_else(|| StoreError::Key("there is no older key".into()))
    }

    fn check(&self) -> Result<Report, StoreError> {
        let kept = self.kept();
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Ok(Report {
            licences: count(kept.names.len()),
            movements: count(kept.movements.len()),
            records: count(kept.records.len()),
            entries: count(kept.entries.len()),
            checkpoints: 0,
            faults: Vec::new(),
        })
    }
}
