//! What a second officer does with a count: declares it, which makes the result public and the winners projects,
//! or sends it back to be counted again.

use super::twice::Step;
use super::{timetable, to_run};
use crate::actions::nominations::moves;
use crate::actions::projects::making::{self, FromNomination};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::count_events::CountEvent;
use crate::domain::ballots::round::{self, Refusal as RoundRefusal, Stage};
use crate::domain::events::{Event, Named};
use crate::domain::nominations::nomination::By;
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::policy::Permission;
use crate::domain::settings::OBJECTION_DAYS;
use crate::store::ballots::outcome::{self, Outcome};
use crate::store::ballots::{self as store, Round, RoundOption, State, answers, ending};
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
    declare_with(desk, person, slug, version, Said::default()).await
}

/// What the officer who declares says with it. Everybody may read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The ids of winners that wait for an agreement: they are chosen, and become projects when staff make
    /// them so.
    pub waiting: Vec<String>,
    /// What they wait for.
    pub because: String,
    /// Why the list has more ballots than the register has voters. Needed where it has.
    pub more_ballots: String,
}

/// The same, with what the officer says.
pub async fn declare_with(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    said: Said,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::DeclareResults).await?;
    if Step::Declare.was_done(&round, version, person.account()) {
        return Ok(());
    }
    by_a_second(&round, person, round::declare)?;
    let found = outcome::of(&conn, round.id).await?;
    let found = found.ok_or(Refusal::NotThere)?;
    let more_ballots = explained(&found, &said)?;
    let options = store::options(&conn, round.id).await?;
    let days = settings::number(&conn, &OBJECTION_DAYS).await?;
    desk.work(person, move |work| async move {
        let keys_end_at = work.at() + Duration::days(days);
        if !ending::declared(&work, round.id, version, keys_end_at, &more_ballots).await? {
            return Step::Declare.without_change(&work, round.id, version).await;
        }
        let winners = found.winner_ids();
        let (won, lost): (Vec<&RoundOption>, Vec<&RoundOption>) = options
            .iter()
            .partition(|option| winners.contains(&option.id.as_str()));
        let mut events = vec![];
        let mut chosen = vec![];
        for option in won {
            let waits = said.waiting.contains(&option.id);
            let because = waits.then_some(said.because.as_str());
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
                more_ballots,
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

/// Sends a counted round back as it stood at a version, with a reason that everybody may read once the result is
/// declared. What the count gave is cleared; the box is as it was.
pub async fn send_back(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    reason: String,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::DeclareResults).await?;
    if Step::SendBack(&reason).was_done(&round, version, person.account()) {
        return Ok(());
    }
    by_a_second(&round, person, round::send_back)?;
    desk.work(person, move |work| async move {
        if !ending::sent_back(&work, round.id, version, &reason).await? {
            let again = Step::SendBack(&reason);
            return again.without_change(&work, round.id, version).await;
        }
        let counter = round.counted_by;
        let happened = CountEvent::SentBack { reason, counter };
        let round = round.named();
        work.commit(Event::OfCount { round, happened }).await?;
        Ok(())
    })
    .await
}

/// Whether this person may take the step: it is another than who counted. Whoever runs the program has no account;
/// two such are one person.
fn by_a_second(
    round: &Round,
    person: &Person,
    step: impl FnOnce(Stage, bool) -> Result<Stage, RoundRefusal>,
) -> Result<(), Refusal> {
    let State::At(stage) = round.state else {
        return Err(Refusal::TooLate("This vote was given up.".into()));
    };
    let same = round.counted_by == person.account();
    step(stage, same).map(|_| ()).map_err(refused)
}

/// What is said of a list with more ballots than voters; nothing where it has no more.
fn explained(outcome: &Outcome, said: &Said) -> Result<String, Refusal> {
    if outcome.more_ballots() == 0 {
        return Ok(String::new());
    }
    match said.more_ballots.as_str() {
        "" => Err(Refusal::mistake(
            "more-ballots",
            "Say why there are more votes than people who voted",
        )),
        why => Ok(why.to_string()),
    }
}

fn refused(refusal: RoundRefusal) -> Refusal {
    match refusal {
        RoundRefusal::SameOfficer => Refusal::mistake(
            "",
            "You counted this vote, so another officer must declare the result or send the count back",
        ),
        RoundRefusal::WrongStage { is, .. } => Refusal::TooLate(format!(
            "The vote is {}, and only a counted vote can be declared or sent back.",
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
