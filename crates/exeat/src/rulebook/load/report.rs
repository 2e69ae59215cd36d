//! Collects what is wrong with law files while they are read, so that all of it is told at once.

use crate::nearest::nearest;
use crate::problem::{Problem, Problems, Severity};
use crate::rulebook::{Place, SourceFile};
use std::cell::RefCell;
use std::sync::Arc;

/// Problems of one load; a thousand say as much as a million.
const PROBLEMS_MAX: usize = 1_000;

/// Problems found so far.
#[derive(Debug, Default)]
pub(in crate::rulebook) struct Report {
    found: RefCell<Vec<Found>>,
}

#[derive(Debug)]
struct Found {
    severity: Severity,
    place: Place,
    what: String,
    remedy: String,
}

impl Report {
    /// Notes that the file cannot be used.
    pub(in crate::rulebook) fn error(&self, place: &Place, what: impl Into<String>, remedy: impl Into<String>) {
        self.note(Severity::Error, place, what.into(), remedy.into());
    }

    /// Notes that something is hardly meant so.
    pub(in crate::rulebook) fn warning(&self, place: &Place, what: impl Into<String>, remedy: impl Into<String>) {
        self.note(Severity::Warning, place, what.into(), remedy.into());
    }

    fn note(&self, severity: Severity, place: &Place, what: String, remedy: String) {
        let mut found = self.found.borrow_mut();
        let errors_only = found.len() >= PROBLEMS_MAX && severity == Severity::Warning;
        if !errors_only && found.len() < 2 * PROBLEMS_MAX {
            found.push(Found { severity, place: place.clone(), what, remedy });
        }
    }

    /// The problems with the files that they stand in.
    pub(in crate::rulebook) fn into_problems(self, files: &[SourceFile]) -> Problems {
        let mut shared: std::collections::BTreeMap<usize, (Arc<str>, Arc<str>)> = std::collections::BTreeMap::new();
        let mut problems = Vec::new();
        for found in self.found.into_inner() {
            let Some(file) = files.get(found.place.file) else { continue };
            let (path, text) = shared
                .entry(found.place.file)
                .or_insert_with(|| (file.path.as_str().into(), file.text.as_str().into()));
            let problem = Problem::new(found.severity, Arc::clone(path), Arc::clone(text), found.place.span);
            problems.push(problem.what(found.what).remedy(found.remedy));
        }
        Problems::new(problems)
    }
}

/// ``write `dysprosium` ``, if a known word is near; else what the caller advises.
pub(in crate::rulebook) fn near<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: impl Into<String>,
) -> String {
    nearest(word, known).map_or_else(|| otherwise.into(), |found| format!("write `{found}`"))
}

/// Words of a closed list, for a remedy.
pub(in crate::rulebook) fn one_of<'a>(known: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN_MAX: usize = 24;
    let words: Vec<&str> = known.into_iter().take(SHOWN_MAX + 1).collect();
    let more = if words.len() > SHOWN_MAX { " …" } else { "" };
    format!("write one of {}{more}", words.into_iter().take(SHOWN_MAX).collect::<Vec<_>>().join(", "))
}
