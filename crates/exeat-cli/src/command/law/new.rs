//! `exeat law new`.

use crate::args::{Lang, LawArgs};
use crate::catalogue::Catalogue;
use crate::status::{Done, Failure};
use crate::{law, output};
use anyhow::{Context, anyhow};
use clap::Args;
use jiff::civil::Date;
use std::fs;
use std::io::Write;

/// Writes the skeleton of an act with a case into a copy of the law; never over an act that is there.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  exeat law new 2026-45 --law my-law --regime cn --published 2026-11-20")]
pub(crate) struct New {
    /// The act's id, which is also the name of its file.
    #[arg(value_name = "ID")]
    id: String,

    /// The day of publication; without it: today.
    #[arg(long, value_name = "DAY")]
    published: Option<String>,

    #[command(flatten)]
    law: LawArgs,

    /// The language of what is told.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
}

pub(crate) fn run(new: &New) -> Done {
    let id = &new.id;
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    if id.is_empty() || id.starts_with('-') || !id.chars().all(plain) {
        return Err(Failure::Usage(anyhow!(
            "`{id}` is no id of an act: write letters, digits and `-`, such as `2026-45`"
        )));
    }
    let Some(root) = new.law.law.as_ref().filter(|root| root.is_dir()) else {
        return Err(Failure::Usage(anyhow!(
            "name the folder of your copy of the law with `--law`: the act is written there"
        )));
    };
    let rulebook = law::load(&new.law)?.rulebook;
    let [regime] = rulebook.regimes.as_slice() else {
        let ids: Vec<&str> = rulebook.regimes.iter().map(|regime| regime.id.as_str()).collect();
        return Err(Failure::Usage(anyhow!(
            "the law holds several regimes: write `--regime` with one of {}",
            ids.join(", ")
        )));
    };
    let published = match &new.published {
        Some(day) => day
            .parse::<Date>()
            .map_err(|_| Failure::Usage(anyhow!("--published: `{day}` is no day such as `2026-11-20`")))?,
        None => crate::asked::zone_of(&rulebook).to_datetime(jiff::Timestamp::now()).date(),
    };
    let folder = root.join(&regime.id).join("acts");
    let path = folder.join(format!("{id}.md"));
    let write = || -> anyhow::Result<()> {
        fs::create_dir_all(&folder)?;
        let file = fs::OpenOptions::new().write(true).create_new(true).open(&path);
        let mut file = file.with_context(|| format!("`{}` is not written", path.display()))?;
        file.write_all(skeleton(id, &regime.authority, &regime.languages, published).as_bytes())?;
        Ok(())
    };
    write().map_err(Failure::Rulebook)?;
    let say = Catalogue::of(new.lang);
    output::write(&(say.say("new.written", &[("path", path.display().to_string())]) + "\n"))?;
    Ok(0)
}

/// An act that loads as it stands; a note whose condition is a gap keeps every answer from resting on it unread.
fn skeleton(id: &str, authority: &str, languages: &[String], published: Date) -> String {
    let each = |words: &str| {
        let all: Vec<String> = languages.iter().map(|language| format!("{language} = \"{words} {id}\"")).collect();
        all.join(", ")
    };
    format!(
        r#"+++
id = "{id}"
kind = "instrument"
issuers = ["{authority}"]
title = {{ {title} }}
published = "{published}"
effective = "{published}"
source = "https://"
confidence = "low"
+++

## 1 What it is about

At most sixty words of our own a rule: what the clause asks, of whom, from when. Put a requirement, prohibition,
exemption, route, definition, term, effect or duty in the place of the note below.

```note new-{lower}
when = 'gap "what {id} says is not entered yet"'
text = {{ {text} }}
```

```case new-{lower}-first-day
date = "{published}"
facts = '''
from = "CN"
to = "DE"
final = "DE"
activity = "export"
[[line]]
description = "what the clause is about"
'''
expect = {{ outcome = "undetermined" }}
```
"#,
        lower = id.to_ascii_lowercase(),
        title = each("Title of"),
        text = each("Not entered yet:"),
    )
}
