//! Working days of a regime: weekends, public holidays, and the weekend days that are worked to make up for them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// One published year: days off that fall on weekdays or weekends, and weekend days that are worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarYear {
    /// Public holidays.
    pub off: BTreeSet<Date>,
    /// Saturdays and Sundays that are working days.
    pub worked: BTreeSet<Date>,
}

/// The years whose working days have been published. In any other year nobody can say which days count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, CalendarYear>,
}

impl Calendar {
    /// A calendar of the given years.
    #[must_use]
    pub fn new(years: impl IntoIterator<Item = (i16, CalendarYear)>) -> Calendar {
        Calendar { years: years.into_iter().collect() }
    }

    /// Whether a day is a working day; nothing when its year is not published.
    #[must_use]
    pub fn is_working(&self, day: Date) -> Option<bool> {
        let year = self.years.get(&day.year())?;
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Some(year.worked.contains(&day) || (!weekend && !year.off.contains(&day)))
    }

    /// The next day; the last day there is stays where it is.
    pub(super) fn next(day: Date) -> Date {
        day.saturating_add(1.day())
    }
}

#[cfg(test)]
pub(super) fn china_2026() -> Calendar {
    use jiff::civil::date;
    let run = |from: Date, days: i64| (0..days).map(move |n| from.saturating_add(n.days()));
    let off = run(date(2026, 1, 1), 3)
        .chain(run(date(2026, 2, 15), 9))
        .chain(run(date(2026, 4, 4), 3))
        .chain(run(date(2026, 5, 1), 5))
        .chain(run(date(2026, 6, 19), 3))
        .chain(run(date(2026, 9, 25), 3))
        .chain(run(date(2026, 10, 1), 7));
    let worked = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)].map(|(m, d)| date(2026, m, d));
    Calendar::new([(2026, CalendarYear { off: off.collect(), worked: worked.into_iter().collect() })])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn made_up_weekends_work_and_unpublished_years_are_unknown() {
        let calendar = china_2026();
        assert_eq!(calendar.is_working(date(2026, 2, 28)), Some(true), "a Saturday that is worked");
        assert_eq!(calendar.is_working(date(2026, 2, 23)), Some(false), "a Monday off");
        assert_eq!(calendar.is_working(date(2026, 3, 7)), Some(false), "a plain Saturday");
        assert_eq!(calendar.is_working(date(2026, 3, 9)), Some(true));
        assert_eq!(calendar.is_working(date(2027, 3, 9)), None);
    }
}
