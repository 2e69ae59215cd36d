//! What is said of each mistake: place, cause, what was expected, what to write.

use super::{HEAD, holds, property, read, told, vocabulary};
use exeat::fact::read::{FILE_BYTES_MAX, Format, read_shipment};
use exeat::problem::Colour;

#[test]
fn unknown_names_are_told_with_the_nearest() {
    holds(
        &told(property("disprosium = \"2 %\"")),
        &["s.toml:5:1", "`line[1].properties.disprosium`", "did you mean `dysprosium`?"],
    );
    holds(&told(property("military_use = \"no\"")), &["does not stand here", "[end_use.facts]"]);
    holds(
        &told(read(&format!("{HEAD}referense = \"x\"\n[[line]]\n"))),
        &["`referense` is not known here", "did you mean `reference`?"],
    );
    holds(
        &told(read(&format!("{HEAD}wmd_use = \"no\"\n[[line]]\n"))),
        &["`wmd_use` is a fact: write it in `[end_use.facts]`"],
    );
    holds(
        &told(property("material = [\"permanent-magnets\"]")),
        &["properties.material[1]", "did you mean `permanent-magnet`?"],
    );
    holds(&told(property("item_kind = \"good\"")), &["the value `good` is not known", "did you mean `goods`?"]);
    holds(
        &told(read(&format!("{HEAD}[[party]]\nrole = \"enduser\"\n[[line]]\n"))),
        &["party[1].role", "did you mean `end_user`?"],
    );
}

#[test]
fn countries_are_codes() {
    let told = |to: &str| told(read(&format!("from = \"CN\"\nto = \"{to}\"\n[[line]]\n")));
    holds(&told("Japan"), &["s.toml:2:6", "no country or customs zone has the code `Japan`", "write `JP`"]);
    holds(&told("日本"), &["write `JP`"]);
    holds(&told("jp"), &["write `JP`"]);
    holds(&told("South Koreo"), &["write `KR`"]);
    holds(&told("XX"), &["two capital letters"]);
}

#[test]
fn numbers_that_cannot_be() {
    holds(&told(property("dysprosium = \"120 %\"")), &["the share `120 %` is over 100 %", "0..100"]);
    holds(&told(property("dysprosium = \"99..101 %\"")), &["over 100 %"]);
    holds(&told(property("dysprosium = \"-1 %\"")), &["`-1 %` is less than can be"]);
    holds(&told(property("dysprosium = \"< 0 %\"")), &["less than can be"]);
    holds(&told(property("dysprosium = 2.1")), &["the number `2.1` has no unit", "write `2.1 %` if that is its unit"]);
    holds(&told(property("dysprosium = \"2.1\"")), &["has no unit", "a share such as `2.1 wt%`"]);
    holds(&told(property("dysprosium = \"2.1 val%\"")), &["share of value", "share of mass", "`wt%`"]);
    holds(&told(property("dysprosium = \"2,1 %\"")), &["has a comma", "`2.1 %`"]);
    holds(&told(property("diameter = \"3 mn\"")), &["the unit `mn` is not known", "did you mean `mm`?"]);
    holds(&told(property("diameter = \"3 kg\"")), &["`kg` measures mass", "`mm`, `um`"]);
    holds(&told(property("diameter = \"-3 mm\"")), &["less than can be"]);
    holds(
        &told(property("diameter = \"999999999999999999999999999999 mm\"\ntemperature = \"1/0 degC\"")),
        &["temperature"],
    );
    let line = |text: &str| told(read(&format!("{HEAD}[[line]]\n{text}\n")));
    holds(&line("quantity = \"-3 kg\""), &["line[1].quantity", "the amount `-3 kg` is negative"]);
    holds(&line("quantity = 120"), &["the number `120` has no unit", "write its unit, `120 kg`"]);
    holds(&line("quantity = \"120 kilos\""), &["the unit `kilos` is not known"]);
    holds(&line("value = \"3 kg\""), &["a value is written in a currency"]);
    holds(&line("hs = \"magnets\""), &["`magnets` is no tariff number"]);
    holds(
        &told(read(&format!(
            "{HEAD}[[party]]\nrole = \"agent\"\n[[party.owner]]\nname = \"A\"\nshare = \"110 %\"\n[[line]]\n"
        ))),
        &["not within 0 and 100 %"],
    );
    let two = "[[party.owner]]\nname = \"A\"\nshare = \"60 %\"\n[[party.owner]]\nname = \"B\"\nshare = \"60 %\"\n";
    holds(&told(read(&format!("{HEAD}[[party]]\nrole = \"agent\"\n{two}[[line]]\n"))), &["come to over 100 %"]);
}

