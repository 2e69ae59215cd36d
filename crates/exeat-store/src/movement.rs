//! Movements as kept: what was done to a licence, once and for all.

use exeat::licence::Part;

use crate::json::{digest_text, push_text, sha256};

/// A movement as kept. Acts that move no balance have no parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Its number.
    pub id: i64,
    /// The key that it was asked with.
    pub key: String,
    /// Digest of the canonical request.
    pub request: Vec<u8>,
    /// `draft`, `grant`, `reserve`, `draw`, `release`, `expire`, `reverse`, `amend`, …
    pub kind: String,
    /// The licence's number.
    pub licence_id: i64,
    /// The version that was valid.
    pub version: i64,
    /// The movement that it refers to.
    pub refers_to: Option<i64>,
    /// The day that it bears.
    pub dated: String,
    /// Of a reservation: its last day.
    pub until: Option<String>,
    /// The shipment's reference.
    pub shipment: Option<String>,
    /// JSON: what was asked, or the licence afterwards.
    pub document: String,
    /// The reason given.
    pub why: Option<String>,
    /// Who asked.
    pub by: String,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// What moved, limits ascending.
    pub parts: Vec<Part>,
}

impl Movement {
    /// The digest that the audit log holds of it: of its canonical JSON.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        sha256(self.canonical().as_bytes())
    }

    fn canonical(&self) -> String {
        let mut out = String::with_capacity(512);
        let mut start = '{';
        let mut number = |out: &mut String, name: &str, value: Option<i64>| {
            let Some(value) = value else { return };
            out.push(std::mem::replace(&mut start, ','));
            push_text(name, out);
            out.push(':');
            out.push_str(&value.to_string());
        };
        number(&mut out, "at", Some(self.at));
        text(&mut out, "by", Some(&self.by));
        text(&mut out, "dated", Some(&self.dated));
        text(&mut out, "document", Some(&self.document));
        number(&mut out, "id", Some(self.id));
        text(&mut out, "key", Some(&self.key));
        text(&mut out, "kind", Some(&self.kind));
        number(&mut out, "licence_id", Some(self.licence_id));
        out.push_str(",\"parts\":[");
        for (i, part) in self.parts.iter().enumerate() {
            let Part { limit, granted, reserved, drawn } = part;
            let comma = if i == 0 { "" } else { "," };
            out.push_str(&format!("{comma}[{limit},{granted},{reserved},{drawn}]"));
        }
        out.push(']');
        number(&mut out, "refers_to", self.refers_to);
        text(&mut out, "request", Some(&digest_text(&self.request)));
        text(&mut out, "shipment", self.shipment.as_deref());
        text(&mut out, "until", self.until.as_deref());
        number(&mut out, "version", Some(self.version));
        text(&mut out, "why", self.why.as_deref());
        out.push('}');
        out
    }
}

fn text(out: &mut String, name: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    out.push(',');
    push_text(name, out);
    out.push(':');
    push_text(value, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_of_canonical_json_and_covers_every_field() {
        let part = Part { limit: 0, granted: 0, reserved: -2, drawn: 5 };
        let movement = Movement {
            id: 3,
            key: "k".into(),
            request: vec![1; 32],
            kind: "draw".into(),
            licence_id: 1,
            version: 1,
            refers_to: Some(2),
            dated: "2026-03-02".into(),
            until: None,
            shipment: Some("PO \"1\"".into()),
            document: "{}".into(),
            why: None,
            by: "sato".into(),
            at: 9,
            parts: vec![part, Part { limit: 1, ..part }],
        };
        let json = movement.canonical();
        assert_eq!(crate::json::canonical(&serde_json::from_str(&json).unwrap()), json);
        let others = [
            Movement { id: 4, ..movement.clone() },
            Movement { refers_to: None, ..movement.clone() },
            Movement { shipment: None, ..movement.clone() },
            Movement { why: Some("x".into()), ..movement.clone() },
            Movement { parts: vec![part], ..movement.clone() },
        ];
        assert!(others.iter().all(|other| other.digest() != movement.digest()));
    }
}
