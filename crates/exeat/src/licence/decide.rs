//! The licence as it stands, and what an act does to it.

use jiff::civil::Date;

use super::act::{Act, Claim, Prior, PriorKind};
use super::charge::charge;
use super::clock::{Clock, Stop, StopReason};
use super::limit::{Dimension, Limit, Part};
use super::refusal::Refusal;
use super::state::{Standing, State, Step};
use super::terms::{LimitTerms, Terms};
use super::unit::Units;

/// A licence as it stands after all acts so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// Where it stands.
    pub state: State,
    /// The valid version, from 1; each amendment adds one.
    pub version: u32,
    /// The authority's number, once granted.
    pub number: Option<String>,
    /// The day of the grant.
    pub granted_on: Option<Date>,
    /// What the valid version says.
    pub terms: Terms,
    /// Its clocks.
    pub clocks: Vec<Clock>,
    /// Its limits and balances, by ordinal; empty until granted.
    pub limits: Vec<Limit>,
}

/// What an act does: the licence without its balances afterwards, new limits, and the parts that move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The licence afterwards, but for the parts; absent when nothing but balances changes.
    pub licence: Option<Box<Licence>>,
    /// What moves, limits ascending.
    pub parts: Vec<Part>,
}

impl Licence {
    /// A licence being written.
    #[must_use]
    pub fn draft(terms: Terms) -> Licence {
        Licence {
            state: State::Draft,
            version: 1,
            number: None,
            granted_on: None,
            terms,
            clocks: Vec::new(),
            limits: Vec::new(),
        }
    }

    /// What an act would do, or the rule that refuses it. Changes nothing.
    pub fn decide(&self, act: &Act, prior: Option<&Prior>, units: &Units) -> Result<Effect, Refusal> {
        match act {
            Act::Reserve { claim, .. } | Act::Draw(claim) => {
                let reserve = matches!(act, Act::Reserve { .. });
                let part = |(limit, n)| Part {
                    limit,
                    granted: 0,
                    reserved: if reserve { n } else { 0 },
                    drawn: if reserve { 0 } else { n },
                };
                self.moved(self.claimed(claim, units)?.into_iter().map(part).collect())
            }
            Act::DrawReserved(claim) => self.draw_reserved(claim, prior, units),
            Act::Release => self.free(prior, None),
            Act::Expire(on) => self.free(prior, Some(*on)),
            Act::Reverse => self.reverse(prior),
            Act::Grant { on, number, terms } => self.grant(*on, number, terms),
            Act::Amend(terms) => self.amend(terms),
            _ => self.step(act),
        }
    }

    /// Lays an effect that [`Licence::decide`] gave onto the licence.
    pub fn settle(&mut self, effect: &Effect) {
        if let Some(licence) = &effect.licence {
            *self = (**licence).clone();
        }
        for part in &effect.parts {
            for limit in self.limits.iter_mut().filter(|limit| limit.ordinal == part.limit) {
                if let Some(after) = limit.after(part) {
                    *limit = after;
                }
            }
        }
    }

    /// What a reader is told on a day.
    #[must_use]
    pub fn standing(&self, on: Date) -> Standing {
        let outside = self.terms.valid.is_some_and(|valid| on < valid.from || on > valid.until);
        let spent = |limit: &Limit| limit.drawn == limit.granted;
        let needed = self.limits.iter().any(|limit| limit.line == 0 && spent(limit));
        let lines = self.limits.iter().filter(|limit| limit.line != 0 && limit.dimension == Dimension::Quantity);
        let all_lines = lines.clone().count() > 0 && lines.clone().all(spent);
        match self.state {
            State::Granted if needed || all_lines => Standing::Exhausted,
            State::Granted if outside => Standing::OutOfDays,
            state => Standing::Is(state),
        }
    }

    /// The counts that a claim takes, after every test but that of the balance.
    fn claimed(&self, claim: &Claim, units: &Units) -> Result<Vec<(u32, i64)>, Refusal> {
        if self.state != State::Granted {
            return Err(Refusal::NotOpen(self.state));
        }
        if let Some(asked) = claim.version.filter(|asked| *asked != self.version) {
            return Err(Refusal::Superseded { asked, current: self.version });
        }
        if let Some(granted) = self.granted_on.filter(|granted| claim.on < *granted) {
            return Err(Refusal::BeforeGrant { on: claim.on, granted });
        }
        if let Some(valid) = self.terms.valid.filter(|valid| claim.on < valid.from || claim.on > valid.until) {
            return Err(Refusal::Validity { on: claim.on, from: valid.from, until: valid.until });
        }
        let mismatches = self.terms.scope.mismatches(&claim.asked);
        if !mismatches.is_empty() {
            return Err(Refusal::Scope(mismatches));
        }
        charge(&self.limits, claim, units)
    }

