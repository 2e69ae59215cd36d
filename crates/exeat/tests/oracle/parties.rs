//! Parties in one completion: who there is, and who stands on a list.

use super::completion::{At, Completions, Point};
use super::oracle::Here;
use exeat::fact::{Party, Role, ScreeningVerdict};
use exeat::rulebook::ListedParty;

impl<'a> Completions<'a> {
    /// The parties of a role: those stated, and one more that nobody named, where one may exist.
    pub fn parties(&mut self, role: Role) -> Vec<At> {
        let stated = self.ship.parties.iter().enumerate().filter(|(_, party)| party.role == role);
        let mut parties: Vec<At> = stated.map(|(at, _)| At::Party(at)).collect();
        let closed = self.ship.complete.contains(&role) || self.ship.absent.contains(&role);
        if !closed && self.is_asked_for(role) && self.is(Point::Further(role)) {
            parties.push(At::Further(role));
        }
        parties
    }

    /// Of goods end user, consignee and intermediate consignee; of a disclosure the recipient.
    fn is_asked_for(&mut self, role: Role) -> bool {
        let whole = Here { regime: 0, unit: 0, end_use: 0, party: None, recalled: None };
        let disclosed = self.has("activity", &["disclosure".to_owned()], whole);
        match role {
            Role::Recipient => disclosed,
            Role::EndUser | Role::Consignee | Role::IntermediateConsignee => !disclosed,
            _ => false,
        }
    }

    /// Whether the party stands on a list, or among those that one act lists.
    pub fn is_on(&mut self, list: &str, h: Here) -> bool {
        let regime = self.regime(h);
        let own = list.strip_prefix(&format!("{}/", regime.id)).unwrap_or(list);
        for on in &regime.party_lists {
            let clause = regime.clause(on.clause);
            if on.list != own && clause.act != own && clause.reference() != own {
                continue;
            }
            for listed in &on.parties {
                if self.in_force(on.clause, Some(&listed.id), h) && self.is_listed_as(h.party.unwrap(), listed) {
                    return true;
                }
            }
        }
        false
    }

    /// Names of the random cases are two words of Latin letters, or Cyrillic ones: the same, near by one word, unread.
    fn is_listed_as(&mut self, at: At, listed: &'a ListedParty) -> bool {
        let At::Party(party) = at else { return self.is(Point::Listed(at, &listed.id)) };
        let party: &Party = &self.ship.parties[party];
        let words = |name: &'a str| name.split(' ');
        let names: Vec<&str> = party.names.iter().map(|name| name.text.as_str()).collect();
        let same = names.iter().any(|name| listed.names.iter().any(|known| known.text == *name));
        let near = names.iter().any(|name| {
            listed.names.iter().any(|known| words(&known.text).any(|word| words(name).any(|own| own == word)))
        });
        let unread = names.iter().all(|name| !name.is_ascii());
        let decided = party
            .screening
            .iter()
            .rev()
            .find(|decision| decision.against == listed.id)
            .map(|decision| decision.verdict);
        match decided {
            Some(ScreeningVerdict::Same) => true,
            _ if same => true,
            // There is nothing to tell a nameless party by.
            Some(ScreeningVerdict::Different) if !names.is_empty() => false,
            _ => (near || unread) && self.is(Point::Listed(at, &listed.id)),
        }
    }

    /// Whether a special approval at hand covers the unit.
    pub fn is_approved(&mut self, h: Here) -> bool {
        let licences = &self.ship.licences;
        licences.iter().any(|licence| {
            let regime = self.regime(h);
            let own = licence.kind == "special_approval"
                && licence.regime.as_ref().is_none_or(|of| *of == regime.id)
                && licence.uses != Some(0);
            let day = self.now.day;
            let valid = licence.valid_from.is_none_or(|from| from <= day)
                && licence.valid_until.is_none_or(|until| day <= until);
            own && valid
                && self.goes_to(&licence.destinations, h)
                && self.is_for(Role::EndUser, &licence.end_users)
                && self.is_for(Role::Consignee, &licence.consignees)
                && self.is_of(&licence.items, h)
        })
    }

    fn goes_to(&mut self, destinations: &[String], h: Here) -> bool {
        destinations.is_empty() || self.has("to", destinations, h) && self.has("final", destinations, h)
    }

    fn is_for(&mut self, role: Role, names: &[String]) -> bool {
        if names.is_empty() {
            return true;
        }
        let parties = self.parties(role);
        let named = |at: &At| matches!(at, At::Party(party) if self.ship.parties[*party].names.iter().any(|name| names.contains(&name.text)));
        !parties.is_empty() && parties.iter().all(named)
    }
}
