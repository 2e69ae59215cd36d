//! The state of a clause on a date, as known then (DESIGN §5).

use exeat::assess::Asked;
use exeat::fact::When;
use exeat::rulebook::{Amendment, Clause, ClauseId, Effect, Moment, Regime, Rulebook, Until};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The governing day, and an hour of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Now {
    pub day: Date,
    pub at: Timestamp,
}

/// What stands of a clause.
pub enum State {
    Out,
    In,
    /// In force where each of these suspensions (regime's effects) has come to its end.
    Unresolved(Vec<usize>),
}

pub fn zone(regime: &Regime) -> TimeZone {
    TimeZone::get(&regime.zone).unwrap()
}

/// The hours that a completion may have: one, unless the law prints an hour of the day and the shipment has none.
pub fn hours(book: &Rulebook, asked: &Asked) -> Vec<Now> {
    let zone = zone(&book.regimes[0]);
    let day = match asked.date {
        When::Instant(at) => return vec![Now { day: zone.to_datetime(at).date(), at }],
        When::Day(day) => day,
    };
    let clauses = book.regimes.iter().flat_map(|regime| regime.clauses.iter().map(|clause| clause.effective));
    let effects = book.regimes.iter().flat_map(|regime| regime.effects.iter());
    let moments = clauses.chain(effects.flat_map(|effect| [Some(effect.from), effect.until.map(end)].into_iter().flatten()));
    let printed = moments.filter_map(|moment| match moment {
        Moment::Instant(at) if zone.to_datetime(at).date() == day => Some(at),
        _ => None,
    });
    let second = jiff::SignedDuration::from_secs(1);
    let start = zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
    let mut all: Vec<Timestamp> = printed.flat_map(|at| [at, at + second]).chain([start]).collect();
    all.sort();
    all.dedup();
    all.into_iter().map(|at| Now { day, at }).collect()
}

/// Staleness, and days before the regime begins: a gap with the ceiling `prohibited`.
pub fn is_beyond(regime: &Regime, now: &Now, asked: &Asked) -> bool {
    let known = known_day(regime, asked);
    let days = (now.day - known.min(regime.verified_to)).get_days();
    days > i32::try_from(regime.stale_after_days).unwrap() || now.day < regime.begins || known < regime.begins
}

fn known_day(regime: &Regime, asked: &Asked) -> Date {
    zone(regime).to_datetime(asked.known).date()
}

/// Published by `known`; of a scenario: asked for.
pub fn is_known(regime: &Regime, clause: &Clause, asked: &Asked) -> bool {
    match &clause.scenario {
        Some(scenario) => asked.scenario.as_ref() == Some(scenario),
        None => is_out(regime, clause.published, asked),
    }
}

/// Whether that moment had come by `known`.
pub fn is_out(regime: &Regime, published: Moment, asked: &Asked) -> bool {
    match published {
        Moment::Day(day) => day <= known_day(regime, asked),
        Moment::Instant(at) => at <= asked.known,
    }
}

/// Whether a moment has come.
pub fn begun(moment: Moment, now: &Now) -> bool {
    match moment {
        Moment::Day(day) => day <= now.day,
        Moment::Instant(at) => at <= now.at,
    }
}

/// Whether a moment is over: a day when it has passed.
pub fn is_over(moment: Moment, now: &Now) -> bool {
    match moment {
        Moment::Day(day) => day < now.day,
        Moment::Instant(at) => at < now.at,
    }
}

/// The state of a clause, or of a party that it lists.
pub fn state(regime: &Regime, id: ClauseId, party: Option<&str>, now: &Now, asked: &Asked) -> State {
    let clause = regime.clause(id);
    let names = |target: &String| *target == clause.act || *target == clause.reference() || party == Some(target);
    let effects = regime.effects.iter().enumerate().filter(|(_, effect)| is_known(regime, regime.clause(effect.clause), asked));
    let on_it: Vec<(usize, &Effect)> = effects.clone().filter(|(_, effect)| effect.targets.iter().any(names) && begun(effect.from, now)).collect();
    let of = |kinds: &[Amendment]| on_it.iter().filter(|(_, effect)| kinds.contains(&effect.amendment)).map(|(_, effect)| day_of(regime, effect.from)).max();
    let relisted = of(&[Amendment::Lists]).is_some_and(|lists| of(&[Amendment::Delists]).is_none_or(|delists| lists > delists));
    let gone = of(&[Amendment::Delists]).is_some() && !relisted || of(&[Amendment::Ends, Amendment::Replaces]).is_some();
    if !is_known(regime, clause, asked) || !begun(clause.effective, now) || gone {
        return State::Out;
    }
    let mut open = Vec::new();
    for (at, rest) in on_it.iter().filter(|(_, effect)| effect.amendment == Amendment::Suspends) {
        let resumed = of(&[Amendment::Resumes]).is_some_and(|resumes| resumes >= day_of(regime, rest.from));
        if resumed {
            continue;
        }
        let own = regime.clause(rest.clause);
        let extensions = effects.clone().filter(|(_, by)| by.amendment == Amendment::Extends && by.targets.iter().any(|target| *target == own.act || *target == own.reference()));
        let ends = extensions.filter_map(|(_, by)| by.until).chain(rest.until);
        let Some(until) = ends.max_by_key(|until| day_of(regime, end(*until))) else { return State::Out };
        let last = day_of(regime, end(until));
        let (inside, unclear) = match until {
            Until::Included(Moment::Instant(at)) => (now.at <= at, false),
            Until::Excluded(Moment::Instant(at)) => (now.at < at, false),
            Until::Included(Moment::Day(day)) => (now.day <= day, false),
            Until::Excluded(Moment::Day(day)) => (now.day < day, false),
            Until::Unclear(_) => (now.day < last, now.day == last),
        };
        let claims = regime.statements.iter().filter(|said| is_known(regime, regime.clause(said.clause), asked)).flat_map(|said| &said.extends);
        let claimed = claims.filter(|(act, _)| *act == own.act || *act == own.reference()).any(|(_, to)| *to > last);
        if inside {
            return State::Out;
        }
        if unclear || claimed || last > known_day(regime, asked).min(regime.verified_to) {
            open.push(*at);
        }
    }
    if open.is_empty() { State::In } else { State::Unresolved(open) }
}

pub fn day_of(regime: &Regime, moment: Moment) -> Date {
    match moment {
        Moment::Day(day) => day,
        Moment::Instant(at) => zone(regime).to_datetime(at).date(),
    }
}

fn end(until: Until) -> Moment {
    let (Until::Included(moment) | Until::Excluded(moment) | Until::Unclear(moment)) = until;
    moment
}
