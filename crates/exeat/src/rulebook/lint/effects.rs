//! Effects and claims that touch nothing.

use super::In;
use crate::rulebook::{Amendment, Effect};

/// An effect that extends or resumes needs a suspension before it; so does a claim.
pub(super) fn check(to: &In<'_>) {
    for effect in &to.regime.effects {
        if !matches!(effect.amendment, Amendment::Extends | Amendment::Resumes) {
            continue;
        }
        for target in effect.targets.iter().filter(|target| !suspended(to, target, Some(effect))) {
            to.error(
                &effect.place,
                format!("`{target}` is extended or resumed, but no effect suspends it or is carried by it"),
                "name the act that carries the suspension, or the clause that it suspends",
            );
        }
    }
    for statement in &to.regime.statements {
        for (act, _) in statement.extends.iter().filter(|(act, _)| !suspended(to, act, None)) {
            to.error(
                &statement.place,
                format!("statement `{}` claims to extend `{act}`, which suspends nothing", statement.id),
                "name the act that carries the suspension",
            );
        }
    }
}

/// Whether the name is an act or clause that carries a suspension, or one that is suspended.
fn suspended(to: &In<'_>, name: &str, but: Option<&Effect>) -> bool {
    let touches =
        |other: &str| other == name || other.split('#').next() == Some(name) || name.split('#').next() == Some(other);
    to.regime.effects.iter().filter(|effect| but.is_none_or(|but| but.id != effect.id)).any(|effect| {
        let carrier = to.regime.clause(effect.clause).reference();
        effect.amendment == Amendment::Suspends
            && (touches(&carrier) || effect.targets.iter().any(|target| touches(target)))
    })
}
