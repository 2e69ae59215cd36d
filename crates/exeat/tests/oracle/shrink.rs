//! The smallest case that still fails.

use super::case::Case;
use exeat::rulebook::{Condition, parse_condition};

/// Drops pieces and terms as long as the case still fails, going on from where the last could be dropped.
pub fn shrink(case: &Case, fails: &dyn Fn(&Case) -> bool) -> Case {
    let (mut smallest, mut from, mut dropped) = (case.clone(), 0, false);
    loop {
        let all = smaller(&smallest);
        match (from..all.len()).find(|at| fails(&all[*at])) {
            Some(at) => (smallest, from, dropped) = (all[at].clone(), at, true),
            None if dropped => (from, dropped) = (0, false),
            None => return smallest,
        }
    }
}

/// Every case that lacks one piece, line, table or term of this one.
fn smaller(case: &Case) -> Vec<Case> {
    let mut all = Vec::new();
    let paths: std::collections::BTreeSet<&String> = case.law.iter().map(|piece| &piece.path).collect();
    for path in paths.into_iter().filter(|path| *path != "vocabulary.toml") {
        all.push(Case { law: case.law.iter().filter(|piece| piece.path != *path).cloned().collect(), ..case.clone() });
    }
    // What the oracle asks for by name stays.
    let stays = |text: &str| {
        ["[item_kind]", "[material]", "[function]", "[technology_for]", "[activity]"]
            .iter()
            .any(|fact| text.starts_with(fact))
    };
    for at in (0..case.law.len()).filter(|at| !stays(&case.law[*at].text)) {
        let mut law = case.law.clone();
        law.remove(at);
        all.push(Case { law, ..case.clone() });
    }
    for at in 0..case.shipment.len() {
        let mut shipment = case.shipment.clone();
        shipment.remove(at);
        all.push(Case { shipment, ..case.clone() });
        for line in 0..case.shipment[at].len() {
            let mut shipment = case.shipment.clone();
            shipment[at].remove(line);
            all.push(Case { shipment, ..case.clone() });
        }
    }
    all.push(Case { policy: Vec::new(), ..case.clone() });
    all.push(Case { scenario: None, ..case.clone() });
    all.retain(|smaller| smaller != case);
    for (at, piece) in case.law.iter().enumerate().filter(|(_, piece)| !stays(&piece.text)) {
        // A number without its domain, a unit without its factor have too much to sample.
        let fewer = if ["vocabulary.toml", "units.toml"].contains(&piece.path.as_str()) {
            Vec::new()
        } else {
            without_a_line(&piece.text)
        };
        for text in fewer.into_iter().chain(simpler(&piece.text)) {
            let mut law = case.law.clone();
            law[at].text = text;
            all.push(Case { law, ..case.clone() });
        }
    }
    all
}

fn without_a_line(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let without = |at: usize| {
        lines.iter().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| format!("{line}\n")).collect()
    };
    (0..lines.len()).map(without).collect()
}

/// The texts in which one condition is replaced by a part of it.
fn simpler(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in text.lines() {
        let Some((key, condition)) =
            line.split_once(" = '").and_then(|(key, rest)| Some((key, rest.strip_suffix('\'')?)))
        else {
            continue;
        };
        let Ok(tree) = parse_condition(condition) else { continue };
        all.extend(parts(&tree).into_iter().map(|part| text.replacen(line, &format!("{key} = '{part}'"), 1)));
    }
    all
}

fn parts(condition: &Condition) -> Vec<Condition> {
    let within = |of: &[Condition], whole: &dyn Fn(Vec<Condition>) -> Condition| {
        let mut all: Vec<Condition> = of.to_vec();
        for at in 0..of.len() {
            for part in parts(&of[at]) {
                let mut changed = of.to_vec();
                changed[at] = part;
                all.push(whole(changed));
            }
            let mut fewer = of.to_vec();
            fewer.remove(at);
            if fewer.len() > 1 {
                all.push(whole(fewer));
            }
        }
        all
    };
    match condition {
        Condition::And(of) => within(of, &Condition::And),
        Condition::Or(of) => within(of, &Condition::Or),
        Condition::AtLeast(count, of) => {
            let count = *count;
            within(of, &move |of| Condition::AtLeast(count.min(of.len() as u32), of))
        }
        Condition::Not(one) => {
            [vec![(**one).clone()], parts(one).into_iter().map(|part| Condition::Not(Box::new(part))).collect()]
                .concat()
        }
        Condition::Limb(_, one) => vec![(**one).clone()],
        Condition::Some(role, one) => {
            parts(one).into_iter().map(|part| Condition::Some(*role, Box::new(part))).collect()
        }
        Condition::Every(role, one) => {
            parts(one).into_iter().map(|part| Condition::Every(*role, Box::new(part))).collect()
        }
        _ => Vec::new(),
    }
}
