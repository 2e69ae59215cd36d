//! `vocabulary.toml`, shared and of each regime: the facts that rules may ask for.

use super::domain::{Amounts, default_domain};
use super::fields::{Fields, Spelled};
use super::report::{Report, near, one_of};
use super::{built_in, condition, shared};
use crate::rulebook::in_order;
use crate::rulebook::{
    Condition, Country, Fact, FactType, Localised, PaperKind, Place, Scope, SourceFile, UnitId, Units, Vocabulary, Word,
};
use std::collections::BTreeMap;

/// Words are numbered in sixteen bits; the longest real list has about 40.
const WORDS_MAX: usize = 10_000;

/// Facts are numbered in sixteen bits; China's law asks for about 200.
const FACTS_MAX: usize = 10_000;

/// Kinds of evidence that a shipment may carry.
pub(in crate::rulebook) const PAPERS: [&str; 14] = [
    "end_user_statement",
    "end_use_statement",
    "government_certificate",
    "contract",
    "technical_description",
    "test_report",
    "identity_papers",
    "risk_report",
    "written_commitment",
    "authority_reply",
    "data_sheet",
    "photo",
    "declaration",
    "supplier_statement",
];

const SCOPES: [(&str, Scope); 5] = [
    ("shipment", Scope::Shipment),
    ("party", Scope::Party),
    ("end-use", Scope::EndUse),
    ("declaration", Scope::Declaration),
    ("line", Scope::Line),
];

const TYPES: [(&str, FactType); 9] = [
    ("yes-no", FactType::YesNo),
    ("choice", FactType::Choice),
    ("set", FactType::Set),
    ("share", FactType::Share),
    ("quantity", FactType::Quantity),
    ("date", FactType::Date),
    ("country", FactType::Country),
    ("countries", FactType::Countries),
    ("text", FactType::Text),
];

/// A condition outside which a fact does not apply, still to be checked.
pub(super) struct Narrowed {
    /// The fact.
    pub(super) fact: String,
    /// Its `applies_when`.
    pub(super) when: Condition,
    /// As written.
    pub(super) text: Spelled,
}

/// All facts of all vocabularies.
pub(super) fn read(
    vocabularies: &[usize],
    files: &[SourceFile],
    units: &Units,
    countries: &[Country],
    report: &Report,
) -> (Vocabulary, Vec<Narrowed>) {
    let mut facts: BTreeMap<String, (Fact, Place)> = BTreeMap::new();
    let mut narrowed = Vec::new();
    for file in vocabularies {
        let source = shared::source(*file, files, report);
        let table = source.table();
        for (name, fields) in Fields::new(source, &table, "vocabulary").tables("write a table: `[dysprosium]`") {
            let Some(fact) = fact(&name, fields.named(format!("fact `{}`", name.text)), units, &mut narrowed) else {
                continue;
            };
            if facts.contains_key(&name.text) {
                report.error(
                    &name.place,
                    format!("the fact `{}` is defined twice", name.text),
                    "keep one of the two, in the shared vocabulary if several regimes ask for it",
                );
            }
            if countries.iter().any(|country| country.code == name.text) {
                report.error(
                    &name.place,
                    format!("`{}` is the code of a country", name.text),
                    "give the fact another name",
                );
            }
            facts.insert(name.text, (fact, name.place));
        }
    }
    for (name, scope, kind) in built_in::BUILT_IN {
        facts.entry(name.to_owned()).or_insert_with(|| (built_in::fact(name, scope, kind, units), Place::default()));
    }
    if let Some((_, place)) = facts.values().nth(FACTS_MAX) {
        report.error(
            place,
            format!("the vocabulary has more than {FACTS_MAX} facts"),
            "drop facts that no rule asks for",
        );
    }
    let facts: Vec<Fact> = facts.into_values().map(|(fact, _)| fact).take(FACTS_MAX).collect();
    let papers = papers(&facts);
    (Vocabulary { facts, papers }, narrowed)
}

