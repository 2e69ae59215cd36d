//! The rows of one shipment as one JSON document, in which each value knows the cell that it came from.
//!
//! The core reads it as it reads any shipment: a row in a sheet and a file of its own get the same answer.

use std::ops::Range;

/// A value of the document; its leaves know `(row, column)` of the table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String, Option<(usize, usize)>),
    Number(String, Option<(usize, usize)>),
    Array(Vec<Value>),
    Table(Vec<(String, Value)>),
}

/// The document as text, with the cells of its values in order of place.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) text: String,
    cells: Vec<(Range<usize>, (usize, usize))>,
}

impl Written {
    pub(crate) fn of(value: &Value) -> Written {
        let mut written = Written::default();
        written.write(value);
        written
    }

    /// The cell that a problem is about: the one that its range touches, else the nearest before it.
    pub(crate) fn cell(&self, span: &Range<usize>) -> Option<(usize, usize)> {
        let touches =
            self.cells.iter().find(|(range, _)| range.start < span.end.max(span.start + 1) && span.start < range.end);
        touches.map(|(_, cell)| *cell)
    }

    fn write(&mut self, value: &Value) {
        let start = self.text.len();
        match value {
            Value::Text(text, cell) => {
                self.quoted(text);
                self.note(start, *cell);
            }
            Value::Number(digits, cell) => {
                self.text.push_str(digits);
                self.note(start, *cell);
            }
            Value::Array(items) => {
                self.text.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        self.text.push(',');
                    }
                    self.write(item);
                }
                self.text.push(']');
            }
            Value::Table(fields) => {
                self.text.push('{');
                for (at, (key, value)) in fields.iter().enumerate() {
                    if at > 0 {
                        self.text.push(',');
                    }
                    let start = self.text.len();
                    self.quoted(key);
                    // A problem of the key itself belongs to the cell of its value.
                    if let Value::Text(_, cell) | Value::Number(_, cell) = value {
                        self.note(start, *cell);
                    }
                    self.text.push(':');
                    self.write(value);
                }
                self.text.push('}');
            }
        }
    }

    fn note(&mut self, start: usize, cell: Option<(usize, usize)>) {
        if let Some(cell) = cell {
            self.cells.push((start..self.text.len(), cell));
        }
    }

    fn quoted(&mut self, text: &str) {
        self.text.push_str(&exeat::canonical::Json::Text(text.to_owned()).to_canonical());
    }
}

impl Value {
    pub(crate) fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into(), None)
    }

    /// Sets a field of a table, below the tables that its path names.
    pub(crate) fn set(&mut self, path: &[&str], value: Value) {
        let Value::Table(fields) = self else { return };
        match path {
            [] => {}
            [last] => match fields.iter_mut().find(|(key, _)| key == last) {
                Some((_, known)) => *known = value,
                None => fields.push(((*last).to_owned(), value)),
            },
            [first, rest @ ..] => {
                if !fields.iter().any(|(key, _)| key == first) {
                    fields.push(((*first).to_owned(), Value::Table(Vec::new())));
                }
                if let Some((_, below)) = fields.iter_mut().find(|(key, _)| key == first) {
                    if !matches!(below, Value::Table(_)) {
                        *below = Value::Table(vec![("value".to_owned(), below.clone())]);
                    }
                    below.set(rest, value);
                }
            }
        }
    }

    pub(crate) fn table() -> Value {
        Value::Table(Vec::new())
    }

    /// A document of one line without what law cannot ask: the reference, the line's number, words and model, and the
    /// amounts that no rule compares.
    pub(crate) fn nameless(&self, blind_to: &[&str]) -> Value {
        let Value::Table(fields) = self else { return self.clone() };
        let kept = fields.iter().filter(|(key, _)| key != "reference");
        let fields = kept.map(|(key, value)| match value {
            Value::Array(lines) if key == "line" => {
                (key.clone(), Value::Array(lines.iter().map(|line| line.nameless_line(blind_to)).collect()))
            }
            _ => (key.clone(), value.clone()),
        });
        Value::Table(fields.collect())
    }

    fn nameless_line(&self, blind_to: &[&str]) -> Value {
        let Value::Table(fields) = self else { return self.clone() };
        let mut out = Vec::new();
        let wanted = |key: &str| !["number", "description", "id"].contains(&key) && !blind_to.contains(&key);
        for (key, value) in fields {
            match value {
                Value::Array(models) if key == "model" => {
                    for model in models {
                        let Value::Table(own) = model else { continue };
                        out.extend(own.iter().filter(|(key, _)| wanted(key)).cloned());
                    }
                }
                _ if wanted(key) => out.push((key.clone(), value.clone())),
                _ => {}
            }
        }
        Value::Table(out)
    }

    pub(crate) fn is_empty_table(&self) -> bool {
        matches!(self, Value::Table(fields) if fields.is_empty())
    }
}
