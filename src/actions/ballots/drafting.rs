//! Drafting a round from an agreed shortlist, changing the draft, and giving a round up.

use super::to_run;
use super::twice::Step;
use crate::actions::once::{came_before, claimed, remember};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::Times;
use crate::domain::events::{Event, Named};
use crate::domain::ids::{OnceKey, Slug};
use crate::domain::mistakes::Mistakes;
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::panels::State as ListState;
use crate::domain::policy::Permission;
use crate::domain::settings::LEAST_ROUND_DAYS;
use crate::store::ballots::change::{self, Draft, NewRound};
use crate::store::ballots::{self as store, Mode, Round, RoundOption, keys, lists};
use crate::store::once::Seen;
use crate::store::panels::candidates::{self, Candidate};
use crate::store::panels::{self, shortlists};
use crate::store::{Conn, Work, settings};
use chrono::Duration;

/// What decides a tie where an officer names nothing else.
pub const TIE_SOURCE: &str = "The six main numbers of the first UK National Lottery Lotto draw after the \
    vote closes, in rising order with one space between";

/// A round to draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafting {
    /// The agreed shortlist that its options come from.
    pub shortlist: i64,
    /// A wished-for address; empty for one made of the title.
    pub slug: String,
    /// What an officer may still change.
    pub draft: Draft,
}

/// Drafts a round from an agreed shortlist and says the last part of its address.
///
/// The options are the nominations on the list. Each option's id is its reference in small letters. A list
/// that another vote has taken is refused.
pub async fn draft(
    desk: &Desk,
    person: &Person,
    drafting: Drafting,
    once: Option<OnceKey>,
) -> Result<String, Refusal> {
    let conn = desk.db.read();
    let list = shortlists::by_id(&conn, drafting.shortlist).await?;
    let list = list.ok_or(Refusal::NotThere)?;
    let panel = panels::by_id(&conn, list.panel_id).await?;
    let panel = panel.ok_or(Refusal::NotThere)?;
    person.need(desk, Permission::RunRounds, &panel.area_code)?;
    if list.state != ListState::Agreed {
        return Err(Refusal::mistake("shortlist", "Pick an agreed shortlist"));
    }
    check(&conn, &drafting.draft).await?;
    let options = options(&candidates::of_shortlist(&conn, list.id).await?);
    desk.work(person, move |work| async move {
        if let Some(Seen::Before(slug)) = claimed(&work, once.as_ref(), "round").await? {
            return Ok(slug);
        }
        take(&work, list.id, "shortlist").await?;
        let wished = match drafting.slug.is_empty() {
            true => Slug::of(&drafting.draft.title).to_string(),
            false => drafting.slug.clone(),
        };
        let slug = free_slug(&work, &wished).await?;
        let id = change::add(
            &work,
            &as_new(drafting.draft, &slug, &panel, list.id, options),
        )
        .await?;
        remember(&work, once.as_ref(), "round", &slug).await?;
        let round = store::by_id(&work.read(), id).await?;
        let round = round.map_or_else(|| Named::new(id, &slug, ""), |round| round.named());
        work.commit(Event::RoundDrafted { round }).await?;
        Ok(slug)
    })
    .await
}

/// Holds a shortlist for a new vote, unless another vote has taken it.
///
/// What was not chosen by that vote is free for a new shortlist. Only a vote that was given up leaves its
/// shortlist to another.
pub(super) async fn take(work: &Work, shortlist: i64, field: &str) -> Result<(), Refusal> {
    shortlists::hold(work, shortlist).await?;
    let Some(round) = lists::vote_on(&work.read(), shortlist).await? else {
        return Ok(());
    };
    let title = round.title;
    Err(Refusal::mistake(
        field,
        format!("The vote “{title}” has taken this shortlist. Pick another one"),
    ))
}

pub(super) fn as_new(
    draft: Draft,
    slug: &str,
    panel: &panels::Panel,
    shortlist: i64,
    options: Vec<RoundOption>,
) -> NewRound {
    NewRound {
        slug: slug.to_string(),
        title: draft.title,
        question: draft.question,
        area_code: panel.area_code.clone(),
        panel_id: Some(panel.id),
        shortlist_id: Some(shortlist),
        method: draft.method,
        seats: draft.seats,
        budget_minutes: draft.budget_minutes,
        mode: Mode::Simple,
        tie_source: draft.tie_source,
        times: draft.times,
        provenance: String::new(),
        options,
    }
}

