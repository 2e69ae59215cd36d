//! `exeat law list`.

use crate::args::{Lang, LawArgs, ToolFormat};
use crate::asked::{known, zone_of};
use crate::catalogue::Catalogue;
use crate::status::{Done, Failure};
use crate::{law, output};
use anyhow::anyhow;
use clap::Args;
use exeat::assess::{Asked, Law};
use exeat::canonical::Json;
use exeat::case::parse_when;
use exeat::fact::When;
use exeat::report;
use exeat::rulebook::{Act, Kind, Moment, Regime};
use jiff::Timestamp;
use std::fmt::Write;

/// Lists regimes, and of each its acts by day with their state, scenarios and party lists.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat law list
  exeat law list --date 2026-11-20 --known 2026-10-10
  exeat law list --regime demo --lang ja --format json")]
pub(crate) struct List {
    #[command(flatten)]
    law: LawArgs,

    /// The day on which the states are wanted; without it: today.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,

    /// As known on that day; without it: now.
    #[arg(long, value_name = "DATE")]
    known: Option<String>,

    /// The form of what is told.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ToolFormat,

    /// The language of titles.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
}

pub(crate) fn run(list: &List) -> Done {
    let rulebook = law::load(&list.law)?.rulebook;
    let zone = zone_of(&rulebook);
    let known = match &list.known {
        Some(text) => known(text, &zone)?,
        None => Timestamp::now(),
    };
    let date = match &list.date {
        Some(text) => parse_when(text).map_err(|why| Failure::Usage(anyhow!("--date: {why}")))?,
        None => When::Day(zone.to_datetime(Timestamp::now()).date()),
    };
    let regimes = rulebook.regimes.iter().map(|regime| regime.id.clone()).collect();
    let law = Law::as_of(&rulebook, &Asked { regimes: Some(regimes), ..Asked::on(date, known) });
    let say = Catalogue::of(list.lang);
    let day = match date {
        When::Day(day) => day,
        When::Instant(instant) => zone.to_datetime(instant).date(),
    };
    let (date, known) = (day.to_string(), zone.to_datetime(known).date().to_string());
    if list.format == ToolFormat::Json {
        let regimes = rulebook.regimes.iter().map(|regime| json(regime, &law, &say)).collect();
        let whole = vec![
            ("schema".to_owned(), Json::Text("exeat.law_list/1".to_owned())),
            ("rulebook".to_owned(), Json::Text(rulebook.digest.clone())),
            ("date".to_owned(), Json::Text(date)),
            ("known".to_owned(), Json::Text(known)),
            ("regimes".to_owned(), Json::Array(regimes)),
        ];
        output::write(&(Json::Object(whole).to_canonical() + "\n"))?;
        return Ok(0);
    }
    let mut text = say.say("list.rulebook", &[("digest", rulebook.digest.clone())]) + "\n";
    text.push_str(&(say.say("list.on", &[("date", date), ("known", known)]) + "\n"));
    for regime in &rulebook.regimes {
        // Writing to a string cannot fail.
        let _ = tell(&mut text, regime, &law, &say);
    }
    output::write(&text)?;
    Ok(0)
}

/// The state that all clauses of an act have, `partly` where they differ, `unknown` where it was not published.
fn state(regime: &Regime, act: &Act, law: &Law<'_>) -> &'static str {
    let words = act.clauses.iter().filter_map(|clause| law.clause_state(&regime.id, *clause));
    let mut words: Vec<&str> = words.map(report::clause_state_word).collect();
    words.dedup();
    match words.as_slice() {
        [] => "unknown",
        [one] => one,
        _ => "partly",
    }
}

fn by_day(regime: &Regime) -> Vec<&Act> {
    let mut acts: Vec<&Act> = regime.acts.iter().collect();
    acts.sort_by_key(|act| (day(act.published), act.id.as_str()));
    acts
}

fn tell(text: &mut String, regime: &Regime, law: &Law<'_>, say: &Catalogue) -> std::fmt::Result {
    let values = [
        ("id", regime.id.clone()),
        ("authority", regime.authority.clone()),
        ("invented", if regime.invented { say.word("list.invented") } else { String::new() }),
        ("begins", regime.begins.to_string()),
        ("checked", regime.verified_to.to_string()),
    ];
    writeln!(text, "\n{}", say.say("list.regime", &values))?;
    let items: usize = regime.entries.iter().map(|entry| entry.items.len()).sum();
    let parties: usize = regime.party_lists.iter().map(|list| list.parties.len()).sum();
    let counts = [
        ("acts", regime.acts.len().to_string()),
        ("rules", regime.rules.len().to_string()),
        ("entries", regime.entries.len().to_string()),
        ("items", items.to_string()),
        ("parties", parties.to_string()),
        ("cases", regime.cases.len().to_string()),
    ];
    writeln!(text, "  {}", say.say("list.counts", &counts))?;
    for act in by_day(regime) {
        let rank = match act.kind {
            Kind::Instrument => String::new(),
            kind => format!(" [{}]", kind_word(kind)),
        };
        let state = say.word(&format!("list.state.{}", state(regime, act, law)));
        let title = act.title.get(say.code);
        writeln!(text, "  {}  {:<12} {title}{rank} ({state})", day(act.published), act.id)?;
    }
    for scenario in &regime.scenarios {
        let title = scenario.act.title.get(say.code);
        writeln!(text, "  {}  {} {title}", say.word("list.scenario"), scenario.id)?;
    }
    for list in &regime.party_lists {
        let values = [
            ("list", format!("{}/{}", regime.id, list.list)),
            ("clause", regime.clause(list.clause).reference()),
            ("count", list.parties.len().to_string()),
        ];
        writeln!(text, "  {}  {}", say.word("list.parties"), say.say("list.parties_by", &values))?;
    }
    Ok(())
}

fn json(regime: &Regime, law: &Law<'_>, say: &Catalogue) -> Json {
    let text = |text: &str| Json::Text(text.to_owned());
    let object = |fields: Vec<(&str, Json)>| {
        Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let acts = by_day(regime).into_iter().map(|act| {
        let clauses = act.clauses.iter().map(|id| {
            let state = law.clause_state(&regime.id, *id).map_or("unknown", report::clause_state_word);
            object(vec![("clause", text(&regime.clause(*id).reference())), ("state", text(state))])
        });
        object(vec![
            ("id", text(&act.id)),
            ("published", text(&day(act.published))),
            ("kind", text(kind_word(act.kind))),
            ("title", text(act.title.get(say.code))),
            ("state", text(state(regime, act, law))),
            ("clauses", Json::Array(clauses.collect())),
        ])
    });
    object(vec![
        ("id", text(&regime.id)),
        ("verified_to", text(&regime.verified_to.to_string())),
        ("acts", Json::Array(acts.collect())),
    ])
}

fn day(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(instant) => instant.to_string().chars().take(10).collect(),
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Instrument => "instrument",
        Kind::Guidance => "guidance",
        Kind::Decision => "decision",
        Kind::Statement => "statement",
        Kind::Practice => "practice",
        Kind::Report => "report",
        Kind::Scenario => "scenario",
    }
}
