//! Walks the tree: takes fields by name, says what is wrong where, and goes on.

use super::limit::{LIST_MAX, PROBLEMS_MAX, TEXT_BYTES_MAX};
use super::measured::short;
use super::tree::{Field, Node, Tree};
use crate::nearest::nearest;
use crate::problem::{Problem, Problems, Severity};
use crate::rulebook::Rulebook;
use jiff::civil::Date;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Reads one file against one rulebook and gathers its problems.
pub(super) struct Reader<'r> {
    pub(super) rulebook: &'r Rulebook,
    path: Arc<str>,
    text: Arc<str>,
    problems: Vec<Problem>,
}

/// What is wrong at a place: cause, what was expected there, what to write.
pub(super) struct Wrong {
    pub(super) what: String,
    pub(super) expected: String,
    pub(super) remedy: String,
}

impl Wrong {
    pub(super) fn new(what: impl Into<String>, expected: impl Into<String>, remedy: impl Into<String>) -> Wrong {
        Wrong { what: what.into(), expected: expected.into(), remedy: remedy.into() }
    }
}

/// Where a value stands within the document, such as `line[1].properties.dysprosium`; lists count from 1.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    parent: Option<&'p At<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl<'p> At<'p> {
    pub(super) const ROOT: At<'static> = At { parent: None, step: Step::Root };

    pub(super) fn key(&'p self, key: &'p str) -> At<'p> {
        At { parent: Some(self), step: Step::Key(key) }
    }

    /// The place of that item of a list, counted from 0 here and from 1 when shown.
    pub(super) fn index(&'p self, index: usize) -> At<'p> {
        At { parent: Some(self), step: Step::Index(index) }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Key(key) => {
                let dot = self.parent.is_some_and(|parent| !matches!(parent.step, Step::Root));
                write!(f, "{}{key}", if dot { "." } else { "" })
            }
            Step::Index(index) => write!(f, "[{}]", index + 1),
        }
    }
}

/// A table whose keys are known.
#[derive(Clone, Copy)]
pub(super) struct Table<'n> {
    pub(super) fields: &'n [Field],
}

impl<'n> Table<'n> {
    /// The value of that field; nothing written counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        let field = self.fields.iter().find(|field| field.key == key)?;
        (field.node.tree != Tree::Null).then_some(&field.node)
    }
}

