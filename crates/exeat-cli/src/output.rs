//! Writing to standard output; colour only on a terminal, and never with `NO_COLOR`.

use crate::status::Failure;
use exeat::problem::Colour;
use std::io::{self, IsTerminal, Write};

/// Writes all of it, or says why not.
pub(crate) fn write(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)
}

/// Colour of standard output.
pub(crate) fn colour_of_answers() -> Colour {
    colour(io::stdout().is_terminal())
}

/// Colour of standard error.
pub(crate) fn colour_of_errors() -> Colour {
    colour(io::stderr().is_terminal())
}

fn colour(terminal: bool) -> Colour {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    if terminal && !no_color && !dumb { Colour::Styled } else { Colour::Plain }
}