#[test]
fn days_that_do_not_exist() {
    let told = |text: &str| told(read(&format!("{HEAD}date = {text}\n[[line]]\n")));
    holds(&told("\"2026-02-30\""), &["s.toml:3:8", "the day `2026-02-30` does not exist", "28 days"]);
    holds(&told("\"02.03.2026\""), &["is no day", "2026-03-02"]);
    holds(&told("\"2026-03-02T11:30\""), &["no instant", "+08:00"]);
    holds(&told("20260302"), &["a number stands where text is needed"]);
    holds(
        &super::told(read(&format!(
            "{HEAD}[[party]]\nrole = \"agent\"\n[party.facts]\nmilitary_user = {{ value = \"no\", on = \"2026-04-31\" }}\n[[line]]\n"
        ))),
        &["party[1].facts.military_user.on", "30 days"],
    );
}

#[test]
fn wrong_types_and_missing_fields() {
    holds(
        &told(read("reference = [\"x\"]\nto = \"JP\"\nfrom = 5\n[[line]]\n")),
        &["a list stands where text is needed", "a number stands where text is needed"],
    );
    holds(&told(read("from = \"CN\"\n")), &["the field `to` is missing", "the field `line` is missing"]);
    holds(&told(read(&format!("{HEAD}line = 3\n"))), &["a number stands where a table is needed"]);
    holds(
        &told(read(&format!("{HEAD}[[party]]\nname = \"x\"\n[[line]]\n[[line.model]]\n"))),
        &["`role` is missing", "`id` is missing"],
    );
    holds(
        &told(read(&format!("{HEAD}[[line]]\n[[line.model]]\nid = \"A\"\n[[line.model]]\nid = \"A\"\n"))),
        &["two models"],
    );
    holds(&told(property("item_kind = { by = \"x\" }")), &["the field `value` is missing"]);
    holds(&told(property("dysprosium = []")), &["list of sources is empty"]);
    holds(&told(property("material = [\"none-of-these\", \"rare-earth\"]")), &["stands beside other words"]);
    holds(&told(property("material = [\"unknown\"]")), &["without brackets"]);
    holds(
        &told(read(&format!("{HEAD}[end_use.facts]\nwmd_use = \"nope\"\n[[line]]\n"))),
        &["no answer to a question of yes or no"],
    );
    holds(
        &told(read(&format!("{HEAD}[parties]\nabsent = [\"agent\"]\n[[party]]\nrole = \"agent\"\n[[line]]\n"))),
        &["a party has it"],
    );
    holds(
        &told(read(&format!(
            "{HEAD}[[licence]]\nid = \"L\"\nkind = \"individual\"\nuses = \"one\"\nvalid = {{ from = \"2026-02-01\", until = \"2026-01-01\" }}\n[[line]]\n"
        ))),
        &["no number of uses", "before it begins"],
    );
    holds(&told(read(&format!("{HEAD}[[claim]]\nexemption = \"cn/abroad\"\n[[line]]\n"))), &["claim[1].exemption"]);
}

#[test]
fn all_problems_are_told_at_once_in_order() {
    let text =
        told(read("frm = \"CN\"\nto = \"Japan\"\n[[line]]\nquantity = 3\n[line.properties]\ndysprosium = \"200 %\"\n"));
    let places: Vec<usize> = [":1:1", ":2:6", ":4:12", ":6:14"]
        .iter()
        .map(|place| text.find(place).unwrap_or_else(|| panic!("{place} in {text}")))
        .collect();
    assert!(places.is_sorted());
}

#[test]
fn bytes_that_are_no_text() {
    let told = |bytes: &[u8]| {
        read_shipment(Format::Toml, "s.toml", bytes, &vocabulary::rulebook()).unwrap_err().render(Colour::Plain)
    };
    holds(
        &told(b"from = \"CN\"\nto = \"\xff\"\n"),
        &["s.toml:2:7", "not UTF-8: byte 0xff at offset 18", "save it as UTF-8"],
    );
    holds(&told(&vec![b' '; FILE_BYTES_MAX + 1]), &["more than 32 MiB", "split it"]);
}
