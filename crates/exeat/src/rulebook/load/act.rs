//! One act: its envelope, its clauses, and the blocks below them.

use super::fields::{Fields, Source, Spelled};
use super::markdown::{self, Fence, Piece};
use super::regime::{Draft, Space};
use super::report::{Report, near};
use super::{block, case};
use crate::rulebook::{Act, Clause, ClauseId, Confidence, Kind, Moment, Place, SourceFile};
use jiff::civil::date;
use std::ops::Range;

/// Ranks of sources.
pub(super) const KINDS: [(&str, Kind); 7] = [
    ("instrument", Kind::Instrument),
    ("guidance", Kind::Guidance),
    ("decision", Kind::Decision),
    ("statement", Kind::Statement),
    ("practice", Kind::Practice),
    ("report", Kind::Report),
    ("scenario", Kind::Scenario),
];

/// How sure a text is.
pub(super) const CONFIDENCES: [(&str, Confidence); 3] =
    [("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

/// Whether a file is law or an overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overlay {
    /// Law.
    Law,
    /// A scenario.
    Scenario,
}

/// A fenced block with its kind, id and clause.
pub(super) struct Block<'a> {
    /// `prohibition`.
    pub(super) kind: &'a str,
    /// `japan-military`; empty where none is given.
    pub(super) id: Spelled,
    /// Its body.
    pub(super) source: Source<'a>,
    /// The clause that it stands below.
    pub(super) clause: Option<ClauseId>,
    /// Info string and body, for messages.
    pub(super) span: Range<usize>,
}

impl Block<'_> {
    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        Place { file: self.source.file, span: self.span.clone() }
    }
}

/// Reads an act into the draft.
pub(super) fn read(file: usize, files: &[SourceFile], report: &Report, draft: &mut Draft, overlay: Overlay) {
    let text = files.get(file).map_or("", |file| file.text.as_str());
    let pieces = pieces(file, text, report);
    let Some(Piece::Envelope(body)) = pieces.iter().find(|piece| matches!(piece, Piece::Envelope(_))) else {
        let remedy =
            "begin the file with `+++`, then id, kind, issuers, title, published, source, confidence, then `+++`";
        report.error(&Place { file, span: 0..0 }, "the act has no envelope", remedy);
        return;
    };
    let source = Source { file, base: body.start, text: text.get(body.clone()).unwrap_or(""), report };
    let table = source.table();
    let fields = Fields::new(source, &table, "the act's envelope").at(body.clone());
    let Some((mut act, id)) = envelope(&fields, overlay) else { return };
    fields.done();
    check_stem(&id, files, report);
    draft.take(Space::Act, &id, "an act", files, report);
    let blocks = clauses(file, text, &pieces, &mut act, draft, report);
    for block in &blocks {
        block::read(block, files, &act, draft);
    }
    match overlay {
        Overlay::Law => draft.regime.acts.push(act),
        Overlay::Scenario => draft.regime.scenarios.push(crate::rulebook::Scenario { id: act.id.clone(), act }),
    }
}

/// The pieces of a Markdown file; what never ends is told.
pub(super) fn pieces(file: usize, text: &str, report: &Report) -> Vec<Piece> {
    let (pieces, unclosed) = markdown::split(text);
    for open in unclosed {
        report.error(
            &Place { file, span: open.at },
            "this is opened and never closed",
            format!("write `` {} `` on a line of its own where it ends", open.closing),
        );
    }
    if pieces.len() > markdown::PIECES_MAX {
        report.error(
            &Place { file, span: 0..0 },
            format!("the file has more than {} parts", markdown::PIECES_MAX),
            "split it",
        );
    }
    pieces
}

fn check_stem(id: &Spelled, files: &[SourceFile], report: &Report) {
    let path = files.get(id.place.file).map_or("", |file| file.path.as_str());
    let stem = path.rsplit('/').next().unwrap_or("").trim_end_matches(".md").trim_end_matches(".toml");
    if stem != id.text {
        report.warning(
            &id.place,
            format!("`{}` stands in a file named `{stem}`", id.text),
            "name the file after the id",
        );
    }
}

