//! The shipment and all that stands in it (`contracts/shipment.toml`).

use super::{Author, FactSet};
use crate::number::Rational;
use crate::rulebook::UnitId;
use crate::screen::normalise::NameForm;
use jiff::Timestamp;
use jiff::civil::Date;

/// One shipment as its sender states it. Fields that rules may ask for (`from`, `to`, `activity` …) stand in `facts`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shipment {
    /// The sender's own number.
    pub reference: Option<String>,
    /// When it leaves.
    pub date: Option<When>,
    /// Shipment facts, with the fields `from`, `to`, `final`, `via`, `activity`, `contract_on` …
    pub facts: FactSet,
    /// Parties in the order given.
    pub parties: Vec<Party>,
    /// Roles of which no other party exists.
    pub complete: Vec<Role>,
    /// Roles that nobody has.
    pub absent: Vec<Role>,
    /// End uses; at least one (an empty one when none is given).
    pub end_uses: Vec<EndUse>,
    /// Exemptions claimed.
    pub claims: Vec<ClaimMade>,
    /// Who says every fact that names no author of its own.
    pub declaration: Option<Declaration>,
    /// Licences at hand.
    pub licences: Vec<LicenceAtHand>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Lines; at least one.
    pub lines: Vec<Line>,
    /// `sha256:` and the digest of the canonical form of what was given.
    pub digest: String,
}

/// A day, or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// A day without an hour.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
}

/// What a party does in the shipment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sends it.
    Exporter,
    /// Receives it.
    Consignee,
    /// Receives it on the way.
    IntermediateConsignee,
    /// Uses it.
    EndUser,
    /// Buys what the end user makes.
    EndUsersCustomer,
    /// To whom something is disclosed.
    Recipient,
    /// Acts for another.
    Agent,
    /// Carries it.
    Carrier,
    /// Pays or finances.
    Bank,
    /// Holds the licence.
    LicenceHolder,
}

impl Role {
    /// All roles with their words, as written in shipments and conditions.
    pub const ALL: [(Role, &'static str); 10] = [
        (Role::Exporter, "exporter"),
        (Role::Consignee, "consignee"),
        (Role::IntermediateConsignee, "intermediate_consignee"),
        (Role::EndUser, "end_user"),
        (Role::EndUsersCustomer, "end_users_customer"),
        (Role::Recipient, "recipient"),
        (Role::Agent, "agent"),
        (Role::Carrier, "carrier"),
        (Role::Bank, "bank"),
        (Role::LicenceHolder, "licence_holder"),
    ];

    /// The role of that word; `-` and `_` read alike.
    #[must_use]
    pub fn parse(word: &str) -> Option<Role> {
        let word = word.replace('-', "_");
        Role::ALL.iter().find(|(_, known)| *known == word).map(|(role, _)| *role)
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Role::ALL.iter().find(|(role, _)| *role == self).map_or("", |(_, word)| word)
    }
}

/// A party of the shipment.
#[derive(Debug, Clone, PartialEq)]
pub struct Party {
    /// What it does.
    pub role: Role,
    /// All names, the first given first; empty: nameless.
    pub names: Vec<Named>,
    /// Address as given.
    pub address: Option<String>,
    /// `(type, number)`.
    pub identifiers: Vec<(String, String)>,
    /// Party facts, with `country`.
    pub facts: FactSet,
    /// Owners.
    pub owners: Vec<Owner>,
    /// Decisions on near matches.
    pub screening: Vec<ScreeningDecision>,
}

/// A name, its language, and its form for looking up, made once when it is read.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name.
    pub text: String,
    /// Its language.
    pub lang: Option<String>,
    form: NameForm,
}

impl Named {
    /// A name as given.
    #[must_use]
    pub fn new(text: String, lang: Option<String>) -> Named {
        let form = NameForm::new(&text);
        Named { text, lang, form }
    }

    /// The name normalised for looking up.
    #[must_use]
    pub fn form(&self) -> &NameForm {
        &self.form
    }
}

impl PartialEq for Named {
    fn eq(&self, other: &Named) -> bool {
        self.text == other.text && self.lang == other.lang
    }
}

impl Eq for Named {}

