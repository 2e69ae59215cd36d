//! Small rulebooks in, a rulebook or problems out.

mod sample;
mod told;

use super::*;
use crate::licence::Term;
use crate::problem::Colour;
use crate::rulebook::{Amendment, FactType, Kind, Moment, RuleKind, Scope, Until};
use sample::{ACT, CASES, COUNTRIES, ENTRY, GROUP, KINDS, PARTIES, REGIME, SCENARIO, SECOND, UNITS, VOCABULARY};

/// The files of a small regime; a test replaces parts of them.
pub(in crate::rulebook) fn files() -> Vec<(String, Vec<u8>)> {
    [
        ("vocabulary.toml", VOCABULARY),
        ("units.toml", UNITS),
        ("countries.toml", COUNTRIES),
        ("xx/regime.toml", REGIME),
        ("xx/acts/2025-1.md", ACT),
        ("xx/acts/2025-2.md", SECOND),
        ("xx/entries/1/1C1.toml", ENTRY),
        ("xx/parties/2025-1.toml", PARTIES),
        ("xx/groups/eu.toml", GROUP),
        ("xx/kinds.toml", KINDS),
        ("xx/cases/more.md", CASES),
        ("xx/scenarios/worse.md", SCENARIO),
        ("README.md", "not read"),
        ("src/lib.rs", "not read"),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .to_vec()
}

/// The files with a text of one of them replaced.
pub(in crate::rulebook) fn with(path: &str, from: &str, to: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = files();
    let file = files.iter_mut().find(|(known, _)| known == path).expect("a file of that path");
    let text = String::from_utf8(file.1.clone()).expect("text");
    assert!(text.contains(from), "`{from}` is not in {path}");
    file.1 = text.replacen(from, to, 1).into_bytes();
    files
}

pub(in crate::rulebook) fn loaded(files: Vec<(String, Vec<u8>)>) -> Loaded {
    Rulebook::load(files, &Selection::All).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is told of a rulebook, errors or warnings.
fn told(files: Vec<(String, Vec<u8>)>) -> String {
    match Rulebook::load(files, &Selection::All) {
        Ok(loaded) => loaded.warnings.render(Colour::Plain),
        Err(problems) => problems.render(Colour::Plain),
    }
}

#[test]
fn loads_all_of_it() {
    let Loaded { rulebook, warnings } = loaded(files());
    assert_eq!(warnings.render(Colour::Plain), "");
    let regime = rulebook.regime("xx").unwrap();
    assert_eq!((regime.stale_after_days, regime.languages.as_slice()), (30, &["en".to_owned()][..]));
    assert_eq!(regime.calendar.off.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2026-01-01", "2026-01-02"]);
    let ids: Vec<&str> = regime.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(
        ids,
        ["changed-use", "export", "keep", "listed-items", "military", "ordinary", "small", "to-japan", "worse-ban"]
    );
    let military = regime.rules.iter().find(|rule| rule.id == "military").unwrap();
    assert_eq!(regime.clause(military.clause).reference(), "2025-1#2");
    let place = &military.when_place;
    assert_eq!(&rulebook.files[place.file].text[place.span.clone()], military.when_text);
    let suspension = regime.effects.iter().find(|effect| effect.amendment == Amendment::Suspends).unwrap();
    assert_eq!(suspension.id, "2025-2#1/suspends");
    assert_eq!(suspension.from, Moment::Day("2025-06-01".parse().unwrap()));
    assert!(matches!(suspension.until, Some(Until::Unclear(_))));
    assert_eq!(regime.statements[0].extends, [("2025-2".to_owned(), "2027-05-01".parse().unwrap())]);
    assert_eq!(regime.scenarios[0].act.kind, Kind::Scenario);
    assert_eq!(regime.rules.iter().filter(|rule| regime.clause(rule.clause).scenario.is_some()).count(), 1);
    assert_eq!(regime.clauses[0].prose, "What is listed needs a licence.");
    let case = regime.cases.iter().find(|case| case.id == "magnet").unwrap();
    assert_eq!(
        case.expect,
        [("outcome", "licence_required"), ("open", "a"), ("open", "b")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    assert_eq!((case.expect_lines[0].line, case.expect_lines[0].model.as_deref()), (2, Some("A")));
    assert_eq!(regime.rules.iter().filter(|rule| rule.kind == RuleKind::Duty).count(), 1);
    let kinds: Vec<_> =
        regime.kinds.iter().map(|kind| (kind.code.as_str(), kind.uses_max, kind.law.as_str())).collect();
    assert_eq!(kinds, [("individual", Some(1), "2025-1, art. 3"), ("open", None, "2025-1, art. 4")]);
    assert_eq!(regime.kinds[0].review.as_ref().map(|clock| clock.term), Some(Term::WorkingDays(45)));
    assert!(rulebook.digest.starts_with("sha256:") && rulebook.digest.len() == 71);
}

#[test]
fn gathers_bounds_and_words() {
    let rulebook = loaded(files()).rulebook;
    let fact = |name: &str| rulebook.vocabulary.fact(rulebook.vocabulary.find(name).unwrap());
    let bounds = |name: &str| fact(name).bounds.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(bounds("dysprosium"), ["0", "0.001"]);
    assert_eq!(bounds("terbium"), ["0.001"]);
    assert_eq!(bounds("thickness"), ["2"]);
    assert_eq!(bounds("value"), ["1000"]);
    assert_eq!(fact("hs").words.iter().map(|word| word.word.as_str()).collect::<Vec<_>>(), ["8505111000"]);
    assert_eq!(
        (fact("via").kind, fact("via").scope, fact("via").built_in),
        (FactType::Countries, Scope::Shipment, true)
    );
    assert_eq!(fact("activity").words.len(), 16);
    assert_eq!(fact("dysprosium").domain.to_string(), "0..1");
    assert_eq!(fact("thickness").domain.to_string(), "> 0");
    assert_eq!(fact("dysprosium").absent_below.map(|limit| limit.to_string()), Some("0.0001".into()));
    assert_eq!(
        rulebook.vocabulary.papers.iter().map(|paper| (paper.word.as_str(), paper.cost)).collect::<Vec<_>>(),
        [("test_report", 2)]
    );
}

#[test]
fn order_of_files_changes_nothing_and_each_byte_the_digest() {
    let digest = |files| loaded(files).rulebook.digest;
    let mut turned = files();
    turned.reverse();
    assert_eq!(digest(files()), digest(turned));
    assert_ne!(digest(files()), digest(with("xx/acts/2025-1.md", "needs a licence.", "needs a  licence.")));
}

#[test]
fn selects_regimes() {
    let invented = with("xx/regime.toml", "id = \"xx\"", "id = \"xx\"\ninvented = true");
    let load = |selection| Rulebook::load(invented.clone(), &selection).map(|loaded| loaded.rulebook.regimes.len());
    assert_eq!(load(Selection::All), Ok(1));
    assert_eq!(load(Selection::Only(vec!["xx".into()])), Ok(1));
    assert!(load(Selection::Real).unwrap_err().to_string().contains("no regime is among the files"));
    assert!(load(Selection::Only(vec!["yy".into()])).unwrap_err().to_string().contains("no regime `yy`"));
    assert!(Rulebook::load(Vec::new(), &Selection::All).is_err());
}
