//! Fills an answer into a shipment's document, where the field or fact belongs; the reader then reads it as any other.

use super::Role;
use crate::canonical::Json;
use crate::rulebook::{FactType, Rulebook};

/// An answer to a question of a determination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerGiven {
    /// The fact's name, or the engine's own kind: `near`, `further`, `name`, `hour`.
    pub fact: String,
    /// What it is about, as the question says: `1/N35SH-A`, `end_user/1`, `end_use`, a role; empty: the shipment.
    pub about: String,
    /// Of a near match the listed party's id.
    pub against: Option<String>,
    /// As written.
    pub text: String,
    /// Who says so.
    pub by: String,
    /// On which day, `2026-02-10`.
    pub on: String,
    /// Id of the evidence; empty: none.
    pub evidence: String,
}

/// Puts an answer into a document; `false` when the document has no such place. An earlier answer is replaced, or, if
/// `beside`, stays as a further source.
pub fn complete(document: &mut Json, answer: &AnswerGiven, rulebook: &Rulebook, beside: bool) -> bool {
    let (what, number) = answer.about.split_once('/').unwrap_or((answer.about.as_str(), "1"));
    let nth = number.parse::<usize>().unwrap_or(1).max(1);
    match (answer.fact.as_str(), Role::parse(what)) {
        ("hour", _) => {
            set(document, &["date"], text(&answer.text));
            true
        }
        ("further", Some(role)) => {
            if answer.text.trim() == "no" {
                add(document, &["parties", "complete"], text(role.word()));
            }
            true
        }
        (_, Some(role)) => match party(document, role, nth) {
            Some(party) => {
                of_party(party, answer, rulebook, beside);
                true
            }
            None => false,
        },
        _ if what == "end_use" => {
            let Some(end_use) = item(document, "end_use", nth - 1, true) else { return false };
            fact(end_use, &["facts"], answer, rulebook, beside);
            true
        }
        _ if answer.about.is_empty() => {
            fact(document, &["facts"], answer, rulebook, beside);
            true
        }
        _ => match line(document, &answer.about) {
            Some(line) => {
                fact(line, &["properties"], answer, rulebook, beside);
                true
            }
            None => false,
        },
    }
}

fn of_party(party: &mut Json, answer: &AnswerGiven, rulebook: &Rulebook, beside: bool) {
    match (answer.fact.as_str(), &answer.against) {
        ("near", Some(against)) => {
            let mut decision =
                vec![("against".to_owned(), text(against)), ("decision".to_owned(), text(answer.text.trim()))];
            decision.extend(signature(answer));
            add(party, &["screening"], Json::Object(decision));
        }
        ("name", _) => set(party, &["name"], text(&answer.text)),
        _ => fact(party, &["facts"], answer, rulebook, beside),
    }
}

/// A fact with its author; a field of the shipment has none.
fn fact(holder: &mut Json, table: &[&str], answer: &AnswerGiven, rulebook: &Rulebook, beside: bool) {
    let known = rulebook.vocabulary.find(&answer.fact).map(|id| rulebook.vocabulary.fact(id));
    let is_set = known.is_some_and(|fact| matches!(fact.kind, FactType::Set | FactType::Countries));
    let value = match is_set {
        true => Json::Array(answer.text.split([',', '、', '，', ';', '；']).map(|word| text(word.trim())).collect()),
        false => text(answer.text.trim()),
    };
    if known.is_some_and(|fact| fact.built_in) {
        return set(holder, &[&answer.fact], value);
    }
    let mut stated = vec![("value".to_owned(), value)];
    stated.extend(signature(answer));
    let path: Vec<&str> = table.iter().copied().chain([answer.fact.as_str()]).collect();
    match beside {
        true => add(holder, &path, Json::Object(stated)),
        false => set(holder, &path, Json::Object(stated)),
    }
}

