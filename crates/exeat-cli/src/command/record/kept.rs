//! A record as it was kept: read, and run again under a rulebook.

use super::SCHEMA;
use crate::status::Failure;
use anyhow::{Context, anyhow};
use exeat::assess::{Asked, Determination, Method, Policy, Screening, determine};
use exeat::canonical::Json;
use exeat::case::parse_when;
use exeat::fact::Shipment;
use exeat::fact::read::{Format, read_shipment};
use exeat::report::Language;
use exeat::rulebook::Rulebook;
use jiff::Timestamp;
use serde_json::Value;

/// A record as it was kept.
pub(crate) struct Kept {
    /// The whole record.
    pub(super) whole: Json,
    pub(crate) determination: Json,
    pub(crate) file: String,
    pub(crate) format: Format,
    pub(crate) shipment: String,
    pub(crate) asked: Asked,
    pub(crate) language: Language,
    pub(crate) rulebook: String,
    /// Regimes that were asked for by name.
    pub(crate) selected: Vec<String>,
}

impl Kept {
    pub(crate) fn read(bytes: &[u8]) -> anyhow::Result<Kept> {
        let record: Value = serde_json::from_slice(bytes).context("it is not JSON")?;
        let schema = record.get("schema").and_then(Value::as_str).unwrap_or("");
        if schema != SCHEMA {
            return Err(anyhow!(
                "its schema is `{schema}`, not `{SCHEMA}`: records are written by `exeat check --record`"
            ));
        }
        let shipment = record.get("shipment").context("it holds no shipment")?;
        let asked = record.get("asked").context("it does not say what was asked")?;
        let format = match text(shipment, "format")?.as_str() {
            "toml" => Format::Toml,
            "json" => Format::Json,
            "yaml" => Format::Yaml,
            other => return Err(anyhow!("the shipment's format `{other}` is not known")),
        };
        let regimes = asked.get("regimes").and_then(Value::as_array);
        let regimes = regimes.map(|ids| ids.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>());
        let policy = record.get("policy").context("it holds no policy")?;
        let readings = policy.get("readings").and_then(Value::as_object).into_iter().flatten();
        let readings = readings.filter_map(|(term, reading)| Some((term.clone(), reading.as_str()?.to_owned())));
        let digest = policy.get("digest").and_then(Value::as_str).map(str::to_owned);
        let known: Timestamp = text(asked, "known")?.parse().context("`known` is no instant")?;
        Ok(Kept {
            whole: json(&record),
            determination: json(record.get("determination").context("it holds no determination")?),
            file: text(shipment, "file")?,
            format,
            shipment: text(shipment, "text")?,
            language: Language::parse(&text(asked, "language")?).context("its language is not known")?,
            rulebook: text(&record, "rulebook")?,
            selected: regimes.clone().unwrap_or_default(),
            asked: Asked {
                date: parse_when(&text(asked, "date")?).map_err(anyhow::Error::msg)?,
                known,
                policy: Policy { readings: readings.collect(), digest },
                screening: Screening { method: method(asked)?, ..Screening::default() },
                scenario: asked.get("scenario").and_then(Value::as_str).map(str::to_owned),
                regimes,
            },
        })
    }
}

impl Kept {
    /// The shipment, read under a rulebook.
    pub(crate) fn shipment(&self, rulebook: &Rulebook) -> Result<Shipment, Failure> {
        read_shipment(self.format, &self.file, self.shipment.as_bytes(), rulebook)
            .map_err(|problems| Failure::BadInput(vec![problems]))
    }

    /// What the rulebook answers to the same question.
    pub(crate) fn answer(&self, rulebook: &Rulebook) -> Result<Determination, Failure> {
        Ok(determine(rulebook, &self.shipment(rulebook)?, &self.asked))
    }
}

/// The method of a record; older ones do not name it, and had the exact one.
fn method(asked: &Value) -> anyhow::Result<Method> {
    match asked.get("screening").and_then(Value::as_str) {
        None => Ok(Method::Exact),
        Some(name) => [Method::Exact, Method::Words]
            .into_iter()
            .find(|method| method.name() == name)
            .with_context(|| format!("no method of screening is called `{name}`")),
    }
}

fn text(of: &Value, key: &str) -> anyhow::Result<String> {
    of.get(key).and_then(Value::as_str).map(str::to_owned).with_context(|| format!("`{key}` is missing"))
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => number.as_i64().map_or_else(|| Json::Text(number.to_string()), Json::Integer),
        Value::String(text) => Json::Text(text.clone()),
        Value::Array(items) => Json::Array(items.iter().map(json).collect()),
        Value::Object(fields) => Json::Object(fields.iter().map(|(key, value)| (key.clone(), json(value))).collect()),
    }
}
