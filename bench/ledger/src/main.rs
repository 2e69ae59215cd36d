//! `exeat-ledger-bench [SECONDS]`: draws a second through the store's writer, and through one transaction a draw.
//!
//! A draw moves a quantity and a value. Callers are threads that ask, wait for the answer, and ask again. After each run
//! the store checks itself whole: balances, movements, log.

#[path = "../../../crates/exeat-store/tests/support/cluster.rs"]
#[allow(dead_code, reason = "the bench needs a part of it")]
mod cluster;
mod single;

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use exeat::licence::{Act, Amount, Asked, Claim, Kind, LimitTerms, Scope, Terms, Unit, Units, Validity};
use exeat_store::{Body, Ground, Options, Request, Store, open};
use jiff::civil::date;

fn main() {
    let seconds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(5);
    if let Some(only) = std::env::args().nth(2) {
        return one(&only, Duration::from_secs(seconds));
    }
    let length = Duration::from_secs(seconds);
    let mut cluster = cluster::Cluster::start();
    println!("| store | way | callers | licences | draws/s | p50 ms | p99 ms | max ms |\n|---|---|---|---|---|---|---|---|");
    for callers in [32, 256] {
        for licences in [1, 1000] {
            for (way, batch_max) in [("group commit", 256), ("one transaction a draw, one writer", 1)] {
                if batch_max == 1 && callers == 256 {
                    continue;
                }
                let folder = tempfile::tempdir().unwrap();
                let url = format!("sqlite:{}/store.db", folder.path().display());
                let run = ours(&url, None, batch_max, callers, licences, length);
                run.print("SQLite", way, callers, licences);
                let url = cluster.database();
                let run = ours(&url, Some(cluster.key()), batch_max, callers, licences, length);
                run.print("PostgreSQL", way, callers, licences);
            }
        }
    }
    for licences in [1, 1000] {
        let folder = tempfile::tempdir().unwrap();
        single::sqlite(&folder.path().join("single.db"), 32, licences, length).print("SQLite", "a connection a caller", 32, licences);
        let url = cluster.database();
        for (way, level) in [("conditional update, read committed", "READ COMMITTED"), ("serializable, tried again", "SERIALIZABLE")] {
            single::postgres(&url, level, 32, licences, length).print("PostgreSQL", way, 32, licences);
        }
    }
}

/// One run alone, for profilers: `sqlite:32:1000`, `postgres:256:1`.
fn one(only: &str, length: Duration) {
    let mut parts = only.split(':');
    let store = parts.next().unwrap_or_default().to_owned();
    let mut number = || parts.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let (count, licences) = (number(), number());
    if store == "postgres" {
        let mut cluster = cluster::Cluster::start();
        let url = cluster.database();
        ours(&url, Some(cluster.key()), 256, count, licences, length).print(&store, "group commit", count, licences);
    } else {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/store.db", folder.path().display());
        ours(&url, None, 256, count, licences, length).print(&store, "group commit", count, licences);
    }
}

/// Times of all draws of a run.
pub(crate) struct Run {
    pub(crate) micros: Vec<u64>,
    pub(crate) took: Duration,
}

impl Run {
    fn print(mut self, store: &str, way: &str, callers: usize, licences: usize) {
        self.micros.sort_unstable();
        let at = |share: f64| self.micros.get((self.micros.len() as f64 * share) as usize).copied().unwrap_or(0) as f64 / 1000.0;
        let rate = self.micros.len() as f64 / self.took.as_secs_f64();
        let max = self.micros.last().copied().unwrap_or(0) as f64 / 1000.0;
        println!("| {store} | {way} | {callers} | {licences} | {rate:.0} | {:.1} | {:.1} | {max:.1} |", at(0.5), at(0.99));
    }
}

/// Runs callers that each do one thing after another until time is up.
pub(crate) fn callers(count: usize, length: Duration, each: impl Fn(usize, u64) + Sync) -> Run {
    let all = Mutex::new(Vec::new());
    let start = Instant::now();
    std::thread::scope(|scope| {
        for caller in 0..count {
            let (all, each) = (&all, &each);
            scope.spawn(move || {
                let (mut micros, mut n) = (Vec::with_capacity(100_000), 0);
                while start.elapsed() < length {
                    let before = Instant::now();
                    each(caller, n);
                    micros.push(before.elapsed().as_micros() as u64);
                    n += 1;
                }
                all.lock().unwrap().extend(micros);
            });
        }
    });
    let took = start.elapsed();
    Run { micros: all.into_inner().unwrap(), took }
}

fn ours(url: &str, key: Option<PathBuf>, batch_max: usize, count: usize, licences: usize, length: Duration) -> Run {
    let store = open(url, Options { key, batch_max, ..Options::new(ground()) }).unwrap();
    grant_all(&*store, licences);
    let run = callers(count, length, |caller, n| {
        let licence = (caller * 7919 + n as usize * 31) % licences;
        let claim = Claim {
            version: None,
            on: date(2026, 3, 2),
            shipment: "PO-1".into(),
            asked: Asked::default(),
            amounts: vec![(1, Amount::parse("1 g").unwrap()), (1, Amount::parse("0.01 USD").unwrap())],
        };
        let outcome = store.write(vec![request(&format!("{caller}-{n}"), licence, Act::Draw(claim))]).unwrap();
        assert!(outcome.is_ok(), "{outcome:?}");
    });
    let report = store.check().unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    assert_eq!(report.movements, run.micros.len() as u64 + 4 * licences as u64);
    run
}

fn request(key: &str, licence: usize, act: Act) -> Request {
    let body = Body::Licence { licence: format!("LIC-{licence}"), act: Box::new(act), dated: date(2026, 3, 2), refers: None, why: None };
    Request { key: key.into(), by: "bench".into(), body }
}

fn grant_all(store: &dyn Store, licences: usize) {
    let limit = |text: &str, scale| LimitTerms::of(1, &Amount::parse(text).unwrap(), scale).unwrap();
    let terms = Terms {
        regime: "demo".into(),
        kind: "general".into(),
        holder: "Holder".into(),
        scope: Scope::default(),
        limits: vec![limit("1000000 kg", 3), limit("100000000 USD", 2)],
        valid: Some(Validity { from: date(2026, 1, 1), until: date(2026, 12, 31) }),
        conditions: vec![],
        documents: vec![],
    };
    let terms = Box::new(terms);
    for licence in 0..licences {
        let grant = Act::Grant { on: date(2026, 2, 1), number: "N".into(), terms: terms.clone() };
        let acts = [Act::Draft(terms.clone()), Act::Apply, Act::Accept(None), grant];
        let group = acts.into_iter().enumerate().map(|(i, act)| request(&format!("g{licence}-{i}"), licence, act));
        store.write(group.collect()).unwrap().unwrap();
    }
}

fn ground() -> Ground {
    let unit = |code: &str| Unit::parse(code).unwrap();
    let units = Units::new([(unit("g"), unit("kg"), 1, 1_000), (unit("kg"), unit("kg"), 1, 1)]);
    let kind = Kind {
        code: "general".into(),
        uses_max: None,
        months_max: None,
        one_end_user: false,
        closed_for_watch_listed: false,
        review: None,
        amendment: None,
        law: "demo".into(),
    };
    Ground::new(units, [("demo".to_owned(), kind)])
}
