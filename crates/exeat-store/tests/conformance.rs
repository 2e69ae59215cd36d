//! One suite for every store; memory is the model that SQLite and PostgreSQL are held against.

mod support;

use exeat::licence::{Act, LimitTerms, State, Validity};
use exeat_store::{Attached, Body, NewRecord, Outcome, Refers, Replayed, Request, Search, Store, open, sweep};
use jiff::civil::date;
use serde_json::json;
use support::*;

/// Every check, on a store that `fresh` makes anew each time.
fn conforms(fresh: &mut dyn FnMut() -> Box<dyn Store>) {
    a_key_answers_once(&*fresh());
    rules_refuse_and_store_nothing(&*fresh());
    linked_requests_stand_or_fall_together(&*fresh());
    a_reservation_is_resolved_once(&*fresh());
    a_stop_in_the_same_breath_wins(&*fresh());
    records_are_found_and_erased(&*fresh());
    for seed in 1..=6 {
        random_operations_agree_with_memory(&*fresh(), seed);
    }
}

#[test]
fn memory_conforms() {
    conforms(&mut || open("memory:", still()).unwrap());
}

#[test]
fn sqlite_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    conforms(&mut || {
        count += 1;
        open(&format!("sqlite:{}/{count}.db", folder.path().display()), still()).unwrap()
    });
}

#[test]
#[ignore = "slow: starts PostgreSQL"]
fn postgres_conforms() {
    let mut cluster = cluster::Cluster::start();
    conforms(&mut || {
        let url = cluster.database();
        open(&url, exeat_store::Options { key: Some(cluster.key()), ..still() }).unwrap()
    });
}

fn balances(store: &dyn Store, licence: &str) -> Vec<(i64, i64, i64)> {
    let view = store.licence(licence).unwrap().unwrap();
    view.licence.limits.iter().map(|limit| (limit.granted, limit.reserved, limit.drawn)).collect()
}

