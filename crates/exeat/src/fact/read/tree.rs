//! The document as one tree, whatever format it came in; every node knows the bytes that it stands in.
//!
//! Numbers keep their digits as text: nothing passes through a floating-point number.

use super::limit::{DEPTH_MAX, NODES_MAX};
use crate::canonical::Json;
use std::ops::Range;

/// One value of the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// Its bytes in the file.
    pub(super) span: Range<usize>,
    /// What stands there.
    pub(super) tree: Tree,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    /// Nothing (JSON `null`, an empty value in YAML): the same as absent.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A bare number, digits as written.
    Number(String),
    /// Text; dates of TOML too.
    Text(String),
    /// A list.
    Array(Vec<Node>),
    /// Fields in the order written, each key once.
    Table(Vec<Field>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// The key.
    pub(super) key: String,
    /// Its bytes.
    pub(super) key_span: Range<usize>,
    /// Its value.
    pub(super) node: Node,
}

impl Tree {
    /// What the reader is told that it found.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Tree::Null => "nothing",
            Tree::Bool(_) => "true or false",
            Tree::Number(_) => "a number",
            Tree::Text(_) => "text",
            Tree::Array(_) => "a list",
            Tree::Table(_) => "a table",
        }
    }
}

/// A problem of syntax: where, what, and what to write.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) span: Range<usize>,
    pub(super) what: String,
    pub(super) remedy: String,
}

impl Fault {
    pub(super) fn new(span: Range<usize>, what: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault { span, what: what.into(), remedy: remedy.into() }
    }
}

/// Counts what has been read so far against the limits.
#[derive(Debug, Default)]
pub(super) struct Budget {
    nodes: usize,
}

impl Budget {
    /// Takes one node at that depth (the document is depth 0).
    pub(super) fn take(&mut self, span: &Range<usize>, depth: usize) -> Result<(), Fault> {
        self.nodes += 1;
        if depth > DEPTH_MAX {
            return Err(too_deep(span.clone()));
        }
        if self.nodes > NODES_MAX {
            let what = format!("the file holds more than {NODES_MAX} values");
            return Err(Fault::new(span.clone(), what, "split it into several shipments"));
        }
        Ok(())
    }
}

/// The fault of a value inside too many others.
pub(super) fn too_deep(span: Range<usize>) -> Fault {
    let what = format!("tables and lists stand more than {DEPTH_MAX} deep in one another");
    Fault::new(span, what, "a shipment needs six levels at most: see the example of every field in the documentation")
}

/// The fault of a key that stands twice in one table.
pub(super) fn twice(span: Range<usize>, key: &str) -> Fault {
    Fault::new(span, format!("the key `{key}` stands twice in one table"), "keep one of the two")
}

/// The tree as JSON, for its digest. A whole number that JSON keeps exact stays a number; any other keeps its digits as text.
pub(super) fn to_json(tree: &Tree) -> Json {
    match tree {
        Tree::Null => Json::Null,
        Tree::Bool(value) => Json::Bool(*value),
        Tree::Number(digits) => match digits.parse::<i64>() {
            Ok(whole) if whole.unsigned_abs() <= crate::canonical::INTEGER_MAX.unsigned_abs() => Json::Integer(whole),
            _ => Json::Text(digits.clone()),
        },
        Tree::Text(text) => Json::Text(text.clone()),
        Tree::Array(items) => Json::Array(items.iter().map(|item| to_json(&item.tree)).collect()),
        Tree::Table(fields) => {
            Json::Object(fields.iter().map(|field| (field.key.clone(), to_json(&field.node.tree))).collect())
        }
    }
}
