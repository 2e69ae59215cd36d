//! What every engine must say of a shipment, and the plain three-valued evaluation that they are checked against.

use crate::made::{FROM_ABOVE, Item, Property, Rules, STRICT, Shipment, Word};

/// The ladder: free, licence, ban.
pub const FREE: u8 = 0;
pub const LICENCE: u8 = 1;
pub const BAN: u8 = 2;

/// Mildest and strictest outcome, and the items and rules that hold or are open, by number, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub floor: u8,
    pub ceiling: u8,
    pub hold: Vec<u32>,
    pub open: Vec<u32>,
}

impl Answer {
    /// From what must hold and what may hold (which contains it), both ascending.
    pub fn of(rules: &Rules, must: Vec<u32>, may: &[u32]) -> Answer {
        let rank = |found: &[u32]| {
            found.iter().map(|n| if *n > rules.knowledge() { BAN } else { LICENCE }).max().unwrap_or(FREE)
        };
        let (floor, ceiling) = (rank(&must), rank(may));
        let open = may.iter().copied().filter(|n| must.binary_search(n).is_err()).collect();
        Answer { floor, ceiling, hold: must, open }
    }

    /// Whether it gives the same range, and cites nothing that the right answer does not cite.
    pub fn is_part_of(&self, right: &Answer) -> bool {
        let within = |a: &[u32], b: &[u32]| a.iter().all(|n| b.binary_search(n).is_ok());
        (self.floor, self.ceiling) == (right.floor, right.ceiling)
            && within(&self.hold, &right.hold)
            && within(&self.open, &right.open)
    }

    /// Where it parts from the right answer.
    pub fn parting(&self, right: &Answer) -> String {
        let beyond = |a: &[u32], b: &[u32]| few(a.iter().copied().filter(|n| b.binary_search(n).is_err()));
        format!(
            "floor {} ceiling {} where {} and {} are right; holds {:?} too many and {:?} too few, opens {:?} too many and {:?} too few",
            self.floor,
            self.ceiling,
            right.floor,
            right.ceiling,
            beyond(&self.hold, &right.hold),
            beyond(&right.hold, &self.hold),
            beyond(&self.open, &right.open),
            beyond(&right.open, &self.open)
        )
    }
}

/// The first few of them: an answer may cite thousands.
fn few(of: impl Iterator<Item = u32>) -> Vec<u32> {
    of.take(8).collect()
}

/// False, open, true as 0, 1, 2: "and" is the smaller, "or" the greater.
fn judge(rules: &Rules, at: u32, shipment: &Shipment) -> u8 {
    let flag = |n: usize| match shipment.flags[n] {
        None => 1,
        Some(yes) => 2 * u8::from(yes),
    };
    let strict = 2 * u8::from(shipment.to < STRICT);
    match rules.items.get(at as usize) {
        Some(item) => judge_item(item, shipment),
        None => match at - rules.knowledge() {
            0 => flag(2).max(flag(3)).max(flag(4)),
            1 => strict.min(flag(0)),
            _ => strict.min(flag(1)),
        },
    }
}

fn judge_item(item: &Item, shipment: &Shipment) -> u8 {
    let word = |stated: Option<Word>, wanted: u32| match stated {
        None => 1,
        Some(word) => 2 * u8::from(word == Word::One(wanted)),
    };
    let property = match item.property {
        Property::Material(wanted) => word(shipment.material, wanted),
        Property::Function(wanted) => word(shipment.function, wanted),
    };
    let processing = match (item.processing, shipment.processing) {
        (None, _) => 2,
        (Some(_), None) => 1,
        (Some(wanted), Some(stated)) => 2 * u8::from(wanted == stated),
    };
    let limit = |(number, bound): &(usize, i64)| match shipment.numbers[*number] {
        None => 1,
        Some((low, high)) => {
            let passes = |value: i64| if *number < FROM_ABOVE { value >= *bound } else { value <= *bound };
            u8::from(passes(low)) + u8::from(passes(high))
        }
    };
    let limits = item.alternatives.iter().map(|all| all.iter().map(limit).min().unwrap_or(2)).max().unwrap_or(2);
    property.min(processing).min(limits)
}

/// The answer by plain enumeration of all items and rules.
pub fn expected(rules: &Rules, shipment: &Shipment) -> Answer {
    let last = rules.knowledge() + 2;
    let judged: Vec<(u32, u8)> = (0..=last).map(|at| (at, judge(rules, at, shipment))).collect();
    let with = |least: u8| judged.iter().filter(|(_, state)| *state >= least).map(|(at, _)| *at).collect::<Vec<_>>();
    Answer::of(rules, with(2), &with(1))
}
