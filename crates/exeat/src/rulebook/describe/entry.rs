//! An entry of the item list, or one item, in plain words.

use super::{Description, Rows, Teller};
use crate::rulebook::{Entry, Item};

impl Teller<'_> {
    pub(super) fn entry(&self, entry: &Entry) -> Description {
        let mut rows = self.rows();
        rows.add("title", self.speaker.localised(&entry.title));
        for item in &entry.items {
            rows.label(
                format!("{} {}", self.words().word("kind.item"), item.code),
                self.speaker.localised(&item.title),
            );
            rows.deeper(|rows| self.versions(rows, item));
        }
        self.description("entry", &entry.code, rows)
    }

    pub(super) fn item(&self, item: &Item) -> Description {
        let mut rows = self.rows();
        rows.add("title", self.speaker.localised(&item.title));
        self.versions(&mut rows, item);
        self.cases(&mut rows, &item.code);
        self.description("item", &item.code, rows)
    }

    fn versions(&self, rows: &mut Rows, item: &Item) {
        rows.list("reasons", &item.reasons);
        for version in &item.versions {
            self.condition(rows, "says", &version.when, &version.when_text);
            rows.deeper(|rows| {
                self.source(rows, version.by);
                if version.confidence != self.regime.clause(version.by).confidence {
                    rows.label(self.words().word("row.confidence_of_limits"), &self.confidence(version.confidence));
                }
                let year = version.hs_year.map_or(String::new(), |year| format!(" ({year})"));
                if !version.hs.is_empty() {
                    rows.add("tariff", &format!("{}{year}", version.hs.join(", ")));
                }
            });
        }
    }
}
