//! Worked cases: runs the shipment of a case under its law, and says where expectation and answer part.

use crate::assess::{
    Asked, Determination, Finding, Law, LineAnswer, Outcome, Policy, Range, ReleaseDecision, State, determine,
};
use crate::assess::{Ground, Proof, ProofOp, Screening};
use crate::fact::read::{Format, read_shipment};
use crate::fact::{Shipment, When};
use crate::rulebook::{Case, CaseCoverage, Prospects, Regime, Rulebook};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What came of a case.
#[derive(Debug, Clone)]
pub struct CaseRun {
    /// The case.
    pub id: String,
    /// Where it parts from what was expected; empty: it holds.
    pub differences: Vec<String>,
    /// The answer, where the shipment could be read.
    pub determination: Option<Determination>,
}

/// Runs one case under its own regime alone.
#[must_use]
pub fn run_case(rulebook: &Rulebook, regime: &Regime, case: &Case) -> CaseRun {
    let failed = |why: String| CaseRun { id: case.id.clone(), differences: vec![why], determination: None };
    let asked = match asked_of(regime, case) {
        Ok(asked) => asked,
        Err(why) => return failed(why),
    };
    let shipment = match read_shipment(Format::Toml, &format!("case {}", case.id), case.facts.as_bytes(), rulebook) {
        Ok(shipment) => shipment,
        Err(problems) => return failed(problems.to_string()),
    };
    let answer = determine(rulebook, &shipment, &asked);
    let differences = differences(case, &answer, regime);
    CaseRun { id: case.id.clone(), differences, determination: Some(answer) }
}

/// Where the answer of a law that was compiled for the question of a case parts from what the case expects.
#[must_use]
pub fn compare_case(law: &Law<'_>, regime: &Regime, case: &Case, shipment: &Shipment) -> Vec<String> {
    differences(case, &law.determine(shipment), regime)
}

/// Notes which rules a case catches and which it lets pass; a rule that stays open catches too.
/// Says nothing of a case that cannot be read.
pub fn cover(rulebook: &Rulebook, regime: &Regime, case: &Case, coverage: &mut CaseCoverage) {
    let Ok(asked) = asked_of(regime, case) else { return };
    let Ok(shipment) = read_shipment(Format::Toml, &case.id, case.facts.as_bytes(), rulebook) else { return };
    for (regime, rule, lowest, highest) in Law::as_of(rulebook, &asked).rule_states(&shipment) {
        if highest != State::False {
            coverage.note(regime, rule, true);
        }
        if lowest == State::False {
            coverage.note(regime, rule, false);
        }
    }
}

/// The question that a case asks.
///
/// # Errors
/// What is wrong with its dates.
pub fn asked_of(regime: &Regime, case: &Case) -> Result<Asked, String> {
    let zone = TimeZone::get(&regime.zone).unwrap_or(TimeZone::UTC);
    let date = parse_when(&case.date)?;
    let day = match date {
        When::Day(day) => day,
        When::Instant(instant) => zone.to_datetime(instant).date(),
    };
    let known = match &case.known {
        Some(known) => match parse_when(known)? {
            When::Day(day) => start_of(day, &zone)?,
            When::Instant(instant) => instant,
        },
        None => start_of(day.max(regime.verified_to).tomorrow().unwrap_or(day), &zone)?,
    };
    Ok(Asked {
        date,
        known,
        policy: Policy { readings: case.policy.clone(), digest: None },
        scenario: case.scenario.clone(),
        screening: Screening::default(),
        regimes: Some(vec![regime.id.clone()]),
    })
}

