//! Screening of one party against lists: hits, related parties, and which lists could not be asked.

use super::explain::{Explanation, explain};
use super::index::{Entry, Index, Scratch};
use super::normalise::NameForm;
use super::related::Relation;
use super::score::{Of, THRESHOLD};

/// Name and version of this method, as a screening result names it.
pub const METHOD: &str = "words/1";

/// Most parties looked at for one query, hits and related ones together.
const FOUND_MAX: usize = 25;

/// A list as screening takes it.
#[derive(Clone, Debug)]
pub struct ScreenedList {
    /// Its id.
    pub id: String,
    /// Its parties; `None` where the list could not be read, which is never an empty list.
    pub parties: Option<Vec<ScreenedParty>>,
}

/// A party of a list.
#[derive(Clone, Debug)]
pub struct ScreenedParty {
    /// Its id within the list.
    pub id: String,
    /// What it is; `None` where the list does not say.
    pub of: Option<Of>,
    /// All its names.
    pub names: Vec<String>,
}

/// What screening came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nothing found on any list, and every list was asked.
    NoMatch,
    /// Not listed, but related to a listed party by name.
    Related,
    /// Listed parties of a like name: each is a question.
    Candidates,
    /// A listed party of the same name.
    Match,
    /// A list could not be asked: nothing is said of it.
    Failed,
}

/// A listed party found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The list.
    pub list: String,
    /// The party's id on it.
    pub party: String,
    /// The name found, as the list has it.
    pub name: String,
    /// The name is equal after normalisation.
    pub same: bool,
    /// Why.
    pub explanation: Explanation,
}

/// The result for one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screening {
    /// The strongest state of all lists; `Failed` where any list could not be asked and none has a match.
    pub state: State,
    /// Hits, the best first.
    pub hits: Vec<Finding>,
    /// Related parties, the nearest first.
    pub related: Vec<Finding>,
    /// Lists that could not be asked.
    pub failed: Vec<String>,
}

/// Lists, indexed for screening.
#[derive(Clone, Debug)]
pub struct Screener {
    lists: Vec<ScreenedList>,
    /// For each party of the index, its list and its place there.
    places: Vec<(usize, usize)>,
    index: Index,
}

impl Screener {
    /// Indexes lists.
    pub fn new(lists: Vec<ScreenedList>) -> Screener {
        let mut places = Vec::new();
        let mut entries: Vec<(Option<Of>, Vec<&str>)> = Vec::new();
        for (at, list) in lists.iter().enumerate() {
            for (place, party) in list.parties.iter().flatten().enumerate() {
                places.push((at, place));
                entries.push((party.of, party.names.iter().map(String::as_str).collect()));
            }
        }
        let index = Index::new(entries.iter().map(|(of, names)| Entry { of: *of, names }));
        Screener { lists, places, index }
    }

    /// Number of parties that are indexed.
    pub fn parties(&self) -> usize {
        self.places.len()
    }

    /// Screens one party by all its names; of what kind it is, if that is known.
    pub fn screen(&self, names: &[&str], of: Option<Of>, threshold: u16, scratch: &mut Scratch) -> Screening {
        let failed: Vec<String> =
            self.lists.iter().filter(|list| list.parties.is_none()).map(|list| list.id.clone()).collect();
        let mut findings: Vec<Finding> = Vec::new();
        for query in names {
            for found in self.index.search(query, of, FOUND_MAX, scratch) {
                let Some((list, party, name)) = self.place(found.party, found.name) else { continue };
                let explanation = explain(query, name, party.of.or(of).unwrap_or(Of::Body));
                let same = NameForm::new(query).same(&NameForm::new(name));
                findings.push(Finding {
                    list: list.id.clone(),
                    party: party.id.clone(),
                    name: name.to_owned(),
                    same,
                    explanation,
                });
            }
        }
        let order = |finding: &Finding| {
            (std::cmp::Reverse((finding.same, finding.explanation.score)), finding.list.clone(), finding.party.clone())
        };
        findings.sort_by_cached_key(order);
        let mut seen: Vec<(String, String)> = Vec::new();
        findings.retain(|finding| {
            let key = (finding.list.clone(), finding.party.clone());
            let new = !seen.contains(&key);
            seen.push(key);
            new
        });
        let is_hit = |finding: &Finding| finding.same || finding.explanation.score >= threshold;
        let (hits, rest): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(is_hit);
        let related: Vec<Finding> = rest
            .into_iter()
            .filter(|finding| finding.explanation.relation.is_some() && of != Some(Of::Person))
            .collect();
        let state = if hits.iter().any(|hit| hit.same) {
            State::Match
        } else if !failed.is_empty() {
            State::Failed
        } else if !hits.is_empty() {
            State::Candidates
        } else if !related.is_empty() {
            State::Related
        } else {
            State::NoMatch
        };
        Screening { state, hits, related, failed }
    }

