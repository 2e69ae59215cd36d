//! Tariff numbers of an old catalogue.

use super::In;
use jiff::civil::Date;

/// Numbers change with the year: an older one may raise no candidate where it should.
pub(super) fn check(to: &In<'_>, date: Option<Date>) {
    let Some(date) = date else { return };
    for item in to.regime.entries.iter().flat_map(|entry| &entry.items) {
        // Only the newest version is asked for today.
        let Some(version) = item.versions.iter().max_by_key(|version| version.hs_year) else { continue };
        if version.hs.is_empty() {
            continue;
        }
        match version.hs_year {
            None => to.warning(
                &version.place,
                format!("the tariff numbers of `{}` say no year", item.code),
                "write `hs_year = 2026` below `hs`",
            ),
            Some(year) if year < date.year() => to.warning(
                &version.place,
                format!(
                    "the tariff numbers of `{}` are of the catalogue of {year}, the date asked for is {date}",
                    item.code
                ),
                format!("compare them with the catalogue of {} and write `hs_year = {}`", date.year(), date.year()),
            ),
            Some(_) => {}
        }
    }
}
