//! The command `exeat`.

mod args;
mod asked;
mod catalogue;
mod command;
mod input;
mod law;
mod output;
mod pack;
mod status;
mod toml_text;

use args::{Command, Exeat};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let exeat = Exeat::parse();
    let done = match exeat.command {
        Command::Check(check) => command::check::run(&check),
        Command::Law(law) => command::law::run(&law),
        Command::Screen(screen) => command::screen::run(&screen),
        Command::Lists(lists) => command::lists::run(&lists),
        Command::Record(record) => command::record::run(&record),
        Command::Licence(licence) => command::licence::run(&licence),
        Command::Store(store) => command::store::run(&store),
        Command::Audit(audit) => command::audit::run(&audit),
        Command::Completions(completions) => command::completions::run(&completions),
        Command::Man => command::man::run(),
    };
    status::exit(done)
}
