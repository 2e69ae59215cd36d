//! Values of every type, authors, several sources, models.

use super::{HEAD, holds, property, read, show, stated, told, value, vocabulary};
use exeat::fact::{ClassificationResult, Role, Value, When};
use jiff::civil::date;

#[test]
fn numbers_carry_units_and_are_exact() {
    assert_eq!(value("dysprosium = \"2.1 %\""), "0.021 cells 4..4");
    assert_eq!(value("dysprosium = \"2.1 wt%\""), "0.021 cells 4..4");
    assert_eq!(value("dysprosium = \"0.1 %\""), "0.001 cells 3..3");
    assert_eq!(value("dysprosium = \"0 %\""), "0 cells 1..1");
    assert_eq!(value("dysprosium = \"0.05 ± 0.1 %\""), "0..0.0015 cells 1..4");
    assert_eq!(value("dysprosium = \"0..3 %\""), "0..0.03 cells 1..4");
    assert_eq!(value("dysprosium = \"> 99.9 %\""), ">0.999..1 cells 4..4");
    assert_eq!(value("diameter = \"3 um\""), "0.000003 cells 0..0");
    assert_eq!(value("temperature = \"-40 ℃\""), "233.15 cells 0..0");
}

#[test]
fn below_a_fine_limit_counts_as_absent() {
    assert_eq!(value("dysprosium = \"< 0.01 %\""), "0..<0.0001 cells 1..2 absent");
    assert_eq!(value("dysprosium = \"<0.001 %\""), "0..<0.00001 cells 1..2 absent");
    assert_eq!(value("dysprosium = \"< 0.02 %\""), "0..<0.0002 cells 1..2");
    assert_eq!(value("dysprosium = \"<= 0.01 %\""), "0..0.0001 cells 1..2", "at most the limit is not below it");
}

#[test]
fn words_sets_countries_days() {
    assert_eq!(value("item_kind = \"goods\""), "goods");
    assert_eq!(value("item_kind = \"unknown\""), "unknown");
    assert_eq!(value("material = \"permanent_magnet\""), "[\"permanent-magnet\"]");
    assert_eq!(
        value("material = [\"permanent-magnet\", \"rare-earth\", \"rare-earth\"]"),
        "[\"rare-earth\", \"permanent-magnet\"]"
    );
    assert_eq!(value("material = []"), "[\"none-of-these\"]", "the empty set says that it is none of them");
    assert_eq!(value("magnet_family = \"not-applicable\""), "not applicable");
    assert_eq!(value("dysprosium = \"not_applicable\""), "not applicable");
    assert_eq!(value("hs = \"8505111000\""), "[\"8505111000\"]");
    let rulebook = vocabulary::rulebook();
    let shipment = read(&format!(
        "{HEAD}contract_on = 2025-12-18\nvia = [\"KR\", \"CN_bonded\"]\nactivity = \"re_export\"\n[[line]]\n"
    ))
    .unwrap();
    let get = |name: &str| shipment.facts.get(rulebook.vocabulary.find(name).unwrap()).unwrap().value.clone();
    assert_eq!(get("via"), Value::Words(vec![exeat::rulebook::WordId(1), exeat::rulebook::WordId(3)]));
    let Value::Number { range, .. } = get("contract_on") else { panic!() };
    assert_eq!(
        range.exact(),
        Some(exeat::number::Rational::whole(20_440)),
        "days since 1970, as `date -d 2025-12-18 +%s` says"
    );
    assert_eq!(get("activity"), Value::Word(exeat::rulebook::WordId(1)));
}

#[test]
fn yes_no_takes_the_words_of_the_formats() {
    for (text, word) in
        [("\"yes\"", "yes"), ("\"no\"", "no"), ("true", "yes"), ("false", "no"), ("\"unknown\"", "unknown")]
    {
        let rulebook = vocabulary::rulebook();
        let shipment = read(&format!("{HEAD}[end_use.facts]\nmilitary_use = {text}\n[[line]]\n")).unwrap();
        let id = rulebook.vocabulary.find("military_use").unwrap();
        assert_eq!(show(shipment.end_uses[0].facts.get(id).unwrap(), &rulebook, "military_use"), word);
    }
}

#[test]
fn several_sources_make_a_hull_and_may_be_at_odds() {
    let hull = "terbium = [\"< 0.01 %\", { value = \"< 0.005 %\", by = \"maker\" }]";
    assert_eq!(value(hull), "0..<0.0001 cells 0..0 absent");
    assert_eq!(value("terbium = [\"< 0.01 %\", \"0 %\"]"), "0..<0.0001 cells 0..0 absent");
    assert_eq!(value("terbium = [\"< 0.01 %\", \"0.005..0.3 %\"]"), "0..0.003 cells 0..0");
    assert_eq!(value("terbium = [\"1 %\", \"2 %\"]"), "0.01..0.02 cells 0..0 at odds");
    assert_eq!(value("terbium = [\"1 %\", \"unknown\"]"), "unknown");
    assert_eq!(value("item_kind = [\"goods\", \"software\"]"), "unknown at odds");
    assert_eq!(value("item_kind = [\"goods\", \"goods\"]"), "goods");
    assert_eq!(
        value("material = [{ value = [\"rare-earth\"], by = \"A\" }, { value = \"none-of-these\", by = \"B\" }]"),
        "unknown at odds"
    );
    let rulebook = vocabulary::rulebook();
    let shipment = property(hull).unwrap();
    let sources = stated(&shipment, &rulebook, "terbium").sources;
    let authors: Vec<_> = sources.iter().map(|source| (source.text.as_str(), source.author.by.as_deref())).collect();
    assert_eq!(authors, [("< 0.01 %", None), ("< 0.005 %", Some("maker"))]);
}

