//! A fraction of two 128-bit integers, always reduced, denominator positive.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The most digits that a number from outside may have; the longest met in real data has 13.
const DIGITS_MAX: usize = 30;

/// An exact number.
///
/// ```
/// use exeat::number::Rational;
/// let share: Rational = "0.1".parse()?;
/// assert!(share > "1/20".parse()?);
/// assert_eq!(share.to_string(), "0.1");
/// # Ok::<(), exeat::number::ParseRationalError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rational {
    numerator: i128,
    // INVARIANT (reduced): positive, and coprime to the numerator; checked in `Rational::new`.
    denominator: i128,
}

/// Why a text is no exact number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseRationalError {
    /// Not digits with at most one point or slash.
    #[error("`{0}` is not a decimal number such as `0.36` or `254/10000`")]
    Malformed(String),
    /// More digits than any measured figure has.
    #[error("`{0}` has more than {DIGITS_MAX} digits")]
    TooLong(String),
}

impl Rational {
    /// Nought.
    pub const ZERO: Rational = Rational { numerator: 0, denominator: 1 };
    /// One.
    pub const ONE: Rational = Rational { numerator: 1, denominator: 1 };

    /// The reduced fraction; `None` when the denominator is zero or a sign cannot be turned.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Rational> {
        if denominator == 0 {
            return None;
        }
        let common = greatest_common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let common = i128::try_from(common).ok()?;
        let (mut numerator, mut denominator) = (numerator.checked_div(common)?, denominator.checked_div(common)?);
        if denominator < 0 {
            numerator = numerator.checked_neg()?;
            denominator = denominator.checked_neg()?;
        }
        Some(Rational { numerator, denominator })
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Rational {
        Rational { numerator: number as i128, denominator: 1 }
    }

    /// The part above the line.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The part below the line; positive.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// The sum; `None` when it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Rational) -> Option<Rational> {
        if self.denominator == other.denominator {
            return Rational::new(self.numerator.checked_add(other.numerator)?, self.denominator);
        }
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Rational::new(left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    /// The difference; `None` when it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Rational) -> Option<Rational> {
        self.checked_add(other.checked_neg()?)
    }

    /// The number with the other sign; `None` when it does not fit.
    #[must_use]
    pub fn checked_neg(self) -> Option<Rational> {
        Some(Rational { numerator: self.numerator.checked_neg()?, denominator: self.denominator })
    }

    /// The product; `None` when it does not fit.
    #[must_use]
    pub fn checked_mul(self, other: Rational) -> Option<Rational> {
        // Reduce crosswise first, so that a product that fits is found.
        let left = Rational::new(self.numerator, other.denominator)?;
        let right = Rational::new(other.numerator, self.denominator)?;
        let numerator = left.numerator.checked_mul(right.numerator)?;
        Rational::new(numerator, left.denominator.checked_mul(right.denominator)?)
    }

    /// The quotient; `None` when the divisor is zero or it does not fit.
    #[must_use]
    pub fn checked_div(self, other: Rational) -> Option<Rational> {
        self.checked_mul(Rational::new(other.denominator, other.numerator)?)
    }

    /// Whether it is below nought.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.numerator < 0
    }
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

impl Ord for Rational {
    fn cmp(&self, other: &Rational) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        let left = self.numerator.checked_mul(other.denominator);
        let right = other.numerator.checked_mul(self.denominator);
        match (left, right) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => compare_by_parts(*self, *other),
        }
    }
}

