//! Disks that fail: a torn last page, a limit on the size of files, a file that may not be written. Each is said, nothing
//! acknowledged is lost, and the same key asked again gives one movement.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use exeat_store::{Options, Replayed, StoreError, open, open_to_read};
use support::*;

const PAGE_BYTES: usize = 4_096;
/// Header of a write-ahead log, and of each page in it.
const LOG_HEAD_BYTES: usize = 32;
const FRAME_HEAD_BYTES: usize = 24;

fn url(folder: &Path) -> String {
    format!("sqlite:{}/store.db", folder.display())
}

fn drawn(folder: &Path) -> i64 {
    let store = open(&url(folder), still()).unwrap();
    assert!(store.check().unwrap().faults.is_empty());
    store.licence("L").unwrap().unwrap().licence.limits[0].drawn
}

/// The store's files as they lie on the disk while it is open: what a power cut would leave.
fn snapshot(from: &Path, to: &Path) -> PathBuf {
    for name in ["store.db", "store.db-wal", "store.db.key"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
    to.join("store.db-wal")
}

#[test]
fn a_torn_last_page_of_the_log_loses_the_last_draw_whole_and_its_key_gives_one_movement() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&url(folder.path()), still()).unwrap();
    grant(&*store, "L", &terms("general", "5 kg"));
    store.write(vec![draw("a", "L", "2 kg")]).unwrap().unwrap();
    let before = std::fs::metadata(folder.path().join("store.db-wal")).unwrap().len() as usize;
    store.write(vec![draw("b", "L", "1 kg")]).unwrap().unwrap();
    let after = std::fs::metadata(folder.path().join("store.db-wal")).unwrap().len() as usize;
    let frame = PAGE_BYTES + FRAME_HEAD_BYTES;
    assert!(after > before && (after - LOG_HEAD_BYTES).is_multiple_of(frame), "{before} {after}");
    let (mut torn, mut dice) = (0, Dice(0x70_41));
    for cut in (before + 1..after).step_by(509) {
        for garbled in [false, true] {
            let copy = tempfile::tempdir().unwrap();
            let log = snapshot(folder.path(), copy.path());
            let mut bytes = std::fs::read(&log).unwrap();
            match garbled {
                // The sectors behind the cut hold what lay there before.
                true => bytes[cut..after].iter_mut().for_each(|byte| *byte = dice.below(256) as u8),
                false => bytes.truncate(cut),
            }
            std::fs::write(&log, bytes).unwrap();
            assert_eq!(drawn(copy.path()), 2_000, "cut at {cut}: all of the draw or nothing");
            let again = open(&url(copy.path()), still()).unwrap();
            for replayed in [Replayed::No, Replayed::Yes] {
                assert_eq!(again.write(vec![draw("b", "L", "1 kg")]).unwrap().unwrap()[0].replayed, replayed);
            }
            drop(again);
            assert_eq!(drawn(copy.path()), 3_000);
            torn += 1;
        }
    }
    assert!(torn > 20, "{torn}");
    println!("write-ahead log torn at {torn} places: the draw was there whole or not at all");
}

#[test]
fn a_torn_page_of_the_file_is_found_and_nothing_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&url(folder.path()), still()).unwrap();
    grant(&*store, "L", &terms("general", "5 kg"));
    (0..200).for_each(|n| drop(store.write(vec![draw(&format!("k{n}"), "L", "1 g")]).unwrap().unwrap()));
    drop(store);
    let file = folder.path().join("store.db");
    let whole = std::fs::read(&file).unwrap();
    let (mut found, mut unsaid, pages) = (0, Vec::new(), whole.len() / PAGE_BYTES);
    for page in 1..pages {
        let mut bytes = whole.clone();
        let from = page * PAGE_BYTES;
        // The first half was written, the second was not.
        bytes[from + PAGE_BYTES / 2..from + PAGE_BYTES].fill(0);
        if bytes == whole {
            continue;
        }
        std::fs::write(&file, &bytes).unwrap();
        let faults = match open_to_read(&url(folder.path())) {
            Err(_) => true,
            Ok(store) => store.check().map_or(true, |report| !report.faults.is_empty()),
        };
        match faults {
            true => found += 1,
            false => unsaid.push(page),
        }
    }
    assert!(found > 10 && unsaid.is_empty(), "{found} found, pages {unsaid:?} of {pages} not");
    println!("{found} pages torn, all found");
}

