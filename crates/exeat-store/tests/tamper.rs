//! An exported log, altered in every way on a small one and at random on a large one: each is found.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use exeat_store::audit::{
    Checkpoint, SigningFile, VerifyingKey, consistency, export, inclusion, leaf_hash, open_note, root_of, sign,
    tiles_of, verify_consistency, verify_inclusion, verify_since, verify_tiles,
};
use support::Dice;

struct Log {
    folder: tempfile::TempDir,
    key: SigningFile,
    entries: Vec<String>,
}

impl Log {
    fn new(size: usize) -> Log {
        let entries = (0..size).map(|n| format!("{{\"n\":{n},\"subject\":\"movement/{n}\"}}")).collect();
        let log = Log { folder: tempfile::tempdir().unwrap(), key: SigningFile::fresh("exeat/test").unwrap(), entries };
        export(log.folder.path(), &log.entries, &log.note(size)).unwrap();
        log
    }

    /// The checkpoint over the first entries.
    fn note(&self, size: usize) -> String {
        let leaves: Vec<_> = self.entries[..size].iter().map(|entry| leaf_hash(entry.as_bytes())).collect();
        let head = Checkpoint { origin: "exeat/test".into(), size: size as u64, root: root_of(&leaves) };
        sign(&head, &self.key)
    }

    fn keys(&self) -> [VerifyingKey; 1] {
        [self.key.public()]
    }

    fn fails(&self) -> bool {
        verify_tiles(self.folder.path(), &self.keys()).is_err()
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let paths = tiles_of(&self.entries).into_keys().chain(["checkpoint".to_owned()]);
        paths
            .map(|path| (self.folder.path().join(&path), std::fs::read(self.folder.path().join(path)).unwrap()))
            .collect()
    }
}

#[test]
fn bits_flipped_in_a_small_log_are_found() {
    assert!(flip(97) > 50);
}

#[test]
#[ignore = "slow: a signature is checked for every bit"]
fn every_bit_flipped_in_a_small_log_is_found() {
    assert!(flip(1) > 5_000);
}

/// Flips every so-manieth bit of every file; how many were flipped, and found.
fn flip(stride: usize) -> usize {
    let log = Log::new(9);
    assert!(!log.fails());
    let mut flipped = 0;
    for (path, bytes) in log.files() {
        for i in (0..bytes.len() * 8).step_by(stride) {
            let mut altered = bytes.clone();
            altered[i / 8] ^= 1 << (i % 8);
            std::fs::write(&path, &altered).unwrap();
            assert!(log.fails(), "bit {i} of {}", path.display());
            flipped += 1;
        }
        std::fs::write(&path, &bytes).unwrap();
    }
    assert!(!log.fails());
    println!("{flipped} bits flipped, all found");
    flipped
}

/// The log's entries altered by somebody who rewrites every tile to fit, but has no key.
fn rewritten(log: &Log, entries: &[String], note: &str) -> bool {
    // A log cut to nothing has no tiles.
    let _ = std::fs::remove_dir_all(log.folder.path().join("tile"));
    export(log.folder.path(), entries, note).unwrap();
    log.fails()
}

#[test]
fn every_entry_dropped_swapped_repeated_or_cut_is_found() {
    let size = 12;
    let log = Log::new(size);
    let note = log.note(size);
    for i in 0..size {
        let altered = |change: &dyn Fn(&mut Vec<String>)| {
            let mut entries = log.entries.clone();
            change(&mut entries);
            rewritten(&log, &entries, &note)
        };
        assert!(altered(&|entries| drop(entries.remove(i))), "{i} dropped");
        assert!(altered(&|entries| entries.insert(i, entries[i].clone())), "{i} repeated");
        assert!(altered(&|entries| entries.truncate(i)), "cut at {i}");
        assert!(altered(&|entries| entries[i].push(' ')), "{i} altered");
        for j in 0..i {
            assert!(altered(&|entries| entries.swap(i, j)), "{i} and {j} swapped");
        }
    }
    assert!(!rewritten(&log, &log.entries, &note), "unaltered it stands");
}

#[test]
fn a_log_cut_back_to_an_older_checkpoint_is_found_by_whoever_holds_a_newer_one() {
    let log = Log::new(20);
    let newer = log.note(20);
    assert!(!rewritten(&log, &log.entries[..13], &log.note(13)), "by itself the older log stands");
    let proven = verify_tiles(log.folder.path(), &log.keys()).unwrap();
    assert!(verify_since(&proven, &newer, &log.keys()).is_err());
    assert_eq!(verify_since(&proven, &log.note(7), &log.keys()).unwrap().size, 7);
    let mut other = log.entries.clone();
    other[3] = "{}".into();
    let forged =
        Log { folder: tempfile::tempdir().unwrap(), key: SigningFile::fresh("exeat/test").unwrap(), entries: other };
    assert!(open_note(&forged.note(20), &log.keys()).is_err(), "another key of the same name");
}

