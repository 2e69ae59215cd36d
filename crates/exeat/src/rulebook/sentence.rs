//! A condition as a sentence in three languages.
//!
//! Nothing is left out and nothing is added: what is joined within a join stands in brackets, so that the sentence can
//! be read back in one way only.

use super::condition::{Codes, Compare, Condition, Literal, Quantity};
use super::words::{self, Words};
use super::{FactType, Localised, Rulebook};

/// A condition in plain words; `en`, `zh` or `ja`, else English.
///
/// ```
/// use exeat::rulebook::{Rulebook, parse_condition, sentence};
/// let condition = parse_condition("to = JP and dysprosium > 0.1 wt%")?;
/// let said = sentence(&condition, &Rulebook::default(), "en");
/// assert_eq!(said, "the place to which it goes now is JP and dysprosium is more than 0.1 wt%");
/// # Ok::<(), exeat::rulebook::ConditionError>(())
/// ```
#[must_use]
pub fn sentence(condition: &Condition, rulebook: &Rulebook, language: &str) -> String {
    Speaker { rulebook, words: words::of(language) }.condition(condition)
}

/// Says things of one rulebook in one language.
pub(super) struct Speaker<'a> {
    /// The rulebook.
    pub(super) rulebook: &'a Rulebook,
    /// The language.
    pub(super) words: &'static Words,
}

impl Speaker<'_> {
    /// The whole condition.
    pub(super) fn condition(&self, condition: &Condition) -> String {
        let words = self.words;
        match condition {
            Condition::And(terms) if terms.is_empty() => words.word("say.always"),
            Condition::And(terms) => words.join("join.and", terms.iter().map(|term| self.term(term))),
            Condition::Or(terms) => words.join("join.or", terms.iter().map(|term| self.term(term))),
            Condition::Not(term) => words.say("say.not", &[("inner", &self.term(term))]),
            Condition::Limb(id, term) => words.say("say.limb", &[("id", id), ("inner", &self.term(term))]),
            Condition::Some(role, term) => self.quantified("say.some", role.word(), term),
            Condition::Every(role, term) => self.quantified("say.every", role.word(), term),
            Condition::On(list) => self.on(list),
            Condition::Listed { codes, reason } => self.listed(codes.as_ref(), reason.as_deref()),
            Condition::Contains(fact) => words.say("say.contains", &[("fact", &self.fact(fact))]),
            Condition::AtLeast(wanted, parts) => {
                let parts = words.join("join.semicolon", parts.iter().map(|part| self.condition(part)));
                let parts = words.say("join.bracket", &[("inner", &parts)]);
                words.say("say.at_least", &[("count", &wanted.to_string()), ("parts", &parts)])
            }
            Condition::Gap(text) => words.say("say.gap", &[("text", text)]),
            Condition::Name(name) => match self.rulebook.vocabulary.find(name) {
                Some(_) => words.say("say.yes", &[("fact", &self.fact(name))]),
                None => words.say("say.named", &[("name", name)]),
            },
            Condition::Compare { left, compare, right } => self.compare(left, *compare, right),
            Condition::Is { fact, word } => {
                words.say("say.is", &[("fact", &self.fact(fact)), ("word", &self.word(fact, word))])
            }
            Condition::In { fact, codes: Codes::Group(group) } => {
                words.say("say.in_group", &[("fact", &self.fact(fact)), ("group", group)])
            }
            Condition::In { fact, codes: Codes::List(list) } => {
                let listed = words.join("join.comma", list.iter().map(|word| self.word(fact, word)));
                words.say("say.in", &[("fact", &self.fact(fact)), ("words", &listed)])
            }
        }
    }

    /// A term within another: in brackets where it is joined itself.
    fn term(&self, condition: &Condition) -> String {
        let said = self.condition(condition);
        match condition {
            Condition::And(_) | Condition::Or(_) => self.words.say("join.bracket", &[("inner", &said)]),
            _ => said,
        }
    }

    fn quantified(&self, key: &str, role: &str, term: &Condition) -> String {
        let role = self.words.word(&format!("role.{role}"));
        self.words.say(key, &[("role", &role), ("inner", &self.term(term))])
    }

    fn on(&self, list: &str) -> String {
        let own = list.rsplit('/').next().unwrap_or(list);
        let is_list =
            self.rulebook.regimes.iter().flat_map(|regime| &regime.party_lists).any(|known| known.list == own);
        match is_list {
            true => self.words.say("say.on", &[("list", list)]),
            false => self.words.say("say.on_act", &[("act", list)]),
        }
    }

    fn listed(&self, codes: Option<&Codes>, reason: Option<&str>) -> String {
        let words = self.words;
        let codes = codes.map(|codes| match codes {
            Codes::List(list) => words.join("join.comma", list.iter().cloned()),
            Codes::Group(group) => words.say("join.quote", &[("inner", group)]),
        });
        match (&codes, reason) {
            (None, None) => words.word("say.listed"),
            (Some(codes), None) => words.say("say.listed_as", &[("codes", codes)]),
            (None, Some(reason)) => words.say("say.listed_for", &[("reason", reason)]),
            (Some(codes), Some(reason)) => words.say("say.listed_as_for", &[("codes", codes), ("reason", reason)]),
        }
    }

    fn compare(&self, left: &Quantity, compare: Compare, right: &Literal) -> String {
        let (sign, limit) = match right {
            Literal::Number { text, unit, .. } => (sign(compare), format!("{text} {unit}")),
            Literal::Date(day) => (day_sign(compare), day.to_string()),
        };
        let sign = self.words.word(&format!("sign.{sign}"));
        self.words.say("say.compare", &[("quantity", &self.quantity(left)), ("sign", &sign), ("limit", &limit)])
    }

    fn quantity(&self, quantity: &Quantity) -> String {
        match quantity {
            Quantity::Fact(fact) => self.fact(fact),
            Quantity::Sum(facts) => {
                let facts = self.words.join("join.comma", facts.iter().map(|fact| self.fact(fact)));
                self.words.say("say.sum", &[("facts", &facts)])
            }
            Quantity::Ratio(above, below) => {
                self.words.say("say.ratio", &[("a", &self.fact(above)), ("b", &self.fact(below))])
            }
            Quantity::Total(fact) => self.words.say("say.total", &[("fact", &self.fact(fact))]),
        }
    }

    /// A fact: a field of the shipment by its name in the language, else its own name with blanks.
    pub(super) fn fact(&self, name: &str) -> String {
        self.words.find(&format!("field.{name}")).map_or_else(|| name.replace('_', " "), str::to_owned)
    }

    /// A word of a fact, or a country, in the language where it has a name there.
    pub(super) fn word(&self, fact: &str, word: &str) -> String {
        let vocabulary = &self.rulebook.vocabulary;
        let Some(fact) = vocabulary.find(fact).map(|id| vocabulary.fact(id)) else { return word.to_owned() };
        let label = match fact.kind {
            FactType::Country | FactType::Countries => {
                let at = self.rulebook.countries.binary_search_by(|country| country.code.as_str().cmp(word)).ok();
                at.and_then(|at| self.rulebook.countries.get(at)).map(|country| &country.name)
            }
            _ => fact.words.iter().find(|known| known.word == word).map(|known| &known.label),
        };
        label.map(|label| self.localised(label)).filter(|label| !label.is_empty()).unwrap_or(word).to_owned()
    }

    /// The text in the language, else English, else any.
    pub(super) fn localised<'t>(&self, text: &'t Localised) -> &'t str {
        text.get(self.words.language)
    }
}

fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Above => "above",
        Compare::AtLeast => "at_least",
        Compare::Below => "below",
        Compare::AtMost => "at_most",
        Compare::Equal => "equal",
    }
}

fn day_sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Above => "after",
        Compare::AtLeast => "since",
        Compare::Below => "before",
        Compare::AtMost => "until",
        Compare::Equal => "on",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Role;
    use crate::rulebook::load::tests::{files, loaded};
    use crate::rulebook::parse_condition;

    fn said(text: &str, language: &str) -> String {
        sentence(&parse_condition(text).unwrap(), &loaded(files()).rulebook, language)
    }

    #[test]
    fn says_it_in_three_languages() {
        let text =
            "to-japan and (limb user: some end_user where (military_user or on control-list) or not military_use)";
        assert_eq!(
            said(text, "en"),
            "“to-japan” applies and ([user] some end user is such that (military user: yes or it is on the party list \
             “control-list”) or it is not so that military use: yes)"
        );
        assert_eq!(
            said(text, "zh"),
            "“to-japan”成立，且（［user］至少一名最终用户符合：（military user：是，或该方在名单“control-list”上），或并非military use：是）"
        );
        assert_eq!(
            said(text, "ja"),
            "「to-japan」に当たる、かつ（［user］需要者のいずれかが次を満たす：（military user：はい、またはその者がリスト「control-list」に載っている）、または次に当たらない：military use：はい）"
        );
        assert_eq!(
            said("to in [JP, CN] and thickness <= 5 mm", "ja"),
            "品目の現在の仕向地がJapan、Chinaのいずれかである、かつthicknessが5 mm以下である"
        );
        assert_eq!(said("contract_on >= 2025-12-01", "zh"), "合同日期不早于2025-12-01");
    }

    #[test]
    fn every_form_has_its_words_in_every_language() {
        let mut forms = vec![
            "listed",
            "listed as [1C1.*]",
            "listed as eu",
            "listed for NS1",
            "listed as [1C1] for NS1",
            "contains dysprosium",
            "at least 2 of (from = CN, to = JP, listed)",
            "gap \"the list\"",
            "on 2025-1",
            "to in eu",
            "x in [a, b]",
            "sum(dysprosium + terbium) > 1 wt%",
            "dysprosium / terbium >= 1 %",
            "total(value) < 1 USD",
            "thickness = 1 mm",
            "thickness <= 1 mm",
            "contract_on > 2025-01-01",
            "contract_on < 2025-01-01",
            "contract_on <= 2025-01-01",
            "contract_on = 2025-01-01",
            "every bank where military_user",
        ]
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
        forms.extend(Role::ALL.map(|(_, role)| format!("some {role} where military_user")));
        for language in ["en", "zh", "ja"] {
            for form in &forms {
                let said = said(form, language);
                assert!(!said.contains(['⟦', '{']), "{language} {form}: {said}");
            }
        }
    }
}
