//! Why a listed party was found: what stands for what, what it adds or takes, and that in one sentence.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::likeness::{By, likeness};
use super::related::{Relation, relation};
use super::score::{Aligner, Of, Pair, settle};
use super::token::{Rendering, Role, Token, renderings};

/// What one line of an explanation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words that stand for each other, and by what.
    Pair(By),
    /// A word that only the query has.
    QueryAlone,
    /// A word that only the listed name has.
    ListedAlone,
    /// All that belongs to no one word: legal forms, lone words, the whole name spelt alike, reading, calibration.
    Whole,
}

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// What it is about.
    pub kind: Kind,
    /// Of the query, as compared; empty where it has nothing.
    pub query: String,
    /// Of the listed name.
    pub listed: String,
    /// Points that it adds or takes; the points of all features add up to the score.
    pub points: i32,
}

/// Why a query scores what it does against a listed name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The score, 0 to 1000.
    pub score: u16,
    /// What it is made of.
    pub features: Vec<Feature>,
    /// One of the names was read out of Han characters.
    pub read: bool,
    /// What the two are to each other, if they are not the same.
    pub relation: Option<Relation>,
}

/// Explains the score of two names.
pub fn explain(query: &str, listed: &str, of: Of) -> Explanation {
    let (queries, listeds) = (renderings(query), renderings(listed));
    let mut best: Option<(u16, &Rendering, &Rendering)> = None;
    for a in &queries {
        for b in listeds.iter().filter(|b| !(a.read && b.read)) {
            let points = scored(a, b, of);
            if best.is_none_or(|(most, ..)| points > most) {
                best = Some((points, a, b));
            }
        }
    }
    let Some((score, a, b)) = best else {
        return Explanation { score: 0, features: Vec::new(), read: false, relation: None };
    };
    let (x, y): (Vec<&Token>, Vec<&Token>) = (a.tokens.iter().collect(), b.tokens.iter().collect());
    let mut aligner = Aligner::default();
    aligner.align(&x, &y, |i, j| likeness(x.get(i)?, y.get(j)?));
    Explanation {
        score,
        features: features(&x, &y, &aligner.pairs, score),
        read: a.read || b.read,
        relation: relation(&x, &y, &aligner.pairs),
    }
}

fn scored(a: &Rendering, b: &Rendering, of: Of) -> u16 {
    let (x, y): (Vec<&Token>, Vec<&Token>) = (a.tokens.iter().collect(), b.tokens.iter().collect());
    settle(super::score::score(&x, &y, of), a.read || b.read, false, of)
}

/// Shares the score out: to each pair by its weight, off each lone word by its weight, the rest to the whole.
fn features(query: &[&Token], listed: &[&Token], pairs: &[Pair], score: u16) -> Vec<Feature> {
    let weight = |tokens: &[&Token], from: usize, words: usize| -> i64 {
        tokens.iter().skip(from).take(words).map(|token| i64::from(token.weight)).sum()
    };
    let text = |tokens: &[&Token], from: usize, words: usize| -> String {
        let words: Vec<&str> = tokens.iter().skip(from).take(words).map(|token| token.text.as_str()).collect();
        words.join(" ")
    };
    let total = (weight(query, 0, query.len()) + weight(listed, 0, listed.len())).max(1);
    let mut features = Vec::new();
    for pair in pairs {
        let both = weight(query, pair.query, pair.query_words) + weight(listed, pair.listed, pair.listed_words);
        features.push(Feature {
            kind: Kind::Pair(pair.like.by),
            query: text(query, pair.query, pair.query_words),
            listed: text(listed, pair.listed, pair.listed_words),
            points: i32::try_from(both * i64::from(pair.like.share) / total).unwrap_or(0),
        });
    }
    let paired_query = |at: usize| pairs.iter().any(|pair| (pair.query..pair.query + pair.query_words).contains(&at));
    let paired_listed =
        |at: usize| pairs.iter().any(|pair| (pair.listed..pair.listed + pair.listed_words).contains(&at));
    let tells = |token: &Token| token.role != Role::Form;
    for (_, token) in query.iter().enumerate().filter(|(at, token)| !paired_query(*at) && tells(token)) {
        features.push(Feature { kind: Kind::QueryAlone, query: token.text.clone(), listed: String::new(), points: 0 });
    }
    for (_, token) in listed.iter().enumerate().filter(|(at, token)| !paired_listed(*at) && tells(token)) {
        features.push(Feature { kind: Kind::ListedAlone, query: String::new(), listed: token.text.clone(), points: 0 });
    }
    // INVARIANT (adds up): what the whole gives or takes is the rest, so that the points sum to the score.
    let sum: i32 = features.iter().map(|feature| feature.points).sum();
    features.push(Feature {
        kind: Kind::Whole,
        query: String::new(),
        listed: String::new(),
        points: i32::from(score) - sum,
    });
    features
}

