//! `exeat screen NAME | FILE`.

use std::path::Path;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use exeat::screen::index::Scratch;
use exeat::screen::score::{Of, THRESHOLD};
use exeat::screen::screening::{Finding, METHOD, ScreenedList, ScreenedParty, Screener, Screening, State};
use exeat_lists::Schema;
use exeat_lists::snapshot::Store;
use serde_json::{Value, json};

use super::lists::{LISTS_STATUS, StoreArgs, is_stale, today};
use crate::args::{Lang, LawArgs};
use crate::status::{Done, Failure};
use crate::{law, output};

/// Most names of one file; a master file of customers has about a million.
const NAMES_MAX: usize = 2_000_000;

/// Looks a party up on party lists, whatever script, spelling or form its name has.
///
/// The lists are those of the rulebook and every snapshot that `exeat lists add` has kept. A party that only shares a
/// name with a listed one is shown as related: neither listed nor clear.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat screen 'Mitsubishi Heavy Industries, Ltd.'
  exeat screen ＴＤＫ株式会社 --lang ja
  exeat screen customers.csv --list us-csl --format json
  exeat screen --about")]
pub(crate) struct Screen {
    /// A name, or a file of names: `.csv` (columns `name`, `schema`), `.jsonl` (`name`, `schema`), `.txt` (a name a line).
    #[arg(required_unless_present = "about")]
    party: Option<String>,
    /// Only these lists; may be given several times.
    #[arg(long, value_name = "ID")]
    list: Vec<String>,
    /// What the party is.
    #[arg(long, value_name = "KIND")]
    schema: Option<Kind>,
    /// The score from which a party is a candidate, 1 to 1000.
    #[arg(long, value_name = "SCORE", default_value_t = THRESHOLD)]
    threshold: u16,
    /// How the answer is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Written,
    /// The language of the answer.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
    /// Says how screening works, and its threshold.
    #[arg(long)]
    about: bool,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    law: LawArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Person,
    Company,
    Organization,
    Vessel,
    Airplane,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Written {
    Text,
    Json,
}

/// Carries out the command.
pub(crate) fn run(screen: &Screen) -> Done {
    if screen.about {
        return output::write(&about()).map(|()| 0);
    }
    let (lists, notes) = lists(screen)?;
    let queries = queries(screen).map_err(Failure::Input)?;
    let screener = Screener::new(lists);
    let mut scratch = Scratch::default();
    let mut failed = false;
    let language = ["en", "zh", "ja"][screen.lang as usize];
    for note in &notes {
        eprintln!("note: {note}");
    }
    let mut text = String::new();
    for (name, of) in &queries {
        let found = screener.screen(&[name], *of, screen.threshold, &mut scratch);
        failed |= !found.failed.is_empty();
        match screen.format {
            Written::Text => tell(&mut text, name, &found, language),
            Written::Json => text.push_str(&format!("{}\n", record(name, &found, screen.threshold, &notes, language))),
        }
    }
    output::write(&text)?;
    Ok(if failed { LISTS_STATUS } else { 0 })
}

fn about() -> String {
    format!(
        "method {METHOD}, threshold {THRESHOLD} of 1000\n\
         A score compares the words of two names, in any script; equal scores mean equal alerts for people and firms.\n\
         What it finds and how many clean names alert is measured in bench/README.md.\n"
    )
}

/// The lists asked for, and what is to be said of them.
fn lists(screen: &Screen) -> Result<(Vec<ScreenedList>, Vec<String>), Failure> {
    let wanted = |id: &str| screen.list.is_empty() || screen.list.iter().any(|list| list == id);
    let mut lists = Vec::new();
    let mut notes = Vec::new();
    for regime in &law::load(&screen.law)?.rulebook.regimes {
        for list in &regime.party_lists {
            let id = format!("{}/{}", regime.id, list.list);
            if wanted(&id) {
                let party = |party: &exeat::rulebook::ListedParty| ScreenedParty {
                    id: party.id.clone(),
                    of: None,
                    names: party.names.iter().map(|name| name.text.clone()).collect(),
                };
                lists.push(ScreenedList { id, parties: Some(list.parties.iter().map(party).collect()) });
            }
        }
    }
    let store = Store::new(&screen.store.store);
    let kept = store.lists().map_err(|error| Failure::Input(error.into()))?;
    let today = today();
    for pointer in kept.iter().filter(|pointer| wanted(&pointer.list)) {
        if is_stale(pointer, today) {
            notes.push(format!(
                "`{}` is of {} and stale: what it does not hold is an open point",
                pointer.list, pointer.as_of
            ));
        }
        let parties = match store.parties(&pointer.list, &pointer.digest) {
            Ok(parties) => Some(parties.into_iter().map(screened).collect()),
            Err(error) => {
                notes.push(error.to_string());
                None
            }
        };
        lists.push(ScreenedList { id: pointer.list.clone(), parties });
    }
    // A list asked for and not there is a list that could not be asked.
    for id in &screen.list {
        if !lists.iter().any(|list| list.id == *id) {
            notes.push(format!("there is no list `{id}`: `exeat lists add FILE --list {id}`"));
            lists.push(ScreenedList { id: id.clone(), parties: None });
        }
    }
    Ok((lists, notes))
}

fn screened(party: exeat_lists::Party) -> ScreenedParty {
    let of = match party.schema {
        Schema::Person => Some(Of::Person),
        Schema::Company | Schema::Organization => Some(Of::Body),
        Schema::Vessel | Schema::Airplane | Schema::Address => Some(Of::Thing),
        Schema::LegalEntity => None,
    };
    ScreenedParty { id: party.id, of, names: party.names.into_iter().map(|name| name.text).collect() }
}

fn of_schema(schema: &str) -> Option<Of> {
    match schema {
        "Person" | "person" => Some(Of::Person),
        "Company" | "company" | "Organization" | "organization" => Some(Of::Body),
        "Vessel" | "vessel" | "Airplane" | "airplane" => Some(Of::Thing),
        _ => None,
    }
}

/// The names to screen: the one given, or those of a file.
fn queries(screen: &Screen) -> anyhow::Result<Vec<(String, Option<Of>)>> {
    let given = screen.party.as_deref().unwrap_or_default();
    let of = screen.schema.map(|kind| match kind {
        Kind::Person => Of::Person,
        Kind::Company | Kind::Organization => Of::Body,
        Kind::Vessel | Kind::Airplane => Of::Thing,
    });
    let path = Path::new(given);
    let ending = path.extension().and_then(|ending| ending.to_str());
    let queries = match ending.filter(|ending| matches!(*ending, "csv" | "jsonl" | "txt")) {
        None => vec![(given.to_owned(), of)],
        Some(ending) => {
            let text = std::fs::read_to_string(path).with_context(|| format!("`{given}` cannot be read"))?;
            match ending {
                "csv" => of_csv(&text, of)?,
                "jsonl" => of_lines(&text, of)?,
                _ => text.lines().map(|line| (line.to_owned(), of)).collect(),
            }
        }
    };
    if queries.len() > NAMES_MAX {
        bail!("`{given}` has {} names, more than {NAMES_MAX}", queries.len());
    }
    Ok(queries)
}

fn of_csv(text: &str, of: Option<Of>) -> anyhow::Result<Vec<(String, Option<Of>)>> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let header = rows.headers()?.clone();
    let column = |wanted: &str| header.iter().position(|column| column.eq_ignore_ascii_case(wanted));
    let name = column("name").context("no column `name` in the table")?;
    let schema = column("schema");
    let mut queries = Vec::new();
    for row in rows.records() {
        let row = row?;
        let own = schema.and_then(|schema| of_schema(row.get(schema)?));
        queries.push((row.get(name).unwrap_or_default().to_owned(), own.or(of)));
    }
    Ok(queries)
}

