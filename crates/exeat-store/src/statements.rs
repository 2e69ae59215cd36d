//! Every statement of the writer: one text for both databases. A statement over many rows has a second form that takes
//! each column as one array, for a server that answers after a journey.

use crate::tx::{Column, Many};

use Column::{Bytes, Int, Text};

/// The row that every writer holds first.
pub(crate) const HEAD: &str = "SELECT size, edge, movement, record, at FROM head WHERE id = 1 FOR UPDATE";
/// The same, only looked at.
pub(crate) const HEAD_SEEN: &str = "SELECT size, edge, movement, record, at FROM head WHERE id = 1";
pub(crate) const SET_HEAD: &str =
    "UPDATE head SET size = ?1, edge = ?2, movement = ?3, record = ?4, at = ?5 WHERE id = 1";

pub(crate) const MOVEMENT_KEYS: Many = Many {
    one: "SELECT id, key, request FROM movement WHERE key = ?1",
    set: "SELECT id, key, request FROM movement WHERE key = ANY(?1::text[])",
    columns: &[Text],
    every: false,
};
pub(crate) const RECORD_KEY: &str = "SELECT id, name, request FROM record WHERE key = ?1";

pub(crate) const LICENCES_BY_NAME: Many = Many {
    one: "SELECT id, name, changed, document FROM licence WHERE name = ?1",
    set: "SELECT id, name, changed, document FROM licence WHERE name = ANY(?1::text[])",
    columns: &[Text],
    every: false,
};
pub(crate) const LIMITS_OF: Many = Many {
    one: "SELECT licence_id, ordinal, line, dimension, unit, scale, granted, reserved, drawn FROM licence_limit \
          WHERE licence_id = ?1 ORDER BY ordinal",
    set: "SELECT licence_id, ordinal, line, dimension, unit, scale, granted, reserved, drawn FROM licence_limit \
          WHERE licence_id = ANY(?1::bigint[]) ORDER BY licence_id, ordinal",
    columns: &[Int],
    every: false,
};

/// A movement that is referred to, and how many movements have resolved or reversed it.
pub(crate) const PRIOR: &str = "SELECT id, kind, licence_id, until, \
    (SELECT COUNT(*) FROM movement r WHERE r.refers_to = m.id AND r.kind IN ('draw', 'release', 'expire')) + \
    (SELECT COUNT(*) FROM movement r WHERE r.refers_to = m.id AND r.kind = 'reverse') \
    FROM movement m WHERE id = ?1";
pub(crate) const MOVEMENT_ID: &str = "SELECT id FROM movement WHERE key = ?1";
pub(crate) const PARTS_OF: &str =
    "SELECT limit_id, granted, reserved, drawn FROM movement_part WHERE movement_id = ?1 ORDER BY limit_id";

pub(crate) const PUT_LICENCE: &str = "INSERT INTO licence \
    (id, name, state, version, holder, valid_from, valid_until, changed, document) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = excluded.version, holder = excluded.holder, \
    valid_from = excluded.valid_from, valid_until = excluded.valid_until, changed = excluded.changed, \
    document = excluded.document";
pub(crate) const ADD_LIMIT: &str = "INSERT INTO licence_limit \
    (id, licence_id, ordinal, line, dimension, unit, scale, granted, reserved, drawn, open, version) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, ?8, ?9) ON CONFLICT (id) DO NOTHING";

/// Moves a balance, and tests in the same breath that the licence is still as open and of the same version as when the
/// movement was judged, and that the limit bears it. The writer has tested all of this already: this is the belt.
pub(crate) const MOVE_LIMITS: Many = Many {
    one: "UPDATE licence_limit SET granted = granted + ?1, reserved = reserved + ?2, drawn = drawn + ?3, \
          open = ?4, version = ?5 \
          WHERE id = ?6 AND open = ?7 AND version = ?8 AND reserved + ?2 >= 0 AND drawn + ?3 >= 0 \
          AND reserved + ?2 + drawn + ?3 <= granted + ?1",
    set: "WITH moved AS (UPDATE licence_limit l SET granted = l.granted + d.granted, reserved = l.reserved + d.reserved, \
          drawn = l.drawn + d.drawn, open = d.open, version = d.version \
          FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[], ?7::bigint[], \
          ?8::bigint[]) AS d (granted, reserved, drawn, open, version, id, was_open, was_version) \
          WHERE l.id = d.id AND l.open = d.was_open AND l.version = d.was_version \
          AND l.reserved + d.reserved >= 0 AND l.drawn + d.drawn >= 0 \
          AND l.reserved + d.reserved + l.drawn + d.drawn <= l.granted + d.granted RETURNING l.id) \
          SELECT 1::bigint / CASE WHEN COUNT(*) = cardinality(?6::bigint[]) THEN 1 ELSE 0 END FROM moved",
    columns: &[Int, Int, Int, Int, Int, Int, Int, Int],
    every: true,
};

