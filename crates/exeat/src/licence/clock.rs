//! Clocks of an authority: so many working days from a day, standing still while something else is under way.

use jiff::civil::Date;

use super::calendar::Calendar;

/// How long a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Working days of the regime's calendar; the day on which it starts does not count.
    WorkingDays(u16),
    /// Days of the week's seven.
    Days(u16),
}

/// Why a clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The item is being identified.
    Identification,
    /// Experts were asked.
    ExpertAdvice,
    /// Exporter or end user is visited.
    OnSiteCheck,
    /// The case went to a higher body.
    Referral,
}

impl StopReason {
    /// All reasons with their names.
    pub const ALL: [(StopReason, &'static str); 4] = [
        (StopReason::Identification, "identification"),
        (StopReason::ExpertAdvice, "expert_advice"),
        (StopReason::OnSiteCheck, "on_site_check"),
        (StopReason::Referral, "referral"),
    ];

    /// The reason's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(reason, _)| *reason == self).map_or("", |(_, name)| name)
    }

    /// The reason of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<StopReason> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(reason, _)| *reason)
    }
}

/// A time in which a clock stood still: from its first day, until the day on which the clock runs again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// First day that does not count.
    pub from: Date,
    /// First day that counts again; absent while it still stands.
    pub until: Option<Date>,
    /// What it waits for.
    pub reason: StopReason,
}

/// One clock of a licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Its name: `review`, `amendment`, `customs_challenge`.
    pub id: String,
    /// How long it runs.
    pub term: Term,
    /// The day that starts it (acceptance, receipt).
    pub started: Date,
    /// Why there is no clock at all, when the law takes it away (parties of the watch list).
    pub off: Option<String>,
    /// Where it stood still.
    pub stops: Vec<Stop>,
}

/// When a clock ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// On this day.
    On(Date),
    /// On a day that the published calendars cannot name yet, and not before this one.
    NotBefore(Date),
    /// It stands still; not before this day, even if it ran again the day after `on`.
    Stopped {
        /// What it waits for.
        reason: StopReason,
        /// The earliest day on which it could end.
        not_before: Date,
    },
    /// The law sets no clock.
    Off {
        /// Why.
        why: String,
    },
}

impl Clock {
    /// When the clock ends, as seen on the day `on`.
    #[must_use]
    pub fn due(&self, calendar: &Calendar, on: Date) -> Due {
        if let Some(why) = &self.off {
            return Due::Off { why: why.clone() };
        }
        let standing = self.stops.iter().find(|stop| stop.until.is_none());
        let resumed = standing.map(|stop| Calendar::next(on.max(stop.from)));
        let (day, exact) = self.walk(calendar, resumed);
        match standing {
            Some(stop) => Due::Stopped { reason: stop.reason, not_before: day },
            None if exact => Due::On(day),
            None => Due::NotBefore(day),
        }
    }

    /// Counts days until the term is full. A day of an unpublished year is counted whatever it may turn out to be: that
    /// can only be too early, so the day is a sound "not before".
    fn walk(&self, calendar: &Calendar, resumed: Option<Date>) -> (Date, bool) {
        let (mut left, working) = match self.term {
            Term::WorkingDays(days) => (days, true),
            Term::Days(days) => (days, false),
        };
        let (mut day, mut exact) = (self.started, true);
        while left > 0 && day < Date::MAX {
            day = Calendar::next(day);
            if self.stands_still(day, resumed) {
                continue;
            }
            let known = if working { calendar.is_working(day) } else { Some(true) };
            exact &= known.is_some();
            left -= u16::from(known.unwrap_or(true));
        }
        (day, exact)
    }

    fn stands_still(&self, day: Date, resumed: Option<Date>) -> bool {
        self.stops.iter().any(|stop| day >= stop.from && stop.until.or(resumed).is_none_or(|until| day < until))
    }
}

#[cfg(test)]
mod tests {
    use super::super::calendar::china_2026;
    use super::*;
    use jiff::civil::date;

    fn clock(days: u16, started: Date, stops: Vec<Stop>) -> Clock {
        Clock { id: "review".into(), term: Term::WorkingDays(days), started, off: None, stops }
    }

    #[test]
    fn forty_five_working_days_over_the_spring_festival() {
        // Counted by hand on the 2026 calendar: January gives 19 working days after the 5th (6–9, 12–16, 19–23, 26–30),
        // February 2–6, 9–14, 24–28 gives 16, so the tenth of March's days is the 45th: 2–6, 9–13 is the 13th.
        let due = clock(45, date(2026, 1, 5), vec![]).due(&china_2026(), date(2026, 1, 5));
        assert_eq!(due, Due::On(date(2026, 3, 13)));
    }

    #[test]
    fn seven_days_for_customs_over_a_worked_saturday() {
        let due = clock(7, date(2026, 2, 24), vec![]).due(&china_2026(), date(2026, 2, 24));
        assert_eq!(due, Due::On(date(2026, 3, 4)), "25, 26, 27, 28 (worked Saturday), 2, 3, 4 March");
    }

    #[test]
    fn a_stop_moves_the_end_by_its_working_days() {
        let stop = Stop { from: date(2026, 3, 2), until: Some(date(2026, 3, 9)), reason: StopReason::ExpertAdvice };
        let due = clock(7, date(2026, 2, 24), vec![stop]).due(&china_2026(), date(2026, 3, 1));
        assert_eq!(due, Due::On(date(2026, 3, 11)), "five working days later");
    }

    #[test]
    fn a_clock_that_stands_says_what_it_waits_for() {
        let stop = Stop { from: date(2026, 3, 2), until: None, reason: StopReason::Referral };
        let due = clock(7, date(2026, 2, 24), vec![stop]).due(&china_2026(), date(2026, 6, 1));
        assert_eq!(due, Due::Stopped { reason: StopReason::Referral, not_before: date(2026, 6, 4) });
    }

    #[test]
    fn an_unpublished_year_gives_not_before() {
        let due = clock(45, date(2026, 11, 24), vec![]).due(&china_2026(), date(2026, 11, 24));
        assert_eq!(due, Due::NotBefore(date(2027, 1, 18)), "27 working days in 2026, then any day may count");
        let off = Clock { off: Some("party on the watch list".into()), ..clock(45, date(2026, 1, 5), vec![]) };
        assert!(matches!(off.due(&china_2026(), date(2026, 1, 5)), Due::Off { .. }));
    }
}
