//! What is wrong with a file that a person wrote, told with its place and what to write instead.
//!
//! Law files and shipments use it alike: a problem knows a path, that file's text and a range of its bytes, and
//! nothing of what the text means.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Lines of a file that are shown around a problem; more would hide the place.
const EXCERPT_LINES_MAX: usize = 4;

/// Bytes of a line that are shown; a shipment may be one line of a megabyte.
const EXCERPT_BYTES_MAX: usize = 400;

/// Columns of a rendered problem.
const WIDTH_COLUMNS: usize = 100;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// It can, but is hardly meant so.
    Warning,
}

/// Whether a rendered problem carries terminal colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Plain,
    /// With escape sequences.
    Styled,
}

/// One thing wrong in one place.
///
/// ```
/// use exeat::problem::{Colour, Problem, Severity};
/// let problem = Problem::new(Severity::Error, "law/cn/regime.toml", "begins = 2020\n", 9..13)
///     .what("`begins` is no day")
///     .expected("a day")
///     .remedy("write it as `begins = \"2020-12-01\"`");
/// let text = problem.render(Colour::Plain);
/// assert!(text.contains("law/cn/regime.toml:1:10") && text.contains("2020-12-01"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The file, as the user knows it.
    pub path: Arc<str>,
    /// Its whole text, shared by all its problems.
    pub text: Arc<str>,
    /// Bytes of that text.
    pub span: Range<usize>,
    /// The cause: lowercase, no full stop.
    pub what: String,
    /// What was expected at that place; empty when `what` says it.
    pub expected: String,
    /// What to write instead; empty when nobody can say.
    pub remedy: String,
}

impl Problem {
    /// A problem of that file and range; the words follow by [`Problem::what`], `expected`, `remedy`.
    #[must_use]
    pub fn new(
        severity: Severity,
        path: impl Into<Arc<str>>,
        text: impl Into<Arc<str>>,
        span: Range<usize>,
    ) -> Problem {
        let (path, text) = (path.into(), text.into());
        // INVARIANT (within): the range lies in the text, on bounds of characters.
        let span = within(&text, span);
        Problem { severity, path, text, span, what: String::new(), expected: String::new(), remedy: String::new() }
    }

    /// Says the cause.
    #[must_use]
    pub fn what(mut self, what: impl Into<String>) -> Problem {
        self.what = what.into();
        self
    }

    /// Says what was expected at the place.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Problem {
        self.expected = expected.into();
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Problem {
        self.remedy = remedy.into();
        self
    }

    /// The line of its first byte, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        1 + count(before(&self.text, self.span.start), '\n')
    }

    /// The character within that line, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        let before = before(&self.text, self.span.start);
        1 + before.rsplit('\n').next().map_or(0, |line| line.chars().count())
    }

    /// The problem with its excerpt and remedy, several lines without a newline at the end.
    #[must_use]
    pub fn render(&self, colour: Colour) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let excerpt = self.excerpt();
        let mut mark = AnnotationKind::Primary.span(excerpt.span.clone());
        if !self.expected.is_empty() {
            mark = mark.label(format!("expected {}", self.expected));
        }
        let snippet = Snippet::source(excerpt.text.as_str())
            .line_start(excerpt.line)
            .path(&*self.path)
            .fold(false)
            .annotation(mark);
        let mut report: Vec<Group<'_>> = vec![level.primary_title(self.what.as_str()).element(snippet)];
        if !self.remedy.is_empty() {
            report.push(Group::with_title(Level::HELP.secondary_title(self.remedy.as_str())));
        }
        let renderer = match colour {
            Colour::Plain => Renderer::plain(),
            Colour::Styled => Renderer::styled(),
        };
        renderer.term_width(WIDTH_COLUMNS).render(&report)
    }

    /// The lines of the range, the first few only, with the range moved into them.
    fn excerpt(&self) -> Excerpt {
        let head = before(&self.text, self.span.start);
        let line_start = head.rfind('\n').map_or(0, |at| at + 1);
        let start = floor(&self.text, line_start.max(self.span.start.saturating_sub(EXCERPT_BYTES_MAX)));
        let rest = self.text.get(start..).unwrap_or("");
        let span_length = self.span.end.saturating_sub(start);
        let lines = count(rest.get(..span_length).unwrap_or(""), '\n') + 1;
        let end = nth_line_end(rest, lines.min(EXCERPT_LINES_MAX));
        let end = floor(rest, end.min(self.span.start - start + EXCERPT_BYTES_MAX));
        let low = (self.span.start - start).min(end);
        Excerpt {
            text: rest.get(..end).unwrap_or("").to_owned(),
            span: low..span_length.clamp(low, end),
            line: self.line(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Colour::Plain))
    }
}

