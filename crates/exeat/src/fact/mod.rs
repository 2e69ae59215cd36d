//! The shipment: who sends which items from where to whom, for what, when; every fact with who said it.

mod complete;
pub mod read;
mod shipment;
mod value;

pub use complete::{AnswerGiven, complete};
pub use shipment::{
    Amount, ClaimMade, ClassificationRecord, ClassificationResult, Declaration, EndUse, Evidence, LicenceAtHand, Line,
    Model, Named, Owner, Party, Role, ScreeningDecision, ScreeningVerdict, Shipment, When,
};
pub(crate) use value::QuickValue;
pub use value::{Author, Cells, FactSet, Source, Stated, Value};
