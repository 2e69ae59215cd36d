//! Items of the list in one completion.

use super::completion::{Completions, Point};
use super::oracle::Here;
use super::time;
use exeat::fact::{ClassificationRecord, ClassificationResult};
use exeat::rulebook::{Codes, Confidence, Entry, Item, ItemVersion};

/// More completions of one item than a random case ever has.
const COMPLETIONS_MAX: usize = 100_000;

impl<'a> Completions<'a> {
    /// `listed as codes for reason`.
    pub fn is_listed(&mut self, codes: Option<&Codes>, reason: Option<&String>, h: Here) -> bool {
        let words = codes.map(|codes| self.words(codes, h));
        let below = |word: &String, code: &str| word.strip_suffix('*').is_some_and(|stem| code.starts_with(stem));
        for entry in &self.regime(h).entries {
            for item in &entry.items {
                let named = words.as_ref().is_none_or(|words| words.iter().any(|word| *word == item.code || *word == entry.code || below(word, &item.code)));
                if named && reason.is_none_or(|reason| item.reasons.contains(reason)) && self.is_met(entry, item, h) {
                    return true;
                }
            }
        }
        // What is not on file may have any code of a stem, and any reason.
        let may_be_any = words.is_none_or(|words| words.iter().any(|word| word.ends_with('*')));
        may_be_any && self.is_unfiled(h)
    }

    fn is_met(&mut self, entry: &'a Entry, item: &'a Item, h: Here) -> bool {
        let regime = self.regime(h);
        let began = |version: &ItemVersion| time::day_of(regime, regime.clause(version.by).effective);
        let mut versions: Vec<&ItemVersion> = item.versions.iter().collect();
        versions.sort_by_key(|version| std::cmp::Reverse(began(version)));
        let Some(version) = versions.into_iter().find(|version| self.in_force(version.by, None, h)) else { return false };
        let record = self.record(h);
        let code = |record: &ClassificationRecord| record.code.as_ref().map(|code| code.rsplit('/').next() == Some(&item.code));
        if record.is_some_and(|record| record.result == ClassificationResult::Listed && code(record) == Some(true)) {
            return true;
        }
        let looked_at = |record: &ClassificationRecord| names(record, entry, item) && record.author.on.is_some_and(|on| began(version) <= on);
        match record.is_some_and(looked_at) {
            true => self.is_shown(item, version, h),
            false => self.meets(item, version, h),
        }
    }

    /// Facts that show a listing beat a record: it is met in every completion.
    fn is_shown(&mut self, item: &'a Item, version: &'a ItemVersion, h: Here) -> bool {
        let key = (h.regime, version.when_text.as_str(), h.unit);
        if let Some(shown) = self.shown.get(&key) {
            return *shown;
        }
        let mut all = true;
        let mut inner = Completions::new(self.book, self.ship, self.asked, self.samples);
        assert!(inner.each(COMPLETIONS_MAX, |one| all &= one.meets(item, version, h)));
        self.shown.insert(key, all);
        all
    }

    fn meets(&mut self, item: &'a Item, version: &'a ItemVersion, h: Here) -> bool {
        let recalled = Here { recalled: Some(true), ..h };
        let low = version.confidence == Confidence::Low;
        self.holds(&version.when, h) || low && self.holds(&version.when, recalled) && self.is(Point::Limit(h.regime, &item.code, h.unit))
    }

    /// The record that a person made of the unit, unless an entry that it looked at has changed since.
    fn record(&self, h: Here) -> Option<&'a ClassificationRecord> {
        let (line, model) = self.units[h.unit];
        let line = &self.ship.lines[line];
        let record = model.map_or(&line.classification, |model| &line.models[model].classification).as_ref()?;
        let (regime, on) = (self.regime(h), record.author.on?);
        let began = |version: &ItemVersion| {
            let clause = regime.clause(version.by);
            Some(time::day_of(regime, clause.effective)).filter(|day| *day <= self.now.day && time::is_known(regime, clause, self.asked))
        };
        let changed = |entry: &Entry| {
            let versions = || entry.items.iter().filter(|item| names(record, entry, item)).flat_map(|item| &item.versions).filter_map(began);
            versions().any(|day| day <= on) && versions().any(|day| day > on)
        };
        record.author.by.as_ref()?;
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
            let id = self.book.vocabulary.find(name).unwrap();
            for (at, word) in self.book.vocabulary.fact(id).words.iter().enumerate() {
                let whole = word.word == "none-of-these" || word.whole_since.is_some_and(|since| since <= self.now.day);
                if !whole && self.has(name, std::slice::from_ref(&word.word), h) && self.is(Point::Unfiled(h.regime, id, at, h.unit)) {
                    return true;
                }
            }
        }
        false
    }

    /// Whether a licence for these items fits: it names one that is met, and every one that is met.
    pub fn is_of(&mut self, items: &[String], h: Here) -> bool {
        items.iter().any(|item| item == "*") || {
            let listed = Codes::List(items.to_vec());
            let met: Vec<&str> = self.regime(h).entries.iter().flat_map(|entry| entry.items.iter().map(move |item| (entry, item))).filter(|(entry, item)| self.is_met(entry, item, h)).map(|(_, item)| item.code.as_str()).collect();
            let _ = listed;
            !met.is_empty() && met.iter().all(|code| items.iter().any(|item| item == code))
        }
    }
}

/// Whether a record looked at an item: it names it, its entry, or nothing.
fn names(record: &ClassificationRecord, entry: &Entry, item: &Item) -> bool {
    let named = |code: &String| [&entry.code, &item.code].contains(&&code.rsplit('/').next().unwrap().to_owned());
    record.looked_at.is_empty() || record.looked_at.iter().any(named)
}
