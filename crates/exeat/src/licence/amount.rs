//! Amounts as people write them (`120.5 kg`) and as a ledger counts them (integers of the smallest unit).

use std::fmt;

use super::unit::{Unit, Units};

/// A decimal with a unit, exactly as written: `digits × 10^-scale unit`. Never negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    digits: i64,
    scale: u8,
    unit: Unit,
}

/// Why an amount cannot be read, or cannot be counted in a measure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// It is not a plain decimal and a unit.
    #[error("`{0}` is not an amount; write a decimal and a unit, such as `120.5 kg`")]
    Form(String),
    /// It is below zero.
    #[error("`{0}` is negative; an amount is above zero")]
    Negative(String),
    /// It is zero where something must move.
    #[error("an amount of zero moves nothing")]
    Zero,
    /// It does not fit the ledger's integers.
    #[error("`{0}` is larger than the ledger can count")]
    TooLarge(String),
    /// No exact factor leads from its unit to the measure's.
    #[error("`{amount}` cannot be counted in {unit}: no exact factor between the two units")]
    OtherUnit {
        /// The amount as written.
        amount: String,
        /// The unit of the limit.
        unit: Unit,
    },
    /// It is finer than the measure's smallest unit.
    #[error("`{amount}` is finer than {smallest}, the smallest step of this limit; nothing is rounded")]
    TooFine {
        /// The amount as written.
        amount: String,
        /// The smallest step.
        smallest: String,
    },
}

impl Amount {
    /// Most digits after the point that are read.
    pub const SCALE_MAX: u8 = 12;
    /// Longest text that is read; the largest amount that fits an integer has 19 digits.
    pub const LENGTH_MAX: usize = 80;

    /// Reads `120.5 kg`; a blank stands between number and unit.
    pub fn parse(text: &str) -> Result<Amount, AmountError> {
        let form = || AmountError::Form(text.chars().take(Self::LENGTH_MAX).collect());
        if text.len() > Self::LENGTH_MAX {
            return Err(form());
        }
        let (number, unit) = text.trim().split_once(char::is_whitespace).ok_or_else(form)?;
        let unit = Unit::parse(unit.trim()).ok_or_else(form)?;
        if let Some(rest) = number.strip_prefix('-') {
            let negative = rest.starts_with(|c: char| c.is_ascii_digit());
            return Err(if negative { AmountError::Negative(text.to_owned()) } else { form() });
        }
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits_only = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let bare_point = number.contains('.') && fraction.is_empty();
        if whole.is_empty() || bare_point || !digits_only(whole) || !digits_only(fraction) {
            return Err(form());
        }
        let scale = u8::try_from(fraction.len()).ok().filter(|s| *s <= Self::SCALE_MAX).ok_or_else(form)?;
        let digits = format!("{whole}{fraction}").parse().map_err(|_| AmountError::TooLarge(text.to_owned()))?;
        Ok(Amount { digits, scale, unit })
    }

    /// The unit as written.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// Whether nothing is meant.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.digits == 0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", decimal(self.digits, self.scale), self.unit)
    }
}

/// How a limit counts: whole numbers of `10^-scale unit`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    /// The licence's own unit.
    pub unit: Unit,
    /// Digits after the point that the limit can tell apart.
    pub scale: u8,
}

impl Measure {
    /// The amount as a count of this measure's smallest unit; exact or refused.
    pub fn count(&self, amount: &Amount, units: &Units) -> Result<i64, AmountError> {
        let other = || AmountError::OtherUnit { amount: amount.to_string(), unit: self.unit.clone() };
        let large = || AmountError::TooLarge(amount.to_string());
        let (numerator, denominator) = units.factor(&amount.unit, &self.unit).ok_or_else(other)?;
        let up = 10_i128.checked_pow(u32::from(self.scale)).ok_or_else(large)?;
        let down = 10_i128.checked_pow(u32::from(amount.scale)).ok_or_else(large)?;
        let over =
            i128::from(amount.digits).checked_mul(numerator).and_then(|n| n.checked_mul(up)).ok_or_else(large)?;
        let under = denominator.checked_mul(down).ok_or_else(large)?;
        if over % under != 0 {
            return Err(AmountError::TooFine { amount: amount.to_string(), smallest: self.text(1) });
        }
        i64::try_from(over / under).map_err(|_| large())
    }

    /// A count written back as a decimal with its unit: `120.5 kg`.
    #[must_use]
    pub fn text(&self, count: i64) -> String {
        format!("{} {}", decimal(count, self.scale), self.unit)
    }
}

/// A count with a decimal point, without needless zeros.
fn decimal(count: i64, scale: u8) -> String {
    let sign = if count < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", count.unsigned_abs(), width = usize::from(scale) + 1);
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(scale));
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::super::unit::mass_units;
    use super::*;

    fn kg(scale: u8) -> Measure {
        Measure { unit: Unit::parse("kg").unwrap(), scale }
    }

    fn count(text: &str, measure: &Measure) -> Result<i64, AmountError> {
        measure.count(&Amount::parse(text)?, &mass_units())
    }

    #[test]
    fn amounts_count_exactly_or_not_at_all() {
        assert_eq!(count("120.5 kg", &kg(3)), Ok(120_500));
        assert_eq!(count("7 g", &kg(3)), Ok(7));
        assert_eq!(count("2 t", &kg(0)), Ok(2_000));
        assert_eq!(count("1 lb", &kg(8)), Ok(45_359_237));
        assert!(matches!(count("1 mg", &kg(3)), Err(AmountError::TooFine { .. })));
        assert!(matches!(count("3 piece", &kg(3)), Err(AmountError::OtherUnit { .. })));
        assert!(matches!(count("9223372036854775807 kg", &kg(1)), Err(AmountError::TooLarge(_))));
        assert_eq!(count("9223372036854775807 kg", &kg(0)), Ok(i64::MAX));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        assert!(matches!(Amount::parse("-1 kg"), Err(AmountError::Negative(_))));
        assert!(matches!(Amount::parse("9223372036854775808 kg"), Err(AmountError::TooLarge(_))));
        for text in
            ["", "kg", "1", "1e3 kg", "1. kg", ".5 kg", "+1 kg", "1,5 kg", "NaN kg", "-x kg", "1.0000000000000 kg"]
        {
            assert!(matches!(Amount::parse(text), Err(AmountError::Form(_))), "{text}");
        }
    }

    #[test]
    fn text_and_count_are_inverse() {
        for (n, text) in [(0, "0 kg"), (1, "0.001 kg"), (120_500, "120.5 kg"), (-1_250, "-1.25 kg"), (7_000, "7 kg")] {
            assert_eq!(kg(3).text(n), text);
        }
        assert_eq!(kg(3).text(i64::MIN), "-9223372036854775.808 kg");
        assert_eq!(Amount::parse("120.50 kg").unwrap().to_string(), "120.5 kg");
    }
}