fn envelope(fields: &Fields<'_>, overlay: Overlay) -> Option<(Act, Spelled)> {
    let id = fields.need("id", "write `id = \"2026-1\"`, the name of the file");
    let kind = fields.choice("kind", &KINDS);
    if !fields.has("kind") {
        let _ =
            fields.need("kind", "write `kind = \"instrument\"`, or guidance, decision, statement, practice, report");
    }
    match (kind, overlay) {
        (Some(Kind::Scenario), Overlay::Law) => {
            fields.report().error(
                &fields.place_of("kind"),
                "a scenario stands among the acts",
                "move the file to `scenarios/`",
            );
        }
        (Some(kind), Overlay::Scenario) if kind != Kind::Scenario => {
            let remedy = "write `kind = \"scenario\"`, or move the file to `acts/`";
            fields.report().warning(
                &fields.place_of("kind"),
                "an act stands among the scenarios, and is read as one",
                remedy,
            );
        }
        _ => {}
    }
    let _ = fields.need("published", "write the day of publication: `published = \"2026-01-06\"`");
    let published = fields.moment("published").unwrap_or(Moment::Day(date(9999, 12, 31)));
    let effective = fields.moment("effective").unwrap_or(published);
    let title = fields.localised("title");
    let source = fields.text("source");
    if source.is_none() && overlay == Overlay::Law {
        let what = format!("the act `{}` says no source", id.as_ref().map_or("", |id| &id.text));
        fields.report().warning(&fields.place_of("id"), what, "write where it can be read: `source = \"https://…\"`");
    }
    for unread in ["note", "form", "sources", "quote", "verified", "until"] {
        let _ = fields.has(unread);
    }
    let id = id?;
    if id.text.is_empty() || id.text.contains(['#', '/', ' ']) {
        fields.report().error(
            &id.place,
            format!("`{}` is no id of an act", id.text),
            "write it without `#`, `/` and blanks",
        );
    }
    let act = Act {
        kind: if overlay == Overlay::Law { kind.unwrap_or(Kind::Instrument) } else { Kind::Scenario },
        issuers: fields.words("issuers"),
        title,
        published,
        effective,
        source: source.map(|source| source.text).unwrap_or_default(),
        confidence: fields.choice("confidence", &CONFIDENCES).unwrap_or(Confidence::High),
        clauses: Vec::new(),
        scenario: (overlay == Overlay::Scenario).then(|| id.text.clone()),
        place: id.place.clone(),
        id: id.text.clone(),
    };
    Some((act, id))
}

/// Opens a clause at each `##`, and gathers the blocks; `clause` blocks are read at once, since other blocks take
/// their dates from the clause.
fn clauses<'a>(
    file: usize,
    text: &'a str,
    pieces: &[Piece],
    act: &mut Act,
    draft: &mut Draft,
    report: &'a Report,
) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let mut open: Option<ClauseId> = None;
    for piece in pieces {
        match piece {
            Piece::Heading(2, words) => open = Some(clause(file, text, words, act, draft, report)),
            Piece::Heading(_, words) | Piece::Prose(words) => {
                let prose = text.get(words.clone()).unwrap_or("").trim_end();
                if let Some(clause) = open.and_then(|id| draft.regime.clauses.get_mut(id.0 as usize)) {
                    clause.prose.push_str(prose);
                    clause.prose.push('\n');
                }
            }
            Piece::Envelope(_) => {}
            Piece::Block(fence) => {
                let Some(block) = block(file, text, fence, open, report) else { continue };
                match block.kind {
                    "clause" => clause_block(&block, draft),
                    _ => blocks.push(block),
                }
            }
        }
    }
    for id in &act.clauses {
        if let Some(clause) = draft.regime.clauses.get_mut(id.0 as usize) {
            clause.prose = clause.prose.trim().to_owned();
        }
    }
    blocks
}

