//! The commands on the store by themselves: `licence`, `audit`, `store`, `find`. The tests run it.

#[path = "../src/command/audit.rs"]
mod audit;
#[path = "../src/command/ledger/mod.rs"]
mod ledger;
#[path = "../src/command/licence/mod.rs"]
mod licence;
#[path = "../src/command/store.rs"]
mod store;

use std::process::ExitCode;

use clap::Parser;

/// Licences, records and the audit log.
#[derive(Debug, Parser)]
enum Ledger {
    /// Keeps licences.
    Licence(licence::LicenceCommand),
    /// Exports, proves and checks the audit log.
    Audit(audit::Audit),
    /// Looks after the store.
    Store(store::StoreCommand),
    /// Finds records.
    Find(store::Find),
}

fn main() -> ExitCode {
    let out = &mut std::io::stdout().lock();
    let done = match Ledger::parse() {
        Ledger::Licence(command) => licence::run(&command, out),
        Ledger::Audit(command) => audit::run(&command, out),
        Ledger::Store(command) => store::run(&command, out),
        Ledger::Find(command) => store::find(&command, out),
    };
    match done {
        Ok(status) => ExitCode::from(status),
        Err(fault) => {
            eprintln!("error: {}", fault.text);
            ExitCode::from(fault.status)
        }
    }
}