fn sound(store: &dyn Store) {
    let report = store.check().unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

fn a_key_answers_once(store: &dyn Store) {
    grant(store, "L", &terms("general", "5 kg"));
    let first = store.write(vec![draw("k", "L", "2 kg")]).unwrap().unwrap().remove(0);
    let again = store.write(vec![draw("k", "L", "2 kg")]).unwrap().unwrap().remove(0);
    assert_eq!((first.replayed, again.replayed), (Replayed::No, Replayed::Yes));
    assert_eq!((first.id, &first.parts), (again.id, &again.parts));
    assert_eq!(rule(&store.write(vec![draw("k", "L", "2.001 kg")]).unwrap()), "conflict");
    let together: Vec<Outcome> =
        store.write_many(vec![vec![draw("n", "L", "1 kg")]; 20]).into_iter().map(Result::unwrap).collect();
    let new = together.iter().flatten().flatten().filter(|receipt| receipt.replayed == Replayed::No).count();
    assert_eq!(new, 1, "twenty asked with one key");
    assert_eq!(balances(store, "L"), [(5_000, 0, 3_000)]);
    sound(store);
}

fn rules_refuse_and_store_nothing(store: &dyn Store) {
    grant(store, "L", &terms("individual", "5 kg"));
    let before = store.movements(None, 0).unwrap();
    let dated =
        |on, quantity: &str| request("x", "L", Act::Draw(exeat::licence::Claim { on, ..claim(quantity) }), None);
    let tries = [
        (draw("x", "L", "5.001 kg"), "limit"),
        (draw("x", "L", "1 piece"), "unit"),
        (draw("x", "L", "0.0001 kg"), "amount"),
        (draw("x", "L", "9223372036854775807 kg"), "amount"),
        (draw("x", "M", "1 kg"), "no_licence"),
        (dated(date(2026, 1, 31), "1 kg"), "before_grant"),
        (dated(date(2027, 1, 1), "1 kg"), "validity"),
        (request("x", "L", Act::Reverse, Some(Refers::Id(1))), "refers"),
        (request("x", "L", Act::Reverse, Some(Refers::Key("nobody".into()))), "refers"),
        (request("x", "L", Act::Draft(Box::new(terms("individual", "1 kg"))), None), "exists"),
        (request("x", "N", Act::Draft(Box::new(terms("unknown", "1 kg"))), None), "terms"),
        (request("x", "L", Act::Lapse(date(2026, 12, 31)), None), "not_yet"),
    ];
    for (request, expected) in tries {
        assert_eq!(rule(&store.write(vec![request.clone()]).unwrap()), expected, "{request:?}");
    }
    assert_eq!(store.movements(None, 0).unwrap(), before, "a refusal stores no movement");
    assert_eq!(rule(&store.write(vec![draw("x", "L", "1 kg")]).unwrap()), "done", "and its key stays free");
    assert_eq!(
        rule(&store.write(vec![draw("y", "L", "1 kg")]).unwrap()),
        "uses",
        "an individual licence, quantity left"
    );
    let reverse = |key: &str, of: &str| request(key, "L", Act::Reverse, Some(Refers::Key(of.into())));
    assert_eq!(rule(&store.write(vec![reverse("r", "x")]).unwrap()), "done");
    assert_eq!(rule(&store.write(vec![reverse("r2", "x")]).unwrap()), "reversed");
    assert_eq!(rule(&store.write(vec![reverse("r3", "r")]).unwrap()), "refers", "a reversal of a reversal");
    assert!(store.write(vec![draw("", "L", "1 kg")]).is_err(), "a key is needed");
    let refusals = store.entries(0).unwrap().iter().filter(|entry| entry.contains("\"refuse\"")).count();
    assert_eq!(refusals, 15, "each refusal stands in the log");
    sound(store);
}

fn linked_requests_stand_or_fall_together(store: &dyn Store) {
    grant(store, "L", &terms("general", "5 kg"));
    store.write(vec![draw("a", "L", "4 kg")]).unwrap().unwrap();
    let correct = |amount: &str| {
        vec![
            request("undo", "L", Act::Reverse, Some(Refers::Key("a".into()))),
            draw("b", "L", amount),
            draw("c", "L", "1 kg"),
        ]
    };
    let (place, refused) = store.write(correct("4.5 kg")).unwrap().unwrap_err();
    assert_eq!((place, refused.rule()), (2, "limit"));
    assert_eq!(balances(store, "L"), [(5_000, 0, 4_000)], "nothing of it happened");
    assert_eq!(store.write(correct("3 kg")).unwrap().unwrap().len(), 3);
    assert_eq!(balances(store, "L"), [(5_000, 0, 4_000)]);
    let within = vec![
        request("h", "L", Act::Reserve { claim: claim("1 kg"), until: DAY }, None),
        request("f", "L", Act::Release, Some(Refers::Key("h".into()))),
        request("g", "L", Act::Release, Some(Refers::Key("h".into()))),
    ];
    assert_eq!(rule(&store.write(within.clone()).unwrap()), "resolved", "also within one group");
    assert_eq!(store.write(within[..2].to_vec()).unwrap().unwrap().len(), 2);
    sound(store);
}

fn a_reservation_is_resolved_once(store: &dyn Store) {
    grant(store, "L", &terms("general", "5 kg"));
    let reserve =
        |key: &str, quantity: &str| request(key, "L", Act::Reserve { claim: claim(quantity), until: DAY }, None);
    let from = |key: &str, of: &str, quantity: &str| {
        request(key, "L", Act::DrawReserved(claim(quantity)), Some(Refers::Key(of.into())))
    };
    store.write(vec![reserve("h", "3 kg")]).unwrap().unwrap();
    assert_eq!(balances(store, "L"), [(5_000, 3_000, 0)]);
    assert_eq!(rule(&store.write(vec![draw("d", "L", "2.5 kg")]).unwrap()), "limit", "what is held is not free");
    assert_eq!(rule(&store.write(vec![from("d", "h", "2 kg")]).unwrap()), "done");
    assert_eq!(balances(store, "L"), [(5_000, 0, 2_000)], "the rest of the hold is freed");
    assert_eq!(rule(&store.write(vec![from("e", "h", "1 kg")]).unwrap()), "resolved");
    store.write(vec![reserve("h2", "1 kg")]).unwrap().unwrap();
    assert_eq!(rule(&store.write(vec![from("e", "h2", "4 kg")]).unwrap()), "limit", "more than held and free together");
    assert_eq!(rule(&store.write(vec![from("e", "h2", "3 kg")]).unwrap()), "done", "more than held, borne by the rest");
    store.write(vec![request("u", "L", Act::Reverse, Some(Refers::Key("e".into())))]).unwrap().unwrap();
    store.write(vec![reserve("h3", "1 kg")]).unwrap().unwrap();
    let none = sweep(store, DAY, "sweeper").unwrap();
    assert!(none.expired.is_empty(), "its last day counts");
    assert_eq!(sweep(store, date(2026, 3, 3), "sweeper").unwrap().expired, ["h3"]);
    assert!(sweep(store, date(2026, 3, 3), "sweeper").unwrap().expired.is_empty());
    assert_eq!(sweep(store, date(2027, 1, 1), "sweeper").unwrap().lapsed, ["L"]);
    assert_eq!(store.licence("L").unwrap().unwrap().licence.state, State::Expired);
    assert_eq!(balances(store, "L"), [(5_000, 0, 2_000)]);
    sound(store);
}

fn a_stop_in_the_same_breath_wins(store: &dyn Store) {
    grant(store, "L", &terms("general", "5 kg"));
    let groups = vec![
        vec![draw("a", "L", "1 kg")],
        vec![request("s", "L", Act::Suspend, None)],
        vec![draw("b", "L", "1 kg")],
        vec![request("t", "L", Act::Resume, None)],
        vec![draw("c", "L", "1 kg")],
        vec![request("v", "L", Act::Amend(Box::new(terms("general", "3 kg"))), None)],
        vec![request("w", "L", Act::Draw(exeat::licence::Claim { version: Some(1), ..claim("1 kg") }), None)],
        vec![draw("d", "L", "1 kg")],
        vec![draw("e", "L", "1 g")],
        vec![request("x", "L", Act::Revoke, None)],
        vec![request("y", "L", Act::Reverse, Some(Refers::Key("a".into())))],
        vec![draw("z", "L", "1 kg")],
    ];
    let rules: Vec<&str> = store.write_many(groups).iter().map(|outcome| rule(outcome.as_ref().unwrap())).collect();
    let done = "done";
    assert_eq!(rules, [done, done, "state", done, done, done, "version", done, "limit", done, done, "state"]);
    assert_eq!(balances(store, "L"), [(3_000, 0, 2_000)]);
    sound(store);
}

fn record(reference: &str, outcome: &str, party: &str) -> NewRecord {
    NewRecord {
        reference: reference.into(),
        determination: json!({
            "schema": "exeat.determination/1", "reference": reference, "date": "2026-03-02", "known": "2026-03-02T00:00:00+08:00",
            "outcome": outcome, "lines": [{ "line": 1, "listed": [{ "code": "cn/1C905.a.4" }] }],
            "open": [{ "fact": "dysprosium" }], "rests_on": { "declaration": { "by": "M. Sato" } },
        }),
        shipment: json!({ "party": [{ "role": "end_user", "name": party }], "declaration": { "by": "M. Sato" } }),
        attached: vec![Attached::new("rulebook", b"pack".to_vec())],
        supersedes: None,
    }
}

fn records_are_found_and_erased(store: &dyn Store) {
    let put = |key: &str, record: NewRecord| {
        store.write(vec![Request { key: key.into(), by: "sato".into(), body: Body::Record(Box::new(record)) }]).unwrap()
    };
    let first = put("1", record("PO-1", "licence_required", "Example  Seimitsu K.K.")).unwrap().remove(0);
    assert_eq!(
        put("1", record("PO-1", "licence_required", "Example  Seimitsu K.K.")).unwrap()[0].replayed,
        Replayed::Yes
    );
    assert_eq!(rule(&put("1", record("PO-2", "licence_required", "Example"))), "conflict");
    let mut second = record("PO-2", "prohibited", "100%_Metals");
    second.supersedes = Some(first.subject.clone());
    second.attached = vec![Attached { body: None, ..Attached::new("rulebook", b"pack".to_vec()) }];
    put("2", second.clone()).unwrap();
    second.attached = vec![Attached { body: None, ..Attached::new("list", b"other".to_vec()) }];
    assert_eq!(rule(&put("3", second)), "no_attachment");
    let found = |search: Search| -> Vec<String> {
        store.records(&search).unwrap().into_iter().map(|record| record.reference).collect()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(found(Search::default()), ["PO-1", "PO-2"]);
    assert_eq!(found(Search { party: some("seimitsu k"), ..Search::default() }), ["PO-1"]);
    assert_eq!(found(Search { party: some("0%_m"), ..Search::default() }), ["PO-2"]);
    assert_eq!(found(Search { party: some("%"), ..Search::default() }), ["PO-2"], "a percent sign is a percent sign");
    assert_eq!(found(Search { item: some("cn/1C905"), outcome: some("prohibited"), ..Search::default() }), ["PO-2"]);
    assert_eq!(
        found(Search { open: some("dyspro"), from: some("2026-03-03"), ..Search::default() }),
        Vec::<String>::new()
    );
    assert_eq!(found(Search { open: some("dyspro"), until: some("2026-03-02"), ..Search::default() }).len(), 2);
    let kept = store.records(&Search::default()).unwrap().remove(0);
    let erase = |text: &str| {
        let body = Body::Erase { record: kept.name.clone(), text: text.into(), why: "asked by the person".into() };
        store.write(vec![Request { key: "e".into(), by: "admin".into(), body }]).unwrap()
    };
    assert_eq!(rule(&erase("M. Sato")), "done");
    assert_eq!(rule(&erase("M. Sato")), "nothing_to_erase");
    assert_eq!(rule(&erase("Example  Seimitsu K.K.")), "done");
    assert_eq!(found(Search { party: some("seimitsu"), ..Search::default() }), Vec::<String>::new());
    let shipment = store.document(&kept.shipment).unwrap().unwrap();
    assert_eq!((shipment.seal(), shipment.erased()), (kept.shipment.clone(), 2));
    assert!(!shipment.to_text().contains("Sato") && !shipment.to_text().contains("Seimitsu"));
    assert_eq!(store.blob(&Attached::new("rulebook", b"pack".to_vec()).digest).unwrap(), Some(b"pack".to_vec()));
    sound(store);
}

/// A request among a few licences and keys, so that much is refused and much is asked twice.
fn random_request(dice: &mut Dice, n: u64) -> Request {
    let licence = format!("L{}", dice.below(3));
    let key = if dice.below(8) == 0 { format!("k{}", dice.below(n + 1)) } else { format!("k{n}") };
    let refers = Some(Refers::Key(format!("k{}", dice.below(n + 1))));
    let quantity = format!("{} g", dice.below(900) + 1);
    let mut amended = terms("general", &format!("{} kg", dice.below(9) + 1));
    amended.limits.extend((dice.below(2) == 0).then(|| LimitTerms::of(2, &amount("7 piece"), 0).unwrap()));
    amended.valid = Some(Validity { from: date(2026, 1, 1), until: date(2026, 12, 1) });
    let amended = Box::new(amended);
    match dice.below(24) {
        0..=8 => draw(&key, &licence, &quantity),
        9..=11 => request(&key, &licence, Act::Reserve { claim: claim(&quantity), until: DAY }, None),
        12..=13 => request(&key, &licence, Act::DrawReserved(claim(&quantity)), refers),
        14 => request(&key, &licence, Act::Release, refers),
        15..=16 => request(&key, &licence, Act::Reverse, refers),
        17 => request(&key, &licence, Act::Suspend, None),
        18..=19 => request(&key, &licence, Act::Resume, None),
        20 => request(&key, &licence, Act::Amend(amended), None),
        21 => request(&key, &licence, Act::Expire(date(2026, 3, 3)), refers),
        22 => request(&key, &licence, Act::Grant { on: DAY, number: "N".into(), terms: amended }, None),
        _ => request(&key, "new", Act::Draft(amended), None),
    }
}

fn random_operations_agree_with_memory(store: &dyn Store, seed: u64) {
    let model = open("memory:", still()).unwrap();
    for store in [store, &*model] {
        for licence in ["L0", "L1", "L2"] {
            grant(store, licence, &terms("general", "20 kg"));
        }
    }
    let mut dice = Dice(seed * 0x9E37_79B9);
    let (mut n, mut done, mut refused) = (0, 0, 0);
    for _ in 0..40 {
        let groups: Vec<Vec<Request>> = (0..dice.below(20) + 1)
            .map(|_| {
                (0..if dice.below(5) == 0 { 3 } else { 1 })
                    .map(|_| {
                        n += 1;
                        random_request(&mut dice, n)
                    })
                    .collect()
            })
            .collect();
        let ours: Vec<Outcome> = store.write_many(groups.clone()).into_iter().map(Result::unwrap).collect();
        let models: Vec<Outcome> = model.write_many(groups.clone()).into_iter().map(Result::unwrap).collect();
        for ((ours, model), group) in ours.iter().zip(&models).zip(&groups) {
            assert_eq!(ours, model, "seed {seed}: {group:?}");
        }
        done += ours.iter().filter(|outcome| outcome.is_ok()).count();
        refused += ours.iter().filter(|outcome| outcome.is_err()).count();
    }
    assert!(done > 60 && refused > 60, "{done} done, {refused} refused");
    assert_eq!(store.movements(None, 0).unwrap(), model.movements(None, 0).unwrap());
    assert_eq!(store.licences(0).unwrap(), model.licences(0).unwrap());
    // The first entry tells of the store's own key.
    assert_eq!(store.entries(1).unwrap(), model.entries(1).unwrap(), "the logs are equal to the byte");
    sound(store);
}
