//! The core of Exeat.
