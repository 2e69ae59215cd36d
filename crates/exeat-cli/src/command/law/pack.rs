//! `exeat law pack` and `exeat law verify`.

use crate::args::{Lang, LawArgs, ToolFormat};
use crate::catalogue::Catalogue;
use crate::pack::{self, hex, pack, public_key, secret_key, unpack};
use crate::status::{Done, Failure, RULEBOOK};
use crate::{input, law, output};
use anyhow::{Context, anyhow};
use clap::Args;
use exeat::canonical::Json;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes the law into one file, named by its content and signed.
///
/// The same law has the same bytes. `--law FILE` reads such a file on every command.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat law pack cn.pack --new-key my.key
  exeat law pack cn.pack --law my-law --regime cn --key my.key")]
pub(crate) struct Pack {
    /// The file to write.
    #[arg(value_name = "OUT")]
    out: PathBuf,

    #[command(flatten)]
    law: LawArgs,

    /// Sign with the secret key in this file: 64 hexadecimal digits.
    #[arg(long, value_name = "FILE", conflicts_with = "new_key")]
    key: Option<PathBuf>,

    /// Make a new secret key, keep it in this file, and sign with it.
    #[arg(long, value_name = "FILE")]
    new_key: Option<PathBuf>,

    /// The form of what is told.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ToolFormat,

    /// The language.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
}

/// Holds a pack to its digest and its signature.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat law verify cn.pack
  exeat law verify cn.pack --by 8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c

Exit status: 0 it is whole, and signed by that key; 4 it is not.")]
pub(crate) struct Verify {
    /// The pack.
    #[arg(value_name = "PACK")]
    pack: PathBuf,

    /// The public key that must have signed it; without it a signature by any key is enough, and none is told.
    #[arg(long, value_name = "KEY")]
    by: Option<String>,

    /// The form of what is told.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ToolFormat,

    /// The language.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
}

pub(crate) fn run(args: &Pack) -> Done {
    let rulebook = law::load(&args.law)?.rulebook;
    let key = match (&args.key, &args.new_key) {
        (Some(path), _) => {
            let bytes = input::bytes_of(path).map_err(Failure::Input)?;
            let key = secret_key(&String::from_utf8_lossy(&bytes));
            Some(key.with_context(|| format!("the key `{}`", path.display())).map_err(Failure::Input)?)
        }
        (None, Some(path)) => Some(new_key(path).map_err(Failure::Input)?),
        (None, None) => None,
    };
    let files = rulebook.files.iter().map(|file| (file.path.clone(), file.text.clone().into_bytes())).collect();
    let bytes = pack(files, key.as_ref());
    write(&args.out, &bytes).map_err(Failure::Input)?;
    let key = key.map(|key| hex(key.verifying_key().as_bytes()));
    tell(args.format, args.lang, &rulebook.digest, rulebook.files.len(), key.as_deref(), "pack.written")
}

pub(crate) fn verify(args: &Verify) -> Done {
    let name = args.pack.display().to_string();
    let bytes = input::bytes_of_law(&args.pack).map_err(Failure::Input)?;
    let pack = unpack(&bytes).with_context(|| format!("the pack `{name}`")).map_err(Failure::Rulebook)?;
    if let Some(by) = &args.by {
        let by = public_key(by).map_err(Failure::Usage)?;
        let by = hex(by.as_bytes());
        if pack.key.as_ref() != Some(&by) {
            let who = pack.key.map_or_else(|| "nobody".to_owned(), |key| format!("the key {key}"));
            return Err(Failure::Rulebook(anyhow!("the pack `{name}` is signed by {who}, not by {by}")));
        }
    }
    let signed = pack.key.is_some();
    tell(args.format, args.lang, &pack.digest, pack.files.len(), pack.key.as_deref(), "pack.whole")?;
    Ok(if signed || args.by.is_none() { 0 } else { RULEBOOK })
}

fn tell(format: ToolFormat, lang: Lang, digest: &str, files: usize, key: Option<&str>, message: &str) -> Done {
    let text = |text: &str| Json::Text(text.to_owned());
    let told = match format {
        ToolFormat::Json => {
            let fields = vec![
                ("schema".to_owned(), text("exeat.law_pack/1")),
                ("rulebook".to_owned(), text(digest)),
                ("files".to_owned(), Json::Integer(i64::try_from(files).unwrap_or(i64::MAX))),
                ("key".to_owned(), key.map_or(Json::Null, text)),
            ];
            Json::Object(fields).to_canonical()
        }
        ToolFormat::Text => {
            let say = Catalogue::of(lang);
            let signed = match key {
                Some(key) => say.say("pack.signed", &[("key", key.to_owned())]),
                None => say.word("pack.unsigned"),
            };
            say.say(message, &[("digest", digest.to_owned()), ("files", files.to_string()), ("signed", signed)])
        }
    };
    output::write(&(told + "\n"))?;
    Ok(0)
}

/// Makes a secret key; never over an old one.
fn new_key(path: &Path) -> anyhow::Result<ed25519_dalek::SigningKey> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow!("the system gives no random bytes: {error}"))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| format!("the key `{}` cannot be made", path.display()))?;
    std::io::Write::write_all(&mut file, format!("{}\n", pack::hex(&seed)).as_bytes())?;
    secret_key(&pack::hex(&seed))
}

/// Written beside and renamed: a broken run leaves no half file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let beside = path.with_extension("part");
    fs::write(&beside, bytes)
        .and_then(|()| fs::rename(&beside, path))
        .with_context(|| format!("`{}` cannot be written", path.display()))
}
