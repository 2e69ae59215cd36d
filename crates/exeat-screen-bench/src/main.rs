//! `exeat-screen-bench LIST` answers searches, `exeat-screen-bench pairs` scores pairs, both over pipes.

mod time;

use std::io::{BufRead, BufWriter, Read, Write};

use anyhow::Context;
use exeat::screen::index::{Entry, Index, Scratch};
use exeat::screen::score::{Of, score_names};

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("pairs") => pairs(),
        Some("time") => {
            let list = std::env::args().nth(2).context("usage: exeat-screen-bench time LIST QUERIES")?;
            let queries = std::env::args().nth(3).context("usage: exeat-screen-bench time LIST QUERIES")?;
            time::time(&list, &queries)
        }
        Some(list) => search(list),
        None => anyhow::bail!("usage: exeat-screen-bench LIST | pairs"),
    }
}

fn of(schema: &str) -> Option<Of> {
    match schema {
        "Person" => Some(Of::Person),
        "Vessel" | "Airplane" => Some(Of::Thing),
        "LegalEntity" => None,
        _ => Some(Of::Body),
    }
}

/// Reads the whole input and scores each line's two names.
fn pairs() -> anyhow::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in text.lines() {
        let mut fields = line.split('\t');
        let of = of(fields.next().unwrap_or_default()).unwrap_or(Of::Body);
        let points = score_names(fields.next().unwrap_or_default(), fields.next().unwrap_or_default(), of);
        writeln!(out, "{}.{:03}", points / 1000, points % 1000)?;
    }
    Ok(())
}

struct Party {
    id: String,
    of: Option<Of>,
    names: Vec<String>,
}

/// Reads a list, one party a line.
fn read_list(list: &str) -> anyhow::Result<Vec<Party>> {
    let text = std::fs::read_to_string(list).with_context(|| format!("cannot read `{list}`"))?;
    let mut parties = Vec::new();
    for line in text.lines() {
        let party: serde_json::Value = serde_json::from_str(line)?;
        let names = party["names"].as_array().map(Vec::as_slice).unwrap_or_default();
        parties.push(Party {
            id: party["id"].as_str().unwrap_or_default().to_owned(),
            of: of(party["schema"].as_str().unwrap_or_default()),
            names: names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
        });
    }
    Ok(parties)
}

/// Indexes parties.
fn index(parties: &[Party]) -> Index {
    let names: Vec<Vec<&str>> = parties.iter().map(|party| party.names.iter().map(String::as_str).collect()).collect();
    Index::new(parties.iter().zip(&names).map(|(party, names)| Entry { of: party.of, names }))
}

/// Loads a list and answers one query a line.
fn search(list: &str) -> anyhow::Result<()> {
    let parties = read_list(list)?;
    let index = index(&parties);
    let mut scratch = Scratch::default();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let query: serde_json::Value = serde_json::from_str(&line?)?;
        let limit = query["limit"].as_u64().unwrap_or(5) as usize;
        let schema = of(query["schema"].as_str().unwrap_or_default());
        let found = index.search(query["q"].as_str().unwrap_or_default(), schema, limit, &mut scratch);
        let answer: Vec<String> = found
            .iter()
            .filter_map(|hit| Some((parties.get(hit.party as usize)?.id.as_str(), hit.score)))
            .map(|(id, score)| format!("[{},{}.{:03}]", serde_json::Value::from(id), score / 1000, score % 1000))
            .collect();
        writeln!(out, "[{}]", answer.join(","))?;
        out.flush()?;
    }
    Ok(())
}
