//! Checking an exported log with nothing but the export and the public key.

use std::collections::BTreeSet;
use std::path::Path;

use super::key::VerifyingKey;
use super::note::{Checkpoint, NoteError, open_note};
use super::tiles::{bundle_paths, entries_of, tiles_of};
use super::tree::{leaf_hash, root_of};

/// Most entries that are read into memory at once; at 300 bytes an entry this is 30 GB, past any log seen.
const SIZE_MAX: u64 = 100_000_000;

/// What is wrong with a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// The checkpoint is not believed.
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] NoteError),
    /// A file is missing, cannot be read, or has another length than it should.
    #[error("`{0}` is missing or damaged")]
    File(String),
    /// A file that does not belong to the log.
    #[error("`{0}` does not belong to this log")]
    Stray(String),
    /// The entries do not give the root that was signed.
    #[error("the entries do not give the root that was signed")]
    Root,
    /// A tile of hashes does not fit the entries.
    #[error("`{0}` does not fit the entries")]
    Tile(String),
    /// An older checkpoint is of another log, or of more entries than there are.
    #[error(
        "the older checkpoint is of {older} entries of `{origin}`, and the log has {size}: entries are missing or it is another log"
    )]
    Older {
        /// Size that was signed before.
        older: u64,
        /// Its origin.
        origin: String,
        /// Size now.
        size: u64,
    },
    /// What an older checkpoint covered has changed since.
    #[error("what the older checkpoint of {0} entries covered has been changed since")]
    Changed(u64),
}

/// What has been shown of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Its head.
    pub checkpoint: Checkpoint,
    /// Its entries, each canonical JSON.
    pub entries: Vec<String>,
}

/// Checks an exported log: signature, every entry against the root, every tile against the entries, no file too many.
pub fn verify_tiles(folder: &Path, keys: &[VerifyingKey]) -> Result<Proven, AuditError> {
    let note = std::fs::read_to_string(folder.join("checkpoint")).map_err(|_| AuditError::File("checkpoint".into()))?;
    let checkpoint = open_note(&note, keys)?;
    let size = usize::try_from(checkpoint.size.min(SIZE_MAX)).map_err(|_| AuditError::Root)?;
    let mut entries = Vec::new();
    for path in bundle_paths(size) {
        let bytes = std::fs::read(folder.join(&path)).map_err(|_| AuditError::File(path.clone()))?;
        entries.extend(entries_of(&bytes).ok_or(AuditError::File(path))?);
    }
    let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry.as_bytes())).collect();
    if u64::try_from(entries.len()) != Ok(checkpoint.size) || root_of(&leaves) != checkpoint.root {
        return Err(AuditError::Root);
    }
    let tiles = tiles_of(&entries);
    for (path, bytes) in &tiles {
        let found = std::fs::read(folder.join(path)).map_err(|_| AuditError::File(path.clone()))?;
        if found != *bytes {
            return Err(AuditError::Tile(path.clone()));
        }
    }
    let known: BTreeSet<&str> = tiles.keys().map(String::as_str).chain(["checkpoint"]).collect();
    match files_below(folder, folder).into_iter().find(|file| !known.contains(file.as_str())) {
        Some(stray) => Err(AuditError::Stray(stray)),
        None => Ok(Proven { checkpoint, entries }),
    }
}

/// Shows that a log goes on from an older checkpoint: nothing that it covered was changed, dropped or moved.
pub fn verify_since(proven: &Proven, older: &str, keys: &[VerifyingKey]) -> Result<Checkpoint, AuditError> {
    let older = open_note(older, keys)?;
    let covered = usize::try_from(older.size).ok().and_then(|size| proven.entries.get(..size));
    let covered = covered.filter(|_| older.origin == proven.checkpoint.origin).ok_or_else(|| AuditError::Older {
        older: older.size,
        origin: older.origin.clone(),
        size: proven.checkpoint.size,
    })?;
    let leaves: Vec<_> = covered.iter().map(|entry| leaf_hash(entry.as_bytes())).collect();
    if root_of(&leaves) == older.root { Ok(older) } else { Err(AuditError::Changed(older.size)) }
}

fn files_below(folder: &Path, top: &Path) -> Vec<String> {
    let Ok(list) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = list.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(files_below(&path, top));
        } else if let Ok(below) = path.strip_prefix(top) {
            found.push(below.to_string_lossy().into_owned());
        }
    }
    found
}
