//! Judging what has queued: each request in turn, against the licence as the requests before it leave it. Nothing is
//! written here; [`crate::flush`] writes what was judged good.

use std::collections::BTreeMap;

use exeat::licence::{Act, Effect, Licence, Prior, Refusal, State};
use jiff::civil::Date;

use crate::audit::{Entry, leaf_hash};
use crate::document;
use crate::error::DbError;
use crate::ground::Ground;
use crate::json::canonical;
use crate::load::{self, Head, Held};
use crate::movement::Movement;
use crate::prepared::{Prepared, PreparedBody};
use crate::request::{Body, Outcome, Receipt, Refers, Refused, Replayed};
use crate::shelf::Shelf;
use crate::statements as sql;
use crate::tx::{Row, Tx, Value};

/// Licences kept in memory between batches, as long as nobody else writes.
pub(crate) type Cache = BTreeMap<String, Held>;

/// How a licence's limits stood before the batch: whether open, and of which version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    pub(crate) open: bool,
    pub(crate) version: u32,
}

/// What has been judged good so far.
pub(crate) struct Batch<'a> {
    pub(crate) tx: &'a mut dyn Tx,
    ground: &'a Ground,
    pub(crate) cache: &'a mut Cache,
    pub(crate) head: Head,
    pub(crate) movements: Vec<Movement>,
    pub(crate) entries: Vec<(u64, String)>,
    /// Licences that this batch moves, as they stood before.
    pub(crate) bases: BTreeMap<String, Base>,
    /// Records and erasures.
    pub(crate) shelf: Shelf,
    /// Movements stored before under a key of this batch: number and request.
    known: BTreeMap<String, (i64, Vec<u8>)>,
}

/// What to put back when a linked request is refused.
struct Mark {
    linked: bool,
    movements: usize,
    shelf: crate::shelf::Mark,
    head: (i64, i64),
    licences: BTreeMap<String, Option<Held>>,
}

impl<'a> Batch<'a> {
    /// The keys of movements that the requests bring.
    pub(crate) fn keys(groups: &[&[Prepared]]) -> Vec<Vec<Value>> {
        let all = groups.iter().flat_map(|group| group.iter());
        let of_movements = all.filter(|prepared| matches!(prepared.request.body, Body::Licence { .. }));
        of_movements.map(|prepared| vec![prepared.request.key.as_str().into()]).collect()
    }

