//! `exeat lists add | update | show | diff`.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::{Args, Subcommand};
use exeat_lists::list::FILE_BYTES_MAX;
use exeat_lists::snapshot::{Pointer, Store, difference};
use exeat_lists::{LISTS, List, Source};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::output;
use crate::status::{Done, Failure};

/// Lists cannot be read or written, or a file was refused.
pub(crate) const LISTS_STATUS: u8 = 5;

/// Official party lists as snapshots: immutable, named by digest.
#[derive(Debug, Subcommand)]
pub(crate) enum Lists {
    /// Reads a list's file and makes it the current snapshot.
    Add(Add),
    /// Reads a newer file of a list that is kept already.
    Update(Add),
    /// Shows the lists that are kept, or one of them, and those that can be read.
    Show(Show),
    /// Says which parties a file, or another snapshot, would add, remove and change.
    Diff(Diff),
}

/// Where snapshots are kept.
#[derive(Debug, Clone, Args)]
pub(crate) struct StoreArgs {
    /// The folder of list snapshots.
    #[arg(long, value_name = "DIR", env = "EXEAT_LISTS", default_value = "exeat-lists")]
    pub(crate) store: PathBuf,
}

/// Adds a list.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat lists add consolidated.json --list us-csl --as-of 2026-11-23
  exeat lists add refused.jsonl --list own-refused")]
pub(crate) struct Add {
    /// The file as published; files that belong to it are looked for beside it.
    file: PathBuf,
    /// The list: an id that `exeat lists show` prints, or `own-…` or `ftm-…` for one in FollowTheMoney form.
    #[arg(long, value_name = "ID")]
    list: String,
    /// The day on which the list stood so; today if not given.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Accept the file though it loses more parties than this list ever does at once.
    #[arg(long)]
    allow_loss: bool,
    #[command(flatten)]
    store: StoreArgs,
}

/// Shows lists.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The list; all if none is named.
    list: Option<String>,
    #[command(flatten)]
    store: StoreArgs,
}

/// Compares a list with another file or snapshot.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The list.
    list: String,
    /// A file as published, or the digest of a snapshot.
    with: String,
    #[command(flatten)]
    store: StoreArgs,
}

/// Carries out the command.
pub(crate) fn run(lists: &Lists) -> Done {
    let said = match lists {
        Lists::Add(add) => add_list(add, false),
        Lists::Update(add) => add_list(add, true),
        Lists::Show(show) => show_lists(show),
        Lists::Diff(diff) => diff_list(diff),
    };
    match said {
        Ok(text) => output::write(&text).map(|()| 0),
        Err(error) => refused(&error),
    }
}

/// Says why on standard error; the status of lists.
fn refused(error: &anyhow::Error) -> Result<u8, Failure> {
    eprintln!("error: {error:#}");
    Ok(LISTS_STATUS)
}

fn known(id: &str) -> anyhow::Result<&'static dyn List> {
    exeat_lists::list(id).ok_or_else(|| {
        let ids: Vec<&str> = LISTS.iter().map(|list| list.id()).collect();
        anyhow!("no list `{id}` is known; write one of {}, or `own-NAME` for a list of your own", ids.join(", "))
    })
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let size = std::fs::metadata(path).with_context(|| format!("`{}` cannot be read", path.display()))?.len();
    if size > FILE_BYTES_MAX {
        bail!("`{}` has {} MiB, more than {} MiB", path.display(), size >> 20, FILE_BYTES_MAX >> 20);
    }
    std::fs::read(path).with_context(|| format!("`{}` cannot be read", path.display()))
}

/// Reads a file with those beside it that belong to it.
fn read(list: &dyn List, path: &Path) -> anyhow::Result<(Vec<u8>, exeat_lists::Reading)> {
    let main = bytes(path)?;
    let mut beside = Vec::new();
    for name in list.companions() {
        let companion = path.with_file_name(name);
        if companion.exists() {
            beside.push(((*name).to_owned(), bytes(&companion)?));
        }
    }
    let reading = list.read(Source { main: &main, beside: &beside });
    Ok((main, reading))
}

fn add_list(add: &Add, update: bool) -> anyhow::Result<String> {
    let list = known(&add.list)?;
    let store = Store::new(&add.store.store);
    let before = store.current(&add.list)?;
    if update && before.is_none() {
        bail!("`{}` is not kept yet; `exeat lists add` begins it", add.list);
    }
    let (main, reading) = read(list, &add.file)?;
    let as_of = add.as_of.unwrap_or_else(today);
    let pointer = store.add(list, &add.list, reading, &main, as_of, add.allow_loss)?;
    let change = match before {
        Some(before) if before.digest == pointer.digest => ", unchanged".to_owned(),
        Some(before) => format!(", before {} of {}", before.count, before.as_of),
        None => String::new(),
    };
    Ok(format!("{}{change}\n", line(&pointer)))
}

fn line(pointer: &Pointer) -> String {
    let digest: String = pointer.digest.chars().take(12).collect();
    format!("{:<14} {:>7} parties  as of {}  {digest}", pointer.list, pointer.count, pointer.as_of)
}

fn show_lists(show: &Show) -> anyhow::Result<String> {
    let store = Store::new(&show.store.store);
    let mut text = String::new();
    let today = today();
    for pointer in store.lists()?.iter().filter(|pointer| show.list.as_ref().is_none_or(|id| *id == pointer.list)) {
        text.push_str(&line(pointer));
        text.push_str(if is_stale(pointer, today) { "  stale\n" } else { "\n" });
    }
    if let Some(id) = &show.list {
        let list = known(id)?;
        text.push_str(&format!("{}: {}; stale after {} days\n", list.id(), list.title(), list.stale_after_days()));
        if store.current(id)?.is_none() {
            bail!("`{id}` is not kept: `exeat lists add FILE --list {id}`");
        }
        return Ok(text);
    }
    text.push_str("can be read:\n");
    for list in LISTS {
        text.push_str(&format!("  {:<12} {}\n", list.id(), list.title()));
    }
    Ok(text)
}

/// Today, by UTC.
pub(crate) fn today() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

/// Whether a snapshot is older than its list may become.
pub(crate) fn is_stale(pointer: &Pointer, today: Date) -> bool {
    let days = exeat_lists::list(&pointer.list).map_or(0, |list| i64::from(list.stale_after_days()));
    today.since(pointer.as_of).map_or(true, |age| i64::from(age.get_days()) > days)
}

fn diff_list(diff: &Diff) -> anyhow::Result<String> {
    let list = known(&diff.list)?;
    let store = Store::new(&diff.store.store);
    let pointer = store.current(&diff.list)?.ok_or_else(|| anyhow!("`{}` is not kept", diff.list))?;
    let old = store.parties(&diff.list, &pointer.digest)?;
    let path = Path::new(&diff.with);
    let new = if path.exists() { read(list, path)?.1.parties } else { store.parties(&diff.list, &diff.with)? };
    let found = difference(&old, &new);
    let mut text = String::new();
    for (sign, ids) in [('+', &found.added), ('-', &found.removed), ('~', &found.changed)] {
        for id in ids {
            text.push_str(&format!("{sign} {id}\n"));
        }
    }
    text.push_str(&format!(
        "{} added, {} removed, {} changed\n",
        found.added.len(),
        found.removed.len(),
        found.changed.len()
    ));
    Ok(text)
}