#[test]
fn the_author_falls_back_to_the_declaration() {
    let text = format!(
        "{HEAD}[declaration]\nby = \"M. Sato\"\non = \"2026-02-20\"\n[[line]]\n[line.properties]\n\
         terbium = \"1 %\"\nitem_kind = {{ value = \"goods\", on = \"2026-01-01\" }}\n\
         dysprosium = {{ value = \"2 %\", by = \"SGS\", evidence = \"R-17\" }}\n"
    );
    let (rulebook, shipment) = (vocabulary::rulebook(), read(&text).unwrap());
    let author = |name: &str| stated(&shipment, &rulebook, name).author;
    let terbium = author("terbium");
    assert_eq!(
        (terbium.by.as_deref(), terbium.on, terbium.from_declaration),
        (Some("M. Sato"), Some(date(2026, 2, 20)), true)
    );
    let kind = author("item_kind");
    assert_eq!((kind.by.as_deref(), kind.on), (Some("M. Sato"), Some(date(2026, 1, 1))));
    let dysprosium = author("dysprosium");
    assert_eq!((dysprosium.by.as_deref(), dysprosium.evidence.as_deref()), (Some("SGS"), Some("R-17")));
    assert_eq!((dysprosium.on, dysprosium.from_declaration), (None, false), "another's day is not taken");
}

#[test]
fn models_inherit_the_line_and_hold_a_part_of_it() {
    let text = format!(
        "{HEAD}[[line]]\nquantity = \"120 kg\"\norigin = \"CN\"\nhs = 8505_111000\n[line.properties]\nitem_kind = \"goods\"\nterbium = \"1 %\"\n\
         [line.classification]\nresult = \"not-listed\"\nby = \"A\"\non = \"2026-01-01\"\n\
         [[line.model]]\nid = \"A\"\nquantity = \"80000 g\"\n[line.model.properties]\nterbium = \"2 %\"\n[[line.model]]\nid = 17\n"
    );
    let (rulebook, shipment) = (vocabulary::rulebook(), read(&text).unwrap());
    let line = &shipment.lines[0];
    let of = |model: usize, name: &str| {
        show(line.models[model].facts.get(rulebook.vocabulary.find(name).unwrap()).unwrap(), &rulebook, name)
    };
    assert_eq!(
        (of(0, "item_kind"), of(0, "terbium"), of(1, "terbium")),
        ("goods".into(), "0.02 cells 0..0".into(), "0.01 cells 0..0".into())
    );
    assert_eq!((of(0, "quantity"), of(1, "quantity")), ("80 cells 0..0".into(), "0..120 cells 0..0".into()));
    assert_eq!(line.models[1].id, "17");
    assert_eq!(line.models[1].classification.as_ref().unwrap().result, ClassificationResult::NotListed);
    assert_eq!((line.number, line.hs.as_deref()), (1, Some("8505111000")));
    assert_eq!(line.quantity.unwrap().unit, vocabulary::unit(&rulebook, "kg"));
}

#[test]
fn a_whole_shipment_is_read() {
    let text = r#"
reference = "PO-4711"
date = "2026-03-02T11:30+08:00"
from = "CN"
to = "JP"
[[party]]
role = "end-user"
name = "Example Seimitsu K.K."
names = [{ text = "例示精密株式会社", lang = "ja" }, "  "]
country = "JP"
identifiers = { jp_corporate_number = 1234567890123 }
[party.facts]
military_user = { value = "no", by = "end-user statement", on = 2026-01-15, evidence = "E-1" }
[[party.owner]]
name = "Example Holdings"
share = "60 %"
[[party.screening]]
against = "cn-2026-11-01"
decision = "different"
by = "M. Sato"
on = "2026-02-20"
[parties]
complete = ["end_user", "consignee"]
absent = "agent"
[[licence]]
id = "LIC-1"
kind = "individual"
items = ["1C905.a.4"]
destinations = ["JP"]
quantity = "120 kg"
uses = 1
valid = { from = "2025-08-01", until = "2026-02-28" }
[[evidence]]
id = "R-17"
kind = "test_report"
covers = ["A"]
[[line]]
description = "magnets"
"#;
    let shipment = read(text).unwrap();
    assert!(matches!(shipment.date, Some(When::Instant(_))));
    let party = &shipment.parties[0];
    assert_eq!((party.role, party.names.len(), party.names[1].lang.as_deref()), (Role::EndUser, 2, Some("ja")));
    assert_eq!(party.owners[0].share.unwrap().to_string(), "0.6");
    assert_eq!(party.screening[0].against, "cn-2026-11-01");
    assert_eq!((shipment.complete.len(), shipment.absent.as_slice()), (2, &[Role::Agent][..]));
    assert_eq!((shipment.licences[0].uses, shipment.licences[0].valid_until), (Some(1), Some(date(2026, 2, 28))));
    assert_eq!((shipment.end_uses.len(), shipment.evidence.len(), shipment.lines.len()), (1, 1, 1));
    assert!(shipment.digest.starts_with("sha256:") && shipment.digest.len() == 71);
}

#[test]
fn silence_where_the_question_always_arises_is_refused() {
    holds(&told(property("item_kind = \"not_applicable\"")), &["always arises", "write `unknown`"]);
    holds(&told(property("material = \"not_applicable\"")), &["always arises", "none-of-these"]);
    holds(&told(read(&format!("{HEAD}[end_use.facts]\nwmd_use = \"not_applicable\"\n[[line]]\n"))), &["always arises"]);
}
