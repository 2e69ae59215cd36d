//! How far two spellings are apart: edits weighed by how easily they happen.

/// A whole edit, the unit of the distance.
pub const EDIT: u32 = 100;

/// Longest word compared letter by letter; the longest listed word seen has 34 letters.
const LETTERS_MAX: usize = 48;

/// The weighed edits between two words, or `None` past `limit`.
pub fn distance(a: &[u8], b: &[u8], limit: u32) -> Option<u32> {
    let (a, b) = trim(a, b);
    let (a, b) = if a.len() > b.len() { (b, a) } else { (a, b) };
    if b.len() > LETTERS_MAX || (b.len() - a.len()) as u32 * 40 > limit {
        return None;
    }
    let mut rows = [[0_u32; LETTERS_MAX + 1]; 3];
    let (mut before, mut above, mut row) = (0, 1, 2);
    for (j, cell) in rows[above].iter_mut().enumerate().take(b.len() + 1).skip(1) {
        let previous = j.checked_sub(2).and_then(|at| b.get(at)).copied();
        *cell = one_sided(b, j - 1, previous);
    }
    let mut sum = 0;
    for j in 1..=b.len() {
        sum += rows[above][j];
        rows[above][j] = sum;
    }
    for i in 1..=a.len() {
        let x = a[i - 1];
        let drop = one_sided(a, i - 1, i.checked_sub(2).and_then(|at| a.get(at)).copied());
        rows[row][0] = rows[above][0] + drop;
        let mut least = rows[row][0];
        for j in 1..=b.len() {
            let y = b[j - 1];
            let add = one_sided(b, j - 1, j.checked_sub(2).and_then(|at| b.get(at)).copied());
            let mut cost = (rows[above][j] + drop).min(rows[row][j - 1] + add);
            cost = cost.min(rows[above][j - 1] + if x == y { 0 } else { replace(x, y) });
            if i > 1 && j > 1 && x == b[j - 2] && y == a[i - 2] && x != y {
                cost = cost.min(rows[before][j - 2] + 80);
            }
            rows[row][j] = cost;
            least = least.min(cost);
        }
        if least > limit {
            return None;
        }
        (before, above, row) = (above, row, before);
    }
    Some(rows[above][b.len()]).filter(|cost| *cost <= limit)
}

/// Cuts what both begin and end with.
fn trim<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    // The last letter in common stays: a letter doubled after it costs less.
    let front = same.saturating_sub(1);
    let (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (&a[..a.len() - back], &b[..b.len() - back])
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// The cost of a letter that only one of the words has.
fn one_sided(word: &[u8], at: usize, previous: Option<u8>) -> u32 {
    let c = word[at];
    if previous == Some(c) {
        40
    } else if is_vowel(c) || c == b'h' {
        70
    } else {
        EDIT
    }
}

/// The cost of one letter written for another.
fn replace(x: u8, y: u8) -> u32 {
    let (low, high) = if x < y { (x, y) } else { (y, x) };
    match (low, high) {
        (b'i', b'y') | (b'i', b'j') | (b'k', b'q') | (b'c', b'k') | (b'v', b'w') => 30,
        (b's', b'z') | (b'f', b'v') | (b'e', b'i') | (b'o', b'u') | (b'a', b'e') => 50,
        (b'0', b'o') | (b'1', b'i') | (b'1', b'l') | (b'5', b's') | (b'9', b'g') => 40,
        _ if x.is_ascii_digit() || y.is_ascii_digit() => 150,
        _ if is_vowel(x) && is_vowel(y) => 60,
        (b'b', b'p') | (b'd', b't') | (b'g', b'k') | (b'm', b'n') | (b'g', b'j') | (b'c', b's') => 80,
        _ => EDIT,
    }
}

#[cfg(test)]
mod tests {
    use super::distance;

    fn between(a: &str, b: &str) -> Option<u32> {
        distance(a.as_bytes(), b.as_bytes(), 1000)
    }

    #[test]
    fn equal_words_are_at_no_distance() {
        assert_eq!(between("merkel", "merkel"), Some(0));
        assert_eq!(between("", ""), Some(0));
    }

    #[test]
    fn edits_are_weighed() {
        assert_eq!(between("macron", "marcon"), Some(80));
        assert_eq!(between("emanuel", "emmanuel"), Some(40));
        assert_eq!(between("john", "jon"), Some(70));
        assert_eq!(between("shell", "schell"), Some(100));
        assert_eq!(between("abc", ""), Some(270));
    }

    #[test]
    fn distance_is_the_same_both_ways_and_stops_at_its_limit() {
        for (a, b) in [("luakshenko", "lukashenko"), ("baowei", "baowu"), ("orbach", "orban"), ("a", "bcdef")] {
            assert_eq!(between(a, b), between(b, a), "{a} {b}");
        }
        assert_eq!(distance(b"alpha", b"omega", 150), None);
    }
}
