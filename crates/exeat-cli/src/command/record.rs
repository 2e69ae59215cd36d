//! `exeat record`: an answer kept with its shipment, and run again.

use crate::args::LawArgs;
use crate::command::store;
use crate::input::{self, Given};
use crate::law;
use crate::output;
use crate::status::{DIFFERS, Done, Failure};
use anyhow::{Context, anyhow};
use clap::{Args, Subcommand};
use exeat::assess::{Asked, Determination, Policy, determine};
use exeat::canonical::Json;
use exeat::case::parse_when;
use exeat::fact::When;
use exeat::fact::read::{Format, read_shipment};
use exeat::report::{self, Language};
use jiff::Timestamp;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The number of the format.
const SCHEMA: &str = "exeat.record/1";

/// Differences that are shown.
const DIFFERENCES_MAX: usize = 20;

/// Runs a stored determination again, or finds one.
#[derive(Debug, Subcommand)]
pub(crate) enum Record {
    /// Runs a record under the same law; the same answer has the same bytes.
    Rerun(Rerun),
    /// Finds records in a store.
    Find(store::Find),
}

/// Runs a record under the same law: prints the answer, and fails where it is another one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat check order.toml --record order.record.json
  exeat record rerun order.record.json
  exeat record rerun order.record.json --law law-of-march

Exit status: 0 the same bytes; 1 another answer; 3 no such record; 4 another rulebook than the record's.")]
pub(crate) struct Rerun {
    /// The record, as `exeat check --record` wrote it.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    law: LawArgs,
}

pub(crate) fn run(record: &Record) -> Done {
    let rerun = match record {
        Record::Rerun(rerun) => rerun,
        Record::Find(find) => return store::find(find),
    };
    let name = rerun.file.display().to_string();
    let bytes = input::bytes_of(&rerun.file).map_err(Failure::Input)?;
    let kept = Kept::read(&bytes).with_context(|| format!("`{name}` is no record")).map_err(Failure::Input)?;
    let args = LawArgs { law: rerun.law.law.clone(), regime: kept.selected.clone() };
    let rulebook = law::load(&args)?.rulebook;
    if rulebook.digest != kept.rulebook {
        let error = anyhow!(
            "`{name}` was made under the rulebook {}, this one is {}: name the other with `--law`",
            kept.rulebook,
            rulebook.digest
        );
        return Err(Failure::Rulebook(error));
    }
    let shipment = read_shipment(kept.format, &kept.file, kept.shipment.as_bytes(), &rulebook);
    let shipment = shipment.map_err(|problems| Failure::BadInput(vec![problems]))?;
    let answer = report::json(&determine(&rulebook, &shipment, &kept.asked), kept.language);
    output::write(&(answer.to_canonical() + "\n"))?;
    if answer.to_canonical() == kept.determination.to_canonical() {
        eprintln!("the same answer, {}", answer.digest());
        return Ok(0);
    }
    eprintln!("another answer than the record's:");
    let mut differences = Vec::new();
    differ("", &kept.determination, &answer, &mut differences);
    for difference in differences.iter().take(DIFFERENCES_MAX) {
        eprintln!("  {difference}");
    }
    if differences.len() > DIFFERENCES_MAX {
        eprintln!("  and {} more", differences.len() - DIFFERENCES_MAX);
    }
    Ok(DIFFERS)
}

/// Keeps an answer with all that it was made from.
pub(crate) fn write(
    path: &Path,
    given: &Given,
    answer: &Determination,
    asked: &Asked,
    language: Language,
) -> Result<(), Failure> {
    let text = |text: &str| Json::Text(text.to_owned());
    let texts = |texts: &[String]| Json::Array(texts.iter().map(|one| text(one)).collect());
    let object = |fields: Vec<(&str, Json)>| {
        Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let readings = asked.policy.readings.iter().map(|(term, reading)| (term.clone(), text(reading))).collect();
    let optional = |value: Option<&str>| value.map_or(Json::Null, text);
    let json = object(vec![
        ("schema", text(SCHEMA)),
        ("determination", report::json(answer, language)),
        (
            "shipment",
            object(vec![
                ("file", text(&given.name)),
                ("format", text(word(given.format))),
                ("text", text(&String::from_utf8_lossy(&given.bytes))),
            ]),
        ),
        (
            "asked",
            object(vec![
                ("date", text(&when_text(asked.date))),
                ("known", text(&asked.known.to_string())),
                ("language", text(language.code())),
                ("regimes", asked.regimes.as_deref().map_or(Json::Null, texts)),
                ("scenario", optional(asked.scenario.as_deref())),
            ]),
        ),
        ("rulebook", text(&answer.record.rulebook)),
        ("lists", text(&answer.record.lists)),
        (
            "policy",
            object(vec![("digest", optional(asked.policy.digest.as_deref())), ("readings", Json::Object(readings))]),
        ),
        ("by", Json::Null),
        ("at", text(&Timestamp::now().to_string())),
        ("supersedes", Json::Null),
    ]);
    // Written beside and renamed: a broken run leaves no half record.
    let beside = path.with_extension("part");
    let name = path.display().to_string();
    fs::write(&beside, json.to_canonical() + "\n")
        .and_then(|()| fs::rename(&beside, path))
        .with_context(|| format!("the record `{name}` cannot be written"))
        .map_err(Failure::Input)
}

fn when_text(when: When) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::Instant(instant) => instant.to_string(),
    }
}

