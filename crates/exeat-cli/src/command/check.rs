//! `exeat check`: the main job.

use crate::args::{Lang, LawArgs};
use crate::asked::AskedArgs;
use crate::command::ask;
use crate::command::ledger::KeepArgs;
use crate::command::lists::{LISTS_STATUS, StoreArgs};
use crate::command::table::{self, TableArgs};
use crate::command::{record, screen};
use crate::input::{self, Given};
use crate::status::{Done, Failure};
use crate::{law, output};
use anyhow::anyhow;
use clap::{Args, ValueEnum};
use exeat::assess::{Asked, Caveat, Determination, Outcome, Range, Unasked, WhyUnasked, determine};
use exeat::fact::Shipment;
use exeat::fact::read::{Format as InputFormat, read_shipment};
use exeat::problem::Colour;
use exeat::report::{self, Detail, Format, Language};
use exeat::rulebook::Rulebook;
use exeat::screen::index::Scratch;
use exeat::screen::screening::Screener;
use std::path::PathBuf;

/// Answers whether shipments may leave.
///
/// Reads each shipment, and says on what the answer rests: rules with act, clause and day, what is missing and who can
/// tell, how the goods could lawfully leave. What a shipment does not say is unknown, and an unknown never makes the
/// answer milder.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat check examples/magnets-civil-maker.toml
  exeat check order.json --date 2026-03-02 --known 2026-03-02 --lang ja
  exeat check *.toml --format json --fail-on licence_required
  cat order.yaml | exeat check - --input-format yaml --explain
  exeat check order.toml --law my-law --policy readings.toml
  exeat check order.toml --scenario japan-rare-earth-tightening
  exeat check order.toml --store sqlite:exeat.db
  exeat check BOOK.xlsx --out answered.xlsx
  exeat check lines.csv --map mapping.toml --out answered.xlsx
  exeat check answered.xlsx --answers --out answered-2.xlsx

Exit status: 0 done; with --fail-on 10 (licence_required), 20 (undetermined) or 30 (prohibited);
2 wrong usage; 3 bad input, nothing is written; 4 bad rulebook; 5 a list named by --list cannot be read. Broken rows
of a table are told by cell and left out, the others decided; for --fail-on they count as prohibited.")]
pub(crate) struct Check {
    /// Shipments in TOML, JSON or YAML, or one table (.xlsx, .csv); `-` reads a shipment from standard input.
    #[arg(required = true, value_name = "SHIPMENT")]
    pub(crate) shipments: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) asked: AskedArgs,

    #[command(flatten)]
    pub(crate) law: LawArgs,

    #[command(flatten)]
    pub(crate) table: TableArgs,

    /// Ask on the terminal for what is missing, then show the answers to be checked; --out writes the completed shipment.
    #[arg(long)]
    ask: bool,

    /// The format of the shipments; without it their names tell.
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Input>,

    /// The form of the answer. JSON is one line a shipment.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Output,

    /// The language of the answer.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub(crate) lang: Lang,

    /// Show the proof of every finding.
    #[arg(long)]
    explain: bool,

    /// Look the parties up on this list of the store as well; may be given several times. Who is found there is a
    /// caveat; a list that cannot be read, or is stale, leaves the answer open.
    #[arg(long, value_name = "ID")]
    list: Vec<String>,

    #[command(flatten)]
    store: StoreArgs,

    /// Fail when the strictest possible outcome reaches this one.
    #[arg(long, value_name = "OUTCOME")]
    pub(crate) fail_on: Option<FailOn>,

    #[command(flatten)]
    keep: KeepArgs,

    /// Keep each answer with its shipment, law and lists in this folder, by digest; or one answer in one `.json` file.
    ///
    /// `exeat record verify`, `rerun` and `reconsider` read what is kept.
    #[arg(long, value_name = "DIR|FILE", conflicts_with = "store")]
    record: Option<PathBuf>,
}

impl Check {
    /// Whether an answer is kept beside being told.
    pub(crate) fn keeps(&self) -> bool {
        self.record.is_some() || self.keep.is_asked()
    }
}

