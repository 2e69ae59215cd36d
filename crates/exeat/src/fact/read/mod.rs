//! Reads a shipment (`contracts/shipment.toml`) from TOML, JSON or YAML, and tells every problem at once.
//!
//! The three formats become one tree with places; one reader walks it. A fact that cannot be read is a problem, never an
//! unknown; a fact that is not there is unknown, never "no".

mod day;
mod fact;
mod json;
mod limit;
mod line;
mod measured;
mod paper;
mod party;
mod policy;
mod quantity;
mod reader;
mod shipment;
mod toml;
mod tree;
mod value;
mod yaml;

pub use limit::FILE_BYTES_MAX;

use super::Shipment;
use crate::assess::Policy;
use crate::canonical::Json;
use crate::problem::{Problem, Problems, Severity};
use crate::rulebook::Rulebook;
use reader::Reader;
use tree::{Fault, Node};

/// The format of a shipment file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// TOML 1.1.
    Toml,
    /// JSON, RFC 8259.
    Json,
    /// YAML 1.2 without aliases and tags.
    Yaml,
}

impl Format {
    /// The format that the end of a file's name tells.
    ///
    /// ```
    /// use exeat::fact::read::Format;
    /// assert_eq!(Format::of_file_name("magnets.yml"), Some(Format::Yaml));
    /// assert_eq!(Format::of_file_name("magnets"), None);
    /// ```
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<Format> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "toml" => Some(Format::Toml),
            "json" => Some(Format::Json),
            "yaml" | "yml" => Some(Format::Yaml),
            _ => None,
        }
    }
}

/// The shipment in these bytes, its facts looked up in the rulebook's vocabulary.
///
/// # Errors
/// All problems of the file, in order of place: syntax, unknown fields and facts, values that cannot be.
pub fn read_shipment(format: Format, file_name: &str, bytes: &[u8], rulebook: &Rulebook) -> Result<Shipment, Problems> {
    read(format, file_name, bytes, rulebook, |reader, document| reader.shipment(document))
}

/// The document in these bytes as it stands, whatever its format: for whoever fills it in and writes it again. A number
/// that is not whole is text.
///
/// # Errors
/// Mistakes of syntax.
pub fn read_document(format: Format, file_name: &str, bytes: &[u8], rulebook: &Rulebook) -> Result<Json, Problems> {
    read(format, file_name, bytes, rulebook, |_, document| Some(tree::to_json(&document.tree)))
}

/// The policy in these bytes, its terms and readings looked up in the rulebook.
///
/// # Errors
/// All problems of the file.
pub fn read_policy(format: Format, file_name: &str, bytes: &[u8], rulebook: &Rulebook) -> Result<Policy, Problems> {
    read(format, file_name, bytes, rulebook, |reader, document| reader.policy(document))
}

fn read<T>(
    format: Format,
    file_name: &str,
    bytes: &[u8],
    rulebook: &Rulebook,
    of_document: impl FnOnce(&mut Reader<'_>, &Node) -> Option<T>,
) -> Result<T, Problems> {
    let text = text_of(file_name, bytes)?;
    let parsed = match format {
        Format::Toml => toml::parse(text),
        Format::Json => json::parse(text),
        Format::Yaml => yaml::parse(text),
    };
    let mut reader = Reader::new(rulebook, file_name, text);
    match parsed {
        Ok(document) => {
            let value = of_document(&mut reader, &document);
            match value {
                Some(value) if reader.is_clean() => Ok(value),
                _ => Err(reader.into_problems()),
            }
        }
        Err(faults) => {
            for Fault { span, what, remedy } in faults {
                reader.note(span, what, String::new(), remedy);
            }
            Err(reader.into_problems())
        }
    }
}

/// The bytes as text, without a byte order mark.
fn text_of<'b>(file_name: &str, bytes: &'b [u8]) -> Result<&'b str, Problems> {
    let problem = |text: &str, span, what: String, remedy: &str| {
        Problems::new(vec![Problem::new(Severity::Error, file_name, text, span).what(what).remedy(remedy)])
    };
    if bytes.len() > FILE_BYTES_MAX {
        let what = format!("the file has more than {} MiB", FILE_BYTES_MAX / 1024 / 1024);
        return Err(problem("", 0..0, what, "split it into several shipments"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let at = error.valid_up_to();
            let shown = String::from_utf8_lossy(bytes);
            let byte = bytes.get(at).copied().unwrap_or(0);
            let what = format!("the file is not UTF-8: byte {byte:#04x} at offset {at}");
            Err(problem(&shown, at..at + 1, what, "save it as UTF-8"))
        }
    }
}
