//! `exeat law verified`.

use crate::args::LawArgs;
use crate::status::{Done, Failure};
use crate::{input, law, output};
use anyhow::{Context, anyhow};
use clap::Args;
use jiff::civil::Date;
use std::fs;
use std::path::Path;
use toml::de::DeTable;

/// Notes in a copy of the law that it was checked up to a day.
///
/// Whoever writes this has looked for new acts of the regime up to that day, and found none or added them.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  exeat law verified 2026-11-30 --law my-law --regime cn")]
pub(crate) struct Verified {
    /// The day up to which the law was checked.
    #[arg(value_name = "DAY")]
    day: String,

    #[command(flatten)]
    law: LawArgs,
}

pub(crate) fn run(verified: &Verified) -> Done {
    let day: Date = verified
        .day
        .parse()
        .map_err(|_| Failure::Usage(anyhow!("`{}` is no day such as `2026-11-30`", verified.day)))?;
    let Some(root) = &verified.law.law else {
        return Err(Failure::Usage(anyhow!(
            "the law inside the program cannot be changed: copy it, and name the copy with `--law`"
        )));
    };
    let rulebook = law::load(&verified.law)?.rulebook;
    let [regime] = rulebook.regimes.as_slice() else {
        let ids: Vec<&str> = rulebook.regimes.iter().map(|regime| regime.id.as_str()).collect();
        return Err(Failure::Usage(anyhow!(
            "the law holds several regimes: write `--regime` with one of {}",
            ids.join(", ")
        )));
    };
    let path = root.join(&regime.id).join("regime.toml");
    note(&path, day).map_err(Failure::Rulebook)?;
    output::write(&format!("{} was checked to {}, now to {day}\n", regime.id, regime.verified_to))?;
    Ok(0)
}

/// Puts the day in place of the old one, and leaves all else as it stands.
fn note(path: &Path, day: Date) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let mut text = String::from_utf8(input::bytes_of(path)?).with_context(|| format!("`{name}` is not UTF-8"))?;
    let table = DeTable::parse(&text).map_err(|error| anyhow!("`{name}`: {}", error.message()))?;
    let old = table
        .get_ref()
        .get("verified_to")
        .map(toml::Spanned::span)
        .with_context(|| format!("`{name}` has no `verified_to`"))?;
    text.replace_range(old, &format!("\"{day}\""));
    let beside = path.with_extension("part");
    fs::write(&beside, text)?;
    fs::rename(&beside, path)?;
    Ok(())
}
