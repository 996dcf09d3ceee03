//! Pabulib `.pb`: votes on a budget, as real participatory budgets are published.
//!
//! Three sections, `META`, `PROJECTS` and `VOTES`, with columns named by a header. Amounts may have
//! decimal places; they are whole numbers of the smallest unit here. What the file says of itself
//! and does not hold true becomes a note, not a refusal. Start at [`read`].

use std::collections::HashMap;

use super::super::count::{Amount, Contest};
use super::super::method::Method;
use super::super::paper::OptionIndex;
use super::super::tally::Tally;
use super::FormatFault;
use super::pabulib_text::{Row, Section, sections};

/// The most projects that a file may have.
const MOST_PROJECTS: usize = 20_000;

/// The most decimal places of an amount.
const MOST_PLACES: u32 = 6;

/// A Pabulib file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbFile {
    /// What the file says of itself, in its order.
    pub meta: Vec<(String, String)>,
    pub vote_type: VoteType,
    pub budget: Amount,
    /// Decimal places of all amounts.
    pub places: u32,
    pub projects: Vec<PbProject>,
    /// What each voter lists, in the order listed.
    pub votes: Vec<Vec<OptionIndex>>,
    /// What the file says of itself and does not hold true.
    pub notes: Vec<String>,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbProject {
    pub id: String,
    pub name: String,
    pub cost: Amount,
    /// Whether it was selected, where the file says so.
    pub selected: Option<bool>,
}

/// How the voters of a file marked their papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteType {
    Approval,
    /// One project each.
    ChooseOne,
    /// An order of preference.
    Ordinal,
    /// Points out of a sum.
    Cumulative,
    /// A score for each.
    Scoring,
}

/// Why a method cannot count a file's votes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{method} needs {needed}, and the votes are of the type '{}'; with --as-approvals every \
     project listed counts as approved", vote_type.name()
)]
pub struct Unsuited {
    pub method: Method,
    pub needed: &'static str,
    pub vote_type: VoteType,
}

impl VoteType {
    const ALL: [VoteType; 5] = [
        VoteType::Approval,
        VoteType::ChooseOne,
        VoteType::Ordinal,
        VoteType::Cumulative,
        VoteType::Scoring,
    ];

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            VoteType::Approval => "approval",
            VoteType::ChooseOne => "choose-1",
            VoteType::Ordinal => "ordinal",
            VoteType::Cumulative => "cumulative",
            VoteType::Scoring => "scoring",
        }
    }
}

/// Reads a file.
pub fn read(text: &str) -> Result<PbFile, FormatFault> {
    let [meta, projects, votes] = sections(text)?;
    let said = |key: &str| {
        meta.rows
            .iter()
            .find(|row| row.field(0).eq_ignore_ascii_case(key))
            .map(|row| (row.line, row.field(1)))
    };
    let (line, budget) = said("budget")
        .ok_or_else(|| FormatFault::at(meta.line, "budget", "META does not say the budget"))?;
    let budget = decimal(line, "budget", budget)?;
    let vote_type = match said("vote_type") {
        None => VoteType::Approval,
        Some((line, name)) => VoteType::ALL
            .into_iter()
            .find(|known| known.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| FormatFault::at(line, "vote_type", format!("'{name}' is not known")))?,
    };
    let (projects, costs) = read_projects(&projects)?;
    let mut file = PbFile {
        meta: meta
            .rows
            .iter()
            .map(|row| (row.field(0).to_owned(), row.field(1).to_owned()))
            .collect(),
        vote_type,
        budget: 0,
        places: 0,
        votes: read_votes(&votes, &projects, vote_type)?,
        projects,
        notes: Vec::new(),
    };
    file.scale(line, budget, &costs)?;
    for (key, holds) in [
        ("num_projects", file.projects.len()),
        ("num_votes", file.votes.len()),
    ] {
        if let Some((_, says)) = said(key).filter(|(_, says)| says.parse() != Ok(holds)) {
            file.notes.push(format!(
                "META says {key} is {says}, and the file holds {holds}"
            ));
        }
    }
    Ok(file)
}

