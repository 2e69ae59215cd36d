//! ULIDs: 48 bits of milliseconds, 80 bits of chance, in Crockford's base 32.

use crate::error::StoreError;

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new ULID of a time in microseconds.
pub(crate) fn ulid(at_micros: i64) -> Result<String, StoreError> {
    let millis = u128::from(at_micros.max(0).unsigned_abs() / 1_000) & ((1 << 48) - 1);
    let number = (millis << 80) | (u128::from_be_bytes(random()?) >> 48);
    let letter = |i: u32| LETTERS.get(usize::try_from((number >> (5 * i)) & 31).unwrap_or(0)).copied().unwrap_or(b'0');
    Ok((0..26).rev().map(|i| char::from(letter(i))).collect())
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Fills a stretch with bytes that nobody can guess.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|error| StoreError::Database(format!("no randomness: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ulids_sort_by_time_and_differ() {
        let (early, late, again) = (ulid(1_000).unwrap(), ulid(1_700_000_000_000_000).unwrap(), ulid(1_000).unwrap());
        assert_eq!((early.len(), &early[..10]), (26, "0000000001"));
        assert!(early < late && early != again);
        assert_eq!(&late[..10], "01HF7YAT00", "2023-11-14T22:13:20Z");
    }
}
