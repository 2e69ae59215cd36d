//! Reads the text of a condition into its tree (`contracts/law.md`, grammar).
//!
//! Deterministic: a word is read, what follows it decides. Every error has the byte at which the text stops being a
//! condition, and what to write there. Nothing is looked up here: whether a name exists is the loader's question.

mod lex;
mod value;

pub use lex::{ConditionError, KEYWORDS};

use super::condition::{Condition, Quantity};
use crate::fact::Role;
use lex::{Depth, Input, Read, blank, error, here, named, named_or_keyword, peek_word, rest, shown, sign, skip, word};
use std::ops::Range;
use value::{codes, compared, equal};
use winnow::stream::{LocatingSlice, Location, Stateful};

/// Brackets within brackets; the deepest real condition has 4.
pub const DEPTH_MAX: usize = 8;

/// `not`, `limb`, `some` and `every` before one term; the longest real row has 3.
pub const PREFIXES_MAX: usize = 8;

/// Terms of one condition; the longest real one has about 30.
pub const TERMS_MAX: usize = 64;

/// Words of one list; the longest real one, a list of tariff numbers, has about 100.
pub const CODES_MAX: usize = 1_000;

/// Bytes of one condition.
pub const CONDITION_BYTES_MAX: usize = 32 * 1024;

/// The tree of a condition's text.
///
/// # Errors
/// The first place at which the text is no condition.
///
/// ```
/// use exeat::rulebook::parse_condition;
/// let tree = parse_condition("material = permanent-magnet and dysprosium > 0.1 wt%")?;
/// assert_eq!(tree.to_string(), "material = permanent-magnet and dysprosium > 0.1 wt%");
/// let error = parse_condition("a and b or c").unwrap_err();
/// assert!(error.remedy.contains("parentheses") && error.at == (8..10));
/// # Ok::<(), exeat::rulebook::ConditionError>(())
/// ```
pub fn parse_condition(text: &str) -> Result<Condition, ConditionError> {
    if text.len() > CONDITION_BYTES_MAX {
        let what = format!("a condition of {} bytes is longer than any that a reader can check", text.len());
        return Err(error(0..1, what, "split it by `definition` blocks"));
    }
    let mut input = Stateful { input: LocatingSlice::new(text), state: Depth::default() };
    blank(&mut input)?;
    if rest(&input).is_empty() {
        return Err(error(0..text.len(), "the condition is empty", "write what must hold, or leave `when` out"));
    }
    let read = condition(&mut input)?;
    if rest(&input).is_empty() {
        return Ok(read);
    }
    Err(match rest(&input).as_bytes().first() {
        Some(b')') => error(here(&input), "a bracket is closed that was not opened", "drop it, or open one before"),
        _ => error(
            here(&input),
            format!("`{}` follows a complete term", shown(&input)),
            "join two terms with `and` or `or`",
        ),
    })
}

fn condition(input: &mut Input<'_>) -> Read<Condition> {
    let first = term(input)?;
    let Some(joint) = joint(input) else { return Ok(first) };
    let mut terms = vec![first];
    while let Some(next) = self::joint(input) {
        let at = here(input);
        if next != joint {
            let remedy = format!(
                "put parentheses around the part joined by `{}`, or around the part joined by `{}`",
                joint, next
            );
            return Err(error(at, format!("`{next}` stands beside `{joint}` without parentheses"), remedy));
        }
        word(input)?;
        terms.push(term(input)?);
    }
    Ok(if joint == "and" { Condition::And(terms) } else { Condition::Or(terms) })
}

