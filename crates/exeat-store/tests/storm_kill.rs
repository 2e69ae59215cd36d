//! Storms: many processes draw on one licence and are killed with -9 at random moments. Afterwards nothing is overdrawn,
//! every balance is the sum of its movements, and nothing that was acknowledged is lost.
//!
//! `EXEAT_STORM=PROCESSES:DRAWS:KILLS` sizes a storm; the whole one is `64:10000:200`.

mod support;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use exeat_store::{Options, open};
use support::*;

const LICENCE: &str = "STORM";
/// Requests that a process has under way at once.
const AT_ONCE: u64 = 64;

struct Size {
    processes: u64,
    draws: u64,
    kills: u64,
}

fn size() -> Size {
    let text = std::env::var("EXEAT_STORM").unwrap_or_else(|_| "16:1000:40".into());
    let numbers: Vec<u64> = text.split(':').map(|number| number.parse().unwrap()).collect();
    Size { processes: numbers[0], draws: numbers[1], kills: numbers[2] }
}

/// Grams that draw `n` of a process takes: the same whenever it is asked again.
fn grams(process: u64, n: u64) -> u64 {
    1 + (process * 31 + n * 7) % 3
}

/// Lines of the notes; one that was cut short when its process was killed is no note, and is cut off.
fn whole_lines(notes: &str) -> u64 {
    let kept = std::fs::read(notes).unwrap_or_default();
    let end = kept.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    if end < kept.len() {
        std::fs::OpenOptions::new().write(true).open(notes).unwrap().set_len(end as u64).unwrap();
    }
    kept[..end].iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The child: draws from where its notes end, and notes each acknowledged draw before it goes on.
#[test]
#[ignore = "slow: a child of the storms"]
fn child() {
    let Ok(url) = std::env::var("EXEAT_STORM_URL") else { return };
    let var = |name: &str| std::env::var(name).unwrap();
    let (process, draws): (u64, u64) =
        (var("EXEAT_STORM_PROCESS").parse().unwrap(), var("EXEAT_STORM_DRAWS").parse().unwrap());
    let notes = var("EXEAT_STORM_NOTES");
    let mut n = whole_lines(&notes) / AT_ONCE * AT_ONCE;
    let options = Options {
        key: Some(var("EXEAT_STORM_KEY").into()),
        patience: Duration::from_secs(60),
        ..Options::new(ground())
    };
    let store = open(&url, options).unwrap();
    let mut out = std::fs::OpenOptions::new().append(true).create(true).open(&notes).unwrap();
    while n < draws {
        let last = (n + AT_ONCE).min(draws);
        let groups =
            (n..last).map(|n| vec![draw(&format!("{process}-{n}"), LICENCE, &format!("{} g", grams(process, n)))]);
        let mut lines = String::new();
        for (n, outcome) in (n..last).zip(store.write_many(groups.collect())) {
            match outcome.unwrap() {
                Ok(receipts) => lines.push_str(&format!("{process}-{n} {}\n", receipts[0].id)),
                Err((_, refused)) => {
                    assert_eq!(refused.rule(), "limit");
                    lines.push_str(&format!("{process}-{n} refused\n"));
                }
            }
        }
        out.write_all(lines.as_bytes()).unwrap();
        n = last;
    }
}

fn start(url: &str, key: &Path, folder: &Path, process: u64, draws: u64) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["child", "--exact", "--ignored", "--test-threads=1"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.env("EXEAT_STORM_URL", url).env("EXEAT_STORM_KEY", key).env("EXEAT_STORM_PROCESS", process.to_string());
    command
        .env("EXEAT_STORM_DRAWS", draws.to_string())
        .env("EXEAT_STORM_NOTES", folder.join(format!("notes-{process}")));
    command.spawn().unwrap()
}

fn storm(name: &str, url: &str, key: &Path) {
    let Size { processes, draws, kills } = size();
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { key: Some(key.to_owned()), ..Options::new(ground()) };
    grant(&*open(url, options()).unwrap(), LICENCE, &terms("general", "1000 kg"));
    let began = Instant::now();
    let mut children: BTreeMap<u64, Child> =
        (0..processes).map(|p| (p, start(url, key, folder.path(), p, draws))).collect();
    let (mut dice, mut killed) = (Dice(0x5EED), 0);
    while !children.is_empty() {
        std::thread::sleep(Duration::from_millis(20 + dice.below(60)));
        let ended: Vec<u64> = children
            .iter_mut()
            .filter_map(|(p, child)| child.try_wait().unwrap().map(|status| (*p, status)))
            .map(|(p, status)| {
                assert!(status.success(), "process {p} failed");
                p
            })
            .collect();
        ended.iter().for_each(|p| drop(children.remove(p)));
        if killed < kills && !children.is_empty() {
            let victim = *children.keys().nth(dice.below(children.len() as u64) as usize).unwrap();
            let mut child = children.remove(&victim).unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            killed += 1;
            children.insert(victim, start(url, key, folder.path(), victim, draws));
        }
        assert!(began.elapsed() < Duration::from_secs(1_500), "the storm does not end");
    }
    counted(name, url, options(), folder.path(), (processes, draws, killed, began.elapsed()));
}

/// Holds what the processes were told against what the store keeps.
fn counted(
    name: &str,
    url: &str,
    options: Options,
    folder: &Path,
    (processes, draws, killed, took): (u64, u64, u64, Duration),
) {
    let store = open(url, options).unwrap();
    let mut kept: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut after = 0;
    loop {
        let chunk = store.movements(None, after).unwrap();
        let Some(last) = chunk.last() else { break };
        after = last.id;
        for movement in chunk.into_iter().filter(|movement| movement.kind == "draw") {
            let drawn = movement.parts.iter().map(|part| part.drawn).sum();
            assert!(kept.insert(movement.key.clone(), (movement.id, drawn)).is_none(), "{} twice", movement.key);
        }
    }
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    let (mut acknowledged, mut refused) = (0, 0);
    for process in 0..processes {
        let notes = std::fs::read_to_string(folder.join(format!("notes-{process}"))).unwrap();
        for line in notes.lines() {
            let Some((key, answer)) = line.split_once(' ') else { continue };
            if answer == "refused" {
                refused += 1;
                continue;
            }
            if let Some(before) = told.insert(key.to_owned(), answer.to_owned()) {
                assert_eq!(before, answer, "key {key} was answered twice differently");
            }
            let (id, drawn) = kept.get(key).unwrap_or_else(|| panic!("{key} was acknowledged and is lost"));
            let n: u64 = key.split_once('-').unwrap().1.parse().unwrap();
            assert_eq!((id.to_string().as_str(), *drawn), (answer, grams(process, n) as i64));
            acknowledged += 1;
        }
    }
    let limit = store.licence(LICENCE).unwrap().unwrap().licence.limits[0].clone();
    assert_eq!(limit.drawn, kept.values().map(|(_, drawn)| drawn).sum::<i64>());
    assert!(limit.drawn <= limit.granted && limit.granted == 1_000_000);
    let report = store.check().unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    println!(
        "{name}: {processes} processes × {draws} draws, {killed} kills, {:.0} s: {} movements, {acknowledged} acknowledged, 0 lost, \
         {refused} refused, drawn {} of {} g, log of {} entries sound",
        took.as_secs_f64(),
        kept.len(),
        limit.drawn,
        limit.granted,
        report.entries
    );
    assert!(kept.len() as u64 >= (processes * draws).min(300_000) || refused > 0);
}

#[test]
#[ignore = "slow: kills processes"]
fn sqlite_storm() {
    let folder = tempfile::tempdir().unwrap();
    storm("SQLite", &format!("sqlite:{}/store.db", folder.path().display()), &folder.path().join("log.key"));
}

#[test]
#[ignore = "slow: kills processes"]
fn postgres_storm() {
    let mut cluster = cluster::Cluster::start();
    let url = cluster.database();
    let folder = tempfile::tempdir().unwrap();
    storm("PostgreSQL", &url, &folder.path().join("log.key"));
}
