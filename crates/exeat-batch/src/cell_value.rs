//! One cell as a value of the shipment: units, days, countries and words as sheets write them.

use crate::columns::{Column, is_set};
use crate::document::Value;
use crate::table::{Cell, Row};
use exeat::rulebook::{Fact, FactType, Rulebook};

/// What is wrong with a cell, before the shipment is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) what: String,
    pub(crate) expected: String,
    pub(crate) remedy: String,
}

const YES: [&str; 6] = ["yes", "y", "true", "是", "はい", "有"];
const NO: [&str; 8] = ["no", "n", "false", "否", "不是", "いいえ", "无", "無"];
const UNKNOWN: [&str; 6] = ["unknown", "?", "未知", "不明", "不详", "待确认"];

/// Units as invoices write them.
const UNITS: [(&str, &str); 27] = [
    ("千克", "kg"),
    ("公斤", "kg"),
    ("キロ", "kg"),
    ("kgs", "kg"),
    ("kgm", "kg"),
    ("克", "g"),
    ("グラム", "g"),
    ("吨", "t"),
    ("トン", "t"),
    ("mt", "t"),
    ("to", "t"),
    ("件", "pcs"),
    ("个", "pcs"),
    ("只", "pcs"),
    ("個", "pcs"),
    ("pc", "pcs"),
    ("pce", "pcs"),
    ("ea", "pcs"),
    ("st", "pcs"),
    ("pieces", "pcs"),
    ("美元", "USD"),
    ("人民币", "CNY"),
    ("rmb", "CNY"),
    ("元", "CNY"),
    ("日元", "JPY"),
    ("円", "JPY"),
    ("欧元", "EUR"),
];

/// Lists of the shipment that are no facts.
const LISTS: [&str; 4] = ["parties.complete", "parties.absent", "classification.looked_at", "classification.evidence"];

/// The value of a column in a row; `None` where nothing stands.
pub(crate) fn value(
    rulebook: &Rulebook,
    column: &Column,
    field: &str,
    row: &Row,
    at: (usize, usize),
    unit_beside: Option<&Cell>,
) -> Result<Option<Value>, Wrong> {
    let cell = row.cells.get(at.1).unwrap_or(&Cell::Empty);
    if cell.is_empty() {
        return Ok(None);
    }
    if let Cell::Error(shown) = cell {
        return Err(Wrong {
            what: format!("the cell shows the error `{shown}`"),
            expected: "a value".to_owned(),
            remedy: "write the value, or empty the cell".to_owned(),
        });
    }
    let unit = unit_beside.map(Cell::text).filter(|unit| !unit.is_empty()).or_else(|| column.unit.clone());
    of_text(rulebook, field, cell, unit.as_deref(), Some(at)).map(Some)
}

/// The value of a field that is written so.
pub(crate) fn of_text(
    rulebook: &Rulebook,
    field: &str,
    cell: &Cell,
    unit: Option<&str>,
    at: Option<(usize, usize)>,
) -> Result<Value, Wrong> {
    let written = cell.text();
    if written.is_empty() {
        return Ok(Value::text(""));
    }
    let text = |text: String| Ok(Value::Text(text, at));
    let name = field.rsplit('.').next().unwrap_or(field);
    if LISTS.contains(&field) {
        return Ok(list(&written, at, |one| one.to_owned()));
    }
    match field {
        "quantity" | "value" => return text(amount(rulebook, cell, unit)),
        "line" => return line_number(&written, at),
        "date" | "contract_on" | "declared_at" | "declaration.on" | "classification.on" => return text(day(&written)),
        "to" | "from" | "final" | "last_exported_from" | "origin" => return text(country(rulebook, &written)),
        "via" => return Ok(list(&written, at, |one| country(rulebook, one))),
        "hs" => return text(written.chars().filter(|letter| !matches!(letter, ' ' | '.')).collect()),
        _ => {}
    }
    if name == "on" {
        return text(day(&written));
    }
    let own = matches!(field, "reference" | "model" | "description" | "end_use.description")
        || matches!(name, "by" | "evidence" | "name" | "address" | "why" | "code" | "result");
    match rulebook.vocabulary.find(name).map(|id| rulebook.vocabulary.fact(id)).filter(|_| !own) {
        Some(fact) => of_fact(rulebook, fact, cell, unit, at),
        None => text(written),
    }
}

fn of_fact(
    rulebook: &Rulebook,
    fact: &Fact,
    cell: &Cell,
    unit: Option<&str>,
    at: Option<(usize, usize)>,
) -> Result<Value, Wrong> {
    let written = cell.text();
    let text = |text: String| Ok(Value::Text(text, at));
    let known = fact.words.iter().any(|word| word.word == written);
    if !known && UNKNOWN.contains(&written.to_lowercase().as_str()) {
        return text("unknown".to_owned());
    }
    match fact.kind {
        FactType::YesNo => {
            let small = written.to_lowercase();
            let yes = YES.contains(&small.as_str()).then_some("yes");
            text(yes.or_else(|| NO.contains(&small.as_str()).then_some("no")).map_or(written, str::to_owned))
        }
        FactType::Share | FactType::Quantity => text(amount(rulebook, cell, unit)),
        FactType::Date => text(day(&written)),
        FactType::Country => text(country(rulebook, &written)),
        FactType::Countries => Ok(list(&written, at, |one| country(rulebook, one))),
        FactType::Choice => text(labelled(fact, &written)),
        FactType::Set | FactType::Text if is_set(rulebook, &fact.name) => {
            Ok(list(&written, at, |one| labelled(fact, one)))
        }
        FactType::Set | FactType::Text => text(written),
    }
}

