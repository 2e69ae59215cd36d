//! A measured number as people write it: `2.1 %`, `0.05 ± 0.02 %`, `0..3 %`, `< 0.01 %`, `> 99.9 %`; as test reports and
//! data sheets print it: `0–3 %`, `not detected (< 0.01 %)`.
//!
//! A number is an interval here, in the unit as written; nothing is rounded.

use crate::number::{End, Interval, Rational};

/// What was written, still in its own unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measured {
    /// The range in the unit as written; an end that the words leave open is missing.
    pub(super) range: Interval,
    /// Both ends stand in the text (`0..3 %`), or the one number: none may lie outside what the fact allows.
    pub(super) form: Form,
    /// The unit as written; empty when there is none.
    pub(super) unit: String,
}

/// How it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One number.
    Exact,
    /// `a ± b`: what lies outside the fact's domain is cut off.
    Tolerance,
    /// `a..b`
    Range,
    /// `< a`: below a limit of detection.
    Below,
    /// `> a`, `>= a`, `<= a`
    OneSided,
}

/// Why the text is no measured number, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotMeasured {
    pub(super) what: String,
    pub(super) remedy: String,
}

/// Reads the text.
pub(super) fn parse(text: &str) -> Result<Measured, NotMeasured> {
    let text = plain(text);
    let text = limit_of_not_detected(text.trim())?;
    for (sign, below, closed) in [("<=", true, true), (">=", false, true), ("<", true, false), (">", false, false)] {
        if let Some(rest) = text.strip_prefix(sign) {
            return one_sided(rest, below, closed);
        }
    }
    if let Some((value, tolerance)) = text.split_once('±') {
        return with_tolerance(value, tolerance);
    }
    if let Some((low, high)) = text.split_once("..") {
        return between(low, high);
    }
    let (value, unit) = number_and_unit(text)?;
    Ok(Measured { range: Interval::point(value), form: Form::Exact, unit })
}

/// Words of test reports for "below the limit of detection", in lower case.
const NOT_DETECTED: [&str; 10] = [
    "not detected",
    "n.d.",
    "nd",
    "未检出",
    "未檢出",
    "不検出",
    "検出せず",
    "検出されず",
    "below detection limit",
    "bdl",
];

/// `not detected (< 0.01 %)`: the limit is the value. Without its limit "not detected" is no value at all: a coarse
/// method finds nothing either.
fn limit_of_not_detected(text: &str) -> Result<&str, NotMeasured> {
    let Some(head) = NOT_DETECTED.iter().find(|word| begins_with(text, word)) else { return Ok(text) };
    let rest = text.get(head.len()..).unwrap_or("").trim();
    let inner = rest.trim_matches(['(', ')', '（', '）', ',', '，', ':', '：', ';', ' ']);
    if inner.starts_with('<') {
        return Ok(inner);
    }
    Err(NotMeasured {
        what: format!("`{}` names no limit of detection", short(text)),
        remedy: "write the limit that the report prints, `< 0.01 %`".to_owned(),
    })
}

/// Whether a text begins with that word, whatever the size of its letters, and the word ends there.
fn begins_with(text: &str, word: &str) -> bool {
    let head = text.get(..word.len());
    let next = text.get(word.len()..).and_then(|rest| rest.chars().next());
    head.is_some_and(|head| head.eq_ignore_ascii_case(word)) && !next.is_some_and(|next| next.is_ascii_alphanumeric())
}

fn one_sided(rest: &str, below: bool, closed: bool) -> Result<Measured, NotMeasured> {
    let (at, unit) = number_and_unit(rest)?;
    let end = Some(End { at, closed });
    let range = if below { Interval { low: None, high: end } } else { Interval { low: end, high: None } };
    let form = if below && !closed { Form::Below } else { Form::OneSided };
    Ok(Measured { range, form, unit })
}

fn with_tolerance(value: &str, tolerance: &str) -> Result<Measured, NotMeasured> {
    let (value, before) = number_and_unit(value)?;
    let (tolerance, unit) = number_and_unit(tolerance)?;
    if !before.is_empty() && before != unit {
        return Err(NotMeasured {
            what: format!("the number is in `{before}`, its tolerance in `{unit}`"),
            remedy: format!("write both in one unit: `{value} ± … {before}`"),
        });
    }
    let range = value
        .checked_sub(tolerance)
        .zip(value.checked_add(tolerance))
        .and_then(|(low, high)| Interval::closed(low, high))
        .ok_or_else(|| NotMeasured {
            what: format!("the tolerance `{tolerance}` is negative"),
            remedy: "write the tolerance without a sign".to_owned(),
        })?;
    Ok(Measured { range, form: Form::Tolerance, unit })
}

fn between(low: &str, high: &str) -> Result<Measured, NotMeasured> {
    let (low, before) = number_and_unit(low)?;
    let (high, unit) = number_and_unit(high)?;
    if !before.is_empty() && before != unit {
        return Err(NotMeasured {
            what: format!("the lower end is in `{before}`, the upper in `{unit}`"),
            remedy: format!("write both ends in one unit: `{low}..{high} {unit}`"),
        });
    }
    let range = Interval::closed(low, high).ok_or_else(|| NotMeasured {
        what: format!("the lower end {low} lies above the upper end {high}"),
        remedy: format!("write `{high}..{low} {unit}`"),
    })?;
    Ok(Measured { range, form: Form::Range, unit })
}