/// A day, or an instant with its offset.
///
/// # Errors
/// When the text is neither.
pub fn parse_when(text: &str) -> Result<When, String> {
    if let Ok(day) = text.parse::<Date>()
        && !text.contains('T')
    {
        return Ok(When::Day(day));
    }
    let with_seconds = text.find('T').map(|at| {
        let (date, time) = text.split_at(at);
        let short = time.len() > 6 && time.as_bytes().get(6).is_none_or(|sign| matches!(sign, b'+' | b'-' | b'Z'));
        if short {
            format!("{date}{}:00{}", time.get(..6).unwrap_or(""), time.get(6..).unwrap_or(""))
        } else {
            text.to_owned()
        }
    });
    let instant = with_seconds.as_deref().unwrap_or(text).parse::<Timestamp>();
    instant
        .map(When::Instant)
        .map_err(|_| format!("`{text}` is neither a day (`2026-03-02`) nor an instant (`2026-03-02T11:30+08:00`)"))
}

fn start_of(day: Date, zone: &TimeZone) -> Result<Timestamp, String> {
    zone.to_timestamp(day.at(0, 0, 0, 0)).map_err(|error| error.to_string())
}

fn differences(case: &Case, answer: &Determination, regime: &Regime) -> Vec<String> {
    let mut found = Vec::new();
    for (key, wanted) in &case.expect {
        check(&mut found, "", key, wanted, answer.range, answer, ground_of(answer));
    }
    for expected in &case.expect_lines {
        let matching = |line: &&LineAnswer| {
            line.line == expected.line && (expected.model.is_none() || line.model == expected.model)
        };
        let lines: Vec<&LineAnswer> = answer.lines.iter().filter(matching).collect();
        if lines.is_empty() {
            found.push(format!(
                "line {} {} is not in the answer",
                expected.line,
                expected.model.as_deref().unwrap_or("")
            ));
        }
        for line in lines {
            let about = format!(
                "line {}{}: ",
                line.line,
                line.model.as_ref().map_or_else(String::new, |model| format!("/{model}"))
            );
            for (key, wanted) in &expected.expect {
                check(&mut found, &about, key, wanted, line.range, answer, line.ground);
            }
        }
    }
    for wanted in &case.because {
        if !answer.findings.iter().any(|finding| finding.state != State::False && is_meant(finding, wanted, regime)) {
            found.push(format!("because `{wanted}` is not among the findings: {}", names(answer)));
        }
    }
    for unwanted in &case.never {
        if let Some(finding) =
            answer.findings.iter().find(|finding| finding.state == State::True && is_meant(finding, unwanted, regime))
        {
            found.push(format!("`{unwanted}` must not hold, but `{}` does: {}", finding.rule, branch(&finding.proof)));
        }
    }
    if !found.is_empty() {
        let branches = answer.findings.iter().filter(|finding| finding.state != State::False);
        found.extend(
            branches.map(|finding| format!("  {:?} {}: {}", finding.state, finding.rule, branch(&finding.proof))),
        );
        found.extend(
            answer
                .open
                .iter()
                .filter(|point| point.decides)
                .map(|point| format!("  open {:?} {}", point.kind, point.id)),
        );
    }
    found
}

fn check(
    found: &mut Vec<String>,
    about: &str,
    key: &str,
    wanted: &str,
    range: Range,
    answer: &Determination,
    ground: Option<Ground>,
) {
    let got = match key {
        "outcome" => range.outcome().map_or("undetermined", outcome_word).to_owned(),
        "floor" => outcome_word(range.floor).to_owned(),
        "ceiling" => outcome_word(range.ceiling).to_owned(),
        "ground" => ground.map_or("none", ground_word).to_owned(),
        "release" => release_word(answer.release.decision).to_owned(),
        "prospects" => answer.route.prospects.map_or("none", prospects_word).to_owned(),
        "route" => answer.route.special.clone().unwrap_or_else(|| "ordinary".to_owned()),
        "open" => {
            let ids: Vec<&str> = answer.open.iter().map(|point| point.id.as_str()).collect();
            for part in wanted.split(',').map(str::trim).filter(|part| !part.is_empty()) {
                if !ids.iter().any(|id| id.contains(part)) {
                    found.push(format!("{about}`{part}` is expected to be open; open are: {}", ids.join("; ")));
                }
            }
            return;
        }
        _ => return,
    };
    let wanted = if key == "prospects" && wanted == "refused" { "refused_in_principle" } else { wanted };
    if got != wanted {
        found.push(format!("{about}{key}: expected {wanted}, got {got}"));
    }
}

