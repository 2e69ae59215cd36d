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
pub const DEFAULT: [u32; 30] = [276, 150, 2511, 1800, 896, 750, 594, 700, 900, 900, 42, 3, 22, 112, 132, 14, 20, 930, 784, 560, 960, 19, 17, 95, 56, 800, 90, 970, 1600, 900];
