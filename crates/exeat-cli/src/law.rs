//! The rulebook: the one inside the program, a folder of files, or a pack.

use crate::args::LawArgs;
use crate::input;
use crate::pack::{Files, unpack};
use crate::status::Failure;
use anyhow::{Context, bail};
use exeat::rulebook::{Loaded, Rulebook, Selection};
use std::fs;
use std::path::Path;

/// Files of a rulebook; China's has about 150.
const FILES_MAX: usize = 20_000;
/// Bytes of all of them; China's have about 1 MB.
const BYTES_MAX: usize = 256 * 1024 * 1024;
/// Folders in one another; `cn/entries/1/1C905.toml` needs three.
const DEPTH_MAX: usize = 8;

/// Files that a folder of law may lack.
const SHARED: [&str; 3] = ["vocabulary.toml", "units.toml", "countries.toml"];

/// Names beside the law that are none of it.
const NOT_LAW: [&str; 5] = ["src", "target", "Cargo.toml", "README.md", "CHANGELOG.md"];

/// The rulebook asked for.
pub(crate) fn load(args: &LawArgs) -> Result<Loaded, Failure> {
    load_with(args, None)
}

/// The rulebook asked for, with a scenario `(file name, bytes)` laid over its first regime.
pub(crate) fn load_with(args: &LawArgs, scenario: Option<(String, Vec<u8>)>) -> Result<Loaded, Failure> {
    let mut files = match &args.law {
        Some(pack) if pack.is_file() => from_pack(pack).map_err(Failure::Rulebook)?,
        Some(folder) => from_folder(folder).map_err(Failure::Rulebook)?,
        None => exeat_law::files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect(),
    };
    let selection = selection(args, &files);
    if let Some((name, bytes)) = scenario {
        let regimes = files.iter().filter_map(|(path, bytes)| Some((path.strip_suffix("/regime.toml")?, bytes)));
        let mut chosen = regimes.filter(|(id, bytes)| match &selection {
            Selection::All => true,
            Selection::Real => !invented(bytes),
            Selection::Only(ids) => ids.iter().any(|wanted| wanted == id),
        });
        let regime = chosen.next().map_or("", |(id, _)| id).to_owned();
        files.push((format!("{regime}/scenarios/{name}"), bytes));
    }
    Rulebook::load(files, &selection).map_err(Failure::BadRulebook)
}

/// The regimes named; otherwise all real ones, or all there are when none is real.
fn selection(args: &LawArgs, files: &Files) -> Selection {
    if !args.regime.is_empty() {
        return Selection::Only(args.regime.clone());
    }
    let real = files.iter().any(|(path, bytes)| path.ends_with("/regime.toml") && !invented(bytes));
    if real { Selection::Real } else { Selection::All }
}

fn invented(regime: &[u8]) -> bool {
    let text = String::from_utf8_lossy(regime);
    text.lines().any(|line| line.replace(' ', "").starts_with("invented=true"))
}

/// A pack is whole as it stands: nothing is taken from the program.
fn from_pack(path: &Path) -> anyhow::Result<Files> {
    let bytes = input::bytes_of_law(path)?;
    let pack = unpack(&bytes).with_context(|| format!("the pack `{}` cannot be used", path.display()))?;
    Ok(pack.files)
}

fn from_folder(root: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    gather(root, "", 0, &mut files)?;
    for (path, bytes) in exeat_law::files().filter(|(path, _)| SHARED.contains(path)) {
        if !files.iter().any(|(known, _)| known == path) {
            files.push((path.to_owned(), bytes.to_vec()));
        }
    }
    Ok(files)
}

/// All files of law below a folder, with their paths below the root.
fn gather(folder: &Path, below: &str, depth: usize, files: &mut Files) -> anyhow::Result<()> {
    if depth > DEPTH_MAX {
        bail!("folders stand more than {DEPTH_MAX} deep in `{}`", folder.display());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("the law in `{}` cannot be read", folder.display()))?;
    let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') || NOT_LAW.contains(&name.as_str()) {
            continue;
        }
        let own = if below.is_empty() { name } else { format!("{below}/{name}") };
        if path.is_dir() {
            gather(&path, &own, depth + 1, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml" || ending == "md") {
            files.push((own, input::bytes_of(&path)?));
            let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
            if files.len() > FILES_MAX || bytes > BYTES_MAX {
                bail!("`{}` holds more than {FILES_MAX} files, or {} MiB", folder.display(), BYTES_MAX >> 20);
            }
        }
    }
    Ok(())
}
