//! A rulebook in one file: named by its content, the same bytes for the same law, signed with Ed25519.
//!
//! ```text
//! exeat.pack/1
//! {"digest":"sha256:…","files":[{"bytes":123,"path":"cn/regime.toml"},…],"key":"…","schema":"exeat.pack/1","signature":"…"}
//! the files one after the other
//! ```
//!
//! The digest is that of the rulebook: of all paths and texts, each led by its length. The signature is over the digest's
//! text; without a key both fields are null.

use anyhow::{Context, bail, ensure};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use exeat::canonical::Json;
use serde_json::Value;
use sha2::{Digest, Sha256};

const SCHEMA: &str = "exeat.pack/1";
/// Bytes of the head; that of a law of 400 files has about 30 KiB.
const HEAD_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Files of a pack.
const FILES_MAX: usize = 20_000;

/// Files of law with their paths below the root.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// A pack that was read: its content fits its digest, and its signature, if any, its key.
pub(crate) struct Pack {
    pub(crate) files: Files,
    pub(crate) digest: String,
    /// The public key of who signed it, in hexadecimal digits.
    pub(crate) key: Option<String>,
}

/// The digest of paths and bytes in order of path, as that of a rulebook.
pub(crate) fn digest(files: &Files) -> String {
    let mut hasher = Sha256::new();
    for (path, bytes) in files {
        for part in [path.as_bytes(), bytes.as_slice()] {
            hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part);
        }
    }
    format!("sha256:{}", hex(&hasher.finalize()))
}

/// The bytes of a pack; signed if there is a key.
pub(crate) fn pack(mut files: Files, key: Option<&SigningKey>) -> Vec<u8> {
    files.sort();
    let digest = digest(&files);
    let signed = key.map(|key| (hex(key.verifying_key().as_bytes()), hex(&key.sign(digest.as_bytes()).to_bytes())));
    let mut out = format!("{SCHEMA}\n{}\n", head(&files, &digest, signed.as_ref())).into_bytes();
    files.iter().for_each(|(_, bytes)| out.extend_from_slice(bytes));
    out
}

