//! Every edit of a condition: limits, signs, joints, members of lists, terms left out.

use super::EditKind;
use crate::number::Rational;
use crate::rulebook::condition::facts_of;
use crate::rulebook::{Codes, Compare, Condition, Literal};

/// One edit: the part that changes, what it becomes, and the whole condition with it.
pub(super) struct Variant {
    pub(super) kind: EditKind,
    pub(super) was: String,
    pub(super) becomes: String,
    pub(super) whole: Condition,
    /// Facts and words near the change.
    pub(super) hints: Vec<String>,
}

/// All of them.
pub(super) fn variants(condition: &Condition) -> Vec<Variant> {
    let mut found = Vec::new();
    below(condition, &|whole| whole, &mut found);
    let joined = matches!(condition, Condition::And(_) | Condition::Or(_) | Condition::AtLeast(..));
    if !joined && !matches!(condition, Condition::Not(_)) {
        let turned = Condition::Not(Box::new(condition.clone()));
        note(&mut found, EditKind::Term, condition, turned, &|whole| whole);
    }
    found
}

type Rebuild<'a> = &'a dyn Fn(Condition) -> Condition;

fn note(found: &mut Vec<Variant>, kind: EditKind, was: &Condition, becomes: Condition, rebuild: Rebuild<'_>) {
    let mut hints = Vec::new();
    facts_of(was, &mut |name| hints.push(name.to_owned()));
    found.push(Variant { kind, was: was.to_string(), becomes: becomes.to_string(), whole: rebuild(becomes), hints });
}

fn below(condition: &Condition, rebuild: Rebuild<'_>, found: &mut Vec<Variant>) {
    match condition {
        Condition::And(terms) => joined(condition, terms, &Condition::And, &Condition::Or, rebuild, found),
        Condition::Or(terms) => joined(condition, terms, &Condition::Or, &Condition::And, rebuild, found),
        Condition::AtLeast(wanted, terms) => at_least(condition, *wanted, terms, rebuild, found),
        Condition::Not(inner) => {
            note(found, EditKind::Operator, condition, (**inner).clone(), rebuild);
            below(inner, &|inner| rebuild(Condition::Not(Box::new(inner))), found);
        }
        Condition::Limb(id, inner) => {
            below(inner, &|inner| rebuild(Condition::Limb(id.clone(), Box::new(inner))), found);
        }
        Condition::Some(role, inner) => {
            note(found, EditKind::Operator, condition, Condition::Every(*role, inner.clone()), rebuild);
            below(inner, &|inner| rebuild(Condition::Some(*role, Box::new(inner))), found);
        }
        Condition::Every(role, inner) => {
            note(found, EditKind::Operator, condition, Condition::Some(*role, inner.clone()), rebuild);
            below(inner, &|inner| rebuild(Condition::Every(*role, Box::new(inner))), found);
        }
        Condition::Compare { .. } => comparison(condition, rebuild, found),
        Condition::In { fact, codes: Codes::List(words) } if words.len() > 1 => {
            members(condition, words, found, rebuild, &|codes| Condition::In { fact: fact.clone(), codes });
        }
        Condition::Listed { codes: Some(Codes::List(words)), reason } if words.len() > 1 => {
            members(condition, words, found, rebuild, &|codes| Condition::Listed {
                codes: Some(codes),
                reason: reason.clone(),
            });
        }
        _ => {}
    }
}

fn joined(
    condition: &Condition,
    terms: &[Condition],
    own: &dyn Fn(Vec<Condition>) -> Condition,
    other: &dyn Fn(Vec<Condition>) -> Condition,
    rebuild: Rebuild<'_>,
    found: &mut Vec<Variant>,
) {
    if terms.len() > 1 {
        note(found, EditKind::Operator, condition, other(terms.to_vec()), rebuild);
        for at in 0..terms.len() {
            left_out(terms, at, own, rebuild, found);
        }
    }
    for (at, term) in terms.iter().enumerate() {
        below(term, &|term| rebuild(own(with(terms, at, term))), found);
    }
}

