//! Units of licence limits, and the few conversions between them that are exact.

use std::collections::BTreeMap;
use std::fmt;

/// A unit as a licence prints it: `kg`, `g`, `piece`, `USD`. Three capital letters are a currency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(String);

impl Unit {
    /// Longest unit accepted; the longest in the units table is far below.
    pub const LENGTH_MAX: usize = 32;

    /// A unit by its code, or nothing when it is empty, too long, or holds a blank.
    #[must_use]
    pub fn parse(code: &str) -> Option<Unit> {
        let fits = !code.is_empty() && code.len() <= Self::LENGTH_MAX && !code.chars().any(char::is_whitespace);
        fits.then(|| Unit(code.to_owned()))
    }

    /// The unit in which the number of uses is counted.
    #[must_use]
    pub fn uses() -> Unit {
        Unit("use".to_owned())
    }

    /// Whether this unit is money: three capital letters (ISO 4217).
    #[must_use]
    pub fn is_currency(&self) -> bool {
        self.0.len() == 3 && self.0.bytes().all(|b| b.is_ascii_uppercase())
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Exact factors between units: one unit is `numerator / denominator` of its base. A unit that has no row here converts
/// to itself and to nothing else, so pieces never become kilograms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    rows: BTreeMap<Unit, (Unit, i64, i64)>,
}

impl Units {
    /// A table from rows of unit, base, numerator, denominator; rows with a factor that is not positive are left out.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = (Unit, Unit, i64, i64)>) -> Units {
        let rows =
            rows.into_iter().filter(|(_, _, n, d)| *n > 0 && *d > 0).map(|(unit, base, n, d)| (unit, (base, n, d)));
        Units { rows: rows.collect() }
    }

    /// The exact factor from one unit to another as numerator and denominator; nothing when there is none.
    #[must_use]
    pub fn factor(&self, from: &Unit, to: &Unit) -> Option<(i128, i128)> {
        if from == to {
            return Some((1, 1));
        }
        let (base_from, n_from, d_from) = self.rows.get(from)?;
        let (base_to, n_to, d_to) = self.rows.get(to)?;
        (base_from == base_to)
            .then(|| (i128::from(*n_from) * i128::from(*d_to), i128::from(*d_from) * i128::from(*n_to)))
    }
}

#[cfg(test)]
pub(super) fn mass_units() -> Units {
    let unit = |code: &str| Unit::parse(code).unwrap();
    Units::new([
        (unit("mg"), unit("kg"), 1, 1_000_000),
        (unit("g"), unit("kg"), 1, 1_000),
        (unit("kg"), unit("kg"), 1, 1),
        (unit("t"), unit("kg"), 1_000, 1),
        (unit("lb"), unit("kg"), 45_359_237, 100_000_000),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mass_converts_to_mass_and_pieces_to_nothing() {
        let units = mass_units();
        let unit = |code: &str| Unit::parse(code).unwrap();
        assert_eq!(units.factor(&unit("t"), &unit("g")), Some((1_000_000, 1)));
        assert_eq!(units.factor(&unit("piece"), &unit("kg")), None);
        assert_eq!(units.factor(&unit("kg"), &unit("piece")), None);
        assert_eq!(units.factor(&unit("piece"), &unit("piece")), Some((1, 1)));
        assert!(unit("USD").is_currency() && !unit("kg").is_currency());
        assert_eq!(Unit::parse("k g"), None);
    }
}
