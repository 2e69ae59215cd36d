//! The made rule set as law files, loaded by Exeat's own loader; shipments are read by its own reader.
//!
//! This is the only module that knows Exeat: its three calls are `Law::outcome`, `Law::prove` and `Law::determine`.

use crate::answer::{Answer, BAN, FREE, LICENCE};
use crate::made::{
    FLAGS, FROM_ABOVE, Item, NUMBERS, PLACES, PROCESSINGS, Property, Rules, STRICT, Shipment, Word, word_of,
};
use anyhow::{Context, Result, anyhow};
use exeat::assess::{Asked, CitedWhat, Decision, Determination, Law, Outcome, Proved, State};
use exeat::fact;
use exeat::fact::When;
use exeat::fact::read::{Format, read_shipment};
use exeat::rulebook::{Rulebook, Selection};
use std::fmt::Write;

/// Items that Exeat cites at most of one line.
pub const CITED_MAX: usize = 4096;
const DAY: &str = "2026-03-02";
const KNOWN: &str = "2026-03-03T00:00:00Z";

/// The law as text, and as it is loaded.
pub fn load(files: Vec<(String, Vec<u8>)>) -> Result<Rulebook> {
    Ok(Rulebook::load(files, &Selection::All).map_err(|problems| anyhow!("{problems}"))?.rulebook)
}

/// The law for the one day that is asked for.
pub fn as_of(rulebook: &Rulebook) -> Result<Law<'_>> {
    Ok(Law::as_of(rulebook, &Asked::on(When::Day(DAY.parse()?), KNOWN.parse()?)))
}

/// A shipment as its sender would write it, read.
pub fn shipment(rulebook: &Rulebook, shipment: &Shipment) -> Result<fact::Shipment> {
    let text = shipment_text(shipment);
    read_shipment(Format::Toml, "made.toml", text.as_bytes(), rulebook).map_err(|problems| anyhow!("{problems}"))
}

/// The call "outcome with citations".
pub fn outcome(law: &Law<'_>, shipment: &fact::Shipment) -> Decision {
    law.outcome(shipment)
}

/// The call "full proof".
pub fn prove(law: &Law<'_>, shipment: &fact::Shipment) -> Proved {
    law.prove(shipment)
}

/// The call "full determination", with questions, routes, readings and all.
pub fn determine(law: &Law<'_>, shipment: &fact::Shipment) -> Determination {
    law.determine(shipment)
}

/// The decision in the words of all three engines.
pub fn answer(law: &Law<'_>, rules: &Rules, decision: &Decision) -> Result<Answer> {
    let rank = |outcome| match outcome {
        Outcome::NoLicenceRequired => FREE,
        Outcome::LicenceRequired => LICENCE,
        Outcome::Prohibited => BAN,
    };
    let (mut hold, mut open) = (Vec::new(), Vec::new());
    for cited in &decision.cited {
        let number = match cited.what {
            CitedWhat::Item(item) => {
                let (_, code) = law.item_reference(cited.regime, item).context("an item that is cited exists")?;
                code.trim_start_matches("1A").trim_end_matches(".a").parse::<u32>()?
            }
            CitedWhat::Rule(rule) => {
                match law.rule_reference(cited.regime, rule).context("a rule that is cited exists")?.1 {
                    "knowledge" => rules.knowledge(),
                    "ban-user" => rules.knowledge() + 1,
                    "ban-use" => rules.knowledge() + 2,
                    // That an item is listed is told by the item.
                    _ => continue,
                }
            }
        };
        match cited.state {
            State::True => hold.push(number),
            State::Open => open.push(number),
            State::False => {}
        }
    }
    hold.sort_unstable();
    open.sort_unstable();
    Ok(Answer { floor: rank(decision.range.floor), ceiling: rank(decision.range.ceiling), hold, open })
}

/// All files of the made law.
pub fn files(rules: &Rules) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = vec![
        ("units.toml".to_owned(), "[mm]\ndimension = \"length\"\nfactor = \"1/1000\"\n".to_owned()),
        ("countries.toml".to_owned(), countries()?),
        ("vocabulary.toml".to_owned(), vocabulary(rules)?),
        ("made/regime.toml".to_owned(), REGIME.to_owned()),
        ("made/acts/2024-1.md".to_owned(), ACT.to_owned()),
        ("made/groups/strict.toml".to_owned(), strict()?),
    ];
    for (at, item) in rules.items.iter().enumerate() {
        files.push((format!("made/entries/1/1A{at}.toml"), entry(at, item)?));
    }
    Ok(files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect())
}

const REGIME: &str = r#"id = "made"
authority = "nobody"
languages = ["en"]
zone = "UTC"
begins = "2020-01-01"
verified_to = "2026-03-01"
stale_after = "60 days"
neighbours = []
"#;

const ACT: &str = r#"+++
id = "2024-1"
kind = "instrument"
issuers = ["nobody"]
title = { en = "Made law" }
published = "2024-01-01"
effective = "2024-01-01"
source = "https://made.invalid/"
confidence = "high"
+++

## 1 Reach and list

```reach out
as = "export"
when = 'from = NZ or activity = export'
```

```requirement licence
when = 'listed'
```

## 2 Knowledge

```requirement knowledge
when = 'wmd_use or red_flags or told_by_authority'
```

## 3 Bans

```prohibition ban-user
route = "none"
when = 'to in strict and (some end_user where military_user)'
```

```prohibition ban-use
route = "none"
when = 'to in strict and military_use'
```
"#;

fn countries() -> Result<String> {
    let mut text = String::new();
    for place in PLACES {
        writeln!(text, "[{place}]\nname = {{ en = \"{place}\" }}")?;
    }
    Ok(text)
}

