//! Writes the table of all law files into the crate, in order of path, so that the binary carries them as they stand.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let mut paths = Vec::new();
    gather(&root, &mut paths)?;
    let mut table = Vec::new();
    for path in paths {
        let below = path.strip_prefix(&root).map_err(io::Error::other)?;
        let parts: Vec<String> =
            below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        table.push((parts.join("/"), path.display().to_string()));
    }
    table.sort();
    let mut text = String::from("static FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in &table {
        writeln!(text, "    ({name:?}, include_bytes!({path:?})),").map_err(io::Error::other)?;
    }
    text.push_str("];\n");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("files.rs"), text)
}

/// All files of law below a folder: Markdown and TOML, but not what makes this folder a crate.
fn gather(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let of_the_crate = name.starts_with('.')
            || ["src", "target", "Cargo.toml", "README.md", "CHANGELOG.md"].contains(&name.as_str());
        if of_the_crate {
            continue;
        }
        if path.is_dir() {
            gather(&path, paths)?;
        } else if path.extension().is_some_and(|kind| kind == "md" || kind == "toml") {
            paths.push(path);
        }
    }
    Ok(())
}
