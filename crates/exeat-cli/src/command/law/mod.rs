//! `exeat law`: the law itself.

mod diff;
mod lint;
mod list;
mod mutate;
mod new;
mod pack;
mod show;
mod test;
mod verified;

pub(crate) use pack::write as write_file;

use crate::status::Done;
use clap::Subcommand;

/// Shows, checks and tests the law.
#[derive(Debug, Subcommand)]
pub(crate) enum Law {
    /// Lists regimes, acts, scenarios and party lists.
    List(list::List),
    /// Says what changed in law between two rulebooks, and whose stored answers it changes.
    Diff(diff::Diff),
    /// Writes the skeleton of an act into a copy of the law.
    New(new::New),
    /// Writes the law into one signed file, named by its content.
    Pack(pack::Pack),
    /// Holds a pack to its digest and its signature.
    Verify(pack::Verify),
    /// Shows a rule, act, clause, entry, item, term, party or fact in plain words.
    Show(show::Show),
    /// Tells everything that is wrong or odd in the law, all at once.
    Lint(lint::Lint),
    /// Runs the worked cases of the law.
    Test(test::Test),
    /// Notes in a copy of the law that it was checked up to a day.
    Verified(verified::Verified),
}

pub(crate) fn run(law: &Law) -> Done {
    match law {
        Law::List(list) => list::run(list),
        Law::Diff(diff) => diff::run(diff),
        Law::New(new) => new::run(new),
        Law::Pack(args) => pack::run(args),
        Law::Verify(args) => pack::verify(args),
        Law::Show(show) => show::run(show),
        Law::Lint(lint) => lint::run(lint),
        Law::Test(test) => test::run(test),
        Law::Verified(verified) => verified::run(verified),
    }
}
