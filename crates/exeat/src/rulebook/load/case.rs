//! Worked cases: a shipment and what must come out.

use super::act::{self, Block};
use super::fields::{Fields, Spelled, day};
use super::markdown::Piece;
use super::regime::{Draft, Space, Wanted};
use super::report::{Report, near};
use crate::rulebook::{Case, ExpectLine, Place, SourceFile};
use toml::de::DeTable;

/// What a case may expect of a shipment or line (DESIGN §1).
const EXPECTED: [&str; 8] = ["outcome", "floor", "ceiling", "release", "open", "ground", "prospects", "route"];

/// Reads a file of cases.
pub(super) fn read_file(file: usize, files: &[SourceFile], report: &Report, draft: &mut Draft) {
    let text = files.get(file).map_or("", |file| file.text.as_str());
    for piece in act::pieces(file, text, report) {
        let Piece::Block(fence) = piece else { continue };
        if let Some(block) = act::block(file, text, &fence, None, report).filter(act::only_cases) {
            read(&block, files, draft);
        }
    }
}

/// Whether the block has an id.
pub(super) fn is_named(block: &Block<'_>) -> bool {
    if block.id.text.is_empty() {
        block.source.report.error(&block.place(), "this `case` block has no id", "write `case japan-civil-maker`");
    }
    !block.id.text.is_empty()
}

/// Reads a `case` block.
pub(super) fn read(block: &Block<'_>, files: &[SourceFile], draft: &mut Draft) {
    let report = block.source.report;
    let table = block.source.table();
    let of = format!("case `{}`", block.id.text);
    let fields = Fields::new(block.source, &table, of.clone()).at(block.span.clone());
    let facts = fields.need("facts", "write the shipment: `facts = '''…'''`");
    let own_day = facts.as_ref().and_then(|facts| check_facts(facts, report));
    let date = fields.text("date").or(own_day);
    let known = fields.text("known");
    for (key, text) in [("date", &date), ("known", &known)] {
        if let Some(text) = text.as_ref().filter(|text| !text.text.contains('T')) {
            let _ = day(report, text, key);
        }
    }
    if date.is_none() {
        let _ = fields.need("date", "write the governing day: `date = \"2026-01-20\"`");
    }
    let (expect, expect_lines) = expected(&fields, &of);
    let policy = policy(&fields, draft);
    let scenario = fields.text("scenario");
    let scenario = draft.refer(Wanted::Scenario, scenario.into_iter().collect(), &of).pop();
    let because = draft.refer(Wanted::Because, fields.list("because"), &of);
    let never = draft.refer(Wanted::Finding, fields.list("never"), &of);
    if expect.is_empty() && expect_lines.is_empty() && because.is_empty() && never.is_empty() {
        report.warning(
            &block.place(),
            format!("{of} expects nothing"),
            "write `expect = { outcome = \"licence_required\" }`",
        );
    }
    let case = Case {
        id: block.id.text.clone(),
        clause: block.clause,
        decided_by: fields.text("decided_by").map(|who| who.text),
        source: fields.text("source").map(|source| source.text),
        date: date.map(|date| date.text).unwrap_or_default(),
        known: known.map(|known| known.text),
        scenario,
        policy,
        facts_place: facts.as_ref().map_or_else(|| block.place(), |facts| facts.place.clone()),
        facts: facts.map(|facts| facts.text).unwrap_or_default(),
        expect,
        expect_lines,
        because,
        never,
        place: block.place(),
    };
    for unread in ["note", "quote", "title"] {
        let _ = fields.has(unread);
    }
    fields.done();
    draft.take(Space::Case, &block.id, "a case", files, report);
    draft.regime.cases.push(case);
}

/// Tells where the shipment is no TOML; gives its own day. What its fields mean is for the shipment's reader.
fn check_facts(facts: &Spelled, report: &Report) -> Option<Spelled> {
    let as_it_stands = facts.place.span.len() == facts.text.len();
    let (table, errors) = DeTable::parse_recoverable(&facts.text);
    for error in errors {
        let span = error.span().filter(|_| as_it_stands).map_or(facts.place.span.clone(), |span| {
            facts.place.span.start + span.start..facts.place.span.start + span.end
        });
        report.error(
            &Place { file: facts.place.file, span },
            format!("the facts are no TOML: {}", error.message()),
            "write the shipment format",
        );
    }
    let date = table.get_ref().get("date")?;
    let text =
        date.get_ref().as_str().map(str::to_owned).or_else(|| date.get_ref().as_datetime().map(ToString::to_string))?;
    Some(Spelled { text, place: facts.place.clone() })
}

type Expected = (Vec<(String, String)>, Vec<ExpectLine>);

fn expected(fields: &Fields<'_>, of: &str) -> Expected {
    let Some(expect) = fields.below("expect") else { return (Vec::new(), Vec::new()) };
    let expect = expect.named(format!("`expect` of {of}"));
    let mut lines = Vec::new();
    for line in expect.each("lines") {
        let line = line.named(format!("a line of `expect` of {of}"));
        let number = line.whole("line").unwrap_or(1);
        let model = line.text("model").map(|model| model.text);
        lines.push(ExpectLine { line: number, model, expect: keyed(&line, &["line", "model"]) });
    }
    (keyed(&expect, &["lines"]), lines)
}

fn keyed(fields: &Fields<'_>, except: &[&'static str]) -> Vec<(String, String)> {
    let pairs = fields.pairs(except);
    for (key, _) in pairs.iter().filter(|(key, _)| !EXPECTED.contains(&key.text.as_str())) {
        let remedy = near(&key.text, EXPECTED, super::report::one_of(EXPECTED));
        fields.report().warning(&key.place, format!("nothing called `{}` can be expected", key.text), remedy);
    }
    pairs.into_iter().map(|(key, value)| (key.text, value.text)).collect()
}

/// `policy = { readings = { "cn/military-user" = "supplies-military" } }`.
fn policy(fields: &Fields<'_>, draft: &mut Draft) -> Vec<(String, String)> {
    let Some(policy) = fields.below("policy") else { return Vec::new() };
    let readings = policy.below("readings").map(|readings| readings.pairs(&[])).unwrap_or_default();
    policy.done();
    let named = readings.iter().map(|(term, reading)| Spelled {
        text: format!("{}={}", term.text, reading.text),
        place: reading.place.clone(),
    });
    let named = named.collect();
    let _ = draft.refer(Wanted::Reading, named, fields.of());
    readings.into_iter().map(|(term, reading)| (term.text, reading.text)).collect()
}