/// The word that has this label in one of the languages.
fn labelled(fact: &Fact, written: &str) -> String {
    let is = |word: &&exeat::rulebook::Word| word.label.0.iter().any(|(_, label)| label == written);
    fact.words.iter().find(is).map_or_else(|| written.to_owned(), |word| word.word.clone())
}

/// Words between commas, semicolons or their Chinese and Japanese forms; `[]` is the empty set.
fn list(written: &str, at: Option<(usize, usize)>, one: impl Fn(&str) -> String) -> Value {
    let inner = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(written);
    let parts = inner.split([',', ';', '、', '，', '；', '\n']).map(|part| part.trim().trim_matches('"'));
    let items: Vec<Value> = parts.filter(|part| !part.is_empty()).map(|part| Value::Text(one(part), at)).collect();
    match items.as_slice() {
        [only] if !written.starts_with('[') => only.clone(),
        _ => Value::Array(items),
    }
}

fn line_number(written: &str, at: Option<(usize, usize)>) -> Result<Value, Wrong> {
    let digits = written.trim_start_matches('0');
    if !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Value::Number(digits.to_owned(), at));
    }
    Err(Wrong {
        what: format!("`{written}` is no line number"),
        expected: "1, 2, 3 …".to_owned(),
        remedy: "write a whole number from 1, or leave the cell empty".to_owned(),
    })
}

/// A number takes its unit from the cell beside it or from the heading; one that names its unit keeps it.
fn amount(rulebook: &Rulebook, cell: &Cell, unit: Option<&str>) -> String {
    let written = thousands(&cell.text());
    // INVARIANT (percent): what the sheet shows as per cent is per cent already, whatever the heading says.
    let bare = !matches!(cell, Cell::Percent(_)) && written.ends_with(|letter: char| letter.is_ascii_digit());
    match unit {
        Some(unit) if bare => format!("{written} {}", unit_of(rulebook, unit)),
        _ => written,
    }
}

fn unit_of(rulebook: &Rulebook, unit: &str) -> String {
    let unit = unit.trim();
    let small = unit.to_lowercase();
    if rulebook.units.find(unit).is_some() {
        return unit.to_owned();
    }
    let known = UNITS.iter().find(|(written, _)| *written == small).map(|(_, symbol)| *symbol);
    let known = known.or_else(|| rulebook.units.find(&small).map(|id| rulebook.units.unit(id).symbol.as_str()));
    known.map_or_else(|| unit.to_owned(), str::to_owned)
}

/// `1,234.50`: commas before groups of three and a point after them can mean one thing only. Others stay, to be told.
fn thousands(written: &str) -> String {
    let Some((whole, part)) = written.split_once('.') else { return written.to_owned() };
    let mut groups = whole.split(',');
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let clear = (1..=3).contains(&first.len())
        && digits(first)
        && !rest.is_empty()
        && rest.iter().all(|group| group.len() == 3 && digits(group));
    if clear { format!("{first}{}.{part}", rest.concat()) } else { written.to_owned() }
}

/// A day as sheets write it.
pub(crate) fn of_text_day(written: &str) -> String {
    day(written)
}

/// `2026/3/2`, `2026.03.02`, `20260302`, `2026年3月2日`: the year stands first, so the day is clear. Others stay, to be told.
fn day(written: &str) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if written.len() == 8 && digits(written) {
        let (year, rest) = written.split_at(4);
        let (month, day) = rest.split_at(2);
        return format!("{year}-{month}-{day}");
    }
    let plain = written.trim_end_matches('日');
    let parts: Vec<&str> = plain.split(['/', '.', '-', '年', '月']).map(str::trim).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && [*year, *month, *day].into_iter().all(digits) => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => written.to_owned(),
    }
}

/// A country by its code, or by its whole name in one of the three languages.
fn country(rulebook: &Rulebook, written: &str) -> String {
    if rulebook.countries.iter().any(|country| country.code == written) {
        return written.to_owned();
    }
    let is =
        |country: &&exeat::rulebook::Country| country.name.0.iter().any(|(_, name)| name.eq_ignore_ascii_case(written));
    rulebook.countries.iter().find(is).map_or_else(|| written.to_owned(), |country| country.code.clone())
}

#[cfg(test)]
mod tests {
    use super::{day, thousands};

    #[test]
    fn days_with_the_year_first_are_clear() {
        let read = ["2026/3/2", "2026.03.02", "20260302", "2026年3月2日", "2026-03-02"].map(day);
        assert!(read.iter().all(|day| day == "2026-03-02"), "{read:?}");
        assert_eq!(day("02.03.2026"), "02.03.2026");
        assert_eq!(day("next week"), "next week");
    }

    #[test]
    fn only_clear_thousands_are_joined() {
        assert_eq!(thousands("1,234.50"), "1234.50");
        assert_eq!(thousands("12,345,678.9"), "12345678.9");
        for unclear in ["1,234", "1.234,50", "1,23.4", "0,36 %"] {
            assert_eq!(thousands(unclear), unclear);
        }
    }
}
