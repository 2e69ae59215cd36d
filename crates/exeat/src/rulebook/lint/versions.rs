//! Days on which an item has no version although it had one and will have one again.

use super::In;
use crate::rulebook::{Amendment, ClauseId, Moment};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A version's clause that ends before the next begins leaves a gap in which the item is free.
pub(super) fn check(to: &In<'_>) {
    for item in to.regime.entries.iter().flat_map(|entry| &entry.items) {
        let law = item.versions.iter().filter(|version| to.regime.clause(version.by).scenario.is_none());
        let mut begun: Vec<(Date, ClauseId)> =
            law.map(|version| (day_of(to.regime.clause(version.by).effective), version.by)).collect();
        begun.sort();
        for pair in begun.windows(2) {
            let [(_, earlier), (next, later)] = pair else { continue };
            if let Some(end) = ended(to, *earlier).filter(|end| end < next) {
                to.error(
                    &item.place,
                    format!(
                        "item `{}` has no version from {end} to {next}: `{}` ends before `{}` begins",
                        item.code,
                        to.regime.clause(*earlier).reference(),
                        to.regime.clause(*later).reference()
                    ),
                    "correct one of the two days, or add the version that held between them",
                );
            }
        }
    }
}

/// The day on which a clause ends for good, by the first effect that says so.
fn ended(to: &In<'_>, clause: ClauseId) -> Option<Date> {
    let own = to.regime.clause(clause);
    let reference = own.reference();
    let effects = to.regime.effects.iter().filter(|effect| {
        matches!(effect.amendment, Amendment::Ends | Amendment::Replaces)
            && to.regime.clause(effect.clause).scenario.is_none()
            && effect.targets.iter().any(|target| *target == reference || *target == own.act)
    });
    effects.map(|effect| day_of(effect.from)).min()
}

fn day_of(moment: Moment) -> Date {
    match moment {
        Moment::Day(day) => day,
        Moment::Instant(instant) => TimeZone::UTC.to_datetime(instant).date(),
    }
}
