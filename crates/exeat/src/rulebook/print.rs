//! Writes a condition back as canonical text: one blank between words, parentheses only where they are needed.

use super::condition::{Codes, Compare, Condition, Literal, Quantity};
use std::fmt;

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::And(terms) => joined(f, terms, " and "),
            Condition::Or(terms) => joined(f, terms, " or "),
            Condition::Not(term) => write!(f, "not {}", Term(term)),
            Condition::Limb(id, term) => write!(f, "limb {id}: {}", Term(term)),
            Condition::Some(role, term) => write!(f, "some {} where {}", role.word(), Term(term)),
            Condition::Every(role, term) => write!(f, "every {} where {}", role.word(), Term(term)),
            Condition::On(list) => write!(f, "on {list}"),
            Condition::Listed { codes, reason } => listed(f, codes.as_ref(), reason.as_deref()),
            Condition::Contains(fact) => write!(f, "contains {fact}"),
            Condition::AtLeast(wanted, parts) => at_least(f, *wanted, parts),
            Condition::Gap(text) => write!(f, "gap \"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            Condition::Name(name) => f.write_str(name),
            Condition::Compare { left, compare, right } => write!(f, "{left} {compare} {right}"),
            Condition::Is { fact, word } => write!(f, "{fact} = {word}"),
            Condition::In { fact, codes } => write!(f, "{fact} in {codes}"),
        }
    }
}

/// A term below a joint or a prefix: in parentheses if it is joined itself.
struct Term<'a>(&'a Condition);

impl fmt::Display for Term<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Condition::And(_) | Condition::Or(_) => write!(f, "({})", self.0),
            single => write!(f, "{single}"),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, terms: &[Condition], joint: &str) -> fmt::Result {
    for (place, term) in terms.iter().enumerate() {
        write!(f, "{}{}", if place == 0 { "" } else { joint }, Term(term))?;
    }
    Ok(())
}

fn at_least(f: &mut fmt::Formatter<'_>, wanted: u32, parts: &[Condition]) -> fmt::Result {
    write!(f, "at least {wanted} of (")?;
    for (place, part) in parts.iter().enumerate() {
        write!(f, "{}{part}", if place == 0 { "" } else { ", " })?;
    }
    f.write_str(")")
}

fn listed(f: &mut fmt::Formatter<'_>, codes: Option<&Codes>, reason: Option<&str>) -> fmt::Result {
    f.write_str("listed")?;
    if let Some(codes) = codes {
        write!(f, " as {codes}")?;
    }
    reason.map_or(Ok(()), |reason| write!(f, " for {reason}"))
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::Fact(fact) => f.write_str(fact),
            Quantity::Sum(facts) => write!(f, "sum({})", facts.join(" + ")),
            Quantity::Ratio(above, below) => write!(f, "{above} / {below}"),
            Quantity::Total(fact) => write!(f, "total({fact})"),
        }
    }
}

impl fmt::Display for Compare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Compare::Above => ">",
            Compare::AtLeast => ">=",
            Compare::Below => "<",
            Compare::AtMost => "<=",
            Compare::Equal => "=",
        })
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Number { text, unit, .. } => write!(f, "{text} {unit}"),
            Literal::Date(day) => write!(f, "{day}"),
        }
    }
}

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Codes::List(words) => write!(f, "[{}]", words.join(", ")),
            Codes::Group(name) => f.write_str(name),
        }
    }
}
