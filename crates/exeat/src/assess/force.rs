//! The state of a clause on a day, as known then (DESIGN §5), and what it hangs on where that is open.

use super::{Asked, ClauseState};
use crate::fact::When;
use crate::rulebook::{Amendment, Clause, Effect, Moment, Regime, Until};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Whether a clause is in force, and on which open points that hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Force {
    pub(crate) state: ClauseState,
    /// In force exactly when all hold; empty: `state` decides.
    pub(crate) hangs_on: Vec<Hinge>,
}

/// One thing that an open state hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Hinge {
    /// The shipment leaves at or after that hour of its day (index into [`Hours`]).
    From(u16),
    /// It leaves before that hour.
    Before(u16),
    /// The suspension by that effect (index into `Regime::effects`) no longer holds.
    NotSuspended(u16),
    /// The same, or it leaves at or after the hour at which an instrument settles that.
    SettledFrom(u16, u16),
}

/// Hours printed in acts that fall on the day of a shipment without an hour, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hours(pub(crate) Vec<Timestamp>);

impl Hours {
    /// Those of all regimes looked at: a shipment leaves at one hour, whoever asks.
    pub(crate) fn of(regimes: &[&Regime], date: When) -> Hours {
        let mut hours: Vec<Timestamp> = regimes.iter().flat_map(|regime| Hours::of_regime(regime, date)).collect();
        hours.sort_unstable();
        hours.dedup();
        Hours(hours)
    }

    fn of_regime(regime: &Regime, date: When) -> Vec<Timestamp> {
        let When::Day(day) = date else { return Vec::new() };
        let zone = TimeZone::get(&regime.zone).unwrap_or(TimeZone::UTC);
        let effects = regime.effects.iter().flat_map(|effect| {
            let until = effect.until.map(|until| match until {
                Until::Included(moment) | Until::Excluded(moment) | Until::Unclear(moment) => moment,
            });
            std::iter::once(effect.from).chain(until)
        });
        let moments = regime.clauses.iter().map(|clause| clause.effective).chain(effects);
        let printed = moments.filter_map(|moment| match moment {
            Moment::Instant(instant) if zone.to_datetime(instant).date() == day => Some(instant),
            _ => None,
        });
        printed.collect()
    }
}

/// The two instants, seen from one regime.
pub(crate) struct Vantage<'r> {
    pub(crate) regime: &'r Regime,
    pub(crate) zone: TimeZone,
    pub(crate) date: When,
    pub(crate) day: Date,
    pub(crate) known: Timestamp,
    pub(crate) scenario: Option<String>,
    pub(crate) hours: Hours,
    /// The day to which absence may be concluded: the earlier of known and `verified_to`.
    pub(crate) checked_to: Date,
}

/// Whether a moment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Come {
    Yes,
    No,
    Hour(u16),
}

/// Where a day stands in a suspension.
enum Within {
    Outside,
    Inside,
    /// Inside only from, or only before, an hour of this day.
    Partly(Hinge),
    LastDayUnclear,
    Passed(Date),
}

