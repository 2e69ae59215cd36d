//! Which file is what: found by its path, never registered.

use super::Selection;
use super::fields::{Fields, Source};
use super::report::{Report, near};
use crate::rulebook::{Place, SourceFile};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of one file of law; the largest real one has about 100 KB.
const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Files of one rulebook; the largest foreseen list has some thousand entries.
const FILES_MAX: usize = 100_000;

/// Folders of a regime, with the ending of their files.
const FOLDERS: [(&str, &str); 6] = [
    ("acts", ".md"),
    ("scenarios", ".md"),
    ("cases", ".md"),
    ("entries", ".toml"),
    ("parties", ".toml"),
    ("groups", ".toml"),
];

/// Indices of all files, by what they are.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// `vocabulary.toml` of the root and of each regime.
    pub(super) vocabularies: Vec<usize>,
    /// `units.toml`.
    pub(super) units: Option<usize>,
    /// `countries.toml`.
    pub(super) countries: Option<usize>,
    /// Regimes in order of id.
    pub(super) regimes: Vec<RegimeFolder>,
}

/// The files of one regime, each list in order of path.
#[derive(Debug, Default)]
pub(super) struct RegimeFolder {
    /// The folder's name.
    pub(super) id: String,
    /// `regime.toml`.
    pub(super) regime: usize,
    /// Acts.
    pub(super) acts: Vec<usize>,
    /// Scenarios.
    pub(super) scenarios: Vec<usize>,
    /// Cases beside the acts.
    pub(super) cases: Vec<usize>,
    /// Entries.
    pub(super) entries: Vec<usize>,
    /// Party lists.
    pub(super) parties: Vec<usize>,
    /// Groups.
    pub(super) groups: Vec<usize>,
    /// `kinds.toml`.
    pub(super) kinds: Option<usize>,
}

impl Folder {
    /// Sorts the files by what they are.
    pub(super) fn of(files: &[SourceFile], report: &Report) -> Folder {
        let mut folder = Folder::default();
        let mut regimes: BTreeMap<&str, RegimeFolder> = BTreeMap::new();
        for (index, file) in files.iter().enumerate() {
            let place = Place { file: index, span: 0..0 };
            match *file.path.split('/').collect::<Vec<_>>() {
                ["vocabulary.toml"] | [_, "vocabulary.toml"] => folder.vocabularies.push(index),
                ["units.toml"] => folder.units = Some(index),
                ["countries.toml"] => folder.countries = Some(index),
                [id, "regime.toml"] => {
                    let regime = regimes.entry(id).or_default();
                    (regime.id, regime.regime) = (id.to_owned(), index);
                }
                [id, "kinds.toml"] => regimes.entry(id).or_default().kinds = Some(index),
                [id, kind, .., name] => match regimes.entry(id).or_default().list(kind, name) {
                    Some(list) => list.push(index),
                    None => report.warning(&place, "this file is not read", where_files_stand(kind)),
                },
                _ => report.warning(&place, "this file is not read", where_files_stand(&file.path)),
            }
        }
        for (id, regime) in regimes {
            match regime.id.is_empty() {
                false => folder.regimes.push(regime),
                true => report_orphans(id, files, report),
            }
        }
        folder
    }
}

impl RegimeFolder {
    fn list(&mut self, kind: &str, name: &str) -> Option<&mut Vec<usize>> {
        let (_, ending) = FOLDERS.iter().find(|(folder, _)| *folder == kind)?;
        if !name.ends_with(ending) {
            return None;
        }
        match kind {
            "acts" => Some(&mut self.acts),
            "scenarios" => Some(&mut self.scenarios),
            "cases" => Some(&mut self.cases),
            "entries" => Some(&mut self.entries),
            "parties" => Some(&mut self.parties),
            _ => Some(&mut self.groups),
        }
    }
}

fn where_files_stand(name: &str) -> String {
    near(
        name,
        FOLDERS.map(|(folder, _)| folder),
        "acts, scenarios and cases are `.md`; entries, parties and groups are `.toml`",
    )
}

