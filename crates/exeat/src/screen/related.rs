//! Not the listed party, and not nothing: a query that is a part of a listed name, that holds a whole one,
//! or that begins as one does.

use super::likeness::By;
use super::score::Pair;
use super::script::Script;
use super::token::{Role, Token};

/// What a query is to a listed name that it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// All that tells of the query stands in the listed name, which has more: a parent, a head of a family.
    Part,
    /// All that tells of the listed name stands in the query, which has more: a branch, a unit, a group company.
    Whole,
    /// Both begin alike: perhaps one family. What they share.
    Family(String),
}

impl Relation {
    /// Its name, as records keep it and messages are found by.
    pub fn key(&self) -> &'static str {
        match self {
            Relation::Part => "related-part",
            Relation::Whole => "related-whole",
            Relation::Family(_) => "related-family",
        }
    }

    /// What the names of a family share.
    pub fn shared(&self) -> String {
        match self {
            Relation::Family(shared) => shared.clone(),
            Relation::Part | Relation::Whole => String::new(),
        }
    }
}

/// A word that weighs less than this is shared by too many names to make two of them related.
const TELLING_MIN: u16 = 500;
/// The same for one Han character, a part of a word.
const TELLING_HAN_MIN: u16 = 200;
/// Words less alike than this are other words.
const SHARE_MIN: u16 = 880;

fn tells(token: &Token) -> bool {
    let least = if token.script == Script::Han { TELLING_HAN_MIN } else { TELLING_MIN };
    token.role == Role::Word && token.weight >= least
}

/// The relation of a query and a listed name whose words have been aligned; `None` where they share nothing
/// that tells, or where neither has more than the other.
pub fn relation(query: &[&Token], listed: &[&Token], pairs: &[Pair]) -> Option<Relation> {
    let sure: Vec<&Pair> = pairs
        .iter()
        .filter(|pair| pair.like.share >= SHARE_MIN && !matches!(pair.like.by, By::Initial | By::Shortened))
        .collect();
    let query_left = |at: usize| !sure.iter().any(|pair| (pair.query..pair.query + pair.query_words).contains(&at));
    let listed_left = |at: usize| !sure.iter().any(|pair| (pair.listed..pair.listed + pair.listed_words).contains(&at));
    let shared: Vec<&&Token> = query
        .iter()
        .enumerate()
        .filter(|(at, token)| !query_left(*at) && tells(token))
        .map(|(_, token)| token)
        .collect();
    let han = shared.iter().all(|token| token.script == Script::Han);
    if shared.is_empty() || (han && shared.len() < 2) {
        return None;
    }
    let more = |tokens: &[&Token], left: &dyn Fn(usize) -> bool, telling: bool| {
        tokens.iter().enumerate().any(|(at, token)| left(at) && token.role == Role::Word && (!telling || tells(token)))
    };
    let query_more = more(query, &query_left, true);
    let listed_more = more(listed, &listed_left, true);
    let query_all = !more(query, &query_left, false);
    let listed_all = !more(listed, &listed_left, false);
    match (query_all, listed_all) {
        (true, true) => None,
        (true, false) => Some(Relation::Part),
        (false, true) => Some(Relation::Whole),
        // Generic words differ on both sides: what tells still decides, where only one side has more of it.
        (false, false) => begins_alike(query, listed, &sure).or(match (query_more, listed_more) {
            (false, true) => Some(Relation::Part),
            (true, false) => Some(Relation::Whole),
            (true, true) | (false, false) => None,
        }),
    }
}

/// What two names share from their first words on.
fn begins_alike(query: &[&Token], listed: &[&Token], sure: &[&Pair]) -> Option<Relation> {
    let head = |tokens: &[&Token]| tokens.iter().position(|token| token.role == Role::Word);
    let (from, listed_from) = (head(query)?, head(listed)?);
    let mut shared = String::new();
    for (step, token) in query.iter().skip(from).enumerate() {
        let pair = sure.iter().find(|pair| pair.query == from + step && pair.listed == listed_from + step);
        if pair.is_none() {
            break;
        }
        if !shared.is_empty() && token.script != Script::Han {
            shared.push(' ');
        }
        shared.push_str(&token.text);
    }
    let enough = shared.chars().count() >= 2;
    enough.then_some(Relation::Family(shared))
}

#[cfg(test)]
mod tests {
    use crate::screen::explain::explain;
    use crate::screen::related::Relation;
    use crate::screen::score::{Of, THRESHOLD};

    fn related(query: &str, listed: &str) -> Option<Relation> {
        let explanation = explain(query, listed, Of::Body);
        assert!(explanation.score < THRESHOLD, "{query} hits {listed} with {}", explanation.score);
        explanation.relation
    }

    #[test]
    fn a_parent_is_related_to_its_listed_unit() {
        for (parent, unit) in [
            ("Mitsubishi Heavy Industries, Ltd.", "Mitsubishi Heavy Industries Shipbuilding Co."),
            ("三菱重工業株式会社", "三菱重工航空エンジン株式会社"),
            ("IHI Corporation", "IHI Aerospace Co., Ltd."),
            ("Mitsubishi Electric Corporation", "Mitsubishi Electric Software Corporation"),
            ("Fujitsu Limited", "Fujitsu Defense & National Security, Ltd."),
            ("株式会社日立製作所", "株式会社日立アドバンストシステムズ"),
        ] {
            assert!(related(parent, unit).is_some(), "{parent}");
        }
    }

    #[test]
    fn a_holding_is_related_to_the_listed_company() {
        assert_eq!(related("ENEOS Ocean Corporation", "ENEOS Corporation"), Some(Relation::Whole));
    }

    #[test]
    fn strangers_are_not_related() {
        for (a, b) in
            [("愛知精密株式会社", "三菱精密株式会社"), ("Example Seimitsu K.K.", "Aoki Seimitsu Kogyo Co., Ltd.")]
        {
            assert_eq!(related(a, b), None, "{a}");
        }
    }
}