/// The format of a shipment.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Input {
    /// TOML
    Toml,
    /// JSON
    Json,
    /// YAML
    Yaml,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Output {
    /// For people, 80 columns
    Text,
    /// Canonical JSON, schema exeat.determination/1
    Json,
    /// For a ticket or a wiki
    Markdown,
}

/// The outcome on which to fail, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum FailOn {
    /// Exit status 10
    #[value(name = "licence_required", alias = "licence-required")]
    LicenceRequired,
    /// Exit status 20
    Undetermined,
    /// Exit status 30
    Prohibited,
}

impl FailOn {
    fn status(self) -> u8 {
        match self {
            FailOn::LicenceRequired => 10,
            FailOn::Undetermined => 20,
            FailOn::Prohibited => 30,
        }
    }

    /// Whether the ceiling of a range reaches it.
    fn is_reached(self, range: Range) -> bool {
        let ceiling = range.ceiling;
        match self {
            FailOn::LicenceRequired => ceiling >= Outcome::LicenceRequired,
            FailOn::Undetermined => range.outcome().is_none() || ceiling == Outcome::Prohibited,
            FailOn::Prohibited => ceiling == Outcome::Prohibited,
        }
    }

    /// What the range itself is; `None`: free.
    fn of(range: Range) -> Option<FailOn> {
        match range.outcome() {
            None => Some(FailOn::Undetermined),
            Some(Outcome::NoLicenceRequired) => None,
            Some(Outcome::LicenceRequired) => Some(FailOn::LicenceRequired),
            Some(Outcome::Prohibited) => Some(FailOn::Prohibited),
        }
    }
}

/// A shipment that was read, with its question.
struct Read {
    given: Given,
    shipment: Shipment,
    asked: Asked,
}

pub(crate) fn run(check: &Check) -> Done {
    let is_table = check.shipments.iter().any(|path| table::is_table(path));
    if (is_table || check.ask) && (!check.list.is_empty() || check.record.is_some() || check.keep.is_asked()) {
        return Err(Failure::Usage(anyhow!(
            "--list, --record and --store go with shipments in TOML, JSON or YAML: leave them out for a table or --ask"
        )));
    }
    if is_table {
        return table::run(check);
    }
    if check.record.as_deref().is_some_and(record::is_one_file) && check.shipments.len() > 1 {
        return Err(Failure::Usage(anyhow!(
            "--record keeps one answer in a file: name a folder, or give one shipment"
        )));
    }
    if check.ask && check.shipments.len() > 1 {
        return Err(Failure::Usage(anyhow!("--ask asks about one shipment")));
    }
    if !check.ask && (check.table.out.is_some() || check.table.map.is_some() || check.table.answers.is_some()) {
        return Err(Failure::Usage(anyhow!(
            "--out, --map and --answers belong to a table (.xlsx, .csv); --out to --ask too"
        )));
    }
    let loaded = law::load_with(&check.law, check.asked.scenario_file()?)?;
    let rulebook = &loaded.rulebook;
    if check.record.is_some() && !check.list.is_empty() {
        return Err(Failure::Usage(anyhow!("--record keeps no further lists: leave --list out")));
    }
    let mut read = read_all(check, rulebook)?;
    let further = further(check)?;
    let failed = further.iter().flat_map(Screener::unasked).any(|(_, stale)| !stale);
    let mut status = if failed { LISTS_STATUS } else { 0 };
    let mut text = String::new();
    let keeper = check.keep.open(rulebook)?;
    if let Some(keeper) = &keeper {
        read.iter_mut().for_each(|one| one.shipment.licences.extend_from_slice(keeper.licences()));
    }
    for one in &mut read {
        one.asked.screening.unasked = further.iter().flat_map(Screener::unasked).map(unasked).collect();
        one.asked.screening.further = further.iter().flat_map(Screener::lists).map(str::to_owned).collect();
    }
    for one in &read {
        let mut answer = determine(rulebook, &one.shipment, &one.asked);
        if let Some(screener) = &further {
            answer.caveats.extend(found_on(screener, &one.shipment, check.lang));
        }
        text.push_str(&told(check, &one.given.name, &answer, read.len()));
        status = status.max(check.fail_on.map_or(0, |fail_on| status_of(fail_on, answer.range)));
        if let Some(path) = &check.record {
            let (given, asked, language) = (&one.given, &one.asked, check.lang.into());
            record::keep(path, &record::ToKeep { rulebook, given, answer: &answer, asked, language })?;
        }
        if let Some(keeper) = &keeper {
            eprint!("{}", keeper.keep(&one.given, &answer, check.lang.into())?);
        }
    }
    output::write(&text)?;
    Ok(status)
}

