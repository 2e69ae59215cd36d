//! The known word nearest to one that is unknown, for remedies.

/// Letters of a word that are compared; longer ones are not mistyped names.
const LETTERS_MAX: usize = 60;

/// The known word that differs least, if it differs by at most a third of its letters.
///
/// ```
/// use exeat::nearest::nearest;
/// assert_eq!(nearest("dysprosum", ["terbium", "dysprosium"]), Some("dysprosium"));
/// assert_eq!(nearest("iron", ["terbium", "dysprosium"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = plain(word);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        let letters = plain(candidate);
        let allowed = (word.len().max(letters.len()) / 3).max(1);
        let limit = best.map_or(allowed + 1, |(found, _)| found.min(allowed + 1));
        if word.len().abs_diff(letters.len()) >= limit || word.len() > LETTERS_MAX || letters.len() > LETTERS_MAX {
            continue;
        }
        let distance = distance(&word, &letters);
        if distance < limit {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, found)| found)
}

/// Lower case; `-` and `_` read alike.
fn plain(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).map(|letter| if letter == '-' { '_' } else { letter }).collect()
}

/// How many letters must be put in, left out or changed.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (place, left) in a.iter().enumerate() {
        let mut corner = place;
        let mut before = place + 1;
        let mut next = vec![before];
        for (right, above) in b.iter().zip(row.iter().skip(1)) {
            let changed = corner + usize::from(left != right);
            before = changed.min(before + 1).min(above + 1);
            corner = *above;
            next.push(before);
        }
        row = next;
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
        assert_eq!(nearest("x", ["y", "z"]), Some("y"));
        assert_eq!(nearest("end-use", ["end_user", "end_use"]), Some("end_use"));
    }
}
