//! The blocks below a clause that are rules: reach, requirement, prohibition, exemption, route, definition, duty, note.

use super::act::Block;
use super::fields::{Fields, Spelled};
use super::regime::{Draft, Space, Wanted};
use super::report::{near, one_of};
use super::vocabulary::PAPERS;
use super::{case, condition, effect, term};
use crate::rulebook::{
    Act, Claim, ClauseId, Clock, Condition, Duty, Localised, Note, Prospects, RouteTerms, Rule, RuleKind, RuleRoute,
    SourceFile,
};

/// All kinds of block.
pub(super) const KINDS: [&str; 13] = [
    "reach",
    "requirement",
    "prohibition",
    "exemption",
    "route",
    "definition",
    "term",
    "effect",
    "clause",
    "statement",
    "duty",
    "case",
    "note",
];

/// Kinds of licence that a shipment may hold (`contracts/shipment.toml`).
const LICENCES: [&str; 4] = ["individual", "general", "registration", "special_approval"];

const ROUTES: [(&str, RuleRoute); 3] = [
    ("ordinary", RuleRoute::Ordinary),
    ("none", RuleRoute::None),
    ("special-application", RuleRoute::SpecialApplication),
];

const PROSPECTS: [(&str, Prospects); 5] = [
    ("ordinary", Prospects::Ordinary),
    ("case-by-case", Prospects::CaseByCase),
    ("refused", Prospects::Refused),
    ("refused-in-principle", Prospects::Refused),
    ("refusal", Prospects::Refused),
];

/// Reads one block into the draft.
pub(super) fn read(block: &Block<'_>, files: &[SourceFile], act: &Act, draft: &mut Draft) {
    if block.kind == "case" {
        if case::is_named(block) {
            case::read(block, files, draft);
        }
        return;
    }
    let report = block.source.report;
    let Some(clause) = block.clause else {
        report.error(
            &block.place(),
            format!("a `{}` block stands outside any clause", block.kind),
            "write a heading `## 1 …` above it: every rule is cited by its clause",
        );
        return;
    };
    if block.kind == "effect" {
        return effect::read(block, clause, draft);
    }
    if !is_named(&block.id) {
        let what = if block.id.text.is_empty() {
            format!("this `{}` block has no id", block.kind)
        } else {
            format!("`{}` cannot be named in a condition", block.id.text)
        };
        report.error(
            &block.place(),
            what,
            format!("write kind and id in small letters, digits and `-`: `{} japan-military`", block.kind),
        );
        return;
    }
    if !id_is_plain(&block.id) {
        report.warning(
            &block.id.place,
            format!("`{}` is no id as others are", block.id.text),
            "write small letters, digits and `-`",
        );
    }
    match block.kind {
        "term" => term::read(block, clause, files, act, draft),
        "statement" => effect::read_statement(block, clause, files, draft),
        _ => rule(block, clause, files, draft),
    }
}

/// A word of conditions, and no word of their grammar.
fn is_named(id: &Spelled) -> bool {
    let letters = id.text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    letters && !id.text.is_empty() && !crate::rulebook::KEYWORDS.contains(&id.text.as_str())
}