fn strict() -> Result<String> {
    let mut text = "id = \"strict\"\n".to_owned();
    for place in &PLACES[..STRICT] {
        writeln!(text, "[[member]]\nword = \"{place}\"")?;
    }
    Ok(text)
}

fn vocabulary(rules: &Rules) -> Result<String> {
    let mut text = String::new();
    let fact = |text: &mut String, name: &str, scope: &str, kind: &str, more: &str| {
        writeln!(
            text,
            "[{name}]\nscope = \"{scope}\"\ntype = \"{kind}\"\n{more}paper = \"data_sheet\"\ncost = 1\nwho = \"maker\""
        )?;
        writeln!(text, "question = {{ en = \"What is {name}?\" }}")
    };
    for (name, kind) in [("from", "country"), ("to", "country"), ("final", "country")] {
        fact(&mut text, name, "shipment", kind, "built_in = true\n")?;
    }
    fact(&mut text, "country", "party", "country", "built_in = true\n")?;
    fact(&mut text, "activity", "shipment", "choice", "built_in = true\n")?;
    text += "[activity.values.export]\n";
    for (name, scope) in FLAGS.iter().zip(["party", "end_use", "declaration", "declaration", "declaration"]) {
        fact(&mut text, name, scope, "yes-no", "")?;
    }
    fact(&mut text, "item_kind", "line", "choice", "")?;
    for kind in ["goods", "software", "technology"] {
        writeln!(text, "[item_kind.values.{kind}]")?;
    }
    fact(&mut text, "technology_for", "line", "choice", "applies_when = \"item_kind in [software, technology]\"\n")?;
    text += "[technology_for.values.none-of-these]\nwhole_since = \"2020-01-01\"\n";
    for (name, letter) in [("material", 'm'), ("function", 'f')] {
        fact(&mut text, name, "line", "set", "")?;
        let words = (0..rules.words).map(Word::One).chain([Word::NoneOfThese]);
        for word in words {
            writeln!(text, "[{name}.values.{}]\nwhole_since = \"2020-01-01\"", word_of(letter, word))?;
        }
    }
    fact(&mut text, "processing", "line", "choice", "")?;
    for processing in 0..PROCESSINGS {
        writeln!(text, "[processing.values.p{processing}]")?;
    }
    for number in 0..NUMBERS {
        fact(&mut text, &format!("x{number}"), "line", "quantity", "unit = \"mm\"\n")?;
    }
    Ok(text)
}

fn entry(at: usize, item: &Item) -> Result<String> {
    let property = match item.property {
        Property::Material(word) => format!("material = {}", word_of('m', Word::One(word))),
        Property::Function(word) => format!("function = {}", word_of('f', Word::One(word))),
    };
    let processing = item.processing.map_or_else(String::new, |word| format!(" and processing = p{word}"));
    let all = |limits: &Vec<(usize, i64)>| {
        let sign = |number: usize| if number < FROM_ABOVE { ">=" } else { "<=" };
        limits
            .iter()
            .map(|(number, bound)| format!("x{number} {} {bound} mm", sign(*number)))
            .collect::<Vec<_>>()
            .join(" and ")
    };
    let limits = match item.alternatives.as_slice() {
        [one] => all(one),
        several => {
            format!("({})", several.iter().map(|limits| format!("({})", all(limits))).collect::<Vec<_>>().join(" or "))
        }
    };
    let mut text = format!("code = \"1A{at}\"\ntitle = {{ en = \"Made entry {at}\" }}\n\n");
    writeln!(
        text,
        "[[item]]\ncode = \"1A{at}.a\"\nkind = \"goods\"\nreasons = []\ntitle = {{ en = \"Made item {at}\" }}\n"
    )?;
    writeln!(text, "[[item.version]]\nby = \"2024-1#1\"\nconfidence = \"high\"")?;
    writeln!(text, "when = 'item_kind = goods and {property}{processing} and {limits}'")?;
    Ok(text)
}

fn shipment_text(shipment: &Shipment) -> String {
    let yes_no = |yes: bool| if yes { "\"yes\"" } else { "\"no\"" };
    let flag = |n: usize| shipment.flags[n].map_or_else(String::new, |yes| format!("{} = {}\n", FLAGS[n], yes_no(yes)));
    let mut text =
        format!("date = \"{DAY}\"\nactivity = \"export\"\nfrom = \"NZ\"\nto = \"{}\"\n\n", PLACES[shipment.to]);
    text += &format!("[[party]]\nrole = \"end_user\"\nname = \"Tern Bakery\"\n[party.facts]\n{}\n", flag(0));
    text += "[parties]\ncomplete = [\"end_user\", \"consignee\", \"intermediate_consignee\"]\n\n";
    text += &format!(
        "[declaration]\nby = \"A. Skua\"\non = \"{DAY}\"\n\n[end_use.facts]\n{}\n",
        (1..5).map(flag).collect::<String>()
    );
    text += "[[line]]\n[line.properties]\nitem_kind = \"goods\"\n";
    for (name, letter, word) in [("material", 'm', shipment.material), ("function", 'f', shipment.function)] {
        text += &word.map_or_else(String::new, |word| format!("{name} = \"{}\"\n", word_of(letter, word)));
    }
    text += &shipment.processing.map_or_else(String::new, |word| format!("processing = \"p{word}\"\n"));
    for (number, stated) in shipment.numbers.iter().enumerate() {
        text += &match stated {
            None => String::new(),
            Some((low, high)) if low == high => format!("x{number} = \"{low} mm\"\n"),
            Some((low, high)) => format!("x{number} = \"{low}..{high} mm\"\n"),
        };
    }
    text
}