/// An amount as written: its digits without a point, and how many of them stand after it.
pub type Decimal = (u64, u32);

/// A cost as written, with its line.
type CostLine = (usize, Decimal);

/// Reads an amount. The decimal sign is a point, or a comma before one or two digits.
pub fn decimal(line: usize, field: &str, text: &str) -> Result<Decimal, FormatFault> {
    let fault = || FormatFault::at(line, field, format!("'{text}' is not an amount"));
    let text = text.replace([' ', '\u{a0}'], "");
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((&text, ""));
    // A comma before three digits may part thousands.
    if text.contains(',') && part.len() > 2 {
        return Err(fault());
    }
    let part = part.trim_end_matches('0');
    let digits = format!("{whole}{part}");
    let places = u32::try_from(part.len())
        .ok()
        .filter(|places| *places <= MOST_PLACES);
    if whole.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(fault());
    }
    Ok((
        digits.parse().map_err(|_| fault())?,
        places.ok_or_else(fault)?,
    ))
}

fn read_projects(section: &Section) -> Result<(Vec<PbProject>, Vec<CostLine>), FormatFault> {
    let id_column = section.needs("project_id")?;
    let cost_column = section.needs("cost")?;
    let name_column = section.column("name");
    let selected_column = section.column("selected");
    let mut seen = HashMap::new();
    let (mut projects, mut costs) = (Vec::new(), Vec::new());
    for row in &section.rows {
        let id = row.field(id_column);
        if id.is_empty() || id.contains(',') {
            let why = "a project needs an id without commas";
            return Err(FormatFault::at(row.line, "project_id", why));
        }
        if let Some(before) = seen.insert(id, row.line) {
            let why = format!("'{id}' stands on line {before} already");
            return Err(FormatFault::at(row.line, "project_id", why));
        }
        if projects.len() >= MOST_PROJECTS {
            return Err(FormatFault::at(row.line, "project_id", "too many projects"));
        }
        costs.push((row.line, decimal(row.line, "cost", row.field(cost_column))?));
        let selected = selected_column
            .map(|column| row.field(column))
            .filter(|f| !f.is_empty());
        projects.push(PbProject {
            id: id.to_owned(),
            name: name_column
                .map_or("", |column| row.field(column))
                .to_owned(),
            cost: 0,
            selected: selected.map(|flag| flag == "1"),
        });
    }
    if projects.is_empty() {
        return Err(FormatFault::at(
            section.line,
            "PROJECTS",
            "there are no projects",
        ));
    }
    Ok((projects, costs))
}

fn read_votes(
    section: &Section,
    projects: &[PbProject],
    vote_type: VoteType,
) -> Result<Vec<Vec<OptionIndex>>, FormatFault> {
    let vote_column = section.needs("vote")?;
    let points_column = match vote_type {
        VoteType::Cumulative | VoteType::Scoring => section.column("points"),
        _ => None,
    };
    let places: HashMap<&str, OptionIndex> = projects
        .iter()
        .zip(0..)
        .map(|(project, place)| (project.id.as_str(), place))
        .collect();
    let mut votes = Vec::with_capacity(section.rows.len());
    for row in &section.rows {
        let points = points_column.map(|column| row.field(column));
        votes.push(listed(row, row.field(vote_column), points, &places)?);
    }
    if vote_type == VoteType::ChooseOne
        && let Some(place) = votes.iter().position(|vote| vote.len() > 1)
    {
        let why = "more than one project is chosen, and the type is choose-1";
        return Err(FormatFault::at(section.rows[place].line, "vote", why));
    }
    Ok(votes)
}

