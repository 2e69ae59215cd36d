//! The listed parties of a rulebook, looked up by likeness (`words/1`): who may be meant, and who is only related.

use super::explain::explain;
use super::index::{Entry, Index, Scratch};
use super::score::{Of, THRESHOLD};

/// Most parties looked at for one name.
const FOUND_MAX: usize = 25;

/// Listed parties with all their names, indexed.
#[derive(Clone, Debug)]
pub struct ListedIndex {
    parties: Vec<(u32, Vec<String>)>,
    index: Index,
}

impl ListedIndex {
    /// Indexes parties, each with its number and its names.
    pub fn new<'a, N>(parties: impl Iterator<Item = (u32, N)>) -> ListedIndex
    where
        N: Iterator<Item = &'a str>,
    {
        let parties: Vec<(u32, Vec<String>)> =
            parties.map(|(number, names)| (number, names.map(str::to_owned).collect())).collect();
        let names: Vec<Vec<&str>> =
            parties.iter().map(|(_, names)| names.iter().map(String::as_str).collect()).collect();
        let index = Index::new(names.iter().map(|names| Entry { of: None, names }));
        ListedIndex { parties, index }
    }

    /// Numbers of those whom one of the names may mean, with the listed name that is like it, and of those who are
    /// only related; both ascending, without those in `same`.
    pub fn look_up<'a>(&self, names: impl Iterator<Item = &'a str>, same: &[u32]) -> (Vec<(u32, String)>, Vec<u32>) {
        let mut scratch = Scratch::default();
        let (mut near, mut related): (Vec<(u32, String)>, Vec<u32>) = (Vec::new(), Vec::new());
        for name in names {
            for found in self.index.search(name, None, FOUND_MAX, &mut scratch) {
                let Some((number, listed)) = self.parties.get(found.party as usize) else { continue };
                let Some(text) = listed.get(found.name as usize).filter(|_| !same.contains(number)) else { continue };
                if found.score >= THRESHOLD {
                    near.push((*number, text.clone()));
                } else if explain(name, text, Of::Body).relation.is_some() {
                    related.push(*number);
                }
            }
        }
        near.sort();
        near.dedup_by_key(|(number, _)| *number);
        related.sort_unstable();
        related.dedup();
        related.retain(|number| near.binary_search_by_key(number, |(near, _)| *near).is_err());
        (near, related)
    }
}

#[cfg(test)]
mod tests {
    use super::ListedIndex;

    #[test]
    fn who_is_meant_and_who_is_related() {
        let list =
            [(3, "Mitsubishi Heavy Industries Shipbuilding Co."), (7, "細谷火工株式会社"), (9, "TDK Corporation")];
        let index = ListedIndex::new(list.iter().map(|(number, name)| (*number, std::iter::once(*name))));
        let found = |name: &str, same: &[u32]| {
            let (near, related) = index.look_up(std::iter::once(name), same);
            (near.into_iter().map(|(number, _)| number).collect::<Vec<_>>(), related)
        };
        assert_eq!(found("Hosoya Kako K.K.", &[]), (vec![7], vec![]));
        assert_eq!(found("Hosoya Kako K.K.", &[7]), (vec![], vec![]));
        assert_eq!(found("Mitsubishi Heavy Industries, Ltd.", &[]), (vec![], vec![3]));
        assert_eq!(found("Vorbehalt Getriebewerke GmbH", &[]), (vec![], vec![]));
    }
}