#[test]
#[ignore = "slow: a large log is read again and again"]
fn random_damage_to_a_large_log_is_found() {
    let log = Log::new(3_000);
    let files = log.files();
    let names: Vec<&PathBuf> = files.keys().collect();
    let mut dice = Dice(7);
    for _ in 0..400 {
        let path = names[dice.below(names.len() as u64) as usize];
        let mut bytes = files[path].clone();
        match dice.below(3) {
            0 => {
                let i = dice.below(bytes.len() as u64 * 8) as usize;
                bytes[i / 8] ^= 1 << (i % 8);
            }
            1 => bytes.truncate(dice.below(bytes.len() as u64) as usize),
            _ => bytes.push(dice.below(256) as u8),
        }
        std::fs::write(path, &bytes).unwrap();
        assert!(log.fails(), "{}", path.display());
        std::fs::write(path, &files[path]).unwrap();
    }
    std::fs::write(log.folder.path().join("tile/0/stray"), b"").unwrap();
    assert!(log.fails(), "a file too many");
}

#[test]
fn proofs_of_a_large_log_hold_and_fall() {
    let log = Log::new(1_000);
    let leaves: Vec<_> = log.entries.iter().map(|entry| leaf_hash(entry.as_bytes())).collect();
    let root = root_of(&leaves);
    let mut dice = Dice(11);
    for _ in 0..200 {
        let n = dice.below(1_000) as usize;
        let mut proof = inclusion(n, &leaves);
        assert!(verify_inclusion(&proof, n as u64, leaves[n], 1_000, &root));
        let step = dice.below(proof.len() as u64) as usize;
        proof[step][dice.below(32) as usize] ^= 1 << dice.below(8);
        assert!(!verify_inclusion(&proof, n as u64, leaves[n], 1_000, &root));
        let old = dice.below(998) as usize + 1;
        let (mut proof, old_root) = (consistency(old, &leaves), root_of(&leaves[..old]));
        assert!(verify_consistency(&proof, (old as u64, &old_root), (1_000, &root)));
        let step = dice.below(proof.len() as u64) as usize;
        proof[step][dice.below(32) as usize] ^= 1 << dice.below(8);
        assert!(!verify_consistency(&proof, (old as u64, &old_root), (1_000, &root)));
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
#[ignore = "slow: runs Python"]
fn the_python_verifier_agrees() {
    let verifier = repository().join("docs/verify.py");
    assert!(std::fs::read_to_string(&verifier).unwrap().lines().count() < 100);
    let log = Log::new(9);
    let older = log.folder.path().with_extension("older");
    std::fs::write(&older, log.note(4)).unwrap();
    let run = |older: Option<&Path>| {
        let mut command = Command::new("python3");
        command.arg(&verifier).arg(log.folder.path()).arg(log.key.public().to_string()).args(older);
        command.output().unwrap().status.success()
    };
    assert!(run(None) && run(Some(&older)));
    // Every bit of every file, in one Python.
    let script = format!(
        "import sys; sys.path.insert(0, {:?}); import verify, pathlib\n\
         folder = pathlib.Path({:?}); keys = verify.keys_of({:?}); n = 0\n\
         for file in [f for f in folder.rglob('*') if f.is_file()]:\n\
         \x20   whole = file.read_bytes()\n\
         \x20   for i in range(0, len(whole) * 8):\n\
         \x20       altered = bytearray(whole); altered[i // 8] ^= 1 << i % 8; file.write_bytes(altered); n += 1\n\
         \x20       try: verify.verify(folder, keys); sys.exit('bit %d of %s is not found' % (i, file))\n\
         \x20       except Exception: pass\n\
         \x20   file.write_bytes(whole)\n\
         print(n, 'bits flipped, all found by Python')\n\
         assert verify.verify(folder, keys) == 9\n",
        repository().join("docs").display().to_string(),
        log.folder.path().display().to_string(),
        log.key.public().to_string(),
    );
    let output = Command::new("python3").args(["-B", "-c", &script]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    println!("{}", String::from_utf8_lossy(&output.stdout).trim());
}

#[test]
#[ignore = "slow: runs Go"]
fn a_strangers_tool_agrees() {
    let log = Log::new(1_000);
    std::fs::write(log.folder.path().join("older"), log.note(333)).unwrap();
    let go = |note: &str| {
        let mut command = Command::new("go");
        command
            .env("GO111MODULE", "off")
            .env("GOPATH", "/usr/share/gocode")
            .env("GOCACHE", std::env::temp_dir().join("exeat-go"));
        command.arg("run").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stranger/check.go"));
        let output = command.arg(log.folder.path()).arg(log.key.public().to_string()).arg(note).output().unwrap();
        println!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        output.status.success()
    };
    assert!(go("older"));
    let path = log.folder.path().join("tile/0/001");
    let mut tile = std::fs::read(&path).unwrap();
    tile[70] ^= 4;
    std::fs::write(&path, tile).unwrap();
    assert!(!go("older"), "and it sees a flipped bit");
}
