//! How far two spellings are apart: edits weighed by how easily they happen.

/// A whole edit, the unit of the distance.
pub const EDIT: u16 = 100;

/// Longest rest compared letter by letter, once equal ends are cut; past it two spellings are far apart.
const LETTERS_MAX: usize = 64;

/// Least cost of a letter that only one of the words has.
const ADD_MIN: u32 = 40;

/// Letters, digits, and one class for everything else.
const CLASSES: usize = 64;

/// The class of a byte: its low six bits keep ASCII letters and digits apart, capitals included.
const fn class(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => (byte - b'a') as usize,
        b'0'..=b'9' => (byte - b'0') as usize + 26,
        b'A'..=b'Z' => (byte - b'A') as usize + 36,
        _ => CLASSES - 1,
    }
}

/// The cost of one letter written for another, by their classes.
static REPLACE: [[u8; CLASSES]; CLASSES] = {
    let mut table = [[EDIT as u8; CLASSES]; CLASSES];
    let mut x = 0_u8;
    while x < 128 {
        let mut y = 0_u8;
        while y < 128 {
            let (i, j) = (class(x), class(y));
            if i != CLASSES - 1 && j != CLASSES - 1 {
                table[i][j] = if x == y { 0 } else { replace(x, y) };
            }
            y += 1;
        }
        x += 1;
    }
    table
};

/// The weighed edits between two words, or `None` past `limit`.
pub fn distance(a: &[u8], b: &[u8], limit: u32) -> Option<u32> {
    let (a, b) = trim(a, b);
    let (a, b) = if a.len() > b.len() { (b, a) } else { (a, b) };
    if b.len() > LETTERS_MAX || (b.len() - a.len()) as u32 * ADD_MIN > limit {
        return None;
    }
    let limit = limit.min(6000) as u16;
    let mut add = [0_u16; LETTERS_MAX + 1];
    let mut rows = [[u16::MAX / 2; LETTERS_MAX + 1]; 3];
    let (mut before, mut above, mut row) = (0, 1, 2);
    rows[above][0] = 0;
    for j in 1..=b.len() {
        add[j] = one_sided(b, j - 1);
        rows[above][j] = rows[above][j - 1] + add[j];
    }
    // Cells further off the diagonal than the limit allows are never reached.
    let band = usize::from(limit) / ADD_MIN as usize;
    for i in 1..=a.len() {
        let x = a[i - 1];
        let drop = one_sided(a, i - 1);
        let (from, to) = (i.saturating_sub(band).max(1), (i + band).min(b.len()));
        rows[row][from - 1] = if from == 1 { rows[above][0] + drop } else { u16::MAX / 2 };
        let mut least = rows[row][from - 1];
        let costs = &REPLACE[class(x)];
        for j in from..=to {
            let y = b[j - 1];
            let replaced = if x == y { 0 } else { u16::from(costs[class(y)]) };
            let mut cost = (rows[above][j] + drop).min(rows[row][j - 1] + add[j]).min(rows[above][j - 1] + replaced);
            if i > 1 && j > 1 && x == b[j - 2] && y == a[i - 2] && x != y {
                cost = cost.min(rows[before][j - 2] + 80);
            }
            rows[row][j] = cost;
            least = least.min(cost);
        }
        if to < b.len() {
            rows[row][to + 1] = u16::MAX / 2;
        }
        if least > limit {
            return None;
        }
        (before, above, row) = (above, row, before);
    }
    Some(rows[above][b.len()]).filter(|cost| *cost <= limit).map(u32::from)
}

/// Cuts what both begin and end with.
fn trim<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    // The last letter in common stays: a letter doubled after it costs less.
    let front = same.saturating_sub(1);
    let (a, b) = (&a[front..], &b[front..]);
    let most = a.len().min(b.len()).saturating_sub(usize::from(same > 0));
    let back = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
    (&a[..a.len() - back], &b[..b.len() - back])
}

const fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// The cost of a letter that only one of the words has.
fn one_sided(word: &[u8], at: usize) -> u16 {
    let c = word[at];
    if at > 0 && word[at - 1] == c {
        ADD_MIN as u16
    } else if is_vowel(c) || c == b'h' {
        70
    } else {
        EDIT
    }
}

/// The cost of one letter written for another.
const fn replace(x: u8, y: u8) -> u8 {
    let (low, high) = if x < y { (x, y) } else { (y, x) };
    match (low, high) {
        (b'i', b'y') | (b'i', b'j') | (b'k', b'q') | (b'c', b'k') | (b'v', b'w') => 30,
        (b's', b'z') | (b'f', b'v') | (b'e', b'i') | (b'o', b'u') | (b'a', b'e') => 50,
        (b'0', b'o') | (b'1', b'i') | (b'1', b'l') | (b'5', b's') | (b'9', b'g') => 40,
        _ if x.is_ascii_digit() || y.is_ascii_digit() => 150,
        _ if is_vowel(x) && is_vowel(y) => 60,
        (b'b', b'p') | (b'd', b't') | (b'g', b'k') | (b'm', b'n') | (b'g', b'j') | (b'c', b's') => 80,
        _ => EDIT as u8,
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
