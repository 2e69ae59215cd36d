//! The made rule set and its shipments: seeded, so that every run and every engine sees the same.
//!
//! An item hangs on one word of `material` or of `function`, as nearly every entry of a real list does, perhaps on
//! `processing`, and on one to three limits; one item in five has two alternatives. A number that rules ask for
//! from below (`>=`) is never asked for from above: so the bounds of three-valued logic are exact here, and an
//! engine that only has those (Cedar and ZEN, asked twice) gives the same answer as one that searches.

/// Items that share a word of a closed property, on average; 6 in the largest real list that we know.
const ITEMS_PER_WORD: u32 = 6;

/// Numbers that items ask for: the first eight from below, the last four from above.
pub const NUMBERS: usize = 12;
/// The first number that is asked for from above.
pub const FROM_ABOVE: usize = 8;
/// Values of the choice `processing`; items ask for all but the first, so that it never lists by itself.
pub const PROCESSINGS: u32 = 8;
/// Places; the first few are strict.
pub const PLACES: [&str; 12] = ["KP", "IR", "SY", "BR", "JP", "NO", "NZ", "CH", "CL", "IN", "DE", "FR"];
/// How many of [`PLACES`] are strict.
pub const STRICT: usize = 3;
/// Yes/no facts that rules ask for.
pub const FLAGS: [&str; 5] = ["military_user", "military_use", "wmd_use", "red_flags", "told_by_authority"];
/// Facts of a shipment that may be unknown: the two closed properties, `processing`, numbers and flags.
const FACTS: f64 = (3 + NUMBERS + FLAGS.len()) as f64;
/// Share of facts that are unknown.
const UNKNOWN: f64 = 0.15;

/// A small generator with a published recurrence (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        (self.next() % u64::from(end)) as u32
    }

    /// True with that probability.
    pub fn chance(&mut self, of: f64) -> bool {
        (self.next() >> 11) as f64 / ((1_u64 << 53) as f64) < of
    }
}

/// The closed property that an item hangs on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Property {
    Material(u32),
    Function(u32),
}

/// One item of the list.
pub struct Item {
    pub property: Property,
    pub processing: Option<u32>,
    /// One of them must hold; each is all of its limits: the number's index and its bound.
    pub alternatives: Vec<Vec<(usize, i64)>>,
}

/// The rule set: items, and three rules beside them that ask for flags.
pub struct Rules {
    pub items: Vec<Item>,
    pub words: u32,
}

/// A closed property's value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Word {
    NoneOfThese,
    One(u32),
}

/// One shipment of one line; `None` is unknown.
pub struct Shipment {
    pub material: Option<Word>,
    pub function: Option<Word>,
    pub processing: Option<u32>,
    /// Lower and upper end.
    pub numbers: [Option<(i64, i64)>; NUMBERS],
    pub to: usize,
    pub flags: [Option<bool>; FLAGS.len()],
}

/// Whether the closed properties may be unknown as well.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ItemIs {
    /// `material` and `function` are always stated; the rest is unknown more often, so that the share is the same.
    Known,
    /// Any fact may be unknown.
    AnyFactUnknown,
}

impl Rules {
    pub fn made(entries: u32, seed: u64) -> Rules {
        let mut dice = Dice::new(seed);
        let words = (entries / ITEMS_PER_WORD / 2).max(4);
        let items = (0..entries).map(|_| item(&mut dice, words)).collect();
        Rules { items, words }
    }

    /// Number of the rule "licence by knowledge" among the findings; the two bans follow it.
    pub fn knowledge(&self) -> u32 {
        self.items.len() as u32
    }
}

fn item(dice: &mut Dice, words: u32) -> Item {
    let word = dice.below(words);
    let property = if dice.chance(0.5) { Property::Material(word) } else { Property::Function(word) };
    let processing = dice.chance(0.5).then(|| 1 + dice.below(PROCESSINGS - 1));
    let alternatives = (0..if dice.chance(0.2) { 2 } else { 1 }).map(|_| limits(dice)).collect();
    Item { property, processing, alternatives }
}

fn limits(dice: &mut Dice) -> Vec<(usize, i64)> {
    let mut of: Vec<(usize, i64)> = Vec::new();
    for _ in 0..1 + dice.below(3) {
        let number = dice.below(NUMBERS as u32) as usize;
        if of.iter().all(|(taken, _)| *taken != number) {
            of.push((number, 300 + i64::from(dice.below(400))));
        }
    }
    of.sort_unstable();
    of
}

impl Shipment {
    pub fn made(rules: &Rules, item_is: ItemIs, dice: &mut Dice) -> Shipment {
        let unknown = match item_is {
            ItemIs::AnyFactUnknown => UNKNOWN,
            ItemIs::Known => UNKNOWN * FACTS / (FACTS - 2.0),
        };
        let closed = if item_is == ItemIs::Known { 0.0 } else { unknown };
        let word = |none: f64, dice: &mut Dice| {
            let stated = if dice.chance(none) { Word::NoneOfThese } else { Word::One(dice.below(rules.words)) };
            (!dice.chance(closed)).then_some(stated)
        };
        let material = word(0.4, dice);
        let function = word(0.6, dice);
        let processing = dice.below(PROCESSINGS);
        let processing = (!dice.chance(unknown)).then_some(processing);
        let numbers = std::array::from_fn(|_| {
            let low = i64::from(dice.below(1000));
            let high = if dice.chance(0.2) { low + i64::from(dice.below(100)) } else { low };
            (!dice.chance(unknown)).then_some((low, high))
        });
        let to = dice.below(PLACES.len() as u32) as usize;
        let flags = std::array::from_fn(|_| {
            let yes = dice.chance(0.03);
            (!dice.chance(unknown)).then_some(yes)
        });
        Shipment { material, function, processing, numbers, to, flags }
    }
}

/// `m12` or `f12`, the word of a closed property in every engine's law.
pub fn word_of(letter: char, word: Word) -> String {
    match word {
        Word::NoneOfThese => "none-of-these".to_owned(),
        Word::One(n) => format!("{letter}{n}"),
    }
}