fn id_is_plain(id: &Spelled) -> bool {
    id.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn rule(block: &Block<'_>, clause: ClauseId, files: &[SourceFile], draft: &mut Draft) {
    let report = block.source.report;
    let table = block.source.table();
    let of = format!("{} `{}`", block.kind, block.id.text);
    let fields = Fields::new(block.source, &table, of.clone()).at(block.span.clone());
    let kind = kind(block.kind);
    let may_be_bare = matches!(kind, RuleKind::Duty | RuleKind::Note | RuleKind::Route);
    let text = match may_be_bare {
        true => fields.text("when"),
        false => fields.need("when", "write its condition: `when = 'to = JP'`"),
    };
    // A rule without a condition always holds: nothing is asked.
    let when = text.as_ref().map_or(Some(Condition::And(Vec::new())), |text| condition(report, text));
    let asked = matches!(kind, RuleKind::Requirement | RuleKind::Prohibition);
    let mut rule = Rule {
        id: block.id.text.clone(),
        kind,
        clause,
        when: when.unwrap_or(Condition::And(Vec::new())),
        when_text: text.as_ref().map(|text| text.text.clone()).unwrap_or_default(),
        reach_as: None,
        under: Vec::new(),
        route: RuleRoute::Ordinary,
        prospects: None,
        defeats: Vec::new(),
        claim: Claim::Unasked,
        duties: Vec::new(),
        terms: RouteTerms::default(),
        duty: None,
        note: None,
        place: block.place(),
        when_place: text.map_or_else(|| block.place(), |text| text.place),
    };
    if kind == RuleKind::Reach {
        rule.reach_as = fields.text("as").map(|text| text.text);
    }
    if asked {
        rule.under = draft.refer(Wanted::Reach, fields.list("under"), &of);
        rule.route = fields.choice("route", &ROUTES).unwrap_or(RuleRoute::Ordinary);
    }
    if asked || kind == RuleKind::Route {
        rule.prospects = fields.choice("prospects", &PROSPECTS);
    }
    match kind {
        RuleKind::Exemption => exemption(&mut rule, &fields, draft),
        RuleKind::Route => rule.terms = route(&fields),
        RuleKind::Duty => rule.duty = Some(duty(&fields)),
        RuleKind::Note => rule.note = Some(Note { text: said(&fields, "text") }),
        _ => {}
    }
    for unread in ["source", "quote", "comment", "confidence"] {
        let _ = fields.has(unread);
    }
    fields.done();
    draft.take(Space::Rule, &block.id, article(kind), files, report);
    draft.regime.rules.push(rule);
}

fn kind(word: &str) -> RuleKind {
    match word {
        "reach" => RuleKind::Reach,
        "requirement" => RuleKind::Requirement,
        "prohibition" => RuleKind::Prohibition,
        "exemption" => RuleKind::Exemption,
        "route" => RuleKind::Route,
        "definition" => RuleKind::Definition,
        "duty" => RuleKind::Duty,
        _ => RuleKind::Note,
    }
}

fn article(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Reach => "a reach rule",
        RuleKind::Requirement => "a requirement",
        RuleKind::Prohibition => "a prohibition",
        RuleKind::Exemption => "an exemption",
        RuleKind::Route => "a route rule",
        RuleKind::Definition => "a definition",
        RuleKind::Duty => "a duty",
        RuleKind::Note => "a note",
    }
}

fn exemption(rule: &mut Rule, fields: &Fields<'_>, draft: &mut Draft) {
    let defeats = fields.list("defeats");
    rule.defeats = draft.refer(Wanted::Defeated, defeats, fields.of());
    rule.duties = fields.words("duties");
    if fields.flag("claim") == Some(true) {
        rule.claim = Claim::Needed;
    }
}

fn route(fields: &Fields<'_>) -> RouteTerms {
    let licences = |key| {
        let kinds = fields.list(key);
        for kind in kinds.iter().filter(|kind| !LICENCES.contains(&kind.text.as_str())) {
            fields.report().warning(
                &kind.place,
                format!("`{}` is no kind of licence that a shipment can hold", kind.text),
                near(&kind.text, LICENCES, one_of(LICENCES)),
            );
        }
        kinds.into_iter().map(|kind| kind.text).collect::<Vec<_>>()
    };
    let documents = fields.list("documents");
    for paper in documents.iter().filter(|paper| !PAPERS.contains(&paper.text.as_str())) {
        fields.report().warning(
            &paper.place,
            format!("`{}` is no kind of evidence", paper.text),
            near(&paper.text, PAPERS, one_of(PAPERS)),
        );
    }
    RouteTerms {
        kinds: licences("kinds"),
        closes: licences("closes"),
        voids: licences("voids"),
        documents: documents.into_iter().map(|paper| paper.text).collect(),
        clocks: fields.each("clocks").into_iter().filter_map(clock).collect(),
        clocks_off: fields.words("clocks_off"),
    }
}

fn duty(fields: &Fields<'_>) -> Duty {
    Duty {
        text: said(fields, "do"),
        due: fields.text("due").map(|text| text.text),
        clock: fields.below("clock").and_then(clock),
    }
}

fn said(fields: &Fields<'_>, key: &'static str) -> Localised {
    let text = fields.localised(key);
    if text.0.is_empty() {
        let _ = fields.need(key, &format!("write `{key} = {{ en = \"…\", zh = \"…\", ja = \"…\" }}`"));
    }
    text
}

/// A clock counts in one of three ways.
fn clock(fields: Fields<'_>) -> Option<Clock> {
    let clock = Clock {
        id: fields.text("id").map(|id| id.text).unwrap_or_default(),
        working_days: fields.whole("working_days"),
        days: fields.whole("days"),
        years: fields.whole("years"),
        from: fields.text("from").map(|event| event.text).unwrap_or_default(),
    };
    let counted = [clock.working_days, clock.days, clock.years].iter().flatten().count();
    if counted != 1 {
        fields.report().error(
            &fields.place(),
            format!("a clock counts in {counted} ways"),
            "write one of working_days, days, years: `{ id = \"review\", working_days = 45, from = \"acceptance\" }`",
        );
    }
    fields.done();
    (counted == 1).then_some(clock)
}
