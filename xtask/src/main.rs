//! The command `exeat`.

fn main() {}
