//! Cuts a Markdown file of law into its envelope, headings, prose and fenced blocks, each with its exact bytes.
//!
//! Only what the form of an act needs: `+++` lines, headings, fences. All else is prose.

use std::ops::Range;

/// Blocks and headings of one file; the longest real act has about 60.
pub(super) const PIECES_MAX: usize = 20_000;

/// One piece of a file; every range counts bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// What stands between the `+++` lines.
    Envelope(Range<usize>),
    /// A heading of that level, without its `#`.
    Heading(usize, Range<usize>),
    /// A line of prose.
    Prose(Range<usize>),
    /// A fenced block.
    Block(Fence),
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fence {
    /// Its info string: kind and id.
    pub(super) info: Range<usize>,
    /// Its body, without the fences.
    pub(super) body: Range<usize>,
}

/// A piece that never ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// Where it begins.
    pub(super) at: Range<usize>,
    /// What must close it.
    pub(super) closing: String,
}

/// All pieces in order, and what is left open. Total: any text is some list of pieces.
pub(super) fn split(text: &str) -> (Vec<Piece>, Vec<Unclosed>) {
    let mut lines = Lines { text, at: 0 };
    let (mut pieces, mut unclosed) = (Vec::new(), Vec::new());
    lines.skip_byte_order_mark();
    while let Some(line) = lines.next() {
        let shown = text.get(line.clone()).unwrap_or("");
        let first = pieces.iter().all(|piece| matches!(piece, Piece::Prose(prose) if is_blank(text, prose)));
        if first && shown.trim_end() == "+++" {
            match lines.until(|line| line.trim_end() == "+++") {
                Some(body) => pieces.push(Piece::Envelope(body)),
                None => unclosed.push(Unclosed { at: line, closing: "+++".to_owned() }),
            }
        } else if let Some(fence) = fence(shown) {
            let info = line.start + fence.length_with_indent..line.end;
            let info = trimmed(text, info);
            match lines.until(|line| closes(line, &fence)) {
                Some(body) => pieces.push(Piece::Block(Fence { info, body })),
                None => unclosed.push(Unclosed { at: line, closing: fence.sign.to_string().repeat(fence.length) }),
            }
        } else if let Some(level) = heading(shown) {
            pieces.push(Piece::Heading(level, trimmed(text, line.start + level..line.end)));
        } else {
            pieces.push(Piece::Prose(line));
        }
        if pieces.len() > PIECES_MAX {
            break;
        }
    }
    (pieces, unclosed)
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Lines<'_> {
    fn skip_byte_order_mark(&mut self) {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
    }

    /// The next line without its newline.
    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = self.at..self.at + length;
        self.at = (line.end + 1).min(self.text.len());
        Some(line)
    }

    /// All lines up to one that closes; `None`, with nothing read, when none does.
    fn until(&mut self, closing: impl Fn(&str) -> bool) -> Option<Range<usize>> {
        let start = self.at;
        while let Some(line) = self.next() {
            if closing(self.text.get(line.clone()).unwrap_or("")) {
                return Some(start..line.start);
            }
        }
        self.at = start;
        None
    }
}

struct Opening {
    sign: char,
    length: usize,
    length_with_indent: usize,
}

fn fence(line: &str) -> Option<Opening> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let marks = line.get(indent..)?;
    let sign = marks.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = marks.len() - marks.trim_start_matches(sign).len();
    let info = marks.get(length..)?;
    (indent < 4 && length >= 3 && !info.contains('`')).then_some(Opening {
        sign,
        length,
        length_with_indent: indent + length,
    })
}

fn closes(line: &str, opening: &Opening) -> bool {
    let marks = line.trim_start_matches(' ').trim_end();
    line.len() - line.trim_start_matches(' ').len() < 4
        && marks.len() >= opening.length
        && marks.chars().all(|c| c == opening.sign)
}

fn heading(line: &str) -> Option<usize> {
    let level = line.len() - line.trim_start_matches('#').len();
    let after = line.get(level..)?;
    ((1..=6).contains(&level) && (after.is_empty() || after.starts_with([' ', '\t', '\r']))).then_some(level)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let shown = text.get(range.clone()).unwrap_or("");
    let start = range.start + (shown.len() - shown.trim_start().len());
    start..start + shown.trim().len()
}

fn is_blank(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone()).unwrap_or("").trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<String> {
        let of = |range: &Range<usize>| text[range.clone()].to_owned();
        let (pieces, unclosed) = split(text);
        assert_eq!(unclosed, []);
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Envelope(body) => format!("+{}", of(body)),
                Piece::Heading(level, words) => format!("{level} {}", of(words)),
                Piece::Prose(line) => of(line),
                Piece::Block(fence) => format!("[{}|{}]", of(&fence.info), of(&fence.body)),
            })
            .collect()
    }

    #[test]
    fn cuts_an_act() {
        let text = "+++\nid = 1\n+++\n\n## 1 Ban\r\nWords.\n```term a \nx = 1\n```\n~~~~ case b\n```\n~~~~\nend";
        assert_eq!(shown(text), ["+id = 1\n", "", "2 1 Ban", "Words.", "[term a|x = 1\n]", "[case b|```\n]", "end"]);
    }

    #[test]
    fn tells_what_never_ends() {
        assert_eq!(split("+++\nid = 1\n").1.first().map(|open| open.closing.clone()), Some("+++".to_owned()));
        let open = split("a\n```term x\ny\n").1;
        assert_eq!(open, [Unclosed { at: 2..11, closing: "```".to_owned() }]);
    }

    proptest! {
        #[test]
        fn never_panics(text in "(\\+\\+\\+|```|~~~|# |\\n|\\r| |\\PC){0,40}") {
            for piece in split(&text).0 {
                let (Piece::Envelope(range) | Piece::Heading(_, range) | Piece::Prose(range)) = piece else { continue };
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
