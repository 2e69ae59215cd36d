//! Effects on other acts, and statements that claim one.

use super::act::Block;
use super::fields::{Fields, Spelled, day, moment};
use super::regime::{Draft, Space, Wanted};
use crate::rulebook::{Amendment, ClauseId, Effect, Moment, SourceFile, Statement, Until};
use jiff::civil::date;
use jiff::tz::TimeZone;

const AMENDMENTS: [(&str, Amendment); 7] = [
    ("suspends", Amendment::Suspends),
    ("resumes", Amendment::Resumes),
    ("extends", Amendment::Extends),
    ("ends", Amendment::Ends),
    ("replaces", Amendment::Replaces),
    ("lists", Amendment::Lists),
    ("delists", Amendment::Delists),
];

#[derive(Clone, Copy)]
enum LastDay {
    Included,
    Excluded,
    Unclear,
}

/// Reads an `effect` block: one effect for each kind of amendment in it.
pub(super) fn read(block: &Block<'_>, clause: ClauseId, draft: &mut Draft) {
    let report = block.source.report;
    let table = block.source.table();
    let fields = Fields::new(block.source, &table, "the effect").at(block.span.clone());
    let own = draft.regime.clauses.get(clause.0 as usize);
    let (reference, begins) =
        own.map_or((String::new(), Moment::Day(date(1, 1, 1))), |own| (own.reference(), own.effective));
    let from = fields.moment("from").unwrap_or(begins);
    let (until, until_words) = until(&fields);
    if until.is_some_and(|until| day_of(end(until)) < day_of(from)) {
        report.error(
            &fields.place_of("until"),
            "the effect ends before it starts",
            "write an `until` that is not before `from` (default: the clause's own day)",
        );
    }
    let mut count = 0;
    for (word, amendment) in AMENDMENTS {
        let targets = fields.list(word);
        if targets.is_empty() {
            continue;
        }
        count += 1;
        if amendment == Amendment::Extends && until.is_none() {
            report.error(
                &fields.place(),
                "the effect extends without saying until when",
                "write `until = \"2027-11-10\"`",
            );
        }
        let wanted = match amendment {
            Amendment::Lists | Amendment::Delists => Wanted::Party,
            Amendment::Suspends | Amendment::Resumes | Amendment::Extends => Wanted::Amended,
            Amendment::Ends | Amendment::Replaces => Wanted::Amended,
        };
        let targets = draft.refer(wanted, targets, fields.of());
        let base = format!("{reference}/{word}");
        let same =
            draft.regime.effects.iter().filter(|other| other.clause == clause && other.amendment == amendment).count();
        let id = if same == 0 { base } else { format!("{base}/{}", same + 1) };
        draft.regime.effects.push(Effect {
            id,
            clause,
            amendment,
            targets,
            from,
            until,
            until_words: until_words.clone(),
            place: block.place(),
        });
    }
    if count == 0 {
        report.error(
            &fields.place(),
            "the effect changes nothing",
            "write one of suspends, resumes, extends, ends, replaces, lists, delists",
        );
    }
    for unread in ["source", "note", "quote", "confidence"] {
        let _ = fields.has(unread);
    }
    fields.done();
}

/// `until = "2026-11-10"` or `{ date, words, last_day }`; a day belongs to it unless the text says otherwise.
fn until(fields: &Fields<'_>) -> (Option<Until>, Option<String>) {
    if !fields.value_is_table("until") {
        return (fields.moment("until").map(Until::Included), None);
    }
    let Some(below) = fields.below("until") else { return (None, None) };
    let _ = below.need("date", "write `until = { date = \"2026-11-10\", words = \"…\", last_day = \"unclear\" }`");
    let moment = below.moment("date");
    let known = [("included", LastDay::Included), ("excluded", LastDay::Excluded), ("unclear", LastDay::Unclear)];
    let last = below.choice("last_day", &known).unwrap_or(LastDay::Included);
    let words = below.text("words").map(|words| words.text);
    below.done();
    let until = moment.map(|moment| match last {
        LastDay::Included => Until::Included(moment),
        LastDay::Excluded => Until::Excluded(moment),
        LastDay::Unclear => Until::Unclear(moment),
    });
    (until, words)
}

fn end(until: Until) -> Moment {
    let (Until::Included(moment) | Until::Excluded(moment) | Until::Unclear(moment)) = until;
    moment
}

/// The day of a moment, for the order of two ends; an instant counts in UTC.
pub(super) fn day_of(moment: Moment) -> jiff::civil::Date {
    match moment {
        Moment::Day(day) => day,
        Moment::Instant(instant) => TimeZone::UTC.to_datetime(instant).date(),
    }
}

/// Reads a `statement` block.
pub(super) fn read_statement(block: &Block<'_>, clause: ClauseId, files: &[SourceFile], draft: &mut Draft) {
    let report = block.source.report;
    let table = block.source.table();
    let of = format!("statement `{}`", block.id.text);
    let fields = Fields::new(block.source, &table, of.clone()).at(block.span.clone());
    let extends = fields.below("claims").map(|claims| claimed(claims, draft)).unwrap_or_default();
    let text = fields.localised("text");
    let about = fields.list("about");
    let about = draft.refer(Wanted::About, about, &of);
    for unread in ["source", "note", "quote", "said_by"] {
        let _ = fields.has(unread);
    }
    fields.done();
    draft.take(Space::Rule, &block.id, "a statement", files, report);
    draft.regime.statements.push(Statement {
        id: block.id.text.clone(),
        clause,
        extends,
        text,
        about,
        place: block.place(),
    });
}

/// The acts whose effects a statement claims to extend, with the day.
fn claimed(claims: Fields<'_>, draft: &mut Draft) -> Vec<(String, jiff::civil::Date)> {
    let claims = claims.named("`claims` of a statement");
    let acts: Vec<Spelled> = claims.list("extends");
    let until = claims.text("until").and_then(|text| match moment(claims.report(), &text, "until")? {
        crate::rulebook::Moment::Day(day) => Some(day),
        crate::rulebook::Moment::Instant(_) => day(claims.report(), &text, "until"),
    });
    if !acts.is_empty() && until.is_none() && !claims.has("until") {
        let _ = claims.need("until", "write the day until which it is said to be extended: `until = \"2027-01-10\"`");
    }
    let acts = draft.refer(Wanted::Act, acts, claims.of());
    claims.done();
    until.map(|until| acts.into_iter().map(|act| (act, until)).collect()).unwrap_or_default()
}
