//! Time of searches inside the process: what a caller pays, without pipes.

use std::time::Instant;

use anyhow::Context;
use exeat::screen::index::Scratch;

use crate::{index, of, read_list};

/// Prints load time, latencies and memory, one line.
pub(crate) fn time(list: &str, queries: &str) -> anyhow::Result<()> {
    let begun = Instant::now();
    let parties = read_list(list)?;
    let read_ms = begun.elapsed().as_millis();
    let built = Instant::now();
    let index = index(&parties);
    let index_ms = built.elapsed().as_millis();
    drop(parties);
    let mut scratch = Scratch::default();
    let mut nanos: Vec<u128> = Vec::new();
    let text = std::fs::read_to_string(queries).with_context(|| format!("cannot read `{queries}`"))?;
    for line in text.lines() {
        let query: serde_json::Value = serde_json::from_str(line)?;
        let (name, schema) =
            (query["q"].as_str().unwrap_or_default(), of(query["schema"].as_str().unwrap_or_default()));
        let asked = Instant::now();
        let found = index.search(name, schema, 5, &mut scratch);
        nanos.push(asked.elapsed().as_nanos());
        std::hint::black_box(found);
    }
    let total_ms = nanos.iter().sum::<u128>() / 1_000_000;
    nanos.sort_unstable();
    let at = |thousandths: usize| {
        nanos.get((nanos.len() * thousandths / 1000).min(nanos.len().saturating_sub(1))).map_or(0, |nanos| nanos / 1000)
    };
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = |key: &str| {
        status
            .lines()
            .find(|line| line.starts_with(key))
            .map(|line| line.split_whitespace().nth(1).unwrap_or_default().to_owned())
            .unwrap_or_default()
    };
    println!(
        "names {} read_ms {read_ms} index_ms {index_ms} queries {} total_ms {total_ms} p50_us {} p95_us {} p99_us {} max_us {} resident_kb {} peak_kb {}",
        index.names(),
        nanos.len(),
        at(500),
        at(950),
        at(990),
        at(1000),
        resident("VmRSS"),
        resident("VmHWM"),
    );
    Ok(())
}
