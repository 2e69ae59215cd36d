//! Each edit changes one thing, and says what and where.

use super::*;
use crate::rulebook::load::tests::{files, loaded};
use crate::rulebook::parse_condition;

fn words(text: &str) -> Vec<String> {
    let condition = parse_condition(text).unwrap();
    let all = condition::variants(&condition);
    all.iter().map(|one| format!("{}: {}", one.kind.word(), one.whole)).collect()
}

#[test]
fn a_comparison_has_two_other_signs_and_a_limit_to_each_side() {
    assert_eq!(
        words("dysprosium > 0.1 wt%"),
        [
            "operator: dysprosium >= 0.1 wt%",
            "operator: dysprosium < 0.1 wt%",
            "bound: dysprosium > 0.09 wt%",
            "bound: dysprosium > 0.11 wt%",
            "term: not dysprosium > 0.1 wt%",
        ]
    );
}

#[test]
fn a_joint_is_turned_and_each_term_and_member_left_out() {
    assert_eq!(
        words("to in [JP, CN] and not military_use"),
        [
            "operator: to in [JP, CN] or not military_use",
            "term: not military_use",
            "term: to in [JP, CN]",
            "member: to in [CN] and not military_use",
            "member: to in [JP] and not military_use",
            "operator: to in [JP, CN] and military_use",
        ]
    );
}

#[test]
fn every_edit_of_a_rulebook_changes_it_in_one_place() {
    let rulebook = loaded(files()).rulebook;
    let regime = &rulebook.regimes[0];
    let all = edits(&rulebook, regime);
    let shown = |rulebook: &Rulebook| format!("{:?}", rulebook.regimes);
    let before = shown(&rulebook);
    assert!(all.len() > 20, "{}", all.len());
    for edit in &all {
        assert_ne!(before, shown(&edited(&rulebook, &regime.id, edit)), "{} {} → {}", edit.of, edit.was, edit.becomes);
        assert_ne!(edit.was, edit.becomes, "{}", edit.of);
        assert!(edit.line > 0 && !edit.path.is_empty());
    }
    let kinds: std::collections::BTreeSet<EditKind> = all.iter().map(|edit| edit.kind).collect();
    assert!(kinds.contains(&EditKind::Date) && kinds.contains(&EditKind::Effect) && kinds.contains(&EditKind::Member));
}

#[test]
fn a_published_day_moves_the_readings_that_have_it_from_the_act() {
    let rulebook = loaded(files()).rulebook;
    let regime = &rulebook.regimes[0];
    let moved = edits(&rulebook, regime).into_iter().filter(|edit| edit.of.ends_with(".published"));
    for edit in moved {
        let copy = edited(&rulebook, &regime.id, &edit);
        let act = edit.of.trim_end_matches(".published");
        let published = |regime: &Regime| regime.acts.iter().find(|one| one.id == act).unwrap().published;
        let (was, now) = (published(regime), published(&copy.regimes[0]));
        assert_ne!(was, now);
        let of = |clause: &crate::rulebook::Clause| clause.act == act;
        assert!(copy.regimes[0].clauses.iter().filter(|clause| of(clause)).all(|clause| clause.published == now));
    }
}
