//! Chores of the project: `cargo xtask ci` runs every check, `cargo xtask storms` the storms on the store, `cargo xtask tidy` those that no other tool knows.

mod ci;
mod storms;
mod tidy;

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

const USAGE: &str = "cargo xtask ci     all checks, in the order of CI
cargo xtask storms the store under kills, full disks and cut networks, at full size
cargo xtask tidy   who may use whom, lengths of files, licences, regimes named in the core, catalogues";

fn main() -> Result<()> {
    let root = root()?;
    match std::env::args().nth(1).as_deref() {
        Some("ci") => ci::run(&root),
        Some("storms") => storms::run(&root),
        Some("tidy") => tidy::run(&root),
        _ => bail!("say what to do\n\n{USAGE}"),
    }
}

/// The folder of the workspace.
fn root() -> Result<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(own.parent().context("xtask stands below the workspace")?.to_path_buf())
}
