//! Whether what is stored agrees with itself: the short check of every start, and the long one of `exeat store check`.

use std::collections::BTreeMap;

use crate::audit::{Edge, Entry, VerifyingKey, leaf_hash, open_note};
use crate::error::{DbError, StoreError};
use crate::load::{self, Head};
use crate::read;
use crate::statements as sql;
use crate::tx::Tx;

/// Limits whose balance is not the sum of its parts, and parts of no limit.
const BALANCES: &str = "SELECT l.id, c.name, l.ordinal, l.granted, l.reserved, l.drawn, \
    COALESCE(s.granted, 0), COALESCE(s.reserved, 0), COALESCE(s.drawn, 0) \
    FROM licence_limit l JOIN licence c ON c.id = l.licence_id LEFT JOIN \
    (SELECT limit_id, CAST(SUM(granted) AS BIGINT) AS granted, CAST(SUM(reserved) AS BIGINT) AS reserved, \
     CAST(SUM(drawn) AS BIGINT) AS drawn FROM movement_part GROUP BY limit_id) s ON s.limit_id = l.id \
    WHERE l.granted <> COALESCE(s.granted, 0) OR l.reserved <> COALESCE(s.reserved, 0) OR l.drawn <> COALESCE(s.drawn, 0) \
    ORDER BY l.id LIMIT 1";
const LAST: &str =
    "SELECT (SELECT MAX(id) FROM movement), (SELECT MAX(id) FROM record), (SELECT MAX(n) + 1 FROM audit)";
const STRAY_PARTS: &str = "SELECT COUNT(*) FROM movement_part p \
    WHERE NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = p.movement_id) \
    OR NOT EXISTS (SELECT 1 FROM licence_limit l WHERE l.id = p.limit_id)";
const LIMIT_STATES: &str = "SELECT c.name, l.open, l.version FROM licence_limit l JOIN licence c ON c.id = l.licence_id \
    WHERE l.version <> c.version OR l.open <> CASE WHEN c.state = 'granted' THEN 1 ELSE 0 END";
const LICENCE_ROWS: &str = "SELECT c.name FROM licence c LEFT JOIN movement m ON m.id = c.changed \
    WHERE m.id IS NULL OR m.licence_id <> c.id OR m.document <> c.document";
const SEALS: &str = "SELECT id, seal, leaves FROM sealed WHERE id > ?1 ORDER BY id LIMIT 500";
const BLOBS: &str = "SELECT id, digest, body FROM blob WHERE id > ?1 ORDER BY id LIMIT 20";

/// Digests by the subject that the log gives them.
type Digests = BTreeMap<String, [u8; 32]>;

/// What the long check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Licences looked at.
    pub licences: u64,
    /// Movements, each held against its entry in the log.
    pub movements: u64,
    /// Records, each held against its entry, with their documents and attachments.
    pub records: u64,
    /// Entries of the log, all hashed anew.
    pub entries: u64,
    /// Checkpoints, each with its signature and root.
    pub checkpoints: u64,
    /// What does not agree, in words.
    pub faults: Vec<String>,
}

/// The check of every start: balances are the sums of movements, and the head fits what is there.
pub(crate) fn sound(tx: &mut dyn Tx) -> Result<Head, StoreError> {
    tx.begin_read()?;
    let found = sound_within(tx);
    tx.rollback();
    found
}

