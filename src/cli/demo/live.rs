//! The live part as its file holds it. Times are read in `when`, deeds are done in `play`.

use crate::domain::nominations::assessment::Factor;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole file.
#[derive(Debug, Deserialize)]
pub struct Live {
    pub accounts: Vec<Account>,
    pub panel: Panel,
    pub nominations: Vec<Nomination>,
    pub shortlists: Vec<Shortlist>,
    pub minutes: Vec<Minutes>,
    pub rounds: Vec<Round>,
    pub projects: Vec<Project>,
}

/// Somebody who can sign in.
#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    pub key: String,
    pub name: String,
    pub email: String,
    pub grants: Vec<Grant>,
}

/// What they may do where.
#[derive(Debug, Clone, Deserialize)]
pub struct Grant {
    pub role: String,
    pub area: String,
}

/// The panel.
#[derive(Debug, Deserialize)]
pub struct Panel {
    pub slug: String,
    pub name: String,
    pub area: String,
    pub about: String,
    pub founded_on: String,
    pub provenance: String,
    pub by: String,
    pub members: Vec<Member>,
}

/// A seat on it.
#[derive(Debug, Clone, Deserialize)]
pub struct Member {
    pub account: String,
    pub side: String,
    pub joined: String,
}

/// Who did something and when.
#[derive(Debug, Clone, Deserialize)]
pub struct Done {
    pub at: String,
    pub by: String,
}

/// Somebody without an account who nominated.
#[derive(Debug, Clone, Deserialize)]
pub struct Contact {
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub phone: String,
}

/// A nomination and what became of it.
#[derive(Debug, Clone, Deserialize)]
pub struct Nomination {
    pub key: String,
    pub by: Option<String>,
    pub at: String,
    pub category: String,
    pub title: String,
    pub place: String,
    pub beneficiary: String,
    pub land_owner: String,
    pub description: String,
    pub benefit: String,
    pub toilets: String,
    pub site_access: String,
    pub supports: Vec<Done>,
    pub steps: Vec<Step>,
    pub ward_code: String,
    pub postcode: String,
    pub contact: Option<Contact>,
}

/// The same score for each factor of an assessment.
pub fn even_scores(score: i64) -> BTreeMap<String, i64> {
    let name = |factor: &Factor| factor.code().replace('-', "_");
    let all = Factor::ALL.iter();
    all.map(|factor| (name(factor), score)).collect()
}

/// A decision about a nomination.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Step {
    pub at: String,
    pub by: String,
    #[serde(rename = "do")]
    pub what: String,
    #[serde(default)]
    pub permission: String,
    #[serde(default)]
    pub permission_from: String,
    #[serde(default)]
    pub risk_assessed_on: String,
    #[serde(default)]
    pub group_size: i64,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub scores: BTreeMap<String, i64>,
    #[serde(default)]
    pub estimate_minutes: i64,
    #[serde(default)]
    pub question: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub sentence: String,
    #[serde(default)]
    pub into: String,
}

/// A panel's shortlist.
#[derive(Debug, Clone, Deserialize)]
pub struct Shortlist {
    pub key: String,
    pub panel: String,
    pub title: String,
    pub places: i64,
    pub by: String,
    pub opened: String,
    pub candidates: Vec<String>,
    pub rankings: Vec<Ranking>,
    pub agreed: Option<Agreed>,
}

/// A member's order.
#[derive(Debug, Clone, Deserialize)]
pub struct Ranking {
    pub by: String,
    pub at: String,
    pub order: Vec<String>,
}

/// How the panel agreed.
#[derive(Debug, Clone, Deserialize)]
pub struct Agreed {
    pub at: String,
    pub by: String,
    pub reason: String,
}

/// Minutes of a meeting of a panel.
#[derive(Debug, Clone, Deserialize)]
pub struct Minutes {
    pub key: String,
    pub panel: String,
    pub by: String,
    pub at: String,
    pub met: String,
    pub present: i64,
    pub shortlist: String,
    pub decided: String,
    pub answers: Vec<MinutesAnswer>,
}

/// What a member says about minutes: that they agree, or what needs to be put right.
#[derive(Debug, Clone, Deserialize)]
pub struct MinutesAnswer {
    pub by: String,
    pub at: String,
    pub correction: Option<String>,
}

/// A vote.
#[derive(Debug, Clone, Deserialize)]
pub struct Round {
    pub slug: String,
    pub title: String,
    pub question: String,
    pub shortlist: String,
    pub drafted: Done,
    pub announced: Done,
    pub opens: String,
    pub closes: String,
    #[serde(default)]
    pub options: Vec<RoundOption>,
    #[serde(default)]
    pub choices: BTreeMap<String, usize>,
    #[serde(default)]
    pub voters: Vec<Voter>,
}

/// An option on the paper.
#[derive(Debug, Clone, Deserialize)]
pub struct RoundOption {
    pub id: String,
    pub nomination: String,
}

/// Somebody who has voted. Nothing says for what.
#[derive(Debug, Clone, Deserialize)]
pub struct Voter {
    pub email: String,
    pub postcode: String,
}

/// A project and what was done on it.
#[derive(Debug, Clone, Deserialize)]
pub struct Project {
    pub key: String,
    pub nomination: Option<String>,
    pub made: Done,
    pub supervised_by: String,
    pub group_limit: i64,
    pub summary: String,
    pub estimate_minutes: i64,
    pub steps: Vec<Move>,
    #[serde(default)]
    pub updates: Vec<Update>,
    #[serde(default)]
    pub sessions: Vec<Session>,
    #[serde(default)]
    pub corrections: Vec<Correction>,
    #[serde(default)]
    pub feedback: Vec<Feedback>,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub category: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub beneficiary: String,
    #[serde(default)]
    pub ward_code: String,
}

/// A project's step to another stage.
#[derive(Debug, Clone, Deserialize)]
pub struct Move {
    pub at: String,
    pub by: String,
    pub stage: String,
    #[serde(default)]
    pub planned_month: String,
    #[serde(default)]
    pub expected_on: String,
    #[serde(default)]
    pub closing_statement: String,
    #[serde(default)]
    pub reason: String,
}

/// News of a project.
#[derive(Debug, Clone, Deserialize)]
pub struct Update {
    pub at: String,
    pub by: String,
    pub title: String,
    pub body: String,
    pub published: Option<Done>,
}

/// A session return.
#[derive(Debug, Clone, Deserialize)]
pub struct Session {
    pub day: String,
    pub start: String,
    pub end: String,
    pub status: String,
    pub attending: i64,
    pub new_to_project: i64,
    pub minutes_offered: i64,
    pub minutes_credited: i64,
    pub reason: String,
    pub note: String,
    pub recorded: Done,
}

/// A correction of the session of a day.
#[derive(Debug, Clone, Deserialize)]
pub struct Correction {
    pub session: String,
    pub at: String,
    pub by: String,
    pub reason: String,
    pub attending: i64,
    pub new_to_project: i64,
    pub minutes_offered: i64,
    pub minutes_credited: i64,
}

/// What somebody thinks of the finished work.
#[derive(Debug, Clone, Deserialize)]
pub struct Feedback {
    pub at: String,
    pub by: String,
    pub rating: i64,
    pub words: String,
}