fn signature(answer: &AnswerGiven) -> Vec<(String, Json)> {
    let mut out = vec![("by".to_owned(), text(&answer.by)), ("on".to_owned(), text(&answer.on))];
    if !answer.evidence.is_empty() {
        out.push(("evidence".to_owned(), text(&answer.evidence)));
    }
    out
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

/// Sets a field below the tables that the path names; tables that are not there are made.
fn set(holder: &mut Json, path: &[&str], value: Json) {
    let Json::Object(fields) = holder else { return };
    let [first, rest @ ..] = path else { return };
    let at = match fields.iter().position(|(key, _)| key == first) {
        Some(at) => at,
        None => {
            fields.push(((*first).to_owned(), Json::Object(Vec::new())));
            fields.len() - 1
        }
    };
    let Some((_, below)) = fields.get_mut(at) else { return };
    if rest.is_empty() { *below = value } else { set(below, rest, value) }
}

/// Adds to the list at the path; what stood there alone becomes its first.
fn add(holder: &mut Json, path: &[&str], value: Json) {
    let known = find(holder, path).cloned();
    let list = match known {
        None => vec![value],
        Some(Json::Array(mut items)) => {
            if !items.contains(&value) {
                items.push(value);
            }
            items
        }
        Some(one) => vec![one, value],
    };
    set(holder, path, Json::Array(list));
}

fn find<'j>(holder: &'j Json, path: &[&str]) -> Option<&'j Json> {
    let [first, rest @ ..] = path else { return Some(holder) };
    let Json::Object(fields) = holder else { return None };
    find(&fields.iter().find(|(key, _)| key == first)?.1, rest)
}

/// The n-th table of a list, or of one table that stands alone.
fn item<'j>(document: &'j mut Json, key: &str, at: usize, made: bool) -> Option<&'j mut Json> {
    let Json::Object(fields) = document else { return None };
    if made && at == 0 && !fields.iter().any(|(known, _)| known == key) {
        fields.push((key.to_owned(), Json::Array(vec![Json::Object(Vec::new())])));
    }
    match &mut fields.iter_mut().find(|(known, _)| known == key)?.1 {
        Json::Array(items) => items.get_mut(at),
        one if at == 0 => Some(one),
        _ => None,
    }
}

fn party(document: &mut Json, role: Role, nth: usize) -> Option<&mut Json> {
    let Json::Object(fields) = document else { return None };
    let is = |party: &Json| matches!(find(party, &["role"]), Some(Json::Text(word)) if Role::parse(word) == Some(role));
    match &mut fields.iter_mut().find(|(key, _)| key == "party")?.1 {
        Json::Array(items) => items.iter_mut().filter(|party| is(party)).nth(nth - 1),
        one if nth == 1 && is(one) => Some(one),
        _ => None,
    }
}

/// `1`, or `1/N35SH-A`: a line by its number, a model of it by its id.
fn line<'j>(document: &'j mut Json, about: &str) -> Option<&'j mut Json> {
    let (number, model) = about.split_once('/').map_or((about, None), |(line, model)| (line, Some(model)));
    let number: i64 = number.parse().ok()?;
    let lines = match find(document, &["line"])? {
        Json::Array(items) => items.clone(),
        one => vec![one.clone()],
    };
    let numbered = |at: usize, line: &Json| match find(line, &["number"]) {
        Some(Json::Integer(own)) => *own == number,
        _ => i64::try_from(at + 1) == Ok(number),
    };
    let at = lines.iter().enumerate().position(|(at, line)| numbered(at, line))?;
    let line = item(document, "line", at, false)?;
    let Some(model) = model else { return Some(line) };
    let Json::Object(fields) = line else { return None };
    let is = |one: &Json| match find(one, &["id"]) {
        Some(Json::Text(id)) => id == model,
        Some(Json::Integer(id)) => id.to_string() == model,
        _ => false,
    };
    match &mut fields.iter_mut().find(|(key, _)| key == "model")?.1 {
        Json::Array(items) => items.iter_mut().find(|one| is(one)),
        one if is(one) => Some(one),
        _ => None,
    }
}
