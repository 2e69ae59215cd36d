//! Checkpoints: the log's origin, size and root, signed as a C2SP note.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::key::{SigningFile, VerifyingKey};
use super::tree::Hash;

/// The head of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root of its tree.
    pub root: Hash,
}

/// Why a note is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It is not a signed checkpoint.
    #[error("it is not a signed checkpoint: {0}")]
    Form(&'static str),
    /// A known key's signature does not fit the text.
    #[error("the signature of `{0}` does not fit")]
    Signature(String),
    /// No signature is of a known key.
    #[error("no signature is of a key that was given")]
    NoKnownKey,
}

impl Checkpoint {
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    fn parse(text: &str) -> Option<Checkpoint> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let root = STANDARD.decode(root).ok()?.try_into().ok()?;
        let read = Checkpoint { origin: origin.to_owned(), size: size.parse().ok()?, root };
        (!origin.is_empty() && read.text() == text).then_some(read)
    }
}

/// A checkpoint signed with a key: the whole note.
#[must_use]
pub fn sign(checkpoint: &Checkpoint, key: &SigningFile) -> String {
    let text = checkpoint.text();
    let line = signature_line(&text, key);
    format!("{text}\n{line}")
}

/// A note with one more signature, by another key: how a key hands over to the next.
#[must_use]
pub fn cosign(note: &str, key: &SigningFile) -> Option<String> {
    let (text, _) = note.rsplit_once("\n\n")?;
    let line = signature_line(&format!("{text}\n"), key);
    Some(format!("{note}{line}"))
}

fn signature_line(text: &str, key: &SigningFile) -> String {
    let public = key.public();
    let bytes = [public.hash().as_slice(), &key.signature(text.as_bytes())].concat();
    format!("— {} {}\n", public.name(), STANDARD.encode(bytes))
}

/// The checkpoint in a note, when every signature of a key given fits and there is one at least.
pub fn open_note(note: &str, keys: &[VerifyingKey]) -> Result<Checkpoint, NoteError> {
    let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Form("no blank line before signatures"))?;
    let text = format!("{text}\n");
    let signatures = signatures.strip_suffix('\n').ok_or(NoteError::Form("the last line does not end"))?;
    let mut known = 0;
    for line in signatures.split('\n') {
        let line = line.strip_prefix("— ").ok_or(NoteError::Form("a signature line does not begin with a dash"))?;
        let (name, encoded) = line.split_once(' ').ok_or(NoteError::Form("a signature line has no name"))?;
        let bytes = STANDARD.decode(encoded).map_err(|_| NoteError::Form("a signature is not base64"))?;
        let (hash, signature) = bytes.split_at_checked(4).ok_or(NoteError::Form("a signature is too short"))?;
        for key in keys.iter().filter(|key| key.name() == name && key.hash() == hash) {
            if !key.holds(text.as_bytes(), signature) {
                return Err(NoteError::Signature(name.to_owned()));
            }
            known += 1;
        }
    }
    let checkpoint = Checkpoint::parse(&text).ok_or(NoteError::Form("origin, size and root are not there"))?;
    if known == 0 { Err(NoteError::NoKnownKey) } else { Ok(checkpoint) }
}