/// Compares whole parts first, then the reciprocals of what is left: nothing can overflow.
fn compare_by_parts(a: Rational, b: Rational) -> Ordering {
    let (mut an, mut ad, mut bn, mut bd) = (a.numerator, a.denominator, b.numerator, b.denominator);
    let mut turned = false;
    loop {
        let order = an.div_euclid(ad).cmp(&bn.div_euclid(bd));
        let (ar, br) = (an.rem_euclid(ad), bn.rem_euclid(bd));
        let decided = match (order, ar == 0, br == 0) {
            (Ordering::Equal, false, false) => None,
            (Ordering::Equal, true, true) => Some(Ordering::Equal),
            (Ordering::Equal, true, false) => Some(Ordering::Less),
            (Ordering::Equal, false, true) => Some(Ordering::Greater),
            (unequal, _, _) => Some(unequal),
        };
        if let Some(order) = decided {
            return if turned { order.reverse() } else { order };
        }
        (an, ad, bn, bd) = (ad, ar, bd, br);
        turned = !turned;
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Rational) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for Rational {
    type Err = ParseRationalError;

    fn from_str(text: &str) -> Result<Rational, ParseRationalError> {
        let malformed = || ParseRationalError::Malformed(text.to_owned());
        if text.len() > 2 * DIGITS_MAX + 3 {
            return Err(ParseRationalError::TooLong(text.chars().take(40).collect()));
        }
        if let Some((above, below)) = text.split_once('/') {
            let (above, below) = (decimal(above).ok_or_else(malformed)?, decimal(below).ok_or_else(malformed)?);
            return above.checked_div(below).ok_or_else(malformed);
        }
        if text.bytes().filter(u8::is_ascii_digit).count() > DIGITS_MAX {
            return Err(ParseRationalError::TooLong(text.to_owned()));
        }
        decimal(text).ok_or_else(malformed)
    }
}

/// Reads digits with at most one point; digits must stand on both sides of it.
fn decimal(text: &str) -> Option<Rational> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) {
        return None;
    }
    let places = u32::try_from(fraction.len()).ok()?;
    let scale = 10_i128.checked_pow(places)?;
    let magnitude = whole.parse::<i128>().ok()?.checked_mul(scale)?.checked_add(fraction.parse().ok()?)?;
    Rational::new(if negative { magnitude.checked_neg()? } else { magnitude }, scale)
}

/// A decimal where the number has one, otherwise `n/d`.
impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut rest, mut places) = (self.denominator, 0_u32);
        let (mut twos, mut fives) = (0_u32, 0_u32);
        while rest % 2 == 0 {
            rest /= 2;
            twos += 1;
        }
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        places += twos.max(fives);
        let scaled = 10_i128
            .checked_pow(places)
            .and_then(|scale| scale.checked_div(self.denominator))
            .and_then(|factor| self.numerator.checked_mul(factor));
        match scaled {
            Some(scaled) if rest == 1 && places > 0 => write_decimal(f, scaled, places),
            _ if self.denominator == 1 => write!(f, "{}", self.numerator),
            _ => write!(f, "{}/{}", self.numerator, self.denominator),
        }
    }
}

fn write_decimal(f: &mut fmt::Formatter<'_>, scaled: i128, places: u32) -> fmt::Result {
    let sign = if scaled < 0 { "-" } else { "" };
    let digits = scaled.unsigned_abs().to_string();
    let width = usize::try_from(places).unwrap_or(0) + 1;
    let padded = format!("{digits:0>width$}");
    let (whole, fraction) = padded.split_at(padded.len() - (width - 1));
    write!(f, "{sign}{whole}.{fraction}")
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Rational {
        text.parse().unwrap()
    }

    #[test]
    fn reads_and_prints() {
        for text in ["0", "0.36", "-1.5", "1100", "100.0096"] {
            assert_eq!(number(text).to_string(), text);
        }
        assert_eq!(number("254/10000").to_string(), "0.0254");
        assert_eq!(number("1/3").to_string(), "1/3");
        for text in ["", ".5", "5.", "1e3", "1,5", "--1", "1/0", "0x1", "٣"] {
            assert!(text.parse::<Rational>().is_err(), "{text}");
        }
    }

    #[test]
    fn compares_without_overflow() {
        let big = Rational::new(i128::MAX, 3).unwrap();
        let near = Rational::new(i128::MAX - 1, 3).unwrap();
        assert!(near < big && big > number("1/3") && number("-1/3") < number("-1/4"));
        let a = Rational::new(i128::MAX, i128::MAX - 1).unwrap();
        let b = Rational::new(i128::MAX - 1, i128::MAX - 2).unwrap();
        assert!(a < b);
        assert!(Rational::new(-i128::MAX, i128::MAX - 1).unwrap() < Rational::ZERO);
    }

    #[test]
    fn counts() {
        assert_eq!(number("0.1").checked_add(number("0.2")), Some(number("0.3")));
        assert_eq!(number("1/3").checked_mul(number("3")), Some(Rational::ONE));
        assert_eq!(Rational::ONE.checked_div(Rational::ZERO), None);
        assert_eq!(Rational::whole(i64::MAX).checked_mul(Rational::whole(i64::MAX)).map(|r| r.denominator()), Some(1));
    }
}