/// An owner of a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Its name.
    pub name: String,
    /// Its share, a fraction of one.
    pub share: Option<Rational>,
}

/// A person's decision on a near match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreeningDecision {
    /// The listed party's id.
    pub against: String,
    /// Same or different.
    pub verdict: ScreeningVerdict,
    /// Who decided, when, on which evidence.
    pub author: Author,
    /// Why.
    pub why: Option<String>,
}

/// Whether a near match is the listed party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScreeningVerdict {
    /// It is.
    Same,
    /// It is not.
    Different,
}

/// One end use; the strictest counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EndUse {
    /// In the sender's words.
    pub description: Option<String>,
    /// Name of the party whose use it is.
    pub party: Option<String>,
    /// Share of the shipment, a fraction of one.
    pub share: Option<Rational>,
    /// End-use and declaration facts.
    pub facts: FactSet,
}

/// An exemption that the sender claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimMade {
    /// `cn/2025-61/abroad-relief` (regime, act, rule) or `cn/abroad-relief`.
    pub exemption: String,
    /// Who claims it.
    pub author: Author,
}

/// Who says every fact that names no author of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declaration {
    /// Who.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// On which evidence.
    pub evidence: Vec<String>,
}

/// A number with its unit, as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// In `unit`, not in the base unit.
    pub value: Rational,
    /// Its unit.
    pub unit: UnitId,
}

/// A licence that the sender holds.
#[derive(Debug, Clone, PartialEq)]
pub struct LicenceAtHand {
    /// Its id.
    pub id: String,
    /// Its regime; `None`: any.
    pub regime: Option<String>,
    /// individual, general, registration, special_approval.
    pub kind: String,
    /// Item codes, `*` for whatever goods.
    pub items: Vec<String>,
    /// Names of end users; empty: not limited.
    pub end_users: Vec<String>,
    /// Names of consignees; empty: not limited.
    pub consignees: Vec<String>,
    /// Countries; empty: not limited.
    pub destinations: Vec<String>,
    /// What remains.
    pub quantity: Option<Amount>,
    /// Value that remains.
    pub value: Option<Amount>,
    /// Uses that remain.
    pub uses: Option<u32>,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_until: Option<Date>,
    /// Conditions in words.
    pub conditions: Vec<String>,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its id in this shipment.
    pub id: String,
    /// Its kind, `test_report`.
    pub kind: String,
    /// Its own number.
    pub number: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// Digest of the file.
    pub sha256: Option<String>,
    /// Models or lots that it covers; empty: all.
    pub covers: Vec<String>,
}

/// One line. Facts of the line's fields (`origin`, `hs`, `quantity`, `value`) stand in `facts` too where rules may ask for them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// 1, 2, 3 … unless given.
    pub number: u32,
    /// In the sender's words.
    pub description: Option<String>,
    /// Tariff number as given, digits only.
    pub hs: Option<String>,
    /// Quantity.
    pub quantity: Option<Amount>,
    /// Value.
    pub value: Option<Amount>,
    /// Properties.
    pub facts: FactSet,
    /// A person's classification of the whole line.
    pub classification: Option<ClassificationRecord>,
    /// Models or lots; empty: the line is one thing.
    pub models: Vec<Model>,
}

/// A model or lot: inherits the facts of its line and states its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// Its name.
    pub id: String,
    /// Quantity.
    pub quantity: Option<Amount>,
    /// Value.
    pub value: Option<Amount>,
    /// All its facts: the line's where it states none of its own.
    pub facts: FactSet,
    /// A person's classification of this model; else the line's.
    pub classification: Option<ClassificationRecord>,
}

/// A classification made by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassificationRecord {
    /// Listed or not.
    pub result: ClassificationResult,
    /// The item, where listed; a regime may stand before it (`cn/1C905.a.4`).
    pub code: Option<String>,
    /// Who, when, on which evidence.
    pub author: Author,
    /// Why.
    pub why: Option<String>,
    /// Entries looked at; empty: all.
    pub looked_at: Vec<String>,
    /// Evidence.
    pub evidence: Vec<String>,
}

/// What a classification says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClassificationResult {
    /// Listed, under the record's code.
    Listed,
    /// Not listed.
    NotListed,
}
