//! Values by the type of their fact: words, sets, countries, days, numbers with a unit.

use super::limit::LIST_MAX;
use super::measured::short;
use super::quantity::{describe, read_number};
use super::reader::{At, Reader, Wrong, alike};
use super::tree::{Node, Tree};
use crate::fact::{Cells, Source, Value};
use crate::nearest::nearest;
use crate::number::{Interval, Rational};
use crate::rulebook::{Fact, FactType, Rulebook, WordId, day_number};
use std::ops::Range;

const NONE_OF_THESE: &str = "none-of-these";

impl Reader<'_> {
    /// The value of that fact, or `None` when it has been told what is wrong.
    pub(super) fn value(&mut self, fact: &Fact, node: &Node, at: &At<'_>) -> Option<Value> {
        if let Tree::Text(text) = &node.tree
            && let Some(value) = self.special(fact, text, &node.span, at)
        {
            return value;
        }
        match fact.kind {
            FactType::YesNo => self.yes_no(node, at),
            FactType::Choice => {
                self.text(node, at).and_then(|text| self.word(fact, &text, &node.span, at)).map(Value::Word)
            }
            FactType::Country => {
                self.text(node, at).and_then(|text| self.country(&text, &node.span, at)).map(Value::Word)
            }
            FactType::Set | FactType::Countries | FactType::Text => self.set(fact, node, at),
            FactType::Date => self.date(fact, node, at),
            FactType::Share | FactType::Quantity => self.number(fact, node, at),
        }
    }

    /// `unknown` and `not_applicable`, unless the fact has such a word itself.
    fn special(&mut self, fact: &Fact, text: &str, span: &Range<usize>, at: &At<'_>) -> Option<Option<Value>> {
        if fact.words.iter().any(|word| alike(&word.word, text)) {
            return None;
        }
        if alike(text, "unknown") {
            return Some(Some(Value::Unknown));
        }
        if !alike(text, "not_applicable") {
            return None;
        }
        // It makes every comparison false: of a closed property, or of what the exporter knows, it would clear by silence.
        let numeric = matches!(fact.kind, FactType::Share | FactType::Quantity | FactType::Date);
        if numeric || fact.applies_when.is_some() {
            return Some(Some(Value::NotApplicable));
        }
        let none = fact.words.iter().any(|word| word.word == NONE_OF_THESE);
        let remedy = if none { "write `none-of-these`" } else { "answer the question, or write `unknown`" };
        let what = "this question always arises: `not_applicable` is no answer to it";
        self.wrong(span, at, Wrong::new(what, describe(self.rulebook, fact), remedy));
        Some(None)
    }

    fn yes_no(&mut self, node: &Node, at: &At<'_>) -> Option<Value> {
        let yes = match &node.tree {
            Tree::Bool(value) => *value,
            Tree::Text(text) if text.trim() == "yes" => true,
            Tree::Text(text) if text.trim() == "no" => false,
            Tree::Text(text) => {
                let near = nearest(text, ["yes", "no", "unknown"]);
                let remedy =
                    near.map_or_else(|| "write `yes`, `no` or `unknown`".to_owned(), |near| format!("write `{near}`"));
                let what = format!("`{}` is no answer to a question of yes or no", short(text));
                self.wrong(&node.span, at, Wrong::new(what, "`yes`, `no` or `unknown`", remedy));
                return None;
            }
            _ => {
                self.not_a(node, at, "`yes`, `no` or `unknown`", "write one of these words in quotes");
                return None;
            }
        };
        Some(Value::Word(WordId(u16::from(!yes))))
    }

    fn word(&mut self, fact: &Fact, text: &str, span: &Range<usize>, at: &At<'_>) -> Option<WordId> {
        let nearly =
            || fact.words.iter().position(|word| alike(&word.word, text)).and_then(|at| u16::try_from(at).ok());
        let found = fact.word(text).map(|word| word.0).or_else(nearly);
        if found.is_none() {
            let known: Vec<&str> = fact.words.iter().map(|word| word.word.as_str()).collect();
            self.unknown_word(text, span, at, &known);
        }
        found.map(WordId)
    }

    /// A country or customs zone by its code.
    pub(super) fn country(&mut self, text: &str, span: &Range<usize>, at: &At<'_>) -> Option<WordId> {
        let found = self.rulebook.countries.iter().position(|country| alike(&country.code, text));
        if let Some(id) = found.and_then(|at| u16::try_from(at).ok()) {
            return Some(WordId(id));
        }
        let remedy = match country_meant(self.rulebook, text) {
            Some(code) => format!("write `{code}`"),
            None => "write the two capital letters of ISO 3166, or a zone of `countries.toml`".to_owned(),
        };
        let what = format!("no country or customs zone has the code `{}`", short(text));
        self.wrong(span, at, Wrong::new(what, "a country such as `JP`", remedy));
        None
    }

    /// A whole set: a list of words, one word, or `[]`.
    fn set(&mut self, fact: &Fact, node: &Node, at: &At<'_>) -> Option<Value> {
        let items = self.items(node, at, LIST_MAX);
        let mut words = Vec::with_capacity(items.len());
        let mut whole = true;
        for (index, item) in items.iter().enumerate() {
            let at = if matches!(node.tree, Tree::Array(_)) { at.index(index) } else { *at };
            match self.member(fact, item, &at) {
                Some(word) => words.extend(word),
                None => whole = false,
            }
        }
        words.sort_unstable();
        words.dedup();
        let none = fact.word(NONE_OF_THESE);
        if words.len() > 1 && none.is_some_and(|none| words.contains(&none)) && fact.kind == FactType::Set {
            let what = "`none-of-these` stands beside other words";
            self.wrong(
                &node.span,
                at,
                Wrong::new(what, "`none-of-these` alone, or the other words", "leave out the one that is not true"),
            );
            return None;
        }
        // Nothing of a set that knows `none-of-these` is that very word: such a set is never empty.
        if let (Some(none), FactType::Set, true) = (none, fact.kind, items.is_empty()) {
            words.push(none);
        }
        whole.then_some(Value::Words(words))
    }

    /// One member of a set; text that no rule asks for is none of the words (the inner `None`, or `other`).
    #[expect(clippy::option_option, reason = "told what is wrong, or no word of the set")]
    fn member(&mut self, fact: &Fact, item: &Node, at: &At<'_>) -> Option<Option<WordId>> {
        let text = if fact.kind == FactType::Text { self.code(item, at)? } else { self.text(item, at)? };
        if alike(&text, "unknown") && fact.word("unknown").is_none() {
            let remedy = "a list is the whole set: write `\"unknown\"` in its place, without brackets";
            self.wrong(&item.span, at, Wrong::new("`unknown` stands within a list", "a word of the set", remedy));
            return None;
        }
        match fact.kind {
            FactType::Countries => self.country(&text, &item.span, at).map(Some),
            FactType::Text => {
                let asked = fact.words.iter().position(|word| word.word == text.trim());
                Some(asked.and_then(|at| u16::try_from(at).ok()).map(WordId).or_else(|| fact.word("other")))
            }
            _ => self.word(fact, &text, &item.span, at).map(Some),
        }
    }

    fn date(&mut self, fact: &Fact, node: &Node, at: &At<'_>) -> Option<Value> {
        let text = self.text(node, at)?;
        let (first, last) = text.split_once("..").unwrap_or((&text, &text));
        let (first, last) = (self.day(first, &node.span, at)?, self.day(last, &node.span, at)?);
        let Some(range) = Interval::closed(day_number(first), day_number(last)) else {
            let what = format!("the day {first} lies after {last}");
            self.wrong(&node.span, at, Wrong::new(what, "the earlier day first", format!("write `{last}..{first}`")));
            return None;
        };
        Some(number_value(fact, range, false, &text))
    }

    fn number(&mut self, fact: &Fact, node: &Node, at: &At<'_>) -> Option<Value> {
        let text = match &node.tree {
            Tree::Text(text) | Tree::Number(text) => text.trim(),
            _ => {
                self.not_a(node, at, &describe(self.rulebook, fact), "write a number and its unit in quotes");
                return None;
            }
        };
        match read_number(self.rulebook, fact, text) {
            Ok((range, absent)) => Some(number_value(fact, range, absent, text)),
            Err(wrong) => {
                self.wrong(&node.span, at, wrong);
                None
            }
        }
    }
}

