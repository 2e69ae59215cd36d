//! A small rulebook of facts, units and countries, made by hand.

use exeat::number::{End, Interval, Rational};
use exeat::rulebook::{
    Condition, Country, Dimension, Fact, FactType, Localised, PaperKind, Rulebook, Scope, Unit, UnitId, Units,
    Vocabulary, Word, in_order,
};

pub(crate) fn rulebook() -> Rulebook {
    let units = units();
    let mut facts = vec![
        fact("from", Scope::Shipment, FactType::Country, &[]),
        fact("to", Scope::Shipment, FactType::Country, &[]),
        fact("final", Scope::Shipment, FactType::Country, &[]),
        fact("via", Scope::Shipment, FactType::Countries, &[]),
        fact("activity", Scope::Shipment, FactType::Choice, &["export", "re-export", "internal_transfer"]),
        fact("contract_on", Scope::Shipment, FactType::Date, &[]),
        fact("country", Scope::Party, FactType::Country, &[]),
        fact("military_user", Scope::Party, FactType::YesNo, &["yes", "no"]),
        fact("military_use", Scope::EndUse, FactType::YesNo, &["yes", "no"]),
        fact("wmd_use", Scope::Declaration, FactType::YesNo, &["yes", "no"]),
        fact("origin", Scope::Line, FactType::Country, &[]),
        fact("hs", Scope::Line, FactType::Text, &["8505111000", "other"]),
        fact("item_kind", Scope::Line, FactType::Choice, &["goods", "software", "technology", "service"]),
        fact("material", Scope::Line, FactType::Set, &["rare-earth", "permanent-magnet", "none-of-these"]),
        fact("magnet_family", Scope::Line, FactType::Choice, &["NdFeB", "SmCo"]),
    ];
    for (name, unit, kind) in [
        ("dysprosium", "wt%", FactType::Share),
        ("terbium", "wt%", FactType::Share),
        ("value_share", "val%", FactType::Share),
        ("diameter", "mm", FactType::Quantity),
        ("temperature", "degC", FactType::Quantity),
        ("quantity", "kg", FactType::Quantity),
        ("value", "USD", FactType::Quantity),
    ] {
        facts.push(Fact { unit: units.find(unit), ..fact(name, Scope::Line, kind, &[]) });
    }
    for fact in &mut facts {
        finish(fact);
    }
    facts.sort_by(|a, b| a.name.cmp(&b.name));
    let papers = vec![PaperKind { word: "declaration".into(), cost: 1 }];
    Rulebook { vocabulary: Vocabulary { facts, papers }, units, countries: countries(), ..Rulebook::default() }
}

fn finish(fact: &mut Fact) {
    let closed = |at| Some(End { at, closed: true });
    match fact.kind {
        FactType::Share => {
            fact.domain = Interval { low: closed(Rational::ZERO), high: closed(Rational::ONE) };
            fact.absent_below = "0.0001".parse().ok();
        }
        FactType::Quantity if fact.name != "temperature" => {
            fact.domain = Interval { low: closed(Rational::ZERO), high: None }
        }
        _ => {}
    }
    if fact.name == "magnet_family" {
        fact.applies_when = Some(Condition::Is { fact: "material".into(), word: "permanent-magnet".into() });
    }
    if fact.name == "dysprosium" {
        fact.bounds = vec![Rational::ZERO, "0.001".parse().unwrap()];
    }
}

fn fact(name: &str, scope: Scope, kind: FactType, words: &[&str]) -> Fact {
    let word = |word: &&str| Word { word: (*word).into(), whole_since: None, label: Localised::default() };
    let words: Vec<Word> = words.iter().map(word).collect();
    let by_word = in_order(&words);
    Fact {
        name: name.into(),
        scope,
        kind,
        unit: None,
        domain: Interval::ALL,
        words,
        applies_when: None,
        absent_below: None,
        paper: None,
        cost: 1,
        who: Vec::new(),
        gates: true,
        question: Localised::default(),
        built_in: false,
        bounds: Vec::new(),
        by_word,
    }
}

fn units() -> Units {
    let mut units: Vec<Unit> = [
        ("%", "share", "1/100", "0"),
        ("wt%", "share of mass", "1/100", "0"),
        ("val%", "share of value", "1/100", "0"),
        ("kg", "mass", "1", "0"),
        ("g", "mass", "1/1000", "0"),
        ("mm", "length", "1/1000", "0"),
        ("um", "length", "1/1000000", "0"),
        ("degC", "temperature", "1", "273.15"),
        ("pcs", "count", "1", "0"),
        ("USD", "value in USD", "1", "0"),
    ]
    .into_iter()
    .map(|(symbol, dimension, factor, offset)| Unit {
        symbol: symbol.into(),
        dimension: Dimension(dimension.into()),
        factor: factor.parse().unwrap(),
        offset: offset.parse().unwrap(),
    })
    .collect();
    units.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    Units { units }
}

fn countries() -> Vec<Country> {
    [
        ("CN", "China", "中国"),
        ("CN-bonded", "China, bonded zone", "中国保税区"),
        ("JP", "Japan", "日本"),
        ("KR", "South Korea", "韩国"),
    ]
    .into_iter()
    .map(|(code, en, zh)| Country {
        code: code.into(),
        name: Localised(vec![("en".into(), en.into()), ("zh".into(), zh.into())]),
        within: None,
    })
    .collect()
}

pub(crate) fn unit(rulebook: &Rulebook, symbol: &str) -> UnitId {
    rulebook.units.find(symbol).unwrap()
}
