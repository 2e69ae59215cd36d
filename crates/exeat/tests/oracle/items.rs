//! Items of the list in one completion.

use super::completion::{Completions, Point};
use super::oracle::Here;
use super::time::{self, State};
use exeat::fact::{ClassificationRecord, ClassificationResult};
use exeat::rulebook::{Codes, Confidence, Entry, Item, ItemVersion, Regime};

/// More completions of one item than a random case ever has.
const COMPLETIONS_MAX: usize = 3_000;

impl<'a> Completions<'a> {
    /// `listed as codes for reason`.
    pub fn is_listed(&mut self, codes: Option<&Codes>, reason: Option<&String>, h: Here) -> bool {
        let words = codes.map(|codes| self.words(codes, h));
        let entries = &self.regime(h).entries;
        for entry in entries {
            for item in &entry.items {
                let named = words.as_ref().is_none_or(|words| words.iter().any(|word| is_below(word, &item.code)));
                if named && reason.is_none_or(|reason| item.reasons.contains(reason)) && self.is_met(entry, item, h) {
                    return true;
                }
            }
        }
        if let Some(code) = self.recorded_off_file(h)
            && words.as_ref().is_none_or(|words| words.iter().any(|word| is_below(word, code)))
        {
            return true;
        }
        // An entry that is not on file may have any reason, and any code of a stem; but none of those on file.
        let stem = |word: &String| {
            word.strip_suffix('*').is_some_and(|stem| !entries.iter().any(|entry| stem.starts_with(&entry.code)))
        };
        words.is_none_or(|words| words.iter().any(stem)) && self.is_unfiled(h)
    }

    fn is_met(&mut self, entry: &'a Entry, item: &'a Item, h: Here) -> bool {
        let mut versions: Vec<&ItemVersion> = item.versions.iter().collect();
        versions.sort_by_key(|version| std::cmp::Reverse(self.began(version, h)));
        let Some(version) = versions.into_iter().find(|version| self.in_force(version.by, None, h)) else {
            return false;
        };
        if self.recorded_code(h) == Some(&item.code) {
            return true;
        }
        match self.record(h).is_some_and(|record| self.is_closed_by(record, entry, item, version, h)) {
            true => self.is_shown(version, h).unwrap_or_else(|| self.meets(item, version, h)),
            false => self.meets(item, version, h),
        }
    }

    fn is_closed_by(
        &self,
        record: &ClassificationRecord,
        entry: &Entry,
        item: &Item,
        version: &ItemVersion,
        h: Here,
    ) -> bool {
        names(record, self.regime(h), entry, item) && record.author.on.is_some_and(|on| self.began(version, h) <= on)
    }

    fn began(&self, version: &ItemVersion, h: Here) -> jiff::civil::Date {
        time::day_of(self.regime(h), self.regime(h).clause(version.by).effective)
    }

    /// Facts that show a listing beat a record: what is met in every completion is met, and what is not is not; but where
    /// in every completion one of several is met, each is as its own condition says (`None`).
    fn is_shown(&mut self, version: &'a ItemVersion, h: Here) -> Option<bool> {
        let record = self.record(h)?;
        let key = (h.regime, h.unit);
        if !self.shown.contains_key(&key) {
            let regime = self.regime(h);
            let all = regime.entries.iter().flat_map(|entry| entry.items.iter().map(move |item| (entry, item)));
            let versions =
                all.flat_map(|(entry, item)| item.versions.iter().map(move |version| (entry, item, version)));
            let closed: Vec<_> = versions
                .filter(|(entry, item, version)| {
                    self.is_closed_by(record, entry, item, version, h) && self.is_in_play(version, h)
                })
                .collect();
            let mut rows: Vec<Vec<bool>> = Vec::new();
            let mut inner = Completions::new(self.book, self.ship, self.asked, self.samples);
            let all = inner.each(COMPLETIONS_MAX, |one| {
                rows.push(closed.iter().map(|(_, item, version)| one.meets(item, version, h)).collect())
            });
            self.gave_up |= !all;
            let always: Vec<bool> = (0..closed.len()).map(|at| rows.iter().all(|row| row[at])).collect();
            let one_of = rows.iter().all(|row| row.iter().zip(&always).any(|(met, always)| *met && !always));
            let shown = closed.iter().zip(&always).map(|((_, _, version), always)| {
                (
                    &raw const **version as usize,
                    if *always {
                        Some(true)
                    } else if one_of {
                        None
                    } else {
                        Some(false)
                    },
                )
            });
            self.shown.insert(key, shown.collect());
        }
        self.shown[&key].get(&(&raw const *version as usize)).copied().unwrap_or(Some(false))
    }

    /// Whether its clause is in force, or may be.
    fn is_in_play(&self, version: &ItemVersion, h: Here) -> bool {
        self.hours
            .iter()
            .any(|now| !matches!(time::state(self.regime(h), version.by, None, now, self.asked), State::Out))
    }

