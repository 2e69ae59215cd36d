//! Acts that are younger than the day to which the law was checked.

use super::In;
use crate::rulebook::{Act, Moment};
use jiff::tz::TimeZone;

/// What a check up to `verified_to` cannot have seen proves that the day is wrong, or the act's own.
pub(super) fn check(to: &In<'_>) {
    let verified = to.regime.verified_to;
    for act in to.regime.acts.iter().filter(|act| day_of(act) > verified) {
        to.warning(
            &act.place,
            format!("the act `{}` is of {}, but the law is verified to {verified}", act.id, day_of(act)),
            format!("check the law up to that day and write `verified_to = \"{}\"` in regime.toml", day_of(act)),
        );
    }
}

fn day_of(act: &Act) -> jiff::civil::Date {
    match act.published {
        Moment::Day(day) => day,
        Moment::Instant(instant) => TimeZone::UTC.to_datetime(instant).date(),
    }
}
