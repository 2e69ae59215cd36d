//! `cargo run --release`: Exeat, Cedar and ZEN on one made rule set, checked equal, then timed (see README.md).

mod answer;
mod cedar;
mod exeat_side;
mod made;
mod measure;
mod zen;

use answer::Answer;
use anyhow::{Result, ensure};
use made::{Dice, ItemIs, Rules, Shipment};
use measure::{median_ns, once};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Seed of rules and shipments.
const SEED: u64 = 2026;
const SHIPMENTS: usize = 10_000;
/// A slow engine is timed on the first few shipments only: as many as make about this many evaluations of an item.
const ITEM_EVALUATIONS_MAX: usize = 600_000;
const FEW_MIN: usize = 100;
const SECOND: Duration = Duration::from_secs(1);

/// What one size took, in nanoseconds a decision.
struct Row {
    entries: u32,
    item_is: ItemIs,
    load_ms: f64,
    compile_ms: f64,
    outcome: u64,
    proof: u64,
    determination: u64,
    cedar_decide: u64,
    cedar: u64,
    zen: u64,
}

fn main() -> Result<()> {
    let sizes: Vec<u32> = match std::env::args().nth(1) {
        Some(list) => list.split(',').map(str::parse).collect::<Result<_, _>>()?,
        None => vec![200, 2_000, 20_000],
    };
    let mut rows = Vec::new();
    for item_is in [ItemIs::Known, ItemIs::AnyFactUnknown] {
        for entries in &sizes {
            rows.push(row(*entries, item_is)?);
        }
    }
    table(&rows);
    Ok(())
}

fn row(entries: u32, item_is: ItemIs) -> Result<Row> {
    let rules = Rules::made(entries, SEED);
    let mut dice = Dice::new(SEED + 1);
    let shipments: Vec<Shipment> = (0..SHIPMENTS).map(|_| Shipment::made(&rules, item_is, &mut dice)).collect();
    let expected: Vec<Answer> = shipments.iter().map(|shipment| answer::expected(&rules, shipment)).collect();
    tell(entries, item_is, &expected);
    let files = exeat_side::files(&rules)?;
    let (load_ms, rulebook) = once(|| exeat_side::load(files));
    let rulebook = rulebook?;
    let (compile_ms, law) = once(|| exeat_side::as_of(&rulebook));
    let law = law?;
    let read: Vec<_> = shipments.iter().map(|made| exeat_side::shipment(&rulebook, made)).collect::<Result<_>>()?;
    for (at, shipment) in read.iter().enumerate() {
        let decision = exeat_side::outcome(&law, shipment);
        let answer = exeat_side::answer(&law, &rules, &decision)?;
        // Of thousands of items that a line leaves open Exeat names the first few thousand: those must be right.
        let cut = answer.hold.len() + answer.open.len() >= exeat_side::CITED_MAX;
        ensure!(
            !cut || answer.is_part_of(&expected[at]),
            "Exeat cites what is not open or does not hold on shipment {at}"
        );
        ensure!(cut || answer == expected[at], "Exeat differs on shipment {at}: {}", answer.parting(&expected[at]));
    }
    let few = few(entries);
    let decided = enough(&read, |shipment| Ok(drop(black_box(exeat_side::outcome(&law, shipment)))))?;
    let proved = enough(&read, |shipment| {
        let (proof, decision) = (exeat_side::prove(&law, shipment), exeat_side::outcome(&law, shipment));
        ensure!(proof.decision == decision, "Exeat's proof decides otherwise");
        Ok(())
    })?;
    let whole = enough(&read, |shipment| {
        let (answer, decision) = (exeat_side::determine(&law, shipment), exeat_side::outcome(&law, shipment));
        ensure!(answer.range == decision.range, "Exeat's determination decides otherwise");
        Ok(())
    })?;
    let each =
        |count: usize, call: &dyn Fn(&exeat::fact::Shipment)| median_ns(count, || read[..count].iter().for_each(call));
    let outcome = each(decided, &|shipment| _ = black_box(exeat_side::outcome(&law, black_box(shipment))));
    let proof = each(proved, &|shipment| _ = black_box(exeat_side::prove(&law, black_box(shipment))));
    let determination = each(whole, &|shipment| _ = black_box(exeat_side::determine(&law, black_box(shipment))));
    let (cedar_decide, cedar) = cedar_ns(&rules, &shipments[..few], &expected)?;
    let zen = zen_ns(&rules, &shipments[..SHIPMENTS.min(few * 4)], &expected)?;
    Ok(Row { entries, item_is, load_ms, compile_ms, outcome, proof, determination, cedar_decide, cedar, zen })
}