/// The child: draws until the store fails, and tells after how many and why.
#[test]
#[ignore = "a child of the tests on disks"]
fn child() {
    let Ok(url) = std::env::var("EXEAT_DISK_URL") else { return };
    let options = Options { patience: Duration::ZERO, ..still() };
    let store = match open(&url, options) {
        Ok(store) => store,
        Err(error) => return println!("TOLD 0 {error}"),
    };
    for n in 0..100_000 {
        match store.write(vec![draw(&format!("k{n}"), "L", "1 g")]) {
            Ok(outcome) => drop(outcome.unwrap()),
            Err(error) => {
                let kind =
                    if matches!(error, StoreError::Full(_) | StoreError::Unconfirmed(_)) { "TOLD" } else { "ELSE" };
                return println!("{kind} {n} {error}");
            }
        }
    }
}

fn told(output: &Output) -> (i64, String) {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|line| line.split_once("TOLD ")).map(|(_, told)| told.to_owned());
    let line = line.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    let (count, error) = line.split_once(' ').unwrap();
    (count.parse().unwrap(), error.to_owned())
}

#[test]
fn a_file_that_may_not_grow_is_said_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    grant(&*open(&url(folder.path()), still()).unwrap(), "L", &terms("general", "900 kg"));
    // The shell refuses the signal that a file beyond its limit would bring, and limits files to 512 KiB.
    let script = r#"trap "" XFSZ; ulimit -f 512; exec "$0" child --exact --ignored --nocapture --test-threads=1"#;
    let mut command = Command::new("bash");
    command.args(["-c", script]).arg(std::env::current_exe().unwrap()).env("EXEAT_DISK_URL", url(folder.path()));
    let (acknowledged, error) = told(&command.output().unwrap());
    assert!(acknowledged > 10 && error.contains("repeat with the same key"), "{acknowledged}: {error}");
    assert_eq!(drawn(folder.path()), acknowledged);
    let store = open(&url(folder.path()), still()).unwrap();
    for replayed in [Replayed::No, Replayed::Yes] {
        let key = format!("k{acknowledged}");
        assert_eq!(store.write(vec![draw(&key, "L", "1 g")]).unwrap().unwrap()[0].replayed, replayed);
    }
    drop(store);
    assert_eq!(drawn(folder.path()), acknowledged + 1);
    println!("files limited: {acknowledged} draws acknowledged, then `{error}`; the same key then gave one movement");
}

#[test]
fn a_file_that_may_not_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    grant(&*open(&url(folder.path()), still()).unwrap(), "L", &terms("general", "1 kg"));
    let allow = |name: &str, mode| {
        std::fs::set_permissions(folder.path().join(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let program = folder.path().join("program");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    ["store.db", "store.db.key"].iter().for_each(|name| allow(name, 0o444));
    ["program", ""].iter().for_each(|name| allow(name, 0o555));
    let root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap()) == 0;
    // Whoever may do everything may write everything: the child is nobody then.
    let mut command = if root { Command::new("setpriv") } else { Command::new(&program) };
    if root {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
    }
    command.args(["child", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    let output = command.env("EXEAT_DISK_URL", url(folder.path())).current_dir("/").output().unwrap();
    allow("", 0o755);
    let (acknowledged, error) = told(&output);
    assert!(acknowledged == 0 && error.contains("cannot be written"), "{error}");
    ["store.db", "store.db.key"].iter().for_each(|name| allow(name, 0o644));
    assert_eq!(drawn(folder.path()), 0);
}
