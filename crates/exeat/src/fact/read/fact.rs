//! One fact as stated: its value, who says so, and what several sources make together.

use super::limit::LIST_MAX;
use super::reader::{At, Reader, Table, Wrong};
use super::tree::{Node, Tree};
use super::value::join;
use crate::fact::{Author, Declaration, FactSet, Source, Stated, Value};
use crate::nearest::nearest;
use crate::rulebook::{Fact, FactId, FactType, Scope};

/// The keys of a stated value with its author.
const STATED_KEYS: [&str; 4] = ["value", "by", "on", "evidence"];

/// The table of a shipment that facts of that scope stand in.
pub(super) fn table_of(scope: Scope) -> &'static str {
    match scope {
        Scope::Shipment => "`[facts]`",
        Scope::Party => "`[party.facts]`",
        Scope::EndUse | Scope::Declaration => "`[end_use.facts]`",
        Scope::Line => "`[line.properties]` or `[line.model.properties]`",
    }
}

impl Reader<'_> {
    /// The facts of a table such as `[party.facts]`; each must be of one of the scopes.
    pub(super) fn facts(&mut self, node: &Node, at: &At<'_>, scopes: &[Scope], declared: &Declaration) -> FactSet {
        let mut set = FactSet::default();
        let Some(Table { fields }) = self.open_table(node, at) else { return set };
        for field in fields {
            let at = at.key(&field.key);
            let Some(id) = self.rulebook.vocabulary.find(&field.key) else {
                self.unknown_fact(&field.key, &field.key_span, &at, scopes);
                continue;
            };
            let scope = self.rulebook.vocabulary.fact(id).scope;
            if !scopes.contains(&scope) {
                let remedy = format!("write it in {}", table_of(scope));
                let what = format!("the fact `{}` does not stand here", field.key);
                self.wrong(&field.key_span, &at, Wrong::new(what, "a fact of this table", remedy));
                continue;
            }
            if let Some(stated) = self.stated(id, &field.node, &at, declared) {
                set.set(id, stated);
            }
        }
        set
    }

    fn unknown_fact(&mut self, key: &str, span: &std::ops::Range<usize>, at: &At<'_>, scopes: &[Scope]) {
        let facts = &self.rulebook.vocabulary.facts;
        let here = facts.iter().filter(|fact| scopes.contains(&fact.scope)).map(|fact| fact.name.as_str());
        let near = nearest(key, here).or_else(|| nearest(key, facts.iter().map(|fact| fact.name.as_str())));
        let remedy =
            match near.and_then(|name| self.rulebook.vocabulary.find(name)).map(|id| self.rulebook.vocabulary.fact(id))
            {
                Some(fact) if scopes.contains(&fact.scope) => format!("did you mean `{}`?", fact.name),
                Some(fact) => format!("did you mean `{}`, in {}?", fact.name, table_of(fact.scope)),
                None => "leave it out, or ask for it in the vocabulary".to_owned(),
            };
        self.wrong(span, at, Wrong::new("no fact has this name", "a fact of the vocabulary", remedy));
    }

    /// What is stated of a fact: one value, a value with its author, or several sources.
    pub(super) fn stated(&mut self, id: FactId, node: &Node, at: &At<'_>, declared: &Declaration) -> Option<Stated> {
        let rulebook = self.rulebook;
        let fact = rulebook.vocabulary.fact(id);
        match &node.tree {
            Tree::Null => None,
            Tree::Array(items) if !is_set(fact) || items.iter().any(|item| matches!(item.tree, Tree::Table(_))) => {
                self.sources(fact, node, at, declared)
            }
            _ => self.source(fact, node, at, declared).map(|source| Stated {
                value: source.value,
                author: source.author,
                sources: Vec::new(),
                at_odds: false,
            }),
        }
    }

    fn sources(&mut self, fact: &Fact, node: &Node, at: &At<'_>, declared: &Declaration) -> Option<Stated> {
        let items = self.items(node, at, LIST_MAX);
        if items.is_empty() {
            self.wrong(
                &node.span,
                at,
                Wrong::new(
                    "the list of sources is empty",
                    "a value",
                    "write a value, `unknown`, or leave the fact out",
                ),
            );
            return None;
        }
        let mut sources = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            sources.push(self.source(fact, item, &at.index(index), declared)?);
        }
        let first = sources.first()?;
        let author = first.author.clone();
        let (value, at_odds) = join(fact, &sources);
        if sources.len() == 1 {
            sources.clear();
        }
        Some(Stated { value, author, sources, at_odds })
    }

    fn source(&mut self, fact: &Fact, node: &Node, at: &At<'_>, declared: &Declaration) -> Option<Source> {
        let (value_node, author) = match &node.tree {
            Tree::Table(_) => {
                let table = self.table(node, at, &STATED_KEYS)?;
                let author = self.author(&table, at, declared);
                let Some(value) = table.get("value") else {
                    self.missing(&node.span, at, "value", "write `{ value = …, by = …, on = … }`");
                    return None;
                };
                (value, author)
            }
            _ => (node, by_declaration(declared)),
        };
        let value = self.value(fact, value_node, at)?;
        let text = match &value_node.tree {
            Tree::Text(text) | Tree::Number(text) => text.clone(),
            _ => value_text(fact, &value),
        };
        Some(Source { text, value, author })
    }

    /// Who says it: the table's own `by`, else the declaration's author. A name of its own never takes the
    /// declaration's day: that day is somebody else's.
    pub(super) fn author(&mut self, table: &Table<'_>, at: &At<'_>, declared: &Declaration) -> Author {
        let by = self.text_of(table, "by", at);
        let on = self.day_of(table, "on", at);
        let evidence = match table.get("evidence") {
            Some(node) => self.items(node, &at.key("evidence"), LIST_MAX).first().cloned(),
            None => None,
        };
        let evidence = evidence.and_then(|node| self.code(&node, &at.key("evidence")));
        let own = Author { by: by.map(Into::into), on, evidence: evidence.map(Into::into), from_declaration: false };
        if own.by.is_some() {
            return own;
        }
        let fallback = by_declaration(declared);
        Author {
            by: fallback.by,
            on: own.on.or(fallback.on),
            evidence: own.evidence,
            from_declaration: fallback.from_declaration,
        }
    }
}

/// Whether a list without authors is the value itself.
fn is_set(fact: &Fact) -> bool {
    matches!(fact.kind, FactType::Set | FactType::Countries | FactType::Text)
}

/// The author of every fact that names none.
pub(super) fn by_declaration(declared: &Declaration) -> Author {
    Author {
        by: declared.by.as_deref().map(Into::into),
        on: declared.on,
        evidence: None,
        from_declaration: declared.by.is_some() || declared.on.is_some(),
    }
}

/// A value in words, where it was not written as one text.
fn value_text(fact: &Fact, value: &Value) -> String {
    let word = |id: &crate::rulebook::WordId| {
        fact.words.get(usize::from(id.0)).map_or("", |word| word.word.as_str()).to_owned()
    };
    match value {
        Value::Word(id) => word(id),
        Value::Words(ids) => ids.iter().map(word).collect::<Vec<_>>().join(", "),
        Value::Number { text, .. } => text.to_string(),
        Value::Unknown => "unknown".to_owned(),
        Value::NotApplicable => "not_applicable".to_owned(),
    }
}
