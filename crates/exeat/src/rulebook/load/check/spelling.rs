//! In values `-` and `_` read alike: conditions and groups are given the vocabulary's own spelling.

use crate::rulebook::{Codes, Condition, FactType, Regime, Vocabulary};

/// Settles every condition of the regime.
pub(in crate::rulebook::load) fn settle(regime: &mut Regime, vocabulary: &Vocabulary) {
    let rules = regime.rules.iter_mut().map(|rule| &mut rule.when);
    let readings = regime.terms.iter_mut().flat_map(|term| &mut term.readings).map(|reading| &mut reading.means);
    let items = regime.entries.iter_mut().flat_map(|entry| &mut entry.items).flat_map(|item| &mut item.versions);
    for condition in rules.chain(readings).chain(items.map(|version| &mut version.when)) {
        term(condition, vocabulary);
    }
}

fn term(condition: &mut Condition, vocabulary: &Vocabulary) {
    match condition {
        Condition::And(terms) | Condition::Or(terms) | Condition::AtLeast(_, terms) => {
            terms.iter_mut().for_each(|inner| term(inner, vocabulary))
        }
        Condition::Not(inner) | Condition::Limb(_, inner) | Condition::Some(_, inner) | Condition::Every(_, inner) => {
            term(inner, vocabulary)
        }
        Condition::Is { fact, word } => settle_word(fact, word, vocabulary),
        Condition::In { fact, codes: Codes::List(words) } => {
            words.iter_mut().for_each(|word| settle_word(fact, word, vocabulary))
        }
        _ => {}
    }
}

fn settle_word(fact: &str, word: &mut String, vocabulary: &Vocabulary) {
    let Some(fact) = vocabulary.find(fact).map(|id| vocabulary.fact(id)) else { return };
    if !matches!(fact.kind, FactType::Choice | FactType::Set) || fact.word(word).is_some() {
        return;
    }
    let plain = |text: &str| text.replace('-', "_");
    let wanted = plain(word);
    if let Some(known) = fact.words.iter().find(|known| plain(&known.word) == wanted) {
        known.word.clone_into(word);
    }
}
