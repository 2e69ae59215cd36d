//! What the tests of the store share: a ground of law, requests by short names, a PostgreSQL of their own.
#![allow(dead_code, reason = "each test file uses its part of this")]

pub(crate) mod cluster;

use std::sync::Arc;

use exeat::licence::{Act, Allowed, Amount, Asked, Claim, Kind, LimitTerms, Scope, Terms, Unit, Units, Validity};
use exeat_store::{Body, Ground, Options, Outcome, Refers, Request, Store};
use jiff::civil::{Date, date};

pub(crate) const DAY: Date = date(2026, 3, 2);
/// 2026-03-02T00:00:00Z.
pub(crate) const NOON: i64 = 1_772_409_600_000_000;

pub(crate) fn kind(code: &str, uses_max: Option<i64>) -> Kind {
    Kind {
        code: code.into(),
        uses_max,
        months_max: Some(36),
        one_end_user: false,
        closed_for_watch_listed: false,
        review: None,
        amendment: None,
        law: "demo act 1".into(),
    }
}

pub(crate) fn ground() -> Ground {
    let unit = |code: &str| Unit::parse(code).unwrap();
    let units = Units::new([(unit("g"), unit("kg"), 1, 1_000), (unit("kg"), unit("kg"), 1, 1)]);
    let kinds = [kind("general", None), kind("individual", Some(1))];
    Ground::new(units, kinds.map(|kind| ("demo".to_owned(), kind)))
}

/// Options whose clock stands still.
pub(crate) fn still() -> Options {
    Options { now: Arc::new(|| NOON), ..Options::new(ground()) }
}

pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

/// A licence in kilograms to the gram, to Japan.
pub(crate) fn terms(kind: &str, quantity: &str) -> Terms {
    Terms {
        regime: "demo".into(),
        kind: kind.into(),
        holder: "Example Magnets".into(),
        scope: Scope { destinations: Allowed::only(["JP".to_owned()]), ..Scope::default() },
        limits: vec![LimitTerms::of(1, &amount(quantity), 3).unwrap()],
        valid: Some(Validity { from: date(2026, 1, 1), until: date(2026, 12, 31) }),
        conditions: vec![],
        documents: vec![],
    }
}

pub(crate) fn claim(quantity: &str) -> Claim {
    Claim {
        version: None,
        on: DAY,
        shipment: "PO-1".into(),
        asked: Asked { destination: Some("JP".into()), ..Asked::default() },
        amounts: vec![(1, amount(quantity))],
    }
}

pub(crate) fn request(key: &str, licence: &str, act: Act, refers: Option<Refers>) -> Request {
    let body = Body::Licence { licence: licence.into(), act: Box::new(act), dated: DAY, refers, why: None };
    Request { key: key.into(), by: "tester".into(), body }
}

pub(crate) fn draw(key: &str, licence: &str, quantity: &str) -> Request {
    request(key, licence, Act::Draw(claim(quantity)), None)
}

/// From nothing to granted.
pub(crate) fn grant(store: &dyn Store, licence: &str, terms: &Terms) {
    let terms = Box::new(terms.clone());
    let grant = Act::Grant { on: date(2026, 2, 1), number: format!("N-{licence}"), terms: terms.clone() };
    for (i, act) in [Act::Draft(terms), Act::Apply, Act::Accept(None), grant].into_iter().enumerate() {
        store.write(vec![request(&format!("{licence}/{i}"), licence, act, None)]).unwrap().unwrap();
    }
}

/// The rule that refused, or `done`.
pub(crate) fn rule(outcome: &Outcome) -> &'static str {
    outcome.as_ref().err().map_or("done", |(_, refused)| refused.rule())
}

/// Small, repeatable randomness: a xorshift.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}
