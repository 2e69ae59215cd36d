//! Keys of the log in the textual form of C2SP signed notes, and the file that holds the private one.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey as PublicKey};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::ulid::random;

/// The byte that says Ed25519 in signed notes.
const ED25519: u8 = 1;

/// A public key: `name+hash+base64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    hash: [u8; 4],
    key: PublicKey,
}

impl VerifyingKey {
    /// Reads `name+hash+base64`; a hash that does not fit name and key is refused.
    #[must_use]
    pub fn parse(text: &str) -> Option<VerifyingKey> {
        let mut parts = text.trim().splitn(3, '+');
        let (name, hash, encoded) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = STANDARD.decode(encoded).ok()?;
        let (kind, key) = bytes.split_first()?;
        let key = PublicKey::from_bytes(key.try_into().ok()?).ok()?;
        let made = VerifyingKey::of(name, key);
        (*kind == ED25519 && crate::json::hex(&made.hash) == hash && !name.is_empty()).then_some(made)
    }

    fn of(name: &str, key: PublicKey) -> VerifyingKey {
        let digest =
            Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize();
        let mut hash = [0; 4];
        hash.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        VerifyingKey { name: name.to_owned(), hash, key }
    }

    /// The key's name: the log's origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The four bytes that stand before a signature.
    #[must_use]
    pub fn hash(&self) -> [u8; 4] {
        self.hash
    }

    /// Whether a signature is this key's over a text.
    #[must_use]
    pub fn holds(&self, text: &[u8], signature: &[u8]) -> bool {
        let signature: Option<[u8; 64]> = signature.try_into().ok();
        signature.is_some_and(|bytes| self.key.verify_strict(text, &Signature::from_bytes(&bytes)).is_ok())
    }
}

impl std::fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, crate::json::hex(&self.hash), STANDARD.encode(bytes))
    }
}

/// The private key and its file.
pub struct SigningFile {
    key: SigningKey,
    name: String,
}

impl SigningFile {
    /// A new key for a log, in memory only.
    pub fn fresh(name: &str) -> Result<SigningFile, StoreError> {
        Ok(SigningFile { key: SigningKey::from_bytes(&random()?), name: name.to_owned() })
    }

    /// Makes a new key for a log and writes its file, readable by the owner only; an existing file is never replaced.
    pub fn create(path: &Path, name: &str) -> Result<SigningFile, StoreError> {
        let made = SigningFile::fresh(name)?;
        let bytes = [&[ED25519], made.key.as_bytes().as_slice()].concat();
        let hash = crate::json::hex(&made.public().hash);
        let text = format!("PRIVATE+KEY+{name}+{hash}+{}\n", STANDARD.encode(bytes));
        let fresh = path.with_extension(format!("{}.new", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written =
            options.open(&fresh).and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
        // A link, unlike a renaming, never replaces a key that is there; and nobody ever sees half a key.
        let placed = written.and_then(|()| std::fs::hard_link(&fresh, path));
        let removed = std::fs::remove_file(&fresh);
        placed.and(removed).map_err(|error| file_error(path, &error))?;
        Ok(made)
    }

    /// Reads a key file; nothing when there is none.
    pub fn read(path: &Path) -> Result<Option<SigningFile>, StoreError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(file_error(path, &error)),
        };
        let unreadable = || StoreError::Key(format!("`{}` is no key file", path.display()));
        let rest = text.trim().strip_prefix("PRIVATE+KEY+").ok_or_else(unreadable)?;
        let mut parts = rest.splitn(3, '+');
        let (name, hash, encoded) = (parts.next(), parts.next(), parts.next());
        let bytes = encoded.and_then(|text| STANDARD.decode(text).ok()).ok_or_else(unreadable)?;
        let seed: [u8; 32] = bytes.get(1..).and_then(|seed| seed.try_into().ok()).ok_or_else(unreadable)?;
        let read = SigningFile { key: SigningKey::from_bytes(&seed), name: name.unwrap_or_default().to_owned() };
        let fits = hash == Some(&crate::json::hex(&read.public().hash)) && bytes.first() == Some(&ED25519);
        if fits { Ok(Some(read)) } else { Err(unreadable()) }
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey::of(&self.name, self.key.verifying_key())
    }

    /// The signature over a text.
    pub(crate) fn signature(&self, text: &[u8]) -> [u8; 64] {
        self.key.sign(text).to_bytes()
    }
}

fn file_error(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Key(format!("`{}`: {error}", path.display()))
}
