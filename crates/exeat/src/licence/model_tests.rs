//! The machine against a plain, slow model that keeps every movement and adds them all up each time.

use jiff::civil::{Date, date};

use super::unit::mass_units;
use super::*;

const DAY: Date = date(2026, 3, 2);

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

fn kind(uses_max: Option<i64>) -> Kind {
    Kind {
        code: "demo".into(),
        uses_max,
        months_max: Some(12),
        one_end_user: true,
        closed_for_watch_listed: false,
        review: None,
        amendment: None,
        law: "demo act 1".into(),
    }
}

/// Line 1 in kg to the gram, line 2 in pieces, and a value over the whole licence.
fn terms(uses: Option<i64>) -> Terms {
    let terms = Terms {
        regime: "demo".into(),
        kind: "demo".into(),
        holder: "Holder".into(),
        scope: Scope { destinations: Allowed::only(["JP".to_owned()]), ..Scope::default() },
        limits: vec![
            LimitTerms::of(1, &amount("5 kg"), 3).unwrap(),
            LimitTerms::of(2, &amount("40 piece"), 0).unwrap(),
            LimitTerms::of(0, &amount("9000 USD"), 2).unwrap(),
        ],
        valid: Some(Validity { from: date(2026, 1, 1), until: date(2026, 12, 31) }),
        conditions: vec![],
        documents: vec![],
    };
    terms.with_kind(&kind(uses))
}

fn claim(amounts: &[(u32, &str)]) -> Claim {
    Claim {
        version: None,
        on: DAY,
        shipment: "PO-1".into(),
        asked: Asked { destination: Some("JP".into()), ..Asked::default() },
        amounts: amounts.iter().map(|(line, text)| (*line, amount(text))).collect(),
    }
}

fn act(licence: &mut Licence, act: &Act, prior: Option<&Prior>) -> Result<Vec<Part>, Refusal> {
    let effect = licence.decide(act, prior, &mass_units())?;
    licence.settle(&effect);
    Ok(effect.parts)
}

fn granted(terms: Terms) -> Licence {
    let mut licence = Licence::draft(terms.clone());
    act(&mut licence, &Act::Apply, None).unwrap();
    act(&mut licence, &Act::Accept(None), None).unwrap();
    let grant = Act::Grant { on: date(2026, 2, 1), number: "L-1".into(), terms: Box::new(terms) };
    act(&mut licence, &grant, None).unwrap();
    licence
}

fn rule(result: Result<Vec<Part>, Refusal>) -> &'static str {
    result.err().map_or("done", |refusal| refusal.rule())
}

#[test]
fn an_individual_licence_is_used_once() {
    let mut licence = granted(terms(Some(1)));
    let one = claim(&[(1, "1 kg"), (1, "10 USD")]);
    let parts = act(&mut licence, &Act::Draw(one.clone()), None).unwrap();
    assert_eq!(licence.limits[0].available(), 4_000, "quantity is left");
    assert_eq!(rule(act(&mut licence, &Act::Draw(one.clone()), None)), "uses");
    assert_eq!(licence.standing(DAY), Standing::Exhausted);
    let draw = Prior { kind: PriorKind::Draw, parts, settled: false };
    act(&mut licence, &Act::Reverse, Some(&draw)).unwrap();
    assert_eq!(rule(act(&mut licence, &Act::Draw(one), None)), "done", "the use came back with the goods");
}

