//! `exeat man`: the manual page, all subcommands on one page.

use crate::args::Exeat;
use crate::output;
use crate::status::{Done, Failure};
use clap::{Command, CommandFactory};
use clap_mangen::Man;

pub(crate) fn run() -> Done {
    let mut exeat = Exeat::command();
    exeat.build();
    let mut text = Vec::new();
    Man::new(exeat.clone()).render(&mut text).map_err(Failure::Output)?;
    pages(&exeat, &mut text).map_err(Failure::Output)?;
    output::write(&String::from_utf8_lossy(&text))?;
    Ok(0)
}

/// The sections of all subcommands, below one another.
fn pages(command: &Command, text: &mut Vec<u8>) -> std::io::Result<()> {
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        let name = below.get_bin_name().unwrap_or(below.get_name()).to_uppercase();
        text.extend_from_slice(format!(".SH {name}\n").as_bytes());
        let man = Man::new(below.clone());
        man.render_description_section(text)?;
        if below.get_arguments().next().is_some() {
            man.render_options_section(text)?;
        }
        man.render_extra_section(text)?;
        pages(below, text)?;
    }
    Ok(())
}