fn ground_of(answer: &Determination) -> Option<Ground> {
    answer.regimes.first().and_then(|regime| regime.ground)
}

/// Whether a finding is the one that `2025-18#1 1C905.a.4`, `2025-18#1`, `1C905.a.4` or a rule's id means.
fn is_meant(finding: &Finding, wanted: &str, regime: &Regime) -> bool {
    let bare = |text: &str| text.strip_prefix(&format!("{}/", regime.id)).unwrap_or(text).to_owned();
    let one = |part: &str| {
        let clause = |citation: &crate::assess::Citation| {
            format!("{}#{}", bare(&citation.act), citation.clause) == part || bare(&citation.act) == part
        };
        let by_rule = finding.rule.rsplit('/').next() == Some(part) || bare(&finding.rule) == part;
        let by_clause = finding.citation.iter().chain(&finding.basis).any(clause);
        let by_item = finding
            .items
            .iter()
            .any(|item| item.state != State::False && (bare(&item.code) == part || clause(&item.citation)));
        by_rule || by_clause || by_item
    };
    wanted.split_whitespace().map(|part| part.strip_prefix(&format!("{}/", regime.id)).unwrap_or(part)).all(one)
}

fn names(answer: &Determination) -> String {
    let shown = answer.findings.iter().map(|finding| format!("{:?} {}", finding.state, finding.rule));
    shown.collect::<Vec<_>>().join("; ")
}

/// The branch that decides a proof: down to the first leaf of the same state.
fn branch(proof: &Proof) -> String {
    let here = match &proof.op {
        ProofOp::Fact { fact, asks, value, .. } => {
            format!("{fact} {asks} (is {})", value.as_deref().unwrap_or("unknown"))
        }
        ProofOp::Definition(name)
        | ProofOp::Limb(name)
        | ProofOp::Some(name)
        | ProofOp::Every(name)
        | ProofOp::Item(name) => name.clone(),
        ProofOp::Gap(text) => format!("gap \"{text}\""),
        ProofOp::On { list, party, how } => format!("on {list} {} ({how})", party.as_deref().unwrap_or("")),
        ProofOp::Term { term, reading, .. } => format!("{term} read as {reading}"),
        ProofOp::Clause { clause, is } => format!("{clause} {is:?}"),
        ProofOp::Listed { asks, .. } => asks.clone(),
        ProofOp::Party { role, name, .. } => format!("{role} {}", name.as_deref().unwrap_or("?")),
        ProofOp::Sum { asks, .. } => asks.clone(),
        ProofOp::And | ProofOp::Or | ProofOp::Not | ProofOp::AtLeast(_) => String::new(),
    };
    let below = proof.of.iter().find(|below| below.state == proof.state).or(proof.of.first()).map(branch);
    match (here.is_empty(), below) {
        (false, Some(below)) => format!("{here} > {below}"),
        (true, Some(below)) => below,
        (_, None) => format!("{here} = {:?}", proof.state),
    }
}

/// `licence_required`.
#[must_use]
pub fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoLicenceRequired => "no_licence_required",
        Outcome::LicenceRequired => "licence_required",
        Outcome::Prohibited => "prohibited",
    }
}

fn ground_word(ground: Ground) -> &'static str {
    match ground {
        Ground::OutsideReach => "outside_reach",
        Ground::NotListed => "not_listed",
        Ground::Exempted => "exempted",
        Ground::MeasureSuspended => "measure_suspended",
    }
}

fn release_word(decision: ReleaseDecision) -> &'static str {
    match decision {
        ReleaseDecision::MayLeave => "may_leave",
        ReleaseDecision::MayLeaveUnder => "may_leave_under",
        ReleaseDecision::Hold => "hold",
    }
}

fn prospects_word(prospects: Prospects) -> &'static str {
    match prospects {
        Prospects::Ordinary => "ordinary",
        Prospects::CaseByCase => "case_by_case",
        Prospects::Refused => "refused_in_principle",
    }
}
