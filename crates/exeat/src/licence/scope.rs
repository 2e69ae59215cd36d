//! What a licence covers, and why something lies outside it.

use std::collections::BTreeSet;
use std::fmt;

/// What a part of the scope allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Allowed {
    /// Whatever it is; the licence does not say.
    #[default]
    Any,
    /// Only these.
    Only(BTreeSet<String>),
}

/// What a licence covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Items, by the regime's code; a code covers what lies below it (`1C905` covers `1C905.a.4`).
    pub items: Allowed,
    /// End users.
    pub end_users: Allowed,
    /// Consignees.
    pub consignees: Allowed,
    /// Countries of destination.
    pub destinations: Allowed,
    /// End uses, in the licence's words.
    pub end_uses: Allowed,
}

/// What is asked of a scope. Absent means that nobody said, which never fits where the licence names something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The items' codes, one a line of the shipment.
    pub items: BTreeSet<String>,
    /// The end user's name.
    pub end_user: Option<String>,
    /// The consignee's name.
    pub consignee: Option<String>,
    /// The country of destination.
    pub destination: Option<String>,
    /// The end use.
    pub end_use: Option<String>,
}

/// One part of what was asked that the licence does not cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The part of the scope: `item`, `end_user`, `consignee`, `destination`, `end_use`.
    pub part: &'static str,
    /// What was asked; absent when nobody said.
    pub asked: Option<String>,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part.replace('_', " ");
        match &self.asked {
            Some(asked) => write!(f, "{part} `{asked}` is not on the licence"),
            None => write!(f, "the {part} is not stated, and the licence names one"),
        }
    }
}

impl Scope {
    /// Every part of what is asked that lies outside; empty when it fits.
    #[must_use]
    pub fn mismatches(&self, asked: &Asked) -> Vec<Mismatch> {
        let mut found = Vec::new();
        if let Allowed::Only(items) = &self.items {
            let outside = asked.items.iter().filter(|item| !items.iter().any(|code| covers(code, item)));
            found.extend(outside.map(|item| Mismatch { part: "item", asked: Some(item.clone()) }));
            if asked.items.is_empty() {
                found.push(Mismatch { part: "item", asked: None });
            }
        }
        let parts = [
            ("end_user", &self.end_users, &asked.end_user),
            ("consignee", &self.consignees, &asked.consignee),
            ("destination", &self.destinations, &asked.destination),
            ("end_use", &self.end_uses, &asked.end_use),
        ];
        for (part, allowed, asked) in parts {
            if !allowed.admits(asked.as_deref()) {
                found.push(Mismatch { part, asked: asked.clone() });
            }
        }
        found
    }
}

impl Allowed {
    /// Only what is listed; a `*` among it means whatever it is.
    #[must_use]
    pub fn only(values: impl IntoIterator<Item = String>) -> Allowed {
        let set: BTreeSet<String> = values.into_iter().collect();
        if set.contains("*") { Allowed::Any } else { Allowed::Only(set) }
    }

    fn admits(&self, asked: Option<&str>) -> bool {
        match (self, asked) {
            (Allowed::Any, _) => true,
            (Allowed::Only(_), None) => false,
            (Allowed::Only(set), Some(asked)) => set.iter().any(|one| folded(one) == folded(asked)),
        }
    }
}

/// Case and runs of blanks do not tell names apart; anything else does. Likeness of names is screening's work.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn covers(code: &str, item: &str) -> bool {
    item.strip_prefix(code).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(values: &[&str]) -> Allowed {
        Allowed::only(values.iter().map(|v| (*v).to_owned()))
    }

    #[test]
    fn each_part_outside_is_named() {
        let scope = Scope {
            items: set(&["1C905"]),
            end_users: set(&["Example Seimitsu K.K."]),
            destinations: set(&["JP"]),
            ..Scope::default()
        };
        let asked = Asked {
            items: ["1C905.a.4".to_owned()].into(),
            end_user: Some("EXAMPLE  Seimitsu k.k.".into()),
            destination: Some("JP".into()),
            ..Asked::default()
        };
        assert_eq!(scope.mismatches(&asked), []);
        let other =
            Asked { items: ["1C9051".to_owned()].into(), end_user: None, destination: Some("KR".into()), ..asked };
        let said: Vec<String> = scope.mismatches(&other).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "item `1C9051` is not on the licence",
                "the end user is not stated, and the licence names one",
                "destination `KR` is not on the licence"
            ]
        );
        assert_eq!(scope.mismatches(&Asked::default()).len(), 3, "nothing said fits nothing named");
        assert_eq!(Scope::default().mismatches(&Asked::default()), []);
        assert_eq!(set(&["*"]), Allowed::Any);
    }
}
