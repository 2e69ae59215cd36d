//! All checks, cheapest first; `cargo test` stands last, so that its closing lines are the last words.

use crate::tidy;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Every step as it could be typed.
const STEPS: [&str; 10] = [
    "cargo fmt --all --check",
    "cargo clippy --workspace --locked -- --deny warnings",
    "cargo build --package exeat-cli --locked",
    "target/debug/exeat law lint",
    "target/debug/exeat law lint --regime demo",
    "target/debug/exeat law test",
    "target/debug/exeat law test --regime demo",
    "bash .ci/install-ledger.sh",
    "cargo test --package exeat-store --locked -- --ignored --nocapture --test-threads=1",
    "cargo test --workspace --locked",
];

/// Runs tidy and every step; stops at the first that fails.
pub(crate) fn run(root: &Path) -> Result<()> {
    tidy::run(root)?;
    for step in STEPS {
        println!("\n$ {step}");
        let start = Instant::now();
        let mut words = step.split(' ');
        let program = words.next().context("a step names a program")?;
        let status = Command::new(program)
            .args(words)
            .current_dir(root)
            .status()
            .with_context(|| format!("cannot run `{step}`"))?;
        ensure!(status.success(), "`{step}` failed");
        // Not after the tests: their closing lines are the last words.
        if !step.starts_with("cargo test --workspace") {
            println!("  {} s", start.elapsed().as_secs());
        }
    }
    Ok(())
}