fn report_orphans(id: &str, files: &[SourceFile], report: &Report) {
    let first = files.iter().position(|file| file.path.starts_with(&format!("{id}/")));
    if let Some(file) = first {
        let remedy = format!("write `{id}/regime.toml` with id, authority, languages, zone, begins and verified_to");
        report.error(&Place { file, span: 0..0 }, format!("the folder `{id}` has no `regime.toml`"), remedy);
    }
}

/// The files that belong to the rulebook, in order of path, as text.
pub(super) fn texts(mut files: Vec<(String, Vec<u8>)>, selection: &Selection, report: &Report) -> Vec<SourceFile> {
    for (path, _) in &mut files {
        *path = path.replace('\\', "/").trim_start_matches("./").to_owned();
    }
    files.sort();
    let regimes: BTreeSet<String> = files.iter().filter_map(|(path, bytes)| chosen(path, bytes, selection)).collect();
    let folders: BTreeSet<String> =
        files.iter().filter_map(|(path, _)| path.strip_suffix("/regime.toml").map(str::to_owned)).collect();
    if regimes.is_empty() {
        return Vec::new();
    }
    let mut kept: Vec<SourceFile> = Vec::new();
    for (path, bytes) in files.into_iter().filter(|(path, _)| belongs(path, &regimes, &folders)) {
        if kept.len() >= FILES_MAX {
            report.error(
                &Place { file: 0, span: 0..0 },
                format!("the rulebook has more than {FILES_MAX} files"),
                "split it",
            );
            break;
        }
        let place = |span| Place { file: kept.len(), span };
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(broken) => {
                let at = broken.utf8_error().valid_up_to();
                report.error(&place(at..at + 1), "these bytes are no UTF-8", "save the file as UTF-8");
                String::from_utf8_lossy(broken.as_bytes()).into_owned()
            }
        };
        if kept.last().is_some_and(|last| last.path == path) {
            report.error(&place(0..0), "this path stands twice among the files", "drop one of the two");
        }
        if text.len() > FILE_BYTES_MAX {
            report.error(&place(0..0), format!("the file has more than {FILE_BYTES_MAX} bytes"), "split it");
            kept.push(SourceFile { path, text: String::new() });
        } else {
            kept.push(SourceFile { path, text });
        }
    }
    kept
}

/// The regime of a `regime.toml` that is selected.
fn chosen(path: &str, bytes: &[u8], selection: &Selection) -> Option<String> {
    let id = path.strip_suffix("/regime.toml").filter(|id| !id.contains('/'))?;
    let wanted = match selection {
        Selection::All => true,
        Selection::Only(ids) => ids.iter().any(|wanted| wanted == id),
        Selection::Real => !invented(bytes),
    };
    wanted.then(|| id.to_owned())
}

fn invented(bytes: &[u8]) -> bool {
    // Problems of the file are told when it is read in earnest.
    let unheard = Report::default();
    let text = String::from_utf8_lossy(bytes);
    let source = Source { file: 0, base: 0, text: &text, report: &unheard };
    let read = source.table();
    Fields::new(source, &read, "regime").flag("invented").unwrap_or(false)
}

/// Whether a file is part of the rulebook: shared, or below a chosen regime; other folders (`src`) are not looked at,
/// unless they hold acts without a regime.
fn belongs(path: &str, regimes: &BTreeSet<String>, folders: &BTreeSet<String>) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let name = parts.last().copied().unwrap_or("");
    if name.starts_with('.') || name.eq_ignore_ascii_case("README.md") {
        return false;
    }
    match *parts.as_slice() {
        [name] => matches!(name, "vocabulary.toml" | "units.toml" | "countries.toml"),
        [id, kind, ..] if !folders.contains(id) => FOLDERS.iter().any(|(folder, _)| *folder == kind),
        [id, ..] => regimes.contains(id),
        [] => false,
    }
}
