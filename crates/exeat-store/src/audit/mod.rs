//! The audit log: an append-only Merkle tree whose every head is signed.
//!
//! Leaves and nodes are hashed as RFC 9162 says, heads are checkpoints of C2SP `tlog-checkpoint` signed as notes with
//! Ed25519, the export is C2SP `tlog-tiles`. Tools that know none of Exeat can read and check all of it.
//!
//! What is *not* here: the content of an entry's subject. An entry holds its digest only.

mod entry;
mod key;
mod note;
mod tiles;
mod tree;
mod verify;

pub use entry::Entry;
pub(crate) use entry::time_text;
pub use key::{SigningFile, VerifyingKey};
pub use note::{Checkpoint, NoteError, cosign, open_note, sign};
pub use tiles::{Tile, export, tiles_of};
pub use tree::{Edge, Hash, consistency, inclusion, leaf_hash, root_of, verify_consistency, verify_inclusion};
pub use verify::{AuditError, Proven, verify_since, verify_tiles};