#[test]
fn what_does_not_fit_is_refused_with_its_rule() {
    let mut licence = granted(terms(None));
    let mut tried = |on: Date, version, amounts: &[(u32, &str)]| {
        rule(act(&mut licence, &Act::Draw(Claim { on, version, ..claim(amounts) }), None))
    };
    assert_eq!(tried(DAY, None, &[(1, "3 piece"), (1, "1 USD")]), "unit");
    assert_eq!(tried(DAY, None, &[(2, "1 kg"), (2, "1 USD")]), "unit");
    assert_eq!(tried(DAY, None, &[(1, "1 mg"), (1, "1 USD")]), "amount");
    assert_eq!(tried(DAY, None, &[(1, "1 g")]), "amount_missing");
    assert_eq!(tried(DAY, None, &[(7, "1 kg"), (7, "1 USD")]), "line");
    assert_eq!(tried(DAY, None, &[(1, "0 kg"), (1, "1 USD")]), "amount");
    assert_eq!(tried(DAY, None, &[(1, "1 g"), (1, "1 CNY")]), "unit");
    assert_eq!(tried(DAY, None, &[]), "amount_missing");
    assert_eq!(tried(DAY, None, &[(1, "9223372036854775807 g"), (1, "1 USD")]), "limit");
    assert_eq!(tried(DAY, None, &[(1, "9223372036854775807 t"), (1, "1 USD")]), "amount");
    assert_eq!(tried(DAY, None, &[(1, "5001 g"), (1, "1 USD")]), "limit");
    assert_eq!(tried(date(2026, 1, 31), None, &[(1, "1 g"), (1, "1 USD")]), "before_grant");
    assert_eq!(tried(date(2027, 1, 1), None, &[(1, "1 g"), (1, "1 USD")]), "validity");
    assert_eq!(tried(DAY, Some(2), &[(1, "1 g"), (1, "1 USD")]), "version");
    assert_eq!(tried(DAY, Some(1), &[(1, "5 kg"), (1, "9000 USD")]), "done");
    assert_eq!(tried(DAY, Some(1), &[(1, "1 g"), (1, "0.01 USD")]), "limit");
}

#[test]
fn a_stopped_licence_draws_nothing_and_still_takes_goods_back() {
    let mut licence = granted(terms(None));
    let draw = Act::Draw(claim(&[(2, "4 piece"), (2, "8 USD")]));
    let parts = act(&mut licence, &draw, None).unwrap();
    act(&mut licence, &Act::Suspend, None).unwrap();
    assert_eq!(rule(act(&mut licence, &draw, None)), "state");
    act(&mut licence, &Act::Revoke, None).unwrap();
    assert_eq!(rule(act(&mut licence, &Act::Resume, None)), "step");
    let prior = Prior { kind: PriorKind::Draw, parts, settled: false };
    assert_eq!(rule(act(&mut licence, &Act::Reverse, Some(&Prior { settled: true, ..prior.clone() }))), "reversed");
    assert_eq!(
        rule(act(&mut licence, &Act::Reverse, Some(&Prior { kind: PriorKind::Other, ..prior.clone() }))),
        "refers"
    );
    assert_eq!(rule(act(&mut licence, &Act::Reverse, Some(&prior))), "done");
    assert!(licence.limits.iter().all(|limit| limit.drawn == 0));
}

#[test]
fn an_amendment_keeps_what_has_moved() {
    let mut licence = granted(terms(None));
    act(&mut licence, &Act::Draw(claim(&[(1, "3 kg"), (1, "100 USD")])), None).unwrap();
    let mut less = terms(None);
    less.limits[0].quantity = 2_999;
    assert_eq!(rule(act(&mut licence, &Act::Amend(Box::new(less.clone())), None)), "terms");
    less.limits[0].quantity = 3_000;
    less.limits.remove(1);
    less.limits.push(LimitTerms::of(3, &amount("1 t"), 0).unwrap());
    act(&mut licence, &Act::Amend(Box::new(less)), None).unwrap();
    let balances: Vec<(i64, i64)> = licence.limits.iter().map(|limit| (limit.granted, limit.available())).collect();
    assert_eq!(balances, [(3_000, 0), (0, 0), (900_000, 890_000), (1, 1)]);
    assert_eq!((licence.version, licence.state), (2, State::Granted));
}

#[test]
fn kinds_bound_terms() {
    let whole = terms(Some(1));
    assert_eq!(whole.check(&kind(Some(1))), Ok(()));
    let long = Terms { valid: Some(Validity { from: date(2026, 1, 1), until: date(2027, 1, 2) }), ..whole.clone() };
    assert!(long.check(&kind(Some(1))).is_err());
    let mut negative = whole.clone();
    negative.limits[0].quantity = -1;
    assert!(negative.check(&kind(Some(1))).is_err());
    let mut twice = whole.clone();
    twice.limits.push(twice.limits[0].clone());
    assert!(twice.check(&kind(Some(1))).is_err());
    let users = Scope { end_users: Allowed::only(["A".to_owned(), "B".to_owned()]), ..Scope::default() };
    assert!(Terms { scope: users, ..whole }.check(&kind(Some(1))).is_err());
}