/// The languages of explanations and their messages.
const MESSAGES: [(&str, &str); 3] = [
    ("en", include_str!("../../messages/screen/en.toml")),
    ("zh", include_str!("../../messages/screen/zh.toml")),
    ("ja", include_str!("../../messages/screen/ja.toml")),
];

static WORDS: LazyLock<BTreeMap<&str, BTreeMap<&str, &str>>> = LazyLock::new(|| {
    let message = |line: &'static str| {
        let (key, text) = line.split_once(" = ")?;
        Some((key, text.strip_prefix('"')?.strip_suffix('"')?))
    };
    MESSAGES.iter().map(|(language, text)| (*language, text.lines().filter_map(message).collect())).collect()
});

fn say(language: &str, key: &str, values: &[(&str, &str)]) -> String {
    let table = WORDS.get(language).or_else(|| WORDS.get("en"));
    let mut said = table.and_then(|table| table.get(key)).map_or_else(|| format!("⟦{key}⟧"), |text| (*text).to_owned());
    for (name, value) in values {
        said = said.replace(&format!("{{{name}}}"), value);
    }
    said
}

impl Explanation {
    /// The explanation in one sentence; language `en`, `zh` or `ja`, names as somebody wrote them.
    pub fn sentence(&self, query: &str, listed: &str, list: &str, language: &str) -> String {
        let score = self.score.to_string();
        match &self.relation {
            Some(relation) if self.score < super::score::THRESHOLD => {
                let shared = relation.shared();
                say(
                    language,
                    relation.key(),
                    &[("query", query), ("listed", listed), ("list", list), ("shared", &shared)],
                )
            }
            _ => {
                let mut words: Vec<String> =
                    self.features.iter().filter_map(|feature| feature.said(language)).collect();
                if self.read {
                    words.push(say(language, "read", &[]));
                }
                let words = words.join(&say(language, "and", &[]));
                say(
                    language,
                    "hit",
                    &[("query", query), ("listed", listed), ("list", list), ("words", &words), ("score", &score)],
                )
            }
        }
    }
}

impl Feature {
    /// The name of what it is about, as records keep it.
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Pair(By::Exact) => "exact",
            Kind::Pair(By::Group) => "group",
            Kind::Pair(By::Sound) => "sound",
            Kind::Pair(By::Edit) => "edit",
            Kind::Pair(By::Script) => "script",
            Kind::Pair(By::Initial) => "initial",
            Kind::Pair(By::Shortened) => "shortened",
            Kind::Pair(By::Joined) => "joined",
            Kind::QueryAlone => "query-alone",
            Kind::ListedAlone => "listed-alone",
            Kind::Whole => "whole",
        }
    }

    fn said(&self, language: &str) -> Option<String> {
        (self.kind != Kind::Whole).then(|| say(language, self.name(), &[("a", &self.query), ("b", &self.listed)]))
    }
}

#[cfg(test)]
mod tests {
    use super::{MESSAGES, WORDS, explain};
    use crate::screen::score::{Of, score_names};

    #[test]
    fn every_language_has_every_message() {
        let keys = |language: &str| WORDS.get(language).map(|table| table.keys().copied().collect::<Vec<_>>());
        for (language, _) in MESSAGES {
            assert_eq!(keys(language), keys("en"), "{language}");
        }
        assert!(keys("en").is_some_and(|keys| keys.len() == 17));
    }

    #[test]
    fn points_add_up_to_the_score() {
        for (a, b, of) in [
            ("Sergej Lavrov", "Sergey Viktorovich LAVROV", Of::Person),
            ("三菱重工業株式会社", "三菱重工航空エンジン株式会社", Of::Body),
            ("TDK Corp", "TDK株式会社", Of::Body),
            ("", "TDK", Of::Body),
        ] {
            let explanation = explain(a, b, of);
            let sum: i32 = explanation.features.iter().map(|feature| feature.points).sum();
            assert_eq!(sum, i32::from(explanation.score), "{a} {b}");
            assert_eq!(explanation.score, score_names(a, b, of), "{a} {b}");
        }
    }

    #[test]
    fn a_sentence_names_both_and_why() {
        let said = explain("Sergej Lavrov", "Sergey Viktorovich LAVROV", Of::Person).sentence(
            "Sergej Lavrov",
            "Sergey Viktorovich LAVROV",
            "SDN",
            "en",
        );
        assert!(said.contains("Sergej Lavrov") && said.contains("SDN") && said.contains("viktorovich"), "{said}");
    }
}
