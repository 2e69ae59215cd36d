//! Terms from a file, and the papers that a route asks for.

use std::io::Write;
use std::path::Path;

use exeat::licence::Terms;
use exeat_store::terms_from_json;
use serde_json::{Map, Value, json};

use crate::command::ledger::{Fault, json_of_toml};
use crate::status::Failure;

/// Terms from TOML or JSON: the store's own form, with `limit` or `limits`, and the smallest unit left open.
pub(crate) fn terms_of(path: &Path) -> Result<Terms, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Fault::input(format!("`{}`: {error}", path.display())))?;
    let json = path.extension().is_some_and(|extension| extension == "json");
    let value = if json {
        serde_json::from_str(&text).map_err(Fault::input)?
    } else {
        json_of_toml(&text.parse::<toml::Table>().map_err(Fault::input)?.into())
    };
    terms(value).map_err(|fault| Fault::input(format!("`{}`: {fault}", path.display())).into())
}

/// Terms from JSON in which what follows from the rest may be left out.
pub(crate) fn terms(mut value: Value) -> Result<Terms, String> {
    let map = value.as_object_mut().ok_or("terms are a table")?;
    for (one, many) in [("limit", "limits"), ("condition", "conditions"), ("document", "documents")] {
        if let Some(list) = map.remove(one) {
            map.insert(many.to_owned(), list);
        }
    }
    if let Some(limits) = map.get_mut("limits").and_then(Value::as_array_mut) {
        limits.iter_mut().filter_map(Value::as_object_mut).for_each(complete);
    }
    terms_from_json(&value)
}

/// Dimension and smallest unit of a limit, where they are not said: by its unit.
fn complete(limit: &mut Map<String, Value>) {
    let quantity = limit.get("quantity").and_then(Value::as_str).unwrap_or_default().to_owned();
    let unit = quantity.rsplit(' ').next().unwrap_or_default();
    let currency = unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase());
    let counted = matches!(unit, "use" | "piece" | "pieces" | "set" | "unit");
    let (dimension, scale) = match (currency, unit) {
        (true, _) => ("value", 2),
        (_, "use") => ("uses", 0),
        _ => ("quantity", if counted { 0 } else { 3 }),
    };
    limit.entry("line").or_insert(json!(if dimension == "uses" { 0 } else { 1 }));
    limit.entry("dimension").or_insert(json!(dimension));
    limit.entry("scale").or_insert(json!(scale));
}

/// Prints the route's papers, at hand or missing; how many are missing.
pub(crate) fn checklist(route: Option<&Path>, at_hand: &[String], out: &mut dyn Write) -> Result<usize, Failure> {
    let Some(path) = route else { return Ok(0) };
    let text = std::fs::read_to_string(path).map_err(|error| Fault::input(format!("`{}`: {error}", path.display())))?;
    let value: Value = serde_json::from_str(&text).map_err(Fault::input)?;
    let needed = value.pointer("/route/documents").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut missing = 0;
    for paper in &needed {
        let name = paper.as_str().or_else(|| paper.get("id").and_then(Value::as_str)).unwrap_or_default();
        let here = at_hand.iter().any(|one| one == name);
        missing += usize::from(!here);
        writeln!(out, "[{}] {name}", if here { "x" } else { " " })?;
    }
    if missing > 0 {
        writeln!(
            out,
            "{missing} of {} papers are missing: the application stays a draft until `--document` names them",
            needed.len()
        )?;
    }
    Ok(missing)
}
