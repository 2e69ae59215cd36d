//! The rulebooks of Exeat, embedded as they stand.
