//! Any bytes as an act: a rulebook, or problems that stand within the file and can be shown.

#![no_main]

use exeat::problem::Colour;
use exeat::rulebook::{LintFor, Rulebook, Selection, lint};
use libfuzzer_sys::fuzz_target;

const VOCABULARY: &str = "[military_use]\nscope = \"end_use\"\ntype = \"yes-no\"\n\
    [dysprosium]\nscope = \"line\"\ntype = \"share\"\nunit = \"wt%\"\n";
const UNITS: &str = "[\"wt%\"]\ndimension = \"share of mass\"\nfactor = \"1/100\"\n";
const COUNTRIES: &str = "[JP]\nname = { en = \"Japan\" }\n";
const REGIME: &str = "id = \"xx\"\nauthority = \"OFFICE\"\nlanguages = [\"en\"]\nzone = \"Asia/Tokyo\"\n\
    begins = \"2020-01-01\"\nverified_to = \"2026-01-01\"\n";

fuzz_target!(|act: &[u8]| {
    let text = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let files = vec![
        text("vocabulary.toml", VOCABULARY),
        text("units.toml", UNITS),
        text("countries.toml", COUNTRIES),
        text("xx/regime.toml", REGIME),
        ("xx/acts/2025-1.md".to_owned(), act.to_vec()),
    ];
    match Rulebook::load(files, &Selection::All) {
        Ok(loaded) => drop(lint(&loaded.rulebook, LintFor::default()).problems.render(Colour::Plain)),
        Err(problems) => {
            assert!(!problems.all().is_empty());
            drop(problems.render(Colour::Plain));
        }
    }
});
