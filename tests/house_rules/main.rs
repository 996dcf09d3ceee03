//! The rules of the house, read from the sources: who may name whom, how long things are, what they
//! are called, and that a migration, once merged, is never edited.
//!
//! Each test says which file breaks which rule. An exception stands in a table beside its rule, with
//! its reason.

mod imports;
mod migrations;
mod sizes;
mod source;
mod words;
