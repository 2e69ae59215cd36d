//! The storms at their full size: what CI runs shortened. `cargo xtask storms` prints the counts of each.

use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Processes, draws of each, kills.
const SIZE: &str = "64:10000:200";

/// Tests of the store that break something, each with what it needs besides.
const STORMS: [&str; 5] = ["storm_kill", "broken", "disk", "network", "tamper"];

/// Runs every storm, one after another.
pub(crate) fn run(root: &Path) -> Result<()> {
    let needs = Command::new("bash").arg(".ci/install-ledger.sh").current_dir(root).status();
    ensure!(needs.context("cannot run .ci/install-ledger.sh")?.success(), "what the storms need is not there");
    for storm in STORMS {
        println!(
            "\n$ EXEAT_STORM={SIZE} cargo test --package exeat-store --locked --test {storm} -- --include-ignored"
        );
        let start = Instant::now();
        let status = Command::new("cargo")
            .args(["test", "--package", "exeat-store", "--locked", "--test", storm, "--"])
            .args(["--include-ignored", "--nocapture", "--test-threads=1"])
            .env("EXEAT_STORM", SIZE)
            .current_dir(root)
            .status()
            .with_context(|| format!("cannot run `{storm}`"))?;
        ensure!(status.success(), "the storm `{storm}` found something");
        println!("  {} s", start.elapsed().as_secs());
    }
    Ok(())
}
