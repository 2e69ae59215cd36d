//! What the store must know of law: units, kinds of licence, working days, from the rulebook.

use exeat::licence::{Calendar, CalendarYear, Unit, Units};
use exeat::number::Rational;
use exeat::rulebook::Rulebook;
use exeat_store::Ground;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::asked::zone_of;

/// A rulebook, as the commands on licences read it.
pub(crate) struct Law(pub(crate) Rulebook);

impl Law {
    /// Units and kinds.
    pub(crate) fn ground(&self) -> Ground {
        ground_of(&self.0)
    }

    /// Today, in the zone of the law.
    pub(crate) fn today(&self) -> Date {
        zone_of(&self.0).to_datetime(Timestamp::now()).date()
    }

    /// The working days of a regime.
    pub(crate) fn calendar(&self, regime: &str) -> Calendar {
        let Some(regime) = self.0.regime(regime) else { return Calendar::default() };
        let year = |year: &i16| {
            let of = |days: &[Date]| days.iter().filter(|day| day.year() == *year).copied().collect();
            (*year, CalendarYear { off: of(&regime.calendar.off), worked: of(&regime.calendar.worked) })
        };
        Calendar::new(regime.calendar.years.iter().map(year))
    }
}

/// Units and kinds of a rulebook.
pub(crate) fn ground_of(rulebook: &Rulebook) -> Ground {
    let kinds =
        rulebook.regimes.iter().flat_map(|regime| regime.kinds.iter().map(|kind| (regime.id.clone(), kind.clone())));
    Ground::new(units(rulebook), kinds)
}

/// Units that convert by a factor alone; the base of each is its dimension.
fn units(rulebook: &Rulebook) -> Units {
    let alone = rulebook.units.units.iter().filter(|unit| unit.offset == Rational::ZERO);
    Units::new(alone.filter_map(|unit| {
        let base = Unit::parse(&format!("base:{}", unit.dimension.0.replace(' ', "-")))?;
        let (over, under) = (unit.factor.numerator(), unit.factor.denominator());
        Some((Unit::parse(&unit.symbol)?, base, i64::try_from(over).ok()?, i64::try_from(under).ok()?))
    }))
}