/// A joined condition without one of its terms; what is left alone needs no joint.
fn left_out(
    terms: &[Condition],
    at: usize,
    own: &dyn Fn(Vec<Condition>) -> Condition,
    rebuild: Rebuild<'_>,
    found: &mut Vec<Variant>,
) {
    let Some(gone) = terms.get(at) else { return };
    let mut rest = terms.to_vec();
    rest.remove(at);
    let rest = if rest.len() == 1 { rest.remove(0) } else { own(rest) };
    let mut hints = Vec::new();
    facts_of(gone, &mut |name| hints.push(name.to_owned()));
    if let Condition::Is { word, .. } = gone {
        hints.push(word.clone());
    }
    found.push(Variant {
        kind: EditKind::Term,
        was: gone.to_string(),
        becomes: String::new(),
        whole: rebuild(rest),
        hints,
    });
}

fn at_least(condition: &Condition, wanted: u32, terms: &[Condition], rebuild: Rebuild<'_>, found: &mut Vec<Variant>) {
    let most = u32::try_from(terms.len()).unwrap_or(u32::MAX);
    for count in [wanted.saturating_sub(1), wanted + 1] {
        if count >= 1 && count <= most {
            note(found, EditKind::Bound, condition, Condition::AtLeast(count, terms.to_vec()), rebuild);
        }
    }
    for (at, term) in terms.iter().enumerate() {
        below(term, &|term| rebuild(Condition::AtLeast(wanted, with(terms, at, term))), found);
    }
}

fn with(terms: &[Condition], at: usize, term: Condition) -> Vec<Condition> {
    let mut all = terms.to_vec();
    super::set(&mut all, at, term);
    all
}

fn members(
    condition: &Condition,
    words: &[String],
    found: &mut Vec<Variant>,
    rebuild: Rebuild<'_>,
    made: &dyn Fn(Codes) -> Condition,
) {
    for (at, word) in words.iter().enumerate() {
        let mut rest = words.to_vec();
        rest.remove(at);
        let mut hints = vec![word.trim_end_matches('*').to_owned()];
        facts_of(condition, &mut |name| hints.push(name.to_owned()));
        found.push(Variant {
            kind: EditKind::Member,
            was: word.clone(),
            becomes: String::new(),
            whole: rebuild(made(Codes::List(rest))),
            hints,
        });
    }
}

/// The sign next to it (with or without the limit), the sign turned round, and a limit a tenth, or a day, to each side.
fn comparison(condition: &Condition, rebuild: Rebuild<'_>, found: &mut Vec<Variant>) {
    let Condition::Compare { left, compare, right } = condition else { return };
    let signs = match compare {
        Compare::Above => [Compare::AtLeast, Compare::Below],
        Compare::AtLeast => [Compare::Above, Compare::AtMost],
        Compare::Below => [Compare::AtMost, Compare::Above],
        Compare::AtMost => [Compare::Below, Compare::AtLeast],
        Compare::Equal => [Compare::AtLeast, Compare::AtMost],
    };
    for sign in signs {
        let becomes = Condition::Compare { left: left.clone(), compare: sign, right: right.clone() };
        note(found, EditKind::Operator, condition, becomes, rebuild);
    }
    for right in limits_near(right) {
        let kind = if matches!(right, Literal::Date(_)) { EditKind::Date } else { EditKind::Bound };
        note(found, kind, condition, Condition::Compare { left: left.clone(), compare: *compare, right }, rebuild);
    }
}

fn limits_near(limit: &Literal) -> Vec<Literal> {
    match limit {
        Literal::Date(day) => [-1, 1].map(|days| Literal::Date(super::moved(*day, days))).to_vec(),
        Literal::Number { value, unit, .. } => {
            let near = if *value == Rational::ZERO {
                [Rational::ONE.checked_neg(), Some(Rational::ONE)]
            } else {
                [Rational::new(9, 10), Rational::new(11, 10)].map(|share| value.checked_mul(share?))
            };
            let literal = |value: Rational| Literal::Number { text: value.to_string(), value, unit: unit.clone() };
            near.into_iter().flatten().map(literal).collect()
        }
    }
}
