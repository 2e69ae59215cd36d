//! `exeat law diff`.

use crate::args::{Lang, LawArgs, ToolFormat};
use crate::catalogue::Catalogue;
use crate::command::record;
use crate::status::{Done, Failure};
use crate::{law, output};
use anyhow::{Context, anyhow};
use clap::Args;
use exeat::canonical::Json;
use exeat::report;
use exeat::rulebook::{Change, Difference, Rulebook, differences};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Says what changed in law between two rulebooks: acts, clauses, effects, rules, readings, items, limits, parties.
///
/// Comments, prose and the order of files are no law. With `--against`, stored determinations are asked again under both,
/// each at its own date, and those whose answer changes are named.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat law diff law-of-march my-law
  exeat law diff old.pack inside --regime cn --lang zh
  exeat law diff old.pack new.pack --against records --format json")]
pub(crate) struct Diff {
    /// The older law: a folder, a pack, or `inside` for that of the program.
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The newer law.
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Look at this regime only; may be given several times.
    #[arg(long, value_name = "ID")]
    regime: Vec<String>,

    /// A record, or a folder of records (`exeat check --record`).
    #[arg(long, value_name = "RECORDS")]
    against: Option<PathBuf>,

    /// The form of what is told.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ToolFormat,

    /// The language.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
}

/// A stored determination whose answer changes.
struct Changed {
    file: String,
    reference: String,
    how: Vec<String>,
}

pub(crate) fn run(diff: &Diff) -> Done {
    let say = Catalogue::of(diff.lang);
    let (old, new) = (load(&diff.old, &diff.regime)?, load(&diff.new, &diff.regime)?);
    let found = differences(&old, &new, say.code);
    let changed = match &diff.against {
        Some(records) => Some(against(diff, records, &say)?),
        None => None,
    };
    let told = match diff.format {
        ToolFormat::Json => json(&old, &new, &found, changed.as_ref()).to_canonical() + "\n",
        ToolFormat::Text => text(&found, changed.as_ref(), &say),
    };
    output::write(&told)?;
    Ok(0)
}

fn load(path: &Path, regime: &[String]) -> Result<Rulebook, Failure> {
    let law = (path.as_os_str() != "inside").then(|| path.to_path_buf());
    Ok(law::load(&LawArgs { law, regime: regime.to_vec() })?.rulebook)
}

/// Each record asked again under both laws: `(changed, looked at)`.
fn against(diff: &Diff, records: &Path, say: &Catalogue) -> Result<(Vec<Changed>, usize), Failure> {
    let files = files_of(records).map_err(Failure::Input)?;
    if files.is_empty() {
        return Err(Failure::Input(anyhow!("`{}` holds no record: they end in `.record.json`", records.display())));
    }
    let mut found = Vec::new();
    let mut laws: Vec<(Vec<String>, Rulebook, Rulebook)> = Vec::new();
    for file in &files {
        let (kept, _) = record::read(file)?;
        if !laws.iter().any(|(regimes, ..)| *regimes == kept.selected) {
            let (old, new) = (load(&diff.old, &kept.selected)?, load(&diff.new, &kept.selected)?);
            laws.push((kept.selected.clone(), old, new));
        }
        let Some((_, old, new)) = laws.iter().find(|(regimes, ..)| *regimes == kept.selected) else { continue };
        let answer =
            |rulebook: &Rulebook| -> Result<Json, Failure> { Ok(report::json(&kept.answer(rulebook)?, kept.language)) };
        let (was, is): (Json, Json) = (answer(old)?, answer(new)?);
        let how = record::in_words(&was, &is, say);
        if !how.is_empty() {
            let reference = match &is {
                Json::Object(fields) => fields.iter().find(|(key, _)| key == "reference").map(|(_, value)| value),
                _ => None,
            };
            let reference = match reference {
                Some(Json::Text(reference)) => reference.clone(),
                _ => kept.file.clone(),
            };
            found.push(Changed { file: file.display().to_string(), reference, how });
        }
    }
    Ok((found, files.len()))
}

