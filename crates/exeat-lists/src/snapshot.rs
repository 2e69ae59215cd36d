//! Snapshots: a list as it stood, its bytes named by their digest, never edited. "Current" is a pointer.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::list::{List, LoadError, Reading};
use crate::party::Party;

/// Form of the pointer file.
const POINTER_FORM: u32 = 1;

/// Which snapshot of a list is current.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// Form of this record.
    pub form: u32,
    /// The list.
    pub list: String,
    /// SHA-256 of the snapshot's bytes, in hexadecimal.
    pub digest: String,
    /// The day that the list was as it is here.
    pub as_of: Date,
    /// Number of parties.
    pub count: usize,
    /// SHA-256 of the file that it was read from.
    pub source_digest: String,
}

/// What a store of snapshots could not do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system refused.
    #[error("cannot {action} `{path}`: {cause}")]
    File {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: String,
        /// Why not.
        cause: std::io::Error,
    },
    /// What stands there is not what was written.
    #[error("`{path}` is damaged: {why}; add the list again")]
    Damaged {
        /// Where.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// The file was refused.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// Parties that a snapshot has and another has not, or has otherwise; ids, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// New.
    pub added: Vec<String>,
    /// Gone.
    pub removed: Vec<String>,
    /// The record differs.
    pub changed: Vec<String>,
}

/// A folder of snapshots.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// A store in this folder, which need not exist yet.
    pub fn new(folder: impl Into<PathBuf>) -> Store {
        Store { folder: folder.into() }
    }

    /// Checks what was read, writes a snapshot and makes it current.
    pub fn add(
        &self,
        list: &dyn List,
        id: &str,
        reading: Reading,
        file: &[u8],
        as_of: Date,
        allow_loss: bool,
    ) -> Result<Pointer, StoreError> {
        let before = self.current(id)?.map(|pointer| pointer.count);
        let parties = check(list, id, reading, before.filter(|_| !allow_loss))?;
        let bytes = canonical(&parties);
        let digest = hex(&Sha256::digest(&bytes));
        let pointer = Pointer {
            form: POINTER_FORM,
            list: id.to_owned(),
            digest: digest.clone(),
            as_of,
            count: parties.len(),
            source_digest: hex(&Sha256::digest(file)),
        };
        let folder = self.folder.join(id);
        fs::create_dir_all(&folder).map_err(|cause| failed("create", &folder, cause))?;
        write(&folder.join(format!("{digest}.jsonl")), &bytes)?;
        let pointer_text = serde_json::to_string(&pointer).unwrap_or_default() + "\n";
        write(&folder.join("current.json"), pointer_text.as_bytes())?;
        Ok(pointer)
    }

    /// The current snapshot of a list, if it has one.
    pub fn current(&self, id: &str) -> Result<Option<Pointer>, StoreError> {
        let path = self.folder.join(id).join("current.json");
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|cause| StoreError::Damaged { path: path.display().to_string(), why: cause.to_string() }),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(failed("read", &path, cause)),
        }
    }

    /// Lists that have a current snapshot, sorted by id.
    pub fn lists(&self) -> Result<Vec<Pointer>, StoreError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(failed("read", &self.folder, cause)),
        };
        let mut ids: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        ids.sort();
        let mut pointers = Vec::new();
        for id in ids {
            pointers.extend(self.current(&id)?);
        }
        Ok(pointers)
    }

    /// The parties of a snapshot. Its bytes are checked against its name: a shortened or changed file is an
    /// error, never a shorter list.
    pub fn parties(&self, id: &str, digest: &str) -> Result<Vec<Party>, StoreError> {
        let path = self.folder.join(id).join(format!("{digest}.jsonl"));
        let damaged = |why: String| StoreError::Damaged { path: path.display().to_string(), why };
        let bytes = fs::read(&path).map_err(|cause| failed("read", &path, cause))?;
        if hex(&Sha256::digest(&bytes)) != digest {
            return Err(damaged("its bytes are not those that its name was made of".to_owned()));
        }
        let text = std::str::from_utf8(&bytes).map_err(|cause| damaged(cause.to_string()))?;
        text.lines().map(|line| serde_json::from_str(line).map_err(|cause| damaged(cause.to_string()))).collect()
    }
}

/// Refuses what is broken, foreign or shrunk.
fn check(list: &dyn List, id: &str, reading: Reading, before: Option<usize>) -> Result<Vec<Party>, LoadError> {
    let name = || id.to_owned();
    if !reading.unknown.is_empty() {
        return Err(LoadError::Unknown { list: name(), columns: reading.unknown.join(", ") });
    }
    if let Some(first) = reading.faults.first() {
        return Err(LoadError::Faults { list: name(), count: reading.faults.len(), first: first.clone() });
    }
    let (least, most) = list.count_bounds();
    let count = reading.parties.len();
    if !(least..=most).contains(&count) {
        return Err(LoadError::Count { list: name(), count, least, most });
    }
    let kept_min = |before: usize| before.saturating_sub(before * list.loss_max() as usize / 1000);
    if let Some(before) = before.filter(|before| count < kept_min(*before)) {
        return Err(LoadError::Loss { list: name(), before, after: count, allowed: list.loss_max() });
    }
    let mut parties = reading.parties;
    parties.sort_by(|a, b| a.id.cmp(&b.id));
    let twice = parties.iter().zip(parties.iter().skip(1)).find(|(a, b)| a.id == b.id);
    match twice {
        Some((party, _)) => Err(LoadError::Twice { list: name(), id: party.id.clone() }),
        None => Ok(parties),
    }
}

/// One party a line, sorted by id: the bytes that name a snapshot.
pub fn canonical(parties: &[Party]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parties.len() * 200);
    for party in parties {
        bytes.extend(serde_json::to_vec(party).unwrap_or_default());
        bytes.push(b'\n');
    }
    bytes
}

/// What changed from one snapshot to another.
pub fn difference(old: &[Party], new: &[Party]) -> Difference {
    let by_id = |parties: &[Party]| -> BTreeMap<String, Party> {
        // The row in the file is no property of the party.
        parties.iter().map(|party| (party.id.clone(), Party { row: 0, ..party.clone() })).collect()
    };
    let (old, new) = (by_id(old), by_id(new));
    let mut difference = Difference::default();
    for (id, party) in &new {
        match old.get(id) {
            None => difference.added.push(id.clone()),
            Some(before) if before != party => difference.changed.push(id.clone()),
            Some(_) => {}
        }
    }
    difference.removed = old.keys().filter(|id| !new.contains_key(*id)).cloned().collect();
    difference
}

/// Writes beside the place and moves it there, so that no reader sees a half.
fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let beside = path.with_extension("new");
    let written = fs::File::create(&beside).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|cause| failed("write", &beside, cause))?;
    fs::rename(&beside, path).map_err(|cause| failed("move to", path, cause))
}

fn failed(action: &'static str, path: &Path, cause: std::io::Error) -> StoreError {
    StoreError::File { action, path: path.display().to_string(), cause }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
