//! The words of the wire: one closed enum, one word each, in JSON and as keys of the message catalogues.

use crate::assess::{ClauseState, Ground, ListedBy, OpenKind, Outcome, Range, ReleaseDecision, Standing, State};
use crate::fact::When;
use crate::rulebook::{Confidence, Kind, Prospects, RuleKind};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// An instant with the offset of that zone, `2026-03-02T00:00:00+08:00`.
pub(super) fn instant(at: Timestamp, zone: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    at.display_with_offset(zone.to_offset(at)).to_string()
}

/// A day, or an instant with its offset.
pub(super) fn when(when: When, zone: &str) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::Instant(at) => instant(at, zone),
    }
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoLicenceRequired => "no_licence_required",
        Outcome::LicenceRequired => "licence_required",
        Outcome::Prohibited => "prohibited",
    }
}

/// The outcome of a range; `undetermined` while its ends differ.
pub(super) fn outcome_of(range: Range) -> &'static str {
    range.outcome().map_or("undetermined", outcome)
}

pub(super) fn state(state: State) -> &'static str {
    match state {
        State::False => "false",
        State::Open => "open",
        State::True => "true",
    }
}

pub(super) fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::OutsideReach => "outside_reach",
        Ground::NotListed => "not_listed",
        Ground::Exempted => "exempted",
        Ground::MeasureSuspended => "measure_suspended",
    }
}

pub(super) fn listed_by(by: ListedBy) -> &'static str {
    match by {
        ListedBy::Facts => "facts",
        ListedBy::Record => "record",
    }
}

pub(super) fn clause_state(state: ClauseState) -> &'static str {
    match state {
        ClauseState::NotYet => "not_yet",
        ClauseState::OpenHour => "open_hour",
        ClauseState::InForce => "in_force",
        ClauseState::Suspended => "suspended",
        ClauseState::Unresolved => "unresolved",
        ClauseState::Ended => "ended",
    }
}

pub(super) fn rule_kind(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Reach => "reach",
        RuleKind::Requirement => "requirement",
        RuleKind::Prohibition => "prohibition",
        RuleKind::Exemption => "exemption",
        RuleKind::Route => "route",
        RuleKind::Definition => "definition",
        RuleKind::Duty => "duty",
        RuleKind::Note => "note",
    }
}

pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Instrument => "instrument",
        Kind::Guidance => "guidance",
        Kind::Decision => "decision",
        Kind::Statement => "statement",
        Kind::Practice => "practice",
        Kind::Report => "report",
        Kind::Scenario => "scenario",
    }
}

pub(super) fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}

pub(super) fn open_kind(kind: OpenKind) -> &'static str {
    match kind {
        OpenKind::Fact => "fact",
        OpenKind::Gap => "gap",
        OpenKind::Reading => "reading",
    }
}

pub(super) fn decision(decision: ReleaseDecision) -> &'static str {
    match decision {
        ReleaseDecision::MayLeave => "may_leave",
        ReleaseDecision::MayLeaveUnder => "may_leave_under",
        ReleaseDecision::Hold => "hold",
    }
}

pub(super) fn prospects(prospects: Prospects) -> &'static str {
    match prospects {
        Prospects::Ordinary => "ordinary",
        Prospects::CaseByCase => "case_by_case",
        Prospects::Refused => "refused_in_principle",
    }
}

pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Followed => "followed",
        Standing::Policy => "policy",
        Standing::Open => "open",
        Standing::Shown => "shown",
    }
}
