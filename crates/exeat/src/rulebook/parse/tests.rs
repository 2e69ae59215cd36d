use super::*;
use crate::number::Rational;
use crate::rulebook::{Codes, Compare, Literal};
use proptest::prelude::*;

fn tree(text: &str) -> Condition {
    parse_condition(text).unwrap_or_else(|error| panic!("{text}: {error} at {:?}; {}", error.at, error.remedy))
}

#[track_caller]
fn prints(text: &str, canonical: &str) {
    assert_eq!(tree(text).to_string(), canonical);
    assert_eq!(tree(canonical), tree(text));
}

#[track_caller]
fn refused(text: &str, at: &str, remedy: &str) {
    let error = parse_condition(text).expect_err(text);
    assert_eq!(&text[error.at.clone()], at, "{error:?}");
    assert!(error.remedy.contains(remedy), "{error:?}");
}

#[test]
fn reads_the_forms_of_the_grammar() {
    prints(
        "\n to-japan and dual-use-item and (\n  limb user:  some end_user where military-user\n or limb use: military_use\n or limb other: raises )\n",
        "to-japan and dual-use-item and (limb user: some end_user where military-user or limb use: military_use or limb other: raises)",
    );
    prints(
        "to = JP or final = JP or some end_user where country = JP",
        "to = JP or final = JP or some end_user where country = JP",
    );
    prints("listed as [1C905.a.*, 1C902] for NS2", "listed as [1C905.a.*, 1C902] for NS2");
    prints(
        "every end-user where not (on control-list or on 2026-11)",
        "every end_user where not (on control-list or on 2026-11)",
    );
    prints("on cn/control-list and on 2026-11#1 # and so on", "on cn/control-list and on 2026-11#1");
    prints("sum(dysprosium+terbium)>0.1 wt%", "sum(dysprosium + terbium) > 0.1 wt%");
    prints("a/b<=10%", "a / b <= 10 %");
    prints("total(value) >= 1000 USD", "total(value) >= 1000 USD");
    prints("at least 2 of (a and b, c, x in eu)", "at least 2 of (a and b, c, x in eu)");
    prints(
        "gap \"limit of \\\"9A501\\\" \\\\ not #1 verified\"",
        "gap \"limit of \\\"9A501\\\" \\\\ not #1 verified\"",
    );
    prints("((a))", "a");
    prints("(a and b) and c", "(a and b) and c");
    prints(
        "density > 1.73 g/cm3 and dislocation_density < 5 1/cm2",
        "density > 1.73 g/cm3 and dislocation_density < 5 1/cm2",
    );
    prints("temperature < -50 degC", "temperature < -50 degC");
    prints("range ≥ 300 km", "range >= 300 km");
}

#[test]
fn a_word_a_number_or_a_day_stands_after_equals() {
    let is = |word: &str| Condition::Is { fact: "x".into(), word: word.into() };
    for word in ["102-71-6", "1C905.a.4", "8505111000", "2026-11", "none-of-these", "NdFeB", "14nm", "not", "99"] {
        assert_eq!(tree(&format!("x = {word}")), is(word));
        assert_eq!(tree(&format!("x = {word}\n  and y")), Condition::And(vec![is(word), Condition::Name("y".into())]));
    }
    let day = |text: &str| Literal::Date(text.parse().unwrap());
    let number = Literal::Number { text: "5".into(), value: Rational::whole(5), unit: "mm".into() };
    let equal = |right| Condition::Compare { left: Quantity::Fact("x".into()), compare: Compare::Equal, right };
    assert_eq!(tree("x = 2025-12-01"), equal(day("2025-12-01")));
    assert_eq!(tree("x = 5 mm"), equal(number));
    assert!(matches!(tree("x = 0.1%"), Condition::Compare { .. }));
}

#[test]
fn some_where_ends_at_and() {
    let Condition::And(terms) = tree("some end_user where a and b") else { panic!() };
    assert!(matches!(terms.as_slice(), [Condition::Some(Role::EndUser, _), Condition::Name(_)]));
    let Condition::In { codes: Codes::Group(group), .. } = tree("to in eu") else { panic!() };
    assert_eq!(group, "eu");
}

#[test]
fn errors_name_place_and_remedy() {
    refused("a and b or c", "or", "parentheses around the part joined by `and`");
    refused("a or b and c", "and", "parentheses");
    refused("x > 5", "5", "write the unit after it: `5 wt%`");
    refused("x > 5 and y", "5", "unit");
    refused("x > many mm", "many", "decimal and its unit");
    refused("x > 1e5 mm", "1e5", "all its digits");
    refused("x > 2025-02-30", "2025-02-30", "a day such as");
    refused("x = 2025-02-30", "2025-02-30", "a day such as");
    refused("a b", "b", "`and` or `or`");
    refused("(a and b", "(", "`)`");
    refused("a and b)", ")", "drop it");
    refused("a and", "", "one more term");
    refused("some boss where a", "boss", "end_user");
    refused("some end_user with a", "with", "some end_user where");
    refused("gap limits", "limits", "gap \"");
    refused("gap \"limits", "\"", "`\"`");
    refused("x in [a b]", "b", "comma");
    refused("x in [a, b", "[", "`]`");
    refused("x = [a]", "[", "x in [...]");
    refused("x != a", "!", "not x = …");
    refused("at least 3 of (a, b)", "(", "one to all");
    refused("and a", "and", "a fact");
    refused("limb user some", "some", "colon");
    refused("  ", "  ", "what must hold");
    refused("sum(a + b)", "", "`>`");
    refused("contains and", "and", "contains dysprosium");
    refused("a & b", "&", "`and`");
}

