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
}

/// Hours printed in acts that fall on the day of a shipment without an hour, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hours(pub(crate) Vec<Timestamp>);

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
    pub(crate) fn new(regime: &'r Regime, asked: &Asked) -> Vantage<'r> {
        let zone = TimeZone::get(&regime.zone).unwrap_or(TimeZone::UTC);
        let day = match asked.date {
            When::Day(day) => day,
            When::Instant(instant) => zone.to_datetime(instant).date(),
        };
        let known_day = zone.to_datetime(asked.known).date();
        let mut vantage = Vantage {
            regime,
            zone,
            date: asked.date,
            day,
            known: asked.known,
            scenario: asked.scenario.clone(),
            hours: Hours::default(),
            checked_to: known_day.min(regime.verified_to),
        };
        vantage.hours = vantage.hours_of_the_day();
        vantage
    }

    fn hours_of_the_day(&self) -> Hours {
        let When::Day(day) = self.date else { return Hours::default() };
        let effects = self.regime.effects.iter().flat_map(|effect| {
            let until = effect.until.map(|until| match until {
                Until::Included(moment) | Until::Excluded(moment) | Until::Unclear(moment) => moment,
            });
            std::iter::once(effect.from).chain(until)
        });
        let mut hours: Vec<Timestamp> = (self.regime.clauses.iter().map(|clause| clause.effective))
            .chain(effects)
            .filter_map(|moment| match moment {
                Moment::Instant(instant) if self.zone.to_datetime(instant).date() == day => Some(instant),
                _ => None,
            })
            .collect();
        hours.sort_unstable();
        hours.dedup();
        Hours(hours)
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
            (When::Day(_), Moment::Instant(from)) => match self.hours.0.binary_search(&from) {
                Ok(at) => Come::Hour(u16::try_from(at).unwrap_or(u16::MAX)),
                Err(_) => yes(self.zone.to_datetime(from).date() < self.day),
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
                *target == clause.act || target.split_once('#').is_some_and(|(act, number)| act == clause.act && number == clause.number)
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
        let amended = self.amended(Come::Yes, &touches);
        let relisted = self.last_change(party);
        match (own.settled(), amended.settled()) {
            (_, _) if relisted == Some(Amendment::Lists) => Force::fixed(ClauseState::InForce),
            (Some(false), _) => own,
            (_, Some(false)) => amended,
            _ => {
                let state = if own.hangs_on.is_empty() { amended.state } else { own.state };
                Force { state, hangs_on: own.hangs_on.into_iter().chain(amended.hangs_on).collect() }
            }
        }
    }

    /// The last of `lists` and `delists` that has come for a party.
    fn last_change(&self, party: &str) -> Option<Amendment> {
        let mut changes: Vec<(Date, Amendment)> = self
            .effects()
            .filter(|(_, effect)| matches!(effect.amendment, Amendment::Lists | Amendment::Delists))
            .filter(|(_, effect)| effect.targets.iter().any(|target| target == party))
            .filter(|(_, effect)| self.come(effect.from) == Come::Yes)
            .map(|(_, effect)| (self.day_of(effect.from), effect.amendment))
            .collect();
        changes.sort_unstable();
        changes.last().map(|(_, amendment)| *amendment)
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
                Within::LastDayUnclear => unresolved.push(Hinge::NotSuspended(at)),
                Within::Passed(end) => {
                    if self.is_unsettled(effect, end) {
                        unresolved.push(Hinge::NotSuspended(at));
                    }
                }
            }
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
                Come::Hour(hour) => Within::Partly(Hinge::From(hour)),
                Come::No => inside,
            },
        }
    }

    /// The end of a suspension, as later acts moved it or brought it forward.
    fn end_of(&self, suspension: &Effect, touches: &dyn Fn(&Effect) -> bool) -> Option<Until> {
        let own = self.regime.clause(suspension.clause);
        let names_it = |effect: &Effect| effect.targets.iter().any(|target| *target == own.act || *target == own.reference());
        let mut end = suspension.until;
        let mut extended: Option<Date> = None;
        for (_, effect) in self.effects() {
            if effect.amendment == Amendment::Extends && (names_it(effect) || touches(effect)) {
                let published = self.day_of(self.regime.clause(effect.clause).published);
                if extended.is_none_or(|before| before <= published) {
                    extended = Some(published);
                    end = effect.until;
                }
            }
        }
        let stops = |effect: &Effect| match effect.amendment {
            Amendment::Resumes => touches(effect) || names_it(effect),
            Amendment::Ends | Amendment::Replaces => names_it(effect),
            _ => false,
        };
        for (_, effect) in self.effects().filter(|(_, effect)| stops(effect)) {
            if self.day_of(effect.from) >= self.day_of(suspension.from) && self.day_of(effect.from) <= end.map_or(Date::MAX, |end| self.last_day(end)) {
                end = Some(Until::Excluded(effect.from));
            }
        }
        end
    }

    fn last_day(&self, until: Until) -> Date {
        match until {
            Until::Included(moment) | Until::Excluded(moment) | Until::Unclear(moment) => self.day_of(moment),
        }
    }

    /// A suspension has passed: does anything leave open what followed?
    fn is_unsettled(&self, suspension: &Effect, end: Date) -> bool {
        if self.is_resumed(suspension) {
            return false;
        }
        let act = &self.regime.clause(suspension.clause).act;
        let reference = self.regime.clause(suspension.clause).reference();
        let claimed = self.regime.statements.iter().any(|statement| {
            let known = self.is_law(self.regime.clause(statement.clause));
            known && statement.extends.iter().any(|(target, until)| (target == act || *target == reference) && *until >= self.day)
        });
        claimed || end > self.checked_to
    }

    /// An instrument itself ended or resumed it: nothing is left open.
    fn is_resumed(&self, suspension: &Effect) -> bool {
        let own = self.regime.clause(suspension.clause);
        self.effects().any(|(_, effect)| match effect.amendment {
            Amendment::Resumes => {
                let same = |target: &String| suspension.targets.contains(target) || *target == own.act || *target == own.reference();
                effect.targets.iter().any(same) && self.day_of(effect.from) >= self.day_of(suspension.from)
            }
            Amendment::Ends | Amendment::Replaces => effect.targets.iter().any(|target| *target == own.act || *target == own.reference()),
            _ => false,
        })
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
