//! `cargo run --release`: Exeat, Cedar and ZEN on one made rule set, checked equal, then timed (see README.md).

mod answer;
mod cedar;
mod made;
mod measure;
mod zen;

use anyhow::{Result, ensure};
use made::{Dice, ItemIs, Rules, Shipment};
use measure::{median_ns, once};
use std::hint::black_box;

/// Seed of rules and shipments.
const SEED: u64 = 2026;
const SHIPMENTS: usize = 10_000;
/// A slow engine is timed on fewer shipments, so that one run of it takes about this many evaluations of an item.
const ITEM_EVALUATIONS_MAX: usize = 600_000;

fn main() -> Result<()> {
    let sizes: Vec<u32> = match std::env::args().nth(1) {
        Some(list) => list.split(',').map(str::parse).collect::<Result<_, _>>()?,
        None => vec![200, 2_000, 20_000],
    };
    for entries in sizes {
        for item_is in [ItemIs::Known, ItemIs::AnyFactUnknown] {
            run(entries, item_is)?;
        }
    }
    Ok(())
}

fn run(entries: u32, item_is: ItemIs) -> Result<()> {
    let rules = Rules::made(entries, SEED);
    let mut dice = Dice::new(SEED + 1);
    let shipments: Vec<Shipment> = (0..SHIPMENTS).map(|_| Shipment::made(&rules, item_is, &mut dice)).collect();
    let expected: Vec<answer::Answer> = shipments.iter().map(|shipment| answer::expected(&rules, shipment)).collect();
    let named = match item_is {
        ItemIs::Known => "item known",
        ItemIs::AnyFactUnknown => "any fact unknown",
    };
    let count = |floor, ceiling| expected.iter().filter(|a| a.floor == floor && a.ceiling == ceiling).count();
    println!("\n{entries} entries, {named}: {} shipments", shipments.len());
    println!("  free {} · licence {} · ban {} · undetermined {}", count(0, 0), count(1, 1), count(2, 2),
        expected.iter().filter(|a| a.floor != a.ceiling).count());

    let few = (ITEM_EVALUATIONS_MAX / entries as usize).clamp(100, SHIPMENTS);
    let (load_ms, engine) = once(|| cedar::Cedar::load(&rules));
    let engine = engine?;
    let asked = shipments[..few].iter().map(|s| cedar::Asked::new(&rules, s)).collect::<Result<Vec<_>>>()?;
    for (at, asked) in asked.iter().enumerate() {
        ensure!(engine.cite(&rules, asked) == expected[at], "Cedar differs on shipment {at}");
        ensure!(engine.decide(asked) == (expected[at].floor, expected[at].ceiling), "Cedar differs on shipment {at}");
    }
    let decide = median_ns(few, || asked.iter().for_each(|asked| _ = black_box(engine.decide(asked))));
    let cite = median_ns(few, || asked.iter().for_each(|asked| drop(black_box(engine.cite(&rules, asked)))));
    println!("  Cedar  load {load_ms} ms · decide {decide} ns · with citations {cite} ns · {few} shipments");

    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let (load_ms, engine) = once(|| zen::Zen::load(&rules));
    let engine = engine?;
    let few = SHIPMENTS.min(few * 4);
    let asked: Vec<zen::Asked> = shipments[..few].iter().map(zen::Asked::new).collect();
    for (at, asked) in asked.iter().enumerate() {
        let answer = runtime.block_on(engine.cite(&rules, asked))?;
        ensure!(answer == expected[at], "ZEN differs on shipment {at}: {answer:?} {:?}", expected[at]);
    }
    let cite = median_ns(few, || {
        runtime.block_on(async {
            for asked in &asked {
                drop(black_box(engine.cite(&rules, asked).await));
            }
        });
    });
    println!("  ZEN    load {load_ms} ms · with citations {cite} ns · {few} shipments");
    Ok(())
}
