//! What may be done to a licence.

use jiff::civil::Date;

use super::amount::Amount;
use super::clock::{Clock, StopReason};
use super::limit::Part;
use super::scope::Asked;
use super::terms::Terms;

/// What a shipment asks of a licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The version that the asker read; absent: whichever is valid.
    pub version: Option<u32>,
    /// The shipment's day.
    pub on: Date,
    /// The shipment's reference.
    pub shipment: String,
    /// Item, parties, destination, end use.
    pub asked: Asked,
    /// Amounts, each of a line of the licence.
    pub amounts: Vec<(u32, Amount)>,
}

impl Claim {
    /// Most amounts of one claim: as many as a licence has limits.
    pub const AMOUNTS_MAX: usize = Terms::LIMITS_MAX;
}

/// One act on a licence. Acts are never edited; what was wrong is reversed by another act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Write the application, or write it anew.
    Draft(Box<Terms>),
    /// Hand it in.
    Apply,
    /// The authority takes it up; the clock that starts, if any.
    Accept(Option<Clock>),
    /// A clock stands still.
    Stop {
        /// The clock's name.
        clock: String,
        /// First day that does not count.
        from: Date,
        /// What it waits for.
        reason: StopReason,
    },
    /// A clock runs again.
    Restart {
        /// The clock's name.
        clock: String,
        /// First day that counts again.
        on: Date,
    },
    /// The authority grants, on the terms given or as applied.
    Grant {
        /// The day of the grant.
        on: Date,
        /// The authority's number.
        number: String,
        /// The terms granted, with their days.
        terms: Box<Terms>,
    },
    /// The authority turns it down.
    Refuse,
    /// The applicant takes it back.
    Withdraw,
    /// New terms: a new version.
    Amend(Box<Terms>),
    /// A clock starts that has no step of its own: an amendment asked for, a customs challenge.
    Start(Clock),
    /// Stop its use.
    Suspend,
    /// Let it be used again.
    Resume,
    /// Take it away.
    Revoke,
    /// Hand it back.
    Surrender,
    /// Record on this day that its days are over.
    Lapse(Date),
    /// Hold for a shipment, until a day.
    Reserve {
        /// What is asked.
        claim: Claim,
        /// Last day of the hold.
        until: Date,
    },
    /// Draw at once.
    Draw(Claim),
    /// Draw from the reservation referred to; what is left of it is freed.
    DrawReserved(Claim),
    /// Free the reservation referred to.
    Release,
    /// Free the reservation referred to, whose hold is over on this day.
    Expire(Date),
    /// Undo the draw referred to.
    Reverse,
}

/// What an act refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriorKind {
    /// A reservation, held until this day.
    Reservation {
        /// Last day of the hold.
        until: Date,
    },
    /// A draw.
    Draw,
    /// Anything else: nothing can refer to it.
    Other,
}

/// The earlier movement that an act refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prior {
    /// What it was.
    pub kind: PriorKind,
    /// What it moved.
    pub parts: Vec<Part>,
    /// Whether it has been drawn, released, expired or reversed.
    pub settled: bool,
}

impl Act {
    /// The act's name, as kept in the ledger.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Act::Draft(_) => "draft",
            Act::Apply => "apply",
            Act::Accept(_) => "accept",
            Act::Stop { .. } => "stop",
            Act::Restart { .. } => "restart",
            Act::Grant { .. } => "grant",
            Act::Refuse => "refuse",
            Act::Withdraw => "withdraw",
            Act::Amend(_) => "amend",
            Act::Start(_) => "start",
            Act::Suspend => "suspend",
            Act::Resume => "resume",
            Act::Revoke => "revoke",
            Act::Surrender => "surrender",
            Act::Lapse(_) => "lapse",
            Act::Reserve { .. } => "reserve",
            Act::Draw(_) | Act::DrawReserved(_) => "draw",
            Act::Release => "release",
            Act::Expire(_) => "expire",
            Act::Reverse => "reverse",
        }
    }

    /// The claim inside, if it makes one.
    #[must_use]
    pub fn claim(&self) -> Option<&Claim> {
        match self {
            Act::Reserve { claim, .. } | Act::Draw(claim) | Act::DrawReserved(claim) => Some(claim),
            _ => None,
        }
    }

    /// Whether the act refers to an earlier movement.
    #[must_use]
    pub fn refers(&self) -> bool {
        matches!(self, Act::DrawReserved(_) | Act::Release | Act::Expire(_) | Act::Reverse)
    }
}
