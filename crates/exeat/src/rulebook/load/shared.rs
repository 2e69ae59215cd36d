//! `units.toml` and `countries.toml`: what all regimes measure and name alike.

use super::fields::{Fields, Source};
use super::report::{Report, near};
use crate::number::Rational;
use crate::rulebook::{Country, Dimension, SourceFile, Unit, Units};
use std::collections::BTreeSet;

/// Units and countries are numbered in sixteen bits.
const COUNT_MAX: usize = 4_000;

/// A whole file as a source of TOML.
pub(super) fn source<'a>(file: usize, files: &'a [SourceFile], report: &'a Report) -> Source<'a> {
    let text = files.get(file).map_or("", |file| file.text.as_str());
    Source { file, base: 0, text: text.strip_prefix('\u{feff}').unwrap_or(text), report }.after_mark(text)
}

impl Source<'_> {
    /// Counts a byte-order mark into the base.
    fn after_mark(self, whole: &str) -> Self {
        Source { base: whole.len() - self.text.len(), ..self }
    }
}

/// Units in order of symbol.
pub(super) fn units(file: usize, files: &[SourceFile], report: &Report) -> Units {
    let source = source(file, files, report);
    let read = source.table();
    let mut units = Vec::new();
    for (symbol, fields) in Fields::new(source, &read, "units.toml").tables("write a table: `[inch]`") {
        let fields = fields.named(format!("unit `{}`", symbol.text));
        let dimension = fields
            .need("dimension", "write `dimension = \"length\"`, or `\"share of mass\"` where the unit has a basis");
        let factor = fields.number("factor").unwrap_or(Rational::ONE);
        let offset = fields.number("offset").unwrap_or(Rational::ZERO);
        if factor <= Rational::ZERO {
            report.error(
                &fields.place_of("factor"),
                format!("the factor of `{}` is not above nought", symbol.text),
                "write `base = value × factor + offset`",
            );
        }
        for unread in ["name", "note", "source", "base"] {
            let _ = fields.has(unread);
        }
        fields.done();
        if units.len() == COUNT_MAX {
            report.error(
                &symbol.place,
                format!("there are more than {COUNT_MAX} units"),
                "drop those that no fact needs",
            );
            break;
        }
        if let Some(dimension) = dimension {
            units.push(Unit { symbol: symbol.text, dimension: Dimension(dimension.text), factor, offset });
        }
    }
    units.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    Units { units }
}

/// Countries and zones in order of code: `[JP] name = {…}`, or `[[country]]` with a `code`.
pub(super) fn countries(file: usize, files: &[SourceFile], report: &Report) -> Vec<Country> {
    let source = source(file, files, report);
    let read = source.table();
    let fields = Fields::new(source, &read, "countries.toml");
    let listed = fields.each_if_list("country");
    let tables = match listed.is_empty() {
        true => fields.tables("write a table: `[JP]`"),
        false => {
            listed.into_iter().filter_map(|each| Some((each.need("code", "write `code = \"JP\"`")?, each))).collect()
        }
    };
    let codes: BTreeSet<String> = tables.iter().map(|(code, _)| code.text.clone()).collect();
    let mut countries = Vec::new();
    for (code, fields) in tables {
        let fields = fields.named(format!("country `{}`", code.text));
        // `zone_of` says the same.
        let within = fields.text("within").or_else(|| fields.text("zone_of"));
        if let Some(outer) = within.as_ref().filter(|outer| !codes.contains(&outer.text) || outer.text == code.text) {
            let remedy =
                near(&outer.text, codes.iter().map(String::as_str), "write the code of another country of this file");
            report.error(&outer.place, format!("`{}` is no country", outer.text), remedy);
        }
        let name = fields.localised("name");
        for unread in ["code", "note", "source", "kind", "aliases", "zone_of", "customs_territory"] {
            let _ = fields.has(unread);
        }
        fields.done();
        if countries.len() == COUNT_MAX {
            report.error(
                &code.place,
                format!("there are more than {COUNT_MAX} countries"),
                "drop those that no rule names",
            );
            break;
        }
        countries.push(Country { code: code.text, name, within: within.map(|outer| outer.text) });
    }
    countries.sort_by(|a, b| a.code.cmp(&b.code));
    countries.dedup_by(|a, b| a.code == b.code);
    countries
}
