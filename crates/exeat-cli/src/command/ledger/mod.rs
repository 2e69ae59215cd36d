//! What the commands on the store share: where it is, who asks, the ground of law, and how they fail.

use std::path::PathBuf;

use clap::Args;
use exeat::licence::{Calendar, CalendarYear, ClockTerms, Kind, Term, Unit, Units};
use exeat_store::{Ground, Options, Store, StoreError, open, open_to_read};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use toml::{Table, Value};

/// Longest stretch of days off that a calendar may name.
const DAYS_OFF_MAX: i64 = 60;

/// Kinds of licence that come with the program.
const KINDS: &str = include_str!("kinds.toml");

/// Where the store is and who asks.
#[derive(Debug, Args)]
pub(crate) struct StoreArgs {
    /// The store: `sqlite:FILE` or `postgres://…`.
    #[arg(long, value_name = "URL", env = "EXEAT_STORE", default_value = "sqlite:exeat.db", global = true)]
    pub(crate) store: String,
    /// The file of the audit log's private key; beside an SQLite file unless named.
    #[arg(long, value_name = "FILE", env = "EXEAT_AUDIT_KEY", global = true)]
    pub(crate) key: Option<PathBuf>,
    /// Who asks: an id of a person or machine, not a name, since the audit log is never erased.
    #[arg(long, value_name = "ID", env = "EXEAT_BY", default_value = "local", global = true)]
    pub(crate) by: String,
    /// Kinds of licence from this file, instead of those inside the program.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) kinds: Option<PathBuf>,
}

/// Why a command could not be done: an exit status (1 refused, 3 bad input, 5 storage) and what to say.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) status: u8,
    pub(crate) text: String,
}

/// Done; a number other than 0 says what was found.
pub(crate) type Outcome = Result<u8, Fault>;

/// A rule refused.
pub(crate) const REFUSED: u8 = 1;
const INPUT: u8 = 3;
const STORAGE: u8 = 5;

impl Fault {
    pub(crate) fn input(text: impl ToString) -> Fault {
        Fault { status: INPUT, text: text.to_string() }
    }

    pub(crate) fn refused(text: impl ToString) -> Fault {
        Fault { status: REFUSED, text: text.to_string() }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        let status = if matches!(error, StoreError::Request(_) | StoreError::Address(_)) { INPUT } else { STORAGE };
        Fault { status, text: error.to_string() }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Fault {
        Fault { status: INPUT, text: error.to_string() }
    }
}

impl StoreArgs {
    /// The store, for writing.
    pub(crate) fn open(&self) -> Result<Box<dyn Store>, Fault> {
        Ok(open(&self.store, Options { key: self.key.clone(), ..Options::new(self.ground()?) })?)
    }

    /// The store, for looking things up.
    pub(crate) fn open_to_read(&self) -> Result<Box<dyn Store>, Fault> {
        Ok(open_to_read(&self.store)?)
    }

    /// Units of the law, and kinds of licence.
    pub(crate) fn ground(&self) -> Result<Ground, Fault> {
        let text = match &self.kinds {
            None => KINDS.to_owned(),
            Some(path) => std::fs::read_to_string(path).map_err(|error| Fault::input(format!("`{}`: {error}", path.display())))?,
        };
        let table: Table = text.parse().map_err(Fault::input)?;
        let kinds = table.get("kind").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let kinds = kinds.iter().map(kind).collect::<Option<Vec<_>>>();
        Ok(Ground::new(units(), kinds.ok_or_else(|| Fault::input("a kind of licence lacks regime, code or law"))?))
    }
}

fn kind(value: &Value) -> Option<(String, Kind)> {
    let text = |field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
    let whole = |field: &str| value.get(field).and_then(Value::as_integer);
    let yes = |field: &str| value.get(field).and_then(Value::as_bool).unwrap_or(false);
    let clock = |id: &str| {
        let terms = value.get(id)?;
        let days = |field: &str| terms.get(field).and_then(Value::as_integer).and_then(|days| u16::try_from(days).ok());
        let term = days("working_days").map(Term::WorkingDays).or(days("days").map(Term::Days))?;
        let off_for_watch_listed = terms.get("off_for_watch_listed").and_then(Value::as_bool).unwrap_or(false);
        Some(ClockTerms { id: id.to_owned(), term, off_for_watch_listed })
    };
    let kind = Kind {
        code: text("code")?,
        uses_max: whole("uses_max"),
        months_max: whole("months_max").and_then(|months| i16::try_from(months).ok()),
        one_end_user: yes("one_end_user"),
        closed_for_watch_listed: yes("closed_for_watch_listed"),
        review: clock("review"),
        amendment: clock("amendment"),
        law: text("law")?,
    };
    Some((text("regime")?, kind))
}

/// A file of the law inside the program.
fn law(path: &str) -> Table {
    let found = exeat_law::files().find(|(name, _)| *name == path);
    found.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok()?.parse().ok()).unwrap_or_default()
}

/// Units of the law that convert by a factor alone; the base of each is its dimension.
fn units() -> Units {
    let row = |(name, value): (&String, &Value)| {
        let base = format!("base:{}", value.get("dimension")?.as_str()?);
        let factor = value.get("factor")?.as_str()?;
        let (over, under) = factor.split_once('/').unwrap_or((factor, "1"));
        let by_factor_alone = value.get("offset").is_none();
        by_factor_alone.then_some((Unit::parse(name)?, Unit::parse(&base)?, over.parse().ok()?, under.parse().ok()?))
    };
    Units::new(law("units.toml").iter().filter_map(row))
}

/// The working days of a regime, from its own file.
pub(crate) fn calendar(regime: &str) -> Calendar {
    let table = law(&format!("{regime}/regime.toml"));
    let years = table.get("calendar").and_then(Value::as_table).cloned().unwrap_or_default();
    let days = |year: &Value, field: &str| -> Vec<Date> {
        let texts = year.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
        texts.iter().filter_map(Value::as_str).flat_map(days_of).collect()
    };
    let year = |(name, value): (String, Value)| {
        let year = CalendarYear {
            off: days(&value, "off").into_iter().collect(),
            worked: days(&value, "worked").into_iter().collect(),
        };
        Some((name.parse().ok()?, year))
    };
    Calendar::new(years.into_iter().filter_map(year))
}

fn days_of(text: &str) -> Vec<Date> {
    let (from, until) = text.split_once("..").unwrap_or((text, text));
    let (Ok(from), Ok(until)) = (from.parse::<Date>(), until.parse::<Date>()) else { return Vec::new() };
    (0..DAYS_OFF_MAX).map(|n| from.saturating_add(n.days())).take_while(|day| *day <= until).collect()
}

/// Today, in the zone of the regime whose licences these are.
pub(crate) fn today() -> Date {
    let regime = law("cn/regime.toml");
    let zone = regime.get("zone").and_then(Value::as_str).and_then(|zone| TimeZone::get(zone).ok());
    zone.unwrap_or(TimeZone::UTC).to_datetime(Timestamp::now()).date()
}
