//! The store over a database: one writer thread, one connection for looking things up.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::audit::{SigningFile, VerifyingKey};
use crate::check::{self, Report};
use crate::error::{DbError, StoreError};
use crate::movement::Movement;
use crate::options::Options;
use crate::postgres::Postgres;
use crate::prepared::Prepared;
use crate::read::{self, LicenceView};
use crate::record::{Record, Search};
use crate::request::{LINKED_MAX, Outcome, Request};
use crate::seal::Sealed;
use crate::sqlite::{self, Sqlite};
use crate::statements as sql;
use crate::tx::Tx;
use crate::writer::{Connect, Job, Writer};
use crate::{Store, keys, migrate};

/// Groups of requests that wait at most; who comes later waits to be let in.
const QUEUE_MAX: usize = 4_096;
/// The turn that processes take while they make the schema in PostgreSQL. Any number; ours.
const TURN: &str = "SELECT pg_advisory_xact_lock(7130193482)";

/// A store in SQLite or PostgreSQL.
pub(crate) struct SqlStore {
    queue: Option<SyncSender<Job>>,
    writer: Option<JoinHandle<()>>,
    reader: Mutex<Box<dyn Tx>>,
}

/// Where a store is.
#[derive(Clone, Debug)]
pub(crate) enum Address {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Address {
    pub(crate) fn parse(url: &str) -> Option<Address> {
        let server = url.starts_with("postgres://") || url.starts_with("postgresql://");
        let file = || sqlite::path_of(url).map(Address::Sqlite);
        if server { Some(Address::Postgres(url.to_owned())) } else { file() }
    }

    pub(crate) fn connect(&self) -> Result<Box<dyn Tx>, DbError> {
        Ok(match self {
            Address::Sqlite(path) => Box::new(Sqlite::open(path)?),
            Address::Postgres(url) => Box::new(Postgres::open(url)?),
        })
    }

    pub(crate) fn connect_to_read(&self) -> Result<Box<dyn Tx>, DbError> {
        Ok(match self {
            Address::Sqlite(path) => Box::new(Sqlite::open_to_read(path)?),
            Address::Postgres(url) => Box::new(Postgres::open(url)?),
        })
    }

    /// Makes or updates the schema.
    pub(crate) fn migrate(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        let turn = matches!(self, Address::Postgres(_)).then_some(TURN);
        let done = migrate::migrate(tx, turn);
        if done.is_err() {
            tx.rollback();
        }
        done
    }

    /// The file of the log's private key.
    fn key(&self, options: &Options) -> Result<PathBuf, StoreError> {
        match (&options.key, self) {
            (Some(path), _) => Ok(path.clone()),
            (None, Address::Sqlite(path)) => {
                let mut name = path.clone().into_os_string();
                name.push(".key");
                Ok(PathBuf::from(name))
            }
            (None, Address::Postgres(_)) => {
                Err(StoreError::Key("a PostgreSQL store needs the file of the log's key".into()))
            }
        }
    }
}

impl SqlStore {
    /// Opens a store for writing; makes it where there is none. Serves nothing if it contradicts itself.
    pub(crate) fn open(address: &Address, options: Options) -> Result<SqlStore, StoreError> {
        let mut tx = address.connect()?;
        address.migrate(&mut *tx)?;
        check::sound(&mut *tx)?;
        let signing = keys::signing(&mut *tx, &address.key(&options)?, (options.now)())?;
        let head = check::sound(&mut *tx)?;
        let signed = tx.rows(sql::LAST_CHECKPOINT, &[])?.first().map_or(Ok(0), |row| row.int(0))?;
        let signed = u64::try_from(signed).unwrap_or(0);
        if head.edge.size() > signed {
            // Entries that nobody has signed yet: signed only if all that was signed before still stands.
            let faults = unsigned(&mut *tx)?;
            if let Some(fault) = faults.into_iter().next() {
                return Err(StoreError::Corrupt(fault));
            }
        }
        let reader = Mutex::new(address.connect_to_read()?);
        let again = address.clone();
        let connect: Connect = Box::new(move || again.connect());
        let (queue, jobs): (SyncSender<Job>, Receiver<Job>) = sync_channel(QUEUE_MAX);
        let writer = Writer::new(connect, tx, options, signing, head.edge, signed);
        let spawned = std::thread::Builder::new().name("exeat-writer".into()).spawn(move || writer.run(&jobs));
        let writer = spawned.map_err(|error| StoreError::Database(format!("no thread for the writer: {error}")))?;
        Ok(SqlStore { queue: Some(queue), writer: Some(writer), reader })
    }

    /// Opens a store that is there, for looking things up only.
    pub(crate) fn open_to_read(address: &Address) -> Result<SqlStore, StoreError> {
        let mut tx = address.connect_to_read()?;
        migrate::current(&mut *tx)?;
        check::sound(&mut *tx)?;
        Ok(SqlStore { queue: None, writer: None, reader: Mutex::new(tx) })
    }