/// How many of them a call does in about a second, so that its runs end on the same day.
fn enough<T>(shipments: &[T], mut call: impl FnMut(&T) -> Result<()>) -> Result<usize> {
    let start = Instant::now();
    let mut done = 0;
    for shipment in shipments {
        call(shipment)?;
        done += 1;
        if start.elapsed() > SECOND {
            break;
        }
    }
    Ok(done)
}

fn few(entries: u32) -> usize {
    (ITEM_EVALUATIONS_MAX / entries as usize).clamp(FEW_MIN, SHIPMENTS)
}

fn cedar_ns(rules: &Rules, shipments: &[Shipment], expected: &[Answer]) -> Result<(u64, u64)> {
    let engine = cedar::Cedar::load(rules)?;
    let asked = shipments.iter().map(|shipment| cedar::Asked::new(rules, shipment)).collect::<Result<Vec<_>>>()?;
    for (at, asked) in asked.iter().enumerate() {
        same("Cedar", at, &engine.cite(rules, asked), &expected[at])?;
        ensure!(
            engine.decide(asked) == (expected[at].floor, expected[at].ceiling),
            "Cedar decides otherwise on shipment {at}"
        );
    }
    let decide =
        median_ns(asked.len(), || asked.iter().for_each(|asked| _ = black_box(engine.decide(black_box(asked)))));
    let cite =
        median_ns(asked.len(), || asked.iter().for_each(|asked| drop(black_box(engine.cite(rules, black_box(asked))))));
    Ok((decide, cite))
}

fn zen_ns(rules: &Rules, shipments: &[Shipment], expected: &[Answer]) -> Result<u64> {
    let engine = zen::Zen::load(rules)?;
    let asked: Vec<zen::Asked> = shipments.iter().map(zen::Asked::new).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        for (at, asked) in asked.iter().enumerate() {
            same("ZEN", at, &engine.cite(rules, asked).await?, &expected[at])?;
        }
        anyhow::Ok(())
    })?;
    let all = async || {
        for asked in &asked {
            drop(black_box(engine.cite(rules, black_box(asked)).await));
        }
    };
    Ok(median_ns(asked.len(), || runtime.block_on(all())))
}

fn same(engine: &str, at: usize, answer: &Answer, expected: &Answer) -> Result<()> {
    ensure!(answer == expected, "{engine} differs on shipment {at}: {}", answer.parting(expected));
    Ok(())
}

fn named(item_is: ItemIs) -> &'static str {
    match item_is {
        ItemIs::Known => "item known",
        ItemIs::AnyFactUnknown => "any fact unknown",
    }
}

fn tell(entries: u32, item_is: ItemIs, expected: &[Answer]) {
    let count = |outcome| expected.iter().filter(|answer| answer.floor == outcome && answer.ceiling == outcome).count();
    let undetermined = expected.iter().filter(|answer| answer.floor != answer.ceiling).count();
    let (free, licence, ban) = (count(answer::FREE), count(answer::LICENCE), count(answer::BAN));
    eprintln!(
        "{entries} entries, {}: free {free}, licence {licence}, ban {ban}, undetermined {undetermined}",
        named(item_is)
    );
}

fn table(rows: &[Row]) {
    println!(
        "| entries | shipments | load ms | as_of ms | outcome | proof | determination | Cedar decides | Cedar cites | ZEN cites |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for row in rows {
        let Row { entries, load_ms, compile_ms, outcome, proof, determination, cedar_decide, cedar, zen, .. } = row;
        let of = named(row.item_is);
        println!(
            "| {entries} | {of} | {load_ms:.1} | {compile_ms:.2} | {outcome} ns | {proof} ns | {determination} ns | {cedar_decide} ns | {cedar} ns | {zen} ns |"
        );
    }
    println!("\n| entries | shipments | outcome: × Cedar | × ZEN | proof: × Cedar | growth of outcome |");
    println!("|---|---|---|---|---|---|");
    for row in rows {
        let times = |peer: u64, own: u64| peer as f64 / own as f64;
        let first = rows.iter().find(|first| first.item_is == row.item_is).map_or(row.outcome, |first| first.outcome);
        println!(
            "| {} | {} | {:.0} | {:.1} | {:.0} | {:.2} |",
            row.entries,
            named(row.item_is),
            times(row.cedar, row.outcome),
            times(row.zen, row.outcome),
            times(row.cedar, row.proof),
            times(row.outcome, first)
        );
    }
}
