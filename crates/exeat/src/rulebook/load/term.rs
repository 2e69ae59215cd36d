//! A term and its readings.

use super::act::{Block, KINDS};
use super::condition;
use super::fields::Fields;
use super::regime::{Draft, Space};
use crate::rulebook::{Act, ClauseId, Condition, Kind, Reading, SourceFile, Term};

/// Reads a `term` block.
pub(super) fn read(block: &Block<'_>, clause: ClauseId, files: &[SourceFile], act: &Act, draft: &mut Draft) {
    let report = block.source.report;
    let table = block.source.table();
    let of = format!("term `{}`", block.id.text);
    let fields = Fields::new(block.source, &table, of.clone()).at(block.span.clone());
    let mut readings = Vec::new();
    for (id, reading) in
        fields.below("reading").map(|below| below.tables("write a table: `[reading.text]`")).unwrap_or_default()
    {
        let reading = reading.named(format!("reading `{}` of {of}", id.text));
        readings.extend(self::reading(id.text, reading, act));
    }
    if readings.is_empty() {
        report.error(
            &block.place(),
            format!("{of} has no reading"),
            "write `[reading.text]` with kind, held_by and means",
        );
    }
    for unread in ["source", "note", "quote"] {
        let _ = fields.has(unread);
    }
    fields.done();
    readings.sort_by(|a: &Reading, b| a.id.cmp(&b.id));
    draft.take(Space::Rule, &block.id, "a term", files, report);
    draft.regime.terms.push(Term { id: block.id.text.clone(), clause, readings, place: block.place() });
}

fn reading(id: String, fields: Fields<'_>, act: &Act) -> Option<Reading> {
    let report = fields.report();
    let kind = fields.choice("kind", &KINDS).unwrap_or(act.kind);
    if kind == Kind::Scenario && act.kind != Kind::Scenario {
        report.error(
            &fields.place_of("kind"),
            "a reading of law cannot be a scenario",
            "write instrument, guidance, decision, statement, practice or report",
        );
    }
    let held_by = fields.text("held_by");
    if held_by.is_none() {
        let remedy = "say who holds it: `held_by = \"MOFCOM\"`, or `\"the words; no definition published\"`";
        report.warning(&fields.place(), format!("{} says not who holds it", fields.of()), remedy);
    }
    let means = fields.need("means", "write what the term means by it, as a condition: `means = 'military_user'`");
    let published = fields.moment("published").unwrap_or(act.published);
    let (source, hedge) = (fields.text("source"), fields.text("hedge"));
    for unread in ["note", "quote", "confidence"] {
        let _ = fields.has(unread);
    }
    fields.done();
    let means = means?;
    let read = condition(report, &means).unwrap_or(Condition::And(Vec::new()));
    Some(Reading {
        id,
        kind,
        held_by: held_by.map(|who| who.text).unwrap_or_default(),
        published,
        source: source.map(|source| source.text),
        hedge: hedge.map(|hedge| hedge.text),
        means: read,
        means_text: means.text,
        place: means.place,
    })
}
