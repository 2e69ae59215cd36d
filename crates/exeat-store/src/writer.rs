//! The one writer of a process: it takes what has queued, judges it, commits it at once, and answers after the commit.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use crate::audit::{Checkpoint, Edge, SigningFile, cosign, sign};
use crate::batch::{Batch, Cache};
use crate::error::{DbError, StoreError};
use crate::flush::flush;
use crate::load;
use crate::options::Options;
use crate::prepared::Prepared;
use crate::request::Outcome;
use crate::statements as sql;
use crate::tx::{Step, Tx};

/// How far the clock may stand behind the last entry before nothing is written any more.
const CLOCK_SLIP_MAX_MICROS: i64 = 5 * 60 * 1_000_000;
/// How long an entry may stand without a checkpoint over it.
const UNSIGNED_MAX: Duration = Duration::from_millis(800);
/// How long callers that were just answered are waited for: less than a commit takes.
const GATHER_MAX: Duration = Duration::from_micros(300);
/// Licences kept in memory; at 2 kB each this is 40 MB.
const CACHE_MAX: usize = 20_000;
/// How often a transaction is tried again when another writer came first.
const AGAIN_MAX: usize = 50;

/// Opens a connection of the writer's.
pub(crate) type Connect = Box<dyn Fn() -> Result<Box<dyn Tx>, DbError> + Send>;

/// What the writer is asked.
pub(crate) enum Job {
    /// Do these, which stand or fall together.
    Write { group: Vec<Prepared>, reply: SyncSender<Result<Outcome, StoreError>> },
    /// Sign the head now; the newest checkpoint comes back.
    Sign { reply: SyncSender<Result<String, StoreError>> },
    /// From now on sign with this key; the checkpoint with both signatures comes back.
    Rotate { key: Box<SigningFile>, by: String, reply: SyncSender<Result<String, StoreError>> },
}

pub(crate) struct Writer {
    connect: Connect,
    tx: Option<Box<dyn Tx>>,
    options: Options,
    signing: SigningFile,
    cache: Cache,
    /// The last movement when this writer last looked: while it is, nobody else has written.
    seen: Option<i64>,
    /// How many were answered by the last commit.
    last: usize,
    edge: Edge,
    signed: u64,
    unsigned_since: Option<Instant>,
    /// Whether something erased may still lie in a corner of the database.
    untidy: bool,
}

impl Writer {
    /// A writer over a connection whose log has this edge, signed up to this size.
    pub(crate) fn new(
        connect: Connect,
        tx: Box<dyn Tx>,
        options: Options,
        signing: SigningFile,
        edge: Edge,
        signed: u64,
    ) -> Writer {
        let unsigned_since = (edge.size() > signed).then(Instant::now);
        Writer {
            connect,
            tx: Some(tx),
            options,
            signing,
            cache: Cache::new(),
            seen: None,
            last: 0,
            edge,
            signed,
            unsigned_since,
            untidy: false,
        }
    }

    /// Works until every sender is gone; then signs the head and ends.
    pub(crate) fn run(mut self, queue: &Receiver<Job>) {
        while let Some(first) = self.next(queue) {
            let jobs = self.gather(first, queue);
            self.last = jobs.len();
            self.work(jobs);
            self.sign_if_due();
        }
        // What cannot be signed now is signed by whoever opens the store next.
        let _ = self.sign();
    }

    /// What has queued. Callers that were just answered come again: they are waited for, a little, since they cost one
    /// commit together and one each alone.
    fn gather(&self, first: Job, queue: &Receiver<Job>) -> Vec<Job> {
        let (start, mut jobs) = (Instant::now(), vec![first]);
        while jobs.len() < self.options.batch_max {
            match queue.try_recv() {
                Ok(job) => jobs.push(job),
                Err(_) if jobs.len() >= self.last || start.elapsed() >= GATHER_MAX => break,
                Err(_) => std::thread::yield_now(),
            }
        }
        jobs
    }

