//! Keeps an answer with all that it was made from: as one file, or in a folder with its pack and lists beside it.
//!
//! ```text
//! DIR/<digest>.record.json   the record
//! DIR/determinations/<digest>.json  DIR/shipments/<digest>.toml  DIR/packs/<digest>.pack  DIR/lists/<digest>.txt
//! ```
//!
//! A file is named by the digest of what it holds, a pack by that of its rulebook; what is there already is not written again.

use super::SCHEMA;
use crate::command::law::write_file;
use crate::input::Given;
use crate::pack::{hex, pack};
use crate::status::Failure;
use exeat::assess::{Asked, Determination, Law};
use exeat::canonical::Json;
use exeat::fact::When;
use exeat::fact::read::Format;
use exeat::report::{self, Language};
use exeat::rulebook::Rulebook;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// What is kept of one answer.
pub(crate) struct Kept<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) given: &'a Given,
    pub(crate) answer: &'a Determination,
    pub(crate) asked: &'a Asked,
    pub(crate) language: Language,
}

/// Whether a path means one file, not a folder.
pub(crate) fn is_one_file(path: &Path) -> bool {
    !path.is_dir() && path.extension().is_some_and(|ending| ending == "json")
}

/// Keeps it in that file or folder.
pub(crate) fn keep(path: &Path, kept: &Kept<'_>) -> Result<(), Failure> {
    let record = record(kept);
    let text = record.to_canonical() + "\n";
    if is_one_file(path) {
        return write_file(path, text.as_bytes()).map_err(Failure::Input);
    }
    let hex_of = |bytes: &[u8]| hex(&Sha256::digest(bytes));
    let bare = |digest: &str| digest.trim_start_matches("sha256:").to_owned();
    let determination = report::json(kept.answer, kept.language).to_canonical();
    let shipment = format!("{}.{}", hex_of(&kept.given.bytes), word(kept.given.format));
    let files = kept.rulebook.files.iter().map(|file| (file.path.clone(), file.text.clone().into_bytes())).collect();
    let lists = Law::as_of(kept.rulebook, kept.asked).lists_snapshot();
    put(path, "determinations", &format!("{}.json", hex_of(determination.as_bytes())), determination.as_bytes())?;
    put(path, "shipments", &shipment, &kept.given.bytes)?;
    put(path, "lists", &format!("{}.txt", hex_of(lists.as_bytes())), lists.as_bytes())?;
    put(path, "packs", &format!("{}.pack", bare(&kept.rulebook.digest)), &pack(files, None))?;
    put(path, "", &format!("{}.record.json", hex_of(text.as_bytes())), text.as_bytes())
}

fn put(folder: &Path, below: &str, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let folder = folder.join(below);
    let path = folder.join(name);
    if path.exists() {
        return Ok(());
    }
    let made = fs::create_dir_all(&folder).map_err(anyhow::Error::from);
    made.and_then(|()| write_file(&path, bytes)).map_err(Failure::Input)
}

fn record(kept: &Kept<'_>) -> Json {
    let Kept { given, answer, asked, language, .. } = kept;
    let text = |text: &str| Json::Text(text.to_owned());
    let texts = |texts: &[String]| Json::Array(texts.iter().map(|one| text(one)).collect());
    let object = |fields: Vec<(&str, Json)>| {
        Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let readings = asked.policy.readings.iter().map(|(term, reading)| (term.clone(), text(reading))).collect();
    let optional = |value: Option<&str>| value.map_or(Json::Null, text);
    object(vec![
        ("schema", text(SCHEMA)),
        ("determination", report::json(answer, *language)),
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
                ("screening", text(asked.screening.method.name())),
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
    ])
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
