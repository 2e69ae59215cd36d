//! YAML 1.2 (core schema) to the tree, event by event, without recursion.
//!
//! Refused: aliases (a bomb of aliases makes gigabytes out of a page), tags of one's own, a second document, keys that
//! are no text.

use super::tree::{Budget, Fault, Field, Node, Tree, too_deep, twice};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// Characters between two remembered positions; a balance of memory against steps.
const STRIDE: usize = 128;

/// The document, or the first mistake of syntax.
pub(super) fn parse(text: &str) -> Result<Node, Vec<Fault>> {
    let bytes = Bytes::of(text);
    let mut building = Building { bytes, text, budget: Budget::default(), open: Vec::new(), document: None };
    for event in Parser::new_from_str(text) {
        let step = match event {
            Ok((event, span)) => building.event(event, &span),
            Err(error) => Err(building.fault(&error)),
        };
        step.map_err(|fault| vec![fault])?;
    }
    building.document.ok_or_else(|| vec![Fault::new(0..text.len(), "the file is empty", "write fields: `from: CN`")])
}

/// A list or table that is not yet closed.
struct Open {
    start: usize,
    kind: OpenKind,
}

enum OpenKind {
    Array(Vec<Node>),
    Table { fields: Vec<Field>, seen: BTreeSet<String>, key: Option<(String, Range<usize>)> },
}

struct Building<'t> {
    bytes: Bytes<'t>,
    text: &'t str,
    budget: Budget,
    open: Vec<Open>,
    document: Option<Node>,
}

impl Building<'_> {
    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Fault> {
        let span = self.bytes.span(span);
        match event {
            Event::DocumentStart(_) if self.document.is_some() => Err(Fault::new(
                span,
                "a second document begins here",
                "one file holds one shipment: cut the file at `---`",
            )),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
            Event::Alias(_) => {
                Err(Fault::new(span, "aliases (`*name`) are not read", "write the value out at this place"))
            }
            Event::Scalar(value, style, _, tag) => {
                let tree = scalar(value, style, tag.as_deref(), &span)?;
                self.place(Node { span, tree })
            }
            Event::SequenceStart(_, tag) => self.start(span, tag.as_deref(), "seq", OpenKind::Array(Vec::new())),
            Event::MappingStart(_, tag) => {
                let kind = OpenKind::Table { fields: Vec::new(), seen: BTreeSet::new(), key: None };
                self.start(span, tag.as_deref(), "map", kind)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span.end),
        }
    }

    fn start(&mut self, span: Range<usize>, tag: Option<&Tag>, own: &str, kind: OpenKind) -> Result<(), Fault> {
        if let Some(tag) = tag
            && !(tag.is_yaml_core_schema() && tag.suffix == own)
        {
            return Err(unknown_tag(tag, span));
        }
        if let Some(Open { kind: OpenKind::Table { key: None, .. }, .. }) = self.open.last() {
            return Err(Fault::new(span, "a key is a list or a table", "a key is one word, with a colon after it"));
        }
        self.budget.take(&span, self.open.len())?;
        self.open.push(Open { start: span.start, kind });
        Ok(())
    }

    fn end(&mut self, end: usize) -> Result<(), Fault> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let tree = match open.kind {
            OpenKind::Array(items) => Tree::Array(items),
            OpenKind::Table { fields, .. } => Tree::Table(fields),
        };
        self.put(Node { span: open.start..end.max(open.start), tree })
    }

    /// A scalar: a key where a table waits for one, a value otherwise.
    fn place(&mut self, node: Node) -> Result<(), Fault> {
        if let Some(Open { kind: OpenKind::Table { key: waiting @ None, seen, .. }, .. }) = self.open.last_mut() {
            let key = match node.tree {
                Tree::Text(text) | Tree::Number(text) => text,
                Tree::Bool(_) | Tree::Null => self.text.get(node.span.clone()).unwrap_or("").to_owned(),
                Tree::Array(_) | Tree::Table(_) => String::new(),
            };
            if !seen.insert(key.clone()) {
                return Err(twice(node.span, &key));
            }
            *waiting = Some((key, node.span));
            return Ok(());
        }
        self.budget.take(&node.span, self.open.len())?;
        self.put(node)
    }

    fn put(&mut self, node: Node) -> Result<(), Fault> {
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.document = Some(node),
            Some(OpenKind::Array(items)) => items.push(node),
            Some(OpenKind::Table { fields, key, .. }) => {
                if let Some((key, key_span)) = key.take() {
                    fields.push(Field { key, key_span, node });
                }
            }
        }
        Ok(())
    }

    fn fault(&self, error: &ScanError) -> Fault {
        let at = self.bytes.of_character(error.marker().index());
        if error.info().contains("recursion") {
            return too_deep(at..at + 1);
        }
        Fault::new(
            at..at + 1,
            format!("this is not YAML: {}", error.info()),
            "indent with blanks, put one blank after a colon, and quote text that holds `: ` or begins with a sign",
        )
    }
}

/// A scalar by YAML's core schema: `yes` and `no` are words there, only `true` and `false` are not.
fn scalar(value: Cow<'_, str>, style: ScalarStyle, tag: Option<&Tag>, span: &Range<usize>) -> Result<Tree, Fault> {
    let resolved = match tag {
        Some(tag) if !tag.is_yaml_core_schema() => return Err(unknown_tag(tag, span.clone())),
        Some(tag) if !matches!(tag.suffix.as_str(), "str" | "int" | "float" | "bool" | "null") => {
            return Err(unknown_tag(tag, span.clone()));
        }
        Some(tag) => tag.suffix != "str",
        None => style == ScalarStyle::Plain,
    };
    let value = value.into_owned();
    Ok(match value.as_str() {
        _ if !resolved => Tree::Text(value),
        "" | "~" | "null" | "Null" | "NULL" => Tree::Null,
        "true" | "True" | "TRUE" => Tree::Bool(true),
        "false" | "False" | "FALSE" => Tree::Bool(false),
        text if is_number(text) => Tree::Number(value),
        _ => Tree::Text(value),
    })
}

fn unknown_tag(tag: &Tag, span: Range<usize>) -> Fault {
    Fault::new(span, format!("the tag `{tag}` is not read"), "leave the tag out")
}

/// Digits with at most one point and one exponent.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let some = !whole.is_empty() || (mantissa.contains('.') && !fraction.is_empty());
    some && digits(whole) && digits(fraction) && !exponent.is_empty() && digits(exponent)
}

/// From characters, in which the parser counts, to bytes.
struct Bytes<'t> {
    text: &'t str,
    /// The byte of every [`STRIDE`]-th character.
    marks: Vec<usize>,
}

impl<'t> Bytes<'t> {
    fn of(text: &'t str) -> Bytes<'t> {
        let marks = text.char_indices().step_by(STRIDE).map(|(at, _)| at).collect();
        Bytes { text, marks }
    }

    fn of_character(&self, index: usize) -> usize {
        let Some(mark) = self.marks.get(index / STRIDE) else { return self.text.len() };
        let rest = self.text.get(*mark..).unwrap_or("");
        rest.char_indices().nth(index % STRIDE).map_or(self.text.len(), |(at, _)| mark + at)
    }

    fn span(&self, span: &Span) -> Range<usize> {
        let start = self.of_character(span.start.index());
        start..self.of_character(span.end.index()).max(start)
    }
}
