//! JSON (RFC 8259, nothing looser) to the tree.

use super::tree::{Budget, Fault, Field, Node, Tree, too_deep, twice};
use jsonc_parser::ast::{Object, ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use std::collections::BTreeSet;
use std::ops::Range;

/// The document, or the first mistake of syntax.
pub(super) fn parse(text: &str) -> Result<Node, Vec<Fault>> {
    let parsed =
        parse_to_ast(text, &CollectOptions::default(), &strict()).map_err(|error| vec![fault(&error, text)])?;
    let Some(value) = parsed.value else {
        return Err(vec![Fault::new(0..text.len(), "the file is empty", "write an object: `{ \"from\": \"CN\", … }`")]);
    };
    node(&value, &mut Budget::default(), 0).map_err(|fault| vec![fault])
}

fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn fault(error: &ParseError, text: &str) -> Fault {
    let range = error.range();
    let span = range.start..range.end.min(text.len());
    match error.kind() {
        ParseErrorKind::NestingDepthExceeded => too_deep(span.start..span.start + 1),
        kind => {
            let message = kind.to_string();
            let mut letters = message.chars();
            let message: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
            Fault::new(
                span,
                format!("this is not JSON: {message}"),
                "keys and text stand in double quotes, with a comma between two fields and none after the last",
            )
        }
    }
}

fn node(value: &Value<'_>, budget: &mut Budget, depth: usize) -> Result<Node, Fault> {
    let range = value.range();
    let span = range.start..range.end;
    budget.take(&span, depth)?;
    let tree = match value {
        Value::NullKeyword(_) => Tree::Null,
        Value::BooleanLit(literal) => Tree::Bool(literal.value),
        Value::NumberLit(literal) => Tree::Number(literal.value.to_owned()),
        Value::StringLit(literal) => Tree::Text(literal.value.to_string()),
        Value::Array(array) => {
            Tree::Array(array.elements.iter().map(|item| node(item, budget, depth + 1)).collect::<Result<Vec<_>, _>>()?)
        }
        Value::Object(object) => Tree::Table(fields(object, budget, depth)?),
    };
    Ok(Node { span, tree })
}

fn fields(object: &Object<'_>, budget: &mut Budget, depth: usize) -> Result<Vec<Field>, Fault> {
    let mut seen = BTreeSet::new();
    let mut fields = Vec::with_capacity(object.properties.len());
    for property in &object.properties {
        let range = property.name.range();
        let key_span: Range<usize> = range.start..range.end;
        let key = match &property.name {
            ObjectPropName::String(literal) => literal.value.to_string(),
            ObjectPropName::Word(word) => word.value.to_owned(),
        };
        if !seen.insert(key.clone()) {
            return Err(twice(key_span, &key));
        }
        fields.push(Field { key, key_span, node: node(&property.value, budget, depth + 1)? });
    }
    Ok(fields)
}