    /// Screens one party at the shipped threshold.
    pub fn screen_shipped(&self, names: &[&str], of: Option<Of>, scratch: &mut Scratch) -> Screening {
        self.screen(names, of, THRESHOLD, scratch)
    }

    fn place(&self, party: u32, name: u32) -> Option<(&ScreenedList, &ScreenedParty, &str)> {
        let (list, place) = self.places.get(usize::try_from(party).ok()?)?;
        let list = self.lists.get(*list)?;
        let party = list.parties.as_ref()?.get(*place)?;
        Some((list, party, party.names.get(usize::try_from(name).ok()?)?))
    }
}

impl State {
    /// Its name, as records keep it.
    pub fn name(self) -> &'static str {
        match self {
            State::NoMatch => "no_match",
            State::Related => "related",
            State::Candidates => "candidates",
            State::Match => "match",
            State::Failed => "failed",
        }
    }
}

impl Finding {
    /// How it is related, if it is no hit.
    pub fn relation(&self) -> Option<&Relation> {
        self.explanation.relation.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::{ScreenedList, ScreenedParty, Screener, State};
    use crate::screen::index::Scratch;
    use crate::screen::score::Of;

    fn list(id: &str, names: &[&[&str]]) -> ScreenedList {
        let party = |(at, names): (usize, &&[&str])| ScreenedParty {
            id: format!("p{at}"),
            of: Some(Of::Body),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        ScreenedList { id: id.to_owned(), parties: Some(names.iter().enumerate().map(party).collect()) }
    }

    fn lists() -> Vec<ScreenedList> {
        vec![list(
            "control-list",
            &[
                &["Mitsubishi Heavy Industries Shipbuilding Co.", "三菱造船株式会社"],
                &["IHI Aerospace Co., Ltd.", "株式会社IHIエアロスペース"],
                &["TDK Corporation", "TDK株式会社"],
                &["Hosoya Pyro-Engineering Co., Ltd.", "細谷火工株式会社"],
            ],
        )]
    }

    fn state(names: &[&str]) -> (State, Vec<String>, Vec<String>) {
        let found = Screener::new(lists()).screen_shipped(names, Some(Of::Body), &mut Scratch::default());
        let ids = |findings: &[super::Finding]| findings.iter().map(|finding| finding.party.clone()).collect();
        (found.state, ids(&found.hits), ids(&found.related))
    }

    #[test]
    fn a_listed_party_is_a_match_in_any_script() {
        for name in ["TDK K.K.", "ＴＤＫ", "tdk corp."] {
            assert_eq!(state(&[name]).0, State::Match, "{name}");
        }
        let (found, hits, _) = state(&["Hosoya Kako K.K."]);
        assert_eq!((found, hits), (State::Candidates, vec!["p3".to_owned()]), "read from its characters");
        assert_eq!(state(&["ミツビシゾウセン"]).1, ["p0"]);
        assert_eq!(state(&["Mitsubishi Hevy Industries Shipbuildng"]).1, ["p0"]);
    }

    #[test]
    fn a_parent_is_neither_hit_nor_clear() {
        for name in ["Mitsubishi Heavy Industries, Ltd.", "IHI Corporation"] {
            let (found, hits, related) = state(&[name]);
            assert_eq!((found, hits.len()), (State::Related, 0), "{name}");
            assert!(!related.is_empty(), "{name}");
        }
    }

    #[test]
    fn a_stranger_is_clear_only_where_every_list_was_asked() {
        assert_eq!(state(&["Vorbehalt Getriebewerke GmbH"]).0, State::NoMatch);
        let mut lists = lists();
        lists.push(ScreenedList { id: "gone".to_owned(), parties: None });
        let found =
            Screener::new(lists).screen_shipped(&["Vorbehalt Getriebewerke GmbH"], None, &mut Scratch::default());
        assert_eq!((found.state, found.failed), (State::Failed, vec!["gone".to_owned()]));
    }

    #[test]
    fn any_text_is_answered() {
        let screener = Screener::new(lists());
        let mut scratch = Scratch::default();
        let long: String = "株式会社 é\u{301}\u{202e}𝔘𝔫𝔦 ﷺ ㍿ \0 % ' \" ".repeat(200);
        for name in ["", " ", "\u{0}", "・", "会社", "a", long.as_str()] {
            let found = screener.screen_shipped(&[name], None, &mut scratch);
            assert_ne!(found.state, State::Match, "{name}");
        }
    }
}
