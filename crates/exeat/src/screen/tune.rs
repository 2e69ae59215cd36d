//! temporary
use std::sync::LazyLock;
static T: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut v = DEFAULT.to_vec();
    if let Ok(text) = std::env::var("EXEAT_T") {
        for part in text.split(',').filter(|p| !p.is_empty()) {
            let (i, x) = part.split_once('=').unwrap();
            v[i.parse::<usize>().unwrap()] = x.parse().unwrap();
        }
    }
    v
});
pub fn t(i: usize) -> u32 { T[i] }
pub const DEFAULT: [u32; 30] = [
    550, 300, 900, 900, 800, // person: query alone, listed alone, contradiction, unlike, lone
    600, 450, 700, 900, 900, // body
    28, // joined slope
    15, 40, 90, 150, // forms: none, class shared, family shared, apart
    16, 20, 930, 700, 560, // likeness: edit slope, sound slope, group, initial, least
    960, 30, 22, 85, 90, // sound top, edit limit, sound limit, rank step, particle weight
    800, 50, 1000, 1000, 1000, // acronym, forms: listed none
];
