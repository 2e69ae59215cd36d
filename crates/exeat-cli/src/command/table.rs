//! `exeat check` of a table: the same workbook back with its answers, the questions, and what it rests on.

use crate::command::check::{Check, status_of};
use crate::law;
use crate::status::{Done, Failure};
use anyhow::{Context, anyhow};
use clap::Args;
use exeat::assess::{Outcome, Range};
use exeat::fact::Shipment;
use exeat_batch::limit::TABLE_BYTES_MAX;
use exeat_batch::{
    Answers, Asking, Broken, By, Checked, Columns, Note, Row, Table, TableFormat, check, columns, letters,
    own_headings, question_sheet_names, read_sheet, read_table, write_table,
};
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Broken cells that are told on standard error; all of them stand in the table that is written.
const BROKEN_SHOWN_MAX: usize = 1_000;

/// Columns of the progress bar.
const BAR_COLUMNS: usize = 30;

/// The value of `--answers` that means the workbook itself.
const OWN_SHEET: &str = ".";

/// What is said of tables.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct TableArgs {
    /// Of a table: write the answered table here (.xlsx or .csv). Without it: `NAME.answered.xlsx`; of CSV standard output.
    /// With --ask: write the completed shipment here (.toml or .json).
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Of a table: what its columns mean; without it their headings are guessed, and the guess is shown.
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,

    /// Of a table: read the filled answers of its sheet of questions, or of that of another workbook.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = OWN_SHEET)]
    pub(crate) answers: Option<PathBuf>,

    /// Of a table: threads; without it as many as the machine has.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// Whether a file is a table, by its name.
pub(crate) fn is_table(path: &Path) -> bool {
    TableFormat::of_file_name(&path.to_string_lossy()).is_some()
}

pub(crate) fn run(of: &Check) -> Done {
    let [path] = of.shipments.as_slice() else {
        return Err(Failure::Usage(anyhow!("give one table at a time, and no shipments beside it")));
    };
    if of.keeps() {
        return Err(Failure::Usage(anyhow!(
            "a table is kept as the workbook that `--out` writes: leave out --record and --store"
        )));
    }
    let name = path.display().to_string();
    let format = TableFormat::of_file_name(&name).unwrap_or(TableFormat::Csv);
    let loaded = law::load_with(&of.law, of.asked.scenario_file()?)?;
    let bytes = bytes_of(path)?;
    let table = read_table(format, &bytes).with_context(|| format!("`{name}`")).map_err(Failure::Input)?;
    let map = of.table.map.as_deref().map(fs::read_to_string).transpose();
    let map = map.context("the mapping file cannot be read").map_err(Failure::Input)?;
    let meant = columns(&table, map.as_deref(), &loaded.rulebook, &own_headings())
        .with_context(|| format!("`{name}`"))
        .map_err(Failure::Input)?;
    eprint!("{}", shown(&table, &meant));
    let answers = answers_of(of, format, &bytes)?;
    let asking = Asking {
        rulebook: &loaded.rulebook,
        asked: of.asked.asked(&loaded.rulebook, &of.law, &Shipment::default())?,
        day_stands: of.asked.date.is_some(),
        language: of.lang.into(),
        threads: of.table.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get),
    };
    let bar = Bar::new();
    let checked = check(&table, &meant, &answers, &asking, &|done, all| bar.show(done, all));
    bar.end();
    let (target, written_as) = target(of, path, format)?;
    let written = write_table(written_as, &table, &checked, &answers, asking.language)
        .with_context(|| format!("`{name}`"))
        .map_err(Failure::Input)?;
    write(target.as_deref(), &written)?;
    eprint!("{}", summary(&checked, &answers, target.as_deref()));
    let ranges = checked.rows.iter().map(|row| match row {
        Row::Decided { range, .. } => *range,
        // Nobody knows what a broken row is.
        Row::Broken(_) => Range::settled(Outcome::Prohibited),
    });
    Ok(of.fail_on.map_or(0, |fail_on| ranges.map(|range| status_of(fail_on, range)).max().unwrap_or(0)))
}

/// Where the table goes, and as what; `None`: standard output.
fn target(of: &Check, path: &Path, format: TableFormat) -> Result<(Option<PathBuf>, TableFormat), Failure> {
    match (&of.table.out, format) {
        (Some(out), _) => match TableFormat::of_file_name(&out.to_string_lossy()) {
            Some(as_format) => Ok((Some(out.clone()), as_format)),
            None => Err(Failure::Usage(anyhow!("--out: a table is written as `.xlsx` or `.csv`"))),
        },
        (None, TableFormat::Csv) => Ok((None, TableFormat::Csv)),
        (None, TableFormat::Xlsx) => Ok((Some(path.with_extension("answered.xlsx")), TableFormat::Xlsx)),
    }
}

/// Written beside and renamed: a broken run leaves no half table, and the table that was read may be written over.
fn write(target: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    let Some(path) = target else {
        let mut out = io::stdout().lock();
        return out.write_all(bytes).and_then(|()| out.flush()).map_err(Failure::Output);
    };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, bytes)
        .and_then(|()| fs::rename(&beside, path))
        .with_context(|| format!("`{}` cannot be written", path.display()))
        .map_err(Failure::Input)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("`{name}` cannot be opened")).map_err(Failure::Input)?;
    let mut bytes = Vec::new();
    let limit = TABLE_BYTES_MAX as u64 + 1;
    file.take(limit)
        .read_to_end(&mut bytes)
        .with_context(|| format!("`{name}` cannot be read"))
        .map_err(Failure::Input)?;
    if bytes.len() as u64 == limit {
        return Err(Failure::Input(anyhow!("`{name}` has more than {} MiB: split it", TABLE_BYTES_MAX >> 20)));
    }
    Ok(bytes)
}