    /// The effect of parts on the balances, or the limit that they would pass.
    fn moved(&self, mut parts: Vec<Part>) -> Result<Effect, Refusal> {
        parts.retain(|part| (part.granted, part.reserved, part.drawn) != (0, 0, 0));
        for part in &parts {
            let limit = self.limits.iter().find(|limit| limit.ordinal == part.limit);
            let limit = limit.ok_or(Refusal::Refers("a limit that the licence does not have"))?;
            if limit.after(part).is_none() {
                return Err(passed(limit, part));
            }
        }
        Ok(Effect { licence: None, parts })
    }

    fn draw_reserved(&self, claim: &Claim, prior: Option<&Prior>, units: &Units) -> Result<Effect, Refusal> {
        let held = self.reservation(prior, None)?;
        let mut parts: Vec<Part> = held.parts.iter().map(|part| Part { reserved: -part.reserved, ..*part }).collect();
        for (limit, drawn) in self.claimed(claim, units)? {
            match parts.iter_mut().find(|part| part.limit == limit) {
                Some(part) => part.drawn = drawn,
                None => parts.push(Part { limit, granted: 0, reserved: 0, drawn }),
            }
        }
        parts.sort_by_key(|part| part.limit);
        self.moved(parts)
    }

    fn free(&self, prior: Option<&Prior>, on: Option<Date>) -> Result<Effect, Refusal> {
        let held = self.reservation(prior, on)?;
        self.moved(held.parts.iter().map(|part| Part { reserved: -part.reserved, ..*part }).collect())
    }

    fn reverse(&self, prior: Option<&Prior>) -> Result<Effect, Refusal> {
        let draw = prior.ok_or(Refusal::Refers("a movement that is not on file"))?;
        if draw.kind != PriorKind::Draw {
            return Err(Refusal::Refers("a movement that is not a draw; only a draw can be reversed"));
        }
        if draw.settled {
            return Err(Refusal::Reversed);
        }
        let part = |part: &Part| Part { limit: part.limit, granted: 0, reserved: 0, drawn: -part.drawn };
        self.moved(draw.parts.iter().map(part).collect())
    }

