//! Exit status (0 done, 2 wrong usage, 3 bad input, 4 bad rulebook, 5 storage; 1 refused by a rule;
//! with `--fail-on` 10, 20, 30), and what is said before it.

use crate::command::ledger::Fault;
use crate::output::colour_of_errors;
use exeat::problem::Problems;
use std::process::ExitCode;

/// Done; a number other than 0 says what `--fail-on`, `law test` or `record rerun` found.
pub(crate) type Done = Result<u8, Failure>;

/// The record, run again, gave another answer.
pub(crate) const DIFFERS: u8 = 1;
const USAGE: u8 = 2;
const INPUT: u8 = 3;
/// The rulebook cannot be used, or fails its own cases.
pub(crate) const RULEBOOK: u8 = 4;

/// Why a command could not be done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line asks for what cannot be.
    Usage(anyhow::Error),
    /// A file cannot be read, or is not what it should be.
    Input(anyhow::Error),
    /// What is wrong in shipments, policies or records.
    BadInput(Vec<Problems>),
    /// What is wrong in the law.
    BadRulebook(Problems),
    /// The law cannot be read, or is not the one asked for.
    Rulebook(anyhow::Error),
    /// The store refuses, or cannot.
    Store(Fault),
    /// The answer cannot be written.
    Output(std::io::Error),
}

/// Tells on standard error why a command could not be done, and gives its status.
pub(crate) fn exit(done: Done) -> ExitCode {
    let failure = match done {
        Ok(status) => return ExitCode::from(status),
        Err(failure) => failure,
    };
    let colour = colour_of_errors();
    let (status, text) = match failure {
        Failure::Usage(error) => (USAGE, format!("error: {error:#}")),
        Failure::Input(error) => (INPUT, format!("error: {error:#}")),
        Failure::BadInput(problems) => {
            let all: Vec<String> = problems.iter().map(|problems| problems.render(colour)).collect();
            (INPUT, all.join("\n\n"))
        }
        Failure::BadRulebook(problems) => (RULEBOOK, problems.render(colour)),
        Failure::Rulebook(error) => (RULEBOOK, format!("error: {error:#}")),
        Failure::Store(fault) => (fault.status, format!("error: {}", fault.text)),
        // The reader went away, as `head` does: nobody is left to be told.
        Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Failure::Output(error) => (INPUT, format!("error: the answer cannot be written: {error}")),
    };
    eprintln!("{text}");
    ExitCode::from(status)
}