/// A decimal at the start, and the rest as its unit.
pub(super) fn number_and_unit(text: &str) -> Result<(Rational, String), NotMeasured> {
    let text = text.trim();
    let end = text
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | '+' | '-' | ',')))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let (number, unit) = (number.trim_end_matches([',', '.']), unit.trim());
    if number.contains(',') {
        return Err(with_comma(number, unit));
    }
    match number.parse::<Rational>() {
        Ok(value) => Ok((value, unit.to_owned())),
        Err(_) if number.is_empty() => Err(no_number(text)),
        Err(error) => {
            let remedy =
                "write digits with at most one point, such as `0.36`; no exponent, at most 30 digits".to_owned();
            Err(NotMeasured { what: error.to_string(), remedy })
        }
    }
}

fn with_comma(number: &str, unit: &str) -> NotMeasured {
    let last = number.rsplit(',').next().unwrap_or("");
    let joined = if last.len() == 3 { number.replace(',', "") } else { number.replace(',', ".") };
    NotMeasured {
        what: format!("`{number}` has a comma"),
        remedy: format!("write the decimals after a point and thousands without a sign, `{}`", join(&joined, unit)),
    }
}

fn no_number(text: &str) -> NotMeasured {
    let what = format!("`{}` does not begin with a number", short(text));
    // `USD 84000`, `kg 3`: the unit stands before the number.
    let turned = text.split_once(' ').filter(|(_, number)| number.trim().parse::<Rational>().is_ok());
    let remedy = match turned {
        Some((unit, number)) => format!("write the number first, `{} {unit}`", number.trim()),
        None => "write a number and its unit, a range (`0..3 %`), a tolerance (`0.05 ± 0.02 %`), a limit (`< 0.01 %`), or `unknown`".to_owned(),
    };
    NotMeasured { what, remedy }
}

fn join(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number} {unit}") }
}

/// At most the first forty characters, for a message.
pub(super) fn short(text: &str) -> String {
    let mut letters = text.chars();
    let head: String = letters.by_ref().take(40).collect();
    if letters.next().is_some() { format!("{head}…") } else { head }
}

/// The letters that keyboards and office programs put in place of the plain ones.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '≤' | '≦' | '⩽' => out.push_str("<="),
            '≥' | '≧' | '⩾' => out.push_str(">="),
            '＜' => out.push('<'),
            '＞' => out.push('>'),
            '％' => out.push('%'),
            '−' => out.push('-'),
            'µ' | 'μ' => out.push('u'),
            '²' => out.push('2'),
            '³' => out.push('3'),
            '–' | '—' | '～' | '〜' | '~' => out.push_str(".."),
            '℃' => out.push_str("degC"),
            '°' => out.push_str("deg"),
            '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => out.push(' '),
            full @ '０'..='９' => out.push(char::from_u32(u32::from(full) - 0xff10 + 0x30).unwrap_or(full)),
            '．' => out.push('.'),
            other => out.push(other),
        }
    }
    out.replace("+/-", "±").replace("+-", "±")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Rational {
        text.parse().unwrap()
    }

    #[test]
    fn reads_every_form() {
        let read = |text: &str| {
            parse(text).map(|measured| (measured.range.to_string(), measured.form, measured.unit)).unwrap()
        };
        let of = |range: &str, form, unit: &str| (range.to_owned(), form, unit.to_owned());
        assert_eq!(read("2.1 %"), of("2.1", Form::Exact, "%"));
        assert_eq!(read("2.1wt%"), of("2.1", Form::Exact, "wt%"));
        assert_eq!(read(" 0.05 ± 0.02 % "), of("0.03..0.07", Form::Tolerance, "%"));
        assert_eq!(read("0.05 % +/- 0.02 %"), of("0.03..0.07", Form::Tolerance, "%"));
        assert_eq!(read("0..3 %"), of("0..3", Form::Range, "%"));
        assert_eq!(read("-40 degC..85 degC"), of("-40..85", Form::Range, "degC"));
        assert_eq!(read("< 0.01 %"), of("< 0.01", Form::Below, "%"));
        assert_eq!(read("0–3 %"), of("0..3", Form::Range, "%"));
        assert_eq!(read("0.5～1.5wt%"), of("0.5..1.5", Form::Range, "wt%"));
        for text in ["not detected (< 0.01 %)", "N.D. (<0.01 %)", "未检出（<0.01%）", "不検出 ＜0.01％"] {
            assert_eq!(read(text), of("< 0.01", Form::Below, "%"), "{text}");
        }
        assert_eq!(read("≤0.01%"), of("<= 0.01", Form::OneSided, "%"));
        assert_eq!(read("> 99.9 %"), of("> 99.9", Form::OneSided, "%"));
        assert_eq!(read("７.5 g/cm³"), of("7.5", Form::Exact, "g/cm3"));
        assert_eq!(read("25 ℃").2, "degC");
        assert_eq!(read("3").2, "");
        assert_eq!(parse("0.30 %").unwrap().range.exact(), Some(number("0.3")));
    }

    #[test]
    fn says_what_to_write() {
        let remedy = |text: &str| parse(text).unwrap_err().remedy;
        assert!(remedy("2,1 %").contains("`2.1 %`"));
        assert!(remedy("84,000 USD").contains("`84000 USD`"));
        assert!(remedy("USD 84000").contains("`84000 USD`"));
        assert!(remedy("3..1 %").contains("`1..3 %`"));
        assert!(remedy("100 MPa ± 5 %").contains("`100 ± … MPa`"));
        assert!(remedy("not detected").contains("`< 0.01 %`") && remedy("未检出").contains("`< 0.01 %`"));
        assert!(remedy("a little").contains("a number and its unit"));
        assert!(parse("1e3 %").unwrap().unit.starts_with("e3"), "an exponent is no unit, and no unit is called e3");
        for text in [
            "",
            "±",
            "..",
            "<",
            "%",
            "--1 %",
            "1.2.3 %",
            "0.1 ± -0.1 %",
            "nan",
            "９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９ %",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
