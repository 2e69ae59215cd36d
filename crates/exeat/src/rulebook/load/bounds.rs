//! Gathers per fact what rules compare it with: a fact's values between two limits are all alike.

use crate::number::Rational;
use crate::rulebook::in_order;
use crate::rulebook::{
    Codes, Condition, FactId, FactType, Literal, Localised, Quantity, Rulebook, UnitId, Word, day_number,
};
use std::collections::BTreeSet;

#[derive(Default, Clone)]
struct Asked {
    limits: BTreeSet<Rational>,
    /// The unit of the first limit that a rule compares it with.
    unit: Option<UnitId>,
    words: BTreeSet<String>,
}

/// Fills `bounds` of every number and `words` of every text fact.
pub(super) fn fill(rulebook: &mut Rulebook) {
    let mut asked = vec![Asked::default(); rulebook.vocabulary.facts.len()];
    for condition in conditions(rulebook) {
        gather(condition, rulebook, &mut asked);
    }
    for (fact, asked) in rulebook.vocabulary.facts.iter_mut().zip(asked) {
        fact.bounds = asked.limits.into_iter().collect();
        if fact.kind == FactType::Quantity && fact.unit.is_none() {
            // A field of the shipment, such as its value, has the unit that the law measures it in.
            fact.unit = asked.unit;
        }
        if fact.kind == FactType::Text {
            fact.words = asked
                .words
                .into_iter()
                .map(|word| Word { word, whole_since: None, label: Localised::default() })
                .collect();
            fact.by_word = in_order(&fact.words);
        }
    }
}

/// Every condition of the rulebook, scenarios' too.
pub(in crate::rulebook) fn conditions(rulebook: &Rulebook) -> impl Iterator<Item = &Condition> {
    let narrowing = rulebook.vocabulary.facts.iter().filter_map(|fact| fact.applies_when.as_ref());
    narrowing.chain(rulebook.regimes.iter().flat_map(|regime| {
        let rules = regime.rules.iter().map(|rule| &rule.when);
        let readings = regime.terms.iter().flat_map(|term| &term.readings).map(|reading| &reading.means);
        let items = regime.entries.iter().flat_map(|entry| &entry.items).flat_map(|item| &item.versions);
        rules.chain(readings).chain(items.map(|version| &version.when))
    }))
}

fn gather(condition: &Condition, rulebook: &Rulebook, asked: &mut [Asked]) {
    match condition {
        Condition::And(terms) | Condition::Or(terms) | Condition::AtLeast(_, terms) => {
            terms.iter().for_each(|term| gather(term, rulebook, asked))
        }
        Condition::Not(term) | Condition::Limb(_, term) | Condition::Some(_, term) | Condition::Every(_, term) => {
            gather(term, rulebook, asked)
        }
        Condition::Contains(fact) => limit(fact, Rational::ZERO, rulebook, asked),
        Condition::Compare { left, right: Literal::Number { value, unit, .. }, .. } => {
            let base = rulebook.units.find(unit).and_then(|unit| rulebook.units.to_base(*value, unit));
            let Some(base) = base else { return };
            if let Quantity::Fact(fact) | Quantity::Total(fact) = left
                && let Some(asked) = of(fact, rulebook, asked)
            {
                asked.unit = asked.unit.or(rulebook.units.find(unit));
            }
            match left {
                Quantity::Fact(fact) | Quantity::Total(fact) => limit(fact, base, rulebook, asked),
                // One part above the limit settles a sum of parts that are never negative.
                Quantity::Sum(facts) => facts.iter().for_each(|fact| limit(fact, base, rulebook, asked)),
                Quantity::Ratio(..) => {}
            }
        }
        Condition::Compare { left: Quantity::Fact(fact), right: Literal::Date(day), .. } => {
            limit(fact, day_number(*day), rulebook, asked)
        }
        Condition::Is { fact, word } => text(fact, word, rulebook, asked),
        Condition::In { fact, codes: Codes::List(words) } => {
            words.iter().for_each(|word| text(fact, word, rulebook, asked))
        }
        Condition::In { fact, codes: Codes::Group(group) } => {
            let groups = rulebook.regimes.iter().flat_map(|regime| &regime.groups).filter(|known| known.id == *group);
            groups.flat_map(|group| &group.members).for_each(|member| text(fact, &member.word, rulebook, asked));
        }
        _ => {}
    }
}

fn limit(fact: &str, base: Rational, rulebook: &Rulebook, asked: &mut [Asked]) {
    if let Some(asked) = of(fact, rulebook, asked) {
        asked.limits.insert(base);
    }
}

fn text(fact: &str, word: &str, rulebook: &Rulebook, asked: &mut [Asked]) {
    let is_text = |id: FactId| rulebook.vocabulary.fact(id).kind == FactType::Text;
    if rulebook.vocabulary.find(fact).is_some_and(is_text)
        && let Some(asked) = of(fact, rulebook, asked)
    {
        asked.words.insert(word.to_owned());
    }
}

fn of<'a>(fact: &str, rulebook: &Rulebook, asked: &'a mut [Asked]) -> Option<&'a mut Asked> {
    asked.get_mut(usize::from(rulebook.vocabulary.find(fact)?.0))
}
