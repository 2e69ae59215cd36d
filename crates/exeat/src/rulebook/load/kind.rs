//! `kinds.toml`: the kinds of licence of a regime, each with the act and article that say so.

use super::fields::{Fields, Spelled};
use super::regime::{Draft, Wanted};
use super::report::Report;
use super::shared;
use crate::licence::{ClockTerms, Kind, Term};
use crate::rulebook::SourceFile;

/// Reads the kinds into the draft, in order of code.
pub(super) fn read(file: usize, files: &[SourceFile], report: &Report, draft: &mut Draft) {
    let source = shared::source(file, files, report);
    let table = source.table();
    for (code, fields) in Fields::new(source, &table, "kinds.toml").tables("write a table a kind: `[individual]`") {
        let kind = kind(&code, fields.named(format!("kind of licence `{}`", code.text)), draft);
        draft.regime.kinds.push(kind);
    }
    draft.regime.kinds.sort_by(|a, b| a.code.cmp(&b.code));
}

fn kind(code: &Spelled, fields: Fields<'_>, draft: &mut Draft) -> Kind {
    let by = fields.need("by", "name the act that knows this kind: `by = \"reg\"`");
    let article = fields.need("article", "name the articles of that act: `article = \"15\"`");
    let name = by.as_ref().map(|by| by.text.clone()).unwrap_or_default();
    draft.refer(Wanted::Act, by.into_iter().collect(), fields.of());
    let kind = Kind {
        uses_max: fields.whole("uses_max").map(i64::from),
        months_max: fields.whole("months_max").and_then(|months| months_of(months, &fields)),
        one_end_user: fields.flag("one_end_user").unwrap_or(false),
        closed_for_watch_listed: fields.flag("closed_for_watch_listed").unwrap_or(false),
        review: clock("review", &fields),
        amendment: clock("amendment", &fields),
        law: format!("{name}, art. {}", article.map(|article| article.text).unwrap_or_default()),
        code: code.text.clone(),
    };
    let _ = fields.has("note");
    fields.done();
    kind
}

fn months_of(months: u32, fields: &Fields<'_>) -> Option<i16> {
    let read = i16::try_from(months).ok();
    if read.is_none() {
        let place = fields.place_of("months_max");
        fields.report().error(
            &place,
            format!("no licence runs {months} months"),
            "write the months: `months_max = 12`",
        );
    }
    read
}

/// `review = { working_days = 45 }`, in days of the regime's calendar or in plain days.
fn clock(id: &'static str, fields: &Fields<'_>) -> Option<ClockTerms> {
    let of = fields.below(id)?;
    let days = |key| of.whole(key).and_then(|days| u16::try_from(days).ok());
    let (working, plain) = (days("working_days").map(Term::WorkingDays), days("days").map(Term::Days));
    let term = working.or(plain);
    if term.is_none() || (working.is_some() && plain.is_some()) {
        let what = format!("{} does not say how long it runs", of.of());
        of.report().error(&of.place(), what, "write `working_days = 45`, or `days = 7`");
    }
    let off_for_watch_listed = of.flag("off_for_watch_listed").unwrap_or(false);
    of.done();
    Some(ClockTerms { id: id.to_owned(), term: term?, off_for_watch_listed })
}