    fn reservation<'a>(&self, prior: Option<&'a Prior>, on: Option<Date>) -> Result<&'a Prior, Refusal> {
        let held = prior.ok_or(Refusal::Refers("a movement that is not on file"))?;
        let PriorKind::Reservation { until } = held.kind else {
            return Err(Refusal::Refers("a movement that is not a reservation"));
        };
        if held.settled {
            return Err(Refusal::Resolved);
        }
        match on.filter(|on| *on <= until) {
            Some(_) => Err(Refusal::NotYet(until.tomorrow().unwrap_or(until))),
            None => Ok(held),
        }
    }

    fn grant(&self, on: Date, number: &str, terms: &Terms) -> Result<Effect, Refusal> {
        let state = self.state.after(Step::Grant)?;
        let valid = terms.valid.ok_or_else(|| Refusal::Terms("a grant names its first and last day".into()))?;
        if terms.limits.is_empty() {
            return Err(Refusal::Terms(
                "a grant without a limit could not run out; name a quantity, a value or uses".into(),
            ));
        }
        if on > valid.until {
            return Err(Refusal::Terms(format!("granted on {on}, after its last day {}", valid.until)));
        }
        let number = Some(number.to_owned());
        let mut licence = Licence { state, number, granted_on: Some(on), terms: terms.clone(), ..self.clone() };
        let parts = terms.limits.iter().map(|limit| licence.open_limit(limit)).collect::<Result<_, _>>()?;
        Ok(Effect { licence: Some(Box::new(licence)), parts })
    }

    /// New terms: limits are matched by line, dimension and unit; one that is gone keeps only what has moved.
    fn amend(&self, terms: &Terms) -> Result<Effect, Refusal> {
        let state = self.state.after(Step::Amend)?;
        if terms.valid.is_none()
            || terms.limits.is_empty()
            || terms.kind != self.terms.kind
            || terms.regime != self.terms.regime
        {
            return Err(Refusal::Terms("an amendment keeps regime and kind, and names days and limits".into()));
        }
        let mut licence =
            Licence { state, version: self.version.saturating_add(1), terms: terms.clone(), ..self.clone() };
        let mut parts = Vec::new();
        for limit in &self.limits {
            let kept = terms.limits.iter().find(|new| same_limit(limit, new));
            let ceiling = kept.map_or(Some(limit.reserved.saturating_add(limit.drawn)), LimitTerms::ceiling);
            let ceiling = ceiling.ok_or_else(|| Refusal::Terms("a limit is too large".into()))?;
            if kept.is_some_and(|new| new.measure.scale != limit.measure.scale) {
                return Err(Refusal::Terms(format!("the limit on line {} keeps its smallest unit", limit.line)));
            }
            let granted =
                ceiling.checked_sub(limit.granted).ok_or_else(|| Refusal::Terms("a limit is too large".into()))?;
            parts.push(Part { limit: limit.ordinal, granted, reserved: 0, drawn: 0 });
        }
        let fresh = terms.limits.iter().filter(|new| !self.limits.iter().any(|limit| same_limit(limit, new)));
        for limit in fresh {
            parts.push(licence.open_limit(limit)?);
        }
        let moved = licence.moved(parts)?;
        Ok(Effect { licence: Some(Box::new(licence)), ..moved })
    }

    /// Adds a limit with nothing granted yet, and gives the part that grants it.
    fn open_limit(&mut self, terms: &LimitTerms) -> Result<Part, Refusal> {
        let (count, max) = (self.limits.len(), Terms::LIMITS_MAX);
        if count >= max {
            return Err(Refusal::TooMany { what: "limits over all versions", count: count + 1, max });
        }
        let ordinal = u32::try_from(count).unwrap_or(u32::MAX);
        let granted = terms.ceiling().ok_or_else(|| Refusal::Terms("a limit is too large".into()))?;
        let (line, dimension, measure) = (terms.line, terms.dimension, terms.measure.clone());
        self.limits.push(Limit { ordinal, line, dimension, measure, granted: 0, reserved: 0, drawn: 0 });
        Ok(Part { limit: ordinal, granted, reserved: 0, drawn: 0 })
    }

    /// Acts that move no balance.
    fn step(&self, act: &Act) -> Result<Effect, Refusal> {
        let mut licence = self.clone();
        let step = match act {
            Act::Draft(terms) if self.state == State::Draft => {
                licence.terms = (**terms).clone();
                None
            }
            Act::Draft(_) | Act::Apply => Some(Step::Apply),
            Act::Accept(clock) => {
                licence.clocks.extend(clock.clone());
                Some(Step::Accept)
            }
            Act::Start(clock) => {
                licence.clocks.push(clock.clone());
                None
            }
            Act::Stop { clock, from, reason } => licence.stop(clock, *from, *reason).map(|()| None)?,
            Act::Restart { clock, on } => licence.restart(clock, *on).map(|()| None)?,
            Act::Refuse => Some(Step::Refuse),
            Act::Withdraw => Some(Step::Withdraw),
            Act::Suspend => Some(Step::Suspend),
            Act::Resume => Some(Step::Resume),
            Act::Revoke => Some(Step::Revoke),
            Act::Surrender => Some(Step::Surrender),
            Act::Lapse(on) => {
                if let Some(valid) = self.terms.valid.filter(|valid| *on <= valid.until) {
                    return Err(Refusal::NotYet(valid.until.tomorrow().unwrap_or(valid.until)));
                }
                Some(Step::Lapse)
            }
            _ => return Err(Refusal::Refers("a movement where none is needed")),
        };
        if let Some(step) = step {
            licence.state = self.state.after(step)?;
        }
        Ok(Effect { licence: Some(Box::new(licence)), parts: Vec::new() })
    }

    fn stop(&mut self, id: &str, from: Date, reason: StopReason) -> Result<(), Refusal> {
        let clock = self.clock(id)?;
        if clock.stops.iter().any(|stop| stop.until.is_none_or(|until| from < until)) || from <= clock.started {
            return Err(Refusal::Clock(format!("clock `{id}` stands still already, or had not started on {from}")));
        }
        clock.stops.push(Stop { from, until: None, reason });
        Ok(())
    }

    fn restart(&mut self, id: &str, on: Date) -> Result<(), Refusal> {
        let clock = self.clock(id)?;
        let standing = clock.stops.iter_mut().find(|stop| stop.until.is_none() && stop.from < on);
        standing.ok_or_else(|| Refusal::Clock(format!("clock `{id}` does not stand still before {on}")))?.until =
            Some(on);
        Ok(())
    }

    fn clock(&mut self, id: &str) -> Result<&mut Clock, Refusal> {
        let found = self.clocks.iter_mut().rev().find(|clock| clock.id == id);
        found.ok_or_else(|| Refusal::Clock(format!("the licence has no clock `{id}`")))
    }
}

fn same_limit(limit: &Limit, terms: &LimitTerms) -> bool {
    (limit.line, limit.dimension, &limit.measure.unit) == (terms.line, terms.dimension, &terms.measure.unit)
}

fn passed(limit: &Limit, part: &Part) -> Refusal {
    let text = |count| limit.measure.text(count);
    if limit.dimension == Dimension::Uses && part.granted == 0 {
        return Refusal::Used(text(limit.granted));
    }
    if part.granted < 0 {
        let used = text(limit.reserved.saturating_add(limit.drawn));
        return Refusal::Terms(format!(
            "line {}: {used} is reserved or drawn already, more than would be granted",
            limit.line
        ));
    }
    let asked = text(part.reserved.saturating_add(part.drawn));
    let (available, granted) = (text(limit.available()), text(limit.granted));
    Refusal::Exceeded { line: limit.line, asked, available, granted }
}