/// The projects that a vote lists, each once; those given no points are left out.
fn listed(
    row: &Row,
    vote: &str,
    points: Option<&str>,
    places: &HashMap<&str, OptionIndex>,
) -> Result<Vec<OptionIndex>, FormatFault> {
    let mut points = points.map(|points| points.split(','));
    let mut listed = Vec::new();
    for id in vote.split(',').map(str::trim) {
        let point = points.as_mut().and_then(Iterator::next).map(str::trim);
        if id.is_empty() {
            continue;
        }
        let place = places.get(id).ok_or_else(|| {
            FormatFault::at(row.line, "vote", format!("there is no project '{id}'"))
        })?;
        let worthless = point.is_some_and(|point| {
            !point.is_empty() && point.bytes().all(|byte| matches!(byte, b'0' | b'.'))
        });
        if !worthless && !listed.contains(place) {
            listed.push(*place);
        }
    }
    Ok(listed)
}

impl PbFile {
    /// Brings all amounts to the same number of decimal places.
    fn scale(
        &mut self,
        budget_line: usize,
        budget: Decimal,
        costs: &[CostLine],
    ) -> Result<(), FormatFault> {
        let places = costs
            .iter()
            .map(|(_, (_, places))| *places)
            .max()
            .unwrap_or(0)
            .max(budget.1);
        let scaled = |line: usize, field: &str, (digits, own): Decimal| {
            10_u64
                .checked_pow(places - own)
                .and_then(|unit| digits.checked_mul(unit))
                .ok_or_else(|| {
                    FormatFault::at(line, field, "the amount is too large to count with")
                })
        };
        self.places = places;
        self.budget = scaled(budget_line, "budget", budget)?;
        for (project, (line, cost)) in self.projects.iter_mut().zip(costs) {
            project.cost = scaled(*line, "cost", *cost)?;
        }
        Ok(())
    }

    /// What META says under a key.
    pub fn said(&self, key: &str) -> Option<&str> {
        let found = self
            .meta
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(key));
        found.map(|(_, value)| value.as_str())
    }

    /// The method that the file names, as far as it is one of ours; greedy where it names none.
    pub fn method(&self) -> Method {
        let rule = self.said("rule").unwrap_or("").to_lowercase();
        if rule.starts_with("equalshares") || rule.starts_with("mes") {
            Method::EqualShares
        } else {
            Method::Greedy
        }
    }

    /// The contest for a method, options called by their ids.
    ///
    /// Rankings are for ranked methods and single choice; points are for none of ours. Reading
    /// them as approvals changes what voters said, so it has to be asked for.
    pub fn contest(&self, method: Method, as_approvals: bool) -> Result<Contest, PbFault> {
        let needed = match (method, self.vote_type) {
            (_, VoteType::ChooseOne) | (Method::Plurality, VoteType::Ordinal) => None,
            (Method::RunOff | Method::Transferable, VoteType::Ordinal) => None,
            (Method::RunOff | Method::Transferable, _) => Some("rankings"),
            (Method::Plurality, _) => Some("a single choice"),
            (_, VoteType::Approval) => None,
            (_, _) if as_approvals => None,
            (_, _) => Some("approvals"),
        };
        if let Some(needed) = needed {
            return Err(PbFault::Unsuited(Unsuited {
                method,
                needed,
                vote_type: self.vote_type,
            }));
        }
        let mut tally = Tally::new(self.projects.len());
        for vote in &self.votes {
            let mut read = vote.clone();
            if !matches!(
                method,
                Method::RunOff | Method::Transferable | Method::Plurality
            ) {
                read.sort_unstable();
            }
            tally
                .add(&read, 1)
                .map_err(|why| FormatFault::at(1, "VOTES", why.to_string()))?;
        }
        Ok(Contest {
            names: self
                .projects
                .iter()
                .map(|project| project.id.clone())
                .collect(),
            tally,
            seats: 1,
            costs: self.projects.iter().map(|project| project.cost).collect(),
            budget: Some(self.budget),
            places: self.places,
        })
    }
}

/// Why a file does not make a contest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PbFault {
    #[error(transparent)]
    Unsuited(#[from] Unsuited),
    #[error(transparent)]
    Format(#[from] FormatFault),
}