fn files_of(records: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if records.is_file() {
        return Ok(vec![records.to_path_buf()]);
    }
    let entries = fs::read_dir(records).with_context(|| format!("the records in `{}`", records.display()))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    let is_record = |path: &PathBuf| path.to_string_lossy().ends_with(".record.json");
    let mut paths: Vec<PathBuf> = paths.into_iter().filter(is_record).collect();
    paths.sort();
    Ok(paths)
}

fn text(found: &[Difference], changed: Option<&(Vec<Changed>, usize)>, say: &Catalogue) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = tell(&mut text, found, say);
    if let Some((changed, looked_at)) = changed {
        let values = [("changed", changed.len().to_string()), ("all", looked_at.to_string())];
        let _ = writeln!(text, "\n{}", say.say("diff.records", &values));
        for one in changed {
            let _ = writeln!(text, "  {} ({})", one.reference, one.file);
            one.how.iter().for_each(|how| text.push_str(&format!("    {how}\n")));
        }
    }
    text
}

fn tell(text: &mut String, found: &[Difference], say: &Catalogue) -> std::fmt::Result {
    if found.is_empty() {
        return writeln!(text, "{}", say.word("diff.nothing"));
    }
    for one in found {
        let name = format!("{}/{}", one.regime, one.name);
        let about = [("kind", say.word(&format!("diff.kind.{}", one.kind.word()))), ("name", name)];
        let named = |key: &str| say.word(&format!("diff.trait.{key}"));
        match &one.how {
            Change::Gone => writeln!(text, "{}", say.say("diff.gone", &about))?,
            Change::New(traits) => {
                writeln!(text, "{}", say.say("diff.new", &about))?;
                // The whole condition says it; its single terms would say it again.
                for (key, value) in traits.iter().filter(|(key, value)| key != "term" && !value.is_empty()) {
                    writeln!(text, "  {}", say.say("diff.is", &[("trait", named(key)), ("is", value.clone())]))?;
                }
            }
            Change::Other(traits) => {
                writeln!(text, "{}", say.say("diff.other", &about))?;
                for (key, was, is) in traits {
                    let values = [("trait", named(key)), ("was", was.clone()), ("is", is.clone())];
                    let key = match (was.is_empty(), is.is_empty()) {
                        (true, _) => "diff.added",
                        (_, true) => "diff.dropped",
                        _ => "diff.became",
                    };
                    writeln!(text, "  {}", say.say(key, &values))?;
                }
            }
        }
    }
    writeln!(text, "{}", say.say("diff.sum", &[("count", found.len().to_string())]))
}

fn json(old: &Rulebook, new: &Rulebook, found: &[Difference], changed: Option<&(Vec<Changed>, usize)>) -> Json {
    let text = |text: &str| Json::Text(text.to_owned());
    let object = |fields: Vec<(&str, Json)>| {
        Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let difference = |one: &Difference| {
        let (how, traits) = match &one.how {
            Change::Gone => ("gone", Vec::new()),
            Change::New(traits) => {
                let of = |(key, value): &(String, String)| object(vec![("trait", text(key)), ("is", text(value))]);
                ("new", traits.iter().map(of).collect())
            }
            Change::Other(traits) => {
                let of = |(key, was, is): &(String, String, String)| {
                    object(vec![("trait", text(key)), ("was", text(was)), ("is", text(is))])
                };
                ("other", traits.iter().map(of).collect())
            }
        };
        object(vec![
            ("regime", text(&one.regime)),
            ("kind", text(one.kind.word())),
            ("name", text(&one.name)),
            ("how", text(how)),
            ("traits", Json::Array(traits)),
        ])
    };
    let record = |one: &Changed| {
        let how = one.how.iter().map(|how| text(how)).collect();
        object(vec![("file", text(&one.file)), ("reference", text(&one.reference)), ("differences", Json::Array(how))])
    };
    let records = changed.map_or(Json::Null, |(changed, looked_at)| {
        let count = Json::Integer(i64::try_from(*looked_at).unwrap_or(i64::MAX));
        object(vec![("looked_at", count), ("changed", Json::Array(changed.iter().map(record).collect()))])
    });
    object(vec![
        ("schema", text("exeat.law_diff/1")),
        ("old", text(&old.digest)),
        ("new", text(&new.digest)),
        ("differences", Json::Array(found.iter().map(difference).collect())),
        ("records", records),
    ])
}
