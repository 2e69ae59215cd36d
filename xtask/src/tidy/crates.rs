//! Which crate may use which, and how many crates stand below the core.

use super::{list, text};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Crates of the workspace, each with those that it may use; a new one is entered here, with its reason in the commit.
const MAY_USE: [(&str, &[&str]); 9] = [
    ("exeat", &[]),
    ("exeat-law", &[]),
    ("exeat-lists", &["exeat"]),
    ("exeat-screen-bench", &["exeat"]),
    ("exeat-store", &["exeat"]),
    ("exeat-batch", &["exeat"]),
    ("exeat-server", &["exeat", "exeat-store"]),
    ("exeat-cli", &["exeat", "exeat-law", "exeat-lists", "exeat-store", "exeat-batch", "exeat-server"]),
    ("xtask", &[]),
];

/// Other crates that may be built into the core: each is something that its reader must trust.
const BELOW_THE_CORE_MAX: usize = 25;

pub(super) fn check(root: &Path, metadata: &Value, found: &mut Vec<String>) -> Result<()> {
    let members: BTreeSet<&str> = list(metadata, "workspace_members")?.iter().filter_map(Value::as_str).collect();
    let packages = list(metadata, "packages")?;
    let of_workspace = packages.iter().filter(|package| text(package, "id").is_ok_and(|id| members.contains(id)));
    for package in of_workspace.clone() {
        directions(package, &of_workspace.clone().map(|other| text(other, "name")).collect::<Result<_>>()?, found)?;
    }
    let below = below_the_core(root)?;
    if below.len() > BELOW_THE_CORE_MAX {
        let names: Vec<&str> = below.iter().map(String::as_str).collect();
        found.push(format!(
            "{} crates stand below the core, {BELOW_THE_CORE_MAX} may: {}",
            below.len(),
            names.join(", ")
        ));
    }
    Ok(())
}

fn directions(package: &Value, ours: &BTreeSet<&str>, found: &mut Vec<String>) -> Result<()> {
    let name = text(package, "name")?;
    let Some((_, may_use)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
        found.push(format!("crate `{name}` is not in the list of crates (xtask/src/tidy/crates.rs): enter it with those that it may use"));
        return Ok(());
    };
    for dependency in list(package, "dependencies")? {
        let used = text(dependency, "name")?;
        let for_tests = dependency.get("kind").and_then(Value::as_str) == Some("dev");
        if ours.contains(used) && !may_use.contains(&used) && !for_tests {
            found.push(format!("crate `{name}` may not use `{used}`: dependencies point down (ARCHITECTURE.md)"));
        }
    }
    Ok(())
}

/// Names of all packages that are built into the core, without itself; macros run in the compiler and are not among them.
fn below_the_core(root: &Path) -> Result<BTreeSet<String>> {
    let output = Command::new("cargo")
        .args(["tree", "--package", "exeat", "--edges", "normal,no-proc-macro", "--prefix", "none", "--locked"])
        .current_dir(root)
        .output()
        .context("cannot run cargo tree")?;
    ensure!(output.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let names =
        text.lines().filter_map(|line| line.split(' ').next()).filter(|name| !name.is_empty() && *name != "exeat");
    Ok(names.map(str::to_owned).collect())
}
