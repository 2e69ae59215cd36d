//! TOML as it stands in a file, and single values of it with their exact place.

use super::report::Report;
use crate::rulebook::{Moment, Place};
use jiff::Timestamp;
use jiff::civil::Date;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text of a file that holds TOML: the whole file or a part of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::rulebook) struct Source<'a> {
    /// Index of the file.
    pub(in crate::rulebook) file: usize,
    /// Where the text begins in the file.
    pub(in crate::rulebook) base: usize,
    /// The text.
    pub(in crate::rulebook) text: &'a str,
    /// Where problems go.
    pub(in crate::rulebook) report: &'a Report,
}

impl<'a> Source<'a> {
    /// The place of a range of this text.
    pub(in crate::rulebook) fn place(&self, span: Range<usize>) -> Place {
        Place { file: self.file, span: self.base + span.start..self.base + span.end }
    }

    /// Its table; where the TOML is broken, what can be read of it. The flag says whether all could be read.
    pub(in crate::rulebook) fn table(&self) -> (Spanned<DeTable<'a>>, bool) {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        // What follows the first error is mostly its echo.
        if let Some(error) = errors.first() {
            let span = error.span().unwrap_or(0..0);
            self.report.error(
                &self.place(span),
                format!("this is no TOML: {}", error.message()),
                "write `key = value`, one a line, text in quotes",
            );
        }
        (table, errors.is_empty())
    }
}

/// A text value with its place.
#[derive(Debug, Clone)]
pub(in crate::rulebook) struct Spelled {
    /// The text.
    pub(in crate::rulebook) text: String,
    /// Where it stands, quotes and all; without them where the text stands there as it is.
    pub(in crate::rulebook) place: Place,
}

/// A day or instant from text.
pub(in crate::rulebook) fn moment(report: &Report, text: &Spelled, key: &str) -> Option<Moment> {
    if let Ok(instant) = text.text.parse::<Timestamp>() {
        return Some(Moment::Instant(instant));
    }
    if text.text.contains([':', 'T']) {
        let remedy =
            format!("write `{key} = \"2026-01-06\"`, or an instant with its zone such as `2026-01-06T10:00+08:00`");
        report.error(&text.place, format!("`{}` is no instant with a zone", text.text), remedy);
        return None;
    }
    day(report, text, key).map(Moment::Day)
}

/// A day from text.
pub(in crate::rulebook) fn day(report: &Report, text: &Spelled, key: &str) -> Option<Date> {
    let read = text.text.parse::<Date>().ok().filter(|_| text.text.len() == "2026-01-06".len());
    if read.is_none() {
        report.error(
            &text.place,
            format!("`{}` is no day that exists", text.text),
            format!("write `{key} = \"2026-01-06\"`"),
        );
    }
    read
}

/// The range of a string value without its quotes, if the text stands there as it is; else with them.
pub(super) fn content(source: &str, span: Range<usize>, text: &str) -> Range<usize> {
    let raw = source.get(span.clone()).unwrap_or("");
    for quote in ["'''", "\"\"\"", "'", "\""] {
        let Some(inner) = raw.strip_prefix(quote) else { continue };
        let newline = if quote.len() == 3 {
            inner.len() - inner.strip_prefix("\r\n").or(inner.strip_prefix('\n')).unwrap_or(inner).len()
        } else {
            0
        };
        let start = quote.len() + newline;
        if raw.get(start..).is_some_and(|rest| rest.starts_with(text)) {
            return span.start + start..span.start + start + text.len();
        }
        break;
    }
    span
}

/// The article of a type's name.
pub(super) fn article(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::Integer(_) | DeValue::Array(_) => "an",
        _ => "a",
    }
}
