//! The made rule set as one ZEN decision table that collects all rows that match, compiled before the clock starts
//! (ZEN then keeps an index of the columns that ask for equality).
//!
//! A row has two values. What is unknown is asked twice, as with Cedar: what *must* and what *may* hold. (Both tables
//! in one graph, so that a shipment is one evaluation, was tried and took 18.9 µs where this takes 17.0.)

use crate::answer::Answer;
use crate::made::{FLAGS, FROM_ABOVE, NUMBERS, PROCESSINGS, Property, Rules, STRICT, Shipment, Word, word_of};
use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use zen_engine::Decision;
use zen_engine::model::DecisionContent;
use zen_expression::variable::{ToVariable as _, Variable};

/// The engine with its rules.
pub struct Zen {
    decision: Decision,
}

/// One shipment as two inputs.
pub struct Asked {
    must: Variable,
    may: Variable,
}

impl Zen {
    pub fn load(rules: &Rules) -> Result<Zen> {
        let content: DecisionContent = serde_json::from_value(graph(rules))?;
        let mut decision = zen_engine::DecisionEngine::default()
            .create_decision(content.into())
            .map_err(|error| anyhow!("{error:?}"))?;
        decision.compile();
        Ok(Zen { decision })
    }

    /// Floor and ceiling with every item and rule that holds or is open; ZEN has no cheaper question.
    pub async fn cite(&self, rules: &Rules, asked: &Asked) -> Result<Answer> {
        let must = self.found(&asked.must).await?;
        let may = self.found(&asked.may).await?;
        Ok(Answer::of(rules, must, &may))
    }

    async fn found(&self, input: &Variable) -> Result<Vec<u32>> {
        let response = self.decision.evaluate(input.clone()).await.map_err(|error| anyhow!("{error:?}"))?;
        let rows = response.result.as_array().context("a table that collects gives rows")?;
        let mut found = Vec::new();
        for row in rows.borrow().iter() {
            let id = row.dot("id").and_then(|id| id.as_number()).context("each row gives its id")?;
            found.push(u32::try_from(id)?);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

fn graph(rules: &Rules) -> Value {
    let mut columns = vec!["material".to_owned(), "function".to_owned(), "processing".to_owned(), "strict".to_owned()];
    columns.extend((0..NUMBERS).map(|n| format!("x{n}")));
    columns.extend(FLAGS.iter().map(|flag| (*flag).to_owned()));
    let inputs: Vec<Value> = columns.iter().map(|name| json!({"id": name, "name": name, "field": name})).collect();
    json!({
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {"id": "table", "name": "table", "type": "decisionTableNode", "position": {"x": 1, "y": 0},
             "content": {"hitPolicy": "collect", "inputs": inputs,
                         "outputs": [{"id": "id", "name": "id", "field": "id"}], "rules": rows(rules)}},
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}}
        ],
        "edges": [{"id": "e1", "type": "edge", "sourceId": "in", "targetId": "table"},
                  {"id": "e2", "type": "edge", "sourceId": "table", "targetId": "out"}]
    })
}

fn rows(rules: &Rules) -> Vec<Value> {
    let mut rows = Vec::new();
    for (at, item) in rules.items.iter().enumerate() {
        for limits in &item.alternatives {
            let mut row = json!({"_id": format!("r{}", rows.len()), "id": at.to_string()});
            let (fact, letter, word) = match item.property {
                Property::Material(word) => ("material", 'm', word),
                Property::Function(word) => ("function", 'f', word),
            };
            row[fact] = json!(format!(r#""{}", "?""#, word_of(letter, Word::One(word))));
            if let Some(processing) = item.processing {
                row["processing"] = json!(format!("{processing}, {PROCESSINGS}"));
            }
            for (number, bound) in limits {
                row[format!("x{number}")] =
                    json!(format!("{} {bound}", if *number < FROM_ABOVE { ">=" } else { "<=" }));
            }
            rows.push(row);
        }
    }
    let at = rules.knowledge();
    for flag in &FLAGS[2..] {
        let mut row = json!({"_id": format!("r{}", rows.len()), "id": at.to_string()});
        row[*flag] = json!("true");
        rows.push(row);
    }
    for (offset, flag) in [(1, FLAGS[0]), (2, FLAGS[1])] {
        let mut row = json!({"_id": format!("r{}", rows.len()), "id": (at + offset).to_string(), "strict": "true"});
        row[flag] = json!("true");
        rows.push(row);
    }
    rows
}

impl Asked {
    pub fn new(shipment: &Shipment) -> Asked {
        Asked { must: input(shipment, false), may: input(shipment, true) }
    }
}

fn input(shipment: &Shipment, may: bool) -> Variable {
    let word = |letter, word: Option<Word>| match word {
        Some(word) => word_of(letter, word),
        None => if may { "?" } else { "" }.to_owned(),
    };
    let mut input = json!({
        "material": word('m', shipment.material),
        "function": word('f', shipment.function),
        "processing": shipment.processing.map_or(if may { i64::from(PROCESSINGS) } else { -1 }, i64::from),
        "strict": shipment.to < STRICT,
    });
    for (number, stated) in shipment.numbers.iter().enumerate() {
        let (low, high) = stated.unwrap_or((-1, 1_000_000));
        input[format!("x{number}")] = json!(if may == (number < FROM_ABOVE) { high } else { low });
    }
    for (name, stated) in FLAGS.iter().zip(shipment.flags) {
        input[*name] = json!(stated.unwrap_or(may));
    }
    input.to_variable()
}