fn fact(name: &Spelled, fields: Fields<'_>, units: &Units, narrowed: &mut Vec<Narrowed>) -> Option<Fact> {
    let report = fields.report();
    check_name(name, report);
    let (scope, kind) = form(name, &fields)?;
    let own = built_in::BUILT_IN.iter().any(|(known, _, _)| *known == name.text);
    let unit = unit(&fields, kind, own, units);
    let whole = Amounts { units, unit, report };
    // With an unknown unit, told already, its amounts cannot be read.
    let readable = |text: &Spelled| unit.is_some() || !fields.has("unit") || text.text.is_empty();
    let domain = fields
        .text("domain")
        .filter(readable)
        .and_then(|text| whole.range(&text))
        .unwrap_or_else(|| default_domain(&name.text, kind, unit, units));
    let absent_below =
        fields.text("absent_below").filter(readable).and_then(|text| whole.amount(&text.text, &text.place));
    let applies_when = fields.text("applies_when").and_then(|text| {
        let when = condition(report, &text)?;
        narrowed.push(Narrowed { fact: name.text.clone(), when: when.clone(), text });
        Some(when)
    });
    let words = words(&fields, name, kind);
    let fact = Fact {
        name: name.text.clone(),
        scope,
        kind,
        unit,
        domain,
        by_word: in_order(&words),
        words,
        applies_when,
        absent_below,
        paper: paper(&fields),
        cost: cost(&fields),
        who: fields.words("who"),
        gates: fields.flag("gates").unwrap_or(true),
        question: fields.localised("question"),
        built_in: built_in::is_field(&name.text),
        bounds: Vec::new(),
    };
    if fields.flag("built_in") == Some(true) && !own {
        let remedy = "drop `built_in`: it is stated among the facts of the shipment";
        report.warning(&fields.place_of("built_in"), format!("`{}` is no field of the shipment", name.text), remedy);
    }
    for unread in ["source", "note", "label", "law"] {
        let _ = fields.has(unread);
    }
    fields.done();
    Some(fact)
}

/// A name of a fact is `snake_case` and no word of the grammar.
fn check_name(name: &Spelled, report: &Report) {
    let snake = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let plain = name.text.starts_with(|c: char| c.is_ascii_lowercase()) && name.text.bytes().all(snake);
    let readable = name.text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) && !name.text.is_empty();
    let what = format!("`{}` is no name of a fact", name.text);
    let remedy = "write small letters, digits and `_`: `listed_owner_share`";
    match (readable, plain) {
        (false, _) => report.error(&name.place, what, remedy),
        (true, false) => report.warning(&name.place, what, remedy),
        (true, true) => {}
    }
    if crate::rulebook::KEYWORDS.contains(&name.text.as_str()) {
        let what = format!("`{}` has a meaning of its own in conditions", name.text);
        report.error(&name.place, what, "give the fact another name");
    }
}

/// Scope and type; a field of the shipment has its own.
fn form(name: &Spelled, fields: &Fields<'_>) -> Option<(Scope, FactType)> {
    let report = fields.report();
    let own = built_in::BUILT_IN.iter().find(|(known, _, _)| *known == name.text);
    let scope = fields.choice("scope", &SCOPES).or(own.map(|(_, scope, _)| *scope));
    let kind = fields.choice("type", &TYPES).or(own.map(|(_, _, kind)| *kind));
    for (key, missing, known) in [
        ("scope", scope.is_none(), one_of(SCOPES.map(|(word, _)| word))),
        ("type", kind.is_none(), one_of(TYPES.map(|(word, _)| word))),
    ] {
        if missing && !fields.has(key) {
            report.error(&name.place, format!("fact `{}` has no `{key}`", name.text), known);
        }
    }
    let (scope, kind) = (scope?, kind?);
    let kind = if own.is_some_and(|(_, _, own)| *own == FactType::Countries) && kind == FactType::Set {
        FactType::Countries
    } else {
        kind
    };
    if let Some((_, _, built)) = own.filter(|(_, own_scope, own_kind)| *own_scope != scope || *own_kind != kind) {
        let word = TYPES.iter().find(|(_, kind)| kind == built).map_or("", |(word, _)| word);
        report.error(
            &name.place,
            format!("`{}` is a field of the shipment with another scope or type", name.text),
            format!("write `type = \"{word}\"` and the scope of the shipment format, or another name"),
        );
    }
    Some((scope, kind))
}

fn unit(fields: &Fields<'_>, kind: FactType, built_in: bool, units: &Units) -> Option<UnitId> {
    let numeric = matches!(kind, FactType::Share | FactType::Quantity);
    let Some(symbol) = fields.text("unit") else {
        // A share without a basis of its own is one of `%`.
        let plain = units.find("%").filter(|_| kind == FactType::Share);
        if plain.is_some() {
            return plain;
        }
        if numeric && !built_in && !fields.has("unit") {
            fields.report().error(
                &fields.place(),
                format!("{} has no `unit`", fields.of()),
                "write the unit of units.toml in which it is shown: `unit = \"wt%\"`",
            );
        }
        return None;
    };
    let found = units.find(&symbol.text);
    if found.is_none() {
        let remedy = near(&symbol.text, units.units.iter().map(|unit| unit.symbol.as_str()), "add it to units.toml");
        fields.report().error(&symbol.place, format!("the unit `{}` is not in units.toml", symbol.text), remedy);
    }
    if !numeric {
        fields.report().error(
            &symbol.place,
            format!("{} has a unit but is no number", fields.of()),
            "drop `unit`, or write `type = \"quantity\"`",
        );
    }
    found
}

