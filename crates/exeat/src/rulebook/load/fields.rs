//! The keys of one TOML table, asked one by one; what nobody asked for is told at the end.

mod tables;

use super::report::{Report, near, one_of};
pub(in crate::rulebook) use super::source::{Source, Spelled, day, moment};
use super::source::{article, content};
use crate::number::Rational;
use crate::rulebook::{Localised, Moment, Place};
use jiff::civil::Date;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One table.
#[derive(Debug)]
pub(in crate::rulebook) struct Fields<'a> {
    source: Source<'a>,
    table: &'a DeTable<'a>,
    whole: bool,
    place: Place,
    of: String,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// The table of a source; `of` says what it is, for messages.
    pub(in crate::rulebook) fn new(
        source: Source<'a>,
        read: &'a (Spanned<DeTable<'a>>, bool),
        of: impl Into<String>,
    ) -> Fields<'a> {
        let (whole, place) = (read.1, source.place(read.0.span()));
        Fields { source, table: read.0.get_ref(), whole, place, of: of.into(), asked: RefCell::default() }
    }

    /// Where the table stands.
    pub(in crate::rulebook) fn place(&self) -> Place {
        self.place.clone()
    }

    /// Problems that belong to no key are told at these bytes of the file.
    pub(in crate::rulebook) fn at(mut self, span: Range<usize>) -> Fields<'a> {
        self.place.span = span;
        self
    }

    /// Where problems go.
    pub(in crate::rulebook) fn report(&self) -> &'a Report {
        self.source.report
    }

    /// What the table is, for messages.
    pub(in crate::rulebook) fn of(&self) -> &str {
        &self.of
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Whether the key stands there.
    pub(in crate::rulebook) fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Whether the key holds a table.
    pub(in crate::rulebook) fn value_is_table(&self, key: &'static str) -> bool {
        self.get(key).is_some_and(|value| value.get_ref().is_table())
    }

    /// Where the key's value stands, else the table.
    pub(in crate::rulebook) fn place_of(&self, key: &'static str) -> Place {
        let value = self.table.get(key);
        value.map_or_else(
            || self.place(),
            |value| self.spelled_value(value).map_or_else(|| self.source.place(value.span()), |text| text.place),
        )
    }

    fn wrong(&self, value: &Spanned<DeValue<'_>>, key: &str, remedy: &str) {
        if !self.whole {
            return;
        }
        let what = format!("`{key}` of {} is {} {}", self.of, article(value.get_ref()), value.get_ref().type_str());
        self.report().error(&self.source.place(value.span()), what, remedy);
    }

    /// Tells that the key is missing, unless the TOML itself was broken.
    fn missing(&self, key: &str, remedy: &str) {
        if self.whole {
            self.report().error(&self.place(), format!("{} has no `{key}`", self.of), remedy);
        }
    }

    fn spelled_value(&self, value: &Spanned<DeValue<'a>>) -> Option<Spelled> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.clone().into_owned(),
            DeValue::Datetime(day) => day.to_string(),
            _ => return None,
        };
        let place = self.source.place(content(self.source.text, value.span(), &text));
        Some(Spelled { text, place })
    }

    /// A text, if the key stands there.
    pub(in crate::rulebook) fn text(&self, key: &'static str) -> Option<Spelled> {
        let value = self.get(key)?;
        let read = self.spelled_value(value);
        if read.is_none() {
            self.wrong(value, key, &format!("write text: `{key} = \"…\"`"));
        }
        read
    }

    /// A text that must be there.
    pub(in crate::rulebook) fn need(&self, key: &'static str, remedy: &str) -> Option<Spelled> {
        if !self.has(key) {
            self.missing(key, remedy);
        }
        self.text(key)
    }

    /// A list of texts; one text stands for a list of one.
    pub(in crate::rulebook) fn list(&self, key: &'static str) -> Vec<Spelled> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let items: Vec<&Spanned<DeValue<'a>>> = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        let mut read = Vec::new();
        for item in items {
            // Codes that look like numbers stand without quotes, too.
            let number = item.get_ref().as_integer().map(ToString::to_string);
            let number = number.map(|text| Spelled { text, place: self.source.place(item.span()) });
            match self.spelled_value(item).or(number) {
                Some(text) => read.push(text),
                None => self.wrong(item, key, &format!("write a list of texts: `{key} = [\"…\"]`")),
            }
        }
        read
    }

    /// The texts of a list.
    pub(in crate::rulebook) fn words(&self, key: &'static str) -> Vec<String> {
        self.list(key).into_iter().map(|word| word.text).collect()
    }

    /// `true` or `false`.
    pub(in crate::rulebook) fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let read = match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            DeValue::String(text) if text == "yes" => Some(true),
            DeValue::String(text) if text == "no" => Some(false),
            _ => None,
        };
        if read.is_none() {
            self.wrong(value, key, &format!("write `{key} = true` or `{key} = false`"));
        }
        read
    }

    /// An exact number, as `12`, `0.5` or `"254/10000"`.
    pub(in crate::rulebook) fn number(&self, key: &'static str) -> Option<Rational> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::String(text) => text.clone().into_owned(),
            _ => {
                self.wrong(value, key, &format!("write a number: `{key} = \"254/10000\"`"));
                return None;
            }
        };
        let read = text.parse::<Rational>();
        if let Err(why) = &read {
            self.report().error(
                &self.source.place(value.span()),
                why.to_string(),
                format!("write `{key} = \"254/10000\"` or `{key} = 12`"),
            );
        }
        read.ok()
    }

    /// A whole number from nought up.
    pub(in crate::rulebook) fn whole(&self, key: &'static str) -> Option<u32> {
        let number = self.number(key)?;
        let read = (number.denominator() == 1).then(|| u32::try_from(number.numerator()).ok()).flatten();
        if read.is_none() {
            self.report().error(
                &self.place_of(key),
                format!("`{key}` of {} is no whole number", self.of),
                format!("write `{key} = 3`"),
            );
        }
        read
    }

    /// Text in several languages: a table of them, or plain text for English.
    pub(in crate::rulebook) fn localised(&self, key: &'static str) -> Localised {
        let Some(value) = self.get(key) else { return Localised::default() };
        let remedy = format!("write `{key} = {{ en = \"…\", zh = \"…\", ja = \"…\" }}`");
        match value.get_ref() {
            DeValue::String(text) => Localised(vec![("en".to_owned(), text.clone().into_owned())]),
            DeValue::Table(table) => {
                let mut texts = Vec::new();
                for (language, text) in table {
                    match text.get_ref() {
                        DeValue::String(text) => {
                            texts.push((language.get_ref().clone().into_owned(), text.clone().into_owned()))
                        }
                        _ => self.wrong(text, language.get_ref(), &remedy),
                    }
                }
                texts.sort();
                Localised(texts)
            }
            _ => {
                self.wrong(value, key, &remedy);
                Localised::default()
            }
        }
    }

    /// A table below the key.
    pub(in crate::rulebook) fn below(&self, key: &'static str) -> Option<Fields<'a>> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value, key, &format!("write a table: `[{key}]` or `{key} = {{ … }}`"));
        }
        Some(self.inner(table?, value.span(), format!("`{key}` of {}", self.of)))
    }

    /// The tables of `[[key]]`.
    pub(in crate::rulebook) fn each(&self, key: &'static str) -> Vec<Fields<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let remedy = format!("write `[[{key}]]` before each");
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(value, key, &remedy);
            return Vec::new();
        };
        let mut read = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => read.push(self.inner(table, item.span(), format!("`{key}` of {}", self.of))),
                None => self.wrong(item, key, &remedy),
            }
        }
        read
    }

    fn inner(&self, table: &'a DeTable<'a>, span: Range<usize>, of: String) -> Fields<'a> {
        Fields {
            source: self.source,
            table,
            whole: self.whole,
            place: self.source.place(span),
            of,
            asked: RefCell::default(),
        }
    }

    /// The same table under another name, for messages.
    pub(in crate::rulebook) fn named(mut self, of: impl Into<String>) -> Fields<'a> {
        self.of = of.into();
        self
    }

    /// A day or instant.
    pub(in crate::rulebook) fn moment(&self, key: &'static str) -> Option<Moment> {
        moment(self.report(), &self.text(key)?, key)
    }

    /// A day.
    pub(in crate::rulebook) fn day(&self, key: &'static str) -> Option<Date> {
        day(self.report(), &self.text(key)?, key)
    }

    /// A day that must be there.
    pub(in crate::rulebook) fn need_day(&self, key: &'static str) -> Option<Date> {
        day(self.report(), &self.need(key, &format!("write `{key} = \"2026-01-06\"`"))?, key)
    }

    /// One of a closed list of words; `-` and `_` read alike.
    pub(in crate::rulebook) fn choice<T: Copy>(&self, key: &'static str, known: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let plain = text.text.replace('_', "-");
        let found = known.iter().find(|(word, _)| *word == plain);
        if found.is_none() {
            let words = known.iter().map(|(word, _)| *word);
            let remedy = near(&text.text, words.clone(), one_of(words));
            self.report().error(&text.place, format!("`{}` is no `{key}` of {}", text.text, self.of), remedy);
        }
        found.map(|(_, value)| *value)
    }

    /// Warns of keys that nobody asked for.
    pub(in crate::rulebook) fn done(self) {
        if !self.whole {
            return;
        }
        let asked = self.asked.into_inner();
        for (key, value) in self.table {
            let name = key.get_ref().as_ref();
            if !asked.contains(&name) {
                let remedy = near(name, asked.iter().copied(), one_of(asked.iter().copied()));
                let place = self.source.place(key.span().start..value.span().end.max(key.span().end));
                let place = Place { span: place.span.start..place.span.start + key.span().len(), ..place };
                self.source.report.warning(
                    &place,
                    format!("`{name}` is no key of {} and is not read", self.of),
                    remedy,
                );
            }
        }
    }
}