pub(crate) const ADD_MOVEMENTS: Many = Many {
    one: "INSERT INTO movement (id, key, request, kind, licence_id, version, refers_to, dated, until, shipment, document, \
          why, by_whom, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    set: "INSERT INTO movement (id, key, request, kind, licence_id, version, refers_to, dated, until, shipment, document, \
          why, by_whom, at) SELECT * FROM unnest(?1::bigint[], ?2::text[], ?3::bytea[], ?4::text[], ?5::bigint[], \
          ?6::bigint[], ?7::bigint[], ?8::text[], ?9::text[], ?10::text[], ?11::text[], ?12::text[], ?13::text[], \
          ?14::bigint[])",
    columns: &[Int, Text, Bytes, Text, Int, Int, Int, Text, Text, Text, Text, Text, Text, Int],
    every: false,
};
pub(crate) const ADD_PARTS: Many = Many {
    one: "INSERT INTO movement_part (movement_id, limit_id, granted, reserved, drawn) VALUES (?1, ?2, ?3, ?4, ?5)",
    set: "INSERT INTO movement_part (movement_id, limit_id, granted, reserved, drawn) \
          SELECT * FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[])",
    columns: &[Int, Int, Int, Int, Int],
    every: false,
};
pub(crate) const ADD_ENTRIES: Many = Many {
    one: "INSERT INTO audit (n, entry) VALUES (?1, ?2)",
    set: "INSERT INTO audit (n, entry) SELECT * FROM unnest(?1::bigint[], ?2::text[])",
    columns: &[Int, Text],
    every: false,
};

pub(crate) const ADD_RECORD: &str = "INSERT INTO record (id, name, key, request, reference, dated, known, outcome, \
    determination, shipment, attached, supersedes, by_whom, at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
pub(crate) const ADD_TERMS: Many = Many {
    one: "INSERT INTO record_term (record_id, kind, term) VALUES (?1, ?2, ?3)",
    set: "INSERT INTO record_term (record_id, kind, term) SELECT * FROM unnest(?1::bigint[], ?2::text[], ?3::text[])",
    columns: &[Int, Text, Text],
    every: false,
};
/// The id of a document or an attachment is the record's that brought it, times 1000, and its place there.
pub(crate) const ADD_SEALED: &str = "INSERT INTO sealed (id, seal, leaves, erased) VALUES (?1, ?2, ?3, 0)";
pub(crate) const ADD_BLOB: &str =
    "INSERT INTO blob (id, digest, kind, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (digest) DO NOTHING";
pub(crate) const HAS_BLOB: &str = "SELECT COUNT(*) FROM blob WHERE digest = ?1";
pub(crate) const RECORD_SEALS: &str = "SELECT id, determination, shipment FROM record WHERE name = ?1";
pub(crate) const SEALED: &str = "SELECT leaves FROM sealed WHERE seal = ?1";
pub(crate) const ERASE_SEALED: &str = "UPDATE sealed SET leaves = ?1, erased = ?2 WHERE seal = ?3";
pub(crate) const TERMS_OF: &str = "SELECT kind, term FROM record_term WHERE record_id = ?1";
pub(crate) const DROP_TERM: &str = "DELETE FROM record_term WHERE record_id = ?1 AND kind = ?2 AND term = ?3";
/// After an erasure the digest of the whole request must not let anybody try names against it.
pub(crate) const FORGET_REQUEST: &str = "UPDATE record SET request = ?1 WHERE id = ?2";

pub(crate) const ADD_CHECKPOINT: &str =
    "INSERT INTO checkpoint (size, at, note) VALUES (?1, ?2, ?3) ON CONFLICT (size) DO NOTHING";
pub(crate) const LAST_CHECKPOINT: &str = "SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1";
pub(crate) const CHECKPOINTS: &str = "SELECT size, note FROM checkpoint ORDER BY size";
pub(crate) const ENTRIES_FROM: &str = "SELECT n, entry FROM audit WHERE n >= ?1 ORDER BY n LIMIT 10000";
pub(crate) const KEYS: &str = "SELECT vkey FROM signing_key ORDER BY id";
pub(crate) const ADD_KEY: &str = "INSERT INTO signing_key (id, vkey, since) VALUES (?1, ?2, ?3)";
pub(crate) const META: &str = "SELECT value FROM meta WHERE name = ?1";