impl<'r> Reader<'r> {
    pub(super) fn new(rulebook: &'r Rulebook, path: &str, text: &str) -> Reader<'r> {
        Reader { rulebook, path: path.into(), text: text.into(), problems: Vec::new() }
    }

    /// All problems found, in order of place.
    pub(super) fn into_problems(self) -> Problems {
        Problems::new(self.problems)
    }

    pub(super) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// Notes a problem; past a named number of them nothing is added.
    pub(super) fn wrong(&mut self, span: &Range<usize>, at: &At<'_>, wrong: Wrong) {
        let place = at.to_string();
        let what = if place.is_empty() { wrong.what } else { format!("`{place}`: {}", wrong.what) };
        self.note(span.clone(), what, wrong.expected, wrong.remedy);
    }

    pub(super) fn note(&mut self, span: Range<usize>, what: String, expected: String, remedy: String) {
        if self.problems.len() < PROBLEMS_MAX {
            let problem = Problem::new(Severity::Error, self.path.clone(), self.text.clone(), span);
            self.problems.push(problem.what(what).expected(expected).remedy(remedy));
        }
    }

    /// The wrong type at a place.
    pub(super) fn not_a(&mut self, node: &Node, at: &At<'_>, expected: &str, remedy: impl Into<String>) {
        let what = format!("{} stands where {expected} is needed", node.tree.noun());
        self.wrong(&node.span, at, Wrong::new(what, expected, remedy));
    }

    /// A table with these keys and no others.
    pub(super) fn table<'n>(&mut self, node: &'n Node, at: &At<'_>, known: &[&str]) -> Option<Table<'n>> {
        let table = self.open_table(node, at)?;
        for field in table.fields.iter().filter(|field| !known.contains(&field.key.as_str())) {
            let remedy = self.unknown_field(&field.key, known);
            let what = format!("the field `{}` is not known here", short(&field.key));
            let expected =
                if known.len() <= 8 { format!("one of {}", listed(known)) } else { "a known field".to_owned() };
            self.wrong(&field.key_span, at, Wrong::new(what, expected, remedy));
        }
        Some(table)
    }

    /// A table with whatever keys.
    pub(super) fn open_table<'n>(&mut self, node: &'n Node, at: &At<'_>) -> Option<Table<'n>> {
        if let Tree::Table(fields) = &node.tree {
            return Some(Table { fields });
        }
        self.not_a(node, at, "a table", "write its fields, `name = value`, one by one");
        None
    }

    fn unknown_field(&self, key: &str, known: &[&str]) -> String {
        let facts = self.rulebook.vocabulary.facts.iter();
        if let Some(fact) = facts.clone().find(|fact| fact.name == key) {
            return format!("`{key}` is a fact: write it in {}", super::fact::table_of(fact.scope));
        }
        if let Some(near) = nearest(key, known.iter().copied()) {
            return format!("did you mean `{near}`?");
        }
        match nearest(key, facts.map(|fact| fact.name.as_str())).and_then(|name| self.rulebook.vocabulary.find(name)) {
            Some(id) => {
                let fact = self.rulebook.vocabulary.fact(id);
                format!("did you mean the fact `{}`, in {}?", fact.name, super::fact::table_of(fact.scope))
            }
            None => format!("the fields known here are {}", listed(known)),
        }
    }

    /// Text of reasonable length.
    pub(super) fn text(&mut self, node: &Node, at: &At<'_>) -> Option<String> {
        let Tree::Text(text) = &node.tree else {
            self.not_a(node, at, "text", self.quoted(node));
            return None;
        };
        self.bounded(text, node, at)
    }

    /// A number or name that a person gave something: text, or bare digits.
    pub(super) fn code(&mut self, node: &Node, at: &At<'_>) -> Option<String> {
        match &node.tree {
            Tree::Number(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(digits.clone()),
            _ => self.text(node, at),
        }
    }

    fn bounded(&mut self, text: &str, node: &Node, at: &At<'_>) -> Option<String> {
        if text.len() <= TEXT_BYTES_MAX {
            return Some(text.to_owned());
        }
        let what = format!("the text has {} bytes", text.len());
        self.wrong(&node.span, at, Wrong::new(what, format!("at most {TEXT_BYTES_MAX} bytes"), "shorten it"));
        None
    }

    fn quoted(&self, node: &Node) -> String {
        let written = self.text.get(node.span.clone()).unwrap_or("");
        match node.tree {
            Tree::Number(_) | Tree::Bool(_) => format!("write it in quotes, `\"{}\"`", short(written)),
            Tree::Array(_) => "write one text, without brackets".to_owned(),
            _ => "write text in quotes".to_owned(),
        }
    }

    /// The items of a list; one value without brackets is a list of one.
    pub(super) fn items<'n>(&mut self, node: &'n Node, at: &At<'_>, items_max: usize) -> &'n [Node] {
        let items = match &node.tree {
            Tree::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        if items.len() <= items_max {
            return items;
        }
        let what = format!("the list holds {} values", items.len());
        self.wrong(&node.span, at, Wrong::new(what, format!("at most {items_max}"), "split the shipment"));
        items.get(..items_max).unwrap_or(items)
    }

    /// A list of texts, or one text.
    pub(super) fn texts(&mut self, table: &Table<'_>, key: &str, at: &At<'_>) -> Vec<String> {
        let Some(node) = table.get(key) else { return Vec::new() };
        let at = at.key(key);
        let items = self.items(node, &at, LIST_MAX);
        items.iter().enumerate().filter_map(|(index, item)| self.code(item, &at.index(index))).collect()
    }

    /// The text of a field, if it is there.
    pub(super) fn text_of(&mut self, table: &Table<'_>, key: &str, at: &At<'_>) -> Option<String> {
        let node = table.get(key)?;
        self.text(node, &at.key(key))
    }

    /// The number or name of a field, if it is there.
    pub(super) fn code_of(&mut self, table: &Table<'_>, key: &str, at: &At<'_>) -> Option<String> {
        let node = table.get(key)?;
        self.code(node, &at.key(key))
    }

    /// The day of a field, if it is there.
    pub(super) fn day_of(&mut self, table: &Table<'_>, key: &str, at: &At<'_>) -> Option<Date> {
        let node = table.get(key)?;
        let at = at.key(key);
        let text = self.text(node, &at)?;
        self.day(&text, &node.span, &at)
    }

    /// A day such as `2026-03-02`.
    pub(super) fn day(&mut self, text: &str, span: &Range<usize>, at: &At<'_>) -> Option<Date> {
        match super::day::parse(text) {
            Ok(day) => Some(day),
            Err(wrong) => {
                self.wrong(span, at, wrong);
                None
            }
        }
    }

    /// A field that must be there.
    pub(super) fn missing(&mut self, span: &Range<usize>, at: &At<'_>, key: &str, remedy: &str) {
        let what = format!("the field `{key}` is missing");
        self.wrong(span, at, Wrong::new(what, format!("`{key}`"), remedy));
    }

    /// One word of a closed list; `-` and `_` read alike.
    pub(super) fn one_of<T: Copy>(&mut self, node: &Node, at: &At<'_>, words: &[(T, &str)]) -> Option<T> {
        let text = self.text(node, at)?;
        if let Some((value, _)) = words.iter().find(|(_, word)| alike(word, &text)) {
            return Some(*value);
        }
        let known: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        self.unknown_word(&text, &node.span, at, &known);
        None
    }

    /// A word that the list of known ones does not have.
    pub(super) fn unknown_word(&mut self, text: &str, span: &Range<usize>, at: &At<'_>, known: &[&str]) {
        let remedy = match nearest(text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", listed(known)),
        };
        let expected = if known.len() <= 8 { format!("one of {}", listed(known)) } else { "a known word".to_owned() };
        self.wrong(span, at, Wrong::new(format!("the value `{}` is not known", short(text)), expected, remedy));
    }
}

/// Whether two words are the same when `-` and `_` read alike.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let plain = |letter: char| if letter == '-' { '_' } else { letter };
    a.chars().map(plain).eq(b.trim().chars().map(plain))
}

/// The words in backticks; a long list is cut.
pub(super) fn listed(words: &[&str]) -> String {
    const SHOWN_MAX: usize = 20;
    let shown: Vec<String> = words.iter().take(SHOWN_MAX).map(|word| format!("`{word}`")).collect();
    let more = words.len().saturating_sub(SHOWN_MAX);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}
