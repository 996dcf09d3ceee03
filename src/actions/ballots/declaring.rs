//! Declaring: a second officer makes the result public, and the winners become projects.

use super::twice::Step;
use super::{timetable, to_run};
use crate::actions::nominations::moves;
use crate::actions::projects::making::{self, FromNomination};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::round::{Refusal as RoundRefusal, declare as may_declare};
use crate::domain::events::{Event, Named};
use crate::domain::nominations::nomination::By;
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::policy::Permission;
use crate::domain::settings::OBJECTION_DAYS;
use crate::store::ballots::{self as store, Round, RoundOption, State, answers, change, outcome};
use crate::store::{Work, nominations, settings};
use chrono::Duration;

/// Declares a counted round as it stood at a version.
///
/// It takes an officer other than the one who counted. In the same transaction the winners' nominations
/// are chosen and become projects, and the others are free for another shortlist. The sealed ballots are
/// then deleted and overwritten; the key follows when the time to object is over.
pub async fn declare(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
) -> Result<(), Refusal> {
    declare_with(desk, person, slug, version, Waiting::default()).await
}

/// Winners that do not become projects yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// The ids of their options.
    pub options: Vec<String>,
    /// What they wait for, as everybody may read it.
    pub because: String,
}

/// The same, where some winners wait for an agreement: they are chosen, and become projects when staff
/// make them so.
pub async fn declare_with(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    waiting: Waiting,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::DeclareResults).await?;
    if Step::Declare.was_done(&round, version, person.account()) {
        return Ok(());
    }
    let State::At(stage) = round.state else {
        return Err(Refusal::TooLate("This vote was given up.".into()));
    };
    // Whoever runs the program has no account. Two such are one person.
    let same = round.counted_by == person.account();
    may_declare(stage, same).map_err(refused)?;
    let found = outcome::of(&conn, round.id).await?;
    let found = found.ok_or(Refusal::NotThere)?;
    let options = store::options(&conn, round.id).await?;
    let days = settings::number(&conn, &OBJECTION_DAYS).await?;
    desk.work(person, move |work| async move {
        let keys_end_at = work.at() + Duration::days(days);
        if !change::declared(&work, round.id, version, keys_end_at).await? {
            return Step::Declare.without_change(&work, round.id, version).await;
        }
        let winners = found.winner_ids();
        let (won, lost): (Vec<&RoundOption>, Vec<&RoundOption>) = options
            .iter()
            .partition(|option| winners.contains(&option.id.as_str()));
        let mut events = vec![];
        let mut chosen = vec![];
        for option in won {
            let waits = waiting.options.contains(&option.id);
            let because = waits.then_some(waiting.because.as_str());
            chosen.extend(choose(&work, &round, (option, because), &mut events).await?);
        }
        for option in lost {
            free(&work, &round, option).await?;
        }
        events.insert(
            0,
            Event::RoundDeclared {
                round: round.named(),
                winners: chosen,
            },
        );
        work.commit_all(events).await?;
        Ok(())
    })
    .await?;
    // The result stands, whatever becomes of this: the jobs loop does it again until it is done.
    if let Err(error) = timetable::clear(desk).await {
        tracing::warn!(%error, "a declared box was not cleared at once");
    }
    Ok(())
}

fn refused(refusal: RoundRefusal) -> Refusal {
    match refusal {
        RoundRefusal::SameOfficer => Refusal::mistake(
            "",
            "You counted this vote, so another officer must declare the result",
        ),
        RoundRefusal::WrongStage { is, .. } => Refusal::TooLate(format!(
            "The vote is {}, and only a counted vote can be declared.",
            is.name()
        )),
        other => Refusal::TooLate(other.to_string()),
    }
}

async fn stage_of(work: &Work, nomination: i64) -> Result<Option<NominationStage>, Refusal> {
    let found = nominations::by_id(&work.read(), nomination).await?;
    Ok(found.map(|listed| listed.nomination.stage))
}

/// The winner's nomination is chosen and becomes a project. One that was withdrawn meanwhile does not.
async fn choose(
    work: &Work,
    round: &Round,
    (option, waits_because): (&RoundOption, Option<&str>),
    events: &mut Vec<Event>,
) -> Result<Option<Named>, Refusal> {
    let Some(nomination) = option.nomination_id else {
        return Ok(None);
    };
    if stage_of(work, nomination).await? != Some(NominationStage::Shortlisted) {
        return Ok(None);
    }
    let reason = format!("Won the vote “{}”", round.title);
    let named = moves::choose(work, nomination, &reason).await?;
    if let Some(because) = waits_because {
        answers::waits(work, round.id, &option.id, because).await?;
        return Ok(Some(named));
    }
    let wanted = FromNomination {
        nomination,
        round: Some(round.id),
        ..FromNomination::default()
    };
    let (_, made) = making::make_from_nomination(work, &wanted).await?;
    events.extend(made);
    Ok(Some(named))
}

/// Whoever did not win can be shortlisted again.
async fn free(work: &Work, round: &Round, option: &RoundOption) -> Result<(), Refusal> {
    let Some(nomination) = option.nomination_id else {
        return Ok(());
    };
    if stage_of(work, nomination).await? == Some(NominationStage::Shortlisted) {
        let reason = format!("Not chosen in the vote “{}”", round.title);
        moves::back_to_assessed(work, &[nomination], &reason, By::Vote).await?;
    }
    Ok(())
}
