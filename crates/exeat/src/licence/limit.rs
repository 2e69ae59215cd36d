//! One limit of a licence and its balance.

use super::amount::Measure;

/// What a limit bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// A quantity of goods: mass, pieces, volume.
    Quantity,
    /// A value in one currency.
    Value,
    /// How often the licence is used.
    Uses,
}

impl Dimension {
    /// All dimensions with their names.
    pub const ALL: [(Dimension, &'static str); 3] =
        [(Dimension::Quantity, "quantity"), (Dimension::Value, "value"), (Dimension::Uses, "uses")];

    /// The dimension's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(dimension, _)| *dimension == self).map_or("", |(_, name)| name)
    }

    /// The dimension of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Dimension> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(dimension, _)| *dimension)
    }
}

/// A limit as it stands. `available + reserved + drawn = granted`, always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its place in the licence, from 0; amendments append.
    pub ordinal: u32,
    /// The line of the licence that it bounds; 0 for the whole licence.
    pub line: u32,
    /// What it bounds.
    pub dimension: Dimension,
    /// How it counts.
    pub measure: Measure,
    /// What may be drawn in all, any tolerance included.
    pub granted: i64,
    /// What is held for shipments.
    pub reserved: i64,
    /// What has left.
    pub drawn: i64,
}

/// What one movement does to one limit. Summed over all movements, parts give the balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The limit's ordinal.
    pub limit: u32,
    /// Change of what is granted.
    pub granted: i64,
    /// Change of what is reserved.
    pub reserved: i64,
    /// Change of what is drawn.
    pub drawn: i64,
}

impl Limit {
    /// What is still free.
    #[must_use]
    pub fn available(&self) -> i64 {
        self.granted - self.reserved - self.drawn
    }

    /// The limit after a part, or nothing when it would pass its bounds.
    ///
    /// INVARIANT (conserved): `0 ≤ reserved`, `0 ≤ drawn`, `reserved + drawn ≤ granted`; no sum passes an integer's end.
    #[must_use]
    pub fn after(&self, part: &Part) -> Option<Limit> {
        let granted = self.granted.checked_add(part.granted)?;
        let reserved = self.reserved.checked_add(part.reserved)?;
        let drawn = self.drawn.checked_add(part.drawn)?;
        let used = reserved.checked_add(drawn)?;
        (reserved >= 0 && drawn >= 0 && used <= granted).then(|| Limit { granted, reserved, drawn, ..self.clone() })
    }
}
