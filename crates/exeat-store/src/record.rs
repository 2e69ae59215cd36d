//! Determination records: the answer, what was asked, and everything it rests on, by digest.

use serde_json::{Value, json};

use crate::error::StoreError;
use crate::json::{DEPTH_MAX, canonical, digest_text, object, sha256, too_deep};

/// Largest attachment; the largest rulebook pack seen is 6 MB.
const BLOB_BYTES_MAX: usize = 256 << 20;
/// Most attachments of a record.
const ATTACHED_MAX: usize = 200;

/// Something public that a determination rests on: a rulebook's pack, a list's snapshot, a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// What it is: `rulebook`, `list`, `policy`.
    pub kind: String,
    /// SHA-256 of its bytes, as `sha256:…`.
    pub digest: String,
    /// Its bytes; absent when the store has them already.
    pub body: Option<Vec<u8>>,
}

impl Attached {
    /// An attachment from its bytes.
    #[must_use]
    pub fn new(kind: &str, body: Vec<u8>) -> Attached {
        Attached { kind: kind.to_owned(), digest: digest_text(&sha256(&body)), body: Some(body) }
    }
}

/// A determination to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// The shipment's reference.
    pub reference: String,
    /// The determination, whole.
    pub determination: Value,
    /// The shipment as given.
    pub shipment: Value,
    /// What it rests on.
    pub attached: Vec<Attached>,
    /// The ULID of the record that this one replaces.
    pub supersedes: Option<String>,
}

/// A record as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub id: i64,
    /// Its ULID.
    pub name: String,
    /// The key that it was stored with.
    pub key: String,
    /// The shipment's reference.
    pub reference: String,
    /// The governing day.
    pub dated: String,
    /// What had been published by then.
    pub known: String,
    /// The outcome.
    pub outcome: String,
    /// The determination's seal.
    pub determination: String,
    /// The shipment's seal.
    pub shipment: String,
    /// What it rests on, as JSON: kind and digest.
    pub attached: String,
    /// The record that it replaces.
    pub supersedes: Option<String>,
    /// Who stored it.
    pub by: String,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
}

/// What records are looked for by. Everything given must fit; nothing given fits all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The shipment's reference, whole.
    pub reference: Option<String>,
    /// A part of a party's name.
    pub party: Option<String>,
    /// An item's code, or its beginning.
    pub item: Option<String>,
    /// The first governing day.
    pub from: Option<String>,
    /// The last governing day.
    pub until: Option<String>,
    /// The outcome, whole.
    pub outcome: Option<String>,
    /// A part of an open point's name.
    pub open: Option<String>,
}

impl NewRecord {
    /// The record as JSON; what its key stands for.
    pub(crate) fn to_json(&self) -> Value {
        let digest = |value: &Value| digest_text(&sha256(canonical(value).as_bytes()));
        object([
            ("determination", json!(digest(&self.determination))),
            ("shipment", json!(digest(&self.shipment))),
            ("reference", json!(self.reference)),
            ("attached", attached_json(&self.attached)),
            ("supersedes", json!(self.supersedes)),
        ])
    }

    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let fault = |text: String| Err(StoreError::Request(text));
        if too_deep(&self.determination, DEPTH_MAX) || too_deep(&self.shipment, DEPTH_MAX) {
            return fault(format!("the determination or the shipment nests deeper than {DEPTH_MAX}"));
        }
        if self.attached.len() > ATTACHED_MAX {
            return fault(format!("{} attachments given, {ATTACHED_MAX} at most", self.attached.len()));
        }
        for attached in &self.attached {
            let Some(body) = &attached.body else { continue };
            if body.len() > BLOB_BYTES_MAX {
                return fault(format!("an attachment of {} bytes, {BLOB_BYTES_MAX} at most", body.len()));
            }
            if digest_text(&sha256(body)) != attached.digest {
                return fault(format!("the bytes of the {} do not give `{}`", attached.kind, attached.digest));
            }
        }
        Ok(())
    }

    /// A text of the determination, or nothing said.
    pub(crate) fn said(&self, field: &str) -> String {
        self.determination.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// What the record is found by: kind and folded term, each once.
    pub(crate) fn terms(&self) -> Vec<(&'static str, String)> {
        let mut terms = Vec::new();
        for party in list(&self.shipment, "party") {
            terms.extend(text(party, "name").map(|name| ("party", fold(name))));
            terms.extend(
                list(party, "names").iter().filter_map(|name| text(name, "text")).map(|name| ("party", fold(name))),
            );
        }
        for line in list(&self.determination, "lines") {
            for code in list(line, "listed").iter().filter_map(|listed| text(listed, "code")) {
                // A code is looked for with its regime and without.
                terms.extend(code.split_once('/').map(|(_, alone)| ("item", fold(alone))));
                terms.push(("item", fold(code)));
            }
        }
        for open in list(&self.determination, "open").iter().chain(list(&self.determination, "questions")) {
            let names = ["id", "fact", "gap", "term", "question"].iter().filter_map(|field| text(open, field));
            terms.extend(names.map(|name| ("open", fold(name))));
        }
        terms.retain(|(_, term)| !term.is_empty() && term.len() <= crate::request::TEXT_MAX);
        terms.sort();
        terms.dedup();
        terms
    }
}

impl Record {
    /// The digest that the audit log holds of it.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let value = object([
            ("id", json!(self.id)),
            ("name", json!(self.name)),
            ("key", json!(self.key)),
            ("reference", json!(self.reference)),
            ("dated", json!(self.dated)),
            ("known", json!(self.known)),
            ("outcome", json!(self.outcome)),
            ("determination", json!(self.determination)),
            ("shipment", json!(self.shipment)),
            ("attached", json!(self.attached)),
            ("supersedes", json!(self.supersedes)),
            ("by", json!(self.by)),
            ("at", json!(self.at)),
        ]);
        sha256(canonical(&value).as_bytes())
    }
}

/// Kinds and digests of attachments.
pub(crate) fn attached_json(attached: &[Attached]) -> Value {
    attached.iter().map(|one| json!({ "kind": one.kind, "digest": one.digest })).collect()
}

/// Case and runs of blanks do not matter for finding.
pub(crate) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field).and_then(Value::as_str)
}
