//! What the file of other votes holds, and what it adds to the live part: nominations, shortlists, and the
//! deeds that `other_votes` does.

use super::live::{self, Live};
use super::other_votes::Deed;
use super::seeds;
use super::when::{NotATime, Start};
use crate::cli::Failure;
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// The whole file.
#[derive(Debug, Deserialize)]
pub struct Others {
    pub accounts: Vec<live::Account>,
    pub panels: Vec<live::Panel>,
    pub votes: Vec<Vote>,
    pub campaign: Campaign,
}

/// A vote that is over.
#[derive(Debug, Deserialize)]
pub struct Vote {
    pub slug: String,
    pub title: String,
    pub question: String,
    pub method: String,
    pub seats: i64,
    pub budget_hours: Option<i64>,
    pub sealed: bool,
    pub list: List,
    pub drafted: live::Done,
    pub announced: live::Done,
    pub opens: String,
    pub closes: String,
    pub papers: Vec<Papers>,
    pub counted: live::Done,
    pub declared: live::Done,
    pub answered: Option<Answered>,
    pub planned: Planned,
}

/// When the winners' projects were given a month.
#[derive(Debug, Deserialize)]
pub struct Planned {
    pub at: String,
    pub by: String,
    pub month: String,
}

/// So many papers with the same marks: keys of places, with `+` or `>` between.
#[derive(Debug, Deserialize)]
pub struct Papers {
    pub choices: String,
    pub count: usize,
}

/// What the panel said to a result.
#[derive(Debug, Deserialize)]
pub struct Answered {
    pub at: String,
    pub by: String,
    pub words: String,
}

/// A shortlist and the nominations on it.
#[derive(Debug, Deserialize)]
pub struct List {
    pub key: String,
    pub panel: String,
    pub title: String,
    pub by: String,
    pub nominated: String,
    pub passed: live::Done,
    pub assessed: live::Done,
    pub opened: String,
    pub rankings: Vec<live::Done>,
    pub agreed: live::Agreed,
    pub candidates: Vec<Candidate>,
}

/// A nomination on it.
#[derive(Debug, Deserialize)]
pub struct Candidate {
    pub key: String,
    pub by: String,
    pub title: String,
    pub category: String,
    pub place: String,
    pub ward_code: String,
    pub postcode: String,
    pub land_owner: String,
    pub description: String,
    pub benefit: String,
    pub hours: i64,
    pub summary: String,
}

/// Votes in several areas at once.
#[derive(Debug, Deserialize)]
pub struct Campaign {
    pub name: String,
    pub about: String,
    pub question: String,
    pub method: String,
    pub seats: i64,
    pub area: String,
    pub made: live::Done,
    pub announced: String,
    pub opens: String,
    pub closes: String,
    pub lists: Vec<List>,
}

impl Others {
    /// Reads the file.
    pub fn read() -> Result<Others, Failure> {
        serde_json::from_str(seeds::OTHER_VOTES)
            .map_err(|error| Failure::new(format!("other-votes.json: {error}")))
    }

    /// Adds its people, nominations and shortlists to the live part, which plays them like its own.
    pub fn join(&self, live: &mut Live) {
        live.accounts.extend(self.accounts.iter().cloned());
        let of_votes = self.votes.iter().map(|vote| &vote.list);
        for list in of_votes.chain(&self.campaign.lists) {
            let nominations = list.candidates.iter().map(|one| one.nomination(list));
            live.nominations.extend(nominations);
            live.shortlists.push(list.shortlist());
        }
    }

    /// What is done with its votes, and when.
    pub fn deeds(&self, start: Start) -> Result<Vec<(DateTime<Utc>, Deed<'_>)>, NotATime> {
        let mut deeds = vec![];
        for vote in &self.votes {
            let answered = vote.answered.as_ref().map(|answered| &answered.at);
            let of_vote = [
                (Some(&vote.drafted.at), Deed::Draft(vote)),
                (Some(&vote.announced.at), Deed::Announce(vote)),
                (Some(&vote.opens), Deed::Vote(vote)),
                (Some(&vote.counted.at), Deed::Count(vote)),
                (Some(&vote.declared.at), Deed::Declare(vote)),
                (answered, Deed::Answer(vote)),
                (Some(&vote.planned.at), Deed::Plan(vote)),
            ];
            for (when, deed) in of_vote {
                if let Some(when) = when {
                    deeds.push((start.instant(when)?, deed));
                }
            }
        }
        let campaign = &self.campaign;
        let (made, announced) = (&campaign.made.at, &campaign.announced);
        deeds.push((start.instant(made)?, Deed::MakeCampaign(campaign)));
        deeds.push((start.instant(announced)?, Deed::AnnounceCampaign(campaign)));
        Ok(deeds)
    }
}

impl List {
    fn shortlist(&self) -> live::Shortlist {
        let order: Vec<String> = self.candidates.iter().map(|one| one.key.clone()).collect();
        let ranking = |done: &live::Done| live::Ranking {
            by: done.by.clone(),
            at: done.at.clone(),
            order: order.clone(),
        };
        live::Shortlist {
            key: self.key.clone(),
            panel: self.panel.clone(),
            title: self.title.clone(),
            places: i64::try_from(self.candidates.len()).unwrap_or(0),
            by: self.by.clone(),
            opened: self.opened.clone(),
            rankings: self.rankings.iter().map(ranking).collect(),
            candidates: order.clone(),
            agreed: Some(self.agreed.clone()),
        }
    }
}

impl Candidate {
    fn nomination(&self, list: &List) -> live::Nomination {
        let step = |done: &live::Done, what: &str| live::Step {
            at: done.at.clone(),
            by: done.by.clone(),
            what: what.into(),
            ..live::Step::default()
        };
        let (day, _) = list.assessed.at.split_once(' ').unwrap_or_default();
        let assess = live::Step {
            permission: "given".into(),
            permission_from: self.land_owner.clone(),
            risk_assessed_on: day.into(),
            group_size: 4,
            summary: self.summary.clone(),
            scores: live::even_scores(3),
            estimate_minutes: self.hours * 60,
            ..step(&list.assessed, "assess")
        };
        live::Nomination {
            key: self.key.clone(),
            by: Some(self.by.clone()),
            at: list.nominated.clone(),
            category: self.category.clone(),
            title: self.title.clone(),
            place: self.place.clone(),
            beneficiary: "Everybody who lives nearby".into(),
            land_owner: self.land_owner.clone(),
            description: self.description.clone(),
            benefit: self.benefit.clone(),
            toilets: "Within five minutes’ walk".into(),
            site_access: "Level".into(),
            supports: vec![],
            steps: vec![step(&list.passed, "pass"), assess],
            ward_code: self.ward_code.clone(),
            postcode: self.postcode.clone(),
            contact: None,
        }
    }
}