#[test]
fn bounds_hold() {
    let deep = |n: usize| format!("{}a and b{}", "(".repeat(n), ")".repeat(n));
    assert!(parse_condition(&deep(DEPTH_MAX)).is_ok());
    refused(&deep(DEPTH_MAX + 1), "(", "definition");
    refused(&deep(10_000), "(", "definition");
    let prefixed = |n: usize| format!("{}a", "not ".repeat(n));
    assert!(parse_condition(&prefixed(PREFIXES_MAX)).is_ok());
    refused(&prefixed(PREFIXES_MAX + 1), "not", "definition");
    let long = |n: usize| vec!["a"; n].join(" and ");
    assert!(parse_condition(&long(TERMS_MAX)).is_ok());
    refused(&long(TERMS_MAX + 1), "a", "definition");
    assert!(parse_condition(&" ".repeat(CONDITION_BYTES_MAX + 1)).is_err());
    assert!(parse_condition(&format!("x in [{}a]", "a,".repeat(CODES_MAX))).is_err());
}

fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_-]{0,6}".prop_filter("no keyword", |name| !KEYWORDS.contains(&name.as_str()))
}

fn word() -> impl Strategy<Value = String> {
    "[0-9]{0,3}[a-zA-Z][a-z0-9.-]{0,6}"
}

fn codes() -> impl Strategy<Value = Codes> {
    prop_oneof![prop::collection::vec(word(), 1..4).prop_map(Codes::List), name().prop_map(Codes::Group)]
}

fn compare() -> impl Strategy<Value = Condition> {
    let quantity = prop_oneof![
        name().prop_map(Quantity::Fact),
        prop::collection::vec(name(), 1..4).prop_map(Quantity::Sum),
        (name(), name()).prop_map(|(above, below)| Quantity::Ratio(above, below)),
        name().prop_map(Quantity::Total),
    ];
    let sign = prop_oneof![
        Just(Compare::Above),
        Just(Compare::AtLeast),
        Just(Compare::Below),
        Just(Compare::AtMost),
        Just(Compare::Equal),
    ];
    let number = ("-?[0-9]{1,5}(\\.[0-9]{1,3})?", prop_oneof![Just("wt%"), Just("1/cm2"), Just("km/h"), Just("°C")])
        .prop_map(|(text, unit)| Literal::Number { value: text.parse().unwrap(), text, unit: unit.to_owned() });
    let day = (1900_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Literal::Date(jiff::civil::date(y, m, d)));
    (quantity, sign, prop_oneof![number, day]).prop_map(|(left, compare, right)| Condition::Compare {
        left,
        compare,
        right,
    })
}

fn leaf() -> impl Strategy<Value = Condition> {
    prop_oneof![
        4 => name().prop_map(Condition::Name),
        1 => word().prop_map(Condition::On),
        1 => (prop::option::of(codes()), prop::option::of(word())).prop_map(|(codes, reason)| Condition::Listed { codes, reason }),
        1 => name().prop_map(Condition::Contains),
        1 => "[^\\s]\\PC{0,12}".prop_map(Condition::Gap),
        2 => (name(), word()).prop_map(|(fact, word)| Condition::Is { fact, word }),
        2 => (name(), codes()).prop_map(|(fact, codes)| Condition::In { fact, codes }),
        3 => compare(),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    leaf().prop_recursive(3, 40, 4, |inner| {
        let role = (0..Role::ALL.len()).prop_map(|at| Role::ALL[at].0);
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::Or),
            inner.clone().prop_map(|term| Condition::Not(Box::new(term))),
            (name(), inner.clone()).prop_map(|(id, term)| Condition::Limb(id, Box::new(term))),
            (role.clone(), inner.clone()).prop_map(|(role, term)| Condition::Some(role, Box::new(term))),
            (role, inner.clone()).prop_map(|(role, term)| Condition::Every(role, Box::new(term))),
            prop::collection::vec(inner, 1..4).prop_map(|parts| Condition::AtLeast(1, parts)),
        ]
    })
}

proptest! {
    #[test]
    fn text_tree_text(condition in any_condition()) {
        let text = condition.to_string();
        let read = parse_condition(&text);
        prop_assert_eq!(read.as_ref().map(ToString::to_string), Ok(text.clone()), "{}", text);
        prop_assert_eq!(read, Ok(condition));
    }

    #[test]
    fn never_panics(text in "\\PC*") {
        let _ = parse_condition(&text);
    }

    #[test]
    fn never_panics_on_its_own_words(
        words in prop::collection::vec(prop_oneof![
            Just("and"), Just("or"), Just("not"), Just("("), Just(")"), Just("["), Just("]"), Just(","), Just("limb"), Just(":"),
            Just("some"), Just("end_user"), Just("where"), Just("="), Just(">="), Just("5"), Just("mm"), Just("/"), Just("sum"),
            Just("total"), Just("at"), Just("least"), Just("2"), Just("of"), Just("gap"), Just("\""), Just("\\"), Just("#"),
            Just("\n"), Just("在"), Just("2025-12-01"), Just("on"), Just("listed"), Just("as"), Just("for"), Just("in"), Just("x"),
        ], 0..20),
    ) {
        let text = words.join(" ");
        if let Err(error) = parse_condition(&text) {
            prop_assert!(text.get(error.at.clone()).is_some(), "{:?} in {:?}", error, text);
        }
    }
}