fn of_lines(text: &str, of: Option<Of>) -> anyhow::Result<Vec<(String, Option<Of>)>> {
    let mut queries = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line).with_context(|| format!("line {}", at + 1))?;
        let name = value["name"].as_str().with_context(|| format!("line {}: no `name`", at + 1))?;
        queries.push((name.to_owned(), value["schema"].as_str().and_then(of_schema).or(of)));
    }
    Ok(queries)
}

fn tell(text: &mut String, name: &str, found: &Screening, language: &str) {
    text.push_str(&format!("{}: {name}\n", found.state.name()));
    for finding in found.hits.iter().chain(&found.related) {
        text.push_str(&format!("  {}\n", finding.explanation.sentence(name, &finding.name, &finding.list, language)));
    }
    for list in &found.failed {
        text.push_str(&format!("  ! {list}\n"));
    }
    if found.state == State::NoMatch && found.failed.is_empty() {
        text.push_str("  -\n");
    }
}

fn record(name: &str, found: &Screening, threshold: u16, notes: &[String], language: &str) -> Value {
    let finding = |finding: &Finding| {
        let features: Vec<Value> = finding
            .explanation
            .features
            .iter()
            .map(|feature| json!({"name": feature.name(), "query": feature.query, "listed": feature.listed, "points": feature.points}))
            .collect();
        json!({
            "list": finding.list, "party": finding.party, "name": finding.name, "score": finding.explanation.score,
            "same": finding.same, "relation": finding.relation().map(|relation| relation.key()), "features": features,
            "sentence": finding.explanation.sentence(name, &finding.name, &finding.list, language),
        })
    };
    json!({
        "schema": "exeat/screening/1", "query": name, "method": {"name": METHOD, "threshold": threshold}, "state": found.state.name(),
        "matches": found.hits.iter().map(finding).collect::<Vec<_>>(),
        "related": found.related.iter().map(finding).collect::<Vec<_>>(),
        "failed": found.failed, "notes": notes,
    })
}
