//! Sealed documents: JSON whose digest stands when fields are erased.
//!
//! Every scalar of the document is a leaf of a Merkle tree (RFC 9162), hashed with its path and with sixteen bytes that
//! nobody can guess. The root is the seal. To erase a field its value and its random bytes are thrown away and the hash
//! stays: the seal still follows from what is left, and the value cannot be found by trying names.

use serde_json::{Map, Value, json};

use crate::audit::{Hash, leaf_hash, root_of};
use crate::error::StoreError;
use crate::json::{DEPTH_MAX, canonical, digest_text, from_hex, hex, too_deep};
use crate::ulid::fill;

/// Most fields of one document; a shipment of 3,000 lines has about 200,000.
const LEAVES_MAX: usize = 1_000_000;

/// Random bytes of each field: too many to try.
const SALT: usize = 16;

/// A document as leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    leaves: Vec<Leaf>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Leaf {
    Open { path: Value, salt: [u8; SALT], value: Value },
    Erased { path: Value, hash: Hash },
}

impl Sealed {
    /// Seals a document.
    pub fn new(document: &Value) -> Result<Sealed, StoreError> {
        if too_deep(document, DEPTH_MAX) {
            return Err(StoreError::Request(format!("the document nests deeper than {DEPTH_MAX}")));
        }
        let mut leaves = Vec::new();
        split(document, &mut Vec::new(), &mut leaves);
        if leaves.len() > LEAVES_MAX {
            return Err(StoreError::Request(format!("the document has {} fields, {LEAVES_MAX} at most", leaves.len())));
        }
        let mut chance = vec![0; leaves.len() * SALT];
        fill(&mut chance)?;
        for (leaf, fresh) in leaves.iter_mut().zip(chance.chunks_exact(SALT)) {
            if let Leaf::Open { salt, .. } = leaf {
                salt.copy_from_slice(fresh);
            }
        }
        Ok(Sealed { leaves })
    }

    /// The seal: `seal:` and 64 hexadecimal digits.
    #[must_use]
    pub fn seal(&self) -> String {
        let hashes: Vec<Hash> = self.leaves.iter().map(Leaf::hash).collect();
        digest_text(&root_of(&hashes)).replace("sha256:", "seal:")
    }

    /// The document again; an erased field says so and shows its hash.
    #[must_use]
    pub fn document(&self) -> Value {
        let mut document = Value::Null;
        for leaf in &self.leaves {
            let (path, value) = match leaf {
                Leaf::Open { path, value, .. } => (path, value.clone()),
                Leaf::Erased { path, hash } => (path, json!({ "erased": digest_text(hash) })),
            };
            place(&mut document, path.as_array().map_or(&[], Vec::as_slice), value);
        }
        document
    }

    /// Erases every text that holds `text`; how many were erased.
    pub fn erase(&mut self, text: &str) -> usize {
        let mut erased = 0;
        for leaf in &mut self.leaves {
            let hash = leaf.hash();
            if let Leaf::Open { path, value: Value::String(held), .. } = leaf
                && held.contains(text)
            {
                *leaf = Leaf::Erased { path: path.clone(), hash };
                erased += 1;
            }
        }
        erased
    }

    /// How many fields have been erased.
    #[must_use]
    pub fn erased(&self) -> usize {
        self.leaves.iter().filter(|leaf| matches!(leaf, Leaf::Erased { .. })).count()
    }

    /// The kept form.
    #[must_use]
    pub fn to_text(&self) -> String {
        let leaf = |leaf: &Leaf| match leaf {
            Leaf::Open { path, salt, value } => json!([path, hex(salt), value]),
            Leaf::Erased { path, hash } => json!([path, hex(hash)]),
        };
        canonical(&self.leaves.iter().map(leaf).collect())
    }

    /// Reads the kept form back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Sealed> {
        let value: Value = serde_json::from_str(text).ok()?;
        let leaf = |leaf: &Value| match leaf.as_array()?.as_slice() {
            [path, salt, value] => {
                let salt = from_hex(salt.as_str()?)?.try_into().ok()?;
                Some(Leaf::Open { path: path.clone(), salt, value: value.clone() })
            }
            [path, hash] => Some(Leaf::Erased { path: path.clone(), hash: from_hex(hash.as_str()?)?.try_into().ok()? }),
            _ => None,
        };
        Some(Sealed { leaves: value.as_array()?.iter().map(leaf).collect::<Option<_>>()? })
    }
}

impl Leaf {
    fn hash(&self) -> Hash {
        match self {
            Leaf::Erased { hash, .. } => *hash,
            Leaf::Open { path, salt, value } => {
                leaf_hash(&[salt.as_slice(), canonical(&json!([path, value])).as_bytes()].concat())
            }
        }
    }
}

/// Cuts a document into its scalars, each with its path; keys are texts, places in lists are numbers.
fn split(value: &Value, path: &mut Vec<Value>, leaves: &mut Vec<Leaf>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, item) in map {
                path.push(json!(key));
                split(item, path, leaves);
                path.pop();
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (i, item) in items.iter().enumerate() {
                path.push(json!(i));
                split(item, path, leaves);
                path.pop();
            }
        }
        scalar => {
            leaves.push(Leaf::Open { path: Value::Array(path.clone()), salt: [0; SALT], value: scalar.clone() });
        }
    }
}

fn place(target: &mut Value, path: &[Value], value: Value) {
    match path.split_first() {
        None => *target = value,
        Some((Value::String(key), rest)) => {
            if !target.is_object() {
                *target = Value::Object(Map::new());
            }
            if let Value::Object(map) = target {
                place(map.entry(key.clone()).or_insert(Value::Null), rest, value);
            }
        }
        Some((_, rest)) => {
            if !target.is_array() {
                *target = Value::Array(Vec::new());
            }
            if let Value::Array(items) = target {
                // Leaves come in order, so a place is the last one, or the next.
                let next = path.first().and_then(Value::as_u64).is_some_and(|i| usize::try_from(i) == Ok(items.len()));
                if next {
                    items.push(Value::Null);
                }
                if let Some(last) = items.last_mut() {
                    place(last, rest, value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        json!({
            "declaration": { "by": "M. Sato, compliance", "on": "2026-02-20" },
            "lines": [{ "quantity": "120 kg", "0": 1.5 }, { "quantity": null, "models": [], "facts": {} }],
            "by": ["M. Sato", 7, true],
        })
    }

    #[test]
    fn a_document_reads_back_to_the_byte() {
        let sealed = Sealed::new(&document()).unwrap();
        assert_eq!(canonical(&sealed.document()), canonical(&document()));
        assert_eq!(Sealed::parse(&sealed.to_text()), Some(sealed));
    }

    #[test]
    fn the_seal_stands_when_a_name_is_erased_and_falls_when_anything_is_changed() {
        let mut sealed = Sealed::new(&document()).unwrap();
        let seal = sealed.seal();
        assert_eq!(sealed.erase("M. Sato"), 2);
        assert_eq!((sealed.seal(), sealed.erased()), (seal.clone(), 2));
        assert!(!sealed.to_text().contains("Sato"));
        assert!(canonical(&sealed.document()).contains("120 kg"));
        let read = Sealed::parse(&sealed.to_text().replace("120 kg", "121 kg")).unwrap();
        assert_ne!(read.seal(), seal);
        assert_ne!(
            Sealed::new(&document()).unwrap().seal(),
            seal,
            "two seals of one document tell nothing of each other"
        );
    }
}
