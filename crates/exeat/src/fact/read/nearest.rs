//! The known name that is nearest to a mistyped one.

/// The nearest of the names, if one is near enough to be what was meant: one letter wrong, missing, added or swapped
/// with its neighbour, or one in three of a longer name.
pub(super) fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_").chars().take(60).collect::<Vec<char>>();
    let typed = plain(typed);
    let allowed = (typed.len() / 3).max(1);
    names
        .into_iter()
        .map(|name| (distance(&typed, &plain(name)), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, name)| (*distance, *name))
        .map(|(_, name)| name)
}

/// Insertions, deletions, substitutions and swaps of neighbours between the two.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, x) in a.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, y) in b.iter().enumerate() {
            let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&last, column) + usize::from(x != y)).min(at(&last, column + 1) + 1).min(at(&next, column) + 1);
            let swapped = row > 0 && column > 0 && a.get(row - 1) == Some(y) && b.get(column - 1) == Some(x);
            if swapped {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            next.push(cost);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let names = ["dysprosium", "terbium", "to", "from", "military_use", "military_user"];
        assert_eq!(nearest("disprosium", names), Some("dysprosium"));
        assert_eq!(nearest("Military-User", names), Some("military_user"));
        assert_eq!(nearest("form", names), Some("from"));
        assert_eq!(nearest("tot", names), Some("to"));
        assert_eq!(nearest("carrots", names), None);
        assert_eq!(nearest("", names), None);
    }
}