/// The words that a fact may have, in the order written.
fn words(fields: &Fields<'_>, name: &Spelled, kind: FactType) -> Vec<Word> {
    let plain = |word: String| Word { word, whole_since: None, label: Localised::default() };
    let has_words = matches!(kind, FactType::Choice | FactType::Set);
    let given: Vec<(Spelled, Word)> = match fields.value_is_table("values") {
        true => fields.below("values").map_or_else(Vec::new, |below| {
            below
                .tables("write a table: `[material.values.rare-earth]`")
                .into_iter()
                .map(|(word, value)| tabled(word, value))
                .collect()
        }),
        false => fields
            .list("values")
            .into_iter()
            .chain(fields.list("allowed"))
            .map(|word| (word.clone(), plain(word.text)))
            .collect(),
    };
    let mut words: Vec<Word> = Vec::new();
    for (spelled, word) in given {
        if words.iter().any(|known| known.word == word.word) {
            fields.report().error(
                &spelled.place,
                format!("`{}` stands twice among the values of `{}`", word.word, name.text),
                "drop one of the two",
            );
        } else if word.word.is_empty()
            || !word.word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        {
            fields.report().error(
                &spelled.place,
                format!("`{}` cannot stand in a condition", word.word),
                "write letters, digits, `-`, `_` and `.` only",
            );
        }
        words.push(word);
    }
    if words.len() > WORDS_MAX {
        let what = format!("fact `{}` has more than {WORDS_MAX} values", name.text);
        fields.report().error(&name.place, what, "ask for it by `type = \"text\"`");
        words.truncate(WORDS_MAX);
    }
    match kind {
        FactType::YesNo => vec![plain("yes".to_owned()), plain("no".to_owned())],
        _ if has_words && words.is_empty() && name.text == "activity" => {
            built_in::ACTIVITIES.map(|word| plain(word.to_owned())).to_vec()
        }
        _ if has_words && words.is_empty() => {
            fields.report().error(
                &name.place,
                format!("fact `{}` has no `values`", name.text),
                "write `values = [\"a\", \"b\"]`",
            );
            words
        }
        _ if has_words => words,
        _ => Vec::new(),
    }
}

fn tabled(word: Spelled, value: Fields<'_>) -> (Spelled, Word) {
    let value = value.named(format!("value `{}`", word.text));
    let label = value.localised(if value.has("label") { "label" } else { "name" });
    let read = Word { word: word.text.clone(), whole_since: value.day("whole_since"), label };
    for unread in ["note", "source"] {
        let _ = value.has(unread);
    }
    value.done();
    (word, read)
}

fn paper(fields: &Fields<'_>) -> Option<String> {
    let paper = fields.text("paper")?;
    if !PAPERS.contains(&paper.text.as_str()) {
        fields.report().warning(
            &paper.place,
            format!("`{}` is no kind of evidence", paper.text),
            near(&paper.text, PAPERS, one_of(PAPERS)),
        );
    }
    Some(paper.text)
}

fn cost(fields: &Fields<'_>) -> u32 {
    let cost = fields.whole("cost").unwrap_or(1);
    if !(1..=3).contains(&cost) {
        fields.report().error(
            &fields.place_of("cost"),
            format!("the cost {cost} is not between 1 and 3"),
            "write `cost = 1` (at hand), `2` (to be asked for) or `3` (to be made)",
        );
    }
    cost
}

/// Each paper with the highest cost of the facts that it answers: it is obtained as a whole.
fn papers(facts: &[Fact]) -> Vec<PaperKind> {
    let mut costs: BTreeMap<&str, u32> = BTreeMap::new();
    for fact in facts {
        if let Some(paper) = &fact.paper {
            let cost = costs.entry(paper).or_insert(fact.cost);
            *cost = fact.cost.max(*cost);
        }
    }
    costs.into_iter().map(|(word, cost)| PaperKind { word: word.to_owned(), cost }).collect()
}
