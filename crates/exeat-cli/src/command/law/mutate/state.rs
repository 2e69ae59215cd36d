//! What a run of edits has found so far: one line an edit, in a file named after the rulebook.
//!
//! The first line says of which rulebook and which program; a file of another is begun anew.

use crate::status::Failure;
use anyhow::Context;
use exeat::assess::SEMANTICS;
use exeat::rulebook::{Edit, Rulebook};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file of one rulebook and regime.
pub(super) struct State {
    file: File,
    known: BTreeMap<String, Option<String>>,
}

impl State {
    /// The state of that rulebook; `fresh` forgets it.
    pub(super) fn open(
        folder: Option<&Path>,
        fresh: bool,
        rulebook: &Rulebook,
        regime: &str,
        all: &[Edit],
    ) -> Result<State, Failure> {
        let folder = folder.map_or_else(default_folder, Path::to_path_buf);
        let digest: String = rulebook.digest.trim_start_matches("sha256:").chars().take(16).collect();
        let path = folder.join(format!("mutate-{regime}-{digest}.jsonl"));
        let head = json!({
            "schema": "exeat.mutation_state/1",
            "rulebook": rulebook.digest,
            "regime": regime,
            "semantics": SEMANTICS,
            "program": program(),
            "edits": all.len(),
        });
        let open = || -> anyhow::Result<State> {
            fs::create_dir_all(&folder)?;
            let text = if fresh { String::new() } else { fs::read_to_string(&path).unwrap_or_default() };
            let known = known(&text, &head);
            let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
            if known.is_none() {
                file.set_len(0)?;
                writeln!(file, "{head}")?;
            } else if !text.ends_with('\n') {
                writeln!(file)?;
            }
            Ok(State { file, known: known.unwrap_or_default() })
        };
        open().with_context(|| format!("the state file `{}` cannot be kept", path.display())).map_err(Failure::Input)
    }

    /// Edits that an earlier run has tried.
    pub(super) fn known(&self, all: &[Edit]) -> Vec<super::Tried> {
        let of = |(at, edit): (usize, &Edit)| {
            self.known.get(&name(edit)).map(|by| super::Tried { edit: at, by: by.clone() })
        };
        all.iter().enumerate().filter_map(of).collect()
    }

    /// Keeps what came of an edit.
    pub(super) fn note(&mut self, edit: &Edit, by: Option<&str>) -> Result<(), Failure> {
        let line = json!([name(edit), by]);
        writeln!(self.file, "{line}").context("the state file cannot be written").map_err(Failure::Input)
    }
}

/// What was found, if the file is of the same head; a last line that was cut off is left out.
fn known(text: &str, head: &Value) -> Option<BTreeMap<String, Option<String>>> {
    let mut lines = text.lines();
    let first: Value = serde_json::from_str(lines.next()?).ok()?;
    let found = lines.filter_map(|line| serde_json::from_str::<(String, Option<String>)>(line).ok());
    (first == *head).then(|| found.collect())
}

fn name(edit: &Edit) -> String {
    format!("{}:{} {} {} | {} | {}", edit.path, edit.line, edit.kind.word(), edit.of, edit.was, edit.becomes)
}

/// The program by its length and the time of its build: another engine may answer otherwise.
fn program() -> String {
    let about = std::env::current_exe().and_then(fs::metadata);
    let length = about.as_ref().map_or(0, fs::Metadata::len);
    let built = about.ok().and_then(|about| about.modified().ok());
    let built = built.and_then(|built| jiff::Timestamp::try_from(built).ok()).map(|built| built.to_string());
    format!("{} {length} {}", env!("CARGO_PKG_VERSION"), built.unwrap_or_default())
}

fn default_folder() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    cache.or_else(home).unwrap_or_else(std::env::temp_dir).join("exeat")
}
