//! `exeat record reconsider`: today's law at the old date, as known then.

use super::{Records, in_words, read};
use crate::args::{LawArgs, ToolFormat};
use crate::catalogue::Catalogue;
use crate::status::{DIFFERS, Done};
use crate::{law, output};
use exeat::canonical::Json;
use exeat::report;

pub(super) fn run(records: &Records) -> Done {
    let say = Catalogue::of(records.lang);
    let (mut text, mut same) = (String::new(), true);
    for path in &records.files {
        let (kept, _) = read(path)?;
        let law = LawArgs { law: records.law.law.clone(), regime: kept.selected.clone() };
        let rulebook = law::load(&law)?.rulebook;
        let answer = report::json(&kept.answer(&rulebook)?, kept.language);
        let differences = in_words(&kept.determination, &answer, &say);
        same &= differences.is_empty();
        let name = path.display().to_string();
        match records.format {
            ToolFormat::Json => {
                let fields = vec![
                    ("schema".to_owned(), Json::Text("exeat.reconsidered/1".to_owned())),
                    ("file".to_owned(), Json::Text(name)),
                    ("rulebook_was".to_owned(), Json::Text(kept.rulebook.clone())),
                    ("rulebook".to_owned(), Json::Text(rulebook.digest.clone())),
                    ("differences".to_owned(), Json::Array(differences.into_iter().map(Json::Text).collect())),
                    ("determination".to_owned(), answer),
                ];
                text.push_str(&(Json::Object(fields).to_canonical() + "\n"));
            }
            ToolFormat::Text => {
                let key = match (rulebook.digest == kept.rulebook, differences.is_empty()) {
                    (true, true) => "record.same_law",
                    (_, true) => "record.same_answer",
                    (_, false) => "record.other_answer",
                };
                text.push_str(&(say.say(key, &[("file", name)]) + "\n"));
                differences.iter().for_each(|one| text.push_str(&format!("  {one}\n")));
            }
        }
    }
    output::write(&text)?;
    Ok(if same { 0 } else { DIFFERS })
}
