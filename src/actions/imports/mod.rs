//! Files of existing records: projects, session returns and attendance lists, all or nothing.
//!
//! Every line is read and checked; one mistake anywhere and nothing changes. Rows that are there
//! already are counted and left alone, so that the same file twice adds nothing. Start at [`sheet`].

pub(super) mod against;
pub mod attendances;
mod bounded;
pub mod faults;
mod known;
mod project_lines;
pub mod projects;
mod raw;
mod return_lines;
pub mod returns;
pub mod rows;
pub mod running;
pub mod sheet;
pub mod uploads;

use crate::actions::Refusal;
use faults::Faults;

/// Whether to keep what a file says, or only to look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// Keep it, if there is no mistake.
    ForReal,
    /// Find every mistake and change nothing.
    Dry,
}

/// What is wrong with a line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1, which is the heading.
    pub line: u64,
    /// The column; empty where it is about the line as a whole.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

impl Fault {
    /// What is wrong with a cell.
    pub fn new(line: u64, field: &str, message: impl ToString) -> Fault {
        Fault {
            line,
            field: field.to_string(),
            message: message.to_string(),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.field.is_empty() {
            write!(f, "line {}: {}", self.line, self.message)
        } else {
            write!(f, "line {}, {}: {}", self.line, self.field, self.message)
        }
    }
}

/// What came of a file that had no mistake.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows added, or that would be added.
    pub added: usize,
    /// Rows that were there already, or add nobody: see [`attendances::ABSENCES`].
    pub already_there: usize,
    /// Rows that name something this database does not have, and were added without the link.
    pub unlinked: usize,
    /// Sessions that attendances made or were added to.
    pub sessions: usize,
    /// People counted as new to a project of which some sessions are head-counts, so that they may have
    /// been counted there before.
    pub unsure: usize,
}

/// Why a file changed nothing.
#[derive(Debug)]
pub enum NotImported {
    /// Its mistakes, in order of line.
    Faults(Faults),
    /// Something else.
    Refused(Refusal),
}

impl<E: Into<Refusal>> From<E> for NotImported {
    fn from(error: E) -> Self {
        NotImported::Refused(error.into())
    }
}

/// Called now and then with the number of lines read.
pub type Progress = std::sync::Arc<dyn Fn(u64) + Send + Sync>;

/// For whoever does not want to know.
pub fn silently() -> Progress {
    std::sync::Arc::new(|_| {})
}