/// A block's kind, id and body; plain text blocks are prose.
pub(super) fn block<'a>(
    file: usize,
    text: &'a str,
    fence: &Fence,
    clause: Option<ClauseId>,
    report: &'a Report,
) -> Option<Block<'a>> {
    let info = text.get(fence.info.clone()).unwrap_or("");
    let mut words = info.split_whitespace();
    let kind = words.next().unwrap_or("");
    let id = words.next().unwrap_or("");
    let info_place = Place { file, span: fence.info.clone() };
    if kind == "text" {
        return None;
    }
    if !block::KINDS.contains(&kind) {
        let what = if kind.is_empty() {
            "this block says no kind".to_owned()
        } else {
            format!("`{kind}` is no kind of block")
        };
        report.error(&info_place, what, near(kind, block::KINDS, super::report::one_of(block::KINDS)));
        return None;
    }
    if let Some(more) = words.next() {
        report.error(&info_place, format!("`{more}` follows the id"), "write kind and id only; the id without blanks");
    }
    let at = fence.info.start + info.rfind(id).unwrap_or(0);
    let id = Spelled { text: id.to_owned(), place: Place { file, span: at..at + id.len() } };
    let source = Source { file, base: fence.body.start, text: text.get(fence.body.clone()).unwrap_or(""), report };
    Some(Block { kind, id, source, clause, span: fence.info.start..fence.info.end })
}

fn clause(
    file: usize,
    text: &str,
    words: &Range<usize>,
    act: &mut Act,
    draft: &mut Draft,
    report: &Report,
) -> ClauseId {
    let heading = text.get(words.clone()).unwrap_or("");
    let (number, rest) = heading.split_once(char::is_whitespace).unwrap_or((heading, ""));
    let number = number.trim_end_matches(['.', ':', '：', '、']);
    let place = Place { file, span: words.clone() };
    let id = ClauseId(u32::try_from(draft.regime.clauses.len()).unwrap_or(u32::MAX));
    let clause = Clause {
        act: act.id.clone(),
        number: number.to_owned(),
        heading: rest.trim().to_owned(),
        prose: String::new(),
        effective: act.effective,
        published: act.published,
        confidence: act.confidence,
        kind: act.kind,
        scenario: act.scenario.clone(),
        informative: false,
        place: place.clone(),
    };
    if number.is_empty() || number.contains('#') {
        report.error(&place, "the heading of a clause has no number", "write `## 1 What it is about`");
    }
    if draft.clauses.insert(clause.reference(), id).is_some() {
        report.error(
            &place,
            format!("the clause `{}` stands twice in this act", clause.reference()),
            "number it otherwise",
        );
    }
    draft.regime.clauses.push(clause);
    act.clauses.push(id);
    id
}

/// Another date or confidence than the envelope's.
fn clause_block(block: &Block<'_>, draft: &mut Draft) {
    let report = block.source.report;
    let table = block.source.table();
    let fields = Fields::new(block.source, &table, "the `clause` block").at(block.span.clone());
    let (effective, confidence, informative) =
        (fields.moment("effective"), fields.choice("confidence", &CONFIDENCES), fields.flag("informative"));
    for unread in ["note", "source", "quote"] {
        let _ = fields.has(unread);
    }
    fields.done();
    let Some(clause) = block.clause.and_then(|id| draft.regime.clauses.get_mut(id.0 as usize)) else {
        report.error(&block.place(), "a `clause` block stands outside any clause", "write a heading `## 1 …` above it");
        return;
    };
    clause.effective = effective.unwrap_or(clause.effective);
    clause.confidence = confidence.unwrap_or(clause.confidence);
    clause.informative |= informative.unwrap_or(false);
}

/// Cases may stand in files without an envelope; all else may not.
pub(super) fn only_cases(block: &Block<'_>) -> bool {
    if block.kind != "case" {
        block.source.report.error(
            &block.place(),
            format!("a `{}` block stands in a file of cases", block.kind),
            "move it into an act, below its clause",
        );
    }
    block.kind == "case" && case::is_named(block)
}
