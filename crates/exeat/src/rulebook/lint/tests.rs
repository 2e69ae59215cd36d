//! Each check of lint, with its place and remedy; the sample regime itself is clean.

use super::*;
use crate::problem::Colour;
use crate::rulebook::load::tests::{files, loaded, with};

const ACT: &str = "xx/acts/2025-1.md";
const SECOND: &str = "xx/acts/2025-2.md";
const ENTRY: &str = "xx/entries/1/1C1.toml";
const WHEN: &str = "from = CN and not to = CN";

fn said(files: Vec<(String, Vec<u8>)>, asked: LintFor<'_>) -> String {
    lint(&loaded(files).rulebook, asked).problems.render(Colour::Plain)
}

/// One problem, at that line, with cause and remedy.
#[track_caller]
fn says(path: &str, from: &str, to: &str, line: usize, what: &str, remedy: &str) {
    says_of(with(path, from, to), LintFor::default(), &format!("--> {path}:{line}:"), what, remedy);
}

#[track_caller]
fn says_of(files: Vec<(String, Vec<u8>)>, asked: LintFor<'_>, place: &str, what: &str, remedy: &str) {
    let text = said(files, asked);
    for wanted in [place, what, remedy] {
        assert!(text.contains(wanted), "no `{wanted}` in\n{text}");
    }
    assert_eq!(text.matches("-->").count(), 1, "more than one problem:\n{text}");
}

#[test]
fn the_sample_is_clean() {
    let rulebook = loaded(files()).rulebook;
    let lint = lint(&rulebook, LintFor::default());
    assert_eq!(lint.problems.render(Colour::Plain), "");
    assert_eq!((lint.cases, lint.cases_undecided), (2, 1));
}

#[test]
fn conditions_that_are_never_true() {
    for never in [
        "from = CN and from = JP",
        "thickness > 5 mm and thickness < 3 mm",
        "thickness = 0 mm",
        "dysprosium > 100 wt%",
        "contract_on >= 2025-02-01 and contract_on < 2025-01-01",
        "material = none-of-these and material = magnet",
        "military_use and not military_use",
        "some end_user where (country = JP and country = CN)",
        "to-japan and final = CN and to = CN and not some end_user where country = JP and final = JP",
        "sum(dysprosium + terbium) > 5 wt% and sum(dysprosium + terbium) < 3 wt%",
        "at least 2 of (from = CN, from = JP, from = HR)",
        "activity = export and not activity in [export, transit]",
    ] {
        says(ACT, WHEN, never, 18, "error: the condition of `export` can never be true", "exclude each other");
    }
}

#[test]
fn conditions_that_are_never_false() {
    for always in
        ["from = CN or not from = CN", "to in [CN] or not to in [CN, JP] or to = JP", "not (from = CN and from = JP)"]
    {
        says(
            ACT,
            WHEN,
            always,
            18,
            "error: the condition of `export` can never be false",
            "drop it if it shall always hold",
        );
    }
}

#[test]
fn an_alternative_that_is_never_true() {
    let when = "from = CN or (thickness > 5 mm and thickness < 3 mm)";
    says(ACT, WHEN, when, 18, "can never be true: `thickness > 5 mm and thickness < 3 mm`", "or drop it");
}

#[test]
fn conditions_that_can_be_both_are_left_alone() {
    for fine in [
        "thickness > 5 mm or thickness <= 5 mm",
        "material = magnet and material = alloy",
        "dysprosium <= 100 wt%",
        "via = CN and via = JP",
        "some end_user where country = JP and some end_user where country = CN",
        "to in eu or to = HR",
        "not (material = magnet or material = alloy or material = none-of-these)",
        "gap \"not on file\"",
        "military_use or military_use = no",
        "hs = 8505111000 or not hs = 8505111001",
    ] {
        let text = said(with(ACT, WHEN, fine), LintFor::default());
        assert!(!text.contains("can never be"), "{text}");
    }
}

#[test]
fn exemptions_of_nothing() {
    says(
        ACT,
        "defeats = [\"listed-items\"]",
        "defeats = []",
        61,
        "the exemption `small` defeats nothing",
        "name requirements and prohibitions",
    );
    says(
        ACT,
        "defeats = [\"listed-items\"]",
        "defeats = [\"worse-ban\"]",
        61,
        "part of a scenario",
        "move the exemption",
    );
}

#[test]
fn rules_that_differ_only_in_name() {
    let twin = "```reach export-too\nas = \"export\"\nwhen = 'from = CN   and not (to = CN)'\n```\n\n```requirement listed-items";
    says(
        ACT,
        "```requirement listed-items",
        twin,
        21,
        "`export-too` differs from `export` only in name",
        "drop one of the two",
    );
}

