//! The known word nearest to one that is unknown, for remedies.

/// Letters of a word that are compared; longer ones are not mistyped names.
const LETTERS_MAX: usize = 60;

/// The known word that differs least, if it differs by at most a third of its letters; else one that begins with it.
///
/// ```
/// use exeat::nearest::nearest;
/// assert_eq!(nearest("dysprosum", ["terbium", "dysprosium"]), Some("dysprosium"));
/// assert_eq!(nearest("military", ["terbium", "military_user"]), Some("military_user"));
/// assert_eq!(nearest("iron", ["terbium", "dysprosium"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// A shorter beginning says nothing.
    const BEGINNING_MIN: usize = 3;
    let word = plain(word);
    let mut best: Option<((usize, usize), &'a str)> = None;
    let mut begun: Option<&'a str> = None;
    for candidate in known {
        let letters = plain(candidate);
        let allowed = (word.len().max(letters.len()) / 3).max(1);
        let longer = word.len().abs_diff(letters.len());
        if begun.is_none() && word.len() >= BEGINNING_MIN && letters.starts_with(&word) {
            begun = Some(candidate);
        }
        if longer > allowed || word.len() > LETTERS_MAX || letters.len() > LETTERS_MAX {
            continue;
        }
        let rank = (distance(&word, &letters), longer);
        if rank.0 <= allowed && best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, found)| found).or(begun)
}

/// Lower case; `-` and `_` read alike.
fn plain(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).map(|letter| if letter == '-' { '_' } else { letter }).collect()
}

/// How many letters must be put in, left out, changed, or turned round with the next.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, left) in a.iter().enumerate() {
        let mut next = vec![at + 1];
        for (to, right) in b.iter().enumerate() {
            let of = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX - 1);
            let mut least = of(&row, to) + usize::from(left != right);
            least = least.min(of(&row, to + 1) + 1).min(of(&next, to) + 1);
            let turned = at > 0 && to > 0 && a.get(at - 1) == Some(right) && b.get(to - 1) == Some(left);
            if turned {
                least = least.min(of(&above, to - 1) + 1);
            }
            next.push(least);
        }
        above = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_letters() {
        let of = |a: &str, b: &str| distance(&plain(a), &plain(b));
        assert_eq!((of("kitten", "sitting"), of("", "abc"), of("a_b", "A-B")), (3, 3, 0));
        assert_eq!(of("form", "from"), 1);
        assert_eq!(nearest("x", ["y", "z"]), Some("y"));
        assert_eq!(nearest("end-use", ["end_user", "end_use"]), Some("end_use"));
    }
}
