//! `exeat law list`.

use crate::args::{Lang, LawArgs};
use crate::status::Done;
use crate::{law, output};
use clap::Args;
use exeat::report::Language;
use exeat::rulebook::{Kind, Moment, Regime};
use std::fmt::Write;

/// Lists regimes, and of each its acts by day, scenarios and party lists.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat law list
  exeat law list --regime demo --lang ja")]
pub(crate) struct List {
    #[command(flatten)]
    law: LawArgs,

    /// The language of titles.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
}

pub(crate) fn run(list: &List) -> Done {
    let rulebook = law::load(&list.law)?.rulebook;
    let language: Language = list.lang.into();
    let mut text = format!("rulebook {}\n", rulebook.digest);
    for regime in &rulebook.regimes {
        // Writing to a string cannot fail.
        let _ = tell(&mut text, regime, language);
    }
    output::write(&text)?;
    Ok(0)
}

fn tell(text: &mut String, regime: &Regime, language: Language) -> std::fmt::Result {
    let invented = if regime.invented { ", invented" } else { "" };
    writeln!(
        text,
        "\n{} ({}{invented}), from {}, checked to {}",
        regime.id, regime.authority, regime.begins, regime.verified_to
    )?;
    let items: usize = regime.entries.iter().map(|entry| entry.items.len()).sum();
    let parties: usize = regime.party_lists.iter().map(|list| list.parties.len()).sum();
    writeln!(
        text,
        "  {} acts, {} rules, {} entries with {items} items, {parties} listed parties, {} cases",
        regime.acts.len(),
        regime.rules.len(),
        regime.entries.len(),
        regime.cases.len()
    )?;
    let mut acts: Vec<_> = regime.acts.iter().collect();
    acts.sort_by_key(|act| (day(act.published), act.id.as_str()));
    for act in acts {
        let rank = match act.kind {
            Kind::Instrument => String::new(),
            kind => format!(" [{}]", kind_word(kind)),
        };
        writeln!(text, "  {}  {:<12} {}{rank}", day(act.published), act.id, act.title.get(language.code()))?;
    }
    for scenario in &regime.scenarios {
        writeln!(text, "  scenario    {} {}", scenario.id, scenario.act.title.get(language.code()))?;
    }
    for list in &regime.party_lists {
        writeln!(
            text,
            "  parties     {}/{} by {}: {}",
            regime.id,
            list.list,
            regime.clause(list.clause).reference(),
            list.parties.len()
        )?;
    }
    Ok(())
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
