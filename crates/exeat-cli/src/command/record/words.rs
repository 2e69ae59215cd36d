//! In what two answers differ, in words: outcome, release, findings, open points, duties. Digests and texts are no part.

use crate::catalogue::Catalogue;
use exeat::canonical::Json;
use std::collections::BTreeMap;

/// One sentence a difference; empty: they say the same.
pub(crate) fn in_words(was: &Json, is: &Json, say: &Catalogue) -> Vec<String> {
    let mut told = Vec::new();
    let outcome = |answer: &Json| {
        let word = |key: &str| say.word(&format!("outcome.{}", text(answer, key)));
        match text(answer, "outcome") {
            "undetermined" => {
                let ends = [("floor", word("floor")), ("ceiling", word("ceiling"))];
                say.say("outcome.between", &ends)
            }
            _ => word("outcome"),
        }
    };
    changed("differs.outcome", outcome(was), outcome(is), say, &mut told);
    let release = |answer: &Json| {
        let decision = field(answer, "release").map_or("", |release| text(release, "decision"));
        say.word(&format!("release.{decision}"))
    };
    changed("differs.release", release(was), release(is), say, &mut told);
    lines(was, is, say, &mut told);
    let none = |_: &Json| String::new();
    let state = |one: &Json| say.word(&format!("state.{}", text(one, "state")));
    parts("finding", by(was, "findings", "rule", &state), by(is, "findings", "rule", &state), say, &mut told);
    parts("open", by(was, "open", "id", &none), by(is, "open", "id", &none), say, &mut told);
    parts("duty", by(was, "duties", "id", &state), by(is, "duties", "id", &state), say, &mut told);
    told
}

fn lines(was: &Json, is: &Json, say: &Catalogue, told: &mut Vec<String>) {
    let of = |answer: &Json| -> BTreeMap<String, String> {
        let name = |line: &Json| match field(line, "model") {
            Some(Json::Text(model)) => format!("{}/{model}", number(line, "line")),
            _ => number(line, "line"),
        };
        let items = |line: &Json| {
            let met = list(line, "listed").iter().filter(|item| text(item, "state") == "true");
            let codes: Vec<&str> = met.map(|item| text(item, "code")).collect();
            let outcome = say.word(&format!("outcome.{}", text(line, "outcome")));
            if codes.is_empty() { outcome } else { format!("{outcome} ({})", codes.join(", ")) }
        };
        list(answer, "lines").iter().map(|line| (name(line), items(line))).collect()
    };
    let (was, is) = (of(was), of(is));
    for (name, before) in &was {
        if let Some(after) = is.get(name).filter(|after| *after != before) {
            let values = [("line", name.clone()), ("was", before.clone()), ("is", after.clone())];
            told.push(say.say("differs.line", &values));
        }
    }
}

fn changed(key: &str, was: String, is: String, say: &Catalogue, told: &mut Vec<String>) {
    if was != is {
        told.push(say.say(key, &[("was", was), ("is", is)]));
    }
}

type Named = BTreeMap<String, String>;

fn parts(what: &str, was: Named, is: Named, say: &Catalogue, told: &mut Vec<String>) {
    let name = |name: &str| ("name", name.to_owned());
    for (one, before) in &was {
        match is.get(one) {
            None => told.push(say.say(&format!("differs.{what}_gone"), &[name(one)])),
            Some(after) if after != before => {
                let values = [name(one), ("was", before.clone()), ("is", after.clone())];
                told.push(say.say("differs.state", &values));
            }
            Some(_) => {}
        }
    }
    for (one, after) in is.iter().filter(|(one, _)| !was.contains_key(*one)) {
        told.push(say.say(&format!("differs.{what}_new"), &[name(one), ("is", after.clone())]));
    }
}

fn by(answer: &Json, key: &str, name: &str, value: &dyn Fn(&Json) -> String) -> Named {
    list(answer, key).iter().map(|one| (text(one, name).to_owned(), value(one))).collect()
}

fn field<'a>(json: &'a Json, key: &str) -> Option<&'a Json> {
    match json {
        Json::Object(fields) => fields.iter().find(|(known, _)| known == key).map(|(_, value)| value),
        _ => None,
    }
}

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    match field(json, key) {
        Some(Json::Text(text)) => text,
        _ => "",
    }
}

fn number(json: &Json, key: &str) -> String {
    field(json, key).map(Json::to_canonical).unwrap_or_default()
}

fn list<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    match field(json, key) {
        Some(Json::Array(all)) => all,
        _ => &[],
    }
}
