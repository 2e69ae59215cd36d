//! Amounts in the vocabulary: the domain of a fact, and the limit below which it counts as absent.

use super::report::Report;
use super::source::Spelled;
use crate::number::{End, Interval, Rational};
use crate::rulebook::{FactType, Place, UnitId, Units};

/// Shares lie between nought and the whole; no line has less than nothing of quantity or value; else any number.
pub(super) fn default_domain(name: &str, kind: FactType, unit: Option<UnitId>, units: &Units) -> Interval {
    let whole = unit.and_then(|unit| units.to_base(Rational::whole(100), unit)).unwrap_or(Rational::ONE);
    match kind {
        FactType::Share => Interval::closed(Rational::ZERO, whole).unwrap_or(Interval::ALL),
        FactType::Quantity if matches!(name, "value" | "quantity") => {
            Interval { low: Some(End { at: Rational::ZERO, closed: true }), high: None }
        }
        _ => Interval::ALL,
    }
}

/// Reads amounts of one fact.
pub(super) struct Amounts<'a> {
    /// All units.
    pub(super) units: &'a Units,
    /// The fact's own.
    pub(super) unit: Option<UnitId>,
    /// Where problems go.
    pub(super) report: &'a Report,
}

impl Amounts<'_> {
    /// `0..100 %`, `0.. mm`, `>= 0 mm`, `> 0 mm`.
    pub(super) fn range(&self, text: &Spelled) -> Option<Interval> {
        let end = |at, closed| Some(End { at, closed });
        let written = text.text.trim();
        for (sign, closed) in [(">=", true), (">", false)] {
            if let Some(amount) = written.strip_prefix(sign) {
                return Some(Interval { low: end(self.amount(amount, &text.place)?, closed), high: None });
            }
        }
        let Some((low, rest)) = written.split_once("..") else {
            self.report.error(&text.place, format!("`{written}` is no domain"), "write `0..100 %` or `>= 0 mm`");
            return None;
        };
        let number_ends = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-')).unwrap_or(rest.len());
        let (high, unit) = rest.split_at(number_ends);
        let low = self.amount(&format!("{low} {unit}"), &text.place)?;
        if high.is_empty() {
            return Some(Interval { low: end(low, true), high: None });
        }
        let high = self.amount(&format!("{high} {unit}"), &text.place)?;
        let range = Interval::closed(low, high);
        if range.is_none() {
            self.report.error(
                &text.place,
                format!("the domain `{written}` ends before it starts"),
                "write the smaller number first",
            );
        }
        range
    }

    /// A number with its unit, in the base unit; `%` alone is of the fact's own basis.
    pub(super) fn amount(&self, text: &str, place: &Place) -> Option<Rational> {
        let text = text.trim();
        let ends =
            text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+' | '/')).unwrap_or(text.len());
        let (number, symbol) = text.split_at(ends);
        let Some(own) = self.unit else {
            self.report.error(place, format!("`{text}` belongs to a fact without a unit"), "write `unit` first");
            return None;
        };
        let symbol = symbol.trim();
        let unit = if symbol.is_empty() || symbol == "%" { Some(own) } else { self.units.find(symbol) };
        let same = unit.filter(|unit| self.units.unit(*unit).dimension == self.units.unit(own).dimension);
        let value = number.trim().parse::<Rational>().ok();
        let read = same.zip(value).and_then(|(unit, value)| self.units.to_base(value, unit));
        if read.is_none() {
            self.report.error(
                place,
                format!("`{text}` is no amount in `{}`", self.units.unit(own).symbol),
                format!("write `0.01 {}`", self.units.unit(own).symbol),
            );
        }
        read
    }
}
