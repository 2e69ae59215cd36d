//! `exeat completions`.

use crate::args::Exeat;
use crate::output;
use crate::status::Done;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Prints the completions of a shell.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  exeat completions bash > ~/.local/share/bash-completion/completions/exeat")]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

pub(crate) fn run(completions: &Completions) -> Done {
    let mut text = Vec::new();
    clap_complete::generate(completions.shell, &mut Exeat::command(), "exeat", &mut text);
    output::write(&String::from_utf8_lossy(&text))?;
    Ok(0)
}
