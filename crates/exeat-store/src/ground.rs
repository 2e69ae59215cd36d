//! What the store must know of law to judge an act: units and kinds of licence. Brought by the caller.

use std::collections::BTreeMap;

use exeat::licence::{Act, Kind, Refusal, Terms, Units};

/// Units, and the kinds of licence of each regime.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// Exact factors between units.
    pub units: Units,
    kinds: BTreeMap<(String, String), Kind>,
}

impl Ground {
    /// Units, and kinds with the regime that each belongs to.
    #[must_use]
    pub fn new(units: Units, kinds: impl IntoIterator<Item = (String, Kind)>) -> Ground {
        Ground { units, kinds: kinds.into_iter().map(|(regime, kind)| ((regime, kind.code.clone()), kind)).collect() }
    }

    /// A kind of a regime.
    #[must_use]
    pub fn kind(&self, regime: &str, code: &str) -> Option<&Kind> {
        self.kinds.get(&(regime.to_owned(), code.to_owned()))
    }

    /// The act with what the kind adds to its terms; terms that are not whole or pass their kind are refused.
    pub(crate) fn complete(&self, act: &Act) -> Result<Act, Refusal> {
        Ok(match act {
            Act::Draft(terms) => Act::Draft(self.checked(terms)?),
            Act::Amend(terms) => Act::Amend(self.checked(terms)?),
            Act::Grant { on, number, terms } => {
                Act::Grant { on: *on, number: number.clone(), terms: self.checked(terms)? }
            }
            other => other.clone(),
        })
    }

    fn checked(&self, terms: &Terms) -> Result<Box<Terms>, Refusal> {
        let unknown = || Refusal::Terms(format!("regime `{}` has no kind of licence `{}`", terms.regime, terms.kind));
        let kind = self.kind(&terms.regime, &terms.kind).ok_or_else(unknown)?;
        let terms = terms.clone().with_kind(kind);
        terms.check(kind)?;
        Ok(Box::new(terms))
    }
}
