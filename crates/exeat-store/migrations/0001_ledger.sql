-- One text for SQLite and PostgreSQL. Amounts are whole counts of 10^-scale of the limit's unit. Times are microseconds
-- since 1970 in UTC; days are ISO 8601 texts.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

-- One row. Whoever writes holds it first: there is one writer at a time, across threads, processes and machines.
CREATE TABLE head (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  size BIGINT NOT NULL,            -- entries in the audit log
  edge BYTEA NOT NULL,             -- right edge of its tree: roots of the full subtrees, largest first
  movement BIGINT NOT NULL,        -- last movement's id
  record BIGINT NOT NULL,          -- last record's id
  at BIGINT NOT NULL);             -- time of the last entry: the log's clock never goes back

CREATE TABLE licence (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,       -- the id that people use
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  holder TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  changed BIGINT NOT NULL,         -- the movement that made it what it is
  document TEXT NOT NULL);         -- the same as that movement's document

CREATE TABLE licence_limit (
  id BIGINT PRIMARY KEY,           -- licence × 1000 + ordinal
  licence_id BIGINT NOT NULL REFERENCES licence (id),
  ordinal BIGINT NOT NULL,
  line BIGINT NOT NULL,            -- 0: the whole licence
  dimension TEXT NOT NULL,
  unit TEXT NOT NULL,
  scale BIGINT NOT NULL,
  granted BIGINT NOT NULL,
  reserved BIGINT NOT NULL,
  drawn BIGINT NOT NULL,
  open BIGINT NOT NULL,            -- 1 while the licence may be used; here on purpose: a draw that waits must see it
  version BIGINT NOT NULL,         -- and so must a draw that was judged by terms since amended
  UNIQUE (licence_id, ordinal),
  CHECK (granted >= 0 AND reserved >= 0 AND drawn >= 0 AND reserved + drawn <= granted));

CREATE TABLE movement (            -- append-only; never updated
  id BIGINT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  request BYTEA NOT NULL,          -- digest of the canonical request
  kind TEXT NOT NULL,
  licence_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  refers_to BIGINT,
  dated TEXT NOT NULL,             -- the day that the act bears
  until TEXT,                      -- of a reservation: its last day
  shipment TEXT,
  document TEXT NOT NULL,          -- of a claim: what was asked; of any other act: the licence afterwards
  why TEXT,
  by_whom TEXT NOT NULL,
  at BIGINT NOT NULL);
CREATE UNIQUE INDEX one_resolution ON movement (refers_to)
  WHERE refers_to IS NOT NULL AND kind IN ('draw', 'release', 'expire');
CREATE UNIQUE INDEX one_reversal ON movement (refers_to) WHERE kind = 'reverse';
CREATE INDEX movement_of_licence ON movement (licence_id, id);

CREATE TABLE movement_part (
  movement_id BIGINT NOT NULL,
  limit_id BIGINT NOT NULL,
  granted BIGINT NOT NULL,
  reserved BIGINT NOT NULL,
  drawn BIGINT NOT NULL,
  PRIMARY KEY (movement_id, limit_id),
  CHECK (granted <> 0 OR reserved <> 0 OR drawn <> 0)) /* kept by key */;

CREATE TABLE record (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,       -- its ULID
  key TEXT NOT NULL UNIQUE,
  request BYTEA NOT NULL,
  reference TEXT NOT NULL,
  dated TEXT NOT NULL,
  known TEXT NOT NULL,
  outcome TEXT NOT NULL,
  determination TEXT NOT NULL,     -- seal of a document
  shipment TEXT NOT NULL,          -- seal of a document
  attached TEXT NOT NULL,          -- JSON: rulebook, lists, policy, by digest
  supersedes TEXT,
  by_whom TEXT NOT NULL,
  at BIGINT NOT NULL);
CREATE INDEX record_of_reference ON record (reference);
CREATE INDEX record_of_day ON record (dated);

CREATE TABLE record_term (         -- what a record is found by
  record_id BIGINT NOT NULL,
  kind TEXT NOT NULL,              -- party, item, open
  term TEXT NOT NULL,
  PRIMARY KEY (record_id, kind, term));
CREATE INDEX record_of_term ON record_term (kind, term);

CREATE TABLE sealed (              -- documents whose fields can be erased one by one while the seal stands
  id BIGINT PRIMARY KEY,
  seal TEXT NOT NULL UNIQUE,
  leaves TEXT NOT NULL,
  erased BIGINT NOT NULL);

CREATE TABLE blob (                -- packs, snapshots, policies: public matter, by SHA-256
  id BIGINT PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  body BYTEA NOT NULL);

CREATE TABLE audit (n BIGINT PRIMARY KEY, entry TEXT NOT NULL);
CREATE TABLE checkpoint (size BIGINT PRIMARY KEY, at BIGINT NOT NULL, note TEXT NOT NULL);
CREATE TABLE signing_key (id BIGINT PRIMARY KEY, vkey TEXT NOT NULL UNIQUE, since BIGINT NOT NULL);
