//! Votes that wait for an officer: to be announced, opened with a test ballot, counted, declared.

use super::tasks::{Task, longest, may_somewhere};
use crate::domain::ballots::round::Stage as RoundStage;
use crate::domain::policy::Permission;
use crate::domain::text::plural;
use crate::domain::time::{london_date, long_date};
use crate::store::ballots::papers::{self, Batch};
use crate::store::ballots::{self, Mode, Round, State, keys};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Votes that wait for whoever asks.
pub async fn tasks(visit: &Visit) -> Result<Vec<Task>, Problem> {
    if !may_somewhere(visit, Permission::RunRounds) {
        return Ok(vec![]);
    }
    let rounds = ballots::all(&visit.read()).await?;
    let mut tasks = vec![];
    for round in &rounds {
        if visit.may(Permission::RunRounds, &round.area_code) {
            tasks.extend(test_ballot(visit, round).await?);
            match unfinished(visit, round).await? {
                Some(unfinished) => tasks.extend(unfinished),
                None => tasks.extend(vote(visit, round)),
            }
        }
    }
    Ok(longest(tasks))
}

/// A sealed vote stays shut until each key of its box has opened a test ballot.
async fn test_ballot(visit: &Visit, round: &Round) -> Result<Option<Task>, Problem> {
    let waits = round.state.is(RoundStage::Announced) && round.mode == Mode::Sealed;
    if !waits || keys::untested(&visit.read(), round.id).await? == 0 {
        return Ok(None);
    }
    let opens = long_date(london_date(round.times.opens_at));
    let is_late = round.times.opens_at <= visit.now();
    Ok(Some(Task {
        act: "Open the test ballot",
        title: round.title.clone(),
        href: format!("/staff/rounds/{}/keys", round.slug),
        area: round.area_name.clone(),
        since: london_date(round.announced_at.unwrap_or(round.times.opens_at)),
        note: if is_late {
            format!("It was to open on {opens} and stays shut until then")
        } else {
            format!("Opens on {opens}, and not before this is done")
        },
    }))
}

/// Papers of a closed vote that are not signed off by two people: it cannot be counted before. None where
/// there are no such, and no task where all of them wait for somebody else's signature.
async fn unfinished(visit: &Visit, round: &Round) -> Result<Option<Option<Task>>, Problem> {
    if !round.state.is(RoundStage::Closed) {
        return Ok(None);
    }
    let batches = papers::batches(&visit.read(), round.id).await?;
    let open: Vec<&Batch> = batches.iter().filter(|batch| !batch.is_signed()).collect();
    if open.is_empty() {
        return Ok(None);
    }
    let own = visit.visitor.session().map(|session| session.account.id);
    let has_signed = |batch: &Batch| own.is_some() && batch.signed_by[0] == own;
    let is_for_others = |batch: &&&Batch| batch.pending() == 0 && has_signed(batch);
    let waiting = open.iter().filter(|batch| !is_for_others(batch)).count();
    let batches = plural(
        i64::try_from(waiting).unwrap_or(i64::MAX),
        "batch is",
        "batches are",
    );
    Ok(Some((waiting > 0).then(|| Task {
        act: "Key and sign the papers",
        title: round.title.clone(),
        href: format!("/staff/rounds/{}/papers", round.slug),
        area: round.area_name.clone(),
        since: london_date(round.times.closes_at),
        note: format!("{batches} not signed off, so the vote cannot be counted"),
    })))
}

fn vote(visit: &Visit, round: &Round) -> Option<Task> {
    let own_count = round.counted_by == visit.visitor.session().map(|session| session.account.id);
    let (act, since, note) = match round.state {
        State::At(RoundStage::Draft) => ("Announce the vote", visit.now(), "A draft"),
        State::At(RoundStage::Closed) => (
            "Count the vote",
            round.times.closes_at,
            match round.sent_back.as_str() {
                "" => "Closed",
                _ => "Another officer sent the count back",
            },
        ),
        State::At(RoundStage::Counted) if own_count => return None,
        State::At(RoundStage::Counted) => (
            "Declare the result",
            round.counted_at.unwrap_or(round.times.closes_at),
            "Counted by another officer",
        ),
        _ => return None,
    };
    Some(Task {
        act,
        title: round.title.clone(),
        href: format!("/staff/rounds/{}", round.slug),
        area: round.area_name.clone(),
        since: london_date(since),
        note: note.into(),
    })
}
