//! May it leave: free, under a licence at hand, or not now; and the largest part that may.

use super::approval::{base, misfits, quantity_of, shown, value_of};
use super::determine::Seen;
use super::eval::eval;
use super::points::message;
use super::{LicenceFit, LineRef, Message, Outcome, Range, Release, ReleaseDecision, State};
use crate::fact::{Amount, LicenceAtHand};
use crate::number::Rational;
use crate::rulebook::RuleKind;

/// A licence kind that may be used once.
const INDIVIDUAL: &str = "individual";

impl Seen<'_, '_> {
    pub(crate) fn release(&self) -> Release {
        let needs =
            |range: &Range| range.floor == Outcome::LicenceRequired && range.ceiling == Outcome::LicenceRequired;
        let free = |range: &Range| range.ceiling == Outcome::NoLicenceRequired;
        let needing: Vec<u16> =
            self.unit_numbers().filter(|unit| self.units.get(usize::from(*unit)).is_some_and(needs)).collect();
        let fits: Vec<LicenceFit> =
            self.prepared().shipment.licences.iter().map(|licence| self.fit(licence, &needing)).collect();
        let covered = |unit: u16| fits.iter().any(|fit| fit.covers.contains(&self.line_ref(unit)));
        let passes = |unit: &u16| self.units.get(usize::from(*unit)).is_some_and(free) || covered(*unit);
        let (may, hold): (Vec<u16>, Vec<u16>) = self.unit_numbers().partition(passes);
        let (decision, reason) = match (hold.is_empty(), needing.is_empty()) {
            (true, true) => (ReleaseDecision::MayLeave, "free"),
            (true, false) => (ReleaseDecision::MayLeaveUnder, "covered"),
            (false, _) => (ReleaseDecision::Hold, self.hold_reason(&hold)),
        };
        let split = !may.is_empty() && !hold.is_empty();
        let refs =
            |units: &[u16]| if split { units.iter().map(|unit| self.line_ref(*unit)).collect() } else { Vec::new() };
        Release { decision, reason: reason.to_owned(), licences: fits, may_leave: refs(&may), hold: refs(&hold) }
    }

    fn hold_reason(&self, hold: &[u16]) -> &'static str {
        let ranges: Vec<&Range> = hold.iter().filter_map(|unit| self.units.get(usize::from(*unit))).collect();
        if ranges.iter().any(|range| range.floor == Outcome::Prohibited) {
            "prohibited"
        } else if ranges.iter().any(|range| range.floor != range.ceiling) {
            "open"
        } else {
            "licence_needed"
        }
    }

    fn line_ref(&self, unit: u16) -> LineRef {
        let of = self.prepared().units.get(usize::from(unit));
        LineRef {
            line: of.map_or(0, |of| of.line.number),
            model: of.and_then(|of| of.model).map(|model| model.id.clone()),
        }
    }

    /// Which units a licence covers, in the order of the shipment, as far as its amounts reach.
    fn fit(&self, licence: &LicenceAtHand, needing: &[u16]) -> LicenceFit {
        let mut fit = LicenceFit {
            id: licence.id.clone(),
            fits: false,
            because: Vec::new(),
            covers: Vec::new(),
            draws: Vec::new(),
        };
        let (mut quantity, mut value) = (Rational::ZERO, Rational::ZERO);
        for unit in needing {
            let why = self.why_not(licence, *unit);
            if !why.is_empty() {
                fit.because.extend(why.into_iter().filter(|one| !fit.because.contains(one)).collect::<Vec<_>>());
                continue;
            }
            let Some(of) = self.prepared().units.get(usize::from(*unit)) else { continue };
            let added = |total: Rational, amount: Option<Amount>| {
                amount.and_then(|amount| base(self.law.rulebook, amount)).and_then(|more| total.checked_add(more))
            };
            let within = |total: Option<Rational>, limit: Option<Amount>| match limit
                .and_then(|limit| base(self.law.rulebook, limit))
            {
                Some(limit) => total.is_some_and(|total| total <= limit),
                None => true,
            };
            let (more_quantity, more_value) = (added(quantity, quantity_of(of)), added(value, value_of(of)));
            if !within(more_quantity, licence.quantity) || !within(more_value, licence.value) {
                let left = licence
                    .quantity
                    .or(licence.value)
                    .map_or_else(String::new, |limit| shown(self.law.rulebook, limit));
                push(&mut fit.because, message("licence-too-small-together", vec![("left", left)]));
                continue;
            }
            quantity = more_quantity.unwrap_or(quantity);
            value = more_value.unwrap_or(value);
            fit.covers.push(self.line_ref(*unit));
        }
        fit.fits = !fit.covers.is_empty() && fit.because.is_empty();
        if !fit.covers.is_empty() {
            fit.draws = self.draws(licence, quantity, value);
        }
        fit
    }

    fn draws(&self, licence: &LicenceAtHand, quantity: Rational, value: Rational) -> Vec<String> {
        let units = &self.law.rulebook.units;
        let of = |limit: Option<Amount>, total: Rational| {
            let limit = limit?;
            Some(shown(self.law.rulebook, Amount { value: units.from_base(total, limit.unit)?, unit: limit.unit }))
        };
        let mut draws: Vec<String> =
            of(licence.quantity, quantity).into_iter().chain(of(licence.value, value)).collect();
        if licence.kind == INDIVIDUAL || licence.uses.is_some() {
            draws.push("1 use".to_owned());
        }
        draws
    }

    fn why_not(&self, licence: &LicenceAtHand, unit: u16) -> Vec<Message> {
        let mut why = Vec::new();
        for program in &self.law.programs {
            let needs = |rule: &u16| {
                program.rules.get(usize::from(*rule)).is_some_and(|rule| {
                    self.places(unit).any(|here| eval(program, self.stated, here, rule.whole) != State::False)
                })
            };
            if !program.requirements.iter().chain(&program.prohibitions).any(needs) {
                continue;
            }
            why.extend(misfits(self.law, program, self.stated, licence, unit));
            for rule in program
                .rules
                .iter()
                .filter(|rule| rule.rule.kind == RuleKind::Route && rule.rule.terms.voids.contains(&licence.kind))
            {
                let state = self
                    .places(unit)
                    .map(|here| eval(program, self.stated, here, rule.whole))
                    .max()
                    .unwrap_or(State::False);
                let values =
                    vec![("kind", licence.kind.clone()), ("rule", format!("{}/{}", program.regime.id, rule.rule.id))];
                match state {
                    State::True => why.push(message("licence-void", values)),
                    State::Open => why.push(message("licence-perhaps-void", values)),
                    State::False => {}
                }
            }
        }
        why
    }
}

fn push(messages: &mut Vec<Message>, one: Message) {
    if !messages.contains(&one) {
        messages.push(one);
    }
}
