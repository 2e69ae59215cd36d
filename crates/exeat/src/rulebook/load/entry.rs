//! Entries of the item list, one file each.

use super::act::CONFIDENCES;
use super::fields::{Fields, Spelled};
use super::regime::{Draft, Space};
use super::report::Report;
use super::{condition, shared};
use crate::rulebook::{Entry, Item, ItemKind, ItemVersion, SourceFile};
use std::collections::BTreeSet;

const ITEM_KINDS: [(&str, ItemKind); 4] = [
    ("goods", ItemKind::Goods),
    ("software", ItemKind::Software),
    ("technology", ItemKind::Technology),
    ("service", ItemKind::Technology),
];

/// Reads an entry's file into the draft.
pub(super) fn read(file: usize, files: &[SourceFile], report: &Report, draft: &mut Draft) {
    let source = shared::source(file, files, report);
    let table = source.table();
    let fields = Fields::new(source, &table, "the entry");
    let Some(code) = fields.need("code", "write the entry's code: `code = \"1C905\"`") else { return };
    let fields = fields.named(format!("entry `{}`", code.text));
    let path = files.get(file).map_or("", |file| file.path.as_str());
    let stem = path.rsplit('/').next().unwrap_or("").trim_end_matches(".toml");
    if stem != code.text {
        report.error(
            &code.place,
            format!("the entry `{}` stands in a file named `{stem}`", code.text),
            format!("name the file `{}.toml`", code.text),
        );
    }
    draft.take(Space::Entry, &code, "an entry", files, report);
    let items: Vec<Item> = fields.each("item").into_iter().filter_map(|item| self::item(item, &code, draft)).collect();
    let mut seen = BTreeSet::new();
    for twice in items.iter().filter(|item| !seen.insert(item.code.clone())) {
        report.error(
            &twice.place,
            format!("the item `{}` stands twice", twice.code),
            "add a `[[item.version]]` to the first instead",
        );
    }
    if items.is_empty() {
        report.error(
            &fields.place(),
            format!("entry `{}` has no item", code.text),
            "write `[[item]]` with a code and `[[item.version]]`",
        );
    }
    let entry = Entry { title: fields.localised("title"), items, place: code.place.clone(), code: code.text };
    for unread in ["note", "source", "category"] {
        let _ = fields.has(unread);
    }
    fields.done();
    draft.regime.entries.push(entry);
}

fn item(fields: Fields<'_>, entry: &Spelled, draft: &Draft) -> Option<Item> {
    let code = fields.need("code", &format!("write the item's code: `code = \"{}.a\"`", entry.text))?;
    let fields = fields.named(format!("item `{}`", code.text));
    let below = code.text.strip_prefix(entry.text.as_str()).is_some();
    if !below {
        fields.report().error(
            &code.place,
            format!("the item `{}` is not below its entry `{}`", code.text, entry.text),
            format!("write `{}.a`, or move it to its own entry", entry.text),
        );
    }
    let written = fields.each("version");
    if written.is_empty() {
        fields.report().error(
            &code.place,
            format!("item `{}` has no version", code.text),
            "write `[[item.version]]` with `by` and `when`",
        );
    }
    let versions = written.into_iter().filter_map(|version| self::version(version, &code, draft)).collect();
    let item = Item {
        kind: fields.choice("kind", &ITEM_KINDS).unwrap_or(ItemKind::Goods),
        reasons: fields.words("reasons"),
        title: fields.localised("title"),
        versions,
        place: code.place.clone(),
        code: code.text,
    };
    for unread in ["note", "source"] {
        let _ = fields.has(unread);
    }
    fields.done();
    Some(item)
}

fn version(fields: Fields<'_>, item: &Spelled, draft: &Draft) -> Option<ItemVersion> {
    let report = fields.report();
    let fields = fields.named(format!("a version of item `{}`", item.text));
    let by = fields.need("by", "name the clause that brings it: `by = \"2025-18#1\"`");
    let by = by.and_then(|by| draft.clause(&by, report));
    let when = fields.need("when", "write its condition: `when = 'material = permanent-magnet'`");
    let confidence = fields.choice("confidence", &CONFIDENCES);
    let (hs, hs_year) = (tariff_numbers(&fields), year(&fields));
    for unread in ["note", "source", "quote", "hs_note", "hs_confidence"] {
        let _ = fields.has(unread);
    }
    fields.done();
    let (by, when) = (by?, when?);
    let own = draft.regime.clauses.get(by.0 as usize)?;
    Some(ItemVersion {
        by,
        confidence: confidence.unwrap_or(own.confidence),
        when: condition(report, &when)?,
        when_text: when.text,
        hs,
        hs_year,
        place: when.place,
    })
}

fn tariff_numbers(fields: &Fields<'_>) -> Vec<String> {
    let numbers = fields.list("hs");
    for number in numbers
        .iter()
        .filter(|number| !(4..=14).contains(&number.text.len()) || !number.text.bytes().all(|b| b.is_ascii_digit()))
    {
        fields.report().warning(
            &number.place,
            format!("`{}` is no tariff number", number.text),
            "write its digits only: `8505111000`",
        );
    }
    numbers.into_iter().map(|number| number.text).collect()
}

fn year(fields: &Fields<'_>) -> Option<i16> {
    let year = fields.whole("hs_year")?;
    let read = i16::try_from(year).ok().filter(|year| (1988..=2200).contains(year));
    if read.is_none() {
        fields.report().error(
            &fields.place_of("hs_year"),
            format!("{year} is no year of a tariff catalogue"),
            "write `hs_year = 2026`",
        );
    }
    read
}
