//! `exeat record verify`: does everything in a record fit its digest?
//!
//! Held to each other are the file's name and content, the determination's own digests and those of the record, and the
//! files kept beside it: pack, lists, shipment and determination. The input's digest needs the law to be read; where
//! neither a pack nor the program has it, that is said.

use super::rerun::law_of;
use super::{Kept, Records, beside, read};
use crate::args::ToolFormat;
use crate::catalogue::Catalogue;
use crate::pack::{hex, unpack};
use crate::status::{DIFFERS, Done, Failure};
use crate::{input, law, output};
use exeat::canonical::Json;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

pub(super) fn run(records: &Records) -> Done {
    let say = Catalogue::of(records.lang);
    let (mut text, mut all_fit) = (String::new(), true);
    for path in &records.files {
        let (kept, bytes) = read(path)?;
        let found = Found::of(path, &kept, &bytes, records)?;
        all_fit &= found.wrong.is_empty();
        // Writing to a string cannot fail.
        let _ = match records.format {
            ToolFormat::Text => found.tell(&mut text, &say, path),
            ToolFormat::Json => writeln!(text, "{}", found.json(path).to_canonical()),
        };
    }
    output::write(&text)?;
    Ok(if all_fit { 0 } else { DIFFERS })
}

/// What fits, what does not, and what could not be looked at; each by the key of its message.
#[derive(Default)]
struct Found {
    fits: Vec<&'static str>,
    wrong: Vec<&'static str>,
    unseen: Vec<&'static str>,
}

impl Found {
    fn of(path: &Path, kept: &Kept, bytes: &[u8], records: &Records) -> Result<Found, Failure> {
        let mut found = Found::default();
        let digest = |bytes: &[u8]| format!("sha256:{}", hex(&Sha256::digest(bytes)));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let named = name
            .strip_suffix(".record.json")
            .filter(|name| name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit()));
        found.note("record", named.map(|named| digest(bytes) == format!("sha256:{named}")));
        let own = |key: &str| text_at(&kept.determination, &["record", key]);
        found.note("rulebook", Some(own("rulebook").as_deref() == Some(kept.rulebook.as_str())));
        let lists = text_at(&kept.whole, &["lists"]);
        found.note("lists", Some(own("lists") == lists));
        found.note("policy", Some(own("policy") == text_at(&kept.whole, &["policy", "digest"])));
        let pack = beside(path, "packs", &kept.rulebook, "pack");
        let pack = pack.map(|pack| input::bytes_of_law(&pack).and_then(|bytes| unpack(&bytes)));
        found.note("pack", pack.map(|pack| pack.is_ok_and(|pack| pack.digest == kept.rulebook)));
        let lists = lists.unwrap_or_default();
        let read = |path: std::path::PathBuf| input::bytes_of(&path).ok();
        let snapshot = beside(path, "lists", &lists, "txt").and_then(read);
        found.note("snapshot", snapshot.map(|bytes| digest(&bytes) == lists));
        let shipment = digest(kept.shipment.as_bytes());
        let ending = text_at(&kept.whole, &["shipment", "format"]).unwrap_or_default();
        let shipment = beside(path, "shipments", &shipment, &ending).and_then(read);
        found.note("shipment", shipment.map(|bytes| bytes == kept.shipment.as_bytes()));
        let determination = kept.determination.to_canonical();
        let copy = beside(path, "determinations", &digest(determination.as_bytes()), "json").and_then(read);
        found.note("determination", copy.map(|bytes| bytes == determination.as_bytes()));
        // In a folder of records a copy that does not turn up under its digest is no copy of this one.
        let in_folder = path.parent().is_some_and(|folder| folder.join("packs").is_dir());
        if in_folder {
            let missing: Vec<&'static str> = found.unseen.drain(..).filter(|key| *key != "record").collect();
            found.wrong.extend(missing);
        }
        let rulebook = law::load(&law_of(path, kept, &records.law)).ok().map(|loaded| loaded.rulebook);
        let rulebook = rulebook.filter(|rulebook| rulebook.digest == kept.rulebook);
        let read = rulebook.map(|rulebook| kept.shipment(&rulebook).map(|shipment| shipment.digest));
        let input = own("input");
        found.note("input", read.map(|digest| digest.is_ok_and(|digest| Some(digest) == input)));
        Ok(found)
    }

    fn note(&mut self, key: &'static str, fits: Option<bool>) {
        match fits {
            Some(true) => self.fits.push(key),
            Some(false) => self.wrong.push(key),
            None => self.unseen.push(key),
        }
    }

    fn tell(&self, text: &mut String, say: &Catalogue, path: &Path) -> std::fmt::Result {
        let words = |keys: &[&str]| {
            let words: Vec<String> = keys.iter().map(|key| say.word(&format!("record.part.{key}"))).collect();
            words.join(&say.word("record.comma"))
        };
        let file = ("file", path.display().to_string());
        let key = if self.wrong.is_empty() { "record.fits" } else { "record.wrong" };
        let parts = if self.wrong.is_empty() { words(&self.fits) } else { words(&self.wrong) };
        writeln!(text, "{}", say.say(key, &[file, ("parts", parts)]))?;
        if !self.unseen.is_empty() {
            writeln!(text, "  {}", say.say("record.unseen", &[("parts", words(&self.unseen))]))?;
        }
        Ok(())
    }

    fn json(&self, path: &Path) -> Json {
        let texts = |keys: &[&str]| Json::Array(keys.iter().map(|key| Json::Text((*key).to_owned())).collect());
        Json::Object(vec![
            ("schema".to_owned(), Json::Text("exeat.record_verified/1".to_owned())),
            ("file".to_owned(), Json::Text(path.display().to_string())),
            ("fits".to_owned(), texts(&self.fits)),
            ("wrong".to_owned(), texts(&self.wrong)),
            ("unseen".to_owned(), texts(&self.unseen)),
        ])
    }
}

fn text_at(json: &Json, path: &[&str]) -> Option<String> {
    match (json, path) {
        (Json::Text(text), []) => Some(text.clone()),
        (Json::Object(fields), [key, rest @ ..]) => {
            fields.iter().find(|(known, _)| known == key).and_then(|(_, below)| text_at(below, rest))
        }
        _ => None,
    }
}
