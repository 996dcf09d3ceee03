//! Ballot files for `count`: which kind a file is, and the contest in it.

use crate::cli::Failure;
use crate::domain::ballots::ballot_list::BallotList;
use crate::domain::ballots::count::Contest;
use crate::domain::ballots::formats::pabulib::{PbFault, PbFile};
use crate::domain::ballots::formats::{blt, decoded, pabulib};
use crate::domain::ballots::lots::Lots;
use crate::domain::ballots::method::{Method, PaperKind};
use crate::domain::ballots::publication::RULE_SHEET;
use crate::domain::ballots::rule_sheet::RuleSheet;
use std::fmt::Display;
use std::path::Path;

/// A ballot file that was read.
pub enum ContestFile {
    /// Ranked ballots of another program.
    Blt(blt::BltFile),
    /// A budget of another town.
    Pb(PbFile),
    /// Our own published list with its rule sheet.
    Own { sheet: Box<RuleSheet>, list: String },
}

/// Reads the file, of the kind that its name says.
pub fn read(path: &Path) -> Result<ContestFile, Failure> {
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or("");
    match ending.to_ascii_lowercase().as_str() {
        "blt" => {
            let file = blt::read(&decoded(&bytes(path)?));
            Ok(ContestFile::Blt(
                file.map_err(|fault| in_file(path, fault))?,
            ))
        }
        "pb" => {
            let file = pabulib::read(&decoded(&bytes(path)?));
            Ok(ContestFile::Pb(file.map_err(|fault| in_file(path, fault))?))
        }
        "csv" => {
            // The file that was named comes first, so that it is the one a message names if neither is there.
            let list = text(path)?;
            let beside = path.with_file_name(RULE_SHEET);
            let sheet =
                RuleSheet::read(&text(&beside)?).map_err(|fault| in_file(&beside, fault))?;
            Ok(ContestFile::Own {
                sheet: Box::new(sheet),
                list,
            })
        }
        _ => Err(wrong_use(format!(
            "{}: count reads files that end in .blt, .pb or .csv",
            path.display()
        ))),
    }
}

impl ContestFile {
    /// The method to count by where none is named: what the file says, or what its seats suggest.
    pub fn usual_method(&self) -> Method {
        match self {
            ContestFile::Blt(file) if file.seats == 1 => Method::RunOff,
            ContestFile::Blt(_) => Method::Transferable,
            ContestFile::Pb(file) => file.method(),
            ContestFile::Own { sheet, .. } => sheet.method,
        }
    }

    /// The contest for a method.
    pub fn contest(
        &self,
        path: &Path,
        method: Method,
        as_approvals: bool,
    ) -> Result<Contest, Failure> {
        match self {
            ContestFile::Blt(file) => file.contest().map_err(|fault| in_file(path, fault)),
            ContestFile::Pb(file) => match file.contest(method, as_approvals) {
                Ok(contest) => Ok(contest),
                Err(PbFault::Unsuited(why)) => Err(wrong_use(in_file(path, why).line)),
                Err(PbFault::Format(fault)) => Err(in_file(path, fault)),
            },
            ContestFile::Own { sheet, list } => {
                check_suits(sheet, method)?;
                let list = BallotList::read(list).map_err(|fault| in_file(path, fault))?;
                let tally = list.tally(sheet).map_err(|fault| in_file(path, fault))?;
                let mut contest = Contest::of_round(sheet, tally);
                let minutes = sheet.options.iter().map(|option| option.minutes);
                contest.costs = minutes.collect::<Option<Vec<_>>>().unwrap_or_default();
                contest.seats = contest.seats.max(1);
                Ok(contest)
            }
        }
    }

    /// The lot order that somebody wrote: by names, or for our own lists by ids too.
    pub fn lots(&self, contest: &Contest, order: &str) -> Result<Lots, Failure> {
        let by_name = Lots::parse(order, &contest.names);
        let found = match self {
            ContestFile::Own { sheet, .. } => {
                by_name.or_else(|fault| Lots::parse(order, &sheet.ids()).map_err(|_| fault))
            }
            _ => by_name,
        };
        found.map_err(|fault| wrong_use(fault.to_string()))
    }

    /// The lot order that a public value gives to one of our own rounds.
    pub fn drawn(&self, value: &str) -> Result<Lots, Failure> {
        match self {
            ContestFile::Own { sheet, .. } => {
                Ok(Lots::drawn(sheet.round_id().as_str(), value, &sheet.ids()))
            }
            _ => Err(wrong_use(
                "only a published ballots.csv has a rule for a public value",
            )),
        }
    }

    /// What the vote is called.
    pub fn title(&self) -> &str {
        match self {
            ContestFile::Blt(file) => &file.title,
            ContestFile::Pb(file) => {
                let named = |wanted: &str| {
                    let mut fields = file.meta.iter();
                    fields.find(|(key, _)| key.eq_ignore_ascii_case(wanted))
                };
                named("description").map_or("", |(_, title)| title)
            }
            ContestFile::Own { sheet, .. } => &sheet.title,
        }
    }

    /// The ids of the options and what they are called.
    pub fn ids_and_labels<'a>(&'a self, contest: &'a Contest) -> (Vec<&'a str>, Vec<&'a str>) {
        match self {
            ContestFile::Blt(_) => {
                let names: Vec<&str> = contest.names.iter().map(String::as_str).collect();
                (names.clone(), names)
            }
            ContestFile::Pb(file) => {
                let projects = file.projects.iter();
                projects
                    .map(|project| (project.id.as_str(), project.name.as_str()))
                    .unzip()
            }
            ContestFile::Own { sheet, .. } => {
                let options = sheet.options.iter();
                options
                    .map(|option| (option.id.as_str(), option.label.as_str()))
                    .unzip()
            }
        }
    }

    /// What is worth saying about the file besides its result.
    pub fn notes(&self) -> &[String] {
        match self {
            ContestFile::Pb(file) => &file.notes,
            _ => &[],
        }
    }
}

/// Our own papers can be counted by another method only if they were marked for it.
fn check_suits(sheet: &RuleSheet, method: Method) -> Result<(), Failure> {
    let suits = match (sheet.method.paper(), method.paper()) {
        (_, PaperKind::OneTick) => sheet.method.paper() != PaperKind::Ticks,
        (PaperKind::OneTick, PaperKind::Ticks) => method == Method::Approval,
        (marked, needed) => marked == needed,
    };
    if suits {
        return Ok(());
    }
    Err(wrong_use(format!(
        "papers that were marked for {} cannot be counted by {method}",
        sheet.method
    )))
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| in_file(path, error))
}

fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(path)?).map_err(|_| in_file(path, "it is not UTF-8 text"))
}

/// A failure over a file.
pub fn in_file(path: &Path, fault: impl Display) -> Failure {
    Failure::new(format!("{}: {fault}", path.display()))
}

/// A failure for wrong use: exit code 2.
pub fn wrong_use(line: impl Display) -> Failure {
    Failure {
        line: line.to_string(),
        code: 2,
    }
}
