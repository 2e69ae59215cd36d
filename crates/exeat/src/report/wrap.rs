//! Lines of at most so many columns; Chinese and Japanese letters take two, and break almost anywhere.

use super::Language;
use unicode_width::UnicodeWidthChar;

/// Columns of a text answer.
pub(super) const WIDTH_COLUMNS: usize = 80;

/// Never at the start of a line.
const NOT_FIRST: &str = "、。，．・：；？！）」』】〕》〉”’)]},.:;?!%％ーっゃゅょぁぃぅぇぉッャュョァィゥェォ々…";

/// Never at the end of a line.
const NOT_LAST: &str = "（「『【〔《〈“‘([{";

/// Columns of a text. Letters of ambiguous width take two where terminals are set for Chinese or Japanese.
pub(super) fn width(text: &str, language: Language) -> usize {
    text.chars().map(|letter| width_of(letter, language)).sum()
}

fn width_of(letter: char, language: Language) -> usize {
    match language {
        Language::En => letter.width(),
        Language::Zh | Language::Ja => letter.width_cjk(),
    }
    .unwrap_or(0)
}

/// The text in lines of at most `columns`. A word longer than a line, such as an address, stays whole.
pub(super) fn wrap(text: &str, columns: usize, language: Language) -> Vec<String> {
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for piece in pieces(text, language) {
        let space = piece.len() - piece.trim_end().len();
        let needed = width(piece.trim_end(), language);
        if used > 0 && used + needed > columns {
            lines.push(line.trim_end().to_owned());
            (line, used) = (String::new(), 0);
        }
        line.push_str(piece);
        used += needed + space;
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The smallest parts that no line break may cut, each with the blanks after it.
fn pieces(text: &str, language: Language) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((_, letter)) = letters.next() {
        let Some((at, next)) = letters.peek().copied() else { break };
        let after_blank = letter == ' ' && next != ' ';
        let wide = width_of(letter, language) == 2 || width_of(next, language) == 2;
        let between = wide && letter != ' ' && next != ' ' && !NOT_FIRST.contains(next) && !NOT_LAST.contains(letter);
        if after_blank || between {
            pieces.extend(text.get(start..at));
            start = at;
        }
    }
    pieces.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_at_blanks_and_between_wide_letters() {
        assert_eq!(wrap("one two  three", 8, Language::En), ["one two", "three"]);
        assert_eq!(wrap("需要出口许可。", 6, Language::Zh), ["需要出", "口许", "可。"]);
        assert_eq!(wrap("一二三（四", 6, Language::Zh), ["一二三", "（四"]);
        assert_eq!(wrap("见1C905.a.4项", 10, Language::Zh), ["见", "1C905.a.4", "项"]);
        assert_eq!(wrap("", 10, Language::En), [""]);
    }

    #[test]
    fn an_address_stays_whole() {
        let address = "https://example.org/a/very/long/path";
        assert_eq!(wrap(&format!("see {address} there"), 20, Language::En), ["see", address, "there"]);
    }

    #[test]
    fn no_line_is_too_long() {
        let text =
            "本日公布的公告自公布之日起实施，对日本军事用户（包括最终用户及中间收货人）的出口一律禁止：详见第1条。"
                .repeat(3);
        for columns in 8..90 {
            let lines = wrap(&text, columns, Language::Zh);
            assert!(lines.iter().all(|line| width(line, Language::Zh) <= columns), "{columns}");
            assert_eq!(lines.concat(), text);
        }
    }
}
