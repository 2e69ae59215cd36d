//! What may be written after `exeat`: help, completions and man page come from here.

use crate::command::{audit, check, completions, law, licence, lists, record, screen, store};
use clap::{Args, Parser, Subcommand, ValueEnum};
use exeat::report::Language;
use std::path::PathBuf;

/// May these goods leave? The answer of dual-use export law, with its proof.
///
/// Exeat reads a shipment (who sends which items from where to whom, for what, when) and the law as it stood on that day,
/// and says: no licence required, licence required, prohibited, or undetermined, and then what is missing and who can tell.
#[derive(Debug, Parser)]
#[command(name = "exeat", version, max_term_width = 100, propagate_version = true)]
pub(crate) struct Exeat {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answers whether shipments may leave.
    Check(check::Check),
    /// Shows, checks and tests the law.
    #[command(subcommand)]
    Law(law::Law),
    /// Looks parties up on party lists.
    Screen(screen::Screen),
    /// Keeps official party lists, and your own, as dated snapshots.
    #[command(subcommand)]
    Lists(lists::Lists),
    /// Runs a stored determination again, or finds one.
    #[command(subcommand)]
    Record(record::Record),
    /// Keeps licences: applied for, granted, drawn down, amended, ended.
    Licence(licence::LicenceCommand),
    /// Looks after the store of licences, records and the audit log.
    Store(store::StoreCommand),
    /// Exports, proves and checks the audit log.
    Audit(audit::Audit),
    /// Prints the completions of a shell.
    Completions(completions::Completions),
    /// Prints the manual page.
    Man,
}

/// Which law is read.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct LawArgs {
    /// Read the law in this folder instead of the one inside the program.
    ///
    /// The folder holds `vocabulary.toml`, `units.toml`, `countries.toml` and one folder a regime. Of the three files,
    /// those that are not there are taken from the program.
    #[arg(long, value_name = "DIR")]
    pub(crate) law: Option<PathBuf>,

    /// Look at this regime only; may be given several times. Invented regimes such as `demo` are looked at only if named.
    #[arg(long, value_name = "ID")]
    pub(crate) regime: Vec<String>,
}

/// The language of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English
    #[default]
    En,
    /// Chinese
    Zh,
    /// Japanese
    Ja,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::En => Language::En,
            Lang::Zh => Language::Zh,
            Lang::Ja => Language::Ja,
        }
    }
}
