//! Reports as they are read: every answer in every language, compared with a golden file.
//!
//! `EXEAT_BLESS=1 cargo test -p exeat --test report` writes the golden files anew; look at what changed before committing.

mod answers;

use exeat::problem::Colour;
use exeat::report::{Detail, Format, Language, json, render};
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// Columns of a terminal.
const WIDTH_COLUMNS: usize = 80;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/golden").join(name)
}

#[track_caller]
fn compare(name: &str, text: &str) {
    let path = golden(name);
    if std::env::var_os("EXEAT_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "{name} differs from its golden file");
}

#[test]
fn text_in_three_languages() {
    for (name, answer) in answers::all() {
        for (language, code) in Language::ALL {
            let text = render(&answer, Format::Text, language, Detail::Proofs, Colour::Plain);
            compare(&format!("{name}.{code}.txt"), &text);
        }
    }
}

#[test]
fn markdown_and_json() {
    for (name, answer) in answers::all() {
        compare(&format!("{name}.md"), &render(&answer, Format::Markdown, Language::En, Detail::Proofs, Colour::Plain));
        compare(&format!("{name}.json"), &(json(&answer, Language::En).to_indented() + "\n"));
    }
}

#[test]
fn no_line_is_wider_than_a_terminal() {
    for (name, answer) in answers::all() {
        for (language, _) in Language::ALL {
            for line in render(&answer, Format::Text, language, Detail::Proofs, Colour::Plain).lines() {
                let width = if language == Language::En { line.width() } else { line.width_cjk() };
                assert!(width <= WIDTH_COLUMNS, "{name}: {width} columns in `{line}`");
            }
        }
    }
}

#[test]
fn json_is_the_same_bytes_on_one_line() {
    for (_, answer) in answers::all() {
        let of = || render(&answer, Format::Json, Language::Ja, Detail::Short, Colour::Styled);
        assert_eq!(of(), of());
        assert_eq!(of().lines().count(), 1);
    }
}

#[test]
fn colour_changes_no_letter() {
    for (name, answer) in answers::all() {
        let plain = render(&answer, Format::Text, Language::En, Detail::Proofs, Colour::Plain);
        let styled = render(&answer, Format::Text, Language::En, Detail::Proofs, Colour::Styled);
        assert_ne!(plain, styled);
        let mut bare = String::new();
        for part in styled.split('\x1b') {
            bare.push_str(if part.len() == styled.split('\x1b').next().unwrap().len() {
                part
            } else {
                part.split_once('m').map_or(part, |(_, text)| text)
            });
        }
        assert_eq!(bare, plain, "{name}");
    }
}

#[test]
fn a_name_cannot_command_the_terminal() {
    let (_, mut answer) = answers::all().remove(0);
    answer.release.licences[0].id = "LIC\x1b[2J\u{202e}-1\r\nfree".to_owned();
    let text = render(&answer, Format::Text, Language::En, Detail::Short, Colour::Plain);
    assert!(!text.contains('\x1b') && !text.contains('\u{202e}') && !text.contains('\r'), "{text}");
    let markdown = render(&answer, Format::Markdown, Language::En, Detail::Short, Colour::Plain);
    assert!(!markdown.contains('\x1b') && !markdown.contains('\r'), "{markdown}");
}
