//! A party list, a listed party, or a group in plain words.

use super::{Description, Teller, moment};
use crate::rulebook::{Group, ListedParty, PartyList};

/// Parties of one list that are shown by name; the longest real list has 60.
const PARTIES_MAX: usize = 500;

impl Teller<'_> {
    pub(super) fn party_list(&self, name: &str) -> Description {
        let mut rows = self.rows();
        for list in self.regime.party_lists.iter().filter(|list| list.list == name) {
            let clause = self.regime.clause(list.clause);
            rows.add("listed_by", &format!("{}: {}", clause.reference(), list.parties.len()));
            rows.deeper(|rows| {
                self.state(rows, list.clause);
                for party in list.parties.iter().take(PARTIES_MAX) {
                    rows.label(party.id.clone(), party.names.first().map_or("", |name| &name.text));
                }
            });
        }
        self.description("party_list", name, rows)
    }

    pub(super) fn party(&self, list: &PartyList, party: &ListedParty) -> Description {
        let mut rows = self.rows();
        for name in &party.names {
            rows.add("names", &format!("{} ({})", name.text, name.lang));
        }
        if let Some(country) = &party.country {
            rows.add("country", &self.speaker.word("country", country));
        }
        rows.add("listed_by", &format!("{}, {}", list.list, self.regime.clause(list.clause).reference()));
        self.source(&mut rows, list.clause);
        for effect in self.regime.effects.iter().filter(|effect| effect.targets.contains(&party.id)) {
            rows.add("effect_of", &format!("{}; {}", effect.id, moment(effect.from)));
        }
        self.description("party", &party.id, rows)
    }

    pub(super) fn group(&self, group: &Group) -> Description {
        let mut rows = self.rows();
        for member in &group.members {
            let mut parts = vec![self.speaker.word("to", &member.word)];
            parts.extend(member.from.map(moment));
            parts.extend(member.until.map(|until| self.words().say("row.until", &[("date", &moment(until))])));
            parts.extend(member.by.map(|by| self.regime.clause(by).reference()));
            rows.add("members", &self.words().join("join.semicolon", parts));
        }
        self.description("group", &group.id, rows)
    }
}
