//! Canonical JSON (RFC 8785): no blanks, keys by UTF-16, one spelling for each text. Digests are taken of it.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Deepest nesting accepted from outside; a determination's proofs nest below 30.
pub(crate) const DEPTH_MAX: usize = 100;

/// The value in canonical form.
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut out = String::with_capacity(256);
    write(value, &mut out);
    out
}

/// SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A digest as it is written: `sha256:` and 64 hexadecimal digits.
#[must_use]
pub fn digest_text(digest: &[u8]) -> String {
    let mut out = String::with_capacity(71);
    out.push_str("sha256:");
    push_hex(digest, &mut out);
    out
}

/// Bytes in hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    push_hex(bytes, &mut out);
    out
}

/// Bytes from hexadecimal digits, small letters only: one spelling for each value.
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes().chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.last()?)?)).collect()
}

/// An object from its fields; a field that is null is left out.
pub(crate) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(
        fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>(),
    )
}

/// Whether a value nests deeper than is accepted.
pub(crate) fn too_deep(value: &Value, left: usize) -> bool {
    match value {
        Value::Array(items) => left == 0 || items.iter().any(|item| too_deep(item, left - 1)),
        Value::Object(map) => left == 0 || map.values().any(|item| too_deep(item, left - 1)),
        _ => false,
    }
}

/// A text with its quotes and escapes.
pub(crate) fn push_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if u32::from(c) < 0x20 => {
                out.push_str("\\u00");
                push_hex(&[u8::try_from(u32::from(c)).unwrap_or(0)], out);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn push_hex(bytes: &[u8], out: &mut String) {
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
        }
    }
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(n) => out.push_str(&n.to_string()),
        Value::String(text) => push_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut fields: Vec<(&String, &Value)> = map.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (i, (key, item)) in fields.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                push_text(key, out);
                out.push(':');
                write(item, out);
            }
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_whatever_the_order() {
        let value: Value =
            serde_json::from_str(r#"{"b":[1.50,null,true],"a":"é\u0001\n/","\ud83d\ude00":1,"\ufb01":2}"#).unwrap();
        assert_eq!(canonical(&value), "{\"a\":\"é\\u0001\\n/\",\"b\":[1.50,null,true],\"😀\":1,\"ﬁ\":2}");
        assert_eq!(from_hex("0aff"), Some(vec![10, 255]));
        assert_eq!((from_hex("0AFF"), from_hex("0af")), (None, None));
        assert!(digest_text(&sha256(b"")).starts_with("sha256:e3b0c44298fc1c149afbf4c8996fb924"));
    }
}
