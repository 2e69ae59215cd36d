//! JSON in the one form that RFC 8785 allows, so that the same content has the same bytes and the same digest.
//!
//! Numbers are whole here, and small enough that every reader of JSON keeps them: what is measured is text with a unit.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The largest whole number that RFC 8785 keeps exact (2⁵³ − 1).
pub const INTEGER_MAX: i64 = 9_007_199_254_740_991;

/// A JSON value without fractions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number between −[`INTEGER_MAX`] and [`INTEGER_MAX`]; a larger one is clamped when written.
    Integer(i64),
    /// Text.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object; keys in any order, each once.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The canonical text: keys in order of UTF-16, no blanks, the shortest escapes.
    ///
    /// ```
    /// use exeat::canonical::Json;
    /// let json = Json::Object(vec![("b".into(), Json::Integer(1)), ("a".into(), Json::Text("日\n".into()))]);
    /// assert_eq!(json.to_canonical(), r#"{"a":"日\n","b":1}"#);
    /// ```
    #[must_use]
    pub fn to_canonical(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Layout::Canonical, 0);
        out
    }

    /// The same with line breaks and two blanks a level, for people; keys in the same order.
    #[must_use]
    pub fn to_indented(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Layout::Indented, 0);
        out
    }

    /// `sha256:` and the digest of the canonical text.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut out = String::from("sha256:");
        for byte in Sha256::digest(self.to_canonical().as_bytes()) {
            // Writing to a string cannot fail.
            let _ = write!(out, "{byte:02x}");
        }
        out
    }

    fn write(&self, out: &mut String, layout: Layout, depth: usize) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Integer(value) => {
                let _ = write!(out, "{}", value.clamp(&-INTEGER_MAX, &INTEGER_MAX));
            }
            Json::Text(text) => write_text(out, text),
            Json::Array(items) => {
                write_all(out, layout, depth, ('[', ']'), items, |out, item| item.write(out, layout, depth + 1));
            }
            Json::Object(fields) => {
                let mut fields: Vec<&(String, Json)> = fields.iter().collect();
                fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
                write_all(out, layout, depth, ('{', '}'), &fields, |out, (key, value)| {
                    write_text(out, key);
                    out.push_str(if layout == Layout::Canonical { ":" } else { ": " });
                    value.write(out, layout, depth + 1);
                });
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Canonical,
    Indented,
}

fn write_all<T>(
    out: &mut String,
    layout: Layout,
    depth: usize,
    (open, close): (char, char),
    items: &[T],
    one: impl Fn(&mut String, &T),
) {
    out.push(open);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        new_line(out, layout, depth + 1);
        one(out, item);
    }
    if !items.is_empty() {
        new_line(out, layout, depth);
    }
    out.push(close);
}

fn new_line(out: &mut String, layout: Layout, depth: usize) {
    if layout == Layout::Indented {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if u32::from(control) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_keys_by_utf16_as_the_rfc_shows() {
        // RFC 8785, 3.2.3: the emoji (a surrogate pair) stands before the Hebrew presentation form U+FB33.
        let key = |text: &str| (text.to_owned(), Json::Null);
        let json = Json::Object(vec![
            key("\u{20ac}"),
            key("\r"),
            key("\u{fb33}"),
            key("1"),
            key("\u{1f600}"),
            key("\u{80}"),
            key("ö"),
        ]);
        let expected = "{\"\\r\":null,\"1\":null,\"\u{80}\":null,\"ö\":null,\"\u{20ac}\":null,\"\u{1f600}\":null,\"\u{fb33}\":null}";
        assert_eq!(json.to_canonical(), expected);
    }

    #[test]
    fn escapes_as_the_rfc_shows() {
        let json = Json::Text("\u{20ac}$\u{f}\nA'B\"\\\\\"/\u{7f}".into());
        assert_eq!(json.to_canonical(), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7f}\"");
    }

    #[test]
    fn digests_and_indents() {
        assert_eq!(
            Json::Object(vec![]).digest(),
            "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
        let json = Json::Object(vec![
            ("a".into(), Json::Array(vec![Json::Integer(1), Json::Bool(true)])),
            ("b".into(), Json::Array(vec![])),
        ]);
        assert_eq!(json.to_indented(), "{\n  \"a\": [\n    1,\n    true\n  ],\n  \"b\": []\n}");
    }
}
