//! Licences and acts as JSON: the store's own form, read back for ever. Inner types know nothing of it.

use exeat::licence::{
    Act, Allowed, Amount, Asked, Clock, Condition, Dimension, Licence, LimitTerms, Measure, Scope, State, Stop,
    StopReason, Term, Terms, Unit, Units, Validity,
};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::json::object;
use crate::request::{Body, Refers, Request};

/// What is wrong with a stored document.
pub(crate) type Fault = String;

/// A request as JSON; its canonical form is what the key stands for.
pub(crate) fn request(request: &Request) -> Value {
    let (by, body) = (
        &request.by,
        match &request.body {
            Body::Licence { licence, act, dated, refers, why } => object([
                ("licence", json!(licence)),
                ("act", json!(act.name())),
                ("dated", json!(dated.to_string())),
                ("body", act_body(act)),
                (
                    "refers_to",
                    refers.as_ref().map_or(Value::Null, |refers| match refers {
                        Refers::Id(id) => json!(id),
                        Refers::Key(key) => json!(key),
                    }),
                ),
                ("why", json!(why)),
            ]),
            Body::Record(record) => record.to_json(),
            // What is erased must not be found again by trying names against a digest.
            Body::Erase { record, why, .. } => object([("erase", json!(record)), ("why", json!(why))]),
        },
    );
    json!({ "by": by, "body": body })
}

/// What an act brings with it.
pub(crate) fn act_body(act: &Act) -> Value {
    match act {
        Act::Draft(terms) | Act::Amend(terms) => terms_json(terms),
        Act::Grant { on, number, terms } => {
            json!({ "on": on.to_string(), "number": number, "terms": terms_json(terms) })
        }
        Act::Accept(clock) => clock.as_ref().map_or(Value::Null, clock_json),
        Act::Start(clock) => clock_json(clock),
        Act::Stop { clock, from, reason } => {
            json!({ "clock": clock, "from": from.to_string(), "reason": reason.name() })
        }
        Act::Restart { clock, on } => json!({ "clock": clock, "on": on.to_string() }),
        Act::Lapse(on) | Act::Expire(on) => json!({ "on": on.to_string() }),
        Act::Reserve { claim, until } => json!({ "claim": claim_json(claim), "until": until.to_string() }),
        Act::Draw(claim) => json!({ "claim": claim_json(claim) }),
        Act::DrawReserved(claim) => json!({ "claim": claim_json(claim), "reserved": true }),
        _ => Value::Null,
    }
}

/// A claim: what a shipment asked.
pub(crate) fn claim_json(claim: &exeat::licence::Claim) -> Value {
    let amounts: Vec<Value> = claim.amounts.iter().map(|(line, amount)| json!([line, amount.to_string()])).collect();
    let Asked { items, end_user, consignee, destination, end_use } = &claim.asked;
    object([
        ("version", json!(claim.version)),
        ("on", json!(claim.on.to_string())),
        ("shipment", json!(claim.shipment)),
        ("amounts", Value::Array(amounts)),
        ("items", if items.is_empty() { Value::Null } else { json!(items) }),
        ("end_user", json!(end_user)),
        ("consignee", json!(consignee)),
        ("destination", json!(destination)),
        ("end_use", json!(end_use)),
    ])
}

/// A licence without its balances.
pub(crate) fn licence_json(licence: &Licence) -> Value {
    let clocks: Vec<Value> = licence.clocks.iter().map(clock_json).collect();
    object([
        ("schema", json!("exeat.licence/1")),
        ("state", json!(licence.state.name())),
        ("version", json!(licence.version)),
        ("number", json!(licence.number)),
        ("granted_on", json!(licence.granted_on.map(|day| day.to_string()))),
        ("terms", terms_json(&licence.terms)),
        ("clocks", Value::Array(clocks)),
    ])
}

/// The terms of a licence as JSON: amounts as decimals with their unit, days as ISO 8601.
#[must_use]
pub fn terms_json(terms: &Terms) -> Value {
    let limits = terms.limits.iter().map(|limit| {
        let tolerance = (limit.tolerance != 0).then(|| limit.measure.text(limit.tolerance));
        object([
            ("line", json!(limit.line)),
            ("dimension", json!(limit.dimension.name())),
            ("quantity", json!(limit.measure.text(limit.quantity))),
            ("scale", json!(limit.measure.scale)),
            ("tolerance", json!(tolerance)),
        ])
    });
    let conditions = terms.conditions.iter().map(|condition| {
        object([
            ("text", json!(condition.text)),
            ("duty", json!(condition.duty)),
            ("due", json!(condition.due.map(|day| day.to_string()))),
        ])
    });
    let scope = &terms.scope;
    object([
        ("regime", json!(terms.regime)),
        ("kind", json!(terms.kind)),
        ("holder", json!(terms.holder)),
        (
            "scope",
            object([
                ("items", allowed_json(&scope.items)),
                ("end_users", allowed_json(&scope.end_users)),
                ("consignees", allowed_json(&scope.consignees)),
                ("destinations", allowed_json(&scope.destinations)),
                ("end_uses", allowed_json(&scope.end_uses)),
            ]),
        ),
        ("limits", limits.collect()),
        (
            "valid",
            terms.valid.map_or(Value::Null, |v| json!({ "from": v.from.to_string(), "until": v.until.to_string() })),
        ),
        ("conditions", conditions.collect()),
        ("documents", json!(terms.documents)),
    ])
}

