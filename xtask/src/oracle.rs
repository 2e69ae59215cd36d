//! The engine against the oracle on as many random cases as one has patience for: the test of CI, with another number.

use anyhow::{Context, Result, bail, ensure};
use std::path::Path;
use std::process::Command;

/// Cases without a number of their own: a night of one machine.
const RUNS: u64 = 1_000_000;
/// Cases of one call of the test, so that what differs is shown before the last has run.
const CHUNK: u64 = 20_000;

/// Runs the cases of `[--runs N] [--from SEED]`.
pub(crate) fn run(root: &Path, words: &[String]) -> Result<()> {
    let (mut runs, mut from) = (RUNS, 1);
    for pair in words.chunks(2) {
        let [name, value] = pair else { bail!("`{}` needs a number", pair.join(" ")) };
        let number: u64 = value.parse().with_context(|| format!("`{value}` is no number"))?;
        match name.as_str() {
            "--runs" => runs = number,
            "--from" => from = number,
            other => bail!("unknown `{other}`: say --runs N or --from SEED"),
        }
    }
    let end = from.saturating_add(runs);
    let mut seed = from;
    while seed < end {
        let count = CHUNK.min(end - seed);
        println!("seeds {seed} to {}", seed + count - 1);
        let status = Command::new("cargo")
            .args(["test", "--package", "exeat", "--profile", "quick", "--test", "oracle", "--locked", "--quiet"])
            .args(["--", "--nocapture", "engine_equals_oracle"])
            .env("EXEAT_ORACLE_SEED", seed.to_string())
            .env("EXEAT_ORACLE_RUNS", count.to_string())
            .current_dir(root)
            .status()
            .context("cannot run cargo")?;
        ensure!(status.success(), "engine and oracle differ between seeds {seed} and {}", seed + count - 1);
        seed += count;
    }
    println!("{runs} cases from seed {from}: engine and oracle agree");
    Ok(())
}
