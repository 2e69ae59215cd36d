//! `exeat law`: the law itself.

mod lint;
mod list;
mod mutate;
mod show;
mod test;
mod verified;

use crate::status::Done;
use clap::Subcommand;

/// Shows, checks and tests the law.
#[derive(Debug, Subcommand)]
pub(crate) enum Law {
    /// Lists regimes, acts, scenarios and party lists.
    List(list::List),
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
        Law::Show(show) => show::run(show),
        Law::Lint(lint) => lint::run(lint),
        Law::Test(test) => test::run(test),
        Law::Verified(verified) => verified::run(verified),
    }
}
