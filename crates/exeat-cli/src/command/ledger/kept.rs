//! `exeat check --store`: the licences of a store at hand, the answer kept in it, and the draw that it allows.

use std::path::PathBuf;

use clap::Args;
use exeat::assess::Determination;
use exeat::fact::read::Format;
use exeat::fact::{Amount, LicenceAtHand};
use exeat::licence::{Allowed, Dimension, Limit, State};
use exeat::number::Rational;
use exeat::report::{self, Language};
use exeat::rulebook::{Rulebook, UnitId};
use exeat_store::{Attached, Body, LicenceView, NewRecord, Options, Request, Store, digest_text, open, sha256};
use serde_json::{Value, json};

use super::ground::ground_of;
use super::{Fault, json_of_toml};
use crate::input::Given;
use crate::status::Failure;

/// Where answers are kept.
#[derive(Debug, Args)]
pub(crate) struct KeepArgs {
    /// Look at the licences of this store, keep the answer in it, and say how to draw: `sqlite:FILE` or `postgres://…`.
    #[arg(long, value_name = "URL")]
    store: Option<String>,
    /// The file of the audit log's private key; beside an SQLite file unless named.
    #[arg(long, value_name = "FILE", requires = "store", env = "EXEAT_AUDIT_KEY")]
    key: Option<PathBuf>,
    /// Who asks: an id of a person or machine, not a name, since the audit log is never erased.
    #[arg(long, value_name = "ID", requires = "store", env = "EXEAT_BY", default_value = "local")]
    by: String,
}

/// A store that answers are kept in.
pub(crate) struct Keeper {
    store: Box<dyn Store>,
    by: String,
    /// The law's files as one, and its digest.
    pack: Vec<u8>,
    /// Licences that may be used.
    at_hand: Vec<LicenceAtHand>,
}

impl KeepArgs {
    /// Whether a store is named.
    pub(crate) fn is_asked(&self) -> bool {
        self.store.is_some()
    }

    /// The store, if one was named.
    pub(crate) fn open(&self, rulebook: &Rulebook) -> Result<Option<Keeper>, Failure> {
        let Some(url) = &self.store else { return Ok(None) };
        let store = open(url, Options { key: self.key.clone(), ..Options::new(ground_of(rulebook)) })?;
        let mut at_hand = Vec::new();
        for view in super::licences(&*store)?.iter().filter(|view| view.licence.state == State::Granted) {
            match licence_at_hand(view, rulebook) {
                Ok(licence) => at_hand.push(licence),
                Err(why) => eprintln!("note: licence `{}` is not looked at: {why}", view.name),
            }
        }
        Ok(Some(Keeper { store, by: self.by.clone(), pack: pack(rulebook), at_hand }))
    }
}

impl Keeper {
    /// The licences of the store.
    pub(crate) fn licences(&self) -> &[LicenceAtHand] {
        &self.at_hand
    }

    /// Keeps an answer, and says where, and how to draw what it allows. The same answer is kept once.
    pub(crate) fn keep(&self, given: &Given, answer: &Determination, language: Language) -> Result<String, Failure> {
        let text = report::json(answer, language).to_canonical();
        let determination: Value = serde_json::from_str(&text).map_err(Fault::input)?;
        let shipment = shipment_of(given)?;
        let reference = shipment.get("reference").and_then(Value::as_str).unwrap_or(&given.name).to_owned();
        let mut law = Attached::new("rulebook", self.pack.clone());
        if self.store.blob(&law.digest)?.is_some() {
            law.body = None;
        }
        let key = format!("check:{}", digest_text(&sha256([text.as_bytes(), &given.bytes].concat().as_slice())));
        let offers = self.offers(&determination, &shipment, &reference);
        let record = NewRecord { reference, determination, shipment, attached: vec![law], supersedes: None };
        let request = Request { key, by: self.by.clone(), body: Body::Record(Box::new(record)) };
        let receipts = self.store.write(vec![request])?.map_err(|(_, refused)| Fault::refused(refused))?;
        let name = receipts.first().map_or("", |receipt| receipt.subject.as_str());
        Ok(format!("kept as record {name}\n{offers}"))
    }