/// The head of a pack; there is one text for each content.
fn head(files: &Files, digest: &str, signed: Option<&(String, String)>) -> String {
    let text = |text: &str| Json::Text(text.to_owned());
    let object = |fields: Vec<(&str, Json)>| {
        Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let each = files.iter().map(|(path, bytes)| {
        object(vec![("path", text(path)), ("bytes", Json::Integer(i64::try_from(bytes.len()).unwrap_or(i64::MAX)))])
    });
    let (key, signature) = signed.map_or((Json::Null, Json::Null), |(key, signature)| (text(key), text(signature)));
    let head = object(vec![
        ("schema", text(SCHEMA)),
        ("digest", text(digest)),
        ("files", Json::Array(each.collect())),
        ("key", key),
        ("signature", signature),
    ]);
    head.to_canonical()
}

/// Reads a pack, and holds every byte of it to its digest and signature.
pub(crate) fn unpack(bytes: &[u8]) -> anyhow::Result<Pack> {
    let rest = bytes.strip_prefix(format!("{SCHEMA}\n").as_bytes());
    let rest =
        rest.with_context(|| format!("it does not begin with `{SCHEMA}`: packs are written by `exeat law pack`"))?;
    let end = rest.iter().take(HEAD_BYTES_MAX).position(|byte| *byte == b'\n').context("its head has no end")?;
    let (written, mut body) = (rest.get(..end).unwrap_or(&[]), rest.get(end + 1..).unwrap_or(&[]));
    let head: Value = serde_json::from_slice(written).context("its head is no JSON")?;
    let listed = head.get("files").and_then(Value::as_array).context("its head lists no files")?;
    ensure!(listed.len() <= FILES_MAX, "it lists more than {FILES_MAX} files");
    let mut files = Files::new();
    for file in listed {
        let path = file.get("path").and_then(Value::as_str).context("a file has no path")?;
        let length = file.get("bytes").and_then(Value::as_u64).and_then(|length| usize::try_from(length).ok());
        let part = length.and_then(|length| body.split_at_checked(length));
        let Some((own, after)) = part else { bail!("the file `{path}` is cut off") };
        files.push((path.to_owned(), own.to_vec()));
        body = after;
    }
    ensure!(body.is_empty(), "{} bytes stand behind the last file", body.len());
    ensure!(files.is_sorted_by(|one, other| one.0 < other.0), "its files do not stand in order of path");
    let digest = digest(&files);
    let said = head.get("digest").and_then(Value::as_str).unwrap_or("");
    ensure!(said == digest, "its content has the digest {digest}, its head says {said}: it was changed");
    let signed = signer(&head, &digest)?;
    // INVARIANT (one text): fields that nobody reads, blanks and other spellings would change the file unseen.
    ensure!(
        self::head(&files, &digest, signed.as_ref()).as_bytes() == written,
        "its head is not as `exeat law pack` writes it"
    );
    Ok(Pack { files, digest, key: signed.map(|(key, _)| key) })
}

/// The key by which the digest is signed, and the signature.
fn signer(head: &Value, digest: &str) -> anyhow::Result<Option<(String, String)>> {
    let field = |key: &str| head.get(key).and_then(Value::as_str);
    let (key, signature_text) = match (field("key"), field("signature")) {
        (None, None) => return Ok(None),
        (Some(key), Some(signature)) => (key, signature),
        _ => bail!("of key and signature it has one only"),
    };
    let public = public_key(key)?;
    let signature: [u8; 64] = bytes_of(signature_text).context("its signature is no 128 hexadecimal digits")?;
    public
        .verify_strict(digest.as_bytes(), &Signature::from_bytes(&signature))
        .ok()
        .with_context(|| format!("its signature is not by the key {key}"))?;
    Ok(Some((key.to_owned(), signature_text.to_owned())))
}

/// A public key of 64 hexadecimal digits.
pub(crate) fn public_key(text: &str) -> anyhow::Result<VerifyingKey> {
    let bytes: [u8; 32] =
        bytes_of(text.trim()).with_context(|| format!("`{text}` is no key of 64 hexadecimal digits"))?;
    VerifyingKey::from_bytes(&bytes).ok().with_context(|| format!("`{text}` is no public key"))
}

/// A secret key of 64 hexadecimal digits.
pub(crate) fn secret_key(text: &str) -> anyhow::Result<SigningKey> {
    let bytes: [u8; 32] = bytes_of(text.trim()).context("it is no secret key of 64 hexadecimal digits")?;
    Ok(SigningKey::from_bytes(&bytes))
}

/// Hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|digits| digits.len() == 2 * N)?;
    let bytes: Vec<u8> =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |all, digit| all << 4 | digit)).collect();
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        vec![("b/regime.toml".to_owned(), b"two".to_vec()), ("a.toml".to_owned(), b"one\n".to_vec())]
    }

    fn key() -> SigningKey {
        secret_key(&"07".repeat(32)).unwrap()
    }

    #[test]
    fn the_same_law_has_the_same_bytes_in_any_order() {
        let mut turned = files();
        turned.reverse();
        assert_eq!(pack(files(), Some(&key())), pack(turned, Some(&key())));
        let read = unpack(&pack(files(), Some(&key()))).unwrap();
        assert_eq!(read.files.len(), 2);
        assert_eq!(read.key, Some(hex(key().verifying_key().as_bytes())));
        assert!(unpack(&pack(files(), None)).unwrap().key.is_none());
    }

    #[test]
    fn any_byte_that_is_changed_is_found() {
        let whole = pack(files(), Some(&key()));
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            let found = unpack(&changed).map(|pack| pack.key);
            assert!(found.is_err(), "byte {at} of {}", whole.len());
        }
        for length in 0..whole.len() {
            assert!(unpack(&whole[..length]).is_err(), "cut at {length}");
        }
    }
}