fn answers_of(of: &Check, format: TableFormat, bytes: &[u8]) -> Result<Answers, Failure> {
    let Some(path) = &of.table.answers else { return Ok(Answers::default()) };
    let own = path.as_os_str() == OWN_SHEET;
    let other = if own { None } else { Some(bytes_of(path)?) };
    let from = other.as_deref().unwrap_or(bytes);
    let as_format = if own { Some(format) } else { TableFormat::of_file_name(&path.to_string_lossy()) };
    let read = match as_format {
        Some(TableFormat::Xlsx) => {
            read_sheet(from, &question_sheet_names()).map_err(|error| Failure::Input(anyhow!(error)))?
        }
        Some(TableFormat::Csv) if !own => {
            Some(read_table(TableFormat::Csv, from).map_err(|error| Failure::Input(anyhow!(error)))?)
        }
        _ => None,
    };
    let Some(sheet) = read else {
        let names = question_sheet_names().join("`, `");
        return Err(Failure::Input(anyhow!(
            "no sheet of answers was found: it is called `{names}` in the workbook that `exeat check --out` wrote"
        )));
    };
    Answers::read(&sheet).map_err(|error| Failure::Input(anyhow!(error)))
}

/// What each column is taken for, before it is used; and what of the file is not read.
fn shown(table: &Table, meant: &Columns) -> String {
    let mut out = String::new();
    let guessed = meant.columns.iter().any(|column| column.by == By::Guess);
    for (at, column) in meant.columns.iter().enumerate().filter(|_| guessed) {
        let by = match (&column.field, column.by) {
            (None, _) => "not read".to_owned(),
            (Some(field), by) => {
                let unit = column.unit.as_ref().map_or_else(String::new, |unit| format!(", bare numbers in {unit}"));
                let how = if by == By::Guess { " (guessed)" } else { "" };
                format!("{field}{unit}{how}")
            }
        };
        out.push_str(&format!("column {} `{}`: {by}\n", letters(at), column.heading));
    }
    if guessed {
        out.push_str(
            "another meaning is written into a mapping file: `--map FILE`, `[columns]`, `\"heading\" = \"field\"`\n",
        );
    }
    for note in &table.notes {
        out.push_str(&match note {
            Note::Formulas(count) => {
                format!("note: {count} cells hold formulas; the values kept in the file are read\n")
            }
            Note::Macros => "note: the workbook carries macros; none is run, none is written back\n".to_owned(),
            Note::Hidden(name) => format!("note: the hidden sheet `{name}` is not read\n"),
            Note::Unread(name) => {
                format!("note: the sheet `{name}` is not read; put what counts into the first sheet\n")
            }
            Note::Merged(cells) => {
                format!("note: the cells {cells} are merged; their value counts for the first of them only\n")
            }
        });
    }
    out
}

fn summary(checked: &Checked, answers: &Answers, target: Option<&Path>) -> String {
    let mut out = String::new();
    let mut broken: Vec<&Broken> = Vec::new();
    let mut counts = [0_usize; 4];
    let mut left_out = 0;
    for row in &checked.rows {
        match row {
            Row::Broken(of_row) => {
                left_out += 1;
                broken.extend(of_row);
            }
            Row::Decided { range, .. } => {
                let at = match range.outcome() {
                    Some(Outcome::NoLicenceRequired) => 0,
                    Some(Outcome::LicenceRequired) => 1,
                    Some(Outcome::Prohibited) => 2,
                    None => 3,
                };
                counts.get_mut(at).into_iter().for_each(|count| *count += 1);
            }
        }
    }
    for one in broken.iter().take(BROKEN_SHOWN_MAX) {
        out.push_str(&format!("error: {one}\n"));
    }
    if broken.len() > BROKEN_SHOWN_MAX {
        out.push_str(&format!(
            "and {} more; all of them stand in the table written\n",
            broken.len() - BROKEN_SHOWN_MAX
        ));
    }
    for one in answers.broken.iter().chain(&checked.broken_answers) {
        out.push_str(&format!("error: answer not used: {one}\n"));
    }
    let [free, licence, ban, open] = counts;
    let decided = checked.rows.len() - left_out;
    out.push_str(&format!(
        "{decided} rows decided: {free} no_licence_required, {licence} licence_required, {ban} prohibited, {open} undetermined; {left_out} left out\n"
    ));
    if let Some(target) = target {
        out.push_str(&format!("written: {}\n", target.display()));
    }
    out
}

/// A bar on standard error, on a terminal only.
struct Bar {
    shown: Option<Mutex<usize>>,
}

impl Bar {
    fn new() -> Bar {
        Bar { shown: io::stderr().is_terminal().then(|| Mutex::new(0)) }
    }

    fn show(&self, done: usize, all: usize) {
        let Some(shown) = &self.shown else { return };
        let full = done * BAR_COLUMNS / all.max(1);
        let Ok(mut before) = shown.lock() else { return };
        if full > *before || done == all {
            *before = full.max(*before);
            eprint!("\r[{}{}] {done}/{all}", "#".repeat(*before), ".".repeat(BAR_COLUMNS.saturating_sub(*before)));
        }
    }

    fn end(&self) {
        if self.shown.is_some() {
            eprint!("\r{}\r", " ".repeat(BAR_COLUMNS + 24));
        }
    }
}