    fn reader(&self) -> MutexGuard<'_, Box<dyn Tx>> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.rollback();
        reader
    }

    fn ask<T>(&self, job: impl FnOnce(SyncSender<Result<T, StoreError>>) -> Job) -> Result<Waiting<T>, StoreError> {
        let (reply, answer) = sync_channel(1);
        let queue = self.queue.as_ref().ok_or_else(|| StoreError::ReadOnly("it was opened for reading".into()))?;
        queue.send(job(reply)).map_err(|_| StoreError::Closed)?;
        Ok(Waiting(answer))
    }

    fn submit(&self, group: Vec<Request>) -> Result<Waiting<Outcome>, StoreError> {
        if group.is_empty() || group.len() > LINKED_MAX {
            return Err(StoreError::Request(format!(
                "{} linked requests given, 1 to {LINKED_MAX} stand together",
                group.len()
            )));
        }
        let group = group.into_iter().map(Prepared::new).collect::<Result<Vec<_>, _>>()?;
        self.ask(|reply| Job::Write { group, reply })
    }
}

/// An answer that will come.
struct Waiting<T>(Receiver<Result<T, StoreError>>);

impl<T> Waiting<T> {
    fn answer(self) -> Result<T, StoreError> {
        self.0.recv().unwrap_or_else(|_| Err(StoreError::Unconfirmed("the writer ended".into())))
    }
}

fn unsigned(tx: &mut dyn Tx) -> Result<Vec<String>, StoreError> {
    tx.begin_read()?;
    let head = crate::load::head(&tx.rows(sql::HEAD_SEEN, &[])?)?;
    let faults = check::tree(tx, &head, |_, _| None);
    tx.rollback();
    faults
}

impl Store for SqlStore {
    fn write(&self, group: Vec<Request>) -> Result<Outcome, StoreError> {
        self.submit(group)?.answer()
    }

    fn write_many(&self, groups: Vec<Vec<Request>>) -> Vec<Result<Outcome, StoreError>> {
        let waiting: Vec<_> = groups.into_iter().map(|group| self.submit(group)).collect();
        waiting.into_iter().map(|waiting| waiting.and_then(Waiting::answer)).collect()
    }

    fn licence(&self, name: &str) -> Result<Option<LicenceView>, StoreError> {
        read::licence(&mut **self.reader(), name)
    }

    fn licences(&self, after: i64) -> Result<Vec<LicenceView>, StoreError> {
        read::licences(&mut **self.reader(), after)
    }

    fn movements(&self, licence: Option<i64>, after: i64) -> Result<Vec<Movement>, StoreError> {
        read::movements(&mut **self.reader(), licence, after)
    }

    fn movement(&self, key: &str) -> Result<Option<Movement>, StoreError> {
        read::movement(&mut **self.reader(), key)
    }

    fn records(&self, search: &Search) -> Result<Vec<Record>, StoreError> {
        read::records(&mut **self.reader(), search)
    }

    fn document(&self, seal: &str) -> Result<Option<Sealed>, StoreError> {
        read::document(&mut **self.reader(), seal)
    }

    fn blob(&self, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
        read::blob(&mut **self.reader(), digest)
    }

    fn entries(&self, from: u64) -> Result<Vec<String>, StoreError> {
        read::entries(&mut **self.reader(), from)
    }

    fn checkpoint(&self) -> Result<String, StoreError> {
        if self.queue.is_some() {
            return self.ask(|reply| Job::Sign { reply })?.answer();
        }
        let rows = self.reader().rows(sql::LAST_CHECKPOINT, &[])?;
        rows.first().map_or(Ok(String::new()), |row| row.text(1)).map_err(StoreError::from)
    }

    fn keys(&self) -> Result<Vec<VerifyingKey>, StoreError> {
        let rows = self.reader().rows(sql::KEYS, &[])?;
        let parse =
            |text: String| VerifyingKey::parse(&text).ok_or_else(|| StoreError::Corrupt(format!("key `{text}`")));
        rows.iter().map(|row| parse(row.text(0)?)).collect()
    }

    fn rotate(&self, path: &Path, by: &str) -> Result<String, StoreError> {
        let origin = keys::origin(&mut **self.reader())?;
        let key = Box::new(SigningFile::create(path, &origin)?);
        self.ask(|reply| Job::Rotate { key, by: by.to_owned(), reply })?.answer()
    }

    fn check(&self) -> Result<Report, StoreError> {
        check::check(&mut **self.reader())
    }
}

impl Drop for SqlStore {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(writer) = self.writer.take() {
            // The writer signs what is unsigned and ends; what it could not sign the next one signs.
            let _ = writer.join();
        }
    }
}