fn word(format: Format) -> &'static str {
    match format {
        Format::Toml => "toml",
        Format::Json => "json",
        Format::Yaml => "yaml",
    }
}

/// A record as it was kept.
struct Kept {
    determination: Json,
    file: String,
    format: Format,
    shipment: String,
    asked: Asked,
    language: Language,
    rulebook: String,
    /// Regimes that were asked for by name.
    selected: Vec<String>,
}

impl Kept {
    fn read(bytes: &[u8]) -> anyhow::Result<Kept> {
        let record: Value = serde_json::from_slice(bytes).context("it is not JSON")?;
        let schema = record.get("schema").and_then(Value::as_str).unwrap_or("");
        if schema != SCHEMA {
            return Err(anyhow!(
                "its schema is `{schema}`, not `{SCHEMA}`: records are written by `exeat check --record FILE`"
            ));
        }
        let shipment = record.get("shipment").context("it holds no shipment")?;
        let asked = record.get("asked").context("it does not say what was asked")?;
        let format = match text(shipment, "format")?.as_str() {
            "toml" => Format::Toml,
            "json" => Format::Json,
            "yaml" => Format::Yaml,
            other => return Err(anyhow!("the shipment's format `{other}` is not known")),
        };
        let regimes = asked.get("regimes").and_then(Value::as_array);
        let regimes = regimes.map(|ids| ids.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>());
        let policy = record.get("policy").context("it holds no policy")?;
        let readings = policy.get("readings").and_then(Value::as_object).into_iter().flatten();
        let readings = readings.filter_map(|(term, reading)| Some((term.clone(), reading.as_str()?.to_owned())));
        let digest = policy.get("digest").and_then(Value::as_str).map(str::to_owned);
        let known: Timestamp = text(asked, "known")?.parse().context("`known` is no instant")?;
        Ok(Kept {
            determination: json(record.get("determination").context("it holds no determination")?),
            file: text(shipment, "file")?,
            format,
            shipment: text(shipment, "text")?,
            language: Language::parse(&text(asked, "language")?).context("its language is not known")?,
            rulebook: text(&record, "rulebook")?,
            selected: regimes.clone().unwrap_or_default(),
            asked: Asked {
                date: parse_when(&text(asked, "date")?).map_err(anyhow::Error::msg)?,
                known,
                policy: Policy { readings: readings.collect(), digest },
                scenario: asked.get("scenario").and_then(Value::as_str).map(str::to_owned),
                regimes,
            },
        })
    }
}

fn text(of: &Value, key: &str) -> anyhow::Result<String> {
    of.get(key).and_then(Value::as_str).map(str::to_owned).with_context(|| format!("`{key}` is missing"))
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => number.as_i64().map_or_else(|| Json::Text(number.to_string()), Json::Integer),
        Value::String(text) => Json::Text(text.clone()),
        Value::Array(items) => Json::Array(items.iter().map(json).collect()),
        Value::Object(fields) => Json::Object(fields.iter().map(|(key, value)| (key.clone(), json(value))).collect()),
    }
}

/// Where two answers part.
fn differ(path: &str, kept: &Json, now: &Json, differences: &mut Vec<String>) {
    match (kept, now) {
        (Json::Object(kept), Json::Object(now)) => {
            for (key, value) in kept {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match now.iter().find(|(known, _)| known == key) {
                    Some((_, other)) => differ(&path, value, other, differences),
                    None => differences.push(format!("{path}: only in the record")),
                }
            }
            let new = now.iter().filter(|(key, _)| !kept.iter().any(|(known, _)| known == key));
            differences.extend(new.map(|(key, _)| format!("{path}.{key}: not in the record")));
        }
        (Json::Array(kept), Json::Array(now)) if kept.len() == now.len() => {
            for (at, (kept, now)) in kept.iter().zip(now).enumerate() {
                differ(&format!("{path}[{at}]"), kept, now, differences);
            }
        }
        (kept, now) if kept == now => {}
        (kept, now) => differences.push(format!("{path}: {} became {}", short(kept), short(now))),
    }
}

fn short(json: &Json) -> String {
    let text = json.to_canonical();
    let mut letters = text.chars();
    let head: String = letters.by_ref().take(80).collect();
    if letters.next().is_some() { format!("{head}…") } else { head }
}
