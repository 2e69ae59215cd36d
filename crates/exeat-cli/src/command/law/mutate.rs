//! `exeat law test --mutate`: does a case notice when the law is changed?
//!
//! Each edit of the loaded rulebook is tried in memory: the cases run until one fails. Cases that speak of what is
//! changed come first. What was found is kept line by line in a state file, so that a broken run goes on.

mod order;
mod state;
mod trial;

use crate::catalogue::Catalogue;
use crate::output;
use crate::status::{Done, Failure, RULEBOOK};
use anyhow::anyhow;
use exeat::canonical::Json;
use exeat::case::run_case;
use exeat::rulebook::{Edit, EditKind, Regime, Rulebook, edits};
use state::State;
use std::fmt::Write;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use trial::Trial;

/// How the edits are tried.
pub(super) struct Mutate<'a> {
    /// Percent of edits that must be noticed.
    pub(super) at_least: u32,
    /// The folder of state files.
    pub(super) state: Option<PathBuf>,
    /// Forget what an earlier run found.
    pub(super) fresh: bool,
    pub(super) json: bool,
    pub(super) say: &'a Catalogue,
}

/// An edit that was tried; `by` is the case that noticed it.
struct Tried {
    edit: usize,
    by: Option<String>,
}

pub(super) fn run(how: &Mutate<'_>, rulebook: &Rulebook) -> Done {
    let mut enough = true;
    for regime in &rulebook.regimes {
        hold_first(rulebook, regime)?;
        let all = edits(rulebook, regime);
        let mut state = State::open(how.state.as_deref(), how.fresh, rulebook, &regime.id, &all)?;
        let mut tried = state.known(&all);
        try_all(how, rulebook, regime, &all, &mut tried, &mut state)?;
        let by: Vec<Option<&str>> = by_edit(&all, &tried);
        enough &= noticed(&by) * 100 >= usize::try_from(how.at_least).unwrap_or(100) * all.len();
        let told = if how.json {
            json(rulebook, regime, &all, &by).to_canonical() + "\n"
        } else {
            text(how, regime, &all, &by)
        };
        output::write(&told)?;
    }
    Ok(if enough { 0 } else { RULEBOOK })
}

/// A case that fails on the law as it stands would notice everything.
fn hold_first(rulebook: &Rulebook, regime: &Regime) -> Result<(), Failure> {
    let failed: Vec<&str> = regime
        .cases
        .iter()
        .filter(|case| !run_case(rulebook, regime, case).differences.is_empty())
        .map(|case| case.id.as_str())
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    let shown = failed.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    Err(Failure::Rulebook(anyhow!(
        "{} cases of {} are not as expected already ({shown}): mend them first, `exeat law test` tells where",
        failed.len(),
        regime.id
    )))
}

fn try_all(
    how: &Mutate<'_>,
    rulebook: &Rulebook,
    regime: &Regime,
    all: &[Edit],
    tried: &mut Vec<Tried>,
    state: &mut State,
) -> Result<(), Failure> {
    let mut open = vec![true; all.len()];
    for one in tried.iter() {
        if let Some(slot) = open.get_mut(one.edit) {
            *slot = false;
        }
    }
    let open: Vec<usize> = open.iter().enumerate().filter(|(_, open)| **open).map(|(at, _)| at).collect();
    let trial = Trial::new(rulebook, regime);
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let (send, receive) = mpsc::channel();
    let show = std::io::stderr().is_terminal();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (send, open, next, trial) = (send.clone(), &open, &next, &trial);
            scope.spawn(move || {
                while let Some(at) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Some(edit) = all.get(*at) else { break };
                    let by = trial.noticed_by(edit);
                    if send.send(Tried { edit: *at, by }).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        for one in receive {
            if let Some(edit) = all.get(one.edit) {
                state.note(edit, one.by.as_deref())?;
            }
            tried.push(one);
            if show && tried.len().is_multiple_of(16) {
                let count = [("done", tried.len().to_string()), ("of", all.len().to_string())];
                eprint!("\r{}", how.say.say("mutate.progress", &count));
            }
        }
        if show {
            eprint!("\r\x1b[K");
        }
        Ok(())
    })
}

