//! One entry of the log: who did what to which thing, and the digest of that thing.

use jiff::Timestamp;
use serde_json::Value;

use crate::json::{digest_text, push_text};

/// One entry. Its canonical JSON is what the tree holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the log, from 0.
    pub n: u64,
    /// When, in microseconds since 1970 UTC; never before the entry before it.
    pub at: i64,
    /// Who asked.
    pub by: String,
    /// What was done: a movement's kind, `record`, `erase`, `refuse`.
    pub action: String,
    /// What it was done to: `movement/17`, `record/01J…`, `key/…`.
    pub subject: String,
    /// The digest of that.
    pub digest: [u8; 32],
}

impl Entry {
    /// The entry's canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(240);
        out.push_str("{\"action\":");
        push_text(&self.action, &mut out);
        out.push_str(",\"at\":\"");
        out.push_str(&time_text(self.at));
        out.push_str("\",\"by\":");
        push_text(&self.by, &mut out);
        out.push_str(",\"digest\":\"");
        out.push_str(&digest_text(&self.digest));
        out.push_str("\",\"n\":");
        out.push_str(&self.n.to_string());
        out.push_str(",\"subject\":");
        push_text(&self.subject, &mut out);
        out.push('}');
        out
    }

    /// The parts of an entry's JSON that a check compares: place, time, action, subject, digest.
    #[must_use]
    pub fn parse(json: &str) -> Option<Entry> {
        let value: Value = serde_json::from_str(json).ok()?;
        let text = |field: &str| value.get(field).and_then(Value::as_str);
        let digest = crate::json::from_hex(text("digest")?.strip_prefix("sha256:")?)?;
        let entry = Entry {
            n: value.get("n").and_then(Value::as_u64)?,
            at: text("at")?.parse::<Timestamp>().ok()?.as_microsecond(),
            by: text("by")?.to_owned(),
            action: text("action")?.to_owned(),
            subject: text("subject")?.to_owned(),
            digest: digest.try_into().ok()?,
        };
        (entry.to_json() == json).then_some(entry)
    }
}

/// A time as RFC 3339 in UTC with six digits after the second.
pub(crate) fn time_text(at: i64) -> String {
    Timestamp::from_microsecond(at).map_or_else(|_| at.to_string(), |time| format!("{time:.6}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_reads_back_and_has_one_spelling() {
        let entry = Entry {
            n: 7,
            at: 1_772_000_000_000_001,
            by: "sato".into(),
            action: "draw".into(),
            subject: "movement/3".into(),
            digest: [7; 32],
        };
        let json = entry.to_json();
        assert_eq!(Entry::parse(&json), Some(entry.clone()));
        assert!(json.contains("\"at\":\"2026-02-25T06:13:20.000001Z\""), "{json}");
        assert_eq!(Entry::parse(&json.replace("{\"action\"", "{ \"action\"")), None);
        assert_eq!(crate::json::canonical(&serde_json::from_str(&json).unwrap()), json);
    }
}
