//! Loads a rulebook from its files: bytes in, a [`Rulebook`] or all problems out.
//!
//! First everything is read as it stands (`shared`, `vocabulary`, `regime`, `act`, `block`, `entry` …), then every name
//! in it is looked up (`check`), last the limits that rules ask for are gathered per fact (`bounds`). No step stops at
//! the first problem.

mod act;
mod block;
mod bounds;
mod built_in;
mod case;
mod check;
mod domain;
mod effect;
mod entry;
mod fields;
mod folder;
mod kind;
mod markdown;
mod party;
mod regime;
mod report;
mod shared;
mod source;
mod term;
#[cfg(test)]
pub(in crate::rulebook) mod tests;
mod vocabulary;

use super::{Condition, Rulebook, SourceFile, parse_condition};
use crate::problem::{Problem, Problems, Severity};
use fields::Spelled;
use folder::Folder;
pub(in crate::rulebook) use report::Report;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Which regimes of the files are loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Selection {
    /// All of them.
    All,
    /// All that are not marked as invented.
    #[default]
    Real,
    /// Those of these ids.
    Only(Vec<String>),
}

/// A rulebook that can be used, and what is odd in it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// Warnings, in order of file and place.
    pub warnings: Problems,
}

impl Rulebook {
    /// Loads the files `(path below the root, bytes)`, in any order.
    ///
    /// # Errors
    /// All problems, warnings too, when one of them changes what the law means.
    pub fn load(files: Vec<(String, Vec<u8>)>, selection: &Selection) -> Result<Loaded, Problems> {
        let report = Report::default();
        let files = folder::texts(files, selection, &report);
        if files.is_empty() {
            return Err(nothing(selection));
        }
        let folder = Folder::of(&files, &report);
        let mut rulebook = read(&folder, &files, &report);
        bounds::fill(&mut rulebook);
        rulebook.digest = digest(&files);
        let problems = report.into_problems(&files);
        if problems.has_error() {
            return Err(problems);
        }
        rulebook.files = files;
        Ok(Loaded { rulebook, warnings: problems })
    }
}

fn read(folder: &Folder, files: &[SourceFile], report: &Report) -> Rulebook {
    let units = folder.units.map(|file| shared::units(file, files, report)).unwrap_or_default();
    let countries = folder.countries.map(|file| shared::countries(file, files, report)).unwrap_or_default();
    let (vocabulary, narrowed) = vocabulary::read(&folder.vocabularies, files, &units, &countries, report);
    let mut rulebook = Rulebook { vocabulary, units, countries, ..Rulebook::default() };
    let mut drafts = Vec::new();
    for regime in &folder.regimes {
        if let Some(mut draft) = regime::read(regime, files, report) {
            check::spelling::settle(&mut draft.regime, &rulebook.vocabulary);
            drafts.push(draft);
        }
    }
    check::vocabulary(&rulebook, &narrowed, report);
    for draft in &drafts {
        check::regime(&rulebook, draft, report);
    }
    rulebook.regimes = drafts.into_iter().map(|draft| draft.regime).collect();
    rulebook
}

/// The digest of paths and bytes; every part is led by its length, so that no two rulebooks read alike.
fn digest(files: &[SourceFile]) -> String {
    let mut hasher = Sha256::new();
    for file in files {
        for part in [file.path.as_bytes(), file.text.as_bytes()] {
            hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part);
        }
    }
    let mut text = String::from("sha256:");
    for byte in hasher.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn nothing(selection: &Selection) -> Problems {
    let what = match selection {
        Selection::Only(ids) => format!("no regime `{}` is among the files", ids.join("`, `")),
        _ => "no regime is among the files".to_owned(),
    };
    let remedy =
        "name the folder that holds `vocabulary.toml`, `units.toml`, `countries.toml` and a folder with `regime.toml`";
    Problems::new(vec![Problem::new(Severity::Error, "regime.toml", "", 0..0).what(what).remedy(remedy)])
}

/// Reads a condition; its problems stand at their own byte where the text stands in the file as it is.
fn condition(report: &Report, text: &Spelled) -> Option<Condition> {
    match parse_condition(&text.text) {
        Ok(read) => Some(read),
        Err(error) => {
            let mut place = text.place.clone();
            if place.span.len() == text.text.len() {
                place.span = place.span.start + error.at.start..place.span.start + error.at.end;
            }
            report.error(&place, error.what, error.remedy);
            None
        }
    }
}
