//! `exeat law show`.

use crate::args::{Lang, LawArgs};
use crate::asked::{known, zone_of};
use crate::status::{Done, Failure};
use crate::{law, output};
use anyhow::anyhow;
use clap::Args;
use exeat::assess::{Asked, Law};
use exeat::case::parse_when;
use exeat::fact::When;
use exeat::report::{self, Language};
use exeat::rulebook::{ClauseId, OnDay, Regime, describe};
use jiff::Timestamp;

/// Shows a rule, act, clause, entry, item, term, party list, party, group or fact in plain words.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat law show japan-military
  exeat law show cn/2025-57#1 --date 2026-11-20 --lang zh
  exeat law show 1C905.a.4
  exeat law show dysprosium --lang ja")]
pub(crate) struct Show {
    /// Its id, with or without the regime: `cn/japan-military`, `2026-1`, `2026-1#1`, `1C905`.
    #[arg(value_name = "ID")]
    id: String,

    /// The day on which the state of clauses is wanted; without it: today.
    #[arg(long, value_name = "DAY")]
    date: Option<String>,

    /// As known on that day; without it: now.
    #[arg(long, value_name = "DATE")]
    known: Option<String>,

    /// The language.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,

    #[command(flatten)]
    law: LawArgs,
}

pub(crate) fn run(show: &Show) -> Done {
    let rulebook = law::load(&show.law)?.rulebook;
    let zone = zone_of(&rulebook);
    let known = match &show.known {
        Some(text) => known(text, &zone)?,
        None => Timestamp::now(),
    };
    let date = match &show.date {
        Some(text) => parse_when(text).map_err(|why| Failure::Usage(anyhow!("--date: {why}")))?,
        None => When::Day(zone.to_datetime(Timestamp::now()).date()),
    };
    let day = match date {
        When::Day(day) => day,
        When::Instant(instant) => zone.to_datetime(instant).date(),
    };
    let regimes = rulebook.regimes.iter().map(|regime| regime.id.clone()).collect();
    let law = Law::as_of(&rulebook, &Asked { regimes: Some(regimes), ..Asked::on(date, known) });
    let state = |regime: &Regime, clause: ClauseId| {
        law.clause_state(&regime.id, clause).map_or("not_yet", report::clause_state_word)
    };
    let on = OnDay { date: day, known: zone.to_datetime(known).date(), state: &state };
    let language: Language = show.lang.into();
    let found = describe(&rulebook, &show.id, language.code(), Some(on)).map_err(|near| {
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Failure::Usage(anyhow!("the law holds nothing called `{}`{near}", show.id))
    })?;
    let pages: Vec<String> = found.iter().map(|one| report::description(one, language)).collect();
    output::write(&pages.join("\n"))?;
    Ok(0)
}
