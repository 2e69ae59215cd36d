//! Words, signs, blanks and comments of a condition's text, and the error that says where it ends.

use std::ops::Range;
use winnow::Parser;
use winnow::error::ParserError;
use winnow::stream::{LocatingSlice, Location, Stateful, Stream};
use winnow::token::{literal, take_while};

/// Words that have a meaning of their own and so cannot be names.
pub const KEYWORDS: [&str; 14] =
    ["and", "or", "not", "limb", "some", "every", "where", "on", "listed", "contains", "at", "gap", "in", "of"];

/// Where a text stops being a condition, and what to write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ConditionError {
    /// Bytes of the condition's text.
    pub at: Range<usize>,
    /// The cause.
    pub what: String,
    /// What to write instead.
    pub remedy: String,
}

/// What is counted while reading.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Depth {
    pub(super) brackets: usize,
    pub(super) prefixes: usize,
    pub(super) terms: usize,
}

pub(super) type Input<'a> = Stateful<LocatingSlice<&'a str>, Depth>;
pub(super) type Read<T> = Result<T, ConditionError>;

impl<'a> ParserError<Input<'a>> for ConditionError {
    type Inner = ConditionError;

    fn from_input(input: &Input<'a>) -> ConditionError {
        error(here(input), "this cannot be read as a condition", "see the grammar in law/README.md")
    }

    fn into_inner(self) -> winnow::Result<ConditionError, ConditionError> {
        Ok(self)
    }
}

/// A name that is no word with a meaning of its own.
pub(super) fn named(input: &mut Input<'_>, wanted: &str, remedy: &str) -> Read<String> {
    let at = here(input);
    let name = named_or_keyword(input, wanted, remedy)?;
    if KEYWORDS.contains(&name.as_str()) {
        return Err(error(at, format!("`{name}` stands in place of {wanted}"), remedy));
    }
    Ok(name)
}

pub(super) fn named_or_keyword(input: &mut Input<'_>, wanted: &str, remedy: &str) -> Read<String> {
    if peek_word(input).is_empty() {
        let what = match rest(input).is_empty() {
            true => format!("the condition ends where {wanted} should stand"),
            false => format!("`{}` stands in place of {wanted}", shown(input)),
        };
        return Err(error(here(input), what, remedy));
    }
    word(input).map(str::to_owned)
}

/// Reads a word and the blanks behind it.
pub(super) fn word<'a>(input: &mut Input<'a>) -> Read<&'a str> {
    let found = peek_word(input);
    if found.is_empty() {
        return Err(match rest(input).chars().next() {
            None => error(
                here(input),
                "the condition ends in the middle",
                "write one more term, or drop the last `and` or `or`",
            ),
            Some(_) => error(
                here(input),
                format!("`{}` begins no term", shown(input)),
                "write a fact, a definition, a term or a bracket here",
            ),
        });
    }
    skip(input, found.len())
}

/// The word that comes next: letters, digits, `_ - . *`; not read.
pub(super) fn peek_word<'a>(input: &Input<'a>) -> &'a str {
    let text = rest(input);
    let end = text.find(|c: char| !of_word(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

/// A letter of a word.
pub(super) fn of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '*')
}

pub(super) fn sign(input: &mut Input<'_>, text: &str, remedy: &str) -> Read<()> {
    let at = here(input);
    let found = shown(input);
    literal::<_, _, ConditionError>(text).parse_next(input).map_err(|_| match found.is_empty() {
        true => error(at.clone(), format!("the condition ends where `{text}` should stand"), remedy),
        false => error(at.clone(), format!("`{found}` stands where `{text}` should"), remedy),
    })?;
    blank(input)
}

pub(super) fn skip<'a>(input: &mut Input<'a>, bytes: usize) -> Read<&'a str> {
    let taken = skip_bytes(input, bytes);
    blank(input)?;
    Ok(taken)
}

pub(super) fn skip_within_line(input: &mut Input<'_>, bytes: usize) -> Read<()> {
    skip_bytes(input, bytes);
    take_while::<_, _, ConditionError>(0.., ' ').void().parse_next(input)
}

pub(super) fn skip_bytes<'a>(input: &mut Input<'a>, bytes: usize) -> &'a str {
    // INVARIANT (bound): callers pass the length of a prefix of `rest`.
    input.next_slice(bytes.min(rest(input).len()))
}

/// Blanks, newlines and comments from `#` to the end of the line.
pub(super) fn blank(input: &mut Input<'_>) -> Read<()> {
    loop {
        take_while::<_, _, ConditionError>(0.., char::is_whitespace).void().parse_next(input)?;
        if !rest(input).starts_with('#') {
            return Ok(());
        }
        take_while::<_, _, ConditionError>(0.., |c| c != '\n').void().parse_next(input)?;
    }
}

pub(super) fn rest<'a>(input: &Input<'a>) -> &'a str {
    input.input.as_ref()
}

/// The place of what comes next: one word, or one letter.
pub(super) fn here(input: &Input<'_>) -> Range<usize> {
    let start = input.current_token_start();
    start..start + shown(input).len()
}

/// What comes next, for a message.
pub(super) fn shown<'a>(input: &Input<'a>) -> &'a str {
    let word = peek_word(input);
    let letter = rest(input).chars().next().map_or(0, char::len_utf8);
    if word.is_empty() { rest(input).get(..letter).unwrap_or("") } else { word }
}

pub(super) fn error(at: Range<usize>, what: impl Into<String>, remedy: impl Into<String>) -> ConditionError {
    ConditionError { at, what: what.into(), remedy: remedy.into() }
}