/// The fact's value with its cells.
pub(super) fn number_value(fact: &Fact, range: Interval, absent: bool, text: &str) -> Value {
    Value::Number { range, cells: Cells::of(&range, &fact.bounds), absent, text: text.into() }
}

fn country_meant<'r>(rulebook: &'r Rulebook, text: &str) -> Option<&'r str> {
    let text = text.trim().to_lowercase();
    let by_code = rulebook.countries.iter().find(|country| country.code.to_lowercase() == text);
    let named =
        |country: &&crate::rulebook::Country| country.name.0.iter().any(|(_, name)| name.to_lowercase() == text);
    if let Some(country) = by_code.or_else(|| rulebook.countries.iter().find(named)) {
        return Some(&country.code);
    }
    // Two letters are near to too many others.
    let names = rulebook.countries.iter().flat_map(|country| country.name.0.iter().map(|(_, name)| name.as_str()));
    let near = nearest(&text, names).filter(|_| text.chars().count() > 3)?;
    rulebook
        .countries
        .iter()
        .find(|country| country.name.0.iter().any(|(_, name)| name == near))
        .map(|country| country.code.as_str())
}

/// What several sources say together: the hull of numbers, the one word that all say, else unknown; and whether two
/// of them exclude each other.
pub(super) fn join(fact: &Fact, sources: &[Source]) -> (Value, bool) {
    let told: Vec<&Value> =
        sources.iter().map(|source| &source.value).filter(|value| **value != Value::Unknown).collect();
    let at_odds = told.iter().enumerate().any(|(at, a)| told.iter().skip(at + 1).any(|b| exclude(a, b)));
    if told.len() < sources.len() {
        return (Value::Unknown, at_odds);
    }
    let same = told.iter().all(|value| told.first().is_some_and(|first| same(first, value)));
    let value = match told.as_slice() {
        [] => Value::Unknown,
        [first, ..] if same => (*first).clone(),
        numbers => hull(fact, numbers).unwrap_or(Value::Unknown),
    };
    (value, at_odds)
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number { range: a, absent: x, .. }, Value::Number { range: b, absent: y, .. }) => a == b && x == y,
        (a, b) => a == b,
    }
}

fn exclude(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number { range: a, .. }, Value::Number { range: b, .. }) => a.meet(b).is_none(),
        (a, b) => a != b,
    }
}

fn hull(fact: &Fact, values: &[&Value]) -> Option<Value> {
    let nothing = Interval::point(Rational::ZERO);
    let (mut whole, mut all_absent, mut texts): (Option<Interval>, bool, Vec<&str>) = (None, true, Vec::new());
    for value in values {
        let Value::Number { range, absent, text, .. } = value else { return None };
        whole = Some(whole.map_or(*range, |whole| whole.hull(range)));
        all_absent &= *absent || *range == nothing;
        texts.push(text);
    }
    Some(number_value(fact, whole?, all_absent, &texts.join("; ")))
}
