//! The export: C2SP `tlog-tiles`, static files that any web server can hand out and any reader of the form can check.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::StoreError;

use super::tree::{Hash, leaf_hash, root_of};

/// Hashes or entries of one full tile.
const WIDTH: usize = 256;

/// A file of the export: its path below the export's folder, and its bytes.
pub type Tile = (String, Vec<u8>);

/// All tiles of a log of these entries, by path.
#[must_use]
pub fn tiles_of(entries: &[String]) -> BTreeMap<String, Vec<u8>> {
    let mut tiles = BTreeMap::new();
    for (n, bundle) in entries.chunks(WIDTH).enumerate() {
        tiles.insert(path("entries", n, bundle.len()), bundle_of(bundle));
    }
    let mut hashes: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry.as_bytes())).collect();
    let mut level = 0;
    while !hashes.is_empty() {
        for (n, tile) in hashes.chunks(WIDTH).enumerate() {
            tiles.insert(path(&level.to_string(), n, tile.len()), tile.concat());
        }
        hashes = hashes.chunks_exact(WIDTH).map(root_of).collect();
        level += 1;
    }
    tiles
}

/// Writes a log to a folder: tiles first, the checkpoint last, so that a reader never sees a head without its tree.
pub fn export(folder: &Path, entries: &[String], checkpoint: &str) -> Result<usize, StoreError> {
    let tiles = tiles_of(entries);
    let count = tiles.len();
    for (path, bytes) in tiles {
        write(folder, &path, &bytes)?;
    }
    write(folder, "checkpoint", checkpoint.as_bytes())?;
    Ok(count)
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let full = folder.join(path);
    let parent = full.parent().unwrap_or(folder);
    let error = |error: std::io::Error| StoreError::File { path: full.display().to_string(), error: error.to_string() };
    std::fs::create_dir_all(parent).map_err(error)?;
    std::fs::write(&full, bytes).map_err(error)
}

/// Entries of one bundle, each after its length in two bytes.
fn bundle_of(entries: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        // An entry is below 3 kB by the bounds on names and keys; the length always fits.
        bytes.extend(u16::try_from(entry.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend(entry.as_bytes());
    }
    bytes
}

/// The entries of a bundle, or nothing when its bytes do not add up.
pub(crate) fn entries_of(mut bytes: &[u8]) -> Option<Vec<String>> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_at_checked(2)?;
        let length = usize::from(u16::from_be_bytes(length.try_into().ok()?));
        let (entry, rest) = rest.split_at_checked(length)?;
        entries.push(String::from_utf8(entry.to_vec()).ok()?);
        bytes = rest;
    }
    Some(entries)
}

/// The path of tile `n`: three digits a folder, all but the last with an `x`; a tile that is not full says how full.
pub(crate) fn path(level: &str, n: usize, width: usize) -> String {
    let mut digits = format!("{:03}", n % 1000);
    let mut rest = n / 1000;
    while rest > 0 {
        digits = format!("x{:03}/{digits}", rest % 1000);
        rest /= 1000;
    }
    let partial = if width == WIDTH { String::new() } else { format!(".p/{width}") };
    format!("tile/{level}/{digits}{partial}")
}

/// The paths of the entry bundles of a log of this size, in order.
pub(crate) fn bundle_paths(size: usize) -> impl Iterator<Item = String> {
    (0..size.div_ceil(WIDTH)).map(move |n| path("entries", n, (size - n * WIDTH).min(WIDTH)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_bundles_are_those_of_the_form() {
        assert_eq!(path("0", 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(path("entries", 0, 7), "tile/entries/000.p/7");
        let entries: Vec<String> = (0..70_000).map(|n| format!("entry {n}")).collect();
        let tiles = tiles_of(&entries);
        assert_eq!(tiles.keys().filter(|path| path.starts_with("tile/1/")).count(), 2, "273 = 256 + 17");
        assert_eq!(tiles["tile/1/001.p/17"].len(), 17 * 32);
        assert_eq!(tiles["tile/2/000.p/1"].len(), 32);
        let read: Vec<String> = bundle_paths(70_000).flat_map(|path| entries_of(&tiles[&path]).unwrap()).collect();
        assert_eq!(read, entries);
        assert_eq!(entries_of(&[0, 9, 1]), None);
    }
}
