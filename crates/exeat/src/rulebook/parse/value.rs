//! What stands to the right of a fact: a limit with its unit, a day, a word, a list of words.

use super::CODES_MAX;
use super::lex::{Input, Read, error, here, named, named_or_keyword, rest, shown, sign, skip, skip_within_line};
use crate::number::Rational;
use crate::rulebook::condition::{Codes, Compare, Condition, Literal, Quantity};
use jiff::civil::Date;

/// What stands after `fact =`: a number with its unit, a day, or a word.
pub(super) fn equal(input: &mut Input<'_>, fact: String) -> Read<Condition> {
    let token = token(rest(input).get(1..).unwrap_or("").trim_start());
    let after = rest(input).get(1..).unwrap_or("").trim_start().get(token.len()..).unwrap_or("");
    let day = token.parse::<Date>().is_ok() && looks_like_day(token);
    let number = token.parse::<Rational>().is_ok() && unit_follows(after);
    if day || looks_like_day(token) || number || token.ends_with('%') {
        return compared(input, Quantity::Fact(fact));
    }
    sign(input, "=", "")?;
    if rest(input).starts_with('[') {
        return Err(error(here(input), "a list stands after `=`", format!("write `{fact} in [...]`")));
    }
    let word = named_or_keyword(input, "a word", "write the word that the fact must have")?;
    Ok(Condition::Is { fact, word })
}

fn looks_like_day(token: &str) -> bool {
    let shape: String = token.chars().map(|c| if c.is_ascii_digit() { 'd' } else { c }).collect();
    shape == "dddd-dd-dd"
}

/// Whether a unit stands after a number: something behind a blank that is no joint.
fn unit_follows(after: &str) -> bool {
    let next = token(after.trim_start_matches(' '));
    after.starts_with(' ') && !next.is_empty() && !matches!(next, "and" | "or")
}

pub(super) fn compared(input: &mut Input<'_>, left: Quantity) -> Read<Condition> {
    let signs = [
        (">=", Compare::AtLeast),
        ("≥", Compare::AtLeast),
        (">", Compare::Above),
        ("<=", Compare::AtMost),
        ("≤", Compare::AtMost),
        ("<", Compare::Below),
        ("=", Compare::Equal),
    ];
    let found = signs.iter().find(|(sign, _)| rest(input).starts_with(sign));
    let Some((text, compare)) = found else {
        return Err(error(
            here(input),
            "a quantity is compared with nothing",
            "write `>`, `>=`, `<`, `<=` or `=` and a number with its unit",
        ));
    };
    sign(input, text, "")?;
    Ok(Condition::Compare { left, compare: *compare, right: limit(input)? })
}

/// A decimal with its unit, or a day.
fn limit(input: &mut Input<'_>) -> Read<Literal> {
    let at = here(input);
    let text = token(rest(input));
    if looks_like_day(text) {
        let day = text
            .parse::<Date>()
            .map_err(|_| error(at, format!("the day `{text}` does not exist"), "write a day such as `2025-12-01`"))?;
        skip(input, text.len())?;
        return Ok(Literal::Date(day));
    }
    let length = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+')).unwrap_or(text.len());
    let number = text.get(..length).unwrap_or("");
    let remedy = "write a decimal and its unit, such as `0.1 wt%`, or a day such as `2025-12-01`";
    let value = number.parse::<Rational>().map_err(|why| match number {
        "" => error(at.clone(), format!("`{}` is no number", shown(input)), remedy),
        _ => error(at.clone(), why.to_string(), remedy),
    })?;
    let number = number.to_owned();
    if text
        .get(length..)
        .is_some_and(|after| after.starts_with(['e', 'E']) && after.ends_with(|c: char| c.is_ascii_digit()))
    {
        return Err(error(at, format!("`{text}` has an exponent"), "write all its digits, then the unit: `100000 mm`"));
    }
    skip_within_line(input, number.len())?;
    let unit = token(rest(input)).to_owned();
    if unit.is_empty() || unit == "and" || unit == "or" {
        return Err(error(
            at,
            format!("`{number}` has no unit"),
            format!("write the unit after it: `{number} wt%`, `{number} mm`, `{number} pcs`"),
        ));
    }
    skip(input, unit.len())?;
    Ok(Literal::Number { text: number, value, unit })
}

/// All up to a blank, bracket or comma.
fn token(text: &str) -> &str {
    let end =
        text.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | '#')).unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

pub(super) fn codes(input: &mut Input<'_>) -> Read<Codes> {
    let remedy = "write `[a, b]` or the name of a group";
    if !rest(input).starts_with('[') {
        return Ok(Codes::Group(named(input, "a group", remedy)?));
    }
    let opened = here(input);
    sign(input, "[", remedy)?;
    let mut words = Vec::new();
    loop {
        words.push(named_or_keyword(input, "a word", remedy)?);
        if words.len() > CODES_MAX {
            return Err(error(opened, format!("the list has more than {CODES_MAX} words"), "put them into a group"));
        }
        match rest(input).as_bytes().first() {
            Some(b',') => sign(input, ",", "")?,
            Some(b']') => break,
            None => return Err(error(opened, "this list is never closed", "write `]` where it ends")),
            Some(_) => {
                return Err(error(
                    here(input),
                    "two words stand without a comma",
                    "write a comma between them, or close the list with `]`",
                ));
            }
        }
    }
    sign(input, "]", remedy)?;
    Ok(Codes::List(words))
}