    /// Looks up what the requests need besides the movements that are `kept` under their keys.
    pub(crate) fn start(
        tx: &'a mut dyn Tx,
        ground: &'a Ground,
        cache: &'a mut Cache,
        head: Head,
        groups: &[&[Prepared]],
        kept: &[Row],
    ) -> Result<Batch<'a>, DbError> {
        let mut names = Vec::new();
        for prepared in groups.iter().flat_map(|group| group.iter()) {
            if let Body::Licence { licence, .. } = &prepared.request.body
                && !cache.contains_key(licence)
            {
                names.push(licence.clone());
            }
        }
        let mut known = BTreeMap::new();
        for row in kept {
            known.insert(row.text(1)?, (row.int(0)?, row.bytes(2)?));
        }
        names.sort_unstable();
        names.dedup();
        if !names.is_empty() {
            cache.extend(load::licences(tx, names)?.into_iter().map(|held| (held.name.clone(), held)));
        }
        let (movements, entries, bases) = (Vec::new(), Vec::new(), BTreeMap::new());
        Ok(Batch { tx, ground, cache, head, movements, entries, bases, shelf: Shelf::default(), known })
    }

    /// Judges requests that stand or fall together, and writes down what the log says of them.
    pub(crate) fn group(&mut self, group: &[Prepared], at: i64) -> Result<Outcome, DbError> {
        let mut mark = Mark {
            linked: group.len() > 1,
            movements: self.movements.len(),
            shelf: self.shelf.mark(),
            head: (self.head.movement, self.head.record),
            licences: BTreeMap::new(),
        };
        let mut receipts = Vec::with_capacity(group.len());
        for (i, prepared) in group.iter().enumerate() {
            match self.one(prepared, at, &mut mark)? {
                Ok(receipt) => receipts.push(receipt),
                Err(refused) => {
                    self.undo(mark);
                    self.log(at, prepared, "refuse", format!("key/{}", prepared.request.key), prepared.shown());
                    return Ok(Err((i, refused)));
                }
            }
        }
        for (prepared, receipt) in group.iter().zip(&receipts) {
            if receipt.replayed == Replayed::No {
                self.log_done(at, prepared, receipt);
            }
        }
        Ok(Ok(receipts))
    }

    fn one(&mut self, prepared: &Prepared, at: i64, mark: &mut Mark) -> Result<Result<Receipt, Refused>, DbError> {
        match (&prepared.request.body, &prepared.body) {
            (Body::Licence { licence, act, dated, refers, why }, PreparedBody::Licence(claim)) => {
                if let Some(answer) = self.replay(prepared)? {
                    return Ok(answer);
                }
                let asked = Asked { licence, act, dated: *dated, refers: refers.as_ref(), why: why.as_deref(), claim };
                self.act(prepared, &asked, at, mark)
            }
            (_, PreparedBody::Record(record)) => self.shelf.record(self.tx, &mut self.head, prepared, record, at),
            (Body::Erase { record, text, .. }, _) => self.shelf.erase(self.tx, record, text),
            _ => Err(DbError::Other("a request was not prepared as what it is".into())),
        }
    }

    /// The first answer again, when the key was used before.
    fn replay(&mut self, prepared: &Prepared) -> Result<Option<Result<Receipt, Refused>>, DbError> {
        let key = &prepared.request.key;
        let Some((id, request)) = self.known.get(key).cloned() else { return Ok(None) };
        if request != prepared.digest {
            return Ok(Some(Err(Refused::Conflict(key.clone()))));
        }
        let Body::Licence { licence, .. } = &prepared.request.body else { return Ok(None) };
        let parts = match self.movements.iter().find(|movement| movement.id == id) {
            Some(movement) => movement.parts.clone(),
            None => load::parts(self.tx, id)?,
        };
        Ok(Some(Ok(Receipt { id, subject: licence.clone(), parts, replayed: Replayed::Yes })))
    }

    fn act(
        &mut self,
        prepared: &Prepared,
        asked: &Asked<'_>,
        at: i64,
        mark: &mut Mark,
    ) -> Result<Result<Receipt, Refused>, DbError> {
        let act = match self.ground.complete(asked.act) {
            Ok(act) => act,
            Err(refusal) => return Ok(Err(Refused::Rule(refusal))),
        };
        let id = self.cache.get(asked.licence).map_or(self.head.movement + 1, |held| held.id);
        let prior = match self.prior(asked.refers, id)? {
            Ok(prior) => prior,
            Err(refusal) => return Ok(Err(Refused::Rule(refusal))),
        };
        let before = self.cache.get(asked.licence);
        let decided =
            decide(before.map(|held| &held.licence), asked.licence, &act, prior.as_ref().map(|(_, p)| p), self.ground);
        let (licence, effect) = match decided {
            Ok(decided) => decided,
            Err(refusal) => return Ok(Err(Refused::Rule(refusal))),
        };
        self.remember(asked.licence, mark);
        self.head.movement += 1;
        let (version, document) = self.settle(asked.licence, id, licence, &effect);
        let movement = Movement {
            id: self.head.movement,
            key: prepared.request.key.clone(),
            request: prepared.digest.to_vec(),
            kind: act.name().to_owned(),
            licence_id: id,
            version: i64::from(version),
            refers_to: prior.map(|(prior, _)| prior),
            dated: act.claim().map_or(asked.dated, |claim| claim.on).to_string(),
            until: if let Act::Reserve { until, .. } = &act { Some(until.to_string()) } else { None },
            shipment: act.claim().map(|claim| claim.shipment.clone()),
            document: document.or_else(|| asked.claim.clone()).unwrap_or_else(|| "null".into()),
            why: asked.why.map(str::to_owned),
            by: prepared.request.by.clone(),
            at,
            parts: effect.parts,
        };
        let receipt = Receipt {
            id: movement.id,
            subject: asked.licence.to_owned(),
            parts: movement.parts.clone(),
            replayed: Replayed::No,
        };
        self.known.insert(movement.key.clone(), (movement.id, movement.request.clone()));
        self.movements.push(movement);
        Ok(Ok(receipt))
    }

    /// Lays the effect onto the licence in memory; gives its version, and its document when more than balances changed.
    fn settle(&mut self, name: &str, id: i64, fresh: Option<Licence>, effect: &Effect) -> (u32, Option<String>) {
        let changed = self.head.movement;
        if let Some(licence) = fresh {
            self.cache.insert(name.to_owned(), Held { id, name: name.to_owned(), changed, licence });
        }
        let Some(held) = self.cache.get_mut(name) else { return (1, None) };
        held.licence.settle(effect);
        if effect.licence.is_none() {
            return (held.licence.version, None);
        }
        held.changed = changed;
        (held.licence.version, Some(canonical(&document::licence_json(&held.licence))))
    }

    /// The movement that an act refers to, in the store or earlier in this batch.
    fn prior(
        &mut self,
        refers: Option<&Refers>,
        licence: i64,
    ) -> Result<Result<Option<(i64, Prior)>, Refusal>, DbError> {
        let absent = Ok(Err(Refusal::Refers("a movement of this licence that is not on file")));
        let id = match refers {
            None => return Ok(Ok(None)),
            Some(Refers::Id(id)) => *id,
            Some(Refers::Key(key)) => match self.known.get(key) {
                Some((id, _)) => *id,
                None => match self.tx.rows(sql::MOVEMENT_ID, &[key.as_str().into()])?.first() {
                    Some(row) => row.int(0)?,
                    None => return absent,
                },
            },
        };
        let pending = self.movements.iter().find(|movement| movement.id == id && movement.licence_id == licence);
        let found = match pending {
            Some(movement) => {
                let kind = load::prior_kind(&movement.kind, movement.until.as_deref())?;
                Some(Prior { kind, parts: movement.parts.clone(), settled: false })
            }
            None => load::prior(self.tx, id, licence)?,
        };
        let Some(mut prior) = found else { return absent };
        prior.settled |= self.movements.iter().any(|movement| movement.refers_to == Some(id));
        Ok(Ok(Some((id, prior))))
    }

    /// Notes how a licence stood before this group, and before this batch.
    fn remember(&mut self, name: &str, mark: &mut Mark) {
        let held = self.cache.get(name);
        let base = held.map_or(Base { open: false, version: 1 }, |held| Base::of(&held.licence));
        if !self.bases.contains_key(name) {
            self.bases.insert(name.to_owned(), base);
        }
        // A request that stands alone is refused before it changes anything.
        if mark.linked && !mark.licences.contains_key(name) {
            mark.licences.insert(name.to_owned(), held.cloned());
        }
    }

    fn undo(&mut self, mark: Mark) {
        for movement in self.movements.drain(mark.movements..) {
            self.known.remove(&movement.key);
        }
        self.shelf.undo(mark.shelf);
        (self.head.movement, self.head.record) = mark.head;
        for (name, held) in mark.licences {
            match held {
                Some(held) => self.cache.insert(name, held),
                None => self.cache.remove(&name),
            };
        }
    }

    fn log_done(&mut self, at: i64, prepared: &Prepared, receipt: &Receipt) {
        let (action, subject, digest) = match &prepared.body {
            PreparedBody::Licence(_) => {
                let place = self.movements.binary_search_by_key(&receipt.id, |movement| movement.id);
                let movement = place.ok().and_then(|place| self.movements.get(place));
                let (kind, digest) = movement.map_or((String::new(), [0; 32]), |m| (m.kind.clone(), m.digest()));
                (kind, format!("movement/{}", receipt.id), digest)
            }
            PreparedBody::Record(_) => {
                ("record".to_owned(), format!("record/{}", receipt.subject), self.shelf.digest_of(receipt.id))
            }
            PreparedBody::Erase => ("erase".to_owned(), format!("record/{}", receipt.subject), prepared.shown()),
        };
        self.log(at, prepared, &action, subject, digest);
    }

    fn log(&mut self, at: i64, prepared: &Prepared, action: &str, subject: String, digest: [u8; 32]) {
        let n = self.head.edge.size();
        let entry = Entry { n, at, by: prepared.request.by.clone(), action: action.to_owned(), subject, digest };
        let json = entry.to_json();
        self.head.edge.push(leaf_hash(json.as_bytes()));
        self.entries.push((n, json));
    }
}

/// A request on a licence, taken apart.
struct Asked<'a> {
    licence: &'a str,
    act: &'a Act,
    dated: Date,
    refers: Option<&'a Refers>,
    why: Option<&'a str>,
    claim: &'a Option<String>,
}

impl Base {
    /// How a licence stands.
    pub(crate) fn of(licence: &Licence) -> Base {
        Base { open: licence.state == State::Granted, version: licence.version }
    }
}

/// What an act does to a licence that may not be there yet; a new licence comes back beside its effect.
fn decide(
    licence: Option<&Licence>,
    name: &str,
    act: &Act,
    prior: Option<&Prior>,
    ground: &Ground,
) -> Result<(Option<Licence>, Effect), Refusal> {
    match (licence, act) {
        (None, Act::Draft(terms)) => {
            let licence = Licence::draft((**terms).clone());
            Ok((Some(licence.clone()), Effect { licence: Some(Box::new(licence)), parts: Vec::new() }))
        }
        (None, _) => Err(Refusal::NoLicence(name.to_owned())),
        (Some(licence), Act::Draft(_)) if licence.state != State::Draft => Err(Refusal::Exists(name.to_owned())),
        (Some(licence), act) => Ok((None, licence.decide(act, prior, &ground.units)?)),
    }
}
