//! Plays the live part: everything that is done in it, in the order of time, through the product's own
//! actions with the clock held at each moment.

use super::live::{self, Live};
use super::other_votes::Deed as OtherDeed;
use super::others::Others;
use super::when::Start;
use crate::actions::{Desk, Person};
use crate::cli::Failure;
use crate::domain::ids::Reference;
use crate::domain::panels::minutes::AtText;
use crate::jobs;
use crate::ports::sealing::KeyPair;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// The demonstration while it is being made.
pub struct Play {
    pub desk: Desk,
    pub start: Start,
    /// Who there is, by key.
    pub people: HashMap<String, Person>,
    /// The references that nominations were given, by key.
    pub nominations: HashMap<String, String>,
    /// The rows of shortlists, by key.
    pub shortlists: HashMap<String, i64>,
    /// The minutes of meetings at their texts, by key.
    pub minutes: HashMap<String, AtText>,
    /// The references that projects were given, by key.
    pub projects: HashMap<String, Reference>,
    /// The updates that wait to be published, by project and title.
    pub updates: HashMap<(String, String), i64>,
    /// The keys that officers keep, by vote.
    pub box_keys: HashMap<String, KeyPair>,
    /// The last part of the campaign's address.
    pub campaign: String,
}

/// One thing that somebody does.
enum Deed<'l> {
    Seat(&'l live::Panel, &'l live::Member),
    Nominate(&'l live::Nomination),
    Support(&'l live::Nomination, &'l live::Done),
    Decide(&'l live::Nomination, &'l live::Step),
    OpenList(&'l live::Shortlist),
    Rank(&'l live::Shortlist, &'l live::Ranking),
    Agree(&'l live::Shortlist, &'l live::Agreed),
    WriteMinutes(&'l live::Minutes),
    AnswerMinutes(&'l live::Minutes, &'l live::MinutesAnswer),
    Draft(&'l live::Round),
    Announce(&'l live::Round),
    Vote(&'l live::Round),
    MakeProject(&'l live::Project),
    Move(&'l live::Project, &'l live::Move),
    WriteUpdate(&'l live::Project, &'l live::Update),
    PublishUpdate(&'l live::Project, &'l live::Update, &'l live::Done),
    Record(&'l live::Project, &'l live::Session),
    Correct(&'l live::Project, &'l live::Correction),
    Judge(&'l live::Project, &'l live::Feedback),
    Other(OtherDeed<'l>),
}

type Timeline<'l> = Vec<(DateTime<Utc>, Deed<'l>)>;

/// Everything that is done, in the order of time.
fn timeline<'l>(start: Start, live: &'l Live, others: &'l Others) -> Result<Timeline<'l>, Failure> {
    let mut deeds: Timeline = vec![];
    let mut at = |when: &str, deed| {
        deeds.push((start.instant(when)?, deed));
        Ok::<_, Failure>(())
    };
    for panel in std::iter::once(&live.panel).chain(&others.panels) {
        for member in &panel.members {
            at(&member.joined, Deed::Seat(panel, member))?;
        }
    }
    for nomination in &live.nominations {
        at(&nomination.at, Deed::Nominate(nomination))?;
        for done in &nomination.supports {
            at(&done.at, Deed::Support(nomination, done))?;
        }
        for step in &nomination.steps {
            at(&step.at, Deed::Decide(nomination, step))?;
        }
    }
    for list in &live.shortlists {
        at(&list.opened, Deed::OpenList(list))?;
        for ranking in &list.rankings {
            at(&ranking.at, Deed::Rank(list, ranking))?;
        }
        if let Some(agreed) = &list.agreed {
            at(&agreed.at, Deed::Agree(list, agreed))?;
        }
    }
    for minutes in &live.minutes {
        at(&minutes.at, Deed::WriteMinutes(minutes))?;
        for answer in &minutes.answers {
            at(&answer.at, Deed::AnswerMinutes(minutes, answer))?;
        }
    }
    for round in &live.rounds {
        at(&round.drafted.at, Deed::Draft(round))?;
        at(&round.announced.at, Deed::Announce(round))?;
        if !round.voters.is_empty() {
            at(&round.opens, Deed::Vote(round))?;
        }
    }
    for project in &live.projects {
        of_project(project, start, &mut deeds)?;
    }
    let of_others = others.deeds(start)?.into_iter();
    deeds.extend(of_others.map(|(at, deed)| (at, Deed::Other(deed))));
    // Stable: what is said first happens first where two things bear the same time.
    deeds.sort_by_key(|(at, _)| *at);
    Ok(deeds)
}

fn of_project<'l>(
    project: &'l live::Project,
    start: Start,
    deeds: &mut Timeline<'l>,
) -> Result<(), Failure> {
    let mut at = |when: &str, deed| {
        deeds.push((start.instant(when)?, deed));
        Ok::<_, Failure>(())
    };
    at(&project.made.at, Deed::MakeProject(project))?;
    for step in &project.steps {
        at(&step.at, Deed::Move(project, step))?;
    }
    for update in &project.updates {
        at(&update.at, Deed::WriteUpdate(project, update))?;
        if let Some(done) = &update.published {
            at(&done.at, Deed::PublishUpdate(project, update, done))?;
        }
    }
    for session in &project.sessions {
        at(&session.recorded.at, Deed::Record(project, session))?;
    }
    for correction in &project.corrections {
        at(&correction.at, Deed::Correct(project, correction))?;
    }
    for feedback in &project.feedback {
        at(&feedback.at, Deed::Judge(project, feedback))?;
    }
    Ok(())
}

impl Play {
    /// Plays everything up to now.
    pub async fn all(
        &mut self,
        live: &Live,
        others: &Others,
        until: DateTime<Utc>,
    ) -> Result<(), Failure> {
        for (at, deed) in timeline(self.start, live, others)? {
            if at > until {
                continue;
            }
            self.desk.clock.set(at);
            // What fell due since: rounds open by the clock, not by anybody's hand.
            jobs::catch_up_unpublished(&self.desk).await?;
            self.act(live, deed).await?;
        }
        self.desk.clock.set(until);
        for project in &live.projects {
            self.plan(project).await?;
        }
        jobs::catch_up_unpublished(&self.desk).await?;
        Ok(())
    }

    async fn act(&mut self, live: &Live, deed: Deed<'_>) -> Result<(), Failure> {
        match deed {
            Deed::Seat(panel, member) => self.seat(live, panel, member).await,
            Deed::Nominate(nomination) => self.nominate(nomination).await,
            Deed::Support(nomination, done) => self.support(nomination, done).await,
            Deed::Decide(nomination, step) => self.decide(nomination, step).await,
            Deed::OpenList(list) => self.open_list(list).await,
            Deed::Rank(list, ranking) => self.rank(list, ranking).await,
            Deed::Agree(list, agreed) => self.agree(list, agreed).await,
            Deed::WriteMinutes(minutes) => self.write_minutes(minutes).await,
            Deed::AnswerMinutes(minutes, answer) => self.answer_minutes(minutes, answer).await,
            Deed::Draft(round) => self.draft(round).await,
            Deed::Announce(round) => self.announce(round).await,
            Deed::Vote(round) => self.vote(round).await,
            Deed::MakeProject(project) => self.make_project(project).await,
            Deed::Move(project, step) => self.move_project(project, step).await,
            Deed::WriteUpdate(project, update) => self.write_update(project, update).await,
            Deed::PublishUpdate(project, update, done) => {
                self.publish_update(project, update, done).await
            }
            Deed::Record(project, session) => self.record(project, session).await,
            Deed::Correct(project, correction) => self.correct(project, correction).await,
            Deed::Judge(project, feedback) => self.judge(project, feedback).await,
            Deed::Other(deed) => self.other(deed).await,
        }
    }

    /// Somebody by key.
    pub fn person(&self, key: &str) -> Result<Person, Failure> {
        self.people
            .get(key)
            .cloned()
            .ok_or_else(|| Failure::new(format!("the demonstration names nobody {key:?}")))
    }

    /// The reference of a nomination by key.
    pub fn reference(&self, key: &str) -> Result<String, Failure> {
        self.nominations
            .get(key)
            .cloned()
            .ok_or_else(|| Failure::new(format!("the demonstration has no nomination {key:?} yet")))
    }
}