pub(super) fn options(candidates: &[Candidate]) -> Vec<RoundOption> {
    // What became a project since, agreed directly, is voted on no more.
    let chosen = candidates
        .iter()
        .filter(|one| one.nomination().stage == NominationStage::Shortlisted)
        .filter(|one| one.outcome.as_ref().is_some_and(|outcome| outcome.chosen));
    // Where several nominations are called alike, the place tells them apart.
    let title = |one: &Candidate| {
        let alike = |other: &&Candidate| other.title() == one.title();
        let place = &one.nomination().proposal.whereabouts.place;
        match candidates.iter().filter(alike).count() {
            0 | 1 => one.title().to_string(),
            _ => format!("{}, {place} ({})", one.title(), one.reference()),
        }
    };
    chosen
        .map(|one| RoundOption {
            id: one.reference().to_lowercase(),
            label: title(one),
            work: one.nomination().proposal.description.clone(),
            place: one.nomination().proposal.whereabouts.place.clone(),
            estimate_minutes: Some(one.estimate_minutes()),
            nomination_id: Some(one.id()),
            reference: None,
        })
        .collect()
}

/// A free address like the wished-for one. Campaigns live below an address of their own.
pub(super) async fn free_slug(work: &Work, wished: &str) -> Result<String, Refusal> {
    let mut slug = wished.to_string();
    let mut number = 1;
    while slug == "campaigns" || store::by_slug(&work.read(), &slug).await?.is_some() {
        number += 1;
        slug = format!("{wished}-{number}");
    }
    Ok(slug)
}

/// What an action asks of a draft besides what its form did: a time that people can keep.
pub(super) async fn check(conn: &Conn<'_>, draft: &Draft) -> Result<(), Refusal> {
    let mut mistakes = Mistakes::none();
    let Times {
        opens_at,
        closes_at,
    } = draft.times;
    let least = settings::number(conn, &LEAST_ROUND_DAYS).await?;
    if closes_at <= opens_at {
        mistakes.add("closes-day", "The vote must close after it opens");
    } else if closes_at - opens_at < Duration::days(least) {
        let days = crate::domain::text::plural(least, "day", "days");
        mistakes.add(
            "closes-day",
            format!("A vote must be open for at least {days}"),
        );
    }
    if draft.method.has_budget() != draft.budget_minutes.is_some() {
        mistakes.add(
            "budget-hours",
            "Enter how many hours there are to share out",
        );
    }
    if draft.method == Method::RunOff && draft.seats != 1 {
        mistakes.add("seats", "Ranking with one winner has one winner");
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(mistakes.into())
    }
}

/// Changes a draft as it stood at a version. The same form twice is one change; whoever sends another form for
/// that version is told that somebody was first.
pub async fn redraft(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    draft: Draft,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::RunRounds).await?;
    check(&conn, &draft).await?;
    desk.work(person, move |work| async move {
        let sent = format!("{} {version} {draft:?}", round.id);
        if came_before(&work, once.as_ref(), "redraft", &sent).await? {
            return Ok(());
        }
        if !change::redraft(&work, round.id, version, &draft).await? {
            return Err(stale_or_late(&work, round.id, "a draft").await?);
        }
        let round = Named::new(round.id, &round.slug, &draft.title);
        work.commit(Event::RoundChanged { round }).await?;
        Ok(())
    })
    .await
}

/// Why a change that named a version did nothing: somebody else was first, or its time is over.
pub(super) async fn stale_or_late(
    work: &Work,
    round: i64,
    needs: &str,
) -> Result<Refusal, Refusal> {
    let round = store::by_id(&work.read(), round).await?;
    Ok(told_why(&round.ok_or(Refusal::NotThere)?, needs))
}

/// The same of a round as it stands now.
pub(super) fn told_why(round: &Round, needs: &str) -> Refusal {
    let now = round.state.code();
    let still = match needs {
        "a draft" => now == "draft",
        "not open yet" => now == "draft" || now == "announced",
        other => now == other,
    };
    if still {
        Refusal::Stale
    } else {
        Refusal::TooLate(format!(
            "The vote is {now} now, and this needs it to be {needs}."
        ))
    }
}

/// Gives a round up before it opens, with a reason that everybody may read. Its nominations stay on the
/// shortlist, and another round can be drafted from it.
pub async fn abandon(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    reason: String,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::RunRounds).await?;
    // A round whose key was never tested does not open, so it can be given up at any time.
    let stays_shut = keys::untested(&conn, round.id).await? > 0;
    if round.times.opens_at <= desk.now() && round.announced_at.is_some() && !stays_shut {
        return Err(Refusal::TooLate(
            "The vote has opened, so it can no longer be given up.".into(),
        ));
    }
    desk.work(person, move |work| async move {
        if !change::abandon(&work, round.id, version, &reason).await? {
            let again = Step::GiveUp(&reason);
            return again.without_change(&work, round.id, version).await;
        }
        let round = round.named();
        work.commit(Event::RoundAbandoned { round, reason }).await?;
        Ok(())
    })
    .await
}
