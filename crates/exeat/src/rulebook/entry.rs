//! Entries of the item list, party lists and groups.

use super::{ClauseId, Condition, Confidence, Localised, Moment, Place};

/// One entry of the item list.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `1C905`.
    pub code: String,
    /// Title in the regime's languages.
    pub title: Localised,
    /// Items in the order written.
    pub items: Vec<Item>,
    /// Where it stands.
    pub place: Place,
}

/// One item of an entry.
#[derive(Debug, Clone)]
pub struct Item {
    /// `1C905.a.4`.
    pub code: String,
    /// Goods, software or technology.
    pub kind: ItemKind,
    /// Reasons of control, where a regime controls by reason.
    pub reasons: Vec<String>,
    /// Title in the regime's languages.
    pub title: Localised,
    /// Versions in the order written.
    pub versions: Vec<ItemVersion>,
    /// Where it stands.
    pub place: Place,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// Goods.
    Goods,
    /// Software.
    Software,
    /// Technology, and services that pass it on.
    Technology,
}

/// The text of an item from a clause on.
#[derive(Debug, Clone)]
pub struct ItemVersion {
    /// In force while this clause is.
    pub by: ClauseId,
    /// How sure the limits are.
    pub confidence: Confidence,
    /// When it is met.
    pub when: Condition,
    /// The condition's text as written.
    pub when_text: String,
    /// Tariff numbers seen in practice: raise a candidate, never clear.
    pub hs: Vec<String>,
    /// The catalogue year of those numbers.
    pub hs_year: Option<i16>,
    /// Where its condition stands.
    pub place: Place,
}

/// The parties that one clause lists.
#[derive(Debug, Clone)]
pub struct PartyList {
    /// The clause, `2026-11#1`.
    pub clause: ClauseId,
    /// The regime-wide list, `control-list`.
    pub list: String,
    /// Parties in the order written.
    pub parties: Vec<ListedParty>,
    /// Where it stands.
    pub place: Place,
}

/// A listed party.
#[derive(Debug, Clone)]
pub struct ListedParty {
    /// Unique within the regime, `cn-2026-11-01`.
    pub id: String,
    /// Its names.
    pub names: Vec<ListedName>,
    /// Country code.
    pub country: Option<String>,
    /// Addresses.
    pub addresses: Vec<String>,
}

/// A name of a listed party.
#[derive(Debug, Clone)]
pub struct ListedName {
    /// As printed.
    pub text: String,
    /// Language.
    pub lang: String,
    /// Official, or for search only.
    pub kind: NameKind,
}

/// What a name is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// Printed in the act.
    Official,
    /// Another name it goes by.
    Alias,
    /// A name that it had.
    Former,
    /// Not printed anywhere official: for search only.
    Search,
}

/// A named set with dated members.
#[derive(Debug, Clone)]
pub struct Group {
    /// `eu`.
    pub id: String,
    /// Members in the order written.
    pub members: Vec<GroupMember>,
    /// Where it stands.
    pub place: Place,
}

/// One member of a group.
#[derive(Debug, Clone)]
pub struct GroupMember {
    /// A country, code, or word of a fact.
    pub word: String,
    /// First day, if not always.
    pub from: Option<Moment>,
    /// Last day.
    pub until: Option<Moment>,
    /// A member while this clause is in force.
    pub by: Option<ClauseId>,
}
