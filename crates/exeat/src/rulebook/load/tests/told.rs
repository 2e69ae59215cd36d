//! Every problem of a law file, with its line and remedy, and nothing told besides.

use super::{files, told, with};
use crate::problem::Colour;
use crate::rulebook::{Rulebook, Selection};
use proptest::prelude::*;

const ACT: &str = "xx/acts/2025-1.md";
const SECOND: &str = "xx/acts/2025-2.md";
const CASES: &str = "xx/cases/more.md";
const ENTRY: &str = "xx/entries/1/1C1.toml";
const GROUP: &str = "xx/groups/eu.toml";
const KINDS: &str = "xx/kinds.toml";
const PARTIES: &str = "xx/parties/2025-1.toml";
const REGIME: &str = "xx/regime.toml";
const SCENARIO: &str = "xx/scenarios/worse.md";
const UNITS: &str = "units.toml";
const VOCABULARY: &str = "vocabulary.toml";

/// A text that replaces another is told of with severity, the place where it stands, cause and remedy; and nothing else is.
#[track_caller]
fn tells(path: &str, from: &str, to: &str, at: &str, what: &str, remedy: &str) {
    let files = with(path, from, to);
    let text = String::from_utf8(files.iter().find(|(known, _)| known == path).unwrap().1.clone()).unwrap();
    // The place is looked for from the line of the first changed byte on, else in the whole file.
    let old = super::files().iter().find(|(known, _)| known == path).unwrap().1.clone();
    let changed = old.iter().zip(text.as_bytes()).position(|(a, b)| a != b).unwrap_or(old.len());
    let from = text[..changed.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
    let byte = text[from..].find(at).map(|found| from + found).or_else(|| text.rfind(at));
    let byte = byte.unwrap_or_else(|| panic!("no `{at}` in\n{text}"));
    let (line, column) =
        (text[..byte].matches('\n').count() + 1, text[..byte].chars().rev().take_while(|c| *c != '\n').count() + 1);
    let shown = told(files);
    for wanted in [what, &format!("--> {path}:{line}:{column}\n"), remedy] {
        assert!(shown.contains(wanted), "no `{wanted}` in\n{shown}");
    }
    assert_eq!(shown.matches("-->").count(), 1, "more than one problem:\n{shown}");
    assert!(shown.contains("help: "), "{shown}");
}

#[test]
fn unknown_names_in_conditions() {
    let when = "from = CN and not to = CN";
    tells(ACT, when, "form = CN", "form", "error: `form` is no fact of the vocabulary", "write `from`");
    tells(ACT, when, "from = CX", "CX", "error: `CX` is no country", "write `CN`");
    tells(
        ACT,
        when,
        "military_ues",
        "military_ues",
        "`military_ues` is no fact, definition or term",
        "write `military_use`",
    );
    tells(ACT, when, "to-jpan", "to-jpan", "`to-jpan` is no fact, definition or term", "write `to-japan`");
    tells(
        ACT,
        when,
        "material = magnets",
        "magnets",
        "`magnets` is no value of `material`",
        "write one of magnet, alloy, none-of-these",
    );
    tells(ACT, when, "thickness > 1 cm", "cm", "the unit `cm` is not in units.toml", "write `mm`");
    tells(ACT, when, "some boss where military_user", "boss", "`boss` is no role of a party", "end_user");
    tells(ACT, when, "to in eur", "eur", "there is no group `eur`", "write `eu`");
    tells(ACT, when, "to in nowhere", "nowhere", "there is no group `nowhere`", "write `[nowhere]` for one word");
    tells(ACT, when, "listed as [1C1.b]", "1C1.b", "there is no entry or item `1C1.b`", "write `1C1.a`");
    tells(ACT, when, "listed as [2C*]", "2C*", "there is no entry or item `2C*`", "add it under `entries/`");
    tells(ACT, when, "listed for NS2", "NS2", "no item is controlled for `NS2`", "write `NS1`");
    tells(
        ACT,
        when,
        "some end_user where on control-lst",
        "control-lst",
        "`control-lst` is no party list and no act",
        "write `control-list`",
    );
    tells(ACT, when, "activity = exporting", "exporting", "`exporting` is no value of `activity`", "write `export`");
}

#[test]
fn comparisons_that_make_no_sense() {
    let when = "from = CN and not to = CN";
    tells(
        ACT,
        when,
        "dysprosium > 1 val%",
        "val%",
        "`dysprosium` is a share of mass (wt%), `val%` a share of value",
        "write the limit in `wt%`",
    );
    tells(
        ACT,
        when,
        "dysprosium > 1 %",
        "%",
        "warning: `%` says no basis; `dysprosium` is a share of mass",
        "write `wt%`",
    );
    tells(ACT, when, "dysprosium > 1 mm", "mm", "`mm` a length", "write the limit in `wt%`");
    tells(ACT, when, "sum(dysprosium + value_share) > 1 wt%", "value_share", "cannot be added", "one basis only");
    tells(
        ACT,
        when,
        "dysprosium / thickness > 1 %",
        "%",
        "`%` is a share, the ratio a share of mass/length",
        "write a unit of the dimension",
    );
    tells(
        ACT,
        when,
        "thickness",
        "thickness",
        "`thickness` stands alone, but is no yes-no fact",
        "write `thickness > 1 mm`",
    );
    tells(
        ACT,
        when,
        "thickness = thin",
        "thin",
        "`thin` stands where `thickness` has no words",
        "write `thickness > 1 mm`",
    );
    tells(
        ACT,
        when,
        "contains material",
        "material",
        "`material` is no share or quantity",
        "write `material = magnet`",
    );
    tells(ACT, when, "to > 5 mm", "to", "`to` is compared with a number", "write `to = JP`");
    tells(
        ACT,
        when,
        "thickness > 2025-01-01",
        "thickness",
        "`thickness` is compared with a day",
        "write `thickness > 1 mm`",
    );
    tells(
        ACT,
        when,
        "contract_on = yesterday",
        "yesterday",
        "`contract_on` has no words",
        "write `contract_on >= 2025-12-01`",
    );
    tells(ACT, when, "hs in [8505*]", "8505*", "`*` has no meaning in it", "write every word out");
    assert_eq!(
        told(with(ACT, when, "dysprosium / terbium > 5 % and military_use = yes and total(thickness) > 1 m")),
        ""
    );
}

#[test]
fn malformed_conditions_are_told_at_their_byte() {
    let when = "from = CN and not to = CN";
    tells(
        ACT,
        when,
        "from = CN and to = CN or military_use",
        "or military_use",
        "`or` stands beside `and` without parentheses",
        "put parentheses",
    );
    tells(
        ACT,
        "when = 'from = CN and not to = CN'",
        "when = '''\n  from = CN and (\n  to = JP'''",
        "(",
        "this bracket is never closed",
        "write `)`",
    );
    tells(
        ENTRY,
        "material = magnet and",
        "material = magnet but",
        "but",
        "`but` follows a complete term",
        "`and` or `or`",
    );
    tells(
        ACT,
        "military_user or on control-list",
        "military_user or",
        "\"\n```",
        "the condition ends in the middle",
        "write one more term",
    );
}

#[test]
fn party_facts_outside_some() {
    let when = "from = CN and not to = CN";
    tells(
        ACT,
        when,
        "military_user",
        "military_user",
        "is a fact of a party, but stands outside",
        "write `some end_user where …`",
    );
    tells(
        ACT,
        when,
        "military-user",
        "military-user",
        "`military-user` asks `military_user` of a party",
        "write `some end_user where military-user`",
    );
    tells(
        ACT,
        when,
        "some end_user where from = CN and country = JP",
        "country",
        "is a fact of a party",
        "stands in parentheses",
    );
    tells(
        ACT,
        when,
        "on control-list",
        "control-list",
        "is asked of a party",
        "write `some end_user where on control-list`",
    );
}

#[test]
fn what_never_gates_and_what_goes_in_circles() {
    tells(
        ACT,
        "when = 'listed'\n```\n\n```case",
        "when = 'listed and changed'\n```\n\n```case",
        "changed",
        "error: `listed-items` hangs on `changed`",
        "ask for it in a route, duty or note",
    );
    tells(ACT, "thickness < 2 m and", "changed and", "changed", "warning: `small` hangs on `changed`", "gates = true");
    tells(
        ACT,
        "to = JP or final = JP",
        "to = JP or to-japan",
        "definition to-japan",
        "goes in a circle: `to-japan` → `to-japan`",
        "say one of them without the other",
    );
    tells(
        ENTRY,
        "material = magnet and",
        "listed and material = magnet and",
        "listed",
        "asks for `listed`, which hangs on it in turn",
        "ask for the facts themselves",
    );
}

#[test]
fn unknown_references() {
    tells(ACT, "under = [\"export\"]", "under = [\"exports\"]", "exports", "which is no reach rule", "write `export`");
    tells(
        ACT,
        "defeats = [\"listed-items\"]",
        "defeats = [\"listed-item\"]",
        "listed-item",
        "which is no requirement or prohibition",
        "write `listed-items`",
    );
    tells(
        ACT,
        "defeats = [\"listed-items\"]",
        "defeats = [\"export\"]",
        "export",
        "which is no requirement or prohibition",
        "name a requirement or prohibition",
    );
    tells(SECOND, "2025-1#2", "2025-1#4", "2025-1#4", "which is no act or clause", "write `2025-1#1`");
    tells(SECOND, "delists = [\"xx-1\"]", "delists = [\"xx-2\"]", "xx-2", "which is no listed party", "write `xx-1`");
    tells(SECOND, "extends = \"2025-2\"", "extends = \"2024-70\"", "2024-70", "which is no act or clause", "acts/");
    tells(
        ENTRY,
        "by = \"2025-1#1\"",
        "by = \"2025-1#9\"",
        "2025-1#9",
        "there is no clause `2025-1#9`",
        "write `2025-1#1`",
    );
    tells(
        ENTRY,
        "by = \"2025-1#1\"",
        "by = \"2025-1\"",
        "2025-1",
        "names an act, not one of its clauses",
        "write the clause: `2025-1#1`",
    );
    tells(PARTIES, "country = \"JP\"", "country = \"JPN\"", "JPN", "which is no country", "write `JP`");
    tells(
        ACT,
        "because = \"2025-1#1 1C1.a\"",
        "because = \"2025-1#1 1C1.b\"",
        "2025-1#1 1C1.b",
        "names `1C1.b`, which is no rule, clause or item",
        "write `1C1.a`",
    );
    tells(ACT, "never = [\"military\"]", "never = [\"militray\"]", "militray", "names `militray`", "write `military`");
    tells(
        CASES,
        "= \"listed\"",
        "= \"liste\"",
        "liste",
        "`military-user` has no reading `liste`",
        "write one of listed, text",
    );
    tells(CASES, "\"xx/military-user\"", "\"xx/military\"", "listed", "which is no term", "write `military-user`");
    tells(CASES, "scenario = \"worse\"", "scenario = \"worst\"", "worst", "which is no scenario", "write `worse`");
}

#[test]
fn days_that_cannot_be() {
    tells(
        ACT,
        "published = \"2025-01-01\"",
        "published = \"2025-02-30\"",
        "2025-02-30",
        "`2025-02-30` is no day that exists",
        "write `published = \"2026-01-06\"`",
    );
    tells(
        ACT,
        "effective = \"2025-02-01\"",
        "effective = \"2025-02-01T10:00\"",
        "2025-02-01T10:00",
        "is no instant with a zone",
        "2026-01-06T10:00+08:00",
    );
    tells(
        SECOND,
        "date = \"2026-05-01\"",
        "date = \"2025-05-01\"",
        "{ date",
        "the effect ends before it starts",
        "not before `from`",
    );
    tells(
        GROUP,
        "from = \"2013-07-01\"",
        "from = \"2013-07-01\"\nuntil = \"2012-01-01\"",
        "2012-01-01",
        "the membership ends before it starts",
        "not before `from`",
    );
    tells(
        REGIME,
        "verified_to = \"2026-01-01\"",
        "verified_to = \"2019-01-01\"",
        "2019-01-01",
        "verified to 2019-01-01, before it begins",
        "write the day",
    );
    tells(
        REGIME,
        "2026-01-01..2026-01-04",
        "2026-01-04..2026-01-01",
        "2026-01-04",
        "is no stretch of days of 2026",
        "write `2026-01-01..2026-01-03`",
    );
    tells(
        REGIME,
        "30 days",
        "a while",
        "a while",
        "`a while` is no count of days",
        "write `stale_after = \"60 days\"`",
    );
}

#[test]
fn what_stands_twice() {
    tells(
        ACT,
        "exemption small",
        "exemption to-japan",
        "to-japan",
        "`to-japan` is an exemption here and a definition in",
        "give one of the two another id",
    );
    tells(
        ACT,
        "```note changed-use",
        "## 2 Again\n```note changed-use",
        "2 Again",
        "the clause `2025-1#2` stands twice",
        "number it otherwise",
    );
    let more = "[[item.version]]\nby = \"2025-1#1\"\nwhen = 'thickness > 1 mm'\n";
    tells(
        ENTRY,
        "hs_year = 2026\n",
        &format!("hs_year = 2026\n{more}"),
        "thickness",
        "two versions of `1C1.a` are brought by `2025-1#1`",
        "join them into one",
    );
    tells(
        ENTRY,
        "hs_year = 2026\n",
        &format!("hs_year = 2026\n{}", more.replace("2025-1#1", "2025-1#2")),
        "thickness",
        "begin on 2025-02-01: `2025-1#1` and `2025-1#2`",
        "join them",
    );
    let twice = "[[item]]\ncode = \"1C1.a\"\n[[item.version]]\nby = \"2025-1#1\"\nwhen = 'thickness > 1 mm'\n";
    tells(
        ENTRY,
        "hs_year = 2026\n",
        &format!("hs_year = 2026\n{twice}"),
        "1C1.a",
        "the item `1C1.a` stands twice",
        "[[item.version]]",
    );
    tells(
        VOCABULARY,
        "[material.values.alloy]\n",
        "[material.values.alloy]\n[to-day]\nscope = \"line\"\ntype = \"date\"\n",
        "to-day",
        "`to-day` is no name of a fact",
        "small letters",
    );
    let mut again = files();
    let entry = again.iter().find(|(path, _)| path == ENTRY).unwrap().1.clone();
    again.push(("xx/entries/2/1C1.toml".into(), entry));
    assert!(told(again).contains("`1C1` is an entry here and an entry in `xx/entries/1/1C1.toml`"));
    let mut files = files();
    files.push((
        "xx/vocabulary.toml".into(),
        b"[terbium]\nscope = \"line\"\ntype = \"share\"\nunit = \"wt%\"\n".to_vec(),
    ));
    assert!(told(files).contains("the fact `terbium` is defined twice"));
}

#[test]
fn blocks_out_of_place() {
    let stray = "```note stray\ntext = { en = \"…\" }\n```\n## 1 Suspension";
    tells(
        SECOND,
        "## 1 Suspension",
        stray,
        "note stray",
        "a `note` block stands outside any clause",
        "write a heading",
    );
}

#[test]
fn blocks_that_are_none() {
    tells(
        ACT,
        "```note changed-use",
        "```not changed-use",
        "not changed-use",
        "`not` is no kind of block",
        "write `note`",
    );
    tells(ACT, "```note changed-use", "```note", "note", "this `note` block has no id", "write kind and id");
    tells(
        ACT,
        "```note changed-use",
        "```note Changed",
        "Changed",
        "warning: `Changed` is no id as others are",
        "small letters",
    );
    tells(
        ACT,
        "```note changed-use",
        "```note chan+ged",
        "note chan+ged",
        "error: `chan+ged` cannot be named",
        "small letters",
    );
    tells(
        ACT,
        "text = { en = \"The use has changed\" }\n```\n",
        "text = { en = \"The use has changed\" }\n",
        "```note",
        "this is opened and never closed",
        "write `` ``` ``",
    );
    tells(
        CASES,
        "```case two",
        "```duty two",
        "duty two",
        "a `duty` block stands in a file of cases",
        "move it into an act",
    );
    tells(
        ACT,
        "```definition to-japan\nwhen = 'to = JP or final = JP'",
        "```definition to-japan",
        "definition to-japan",
        "has no `when`",
        "write its condition",
    );
}

#[test]
fn keys_that_nobody_reads_are_warnings() {
    tells(
        ACT,
        "route = \"special_application\"",
        "rute = \"special_application\"",
        "rute",
        "warning: `rute` is no key of prohibition `military` and is not read",
        "write `route`",
    );
    tells(VOCABULARY, "cost = 2", "cots = 2", "cots", "warning: `cots` is no key of fact `dysprosium`", "write `cost`");
    tells(
        ACT,
        "documents = [\"contract\"]",
        "documents = [\"contrat\"]",
        "contrat",
        "warning: `contrat` is no kind of evidence",
        "write `contract`",
    );
    tells(
        ACT,
        "kinds = [\"individual\"]",
        "kinds = [\"indivdual\"]",
        "indivdual",
        "warning: `indivdual` is no kind of licence",
        "write `individual`",
    );
}

#[test]
fn values_of_a_wrong_form() {
    tells(
        ACT,
        "route = \"special_application\"",
        "route = \"special\"",
        "special",
        "`special` is no `route` of prohibition `military`",
        "special-application",
    );
    tells(
        ACT,
        "kind = \"instrument\"\nissuers",
        "kind = \"instrumnt\"\nissuers",
        "instrumnt",
        "`instrumnt` is no `kind` of the act's envelope",
        "write `instrument`",
    );
    tells(ACT, "when = 'changed'", "when = 5", "5", "`when` of note `changed-use` is an integer", "write text");
    tells(
        ACT,
        "working_days = 45",
        "working_days = 45, days = 3",
        "{ id",
        "a clock counts in 2 ways",
        "write one of working_days",
    );
    tells(
        VOCABULARY,
        "type = \"share\"\nunit = \"val%\"",
        "type = \"shares\"",
        "shares",
        "`shares` is no `type` of fact `value_share`",
        "write `share`",
    );
    tells(
        VOCABULARY,
        "domain = \"0..100 %\"",
        "domain = \"100..0 %\"",
        "100..0",
        "ends before it starts",
        "smaller number first",
    );
    tells(
        VOCABULARY,
        "absent_below = \"0.01 wt%\"",
        "absent_below = \"0.01 mm\"",
        "0.01 mm",
        "is no amount in `wt%`",
        "write `0.01 wt%`",
    );
    tells(VOCABULARY, "unit = \"mm\"", "unit = \"mn\"", "mn", "the unit `mn` is not in units.toml", "write `mm`");
    tells(VOCABULARY, "cost = 2", "cost = 4", "4", "the cost 4 is not between 1 and 3", "write `cost = 1`");
    tells(
        UNITS,
        "factor = \"1/1000\"",
        "factor = \"1/0\"",
        "\"1/0\"",
        "`1/0` is not a decimal number",
        "write `factor",
    );
    tells(
        ENTRY,
        "hs = [\"8505111000\"]",
        "hs = [\"8505.11\"]",
        "8505.11",
        "`8505.11` is no tariff number",
        "digits only",
    );
    let misplaced =
        "hs_year = 2026\n[[item]]\ncode = \"1C2.a\"\n[[item.version]]\nby = \"2025-1#1\"\nwhen = 'thickness > 1 mm'\n";
    tells(
        ENTRY,
        "hs_year = 2026\n",
        misplaced,
        "1C2.a",
        "the item `1C2.a` is not below its entry `1C1`",
        "write `1C1.a`",
    );
}

#[test]
fn broken_files() {
    tells(REGIME, "languages = [\"en\"]", "languages = [\"en\"", "zone", "this is no TOML", "write `key = value`");
    let mut bytes = with(GROUP, "HR", "HR");
    bytes.iter_mut().find(|(path, _)| path == GROUP).unwrap().1.extend([0xff, 0xfe]);
    assert!(told(bytes).contains("these bytes are no UTF-8"));
    tells(
        SCENARIO,
        "kind = \"scenario\"",
        "kind = \"instrument\"",
        "instrument",
        "an act stands among the scenarios",
        "move the file to `acts/`",
    );
    let orphan = vec![("yy/acts/1.md".to_owned(), b"+++\n+++\n".to_vec())];
    let text = told(files().into_iter().chain(orphan).collect());
    assert!(text.contains("the folder `yy` has no `regime.toml`") && text.contains("yy/acts/1.md:1:1"), "{text}");
    tells(
        CASES,
        "facts = 'to = \"JP\"'",
        "facts = 'to = \"JP'",
        "'\npolicy",
        "the facts are no TOML",
        "write the shipment format",
    );
}

#[test]
fn facts_that_apply_in_circles() {
    let when = "applies_when = \"material in [magnet, alloy]\"";
    tells(
        VOCABULARY,
        when,
        "applies_when = \"contains dysprosium\"",
        "contains",
        "asks for `dysprosium` itself in the end",
        "a fact that always applies",
    );
    tells(
        VOCABULARY,
        when,
        "applies_when = \"military_user\"",
        "military_user",
        "is a fact of a party",
        "some end_user where",
    );
    let party = "[military_user]\nscope = \"party\"";
    assert_eq!(told(with(VOCABULARY, party, &format!("{party}\napplies_when = \"country = JP\""))), "");
}

#[test]
fn law_that_names_a_scenario() {
    let definition = "```definition worse-place\nwhen = 'to = HR'\n```\n```prohibition worse-ban";
    let mut files = with(SCENARIO, "```prohibition worse-ban", definition);
    assert_eq!(told(files.clone()), "");
    files.retain(|(path, _)| path != ACT);
    files.extend(with(ACT, "from = CN and not to = CN", "worse-place").into_iter().filter(|(path, _)| path == ACT));
    let text = told(files);
    assert!(text.contains("`worse-place` is defined by the scenario `worse`, which is no law"), "{text}");
}

#[test]
fn what_is_left_out_but_can_be_read() {
    tells(
        ACT,
        "source = \"https://example.org/1\"\n",
        "",
        "2025-1\"",
        "warning: the act `2025-1` says no source",
        "write where it can be read",
    );
    tells(
        PARTIES,
        ", lang = \"en\"",
        "",
        "{ text",
        "warning: a name of party `xx-1` says no language",
        "write `lang = \"zh\"`",
    );
    tells(
        REGIME,
        "worked = [\"2026-01-10\"]",
        "worked = [\"2026-01-09\"]",
        "[\"2026-01-09\"]",
        "warning: 2026-01-09 is no weekend day",
        "weekend days",
    );
    tells(
        ACT,
        "<= 1000 USD",
        "<= 1000 mm",
        "mm",
        "warning: `value` is a money in USD (USD), `mm` a length",
        "never converted",
    );
    tells(
        VOCABULARY,
        "scope = \"end_use\"\ntype = \"yes-no\"\nquestion",
        "scope = \"end_use\"\ntype = \"yes-no\"\nbuilt_in = true\nquestion",
        "true",
        "warning: `military_use` is no field of the shipment",
        "drop `built_in`",
    );
    assert_eq!(told(with(VOCABULARY, "type = \"share\"\nunit = \"val%\"", "type = \"share\"")), "");
    let listed = "[[country]]\ncode = \"CN\"\nname = { en = \"China\" }\n[[country]]\ncode = \"JP\"\n[[country]]\ncode = \"HR\"\n";
    let mut files = files();
    files
        .iter_mut()
        .filter(|(path, _)| path == "countries.toml")
        .for_each(|(_, bytes)| *bytes = listed.as_bytes().to_vec());
    assert_eq!(told(files), "");
}

#[test]
fn all_problems_are_told_at_once() {
    let mut files = with(ACT, "from = CN and not to = CN", "form = CN");
    for (path, from, to) in
        [(SECOND, "2025-1#2", "2024-1"), (ENTRY, "dysprosium or", "dysprosum or"), (UNITS, "[USD]", "[EUR]")]
    {
        let file = files.iter_mut().find(|(known, _)| known == path).unwrap();
        file.1 = String::from_utf8(file.1.clone()).unwrap().replacen(from, to, 1).into_bytes();
    }
    let problems = Rulebook::load(files, &Selection::All).unwrap_err();
    let places: Vec<(&str, usize)> = problems.all().iter().map(|problem| (&*problem.path, problem.line())).collect();
    assert_eq!(places, [(ACT, 18), (ACT, 64), (SECOND, 15), (ENTRY, 9)], "{}", problems.render(Colour::Plain));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn never_panics_on_arbitrary_bytes(which in 0_usize..11, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut files = files();
        files[which].1 = bytes;
        let _ = Rulebook::load(files, &Selection::All);
    }

    #[test]
    fn never_panics_on_broken_files(which in 0_usize..11, at in any::<prop::sample::Index>(), length in 0_usize..40, put in "\\PC{0,6}|```|\\+\\+\\+|\n") {
        let mut files = files();
        let file = &mut files[which].1;
        let start = at.index(file.len());
        let end = (start + length).min(file.len());
        file.splice(start..end, put.into_bytes());
        let _ = Rulebook::load(files, &Selection::All);
    }
}

#[test]
fn kinds_of_licence() {
    tells(KINDS, "by = \"2025-1\"\narticle = \"4\"", "by = \"2025-9\"\narticle = \"4\"", "2025-9", "2025-9", "2025-1");
    tells(KINDS, "article = \"4\"\n", "", "open]", "has no `article`", "name the articles");
    tells(
        KINDS,
        "working_days = 45",
        "off_for_watch_listed = true",
        "{ off",
        "does not say how long it runs",
        "working_days = 45",
    );
    tells(KINDS, "months_max = 12", "months_max = 40000", "40000", "no licence runs 40000 months", "months_max = 12");
    tells(KINDS, "uses_max", "uses_mix", "uses_mix", "is no key of", "uses_max");
}
