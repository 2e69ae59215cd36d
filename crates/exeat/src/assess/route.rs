//! How it could lawfully leave, and what must be done besides.

use super::determine::Seen;
use super::eval::eval;
use super::findings::citation;
use super::{DutyOwed, Outcome, Route, State};
use crate::rulebook::{Prospects, RuleKind, RuleRoute};

impl Seen<'_, '_> {
    pub(crate) fn route(&self) -> Route {
        let mut route = Route::default();
        if self.range.ceiling == Outcome::NoLicenceRequired {
            return route;
        }
        let mut opened: Vec<String> = Vec::new();
        let mut prospects_open: Option<Prospects> = None;
        for program in &self.law.programs {
            for rule in &program.rules {
                let state = self.state_of(program, rule.whole);
                let name = format!("{}/{}", program.regime.id, rule.rule.id);
                match rule.rule.kind {
                    // Where it is open whether a licence is needed, what would open it is open as well, and shown.
                    RuleKind::Route
                        if state == State::True
                            || (state == State::Open && self.range.floor == Outcome::NoLicenceRequired) =>
                    {
                        self.route_terms(&rule.rule.terms, state, &name, &mut route, &mut opened);
                    }
                    RuleKind::Prohibition if state != State::False => special(rule.rule.route, &mut route),
                    RuleKind::Exemption if rule.rule.claim == crate::rulebook::Claim::Needed => {
                        let met = self.unit_numbers().any(|unit| {
                            self.places(unit).any(|here| eval(program, self.stated, here, rule.when) != State::False)
                        });
                        if met && state != State::True && eval_force(self, program, rule.force) != State::False {
                            route.claimable.push(format!(
                                "{}/{}/{}",
                                program.regime.id,
                                program.regime.clause(rule.rule.clause).act,
                                rule.rule.id
                            ));
                        }
                        continue;
                    }
                    _ => {}
                }
                let Some(prospects) =
                    rule.rule.prospects.filter(|_| matches!(rule.rule.kind, RuleKind::Route | RuleKind::Requirement))
                else {
                    continue;
                };
                match state {
                    State::True => route.prospects = route.prospects.max(Some(prospects)),
                    State::Open => prospects_open = prospects_open.max(Some(prospects)),
                    State::False => {}
                }
            }
        }
        route.prospects = route.prospects.or(Some(Prospects::Ordinary));
        route.prospects_open = prospects_open > route.prospects;
        self.finish_route(route, opened)
    }

    fn route_terms(
        &self,
        terms: &crate::rulebook::RouteTerms,
        state: State,
        name: &str,
        route: &mut Route,
        opened: &mut Vec<String>,
    ) {
        let merge = |into: &mut Vec<String>, from: &[String]| {
            into.extend(from.iter().filter(|one| !into.contains(one)).cloned().collect::<Vec<_>>())
        };
        merge(opened, &terms.kinds);
        merge(&mut route.documents, &terms.documents);
        for clock in &terms.clocks {
            if !route.clocks.contains(clock) {
                route.clocks.push(clock.clone());
            }
        }
        if state != State::True {
            return;
        }
        route.closed.extend(terms.closes.iter().map(|kind| (kind.clone(), name.to_owned())));
        route.voids.extend(terms.voids.iter().map(|kind| (kind.clone(), name.to_owned())));
        route.clocks_off.extend(terms.clocks_off.iter().map(|clock| (clock.clone(), name.to_owned())));
    }

    fn finish_route(&self, mut route: Route, opened: Vec<String>) -> Route {
        // Where a prohibition has no way out, no kind of licence is open to an application.
        let shut = self.range.floor == Outcome::Prohibited;
        let is_closed = |kind: &String| route.closed.iter().any(|(closed, _)| closed == kind);
        route.open = opened.into_iter().filter(|kind| !shut && !is_closed(kind)).collect();
        let off: Vec<String> = route.clocks_off.iter().map(|(clock, _)| clock.clone()).collect();
        route.clocks.retain(|clock| !off.contains(&clock.id));
        let at_hand: Vec<&str> = self.prepared().shipment.evidence.iter().map(|paper| paper.kind.as_str()).collect();
        route.missing = route.documents.iter().filter(|paper| !at_hand.contains(&paper.as_str())).cloned().collect();
        for list in [&mut route.closed, &mut route.voids, &mut route.clocks_off] {
            list.sort();
            list.dedup();
        }
        route
    }

    /// The highest state of a node over all units that are not free.
    fn state_of(&self, program: &super::program::Program<'_>, node: u32) -> State {
        let concerned = |unit: &u16| {
            self.units.get(usize::from(*unit)).is_none_or(|range| range.ceiling != Outcome::NoLicenceRequired)
        };
        let units = self.unit_numbers().filter(concerned);
        units
            .flat_map(|unit| self.places(unit))
            .map(|here| eval(program, self.stated, here, node))
            .max()
            .unwrap_or(State::False)
    }

    pub(crate) fn duties(&self) -> Vec<DutyOwed> {
        let mut duties = Vec::new();
        for program in &self.law.programs {
            if self.unit_numbers().all(|unit| self.within_reach(program, unit) == State::False) {
                continue;
            }
            for rule in program.rules.iter().filter(|rule| rule.rule.kind == RuleKind::Duty) {
                let state = self
                    .unit_numbers()
                    .flat_map(|unit| self.places(unit))
                    .map(|here| eval(program, self.stated, here, rule.whole))
                    .max()
                    .unwrap_or(State::False);
                let Some(duty) = rule.rule.duty.as_ref().filter(|_| state != State::False) else { continue };
                duties.push(DutyOwed {
                    id: format!("{}/{}", program.regime.id, rule.rule.id),
                    state,
                    text: duty.text.clone(),
                    due: duty.due.clone(),
                    clock: duty.clock.clone(),
                    citation: citation(program, rule.rule.clause, rule.state),
                });
            }
        }
        duties.sort_by(|a, b| (std::cmp::Reverse(a.state), &a.id).cmp(&(std::cmp::Reverse(b.state), &b.id)));
        duties
    }
}

fn eval_force(seen: &Seen<'_, '_>, program: &super::program::Program<'_>, node: u32) -> State {
    seen.places(0).map(|here| eval(program, seen.stated, here, node)).max().unwrap_or(State::False)
}

fn special(way: RuleRoute, route: &mut Route) {
    let way = match way {
        RuleRoute::None => "none",
        RuleRoute::SpecialApplication => "special_application",
        RuleRoute::Ordinary => return,
    };
    // `none` is the stricter of the two.
    if route.special.as_deref() != Some("none") {
        route.special = Some(way.to_owned());
    }
}
