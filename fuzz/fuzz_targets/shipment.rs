//! Any bytes as a shipment in each format: a shipment, or problems that stand within the file and can be shown.

#![no_main]

use exeat::fact::read::{Format, read_shipment};
use exeat::problem::Colour;
use exeat::rulebook::{Rulebook, Selection};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

const VOCABULARY: &str = "[from]\nscope = \"shipment\"\ntype = \"country\"\nbuilt_in = true\n\
    [material]\nscope = \"line\"\ntype = \"set\"\nvalues = [\"rare-earth\", \"none-of-these\"]\n\
    [military_user]\nscope = \"party\"\ntype = \"yes-no\"\n\
    [made_on]\nscope = \"line\"\ntype = \"date\"\n\
    [dysprosium]\nscope = \"line\"\ntype = \"share\"\nunit = \"wt%\"\n";
const UNITS: &str = "[\"wt%\"]\ndimension = \"share of mass\"\nfactor = \"1/100\"\n[kg]\ndimension = \"mass\"\nfactor = \"1\"\n";
const COUNTRIES: &str = "[CN]\nname = { en = \"China\" }\n[JP]\nname = { en = \"Japan\" }\n";
const REGIME: &str = "id = \"xx\"\nauthority = \"OFFICE\"\nlanguages = [\"en\"]\nzone = \"Asia/Tokyo\"\n\
    begins = \"2020-01-01\"\nverified_to = \"2026-01-01\"\n";

fn rulebook() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| {
        let files = [("vocabulary.toml", VOCABULARY), ("units.toml", UNITS), ("countries.toml", COUNTRIES), ("xx/regime.toml", REGIME)];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).to_vec();
        match Rulebook::load(files, &Selection::All) {
            Ok(loaded) => loaded.rulebook,
            Err(problems) => panic!("{problems}"),
        }
    })
}

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Toml, Format::Json, Format::Yaml] {
        if let Err(problems) = read_shipment(format, "s", bytes, rulebook()) {
            assert!(!problems.all().is_empty());
            drop(problems.render(Colour::Plain));
        }
    }
});