/// `and` or `or`, if that comes next; it is not read.
fn joint(input: &Input<'_>) -> Option<&'static str> {
    match peek_word(input) {
        "and" => Some("and"),
        "or" => Some("or"),
        _ => None,
    }
}

fn term(input: &mut Input<'_>) -> Read<Condition> {
    if rest(input).starts_with('(') {
        return bracket(input);
    }
    let start = input.current_token_start();
    let first = word(input)?;
    let span = start..start + first.len();
    match first {
        "not" => Ok(Condition::Not(Box::new(prefixed(input, span)?))),
        "limb" => {
            let id = named(input, "the limb's id", "write `limb user: …`")?;
            sign(input, ":", "write a colon after the limb's id: `limb user: …`")?;
            Ok(Condition::Limb(id, Box::new(prefixed(input, span)?)))
        }
        "some" => role(input).and_then(|role| Ok(Condition::Some(role, Box::new(prefixed(input, span)?)))),
        "every" => role(input).and_then(|role| Ok(Condition::Every(role, Box::new(prefixed(input, span)?)))),
        _ => leaf(input, first, span),
    }
}

/// A term behind `not`, `limb`, `some`, `every`.
fn prefixed(input: &mut Input<'_>, span: Range<usize>) -> Read<Condition> {
    input.state.prefixes += 1;
    if input.state.prefixes > PREFIXES_MAX {
        return Err(error(
            span,
            format!("more than {PREFIXES_MAX} prefixes stand in a row"),
            "name a part of it by a `definition`",
        ));
    }
    let read = term(input)?;
    input.state.prefixes -= 1;
    Ok(read)
}

fn bracket(input: &mut Input<'_>) -> Read<Condition> {
    let opened = here(input);
    open(input, "write `(` here")?;
    let outer = std::mem::take(&mut input.state.prefixes);
    let read = condition(input)?;
    close(input, opened)?;
    input.state.prefixes = outer;
    Ok(read)
}

fn open(input: &mut Input<'_>, remedy: &str) -> Read<()> {
    let opened = here(input);
    sign(input, "(", remedy)?;
    input.state.brackets += 1;
    if input.state.brackets > DEPTH_MAX {
        return Err(error(
            opened,
            format!("brackets stand {DEPTH_MAX} deep already"),
            "name a part of it by a `definition`",
        ));
    }
    Ok(())
}

fn close(input: &mut Input<'_>, opened: Range<usize>) -> Read<()> {
    if rest(input).is_empty() {
        return Err(error(opened, "this bracket is never closed", "write `)` where the part ends"));
    }
    sign(input, ")", "join two terms with `and` or `or`, or close the bracket")?;
    input.state.brackets = input.state.brackets.saturating_sub(1);
    Ok(())
}

/// A term without a condition inside, of which the first word has been read.
fn leaf(input: &mut Input<'_>, first: &str, span: Range<usize>) -> Read<Condition> {
    input.state.terms += 1;
    if input.state.terms > TERMS_MAX {
        return Err(error(
            span,
            format!("the condition has more than {TERMS_MAX} terms"),
            "split it by `definition` blocks",
        ));
    }
    match first {
        "on" => on(input),
        "listed" => listed(input),
        "contains" => Ok(Condition::Contains(named(input, "a fact", "write `contains dysprosium`")?)),
        "at" => at_least(input, span),
        "gap" => gap(input),
        "sum" if rest(input).starts_with('(') => sum(input),
        "total" if rest(input).starts_with('(') => {
            let facts = facts(input)?;
            match <[String; 1]>::try_from(facts) {
                Ok([fact]) => compared(input, Quantity::Total(fact)),
                Err(_) => Err(error(span, "`total` takes one fact", "write `total(value) > 1000 USD`")),
            }
        }
        keyword if KEYWORDS.contains(&keyword) => Err(error(
            span,
            format!("`{keyword}` stands where a term should begin"),
            "write a fact, a definition or a term here",
        )),
        name => after_name(input, name),
    }
}

fn after_name(input: &mut Input<'_>, name: &str) -> Read<Condition> {
    let fact = name.to_owned();
    let next = rest(input);
    if next.starts_with('/') {
        sign(input, "/", "")?;
        let below = named(input, "a fact", "write two facts: `dysprosium / rare_earths > 5 %`")?;
        return compared(input, Quantity::Ratio(fact, below));
    }
    if next.starts_with(['>', '<', '≥', '≤']) {
        return compared(input, Quantity::Fact(fact));
    }
    if next.starts_with('=') {
        return equal(input, fact);
    }
    if next.starts_with("!=") || next.starts_with('≠') {
        return Err(error(here(input), "there is no `!=`", format!("write `not {name} = …`")));
    }
    if peek_word(input) == "in" {
        word(input)?;
        return Ok(Condition::In { fact, codes: codes(input)? });
    }
    Ok(Condition::Name(fact))
}

/// `control-list`, `cn/control-list`, `2026-11`, `2026-11#1`: a sign that joins two parts has no blank before it.
fn on(input: &mut Input<'_>) -> Read<Condition> {
    let remedy = "write a party list or an act: `on control-list`, `on 2026-11`";
    let first = peek_word(input);
    let joined = rest(input).get(first.len()..).filter(|after| after.starts_with(['/', '#'])).map_or("", |after| {
        let end = after.get(1..).unwrap_or("").find(|c: char| !lex::of_word(c)).map_or(after.len(), |end| end + 1);
        after.get(..end).filter(|part| part.len() > 1).unwrap_or("")
    });
    if first.is_empty() || joined.is_empty() {
        return Ok(Condition::On(named_or_keyword(input, "a party list or an act", remedy)?));
    }
    Ok(Condition::On(skip(input, first.len() + joined.len())?.to_owned()))
}

fn listed(input: &mut Input<'_>) -> Read<Condition> {
    let (mut listed_codes, mut reason) = (None, None);
    if peek_word(input) == "as" {
        word(input)?;
        listed_codes = Some(codes(input)?);
    }
    if peek_word(input) == "for" {
        word(input)?;
        reason = Some(named_or_keyword(input, "a reason of control", "write `listed for NS2`")?);
    }
    Ok(Condition::Listed { codes: listed_codes, reason })
}

fn at_least(input: &mut Input<'_>, span: Range<usize>) -> Read<Condition> {
    let remedy = "write `at least 2 of (a, b, c)`";
    let least = word(input)?;
    let number = word(input)?.parse::<u32>();
    let (Ok(wanted), "least", "of") = (number, least, word(input)?) else {
        return Err(error(span, "`at` does not begin `at least n of (…)`", remedy));
    };
    let opened = here(input);
    open(input, remedy)?;
    let outer = std::mem::take(&mut input.state.prefixes);
    let mut parts = vec![condition(input)?];
    while rest(input).starts_with(',') {
        sign(input, ",", "")?;
        parts.push(condition(input)?);
    }
    close(input, opened.clone())?;
    input.state.prefixes = outer;
    if wanted == 0 || usize::try_from(wanted).is_ok_and(|wanted| wanted > parts.len()) {
        return Err(error(
            opened,
            format!("`at least {wanted}` of {} conditions", parts.len()),
            "ask for one to all of them",
        ));
    }
    Ok(Condition::AtLeast(wanted, parts))
}

/// `gap "what we lack"`; `\"` and `\\` stand for themselves.
fn gap(input: &mut Input<'_>) -> Read<Condition> {
    let opened = here(input);
    let raw = rest(input);
    let Some(quoted) = raw.strip_prefix('"') else {
        return Err(error(opened, "`gap` says nothing of what we lack", "write `gap \"limits of 2B352 not on file\"`"));
    };
    let (mut text, mut escaped) = (String::new(), false);
    for (at, letter) in quoted.char_indices() {
        match letter {
            '"' if !escaped => {
                skip(input, at + 2)?;
                if text.trim().is_empty() {
                    return Err(error(
                        opened,
                        "`gap` says nothing of what we lack",
                        "name the limit, list or instrument",
                    ));
                }
                return Ok(Condition::Gap(text));
            }
            '\\' if !escaped => escaped = true,
            _ => {
                text.push(letter);
                escaped = false;
            }
        }
    }
    Err(error(opened, "this quotation is never closed", "write `\"` where it ends"))
}

fn sum(input: &mut Input<'_>) -> Read<Condition> {
    let facts = facts(input)?;
    compared(input, Quantity::Sum(facts))
}

/// `(a + b)` after `sum` or `total`.
fn facts(input: &mut Input<'_>) -> Read<Vec<String>> {
    let opened = here(input);
    let remedy = "write `sum(dysprosium + terbium) > 0.1 wt%`";
    sign(input, "(", remedy)?;
    let mut facts = vec![named(input, "a fact", remedy)?];
    while rest(input).starts_with('+') {
        sign(input, "+", remedy)?;
        facts.push(named(input, "a fact", remedy)?);
        if facts.len() > TERMS_MAX {
            return Err(error(opened, format!("the sum has more than {TERMS_MAX} facts"), "split it"));
        }
    }
    sign(input, ")", remedy)?;
    Ok(facts)
}

fn role(input: &mut Input<'_>) -> Read<Role> {
    let at = here(input);
    let name = word(input)?;
    let role = Role::parse(name).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|(_, word)| *word).collect();
        error(
            at.start..at.start + name.len().max(1),
            format!("`{name}` is no role of a party"),
            format!("write one of {}", known.join(", ")),
        )
    })?;
    if peek_word(input) != "where" {
        return Err(error(here(input), "`where` is missing after the role", format!("write `some {name} where …`")));
    }
    word(input)?;
    Ok(role)
}

#[cfg(test)]
mod tests;