impl<'r> Vantage<'r> {
    pub(crate) fn new(regime: &'r Regime, asked: &Asked, hours: &Hours) -> Vantage<'r> {
        let zone = TimeZone::get(&regime.zone).unwrap_or(TimeZone::UTC);
        let day = match asked.date {
            When::Day(day) => day,
            When::Instant(instant) => zone.to_datetime(instant).date(),
        };
        let known_day = zone.to_datetime(asked.known).date();
        Vantage {
            regime,
            zone,
            date: asked.date,
            day,
            known: asked.known,
            scenario: asked.scenario.clone(),
            hours: hours.clone(),
            checked_to: known_day.min(regime.verified_to),
        }
    }

    /// Whether what was published at that moment had been by `known`.
    pub(crate) fn is_known(&self, published: Moment) -> bool {
        match published {
            Moment::Day(day) => day <= self.zone.to_datetime(self.known).date(),
            Moment::Instant(instant) => instant <= self.known,
        }
    }

    /// Whether the clause belongs to the law looked at: published by `known`, or of the scenario asked for.
    pub(crate) fn is_law(&self, clause: &Clause) -> bool {
        match &clause.scenario {
            Some(scenario) => self.scenario.as_ref() == Some(scenario),
            None => self.is_known(clause.published),
        }
    }

    fn come(&self, moment: Moment) -> Come {
        let yes = |yes| if yes { Come::Yes } else { Come::No };
        match (self.date, moment) {
            (_, Moment::Day(from)) => yes(self.day >= from),
            (When::Instant(now), Moment::Instant(from)) => yes(now >= from),
            (When::Day(_), Moment::Instant(from)) => match (self.day_of(moment), self.hours.0.binary_search(&from)) {
                (day, Ok(at)) if day == self.day => Come::Hour(u16::try_from(at).unwrap_or(u16::MAX)),
                (day, _) => yes(day < self.day),
            },
        }
    }

    /// The state of a clause.
    pub(crate) fn force(&self, clause: &Clause) -> Force {
        if !self.is_law(clause) {
            return Force::fixed(ClauseState::NotYet);
        }
        let touches = |effect: &Effect| {
            effect.targets.iter().any(|target| {
                *target == clause.act
                    || target.split_once('#').is_some_and(|(act, number)| act == clause.act && number == clause.number)
            })
        };
        self.amended(self.come(clause.effective), &touches)
    }

    /// The state of a listed party within its list, the list's own clause apart.
    pub(crate) fn listing(&self, party: &str, clause: &Clause) -> Force {
        let own = self.force(clause);
        let touches = |effect: &Effect| effect.targets.iter().any(|target| target == party);
        if !self.effects().any(|(_, effect)| touches(effect)) {
            return own;
        }
        if let Some(again) = self.listed_again(party, &|come| come == Come::Yes) {
            return self.since(again, &touches);
        }
        let before = self.listing_before(own, &touches);
        // At an hour of this day it is listed again: until then it is as it was.
        match self.listed_again(party, &|come| matches!(come, Come::Hour(_))) {
            Some(again) if before.settled() != Some(true) => self.since(again, &touches),
            _ => before,
        }
    }

    /// What lists a party again stands in the place of the list's own clause, and of all that touched the party before.
    fn since(&self, again: &Effect, touches: &dyn Fn(&Effect) -> bool) -> Force {
        let since = self.day_of(again.from);
        let later = |effect: &Effect| {
            let from = self.day_of(effect.from);
            touches(effect) && (from > since || (from == since && effect.amendment != Amendment::Delists))
        };
        self.amended(self.come(again.from), &later)
    }

    fn listing_before(&self, own: Force, touches: &dyn Fn(&Effect) -> bool) -> Force {
        let amended = self.amended(Come::Yes, touches);
        match (own.settled(), amended.settled()) {
            (Some(false), _) => own,
            (_, Some(false)) => amended,
            _ => {
                let state = if own.hangs_on.is_empty() { amended.state } else { own.state };
                Force { state, hangs_on: own.hangs_on.into_iter().chain(amended.hangs_on).collect() }
            }
        }
    }

    /// The last effect that lists a party again; a delisting of the same day does not undo it.
    fn listed_again(&self, party: &str, has_come: &dyn Fn(Come) -> bool) -> Option<&'r Effect> {
        let lists = self.effects().map(|(_, effect)| effect).filter(|effect| effect.amendment == Amendment::Lists);
        let come = lists
            .filter(|effect| effect.targets.iter().any(|target| target == party) && has_come(self.come(effect.from)));
        come.max_by_key(|effect| self.day_of(effect.from))
    }

    pub(crate) fn day_of(&self, moment: Moment) -> Date {
        match moment {
            Moment::Day(day) => day,
            Moment::Instant(instant) => self.zone.to_datetime(instant).date(),
        }
    }