fn sound_within(tx: &mut dyn Tx) -> Result<Head, StoreError> {
    let head = load::head(&tx.rows(sql::HEAD_SEEN, &[])?)?;
    if let Some(row) = tx.rows(BALANCES, &[])?.first() {
        let three = |i: usize| Ok::<_, DbError>(format!("{}/{}/{}", row.int(i)?, row.int(i + 1)?, row.int(i + 2)?));
        let (licence, ordinal) = (row.text(1)?, row.int(2)?);
        return Err(StoreError::Balance { licence, ordinal, balance: three(3)?, movements: three(6)? });
    }
    let rows = tx.rows(LAST, &[])?;
    let last = |i: usize| rows.first().map_or(Ok(0), |row| row.int_or_null(i).map(|n| n.unwrap_or(0)));
    let size = i64::try_from(head.edge.size()).unwrap_or(i64::MAX);
    let kept = (last(0)?, last(1)?, last(2)?);
    if kept != (head.movement, head.record, size) {
        return Err(StoreError::Corrupt(format!(
            "the head counts {} movements, {} records, {size} entries, and the last ones kept are {}, {}, {}",
            head.movement, head.record, kept.0, kept.1, kept.2
        )));
    }
    Ok(head)
}

/// Hashes the whole log anew: the edge, and the sizes and roots that checkpoints name, must come out.
pub(crate) fn tree(
    tx: &mut dyn Tx,
    head: &Head,
    mut each: impl FnMut(u64, &str) -> Option<String>,
) -> Result<Vec<String>, StoreError> {
    let keys: Vec<VerifyingKey> =
        tx.rows(sql::KEYS, &[])?.iter().filter_map(|row| VerifyingKey::parse(&row.text(0).ok()?)).collect();
    let mut faults = Vec::new();
    let mut roots = BTreeMap::new();
    for row in tx.rows(sql::CHECKPOINTS, &[])? {
        match open_note(&row.text(1)?, &keys) {
            Ok(signed) if i64::try_from(signed.size).ok() == row.int(0).ok() => {
                roots.insert(signed.size, signed.root);
            }
            Ok(signed) => {
                faults.push(format!("the checkpoint of {} entries is filed under {}", signed.size, row.int(0)?))
            }
            Err(error) => faults.push(format!("the checkpoint of {} entries: {error}", row.int(0)?)),
        }
    }
    let mut edge = Edge::default();
    loop {
        let chunk = read::entries(tx, edge.size())?;
        if chunk.is_empty() {
            break;
        }
        for entry in chunk {
            let n = edge.size();
            faults.extend(each(n, &entry));
            edge.push(leaf_hash(entry.as_bytes()));
            if roots.remove(&edge.size()).is_some_and(|root| root != edge.root()) {
                faults.push(format!("the first {} entries do not give the root that was signed", edge.size()));
            }
        }
    }
    faults.extend(
        roots
            .keys()
            .filter(|size| **size > 0)
            .map(|size| format!("{size} entries were signed, and only {} are there", edge.size())),
    );
    if edge != head.edge {
        faults.push("the entries do not give the log's edge".into());
    }
    Ok(faults)
}

/// The long check. It reads everything once, in one moment's state.
pub(crate) fn check(tx: &mut dyn Tx) -> Result<Report, StoreError> {
    let mut report = Report::default();
    if let Some(damage) = tx.damage()? {
        report.faults.push(format!("the database finds itself damaged: {damage}"));
    }
    tx.begin_read()?;
    let done = check_within(tx, &mut report);
    tx.rollback();
    done.map(|()| report)
}

/// The long check inside a transaction that is under way.
pub(crate) fn check_within(tx: &mut dyn Tx, report: &mut Report) -> Result<(), StoreError> {
    let head = match sound_within(tx) {
        Ok(head) => head,
        Err(error @ (StoreError::Balance { .. } | StoreError::Corrupt(_))) => {
            report.faults.push(error.to_string());
            load::head(&tx.rows(sql::HEAD_SEEN, &[])?)?
        }
        Err(error) => return Err(error),
    };
    let stray = tx.rows(STRAY_PARTS, &[])?.first().map_or(Ok(0), |row| row.int(0))?;
    if stray > 0 {
        report.faults.push(format!("{stray} parts belong to no movement or no limit"));
    }
    for row in tx.rows(LIMIT_STATES, &[])? {
        report
            .faults
            .push(format!("licence `{}`: a limit is open or of a version that the licence is not", row.text(0)?));
    }
    for row in tx.rows(LICENCE_ROWS, &[])? {
        report.faults.push(format!("licence `{}` is not what its last movement made it", row.text(0)?));
    }
    report.licences = count(tx, "SELECT COUNT(*) FROM licence")?;
    report.checkpoints = count(tx, "SELECT COUNT(*) FROM checkpoint")?;
    let expected = digests(tx, report)?;
    log(tx, &head, expected, report)?;
    shelf(tx, report)
}

