//! What is asked beside the shipment: day, what was known, policy, scenario. The clock is read here and nowhere else.

use crate::args::LawArgs;
use crate::input;
use crate::status::Failure;
use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use exeat::assess::{Asked, Method, Policy, Screening};
use exeat::case::parse_when;
use exeat::fact::read::{Format, read_policy};
use exeat::fact::{Shipment, When};
use exeat::nearest::nearest;
use exeat::rulebook::Rulebook;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

/// The question beside the shipment.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct AskedArgs {
    /// The day or instant on which it leaves; stands above the shipment's own `date`. Without both: today.
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,

    /// Answer with what had been published by then; without it: by now.
    #[arg(long, value_name = "DATE")]
    pub(crate) known: Option<String>,

    /// Read open terms as this file says: `readings = { "cn/military-user" = "text" }`.
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,

    /// Lay a scenario over the law: one of the rulebook by its name, or a file in the form of an act.
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) scenario: Option<String>,

    /// How names of parties are looked up on the lists.
    #[arg(long, value_name = "METHOD", default_value = "exact")]
    pub(crate) screening: ScreeningMethod,
}

/// A method of looking up names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScreeningMethod {
    /// exact/1: equal after normalisation; whoever shares a telling word is a question
    #[default]
    Exact,
    /// words/1: by likeness, in any script; whoever only shares a name is related, and said to be
    Words,
}

impl From<ScreeningMethod> for Method {
    fn from(method: ScreeningMethod) -> Method {
        match method {
            ScreeningMethod::Exact => Method::Exact,
            ScreeningMethod::Words => Method::Words,
        }
    }
}

impl AskedArgs {
    /// The file of a scenario that is not in the rulebook: its name and bytes.
    pub(crate) fn scenario_file(&self) -> Result<Option<(String, Vec<u8>)>, Failure> {
        let Some(path) = self.scenario.as_deref().filter(|name| is_file(name)).map(Path::new) else { return Ok(None) };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = input::bytes_of(path).map_err(Failure::Input)?;
        Ok(Some((name, bytes)))
    }

    /// The whole question of one shipment.
    pub(crate) fn asked(&self, rulebook: &Rulebook, law: &LawArgs, shipment: &Shipment) -> Result<Asked, Failure> {
        let zone = zone_of(rulebook);
        let date = match (&self.date, shipment.date) {
            (Some(date), _) => parse_when(date).map_err(|why| Failure::Usage(anyhow!("--date: {why}")))?,
            (None, Some(date)) => date,
            (None, None) => When::Day(zone.to_datetime(Timestamp::now()).date()),
        };
        let known = match &self.known {
            Some(known) => self::known(known, &zone)?,
            None => Timestamp::now(),
        };
        Ok(Asked {
            date,
            known,
            policy: self.policy(rulebook)?,
            scenario: self.scenario(rulebook)?,
            screening: Screening { method: self.screening.into(), ..Screening::default() },
            regimes: (!law.regime.is_empty()).then(|| law.regime.clone()),
        })
    }

    fn policy(&self, rulebook: &Rulebook) -> Result<Policy, Failure> {
        let Some(path) = &self.policy else { return Ok(Policy::default()) };
        let bytes = input::bytes_of(path).map_err(Failure::Input)?;
        let name = path.display().to_string();
        let format = Format::of_file_name(&name).unwrap_or(Format::Toml);
        read_policy(format, &name, &bytes, rulebook).map_err(|problems| Failure::BadInput(vec![problems]))
    }

    /// The id of the scenario, which must be in the rulebook by now.
    fn scenario(&self, rulebook: &Rulebook) -> Result<Option<String>, Failure> {
        let Some(named) = &self.scenario else { return Ok(None) };
        let id = match is_file(named) {
            true => Path::new(named).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
            false => named.clone(),
        };
        let known: Vec<&str> =
            rulebook.regimes.iter().flat_map(|regime| &regime.scenarios).map(|scenario| scenario.id.as_str()).collect();
        if known.contains(&id.as_str()) {
            return Ok(Some(id));
        }
        let remedy = match nearest(&id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "the rulebook has none; name a file".to_owned(),
            None => format!("the rulebook has `{}`", known.join("`, `")),
        };
        Err(Failure::Usage(anyhow!("--scenario: no scenario is called `{id}`; {remedy}")))
    }
}

fn is_file(name: &str) -> bool {
    name.ends_with(".md")
}

/// The zone of the days: that of the first regime.
pub(crate) fn zone_of(rulebook: &Rulebook) -> TimeZone {
    let first = rulebook.regimes.first();
    first.and_then(|regime| TimeZone::get(&regime.zone).ok()).unwrap_or(TimeZone::UTC)
}

/// An instant, or the beginning of a day in that zone: all that was published on that day counts.
pub(crate) fn known(text: &str, zone: &TimeZone) -> Result<Timestamp, Failure> {
    let when = parse_when(text).map_err(|why| Failure::Usage(anyhow!("--known: {why}")))?;
    match when {
        When::Instant(instant) => Ok(instant),
        When::Day(day) => zone.to_timestamp(day.at(0, 0, 0, 0)).context("--known").map_err(Failure::Usage),
    }
}
