//! The terms of a licence: what one version of it says.

use jiff::ToSpan;
use jiff::civil::Date;

use super::amount::{Amount, Measure};
use super::condition::Condition;
use super::kind::Kind;
use super::limit::Dimension;
use super::refusal::Refusal;
use super::scope::{Allowed, Scope};
use super::unit::{Unit, Units};

/// First and last day of use; both count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// One limit as the licence states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitTerms {
    /// The line that it bounds; 0 for the whole licence.
    pub line: u32,
    /// What it bounds.
    pub dimension: Dimension,
    /// How it counts.
    pub measure: Measure,
    /// What is granted, in the measure's smallest unit, without tolerance.
    pub quantity: i64,
    /// What may be drawn beyond it, in the same unit; 0 unless the licence says otherwise.
    pub tolerance: i64,
}

/// What one version of a licence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The regime whose licence it is.
    pub regime: String,
    /// The kind's code in that regime.
    pub kind: String,
    /// Who holds it.
    pub holder: String,
    /// What it covers.
    pub scope: Scope,
    /// Its limits.
    pub limits: Vec<LimitTerms>,
    /// Its days; absent until granted.
    pub valid: Option<Validity>,
    /// Its conditions.
    pub conditions: Vec<Condition>,
    /// The papers that the application rests on.
    pub documents: Vec<String>,
}

impl LimitTerms {
    /// A limit from an amount; it counts as finely as `scale` says.
    pub fn of(line: u32, amount: &Amount, scale: u8) -> Result<LimitTerms, Refusal> {
        let unit = amount.unit().clone();
        let dimension = if unit.is_currency() { Dimension::Value } else { Dimension::Quantity };
        let measure = Measure { unit, scale };
        let quantity = measure.count(amount, &Units::default())?;
        Ok(LimitTerms { line, dimension, measure, quantity, tolerance: 0 })
    }

    /// What may be drawn in all, tolerance included; nothing when that passes the integers.
    #[must_use]
    pub fn ceiling(&self) -> Option<i64> {
        self.quantity.checked_add(self.tolerance)
    }
}

impl Terms {
    /// Most limits of one licence; the longest licence seen has 40 lines.
    pub const LIMITS_MAX: usize = 1_000;
    /// Most names in one part of the scope.
    pub const NAMES_MAX: usize = 10_000;
    /// Longest text of any field.
    pub const TEXT_MAX: usize = 4_000;

    /// The terms with what the kind brings by itself: a limit on uses, where the kind has one.
    #[must_use]
    pub fn with_kind(mut self, kind: &Kind) -> Terms {
        let counts_uses = self.limits.iter().any(|limit| limit.dimension == Dimension::Uses);
        if let (Some(uses), false) = (kind.uses_max, counts_uses) {
            let measure = Measure { unit: Unit::uses(), scale: 0 };
            self.limits.push(LimitTerms { line: 0, dimension: Dimension::Uses, measure, quantity: uses, tolerance: 0 });
        }
        self
    }

    /// Whether the terms are whole and within their kind; the first fault found.
    pub fn check(&self, kind: &Kind) -> Result<(), Refusal> {
        let fault = |text: String| Err(Refusal::Terms(text));
        if self.kind != kind.code {
            return fault(format!("the licence is of kind `{}`, the rules are of kind `{}`", self.kind, kind.code));
        }
        self.check_sizes()?;
        self.check_limits(kind)?;
        if let Some(Validity { from, until }) = self.valid {
            if until < from {
                return fault(format!("valid until {until}, which is before {from}"));
            }
            let last = kind.months_max.map(|months| from.saturating_add(i64::from(months).months()));
            if let Some(last) = last.filter(|last| until > *last) {
                return fault(format!(
                    "a licence of kind `{}` from {from} ends on {last} at the latest ({})",
                    kind.code, kind.law
                ));
            }
        }
        match &self.scope.end_users {
            Allowed::Only(users) if kind.one_end_user && users.len() > 1 => fault(format!(
                "a licence of kind `{}` has one end user, {} are named ({})",
                kind.code,
                users.len(),
                kind.law
            )),
            _ => Ok(()),
        }
    }

    fn check_limits(&self, kind: &Kind) -> Result<(), Refusal> {
        let fault = |text: String| Err(Refusal::Terms(text));
        let mut seen = Vec::new();
        for limit in &self.limits {
            let key = (limit.line, limit.dimension, &limit.measure.unit);
            if seen.contains(&key) {
                return fault(format!("line {} has two limits in {}", limit.line, limit.measure.unit));
            }
            seen.push(key);
            if limit.quantity < 0 || limit.tolerance < 0 || limit.ceiling().is_none() {
                return fault(format!("the limit on line {} is negative or too large", limit.line));
            }
            let currency = limit.measure.unit.is_currency();
            let fits = match limit.dimension {
                Dimension::Value => currency,
                Dimension::Quantity => !currency,
                Dimension::Uses => limit.line == 0 && limit.measure == Measure { unit: Unit::uses(), scale: 0 },
            };
            if !fits {
                return fault(format!("a limit on {} cannot count in {}", limit.dimension.name(), limit.measure.unit));
            }
            let uses_over = limit.dimension == Dimension::Uses && kind.uses_max.is_some_and(|max| limit.quantity > max);
            if uses_over {
                return fault(format!(
                    "a licence of kind `{}` may be used {} time(s) ({})",
                    kind.code,
                    kind.uses_max.unwrap_or(0),
                    kind.law
                ));
            }
        }
        Ok(())
    }

    fn check_sizes(&self) -> Result<(), Refusal> {
        let too_many = |what, count, max| if count > max { Err(Refusal::TooMany { what, count, max }) } else { Ok(()) };
        too_many("limits of a licence", self.limits.len(), Self::LIMITS_MAX)?;
        too_many("conditions of a licence", self.conditions.len(), Self::LIMITS_MAX)?;
        too_many("documents of a licence", self.documents.len(), Self::LIMITS_MAX)?;
        let scope = &self.scope;
        for part in [&scope.items, &scope.end_users, &scope.consignees, &scope.destinations, &scope.end_uses] {
            if let Allowed::Only(names) = part {
                too_many("names in a part of the scope", names.len(), Self::NAMES_MAX)?;
                too_many("characters of a name", names.iter().map(String::len).max().unwrap_or(0), Self::TEXT_MAX)?;
            }
        }
        let texts = self.conditions.iter().map(|c| c.text.len()).chain([self.holder.len(), self.regime.len()]);
        too_many("characters of a text", texts.max().unwrap_or(0), Self::TEXT_MAX)
    }
}
