//! What `law show` says of each kind of thing.

use super::*;
use crate::rulebook::load::tests::{files, loaded};

fn shown(id: &str, language: &str) -> String {
    let rulebook = loaded(files()).rulebook;
    let state =
        |regime: &Regime, id: ClauseId| if regime.clause(id).act == "2025-1" { "suspended" } else { "in_force" };
    let day = |text: &str| text.parse().unwrap();
    let on = OnDay { date: day("2026-01-20"), known: day("2026-02-01"), state: &state };
    let found = describe(&rulebook, id, language, Some(on)).unwrap_or_else(|near| panic!("{id}: nearest {near:?}"));
    let row = |row: &DescriptionRow| format!("{}{}: {}\n", "  ".repeat(row.level), row.label, row.text);
    found
        .iter()
        .map(|one| {
            format!("{} {} ({})\n{}", one.kind, one.id, one.regime, one.rows.iter().map(row).collect::<String>())
        })
        .collect()
}

#[track_caller]
fn shows(id: &str, language: &str, wanted: &[&str]) {
    let text = shown(id, language);
    for wanted in wanted {
        assert!(text.contains(wanted), "no `{wanted}` in\n{text}");
    }
    assert!(!text.contains(['⟦', '{']), "{text}");
}

#[test]
fn a_rule() {
    shows(
        "military",
        "en",
        &[
            "prohibition military (xx)\n",
            "says: “to-japan” applies and (some end user is such that “military-user” applies or military use: yes)\n",
            "  where to-japan: the place to which it goes now is Japan or the country of final use is Japan\n",
            "  where military-user, reading “listed”: military user: yes or it is on the party list “control-list”\n",
            "  asks military_use: Is it a military use?\n",
            "way out: special application to the authority\n",
            "clause: 2025-1#2 Military users\n",
            "source: https://example.org/1\n",
            "takes effect: 2025-02-01\n",
            "state on 2026-01-20, as known on 2026-02-01: suspended\n",
            "cases: \n  magnet: 2025-03-01; must not be found; decided by official text\n",
        ],
    );
    shows("xx/small", "en", &["must be claimed", "defeats: listed-items\n"]);
    shows("listed-items", "en", &["under: export\n", "defeated by: small\n"]);
    shows("ordinary", "en", &["opens: individual\n", "papers: contract\n", "clock: 45 working days from acceptance\n"]);
    shows("keep", "en", &["says: always\n", "do: Keep the papers\n", "clock: 5 years\n"]);
    shows("changed-use", "en", &["says: The use has changed\n"]);
}

#[test]
fn an_act_and_a_clause() {
    shows(
        "2025-2",
        "en",
        &[
            "act 2025-2 (xx)\n",
            "rank: instrument: it decides\n",
            "effects: 2025-2#1 suspends 2025-1#2; 2025-06-01; until 2026-05-01; whether the last day belongs to it is unclear; “to 1 May”\n",
        ],
    );
    shows(
        "2025-1",
        "en",
        &[
            "clause: 1 Listed items\n  text: What is listed needs a licence.\n",
            "touched by: 2025-2#1 suspends 2025-1#2",
        ],
    );
    shows("2025-1#1", "en", &["items: 1C1.a\n", "licence requirement listed-items: the item is listed\n"]);
}

#[test]
fn an_entry_a_term_a_list() {
    shows(
        "1C1",
        "en",
        &["item 1C1.a: With dysprosium\n", "tariff numbers seen: 8505111000 (2026)\n", "reasons of control: NS1\n"],
    );
    shows("1C1.a", "en", &["it contains any dysprosium at all", "cases: "]);
    shows("military-user", "en", &["reading “listed”: held by OFFICE\n", "published: 2025-06-01\n"]);
    shows("control-list", "en", &["listed by: 2025-1#2: 1\n", "xx-1: Works\n"]);
    shows("xx-1", "en", &["country: Japan\n", "touched by: 2025-2#1/delists; 2025-07-01\n"]);
    shows("eu", "en", &["members: Croatia; 2013-07-01\n"]);
    shows(
        "dysprosium",
        "en",
        &[
            "question: How much dysprosium?\n",
            "unit: wt% (share of mass)\n",
            "who can answer: laboratory\n",
            "evidence: test_report\n",
        ],
    );
}

#[test]
fn every_thing_in_every_language() {
    for language in ["en", "zh", "ja"] {
        for id in [
            "military",
            "small",
            "ordinary",
            "keep",
            "changed-use",
            "2025-1",
            "2025-2",
            "worse",
            "2025-1#1",
            "1C1",
            "1C1.a",
            "military-user",
            "control-list",
            "xx-1",
            "eu",
            "dysprosium",
            "to",
        ] {
            shows(id, language, &[id]);
        }
    }
    shows("military", "zh", &["禁止 military", "2026-01-20的状态: 暂停实施"]);
    shows("military", "ja", &["禁止 military", "2026-01-20の状態: 停止中"]);
}

#[test]
fn an_unknown_id_gives_the_nearest() {
    let rulebook = loaded(files()).rulebook;
    assert_eq!(describe(&rulebook, "militray", "en", None), Err(Some("military".to_owned())));
    assert_eq!(describe(&rulebook, "zzzzzzzz", "en", None), Err(None));
}
