//! Texts that miss a language of their regime.

use super::{In, To};
use crate::rulebook::{Localised, Place, Rulebook};
use std::collections::BTreeSet;

/// Questions and names of the shared files need the languages of all regimes.
pub(super) fn vocabulary(to: &To<'_>) {
    let languages: BTreeSet<&str> =
        to.rulebook.regimes.iter().flat_map(|regime| &regime.languages).map(String::as_str).collect();
    for fact in &to.rulebook.vocabulary.facts {
        let Some(place) = place_of_table(to.rulebook, &fact.name, "vocabulary.toml") else { continue };
        report(to, &languages, &fact.question, &place, &format!("the question of fact `{}`", fact.name));
    }
    for country in &to.rulebook.countries {
        let Some(place) = place_of_table(to.rulebook, &country.code, "countries.toml") else { continue };
        report(to, &languages, &country.name, &place, &format!("the name of country `{}`", country.code));
    }
}

/// Titles, duties, notes and statements of one regime.
pub(super) fn check(to: &In<'_>) {
    let languages: BTreeSet<&str> = to.regime.languages.iter().map(String::as_str).collect();
    let tell = |text: &Localised, place: &Place, what: String| report(to.to, &languages, text, place, &what);
    for act in to.regime.acts.iter().chain(to.regime.scenarios.iter().map(|scenario| &scenario.act)) {
        tell(&act.title, &act.place, format!("the title of act `{}`", act.id));
    }
    for entry in &to.regime.entries {
        tell(&entry.title, &entry.place, format!("the title of entry `{}`", entry.code));
        for item in &entry.items {
            tell(&item.title, &item.place, format!("the title of item `{}`", item.code));
        }
    }
    for rule in &to.regime.rules {
        if let Some(duty) = &rule.duty {
            tell(&duty.text, &rule.place, format!("`do` of duty `{}`", rule.id));
        }
        if let Some(note) = &rule.note {
            tell(&note.text, &rule.place, format!("`text` of note `{}`", rule.id));
        }
    }
    for statement in to.regime.statements.iter().filter(|statement| !statement.text.0.is_empty()) {
        tell(&statement.text, &statement.place, format!("`text` of statement `{}`", statement.id));
    }
}

fn report(to: &To<'_>, languages: &BTreeSet<&str>, text: &Localised, place: &Place, of: &str) {
    let has = |language: &str| text.0.iter().any(|(known, words)| known == language && !words.trim().is_empty());
    let missing: Vec<&str> = languages.iter().copied().filter(|language| !has(language)).collect();
    if !missing.is_empty() {
        let remedy = missing.iter().map(|language| format!("{language} = \"…\"")).collect::<Vec<_>>().join(", ");
        to.report.error(place, format!("{of} is missing in {}", missing.join(", ")), format!("write {remedy}"));
    }
}

/// Where the table `[name]` stands in a file of that name; a built-in field without a table has none.
fn place_of_table(rulebook: &Rulebook, name: &str, file_name: &str) -> Option<Place> {
    let heads = [format!("[{name}]"), format!("[\"{name}\"]")];
    rulebook.files.iter().enumerate().filter(|(_, file)| file.path.rsplit('/').next() == Some(file_name)).find_map(
        |(index, file)| {
            let mut start = 0;
            for line in file.text.split_inclusive('\n') {
                if heads.iter().any(|head| line.trim() == head || line.starts_with(head.as_str())) {
                    return Some(Place { file: index, span: start..start + line.trim_end().len() });
                }
                start += line.len();
            }
            None
        },
    )
}
