//! The state of a clause on a date, as known then (DESIGN §5).

use exeat::assess::Asked;
use exeat::fact::When;
use exeat::rulebook::{Amendment, Clause, ClauseId, Effect, Moment, Regime, Rulebook, Until};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::LazyLock;

/// The governing day, and an hour of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Now {
    pub day: Date,
    pub at: Timestamp,
}

/// What stands of a clause.
#[derive(Debug, Clone)]
pub enum State {
    Out,
    In,
    /// In force where each of these suspensions (regime's effects) has come to its end.
    Unresolved(Vec<usize>),
}

/// Looked up once: every random regime has it.
static TOKYO: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Asia/Tokyo").unwrap());

fn zone(regime: &Regime) -> &'static TimeZone {
    assert_eq!(regime.zone, "Asia/Tokyo");
    &TOKYO
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
    let moments =
        clauses.chain(effects.flat_map(|effect| [Some(effect.from), effect.until.map(end)].into_iter().flatten()));
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
    let known =
        regime.effects.iter().enumerate().filter(|(_, effect)| is_known(regime, regime.clause(effect.clause), asked));
    let on = |names: &dyn Fn(&String) -> bool| {
        known.clone().filter(|(_, effect)| effect.targets.iter().any(names)).collect::<Vec<_>>()
    };
    let on_party = on(&|target| party == Some(target));
    let day = |effect: &Effect| day_of(regime, effect.from);
    let lists = on_party.iter().filter(|(_, effect)| effect.amendment == Amendment::Lists && begun(effect.from, now));
    // What lists a party again stands in the place of its list, and of all before; a delisting of that day does not undo it.
    if let Some(since) = lists.map(|(_, effect)| day(effect)).max() {
        let later =
            |effect: &Effect| day(effect) > since || day(effect) == since && effect.amendment != Amendment::Delists;
        return amended(
            regime,
            &on_party.into_iter().filter(|(_, effect)| later(effect)).collect::<Vec<_>>(),
            now,
            asked,
        );
    }
    if !is_known(regime, clause, asked) || !begun(clause.effective, now) {
        return State::Out;
    }
    let on_clause = on(&|target| *target == clause.act || *target == clause.reference());
    match (amended(regime, &on_clause, now, asked), amended(regime, &on_party, now, asked)) {
        (State::Out, _) | (_, State::Out) => State::Out,
        (State::In, other) | (other, State::In) => other,
        (State::Unresolved(one), State::Unresolved(other)) => State::Unresolved([one, other].concat()),
    }
}

/// What has begun, as effects on it leave it.
fn amended(regime: &Regime, on_it: &[(usize, &Effect)], now: &Now, asked: &Asked) -> State {
    let begun_on_it = || on_it.iter().filter(|(_, effect)| begun(effect.from, now));
    if begun_on_it()
        .any(|(_, effect)| matches!(effect.amendment, Amendment::Ends | Amendment::Replaces | Amendment::Delists))
    {
        return State::Out;
    }
    let known = || regime.effects.iter().filter(|effect| is_known(regime, regime.clause(effect.clause), asked));
    let checked = known_day(regime, asked).min(regime.verified_to);
    let (mut open, mut inside) = (Vec::new(), false);
    for (at, rest) in begun_on_it().filter(|(_, effect)| effect.amendment == Amendment::Suspends) {
        let own = regime.clause(rest.clause);
        let names_it = |target: &String| *target == own.act || *target == own.reference();
        // An instrument ends the suspension: it resumes what was suspended, or ends what suspends.
        let resumes = begun_on_it()
            .map(|(_, effect)| *effect)
            .chain(known().filter(|effect| effect.targets.iter().any(names_it)))
            .filter(|effect| effect.amendment == Amendment::Resumes);
        let ends = known().filter(|effect| {
            matches!(effect.amendment, Amendment::Ends | Amendment::Replaces) && effect.targets.iter().any(names_it)
        });
        let after =
            |effect: &&Effect| begun(effect.from, now) && day_of(regime, effect.from) >= day_of(regime, rest.from);
        if resumes.chain(ends).any(|effect| after(&effect)) {
            continue;
        }
        // Of several extensions the one published last says; of one day the longer.
        let extensions =
            known().filter(|effect| effect.amendment == Amendment::Extends && effect.targets.iter().any(names_it));
        let said = |effect: &&Effect| {
            (
                day_of(regime, regime.clause(effect.clause).published),
                effect.until.map(|until| day_of(regime, end(until))),
            )
        };
        let Some(until) = extensions.max_by_key(said).map_or(rest.until, |extension| extension.until) else {
            inside = true;
            continue;
        };
        let last = day_of(regime, end(until));
        let (within, unclear) = match until {
            Until::Included(_) => (now.day <= last, false),
            Until::Excluded(_) => (now.day < last, false),
            Until::Unclear(_) => (now.day < last, now.day == last),
        };
        let said = regime
            .statements
            .iter()
            .filter(|said| is_known(regime, regime.clause(said.clause), asked))
            .flat_map(|said| &said.extends);
        let claimed = said.filter(|(act, _)| names_it(act)).any(|(_, to)| *to >= now.day);
        inside |= within;
        if !within && (unclear || claimed || last > checked) {
            open.push(*at);
        }
    }
    match (inside, open.is_empty()) {
        (true, _) => State::Out,
        (false, true) => State::In,
        (false, false) => State::Unresolved(open),
    }
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
