//! TOML to the tree; its parser goes on after a mistake, so all mistakes of syntax are told.

use super::tree::{Budget, Fault, Field, Node, Tree, too_deep};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The document, or every mistake of syntax.
pub(super) fn parse(text: &str) -> Result<Node, Vec<Fault>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| fault(error, text)).collect());
    }
    let mut reading = Reading { text, budget: Budget::default() };
    let span = document.span();
    reading.table(document.get_ref(), span, 0).map_err(|fault| vec![fault])
}

fn fault(error: &toml::de::Error, text: &str) -> Fault {
    let span = error.span().unwrap_or(text.len()..text.len());
    let message = error.message();
    if message.contains("recur") {
        return too_deep(span);
    }
    if message == "duplicate key" {
        let key = text.get(span.clone()).unwrap_or("");
        return super::tree::twice(span, key);
    }
    Fault::new(
        span,
        format!("this is not TOML: {message}"),
        "text stands in quotes, a table under `[name]`, a list of tables under `[[name]]`",
    )
}

struct Reading<'t> {
    text: &'t str,
    budget: Budget,
}

impl Reading<'_> {
    fn table(&mut self, table: &DeTable<'_>, span: Range<usize>, depth: usize) -> Result<Node, Fault> {
        self.budget.take(&span, depth)?;
        let mut fields = Vec::with_capacity(table.len());
        for (key, value) in table.iter() {
            let node = self.value(value, depth + 1)?;
            fields.push(Field { key: key.get_ref().to_string(), key_span: key.span(), node });
        }
        Ok(Node { span, tree: Tree::Table(fields) })
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Result<Node, Fault> {
        let span = value.span();
        let tree = match value.get_ref() {
            DeValue::Table(table) => return self.table(table, span, depth),
            DeValue::Array(items) => {
                let items = items.iter().map(|item| self.value(item, depth + 1)).collect::<Result<Vec<_>, _>>()?;
                Tree::Array(items)
            }
            DeValue::String(text) => Tree::Text(text.to_string()),
            DeValue::Boolean(value) => Tree::Bool(*value),
            DeValue::Integer(integer) if integer.radix() == 10 => Tree::Number(integer.as_str().to_owned()),
            DeValue::Integer(integer) => Tree::Number(integer.to_string()),
            DeValue::Float(float) => Tree::Number(float.as_str().to_owned()),
            // As written: the parser's own form may add seconds.
            DeValue::Datetime(datetime) => {
                Tree::Text(self.text.get(span.clone()).map_or_else(|| datetime.to_string(), str::to_owned))
            }
        };
        self.budget.take(&span, depth)?;
        Ok(Node { span, tree })
    }
}
