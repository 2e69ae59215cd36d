//! Reading files: at most so many bytes, whatever their size says.

use anyhow::{Context, bail};
use exeat::fact::read::{FILE_BYTES_MAX, Format};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A file with its format, still in bytes.
pub(crate) struct Given {
    /// As the user wrote it; `-` for standard input.
    pub(crate) name: String,
    pub(crate) format: Format,
    pub(crate) bytes: Vec<u8>,
}

/// The file of that name; `-` is standard input.
pub(crate) fn read(path: &Path, format: Option<Format>) -> anyhow::Result<Given> {
    let name = path.display().to_string();
    if name == "-" {
        let format = format
            .context("the format of standard input is not known: write `--input-format toml`, `json` or `yaml`")?;
        let bytes = bounded(io::stdin().lock(), "standard input")?;
        return Ok(Given { name: "standard input".to_owned(), format, bytes });
    }
    let format = match format.or_else(|| Format::of_file_name(&name)) {
        Some(format) => format,
        None => {
            bail!("the format of `{name}` is not known: name it `.toml`, `.json` or `.yaml`, or write `--input-format`")
        }
    };
    Ok(Given { format, bytes: bytes_of(path)?, name })
}

/// The bytes of a file.
pub(crate) fn bytes_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("`{name}` cannot be opened"))?;
    let length = file.metadata().map(|about| about.len()).unwrap_or(0);
    if length > FILE_BYTES_MAX as u64 {
        bail!(
            "`{name}` has {} MiB; a shipment has at most {} MiB: split it into several",
            length >> 20,
            FILE_BYTES_MAX >> 20
        );
    }
    bounded(file, &name)
}

/// Bytes of a pack of law; China's has about 2 MB.
const PACK_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// The bytes of a pack of law.
pub(crate) fn bytes_of_law(path: &Path) -> anyhow::Result<Vec<u8>> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("`{name}` cannot be opened"))?;
    let mut bytes = Vec::new();
    file.take(PACK_BYTES_MAX + 1).read_to_end(&mut bytes).with_context(|| format!("`{name}` cannot be read"))?;
    if bytes.len() as u64 > PACK_BYTES_MAX {
        bail!("`{name}` has more than {} MiB: no law is as long", PACK_BYTES_MAX >> 20);
    }
    Ok(bytes)
}

fn bounded(from: impl Read, name: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = FILE_BYTES_MAX as u64 + 1;
    from.take(limit).read_to_end(&mut bytes).with_context(|| format!("`{name}` cannot be read"))?;
    if bytes.len() as u64 == limit {
        bail!("`{name}` has more than {} MiB: split it into several shipments", FILE_BYTES_MAX >> 20);
    }
    Ok(bytes)
}