    fn effects(&self) -> impl Iterator<Item = (u16, &'r Effect)> + '_ {
        let indexed = self.regime.effects.iter().enumerate();
        indexed
            .filter(|(_, effect)| self.is_law(self.regime.clause(effect.clause)))
            .filter_map(|(at, effect)| u16::try_from(at).ok().map(|at| (at, effect)))
    }

    /// The state that begins with `come` and is changed by the effects that touch it.
    fn amended(&self, come: Come, touches: &dyn Fn(&Effect) -> bool) -> Force {
        let mut hangs_on = Vec::new();
        match come {
            Come::No => return Force::fixed(ClauseState::NotYet),
            Come::Hour(hour) => hangs_on.push(Hinge::From(hour)),
            Come::Yes => {}
        }
        for (_, effect) in self.effects().filter(|(_, effect)| touches(effect)) {
            if !matches!(effect.amendment, Amendment::Ends | Amendment::Replaces | Amendment::Delists) {
                continue;
            }
            match self.come(effect.from) {
                Come::Yes => return Force::fixed(ClauseState::Ended),
                Come::Hour(hour) => hangs_on.push(Hinge::Before(hour)),
                Come::No => {}
            }
        }
        let mut unresolved = Vec::new();
        for (at, effect) in self.effects().filter(|(_, effect)| touches(effect)) {
            if effect.amendment != Amendment::Suspends {
                continue;
            }
            match self.within(effect, touches) {
                Within::Outside => {}
                Within::Inside => return Force::fixed(ClauseState::Suspended),
                Within::Partly(hinge) => hangs_on.push(hinge),
                Within::Passed(end) if !self.is_unsettled(effect, end, touches) => {}
                Within::LastDayUnclear | Within::Passed(_) => {
                    let hour = self.resumed_at(effect, touches);
                    unresolved.push(hour.map_or(Hinge::NotSuspended(at), |hour| Hinge::SettledFrom(at, hour)));
                }
            }
        }
        // What is over at the hour at which it begins is never in force.
        let begins =
            hangs_on.iter().filter_map(|hinge| if let Hinge::From(hour) = hinge { Some(*hour) } else { None }).max();
        if hangs_on.iter().any(|hinge| matches!(hinge, Hinge::Before(hour) if begins.is_some_and(|from| *hour <= from)))
        {
            return Force::fixed(ClauseState::Ended);
        }
        let state = match (unresolved.is_empty(), hangs_on.is_empty()) {
            (false, _) => ClauseState::Unresolved,
            (true, false) => ClauseState::OpenHour,
            (true, true) => ClauseState::InForce,
        };
        hangs_on.extend(unresolved);
        Force { state, hangs_on }
    }

    fn within(&self, suspension: &Effect, touches: &dyn Fn(&Effect) -> bool) -> Within {
        let begun = match self.come(suspension.from) {
            Come::No => return Within::Outside,
            Come::Hour(hour) => Some(Hinge::Before(hour)),
            Come::Yes => None,
        };
        let inside = begun.map_or(Within::Inside, Within::Partly);
        let Some(until) = self.end_of(suspension, touches) else { return inside };
        let (moment, excluded, unclear) = match until {
            Until::Included(moment) => (moment, false, false),
            Until::Excluded(moment) => (moment, true, false),
            Until::Unclear(moment) => (moment, false, true),
        };
        match moment {
            Moment::Day(end) if self.day > end || (excluded && self.day == end) => Within::Passed(end),
            Moment::Day(end) if unclear && self.day == end => Within::LastDayUnclear,
            Moment::Day(_) => inside,
            Moment::Instant(end) => match self.come(Moment::Instant(end)) {
                Come::Yes => Within::Passed(self.day_of(moment)),
                // Of a suspension that begins and ends within one day no more is known than that it ends.
                Come::Hour(_) if begun.is_some() => Within::Outside,
                Come::Hour(hour) => Within::Partly(Hinge::From(hour)),
                Come::No => inside,
            },
        }
    }

    /// The end of a suspension, as later acts moved it or brought it forward.
    fn end_of(&self, suspension: &Effect, touches: &dyn Fn(&Effect) -> bool) -> Option<Until> {
        let own = self.regime.clause(suspension.clause);
        let names_it =
            |effect: &Effect| effect.targets.iter().any(|target| *target == own.act || *target == own.reference());
        let mut end = suspension.until;
        // Of several extensions the one published last says; of one day the longer.
        let extensions = self
            .effects()
            .map(|(_, effect)| effect)
            .filter(|effect| effect.amendment == Amendment::Extends && names_it(effect));
        let said = |effect: &&Effect| {
            (self.day_of(self.regime.clause(effect.clause).published), effect.until.map(|until| self.last_day(until)))
        };
        if let Some(extension) = extensions.max_by_key(said) {
            end = extension.until;
        }
        let stops = |effect: &Effect| match effect.amendment {
            Amendment::Resumes => touches(effect) || names_it(effect),
            Amendment::Ends | Amendment::Replaces => names_it(effect),
            _ => false,
        };
        for (_, effect) in self.effects().filter(|(_, effect)| stops(effect)) {
            let (from, come) = (self.day_of(effect.from), self.come(effect.from));
            // Until that hour of a last day that is unclear, nobody knows whether the day belongs to it.
            let unclear =
                matches!((come, end), (Come::Hour(_), Some(Until::Unclear(Moment::Day(last)))) if last == from);
            if come != Come::No
                && !unclear
                && from >= self.day_of(suspension.from)
                && end.is_none_or(|end| self.is_within(from, end))
            {
                end = Some(Until::Excluded(effect.from));
            }
        }
        end
    }

    /// Whether something of the day lies before the end.
    fn is_within(&self, day: Date, until: Until) -> bool {
        let last = self.last_day(until);
        day < last || (day == last && !matches!(until, Until::Excluded(Moment::Day(_))))
    }

    fn last_day(&self, until: Until) -> Date {
        match until {
            Until::Included(moment) | Until::Excluded(moment) | Until::Unclear(moment) => self.day_of(moment),
        }
    }

    /// A suspension has passed: does anything leave open what followed?
    fn is_unsettled(&self, suspension: &Effect, end: Date, touches: &dyn Fn(&Effect) -> bool) -> bool {
        if self.is_resumed(suspension, touches) {
            return false;
        }
        let act = &self.regime.clause(suspension.clause).act;
        let reference = self.regime.clause(suspension.clause).reference();
        let claimed = self.regime.statements.iter().any(|statement| {
            let known = self.is_law(self.regime.clause(statement.clause));
            known
                && statement
                    .extends
                    .iter()
                    .any(|(target, until)| (target == act || *target == reference) && *until >= self.day)
        });
        claimed || end > self.checked_to
    }

    /// An instrument itself ended or resumed it: nothing is left open.
    fn is_resumed(&self, suspension: &Effect, touches: &dyn Fn(&Effect) -> bool) -> bool {
        self.settling(suspension, touches).any(|come| come == Come::Yes)
    }

    /// The first hour of this day at which one does.
    fn resumed_at(&self, suspension: &Effect, touches: &dyn Fn(&Effect) -> bool) -> Option<u16> {
        let hours = self.settling(suspension, touches);
        hours.filter_map(|come| if let Come::Hour(hour) = come { Some(hour) } else { None }).min()
    }

    /// When what settles a suspension comes.
    fn settling(&self, suspension: &Effect, touches: &dyn Fn(&Effect) -> bool) -> impl Iterator<Item = Come> {
        let own = self.regime.clause(suspension.clause);
        let names_it =
            |effect: &Effect| effect.targets.iter().any(|target| *target == own.act || *target == own.reference());
        self.effects()
            .map(|(_, effect)| effect)
            .filter(move |effect| match effect.amendment {
                Amendment::Resumes => touches(effect) || names_it(effect),
                Amendment::Ends | Amendment::Replaces => names_it(effect),
                _ => false,
            })
            .filter(|effect| self.day_of(effect.from) >= self.day_of(suspension.from))
            .map(|effect| self.come(effect.from))
    }
}

impl Force {
    pub(crate) fn fixed(state: ClauseState) -> Force {
        Force { state, hangs_on: Vec::new() }
    }

    /// In force, not in force, or `None` where it hangs on something open.
    pub(crate) fn settled(&self) -> Option<bool> {
        self.hangs_on.is_empty().then_some(self.state == ClauseState::InForce)
    }
}