/// Small, repeatable randomness: a xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// What the model remembers of a movement: what it took of (grams, pieces, cents, uses), and what became of it.
#[derive(Clone)]
struct Moved {
    held: [i128; 4],
    drawn: [i128; 4],
    settled: bool,
}

const GRANTED: [i128; 4] = [5_000, 40, 900_000, 25];

fn free(book: &[Moved]) -> [i128; 4] {
    std::array::from_fn(|i| GRANTED[i] - book.iter().map(|m| m.held[i] + m.drawn[i]).sum::<i128>())
}

fn random_claim(dice: &mut Dice) -> (Claim, [i128; 4]) {
    let (grams, pieces, cents) = (dice.below(900) + 1, dice.below(8) + 1, dice.below(90_000) + 1);
    let usd = format!("{}.{:02} USD", cents / 100, cents % 100);
    let mass = if dice.below(2) == 0 { format!("{grams} g") } else { format!("0.{grams:03} kg") };
    match dice.below(3) {
        0 => (claim(&[(1, &mass), (1, &usd)]), [grams.into(), 0, cents.into(), 1]),
        1 => (claim(&[(2, &format!("{pieces} piece")), (2, &usd)]), [0, pieces.into(), cents.into(), 1]),
        _ => (
            claim(&[(2, &format!("{pieces} piece")), (1, &mass), (1, &usd)]),
            [grams.into(), pieces.into(), cents.into(), 1],
        ),
    }
}

#[test]
fn random_operations_agree_with_the_plain_model() {
    let (mut done, mut refused) = (0, 0);
    for seed in 1..=300 {
        let mut dice = Dice(seed * 0x9E37_79B9);
        let mut licence = granted(terms(Some(25)));
        let (mut book, mut priors): (Vec<Moved>, Vec<Prior>) = (Vec::new(), Vec::new());
        for _ in 0..60 {
            let (claim, take) = random_claim(&mut dice);
            let chosen = (!book.is_empty()).then(|| dice.below(book.len() as u64) as usize);
            let room = free(&book);
            let fits = |extra: [i128; 4]| (0..4).all(|i| take[i] <= room[i] + extra[i]);
            let (act, prior, expected) = match (dice.below(6), chosen) {
                (0 | 1, _) | (_, None) => (Act::Draw(claim), None, fits([0; 4])),
                (2, _) => (Act::Reserve { claim, until: DAY }, None, fits([0; 4])),
                (3, Some(i)) => {
                    let open = matches!(priors[i].kind, PriorKind::Reservation { .. }) && !book[i].settled;
                    (Act::DrawReserved(claim), Some(i), open && fits(book[i].held))
                }
                (4, Some(i)) => {
                    let open = matches!(priors[i].kind, PriorKind::Reservation { .. }) && !book[i].settled;
                    (Act::Release, Some(i), open)
                }
                (_, Some(i)) => (Act::Reverse, Some(i), priors[i].kind == PriorKind::Draw && !book[i].settled),
            };
            let answer = super::model_tests::act(&mut licence, &act, prior.map(|i| &priors[i]));
            assert_eq!(answer.is_ok(), expected, "seed {seed}: {act:?} gave {answer:?}");
            let Ok(parts) = answer else {
                refused += 1;
                continue;
            };
            done += 1;
            if let Some(i) = prior {
                (book[i].settled, priors[i].settled) = (true, true);
                book[i].held = [0; 4];
                if act == Act::Reverse {
                    book[i].drawn = [0; 4];
                }
            }
            let (kind, held, drawn) = match &act {
                Act::Reserve { until, .. } => (PriorKind::Reservation { until: *until }, take, [0; 4]),
                Act::Draw(_) | Act::DrawReserved(_) => (PriorKind::Draw, [0; 4], take),
                _ => (PriorKind::Other, [0; 4], [0; 4]),
            };
            book.push(Moved { held, drawn, settled: false });
            priors.push(Prior { kind, parts, settled: false });
            let available: Vec<i128> = licence.limits.iter().map(|limit| limit.available().into()).collect();
            assert_eq!(available, free(&book), "seed {seed}");
        }
    }
    assert!(done > 3_000 && refused > 3_000, "{done} done, {refused} refused");
}