    fn next(&mut self, queue: &Receiver<Job>) -> Option<Job> {
        loop {
            let Some(since) = self.unsigned_since else { return queue.recv().ok() };
            match queue.recv_timeout(UNSIGNED_MAX.saturating_sub(since.elapsed())) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => self.sign_if_due(),
            }
        }
    }

    fn work(&mut self, jobs: Vec<Job>) {
        let (mut groups, mut replies) = (Vec::new(), Vec::new());
        let mut others = Vec::new();
        for job in jobs {
            match job {
                Job::Write { group, reply } => {
                    groups.push(group);
                    replies.push(reply);
                }
                other => others.push(other),
            }
        }
        if !groups.is_empty() {
            let borrowed: Vec<&[Prepared]> = groups.iter().map(Vec::as_slice).collect();
            // A caller that is gone needs no answer: with the same key it will get this one.
            match self.commit(&borrowed) {
                Ok(outcomes) => replies.iter().zip(outcomes).for_each(|(reply, outcome)| drop(reply.send(Ok(outcome)))),
                Err(error) => replies.iter().for_each(|reply| drop(reply.send(Err(error.clone())))),
            }
        }
        for other in others {
            match other {
                Job::Sign { reply } => drop(reply.send(self.sign())),
                Job::Rotate { key, by, reply } => drop(reply.send(self.rotate(key, &by))),
                Job::Write { .. } => {}
            }
        }
    }

    /// Commits groups in one transaction, as often as it takes within the options' patience.
    fn commit(&mut self, groups: &[&[Prepared]]) -> Result<Vec<Outcome>, StoreError> {
        let (start, mut again, mut pause) = (Instant::now(), 0, Duration::from_millis(10));
        loop {
            let error = match self.attempt(groups) {
                Ok(outcomes) => return Ok(outcomes),
                Err(error) => error,
            };
            self.forget();
            if matches!(error, Failed::Db(DbError::Lost(_))) {
                self.tx = None;
            }
            match error {
                Failed::Db(DbError::Again(_)) if again < AGAIN_MAX => again += 1,
                Failed::Db(DbError::Lost(_)) if start.elapsed() + pause < self.options.patience => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_secs(1));
                }
                Failed::Db(error) => return Err(error.into()),
                Failed::Store(error) => return Err(error),
            }
        }
    }

    fn attempt(&mut self, groups: &[&[Prepared]]) -> Result<Vec<Outcome>, Failed> {
        if self.tx.is_none() {
            self.tx = Some((self.connect)()?);
        }
        let Some(tx) = self.tx.as_deref_mut() else { return Err(DbError::Lost("no connection".into()).into()) };
        let keys = Step::Many(&sql::MOVEMENT_KEYS, Batch::keys(groups));
        let found = tx.together(&[Step::Begin, Step::Rows(sql::HEAD, Vec::new()), keys])?;
        let rows = |step: usize| found.get(step).map_or(&[][..], Vec::as_slice);
        let mut head = load::head(rows(1))?;
        if self.seen != Some(head.movement) || self.cache.len() > CACHE_MAX {
            self.cache.clear();
        }
        head.at = time_after((self.options.now)(), head.at)?;
        let at = head.at;
        let mut batch = Batch::start(tx, &self.options.ground, &mut self.cache, head, groups, rows(2))?;
        let mut outcomes = Vec::with_capacity(groups.len());
        for group in groups {
            outcomes.push(batch.group(group, at)?);
        }
        if batch.entries.is_empty() {
            batch.tx.rollback();
            self.seen = Some(batch.head.movement);
            return Ok(outcomes);
        }
        flush(&mut batch)?;
        let erased = !batch.shelf.erasures.is_empty();
        self.seen = Some(batch.head.movement);
        self.edge = batch.head.edge;
        self.unsigned_since.get_or_insert_with(Instant::now);
        if erased {
            self.untidy = tx.tidy().is_err();
        }
        Ok(outcomes)
    }

    /// Nothing in memory is believed after a failure.
    fn forget(&mut self) {
        self.cache.clear();
        self.seen = None;
        if let Some(tx) = self.tx.as_deref_mut() {
            tx.rollback();
        }
    }

    fn sign_if_due(&mut self) {
        if let (true, Some(tx)) = (self.untidy, self.tx.as_deref_mut()) {
            self.untidy = tx.tidy().is_err();
        }
        if self.unsigned_since.is_some_and(|since| since.elapsed() >= UNSIGNED_MAX) && self.sign().is_err() {
            // Tried again as long as it takes; the entries themselves are safe.
            self.unsigned_since = Some(Instant::now());
        }
    }

    /// Signs the head of what this writer last committed, if that is not signed yet; gives the newest checkpoint.
    fn sign(&mut self) -> Result<String, StoreError> {
        let edge = self.edge.clone();
        if self.tx.is_none() {
            self.tx = Some((self.connect)()?);
        }
        let tx = self.tx.as_deref_mut().ok_or(StoreError::Closed)?;
        if edge.size() > self.signed {
            let note = sign(&self.signing.head(&edge), &self.signing);
            tx.begin()?;
            let size = i64::try_from(edge.size()).unwrap_or(i64::MAX);
            let put = tx.exec(sql::ADD_CHECKPOINT, &[size.into(), (self.options.now)().into(), note.into()]);
            if let Err(error) = put.and_then(|_| tx.commit()) {
                tx.rollback();
                return Err(error.into());
            }
            self.signed = edge.size();
            self.unsigned_since = None;
        }
        let rows = tx.rows(sql::LAST_CHECKPOINT, &[])?;
        rows.first().map_or(Ok(String::new()), |row| row.text(1)).map_err(StoreError::from)
    }

    /// Hands over to a new key: an entry says so, and the checkpoint over it bears both signatures.
    fn rotate(&mut self, key: Box<SigningFile>, by: &str) -> Result<String, StoreError> {
        let done = self.hand_over(&key, by);
        match done {
            Ok((note, edge)) => {
                (self.signed, self.edge, self.unsigned_since, self.signing) = (edge.size(), edge, None, *key);
                Ok(note)
            }
            Err(error) => {
                self.forget();
                Err(error)
            }
        }
    }

    fn hand_over(&mut self, key: &SigningFile, by: &str) -> Result<(String, Edge), StoreError> {
        let now = (self.options.now)();
        let tx = self.tx.as_deref_mut().ok_or(StoreError::Closed)?;
        tx.begin()?;
        let mut head = load::head(&tx.rows(sql::HEAD, &[])?)?;
        head.at = time_after(now, head.at).map_err(Failed::into_store)?;
        crate::keys::log_key(tx, &mut head, key, by)?;
        let note = sign(&self.signing.head(&head.edge), &self.signing);
        let note = cosign(&note, key).ok_or_else(|| StoreError::Key("the checkpoint cannot be signed twice".into()))?;
        let size = i64::try_from(head.edge.size()).unwrap_or(i64::MAX);
        tx.exec(sql::ADD_CHECKPOINT, &[size.into(), now.into(), note.as_str().into()])?;
        tx.commit()?;
        Ok((note, head.edge))
    }
}

impl SigningFile {
    /// The checkpoint of a log with this edge.
    pub(crate) fn head(&self, edge: &Edge) -> Checkpoint {
        Checkpoint { origin: self.public().name().to_owned(), size: edge.size(), root: edge.root() }
    }
}

/// Why an attempt failed.
enum Failed {
    Db(DbError),
    Store(StoreError),
}

impl Failed {
    fn into_store(self) -> StoreError {
        match self {
            Failed::Db(error) => error.into(),
            Failed::Store(error) => error,
        }
    }
}

impl From<DbError> for Failed {
    fn from(error: DbError) -> Failed {
        Failed::Db(error)
    }
}

/// The time of the next entry: never before the last one's. A clock that fell far behind is an error, not a new time.
fn time_after(now: i64, last: i64) -> Result<i64, Failed> {
    if now < last - CLOCK_SLIP_MAX_MICROS {
        let text = crate::audit::time_text;
        return Err(Failed::Store(StoreError::ClockBehind { now: text(now), last: text(last) }));
    }
    Ok(now.max(last))
}
