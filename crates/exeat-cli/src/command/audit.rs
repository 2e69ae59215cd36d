//! `exeat audit`: the log exported, proved and checked.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use exeat_store::audit::{
    Hash, VerifyingKey, consistency, export, inclusion, leaf_hash, open_note, verify_since, verify_tiles,
};
use exeat_store::{Store, hex};

use crate::command::ledger::{Fault, StoreArgs};
use crate::status::{Done, Failure};

/// Exports, proves and checks the audit log.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[command(flatten)]
    at: StoreArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Checks an exported log with the public key alone; needs no store.
    Verify {
        /// The folder of the export.
        folder: PathBuf,
        /// The public key, or a file of public keys, one a line.
        #[arg(long, value_name = "KEY")]
        public: String,
        /// An older checkpoint: shows that nothing it covered was changed since.
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
    },
    /// Writes the log to a folder as C2SP tiles: static files.
    Export {
        /// The folder to write.
        folder: PathBuf,
    },
    /// Proves that one entry is in the log, or that the log goes on from an older size.
    Prove {
        /// The entry's place in the log.
        #[arg(long, value_name = "N", required_unless_present = "since", conflicts_with = "since")]
        entry: Option<u64>,
        /// The older size.
        #[arg(long, value_name = "SIZE")]
        since: Option<u64>,
    },
    /// Prints the newest checkpoint.
    Checkpoint,
    /// Prints the public keys, oldest first.
    Keys,
    /// Hands over to a new key; the checkpoint of that moment bears both signatures.
    Rotate {
        /// The new key's file; named with `--key` from then on.
        file: PathBuf,
    },
}

pub(crate) fn run(audit: &Audit) -> Done {
    let out = &mut std::io::stdout().lock();
    match &audit.what {
        What::Verify { folder, public, since } => return verify(folder, public, since.as_deref(), out),
        What::Export { folder } => {
            let store = audit.at.open_to_read()?;
            let (note, entries) = signed(&*store)?;
            let files = export(folder, &entries, &note)?;
            writeln!(out, "{} entries in {files} files, and the checkpoint", entries.len())?;
        }
        What::Prove { entry, since } => prove(&*audit.at.open_to_read()?, *entry, *since, out)?,
        What::Checkpoint => write!(out, "{}", audit.at.open_to_read()?.checkpoint()?)?,
        What::Keys => {
            for key in audit.at.open_to_read()?.keys()? {
                writeln!(out, "{key}")?;
            }
        }
        What::Rotate { file } => {
            let note = audit.at.open(&audit.at.law()?)?.rotate(file, &audit.at.by)?;
            write!(out, "{note}")?;
            writeln!(out, "\nfrom now on: --key {}", file.display())?;
        }
    }
    Ok(0)
}

/// The newest checkpoint and the entries that it covers.
fn signed(store: &dyn Store) -> Result<(String, Vec<String>), Failure> {
    let note = store.checkpoint()?;
    let head = open_note(&note, &store.keys()?).map_err(Fault::input)?;
    let size = usize::try_from(head.size).map_err(Fault::input)?;
    let mut entries: Vec<String> = Vec::with_capacity(size);
    while entries.len() < size {
        let from = u64::try_from(entries.len()).map_err(Fault::input)?;
        let chunk = store.entries(from)?;
        if chunk.is_empty() {
            return Err(Fault::refused(format!("{size} entries were signed, and only {from} are there")).into());
        }
        entries.extend(chunk);
    }
    entries.truncate(size);
    Ok((note, entries))
}

fn prove(store: &dyn Store, entry: Option<u64>, since: Option<u64>, out: &mut dyn Write) -> Result<(), Failure> {
    let (note, entries) = signed(store)?;
    let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry.as_bytes())).collect();
    let place = |n: u64| {
        usize::try_from(n)
            .ok()
            .filter(|n| *n < leaves.len())
            .ok_or_else(|| Fault::input(format!("the log has {} entries", leaves.len())))
    };
    let proof = match (entry, since) {
        (Some(n), _) => {
            let n = place(n)?;
            writeln!(out, "{}", entries.get(n).map_or("", String::as_str))?;
            inclusion(n, &leaves)
        }
        (None, older) => consistency(place(older.unwrap_or(0))?, &leaves),
    };
    for hash in proof {
        writeln!(out, "{}", hex(&hash))?;
    }
    write!(out, "\n{note}")?;
    Ok(())
}

fn verify(folder: &Path, public: &str, since: Option<&Path>, out: &mut dyn Write) -> Done {
    let text = std::fs::read_to_string(public).unwrap_or_else(|_| public.to_owned());
    let keys: Vec<VerifyingKey> = text.lines().filter_map(VerifyingKey::parse).collect();
    if keys.is_empty() {
        return Err(Fault::input(format!("`{public}` holds no public key; `exeat audit keys` prints them")).into());
    }
    let proven = match verify_tiles(folder, &keys) {
        Ok(proven) => proven,
        Err(error) => return Err(Fault::refused(format!("the log is not as it was signed: {error}")).into()),
    };
    writeln!(out, "{} entries, all as signed by {}", proven.checkpoint.size, proven.checkpoint.origin)?;
    if let Some(path) = since {
        let older =
            std::fs::read_to_string(path).map_err(|error| Fault::input(format!("`{}`: {error}", path.display())))?;
        let older = verify_since(&proven, &older, &keys).map_err(Fault::refused)?;
        writeln!(out, "and its first {} are those of the older checkpoint", older.size)?;
    }
    Ok(0)
}