    /// The command of each draw that the release allows.
    fn offers(&self, determination: &Value, shipment: &Value, reference: &str) -> String {
        let said = |value: &Value, field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
        let list = |value: &Value, field: &str| value.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
        let fits = list(determination.get("release").unwrap_or(&Value::Null), "licences");
        let mut text = String::new();
        for fit in fits.iter().filter(|fit| fit.get("fits").and_then(Value::as_bool) == Some(true)) {
            let Some(id) = said(fit, "id").filter(|id| self.at_hand.iter().any(|one| one.id == *id)) else { continue };
            let mut words =
                vec!["exeat licence draw".to_owned(), quoted(&id), format!("--shipment {}", quoted(reference))];
            words.extend(said(determination, "date").and_then(|date| Some(format!("--on {}", date.get(..10)?))));
            let mut add = |option: &str, value: Option<String>| {
                words.extend(value.map(|value| format!("--{option} {}", quoted(&value))));
            };
            for line in list(determination, "lines") {
                let codes = list(&line, "listed").into_iter().filter_map(|listed| said(&listed, "code"));
                codes.for_each(|code| add("item", code.split_once('/').map(|(_, alone)| alone.to_owned())));
            }
            add("destination", said(shipment, "final").or_else(|| said(shipment, "to")));
            for (role, option) in [("end_user", "end-user"), ("consignee", "consignee")] {
                let parties = list(shipment, "party");
                let party = parties.iter().find(|party| said(party, "role").as_deref() == Some(role));
                add(option, party.and_then(|party| said(party, "name")));
            }
            let draws = list(fit, "draws");
            let amounts = draws.iter().filter_map(Value::as_str).filter(|draw| !draw.ends_with(" use"));
            amounts.for_each(|amount| add("amount", Some(amount.to_owned())));
            add("request", Some(format!("{reference}:{id}")));
            text.push_str(&format!("to draw: {}\n", words.join(" ")));
        }
        text
    }
}

/// A word for a shell.
fn quoted(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/".contains(c));
    if plain && !text.is_empty() { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// A licence of the store as the law looks at it; what it cannot look at in full it does not look at.
fn licence_at_hand(view: &LicenceView, rulebook: &Rulebook) -> Result<LicenceAtHand, &'static str> {
    let (licence, scope) = (&view.licence, &view.licence.terms.scope);
    if scope.end_uses != Allowed::Any {
        return Err("it is limited to end uses in words");
    }
    let names = |allowed: &Allowed| match allowed {
        Allowed::Any => Vec::new(),
        Allowed::Only(names) => names.iter().cloned().collect(),
    };
    let limit = |dimension: Dimension| {
        let mut all = licence.limits.iter().filter(|limit| limit.dimension == dimension && limit.granted > 0);
        let first = all.next();
        if all.next().is_some() { Err("it has several lines or units") } else { Ok(first) }
    };
    let amount = |dimension| limit(dimension)?.map(|limit| left(limit, rulebook)).transpose();
    let uses = limit(Dimension::Uses)?.map(|limit| u32::try_from(limit.available()).unwrap_or(u32::MAX));
    let valid = licence.terms.valid;
    Ok(LicenceAtHand {
        id: view.name.clone(),
        regime: Some(licence.terms.regime.clone()),
        kind: licence.terms.kind.clone(),
        items: if scope.items == Allowed::Any { vec!["*".to_owned()] } else { names(&scope.items) },
        end_users: names(&scope.end_users),
        consignees: names(&scope.consignees),
        destinations: names(&scope.destinations),
        quantity: amount(Dimension::Quantity)?,
        value: amount(Dimension::Value)?,
        uses,
        valid_from: valid.map(|valid| valid.from).max(licence.granted_on),
        valid_until: valid.map(|valid| valid.until),
        conditions: licence.terms.conditions.iter().map(|condition| condition.text.clone()).collect(),
    })
}

/// What is left of a limit, in the law's own units.
fn left(limit: &Limit, rulebook: &Rulebook) -> Result<Amount, &'static str> {
    let symbol = limit.measure.unit.as_str();
    let place = rulebook.units.units.iter().position(|unit| unit.symbol == symbol);
    let unit = place.and_then(|place| u16::try_from(place).ok()).ok_or("the law does not know its unit")?;
    let under = 10_i128.checked_pow(u32::from(limit.measure.scale));
    let value = under.and_then(|under| Rational::new(i128::from(limit.available()), under));
    Ok(Amount { value: value.ok_or("its amount cannot be written")?, unit: UnitId(unit) })
}

/// The shipment as given, as fields that can be found and erased one by one; YAML is kept as its text.
fn shipment_of(given: &Given) -> Result<Value, Failure> {
    let text = String::from_utf8_lossy(&given.bytes);
    Ok(match given.format {
        Format::Json => serde_json::from_str(&text).map_err(Fault::input)?,
        Format::Toml => json_of_toml(&text.parse::<toml::Table>().map_err(Fault::input)?.into()),
        Format::Yaml => json!({ "yaml": text }),
    })
}

/// The law's files in one, so that their SHA-256 is the rulebook's digest.
fn pack(rulebook: &Rulebook) -> Vec<u8> {
    let mut pack = Vec::new();
    for file in &rulebook.files {
        for part in [file.path.as_bytes(), file.text.as_bytes()] {
            pack.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            pack.extend(part);
        }
    }
    pack
}
