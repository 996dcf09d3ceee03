//! The rules of nominations, held against tables of cases.

mod records;
mod rules;