/// The further lists, indexed; `None` where none is named.
fn further(check: &Check) -> Result<Option<Screener>, Failure> {
    if check.list.is_empty() {
        return Ok(None);
    }
    let (lists, notes) = screen::kept(&check.store, &check.list, |_| false)?;
    notes.iter().for_each(|note| eprintln!("note: {note}"));
    Ok(Some(Screener::new(lists)))
}

fn unasked((list, stale): (&str, bool)) -> Unasked {
    let why = if stale { WhyUnasked::Stale } else { WhyUnasked::Failed };
    Unasked { list: list.to_owned(), why }
}

/// Who of a shipment is found on further lists: a caveat for each listed party found.
fn found_on(screener: &Screener, shipment: &Shipment, lang: Lang) -> Vec<Caveat> {
    let mut scratch = Scratch::default();
    let language: Language = lang.into();
    let mut caveats = Vec::new();
    for party in &shipment.parties {
        let names: Vec<&str> = party.names.iter().map(|name| name.text.as_str()).collect();
        let name = names.first().copied().unwrap_or_default();
        for hit in screener.screen_shipped(&names, None, &mut scratch).hits {
            let sentence = hit.explanation.sentence(name, &hit.name, &hit.list, language.code());
            caveats.push(Caveat::found_on_list(name, (&hit.list, &hit.party), sentence, hit.name));
        }
    }
    caveats
}

/// All shipments, or the problems of all of them.
fn read_all(check: &Check, rulebook: &Rulebook) -> Result<Vec<Read>, Failure> {
    let format = check.input_format.map(|format| match format {
        Input::Toml => InputFormat::Toml,
        Input::Json => InputFormat::Json,
        Input::Yaml => InputFormat::Yaml,
    });
    let (mut read, mut wrong) = (Vec::new(), Vec::new());
    for path in &check.shipments {
        if path.as_os_str() == "-" && format.is_none() {
            return Err(Failure::Usage(anyhow!("standard input needs `--input-format toml`, `json` or `yaml`")));
        }
        if check.ask {
            let out = check.table.out.as_deref();
            let (shipment, bytes, asked) =
                ask::run(path, format, (&check.asked, &check.law), rulebook, check.lang.into(), out)?;
            let given = Given { name: path.display().to_string(), format: InputFormat::Json, bytes };
            read.push(Read { given, shipment, asked });
            continue;
        }
        let given = input::read(path, format).map_err(Failure::Input)?;
        match read_shipment(given.format, &given.name, &given.bytes, rulebook) {
            Ok(shipment) => {
                let asked = check.asked.asked(rulebook, &check.law, &shipment)?;
                read.push(Read { given, shipment, asked });
            }
            Err(problems) => wrong.push(problems),
        }
    }
    if wrong.is_empty() { Ok(read) } else { Err(Failure::BadInput(wrong)) }
}

fn told(check: &Check, name: &str, answer: &Determination, of: usize) -> String {
    let (format, colour) = match check.format {
        Output::Text => (Format::Text, output::colour_of_answers()),
        Output::Json => (Format::Json, Colour::Plain),
        Output::Markdown => (Format::Markdown, Colour::Plain),
    };
    let detail = if check.explain { Detail::Proofs } else { Detail::Short };
    let language: Language = check.lang.into();
    let text = report::render(answer, format, language, detail, colour);
    match format {
        Format::Text if of > 1 => format!("{name}\n{}\n{text}\n", "-".repeat(name.chars().count().min(80))),
        Format::Markdown if of > 1 => format!("# {name}\n\n{text}\n"),
        _ => text,
    }
}

/// The status of an answer that reaches what was asked for: its own, or that of what was asked for if that is higher.
pub(crate) fn status_of(fail_on: FailOn, range: Range) -> u8 {
    if !fail_on.is_reached(range) {
        return 0;
    }
    FailOn::of(range).map_or(0, FailOn::status).max(fail_on.status())
}
