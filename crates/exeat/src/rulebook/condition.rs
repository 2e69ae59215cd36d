//! The condition of a rule as it is written: a tree of names, before anything is looked up.

use crate::fact::Role;
use crate::number::Rational;
use jiff::civil::Date;

/// A condition (`contracts/law.md`, grammar). Names are kept as written; the loader says which exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// All hold.
    And(Vec<Condition>),
    /// One holds.
    Or(Vec<Condition>),
    /// Does not hold.
    Not(Box<Condition>),
    /// A named alternative of the clause, shown as such in the proof.
    Limb(String, Box<Condition>),
    /// One party of the role fulfils it.
    Some(Role, Box<Condition>),
    /// Each party of the role fulfils it.
    Every(Role, Box<Condition>),
    /// The party stands on a party list, or among those that one act lists.
    On(String),
    /// An item of an entry in force is met.
    Listed {
        /// Codes, `*` at the end for all below; all items when absent.
        codes: Option<Codes>,
        /// The reason of control.
        reason: Option<String>,
    },
    /// An amount above nothing.
    Contains(String),
    /// So many of them hold.
    AtLeast(u32, Vec<Condition>),
    /// What we lack: always open.
    Gap(String),
    /// A yes/no fact, a definition, or a term.
    Name(String),
    /// A quantity against a limit.
    Compare {
        /// What is compared.
        left: Quantity,
        /// How.
        compare: Compare,
        /// With what.
        right: Literal,
    },
    /// A fact has, or its set holds, the word.
    Is {
        /// The fact.
        fact: String,
        /// The word.
        word: String,
    },
    /// A fact has, or its set holds, one of the words.
    In {
        /// The fact.
        fact: String,
        /// The words.
        codes: Codes,
    },
}

/// The left side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantity {
    /// One fact.
    Fact(String),
    /// `sum(a + b)`.
    Sum(Vec<String>),
    /// `a / b`.
    Ratio(String, String),
    /// `total(a)`: over the shipment's lines.
    Total(String),
}

/// A comparison sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compare {
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
}

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A decimal and its unit, both as written (`1.73`, `g/cm3`). The number is not yet converted.
    Number {
        /// The decimal as written.
        text: String,
        /// The same, exact.
        value: Rational,
        /// The unit as written.
        unit: String,
    },
    /// A day.
    Date(Date),
}

/// Words given one by one, or by the name of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codes {
    /// `[a, b]`
    List(Vec<String>),
    /// `eu`
    Group(String),
}

/// Visits every name in a condition that may be a fact, in order of the text.
pub(super) fn facts_of<'a>(condition: &'a Condition, visit: &mut dyn FnMut(&'a str)) {
    match condition {
        Condition::And(terms) | Condition::Or(terms) | Condition::AtLeast(_, terms) => {
            terms.iter().for_each(|term| facts_of(term, visit));
        }
        Condition::Not(term) | Condition::Limb(_, term) | Condition::Some(_, term) | Condition::Every(_, term) => {
            facts_of(term, visit)
        }
        Condition::Name(name)
        | Condition::Contains(name)
        | Condition::Is { fact: name, .. }
        | Condition::In { fact: name, .. } => {
            visit(name);
        }
        Condition::Compare { left, .. } => left.facts().into_iter().for_each(visit),
        Condition::On(_) | Condition::Listed { .. } | Condition::Gap(_) => {}
    }
}

impl Quantity {
    /// The facts that it is made of.
    #[must_use]
    pub fn facts(&self) -> Vec<&str> {
        match self {
            Quantity::Fact(fact) | Quantity::Total(fact) => vec![fact],
            Quantity::Sum(facts) => facts.iter().map(String::as_str).collect(),
            Quantity::Ratio(above, below) => vec![above, below],
        }
    }
}
