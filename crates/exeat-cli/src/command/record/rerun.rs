//! `exeat record rerun`: the same law, the same bytes.

use super::differ::differ;
use super::{Kept, Records, beside, read};
use crate::args::LawArgs;
use crate::status::{DIFFERS, Done, Failure};
use crate::{law, output};
use anyhow::anyhow;
use exeat::report;
use std::path::Path;

/// Differences that are shown.
const DIFFERENCES_MAX: usize = 20;

pub(super) fn run(records: &Records) -> Done {
    let mut status = 0;
    for path in &records.files {
        status = status.max(one(path, records)?);
    }
    Ok(status)
}

/// The law named, else the pack that was kept beside the record, else the law inside the program.
pub(super) fn law_of(path: &Path, kept: &Kept, law: &LawArgs) -> LawArgs {
    let pack = || beside(path, "packs", &kept.rulebook, "pack");
    LawArgs { law: law.law.clone().or_else(pack), regime: kept.selected.clone() }
}

fn one(path: &Path, records: &Records) -> Done {
    let name = path.display().to_string();
    let (kept, _) = read(path)?;
    let rulebook = law::load(&law_of(path, &kept, &records.law))?.rulebook;
    if rulebook.digest != kept.rulebook {
        let error = anyhow!(
            "`{name}` was made under the rulebook {}, this one is {}: name the other with `--law`",
            kept.rulebook,
            rulebook.digest
        );
        return Err(Failure::Rulebook(error));
    }
    let answer = report::json(&kept.answer(&rulebook)?, kept.language);
    output::write(&(answer.to_canonical() + "\n"))?;
    if answer.to_canonical() == kept.determination.to_canonical() {
        eprintln!("the same answer, {}", answer.digest());
        return Ok(0);
    }
    eprintln!("another answer than the record's:");
    let mut differences = Vec::new();
    differ("", &kept.determination, &answer, &mut differences);
    for difference in differences.iter().take(DIFFERENCES_MAX) {
        eprintln!("  {difference}");
    }
    if differences.len() > DIFFERENCES_MAX {
        eprintln!("  and {} more", differences.len() - DIFFERENCES_MAX);
    }
    Ok(DIFFERS)
}
