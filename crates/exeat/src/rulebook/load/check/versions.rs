//! Versions of an item: each clause brings one, and no two begin on the same day.

use super::super::effect::day_of;
use super::super::regime::Draft;
use super::super::report::Report;
use crate::rulebook::Item;

/// Checks the versions of every item.
pub(super) fn check(draft: &Draft, report: &Report) {
    for item in draft.regime.entries.iter().flat_map(|entry| &entry.items) {
        overlapping(item, draft, report);
    }
}

fn overlapping(item: &Item, draft: &Draft, report: &Report) {
    for (place, version) in item.versions.iter().enumerate() {
        let own = draft.regime.clause(version.by);
        for earlier in item.versions.iter().take(place) {
            let other = draft.regime.clause(earlier.by);
            let same_law = own.scenario == other.scenario;
            if earlier.by == version.by {
                let what = format!("two versions of `{}` are brought by `{}`", item.code, own.reference());
                report.error(&version.place, what, "join them into one, or name the clause that brings the later");
            } else if same_law && day_of(own.effective) == day_of(other.effective) {
                let what = format!(
                    "two versions of `{}` begin on {}: `{}` and `{}`",
                    item.code,
                    day_of(own.effective),
                    other.reference(),
                    own.reference()
                );
                report.error(&version.place, what, "join them into one condition, or correct the day of one clause");
            }
        }
    }
}
