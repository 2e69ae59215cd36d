//! Simplified, traditional and Japanese variants of a Han character, folded to one.

use std::sync::LazyLock;

/// Classes of variants, one a word; see NOTICE for the sources.
const CLASSES: &str = include_str!("han_variants.txt");

/// First and last code point that the table covers; rarer planes have no entry.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0xfaff;

static FOLDED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (FIRST..=LAST).map(|code| char::from_u32(code).unwrap_or('\u{fffd}')).collect();
    for class in CLASSES.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace) {
        let Some(first) = class.chars().next() else {
            continue;
        };
        for variant in class.chars() {
            if let Some(slot) = place(variant).and_then(|at| table.get_mut(at)) {
                *slot = first;
            }
        }
    }
    table
});

fn place(c: char) -> Option<usize> {
    usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()
}

/// The character that stands for all variants of this one; itself where it has none.
pub fn fold(c: char) -> char {
    place(c).and_then(|at| FOLDED.get(at)).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn variants_of_one_character_are_one() {
        for class in
            ["会會", "学學", "気氣气", "発發发", "沢澤泽", "衝沖冲", "竜龍龙", "髙高", "﨑崎", "沖衝", "機机", "電电"]
        {
            let folded: Vec<char> = class.chars().map(fold).collect();
            assert!(folded.windows(2).all(|pair| pair.first() == pair.last()), "{class} -> {folded:?}");
        }
    }

    #[test]
    fn different_characters_stay_different() {
        for (a, b) in [('三', '二'), ('菱', '稜'), ('東', '京'), ('日', '目'), ('大', '太')] {
            assert_ne!(fold(a), fold(b));
        }
    }
}