#[test]
fn missing_languages() {
    let two = with("xx/regime.toml", "[\"en\"]", "[\"en\", \"zh\"]");
    let text = said(two, LintFor::default());
    for missing in [
        "the title of act `2025-1` is missing in zh",
        "the question of fact `thickness` is missing in zh",
        "the name of country `CN-bonded` is missing in zh",
        "the title of entry `1C1` is missing in zh",
        "the title of item `1C1.a` is missing in zh",
        "`do` of duty `keep` is missing in zh",
        "`text` of note `changed-use` is missing in zh",
        "write zh = \"…\"",
        "vocabulary.toml:22:1",
    ] {
        assert!(text.contains(missing), "no `{missing}` in\n{text}");
    }
    says(
        ACT,
        "text = { en = \"The use has changed\" }",
        "text = { en = \" \" }",
        79,
        "is missing in en",
        "write en = \"…\"",
    );
}

#[test]
fn clauses_that_nothing_rests_on() {
    let bare = "## 3 Entry into force\n";
    says(
        ACT,
        "## 2 Military users",
        &format!("{bare}## 2 Military users"),
        38,
        "no rule, effect, item or party list rests on `2025-1#3`",
        "informative = true",
    );
    let informative = format!("{bare}```clause\ninformative = true\n```\n## 2 Military users");
    assert_eq!(said(with(ACT, "## 2 Military users", &informative), LintFor::default()), "");
}

#[test]
fn old_catalogues() {
    let on = |date: &str| LintFor { date: Some(date.parse().unwrap()), coverage: None };
    assert_eq!(said(files(), on("2026-05-01")), "");
    says_of(
        files(),
        on("2027-01-01"),
        &format!("--> {ENTRY}:9:"),
        "of the catalogue of 2026, the date asked for is 2027-01-01",
        "write `hs_year = 2027`",
    );
}

#[test]
fn acts_younger_than_the_check() {
    let early = with("xx/regime.toml", "verified_to = \"2026-01-01\"", "verified_to = \"2025-04-01\"");
    says_of(
        early,
        LintFor::default(),
        &format!("--> {SECOND}:2:"),
        "the act `2025-2` is of 2025-05-01, but the law is verified to 2025-04-01",
        "write `verified_to = \"2025-05-01\"`",
    );
}

#[test]
fn effects_that_touch_nothing() {
    says(
        SECOND,
        "extends = \"2025-2\"",
        "extends = \"2025-1#1\"",
        22,
        "claims to extend `2025-1#1`, which suspends nothing",
        "name the act that carries",
    );
    let extends = "```effect\nextends = [\"2025-1#1\"]\nuntil = \"2027-01-01\"\n```\n```statement longer";
    says(
        SECOND,
        "```statement longer",
        extends,
        22,
        "`2025-1#1` is extended or resumed, but no effect suspends it",
        "name the act",
    );
}

#[test]
fn gapped_versions() {
    let later = "hs_year = 2026\n[[item.version]]\nby = \"2025-2#1\"\nwhen = 'thickness > 1 mm'\n";
    let mut files = with(ENTRY, "hs_year = 2026\n", later);
    assert_eq!(said(files.clone(), LintFor::default()), "");
    let ends = "```effect\nends = [\"2025-1#1\"]\nfrom = \"2025-05-01\"\n```\n```statement longer";
    files.retain(|(path, _)| path != SECOND);
    files.extend(with(SECOND, "```statement longer", ends).into_iter().filter(|(path, _)| path == SECOND));
    says_of(
        files,
        LintFor::default(),
        &format!("--> {ENTRY}:4:"),
        "has no version from 2025-05-01 to 2025-06-01",
        "add the version that held between them",
    );
}

#[test]
fn rules_without_a_case() {
    let mut coverage = CaseCoverage::default();
    for rule in ["export", "listed-items", "military", "small"] {
        coverage.note("xx", rule, true);
        coverage.note("xx", rule, false);
    }
    let asked = LintFor { date: None, coverage: Some(&coverage) };
    assert_eq!(said(files(), asked), "");
    assert_eq!(coverage.caught("xx").collect::<Vec<_>>(), ["export", "listed-items", "military", "small"]);
    let mut coverage = CaseCoverage::default();
    for (rule, holds) in [("export", true), ("export", false), ("listed-items", true), ("small", false)] {
        coverage.note("xx", rule, holds);
    }
    let text = said(files(), LintFor { date: None, coverage: Some(&coverage) });
    for wanted in [
        "`listed-items` has no case that it lets pass",
        "`military` has no case that it catches and none",
        "`small` has no case that it catches",
        "never = [\"military\"]",
    ] {
        assert!(text.contains(wanted), "no `{wanted}` in\n{text}");
    }
    assert_eq!(text.matches("-->").count(), 3, "{text}");
}

#[test]
fn decisive_rules_that_ask_the_way() {
    says(
        ACT,
        WHEN,
        "from = CN and not via = JP",
        18,
        "warning: `export` asks for `via`",
        "activity in [transit, transhipment]",
    );
}