struct Excerpt {
    text: String,
    span: Range<usize>,
    line: usize,
}

/// All problems of a load, in order of file and place; never empty where it is an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Sorts them; the same problem is told once.
    #[must_use]
    pub fn new(mut problems: Vec<Problem>) -> Problems {
        problems.sort_by(|a, b| key(a).cmp(&key(b)));
        problems.dedup_by(|a, b| key(a) == key(b));
        Problems(problems)
    }

    /// Every problem, in order.
    #[must_use]
    pub fn all(&self) -> &[Problem] {
        &self.0
    }

    /// Whether one of them forbids the use of the file.
    #[must_use]
    pub fn has_error(&self) -> bool {
        self.0.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// How many there are of that severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|problem| problem.severity == severity).count()
    }

    /// All of them, with a blank line between two.
    #[must_use]
    pub fn render(&self, colour: Colour) -> String {
        self.0.iter().map(|problem| problem.render(colour)).collect::<Vec<_>>().join("\n\n")
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Colour::Plain))
    }
}

impl std::error::Error for Problems {}

fn key(problem: &Problem) -> (&str, usize, usize, Severity, &str, &str) {
    (&problem.path, problem.span.start, problem.span.end, problem.severity, &problem.what, &problem.remedy)
}

fn within(text: &str, span: Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    start..floor(text, span.end).max(start)
}

/// The bound of a character at or before that byte.
fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn before(text: &str, byte: usize) -> &str {
    text.get(..byte).unwrap_or("")
}

fn count(text: &str, sought: char) -> usize {
    text.chars().filter(|found| *found == sought).count()
}

/// Where the n-th line ends, without its newline.
fn nth_line_end(text: &str, lines: usize) -> usize {
    text.match_indices('\n').nth(lines - 1).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str, span: Range<usize>) -> Problem {
        Problem::new(Severity::Error, "a.toml", text, span).what("it is wrong").expected("a day").remedy("write a day")
    }

    #[test]
    fn shows_line_excerpt_and_remedy() {
        let text = problem("first = 1\n发布 = 2\nthird = 3\n", 19..20).render(Colour::Plain);
        assert!(text.contains("error: it is wrong"), "{text}");
        assert!(text.contains("a.toml:2:6"), "{text}");
        assert!(text.contains("2 | 发布 = 2"), "{text}");
        assert!(text.contains("^ expected a day"), "{text}");
        assert!(text.contains("help: write a day"), "{text}");
        assert!(!text.contains("third"), "{text}");
    }

    #[test]
    fn bears_any_range() {
        let text = "发布\r\n\t\u{0}".repeat(300);
        for span in [0..0, 0..1, 1..2, 5..9999, 9999..99999, 3..text.len(), text.len()..text.len()] {
            let text = problem(&text, span).render(Colour::Styled);
            assert!(text.len() < 4000, "{}", text.len());
        }
    }

    #[test]
    fn one_long_line_is_cut() {
        let text = "x".repeat(1_000_000);
        let shown = problem(&text, 500_000..500_004).render(Colour::Plain);
        assert!(shown.len() < 2000, "{}", shown.len());
    }

    #[test]
    fn sorts_and_tells_once() {
        let problems = Problems::new(vec![problem("ab", 1..2), problem("ab", 0..1), problem("ab", 1..2)]);
        assert_eq!(problems.all().len(), 2);
        assert_eq!(problems.all().first().map(|first| first.span.clone()), Some(0..1));
        assert!(problems.has_error());
    }
}