fn allowed_json(allowed: &Allowed) -> Value {
    match allowed {
        Allowed::Any => Value::Null,
        Allowed::Only(set) => json!(set),
    }
}

fn clock_json(clock: &Clock) -> Value {
    let (unit, length) = match clock.term {
        Term::WorkingDays(n) => ("working_days", n),
        Term::Days(n) => ("days", n),
    };
    let stops = clock.stops.iter().map(|stop| {
        object([
            ("from", json!(stop.from.to_string())),
            ("until", json!(stop.until.map(|day| day.to_string()))),
            ("reason", json!(stop.reason.name())),
        ])
    });
    object([
        ("id", json!(clock.id)),
        (unit, json!(length)),
        ("started", json!(clock.started.to_string())),
        ("off", json!(clock.off)),
        ("stopped", stops.collect()),
    ])
}

/// A licence from its document; balances are laid on by the reader.
pub(crate) fn licence(value: &Value) -> Result<Licence, Fault> {
    let state = text(value, "state")?;
    Ok(Licence {
        state: State::parse(&state).ok_or_else(|| format!("unknown state `{state}`"))?,
        version: whole(value, "version")?,
        number: optional_text(value, "number"),
        granted_on: optional_text(value, "granted_on").map(|day| date(&day)).transpose()?,
        terms: terms(value.get("terms").ok_or("no `terms`")?)?,
        clocks: list(value, "clocks").iter().map(clock).collect::<Result<_, _>>()?,
        limits: Vec::new(),
    })
}

/// Terms from JSON.
pub fn terms(value: &Value) -> Result<Terms, Fault> {
    let scope = value.get("scope").unwrap_or(&Value::Null);
    let valid = value.get("valid").map(|valid| {
        Ok::<_, Fault>(Validity { from: date(&text(valid, "from")?)?, until: date(&text(valid, "until")?)? })
    });
    Ok(Terms {
        regime: text(value, "regime")?,
        kind: text(value, "kind")?,
        holder: text(value, "holder")?,
        scope: Scope {
            items: allowed(scope, "items"),
            end_users: allowed(scope, "end_users"),
            consignees: allowed(scope, "consignees"),
            destinations: allowed(scope, "destinations"),
            end_uses: allowed(scope, "end_uses"),
        },
        limits: list(value, "limits").iter().map(limit).collect::<Result<_, _>>()?,
        valid: valid.transpose()?,
        conditions: list(value, "conditions").iter().map(condition).collect::<Result<_, _>>()?,
        documents: texts(value, "documents"),
    })
}

fn limit(value: &Value) -> Result<LimitTerms, Fault> {
    let dimension = text(value, "dimension")?;
    let amount = Amount::parse(&text(value, "quantity")?).map_err(|error| error.to_string())?;
    let unit: Unit = amount.unit().clone();
    let measure = Measure { unit, scale: whole(value, "scale")? };
    let count = |amount: &Amount| measure.count(amount, &Units::default()).map_err(|error| error.to_string());
    let tolerance =
        optional_text(value, "tolerance").map(|text| Amount::parse(&text).map_err(|error| error.to_string()));
    Ok(LimitTerms {
        line: whole(value, "line")?,
        dimension: Dimension::parse(&dimension).ok_or_else(|| format!("unknown dimension `{dimension}`"))?,
        quantity: count(&amount)?,
        tolerance: tolerance.transpose()?.map_or(Ok(0), |amount| count(&amount))?,
        measure,
    })
}

fn condition(value: &Value) -> Result<Condition, Fault> {
    let due = optional_text(value, "due").map(|day| date(&day)).transpose()?;
    Ok(Condition { text: text(value, "text")?, duty: optional_text(value, "duty"), due })
}

fn clock(value: &Value) -> Result<Clock, Fault> {
    let term = match value.get("working_days") {
        Some(_) => Term::WorkingDays(whole(value, "working_days")?),
        None => Term::Days(whole(value, "days")?),
    };
    let stop = |value: &Value| {
        let reason = text(value, "reason")?;
        Ok::<_, Fault>(Stop {
            from: date(&text(value, "from")?)?,
            until: optional_text(value, "until").map(|day| date(&day)).transpose()?,
            reason: StopReason::parse(&reason).ok_or_else(|| format!("unknown reason `{reason}`"))?,
        })
    };
    Ok(Clock {
        id: text(value, "id")?,
        term,
        started: date(&text(value, "started")?)?,
        off: optional_text(value, "off"),
        stops: list(value, "stopped").iter().map(stop).collect::<Result<_, _>>()?,
    })
}

fn allowed(scope: &Value, part: &str) -> Allowed {
    scope.get(part).map_or(Allowed::Any, |_| Allowed::only(texts(scope, part)))
}

fn texts(value: &Value, field: &str) -> Vec<String> {
    list(value, field).iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text(value: &Value, field: &str) -> Result<String, Fault> {
    optional_text(value, field).ok_or_else(|| format!("no text in `{field}`"))
}

fn optional_text(value: &Value, field: &str) -> Option<String> {
    value.get(field).and_then(Value::as_str).map(str::to_owned)
}

fn whole<T: TryFrom<u64>>(value: &Value, field: &str) -> Result<T, Fault> {
    let number = value.get(field).and_then(Value::as_u64).and_then(|n| T::try_from(n).ok());
    number.ok_or_else(|| format!("no whole number in `{field}`"))
}

/// A day from its text.
pub(crate) fn date(text: &str) -> Result<Date, Fault> {
    text.parse().map_err(|_| format!("`{text}` is no day; write YYYY-MM-DD"))
}
