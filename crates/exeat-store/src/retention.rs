//! What may go, as a report. Nothing is ever deleted by itself.

use exeat::licence::State;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::Store;
use crate::document::date;
use crate::error::StoreError;
use crate::record::Search;

/// How long things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Years after the governing day of a record, or the end of a licence.
    pub years: i16,
}

impl Retention {
    /// The shortest that a regime known asks for: five years.
    pub const YEARS_MIN: i16 = 5;
}

/// Something whose time of keeping is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayGo {
    /// `record/…` or `licence/…`.
    pub subject: String,
    /// The day from which the years count.
    pub since: Date,
    /// The first day on which it may go.
    pub from: Date,
}

/// Everything that may go on a day, oldest first. A record stays while a later one replaces it and is itself kept.
pub fn may_go(store: &dyn Store, retention: Retention, on: Date) -> Result<Vec<MayGo>, StoreError> {
    if retention.years < Retention::YEARS_MIN {
        let least = Retention::YEARS_MIN;
        return Err(StoreError::Request(format!("kept for {} years; {least} at least", retention.years)));
    }
    let over = |subject: String, since: Date| {
        let from = since.saturating_add(i64::from(retention.years).years()).saturating_add(1.day());
        (from <= on).then_some(MayGo { subject, since, from })
    };
    let mut found = Vec::new();
    let records = store.records(&Search::default())?;
    let mut kept_by_a_later_one = std::collections::BTreeSet::new();
    for record in records.iter().rev() {
        // A governing day may be an instant; its first ten characters are the day.
        let day = record.dated.get(..10).unwrap_or(&record.dated);
        let day = date(day).unwrap_or_else(|_| day_of(record.at));
        let goes = over(format!("record/{}", record.name), day).filter(|_| !kept_by_a_later_one.contains(&record.name));
        if goes.is_none() {
            kept_by_a_later_one.extend(record.supersedes.clone());
        }
        found.extend(goes);
    }
    let mut after = 0;
    loop {
        let chunk = store.licences(after)?;
        let Some(last) = chunk.last() else { break };
        after = last.id;
        for view in &chunk {
            let state = view.licence.state;
            let live =
                matches!(state, State::Draft | State::Applied | State::Accepted | State::Granted | State::Suspended);
            let last_movement = store.movements(Some(view.id), view.changed - 1)?;
            let touched = last_movement.last().map_or(on, |movement| day_of(movement.at));
            let ended = view.licence.terms.valid.map_or(touched, |valid| valid.until.max(touched));
            if !live {
                found.extend(over(format!("licence/{}", view.name), ended));
            }
        }
    }
    found.sort_by(|a, b| (a.from, &a.subject).cmp(&(b.from, &b.subject)));
    Ok(found)
}

fn day_of(at: i64) -> Date {
    let time = jiff::Timestamp::from_microsecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    jiff::tz::Offset::UTC.to_datetime(time).date()
}
