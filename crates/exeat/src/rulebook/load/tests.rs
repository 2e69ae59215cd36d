//! Small rulebooks in, a rulebook or problems out.

use super::*;
use crate::problem::Colour;
use crate::rulebook::{Amendment, FactType, Kind, Moment, RuleKind, Scope, Until};

/// The files of a small regime; a test replaces parts of them.
pub(in crate::rulebook) fn files() -> Vec<(String, Vec<u8>)> {
    [
        ("vocabulary.toml", VOCABULARY), ("units.toml", UNITS), ("countries.toml", COUNTRIES), ("xx/regime.toml", REGIME),
        ("xx/acts/2025-1.md", ACT), ("xx/acts/2025-2.md", SECOND), ("xx/entries/1/1C1.toml", ENTRY),
        ("xx/parties/2025-1.toml", PARTIES), ("xx/groups/eu.toml", GROUP), ("xx/cases/more.md", CASES),
        ("xx/scenarios/worse.md", SCENARIO), ("README.md", "not read"), ("src/lib.rs", "not read"),
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

/// A replaced text is told with severity, place `line:column`, cause and remedy; and nothing else is.
#[track_caller]
fn tells(path: &str, from: &str, to: &str, place: &str, what: &str, remedy: &str) {
    let text = told(with(path, from, to));
    let place = format!("{path}:{place}");
    for wanted in [what, place.as_str(), remedy] {
        assert!(text.contains(wanted), "no `{wanted}` in\n{text}");
    }
    assert_eq!(text.matches("-->").count(), 1, "more than one problem:\n{text}");
}

const REGIME: &str = r#"id = "xx"
authority = "OFFICE"
languages = ["en"]
zone = "Asia/Tokyo"
begins = "2020-01-01"
verified_to = "2026-01-01"
stale_after = "30 days"
neighbours = ["munitions"]
[calendar.2026]
off = ["2026-01-01..2026-01-04"]
worked = ["2026-01-10"]
"#;

const UNITS: &str = r#"["wt%"]
dimension = "share of mass"
factor = "1/100"
["val%"]
dimension = "share of value"
factor = "1/100"
["%"]
dimension = "share"
factor = "1/100"
[mm]
dimension = "length"
factor = "1/1000"
[m]
dimension = "length"
factor = 1
[USD]
dimension = "money in USD"
factor = 1
"#;

const COUNTRIES: &str = r#"[CN]
name = { en = "China" }
[CN-bonded]
name = { en = "bonded zone" }
within = "CN"
[HR]
name = { en = "Croatia" }
[JP]
name = { en = "Japan" }
"#;

const VOCABULARY: &str = r#"[dysprosium]
scope = "line"
type = "share"
unit = "wt%"
domain = "0..100 %"
applies_when = "material in [magnet, alloy]"
absent_below = "0.01 wt%"
paper = "test_report"
cost = 2
who = "laboratory"
question = { en = "How much dysprosium?" }
[terbium]
scope = "line"
type = "share"
unit = "wt%"
question = { en = "How much terbium?" }
[value_share]
scope = "line"
type = "share"
unit = "val%"
question = { en = "Which share of the value?" }
[thickness]
scope = "line"
type = "quantity"
unit = "mm"
domain = "> 0 mm"
question = { en = "How thick?" }
[material]
scope = "line"
type = "set"
question = { en = "Of what?" }
[material.values.magnet]
whole_since = "2024-12-01"
[material.values.alloy]
[material.values.none-of-these]
[military_user]
scope = "party"
type = "yes-no"
question = { en = "Is it a military user?" }
[military_use]
scope = "end_use"
type = "yes-no"
question = { en = "Is it a military use?" }
[changed]
scope = "end_use"
type = "yes-no"
gates = "no"
question = { en = "Has the use changed?" }
[contract_on]
scope = "shipment"
type = "date"
question = { en = "When was the contract made?" }
"#;

const ACT: &str = r#"+++
id = "2025-1"
kind = "instrument"
issuers = ["OFFICE"]
title = { en = "The act" }
published = "2025-01-01"
effective = "2025-02-01"
source = "https://example.org/1"
confidence = "high"
+++

## 1 Listed items

What is listed needs a licence.

```reach export
as = "export"
when = 'from = CN and not to = CN'
```

```requirement listed-items
under = ["export"]
when = 'listed'
```

```case magnet
decided_by = "official text"
date = "2025-03-01"
facts = '''
from = "CN"
to = "JP"
'''
expect = { outcome = "licence_required", open = ["a", "b"], lines = [{ line = 2, model = "A", floor = "prohibited" }] }
because = "2025-1#1 1C1.a"
never = ["military"]
```

## 2 Military users

```definition to-japan
when = 'to = JP or final = JP'
```

```prohibition military
route = "special_application"
when = 'to-japan and (some end_user where military-user or military_use)'
```

```term military-user
[reading.text]
kind = "instrument"
held_by = "the words"
means = "military_user"
[reading.listed]
kind = "guidance"
published = "2025-06-01"
held_by = "OFFICE"
means = "military_user or on control-list"
```

```exemption small
defeats = ["listed-items"]
claim = true
when = 'thickness < 2 m and total(value) <= 1000 USD and contract_on >= 2025-01-01'
```

```route ordinary
when = 'listed'
kinds = ["individual"]
documents = ["contract"]
clocks = [{ id = "review", working_days = 45, from = "acceptance" }]
```

```duty keep
do = { en = "Keep the papers" }
clock = { years = 5 }
```

```note changed-use
when = 'changed'
text = { en = "The use has changed" }
```
"#;

const SECOND: &str = r#"+++
id = "2025-2"
kind = "instrument"
issuers = ["OFFICE"]
title = { en = "The suspension" }
published = "2025-05-01"
source = "https://example.org/2"
+++
## 1 Suspension
```clause
effective = "2025-06-01"
confidence = "low"
```
```effect
suspends = ["2025-1#2"]
until = { date = "2026-05-01", words = "to 1 May", last_day = "unclear" }
```
```effect
delists = ["xx-1"]
from = "2025-07-01"
```
```statement longer
claims = { extends = "2025-2", until = "2027-05-01" }
```
"#;

const ENTRY: &str = r#"code = "1C1"
title = { en = "Magnets" }
[[item]]
code = "1C1.a"
reasons = ["NS1"]
title = { en = "With dysprosium" }
[[item.version]]
by = "2025-1#1"
when = 'material = magnet and (contains dysprosium or sum(dysprosium + terbium) > 0.1 wt% or hs = 8505111000)'
hs = ["8505111000"]
hs_year = 2026
"#;

const PARTIES: &str = r#"act = "2025-1#2"
list = "control-list"
[[party]]
id = "xx-1"
names = [{ text = "Works", lang = "en", kind = "official" }]
country = "JP"
"#;

const GROUP: &str = r#"id = "eu"
[[member]]
word = "HR"
from = "2013-07-01"
"#;

const CASES: &str = r#"# More cases

```case two
date = "2025-03-01"
facts = 'to = "JP"'
policy = { readings = { "xx/military-user" = "listed" } }
scenario = "worse"
expect = { floor = "no_licence_required" }
```
"#;

const SCENARIO: &str = r#"+++
id = "worse"
kind = "scenario"
title = { en = "Worse" }
published = "2025-12-01"
+++
## 1 Ban
```prohibition worse-ban
when = 'to in eu'
```
"#;

#[test]
fn loads_all_of_it() {
    let Loaded { rulebook, warnings } = loaded(files());
    assert_eq!(warnings.render(Colour::Plain), "");
    let regime = rulebook.regime("xx").unwrap();
    assert_eq!((regime.stale_after_days, regime.languages.as_slice()), (30, &["en".to_owned()][..]));
    assert_eq!(regime.calendar.off.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2026-01-01", "2026-01-02"]);
    let ids: Vec<&str> = regime.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["changed-use", "export", "keep", "listed-items", "military", "ordinary", "small", "to-japan", "worse-ban"]);
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
    assert_eq!(case.expect, [("outcome", "licence_required"), ("open", "a"), ("open", "b")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!((case.expect_lines[0].line, case.expect_lines[0].model.as_deref()), (2, Some("A")));
    assert_eq!(regime.rules.iter().filter(|rule| rule.kind == RuleKind::Duty).count(), 1);
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
    assert_eq!((fact("via").kind, fact("via").scope, fact("via").built_in), (FactType::Countries, Scope::Shipment, true));
    assert_eq!(fact("activity").words.len(), 16);
    assert_eq!(fact("dysprosium").domain.to_string(), "0..1");
    assert_eq!(fact("thickness").domain.to_string(), "> 0");
    assert_eq!(fact("dysprosium").absent_below.map(|limit| limit.to_string()), Some("0.0001".into()));
    assert_eq!(rulebook.vocabulary.papers.iter().map(|paper| (paper.word.as_str(), paper.cost)).collect::<Vec<_>>(), [("test_report", 2)]);
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

mod told;