    fn meets(&mut self, item: &'a Item, version: &'a ItemVersion, h: Here) -> bool {
        let recalled = Here { recalled: Some(true), ..h };
        let low = version.confidence == Confidence::Low;
        self.holds(&version.when, h)
            || low && self.holds(&version.when, recalled) && self.is(Point::Limit(h.regime, &item.code, h.unit))
    }

    /// The record that a person made of the unit.
    fn any_record(&self, h: Here) -> Option<&'a ClassificationRecord> {
        let (line, model) = self.units[h.unit];
        let line = &self.ship.lines[line];
        model.map_or(&line.classification, |model| &line.models[model].classification).as_ref()
    }

    /// The item that a record says it is, whoever says so.
    fn recorded_code(&self, h: Here) -> Option<&'a str> {
        let record = self.any_record(h).filter(|record| record.result == ClassificationResult::Listed)?;
        let code = own(self.regime(h), record.code.as_ref()?);
        Some(code).filter(|code| !code.contains('/'))
    }

    fn recorded_off_file(&self, h: Here) -> Option<&'a str> {
        let all = || self.regime(h).entries.iter().flat_map(|entry| &entry.items);
        self.recorded_code(h).filter(|code| !all().any(|item| item.code == *code))
    }

    /// The record, if somebody answers for it, unless an entry that it looked at has changed since.
    fn record(&mut self, h: Here) -> Option<&'a ClassificationRecord> {
        if let Some(known) = self.records.get(&(h.regime, h.unit)) {
            return *known;
        }
        let record = self.find_record(h);
        self.records.insert((h.regime, h.unit), record);
        record
    }

    fn find_record(&self, h: Here) -> Option<&'a ClassificationRecord> {
        let (record, regime) = (self.any_record(h)?, self.regime(h));
        let on = record.author.by.as_ref().and(record.author.on)?;
        let changed = |entry: &Entry| {
            let versions = || {
                entry
                    .items
                    .iter()
                    .flat_map(|item| &item.versions)
                    .filter(|version| self.is_in_play(version, h))
                    .map(|version| self.began(version, h))
            };
            let named = entry.items.iter().any(|item| names(record, regime, entry, item));
            named && versions().any(|day| day > on) && (!record.looked_at.is_empty() || versions().any(|day| day <= on))
        };
        (!regime.entries.iter().any(changed)).then_some(record)
    }

    /// A word of which not all entries are on file leaves a gap that only a record closes.
    fn is_unfiled(&mut self, h: Here) -> bool {
        if self.record(h).is_some() {
            return false;
        }
        let goods = self.has("item_kind", &["goods".to_owned()], h);
        let facts: &[&str] = if goods { &["material", "function"] } else { &["technology_for"] };
        for name in facts {
            let id = self.id(name);
            for (at, word) in self.book.vocabulary.fact(id).words.iter().enumerate() {
                let whole = word.word == "none-of-these" || word.whole_since.is_some_and(|since| since <= self.now.day);
                if !whole
                    && self.has(name, std::slice::from_ref(&word.word), h)
                    && self.is(Point::Unfiled(h.regime, id, at, h.unit))
                {
                    return true;
                }
            }
        }
        false
    }

    /// Whether a licence for these items fits: it names one that is met, and every one that is met.
    pub fn is_of(&mut self, items: &[String], h: Here) -> bool {
        items.iter().any(|item| item == "*") || {
            let all = self.regime(h).entries.iter().flat_map(|entry| entry.items.iter().map(move |item| (entry, item)));
            let mut met: Vec<&str> =
                all.filter(|(entry, item)| self.is_met(entry, item, h)).map(|(_, item)| item.code.as_str()).collect();
            met.extend(self.recorded_off_file(h));
            !met.is_empty() && met.iter().all(|met| items.iter().any(|word| is_below(word, met))) && !self.is_unfiled(h)
        }
    }
}

/// Whether a record looked at an item: it names it, its entry, or nothing.
fn names(record: &ClassificationRecord, regime: &Regime, entry: &Entry, item: &Item) -> bool {
    record.looked_at.is_empty()
        || record.looked_at.iter().any(|code| [&entry.code, &item.code].contains(&&own(regime, code).to_owned()))
}

/// A code without the regime before it.
fn own<'c>(regime: &Regime, code: &'c str) -> &'c str {
    code.strip_prefix(&regime.id).and_then(|rest| rest.strip_prefix('/')).unwrap_or(code)
}

/// A code names itself and all below it; with `*` at its end whatever begins so.
fn is_below(word: &str, code: &str) -> bool {
    match word.strip_suffix('*') {
        Some(stem) => code.starts_with(stem),
        None => code.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
    }
}