fn count(tx: &mut dyn Tx, sql: &'static str) -> Result<u64, StoreError> {
    let n = tx.rows(sql, &[])?.first().map_or(Ok(0), |row| row.int(0))?;
    Ok(u64::try_from(n).unwrap_or(0))
}

/// The digest of each movement and record as it is kept now, by the subject that the log gives it.
fn digests(tx: &mut dyn Tx, report: &mut Report) -> Result<Digests, StoreError> {
    let mut digests = BTreeMap::new();
    let mut after = 0;
    loop {
        let chunk = read::movements(tx, None, after)?;
        let Some(last) = chunk.last() else { break };
        after = last.id;
        for movement in &chunk {
            report.movements += 1;
            digests.insert(format!("movement/{}", movement.id), movement.digest());
        }
    }
    after = 0;
    loop {
        let chunk = read::records_after(tx, after)?;
        let Some(last) = chunk.last() else { break };
        after = last.id;
        for record in &chunk {
            report.records += 1;
            for seal in [&record.determination, &record.shipment] {
                if tx.rows(sql::SEALED, &[seal.as_str().into()])?.is_empty() {
                    report.faults.push(format!("record `{}`: document `{seal}` is not there", record.name));
                }
            }
            digests.insert(format!("record/{}", record.name), record.digest());
        }
    }
    Ok(digests)
}

/// Holds the log against what is kept: each thing has one entry with its digest, and nothing is missing.
fn log(tx: &mut dyn Tx, head: &Head, mut expected: Digests, report: &mut Report) -> Result<(), StoreError> {
    let mut last_at = i64::MIN;
    let mut entries = 0;
    let faults = tree(tx, head, |n, json| {
        entries += 1;
        let Some(entry) = Entry::parse(json).filter(|entry| entry.n == n) else {
            return Some(format!("entry {n} of the log is no entry {n}"));
        };
        let back = entry.at < last_at;
        last_at = entry.at;
        if back {
            return Some(format!("entry {n} of the log is older than the one before it"));
        }
        if matches!(entry.action.as_str(), "refuse" | "erase" | "key") {
            return None;
        }
        match expected.remove(&entry.subject) {
            Some(digest) if digest == entry.digest => None,
            Some(_) => Some(format!("{} is not what the log says of it", entry.subject)),
            None => {
                Some(format!("entry {n} of the log tells of {}, which is not there or told of twice", entry.subject))
            }
        }
    })?;
    report.entries = entries;
    report.faults.extend(faults);
    report.faults.extend(expected.keys().map(|subject| format!("the log does not tell of {subject}")));
    Ok(())
}

/// Documents give their seals, attachments their digests.
fn shelf(tx: &mut dyn Tx, report: &mut Report) -> Result<(), StoreError> {
    for sql in [SEALS, BLOBS] {
        let mut after = -1;
        loop {
            let rows = tx.rows(sql, &[after.into()])?;
            let Some(last) = rows.last() else { break };
            after = last.int(0)?;
            for row in &rows {
                let name = row.text(1)?;
                let fits = match row.bytes(2) {
                    Ok(body) => crate::json::digest_text(&crate::json::sha256(&body)) == name,
                    Err(_) => crate::seal::Sealed::parse(&row.text(2)?).is_some_and(|sealed| sealed.seal() == name),
                };
                if !fits {
                    report.faults.push(format!("`{name}` does not fit its content"));
                }
            }
        }
    }
    Ok(())
}
