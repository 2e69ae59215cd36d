//! A range of numbers, each end open or closed; a measured figure is one, a limit of law is not.

use super::Rational;
use std::fmt;

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct End {
    /// Where it ends.
    pub at: Rational,
    /// Whether that number itself belongs to it.
    pub closed: bool,
}

/// A non-empty range; a missing end is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The lower end.
    pub low: Option<End>,
    /// The upper end.
    pub high: Option<End>,
}

impl Interval {
    /// Every number.
    pub const ALL: Interval = Interval { low: None, high: None };

    /// One exact number.
    #[must_use]
    pub const fn point(at: Rational) -> Interval {
        let end = Some(End { at, closed: true });
        Interval { low: end, high: end }
    }

    /// The closed range between two numbers; `None` when they stand the wrong way round.
    #[must_use]
    pub fn closed(low: Rational, high: Rational) -> Option<Interval> {
        (low <= high).then_some(Interval {
            low: Some(End { at: low, closed: true }),
            high: Some(End { at: high, closed: true }),
        })
    }

    /// The number, if it is only one.
    #[must_use]
    pub fn exact(&self) -> Option<Rational> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low.at == high.at => Some(low.at),
            _ => None,
        }
    }

    /// What both hold; `None` when nothing is in both.
    #[must_use]
    pub fn meet(&self, other: &Interval) -> Option<Interval> {
        let low = tighter(self.low, other.low, |a, b| a > b);
        let high = tighter(self.high, other.high, |a, b| a < b);
        match (low, high) {
            (Some(low), Some(high)) if low.at > high.at || (low.at == high.at && !(low.closed && high.closed)) => None,
            _ => Some(Interval { low, high }),
        }
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Interval) -> Interval {
        Interval { low: wider(self.low, other.low, |a, b| a < b), high: wider(self.high, other.high, |a, b| a > b) }
    }
}

fn tighter(a: Option<End>, b: Option<End>, inner: fn(Rational, Rational) -> bool) -> Option<End> {
    match (a, b) {
        (Some(a), Some(b)) if a.at == b.at => Some(End { at: a.at, closed: a.closed && b.closed }),
        (Some(a), Some(b)) => Some(if inner(a.at, b.at) { a } else { b }),
        (a, b) => a.or(b),
    }
}

fn wider(a: Option<End>, b: Option<End>, outer: fn(Rational, Rational) -> bool) -> Option<End> {
    match (a, b) {
        (Some(a), Some(b)) if a.at == b.at => Some(End { at: a.at, closed: a.closed || b.closed }),
        (Some(a), Some(b)) => Some(if outer(a.at, b.at) { a } else { b }),
        _ => None,
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (None, None) => f.write_str("any"),
            (Some(low), None) => write!(f, "{} {}", if low.closed { ">=" } else { ">" }, low.at),
            (None, Some(high)) => write!(f, "{} {}", if high.closed { "<=" } else { "<" }, high.at),
            (Some(low), Some(high)) if low.at == high.at => write!(f, "{}", low.at),
            (Some(low), Some(high)) => {
                let open = if low.closed { "" } else { ">" };
                write!(f, "{open}{}..{}{}", low.at, if high.closed { "" } else { "<" }, high.at)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meets_and_hulls() {
        let of = |low, high| Interval::closed(Rational::whole(low), Rational::whole(high)).unwrap();
        assert_eq!(of(0, 3).meet(&of(3, 5)), Some(Interval::point(Rational::whole(3))));
        assert_eq!(of(0, 2).meet(&of(3, 5)), None);
        assert_eq!(of(0, 2).hull(&of(3, 5)), of(0, 5));
        let below = Interval { low: None, high: Some(End { at: Rational::whole(3), closed: false }) };
        assert_eq!(of(3, 5).meet(&below), None);
        assert_eq!(below.hull(&Interval::ALL), Interval::ALL);
    }
}
