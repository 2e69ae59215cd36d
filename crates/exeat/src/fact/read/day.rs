//! Days and instants as written.

use super::measured::short;
use super::reader::Wrong;
use crate::fact::When;
use jiff::Timestamp;
use jiff::civil::Date;

const EXPECTED: &str = "a day such as `2026-03-02`";

/// A day: four digits, two, two.
pub(super) fn parse(text: &str) -> Result<Date, Wrong> {
    let text = text.trim();
    let Some((year, month, day)) = parts(text) else {
        let what = format!("`{}` is no day", short(text));
        return Err(Wrong::new(what, EXPECTED, "write year, month and day with hyphens, `2026-03-02`"));
    };
    Date::new(year, month, day).map_err(|_| {
        let what = format!("the day `{text}` does not exist");
        let remedy = match Date::new(year, month, 1) {
            Ok(first) => format!("{year:04}-{month:02} has {} days", first.days_in_month()),
            Err(_) => "a year has the months 01 to 12".to_owned(),
        };
        Wrong::new(what, EXPECTED, remedy)
    })
}

fn parts(text: &str) -> Option<(i16, i8, i8)> {
    let mut parts = text.split('-');
    let mut next = |digits: usize| {
        parts.next().filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    if parts.next().is_some() {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// A day, or an instant with its offset from UTC.
pub(super) fn when(text: &str) -> Result<When, Wrong> {
    let text = text.trim();
    let Some((day, hour)) = text.split_once(['T', 't', ' ']) else { return parse(text).map(When::Day) };
    parse(day)?;
    let expected = "a day, or an instant such as `2026-03-02T11:30+08:00`";
    let remedy = if hour.contains(['+', 'Z', 'z']) || hour.contains('-') {
        "hours run from 00 to 23, minutes from 00 to 59, offsets look like `+08:00` or `Z`"
    } else {
        "write the offset from UTC too, `+08:00`"
    };
    text.replacen(' ', "T", 1)
        .parse::<Timestamp>()
        .map(When::Instant)
        .map_err(|_| Wrong::new(format!("`{}` is no instant", short(text)), expected, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_and_instants() {
        assert_eq!(parse("2026-03-02").ok(), Date::new(2026, 3, 2).ok());
        assert!(parse("2026-02-30").err().is_some_and(|wrong| wrong.remedy.contains("28 days")));
        assert!(parse("2026-13-01").err().is_some_and(|wrong| wrong.remedy.contains("01 to 12")));
        for text in ["", "2026", "20260302", "02.03.2026", "2026-3-2", "2026-03-02-01", "+2026-03-02", "２０２６-03-02"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
        let instant = |text: &str| {
            when(text).ok().and_then(|when| if let When::Instant(at) = when { Some(at.as_second()) } else { None })
        };
        assert_eq!(instant("2026-03-02T11:30+08:00"), instant("2026-03-02T03:30:00Z"));
        assert_eq!(instant("2026-03-02 11:30+08:00"), instant("2026-03-02T03:30:00Z"));
        assert!(when("2026-03-02T11:30").err().is_some_and(|wrong| wrong.remedy.contains("+08:00")));
        assert!(when("2026-03-02T25:30+08:00").is_err() && when("2026-02-30T01:00Z").is_err());
    }
}