fn by_edit<'a>(all: &[Edit], tried: &'a [Tried]) -> Vec<Option<&'a str>> {
    let mut by = vec![None; all.len()];
    for one in tried {
        if let Some(slot) = by.get_mut(one.edit) {
            *slot = one.by.as_deref();
        }
    }
    by
}

fn noticed(by: &[Option<&str>]) -> usize {
    by.iter().flatten().count()
}

/// `(noticed, all)` of one kind.
fn of_kind(kind: EditKind, all: &[Edit], by: &[Option<&str>]) -> (usize, usize) {
    let own = all.iter().zip(by).filter(|(edit, _)| edit.kind == kind);
    (own.clone().filter(|(_, by)| by.is_some()).count(), own.count())
}

/// Tenths of a percent, cut off: 94.99 is not 95.
fn percent(part: usize, whole: usize) -> String {
    let tenths = (part * 1000).checked_div(whole).unwrap_or(1000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn survivors<'a>(all: &'a [Edit], by: &'a [Option<&str>]) -> impl Iterator<Item = &'a Edit> {
    all.iter().zip(by).filter(|(_, by)| by.is_none()).map(|(edit, _)| edit)
}

fn text(how: &Mutate<'_>, regime: &Regime, all: &[Edit], by: &[Option<&str>]) -> String {
    let mut text = String::new();
    for edit in survivors(all, by) {
        let key = if edit.becomes.is_empty() { "mutate.gone" } else { "mutate.became" };
        let kind = how.say.word(&format!("mutate.kind.{}", edit.kind.word()));
        let values =
            [("kind", kind), ("of", edit.of.clone()), ("was", edit.was.clone()), ("becomes", edit.becomes.clone())];
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}:{}: {}", edit.path, edit.line, how.say.say(key, &values));
    }
    let _ = writeln!(text);
    for kind in EditKind::ALL {
        let (part, whole) = of_kind(kind, all, by);
        if whole > 0 {
            let word = how.say.word(&format!("mutate.kind.{}", kind.word()));
            let values = [
                ("kind", word),
                ("noticed", part.to_string()),
                ("all", whole.to_string()),
                ("percent", percent(part, whole)),
            ];
            let _ = writeln!(text, "  {}", how.say.say("mutate.of_kind", &values));
        }
    }
    let part = noticed(by);
    let values = [
        ("regime", regime.id.clone()),
        ("noticed", part.to_string()),
        ("all", all.len().to_string()),
        ("percent", percent(part, all.len())),
        ("cases", regime.cases.len().to_string()),
    ];
    let _ = writeln!(text, "{}", how.say.say("mutate.sum", &values));
    text
}

fn json(rulebook: &Rulebook, regime: &Regime, all: &[Edit], by: &[Option<&str>]) -> Json {
    let text = |text: &str| Json::Text(text.to_owned());
    let number = |number: usize| Json::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    let object = |fields: Vec<(&str, Json)>| {
        Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let kinds = EditKind::ALL.into_iter().map(|kind| {
        let (part, whole) = of_kind(kind, all, by);
        object(vec![("kind", text(kind.word())), ("edits", number(whole)), ("noticed", number(part))])
    });
    let survivors = survivors(all, by).map(|edit| {
        object(vec![
            ("file", text(&edit.path)),
            ("line", number(edit.line)),
            ("kind", text(edit.kind.word())),
            ("of", text(&edit.of)),
            ("was", text(&edit.was)),
            ("becomes", if edit.becomes.is_empty() { Json::Null } else { text(&edit.becomes) }),
        ])
    });
    object(vec![
        ("schema", text("exeat.mutation/1")),
        ("regime", text(&regime.id)),
        ("rulebook", text(&rulebook.digest)),
        ("cases", number(regime.cases.len())),
        ("edits", number(all.len())),
        ("noticed", number(noticed(by))),
        ("percent", text(&percent(noticed(by), all.len()))),
        ("kinds", Json::Array(kinds.collect())),
        ("survivors", Json::Array(survivors.collect())),
    ])
}
