//! The published JSON Schemas: every real answer, record and example keeps to them, and a misspelt field does not.

mod common;

use common::{exeat, folder, root};
use jsonschema::{Registry, Validator};
use serde_json::{Map, Value};
use std::fs;
use toml::de::{DeTable, DeValue};

fn schema(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(root().join("docs/schema").join(name)).unwrap()).unwrap()
}

fn validator(name: &str) -> Validator {
    jsonschema::validator_for(&schema(name)).unwrap()
}

#[track_caller]
fn keeps(validator: &Validator, value: &Value, about: &str) {
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{} at {}", error, error.instance_path())).collect();
    assert!(errors.is_empty(), "{about}: {}", errors.join("\n"));
}

fn examples() -> Vec<String> {
    let paths = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = paths.filter(|name| name.ends_with(".toml")).collect();
    names.sort();
    names
}

/// TOML as JSON says it.
fn json(table: &DeTable<'_>) -> Value {
    fn value(of: &DeValue<'_>) -> Value {
        match of {
            DeValue::Table(table) => json(table),
            DeValue::Array(items) => Value::Array(items.iter().map(|item| value(item.get_ref())).collect()),
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Boolean(yes) => Value::Bool(*yes),
            DeValue::Integer(number) => Value::from(number.as_str().parse::<i64>().unwrap()),
            DeValue::Float(number) => Value::from(number.as_str().parse::<f64>().unwrap()),
            DeValue::Datetime(datetime) => Value::String(datetime.to_string()),
        }
    }
    Value::Object(table.iter().map(|(key, of)| (key.get_ref().to_string(), value(of.get_ref()))).collect::<Map<_, _>>())
}

#[test]
fn examples_keep_to_the_schema_of_shipments() {
    let validator = validator("shipment.json");
    for name in examples() {
        let text = fs::read_to_string(root().join("examples").join(&name)).unwrap();
        let mut value = json(DeTable::parse(&text).unwrap().get_ref());
        keeps(&validator, &value, &name);
        let path = folder("schema").join("same.json");
        fs::write(&path, value.to_string()).unwrap();
        assert_eq!(exeat(&["check", &path.display().to_string(), "--known", "2026-03-02"]).status, 0, "{name} as JSON");
        value["referense"] = Value::from("PO-1");
        assert!(!validator.is_valid(&value), "{name} with a misspelt field");
    }
}

#[test]
fn answers_keep_to_the_schema_of_determinations() {
    let validator = validator("determination.json");
    let mut answers = 0;
    for name in examples() {
        for lang in ["en", "ja"] {
            let path = common::example(&name);
            let ran = exeat(&["check", &path, "--known", "2026-12-01", "--format", "json", "--lang", lang]);
            assert_eq!(ran.status, 0, "{}", ran.err);
            keeps(&validator, &serde_json::from_str(&ran.out).unwrap(), &name);
            answers += 1;
        }
    }
    for entry in fs::read_dir(root().join("crates/exeat/tests/report/golden")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "json") {
            keeps(
                &validator,
                &serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap(),
                &path.display().to_string(),
            );
            answers += 1;
        }
    }
    assert!(answers > 20);
}

#[test]
fn a_record_keeps_to_its_schema() {
    let registry =
        Registry::new().add("urn:exeat:determination:1", schema("determination.json")).unwrap().prepare().unwrap();
    let validator = jsonschema::options().with_registry(&registry).build(&schema("record.json")).unwrap();
    let path = folder("schema-record").join("record.json");
    let ran = exeat(&[
        "check",
        &common::example("magnets-civil-maker.toml"),
        "--known",
        "2026-03-02",
        "--record",
        &path.display().to_string(),
    ]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    keeps(&validator, &serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap(), "record");
}
