//! How it could lawfully leave: kinds of licence open and closed, papers, clocks, prospects, licences at hand.

use super::super::document::{Entry, Tone};
use super::super::words;
use super::Composer;
use crate::assess::{Outcome, ReleaseDecision, Route};
use crate::rulebook::Clock;

/// Papers, clocks, exemptions or licences named.
const SHOWN_MAX: usize = 6;

impl Composer<'_> {
    pub(super) fn route(&self) -> Vec<Entry> {
        let route = &self.told.route;
        let mut entries = Vec::new();
        if self.told.range.ceiling > Outcome::NoLicenceRequired {
            // With a licence that covers all of it, nobody applies.
            if self.told.release.decision != ReleaseDecision::MayLeaveUnder {
                entries.extend(self.way(route));
            }
            entries.extend(self.at_hand());
        }
        if !route.claimable.is_empty() {
            let rules: Vec<String> = route.claimable.iter().map(|rule| self.code(rule).to_owned()).collect();
            entries.push(self.point("route.claimable", &[("rules", &self.words.list_of(&rules, SHOWN_MAX))]));
        }
        entries
    }

    fn way(&self, route: &Route) -> Vec<Entry> {
        let mut entries = Vec::new();
        if let Some(special) = &route.special {
            entries.push(Entry::point(Tone::Caution, self.words.word_of("route.special", special)));
        }
        if !route.open.is_empty() {
            let kinds: Vec<String> = route.open.iter().map(|kind| self.words.word_of("licence_kind", kind)).collect();
            entries.push(self.point("route.open", &[("kinds", &self.words.list(&kinds))]));
        }
        entries.extend(self.by_rule("route.closed", &route.closed));
        entries.extend(self.by_rule("route.voids", &route.voids));
        entries.extend(self.papers(route));
        for clock in route.clocks.iter().take(SHOWN_MAX) {
            let id = self.words.word_of("clock", &clock.id);
            entries.push(self.point("route.clock", &[("clock", &id), ("time", &self.time(clock))]));
        }
        for (clock, rule) in route.clocks_off.iter().take(SHOWN_MAX) {
            let clock = self.words.word_of("clock", clock);
            entries.push(self.point("route.clock_off", &[("clock", &clock), ("rule", self.code(rule))]));
        }
        if let Some(prospects) = route.prospects {
            let key = format!("route.prospects.{}", words::prospects(prospects));
            let open = if route.prospects_open { self.words.word("route.prospects_open") } else { String::new() };
            entries.push(self.point(&key, &[("open", &open)]));
        }
        entries
    }

    /// Kinds of licence, those of one rule together.
    fn by_rule(&self, key: &str, pairs: &[(String, String)]) -> Vec<Entry> {
        let mut rules: Vec<(&str, Vec<String>)> = Vec::new();
        for (kind, rule) in pairs {
            let kind = self.words.word_of("licence_kind", kind);
            match rules.iter_mut().find(|(known, _)| known == rule) {
                Some((_, kinds)) => kinds.push(kind),
                None => rules.push((rule, vec![kind])),
            }
        }
        let told = rules.iter().take(SHOWN_MAX);
        told.map(|(rule, kinds)| self.point(key, &[("kinds", &self.words.list(kinds)), ("rule", self.code(rule))]))
            .collect()
    }

    fn papers(&self, route: &Route) -> Option<Entry> {
        if route.documents.is_empty() {
            return None;
        }
        let named = |papers: &[String]| {
            let papers: Vec<String> = papers.iter().map(|paper| self.words.word_of("paper", paper)).collect();
            self.words.list_of(&papers, SHOWN_MAX)
        };
        Some(match route.missing.is_empty() {
            true => self.point("route.papers_at_hand", &[("papers", &named(&route.documents))]),
            false => self.point("route.papers_missing", &[("papers", &named(&route.missing))]),
        })
    }

    fn at_hand(&self) -> Vec<Entry> {
        // Of a shipment on hold the answer itself says which licences do not fit.
        let told = self.told.release.decision == ReleaseDecision::Hold;
        let licences = self.told.release.licences.iter().filter(|fit| fit.fits || !told).take(SHOWN_MAX);
        licences
            .map(|fit| match fit.fits {
                true => {
                    let lines = self.words.list_of(&self.line_refs(&fit.covers), SHOWN_MAX);
                    let key = if lines.is_empty() { "route.fits" } else { "route.covers" };
                    Entry::point(Tone::Good, self.words.say(key, &[("licence", &fit.id), ("lines", &lines)]))
                }
                false => Entry::point(Tone::Plain, self.misfit(fit)),
            })
            .collect()
    }

    /// `45 working days from acceptance`.
    pub(super) fn time(&self, clock: &Clock) -> String {
        let (key, count) = match (clock.working_days, clock.days, clock.years) {
            (Some(days), _, _) => ("time.working_days", days),
            (_, Some(days), _) => ("time.days", days),
            (_, _, Some(years)) => ("time.years", years),
            _ => return self.words.word_of("event", &clock.from),
        };
        let length = self.words.say(key, &[("count", &count.to_string())]);
        if clock.from.is_empty() {
            return length;
        }
        self.words.say("time.from", &[("length", &length), ("event", &self.words.word_of("event", &clock.from))])
    }

    fn point(&self, key: &str, values: &[(&str, &str)]) -> Entry {
        Entry::point(Tone::Plain, self.words.say(key, values))
    }
}
