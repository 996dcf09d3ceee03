//! A shortlist's life: put up by staff, ranked by members, agreed by staff by the fixed rule.

use super::{named, to_run};
use crate::actions::nominations::moves;
use crate::actions::once::{came_before, claimed, remember};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::{Event, Named};
use crate::domain::ids::OnceKey;
use crate::domain::mistakes::Mistakes;
use crate::domain::panels::State;
use crate::domain::panels::ranking::Ranking;
use crate::domain::panels::shortlist::{self as rule, PLACES};
use crate::domain::policy::Permission;
use crate::domain::text::plural;
use crate::store::once::Seen;
use crate::store::panels::candidates::{self, Candidate};
use crate::store::panels::shortlists::{self as store, NewShortlist, Shortlist};
use crate::store::panels::{self, Panel};
use crate::store::{Conn, Work};

/// What staff put up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// What it is for.
    pub title: String,
    /// How many places it has.
    pub places: i64,
    /// The nominations' rows.
    pub candidates: Vec<i64>,
}

/// What agreeing a shortlist is asked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreeing {
    /// The version that whoever agrees it looked at.
    pub version: i64,
    /// What the panel says about it.
    pub reason: String,
    /// So many members have not ranked, and it is agreed without them.
    pub without: usize,
}

/// A shortlist of a panel at an address.
pub async fn find(conn: &Conn<'_>, slug: &str, id: i64) -> Result<(Panel, Shortlist), Refusal> {
    let panel = panels::by_slug(conn, slug).await?;
    let shortlist = store::by_id(conn, id).await?;
    match (panel, shortlist) {
        (Some(panel), Some(shortlist)) if shortlist.panel_id == panel.id => Ok((panel, shortlist)),
        _ => Err(Refusal::NotThere),
    }
}

/// Puts assessed nominations of the panel's area up for ranking, and tells the members.
pub async fn open(
    desk: &Desk,
    person: &Person,
    slug: &str,
    opening: Opening,
    once: Option<OnceKey>,
) -> Result<i64, Refusal> {
    let panel = to_run(desk, person, &desk.db.read(), slug).await?;
    desk.work(person, move |work| async move {
        if let Some(Seen::Before(id)) = claimed(&work, once.as_ref(), "shortlist").await? {
            return id.parse().map_err(|_| Refusal::NotThere);
        }
        let found = candidates::assessed_in(&work.read(), &panel.area_code).await?;
        let chosen = check(&opening, &found)?;
        let id = store::open(
            &work,
            &NewShortlist {
                panel_id: panel.id,
                title: opening.title,
                places: opening.places,
                candidates: chosen,
            },
        )
        .await?;
        remember(&work, once.as_ref(), "shortlist", &id.to_string()).await?;
        let event = Event::ShortlistOpened {
            panel: named(&panel),
            shortlist: id,
            candidates: opening.candidates.len(),
        };
        work.commit(event).await?;
        Ok(id)
    })
    .await
}

fn check(opening: &Opening, found: &[Candidate]) -> Result<Vec<(i64, i64)>, Mistakes> {
    let mut mistakes = Mistakes::none();
    if !PLACES.contains(&opening.places) {
        mistakes.add("places", "Enter a number of places from 2 to 20");
    }
    let chosen: Vec<(i64, i64)> = found
        .iter()
        .filter(|one| opening.candidates.contains(&one.id()))
        .map(|one| (one.id(), one.score()))
        .collect();
    let wanted = usize::try_from(opening.places).unwrap_or(usize::MAX);
    if chosen.len() < opening.candidates.len() {
        mistakes.add(
            "candidates",
            "A nomination that you picked can no longer be shortlisted. Look at the list again",
        );
    } else if mistakes.is_empty() && chosen.len() < wanted {
        mistakes.add(
            "candidates",
            format!("Pick at least {wanted} nominations: as many as there are places"),
        );
    }
    if mistakes.is_empty() {
        Ok(chosen)
    } else {
        Err(mistakes)
    }
}

/// Keeps a member's ranking in place of their earlier one. It may be changed until the list is agreed; the
/// same form sent again takes no newer one's place.
pub async fn rank(
    desk: &Desk,
    person: &Person,
    slug: &str,
    id: i64,
    ranking: Ranking,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let account = person.account().ok_or(Refusal::NotAllowed)?;
    let (panel, _) = find(&desk.db.read(), slug, id).await?;
    person.need(desk, Permission::RankForShortlist, &panel.area_code)?;
    desk.work(person, move |work| async move {
        if !panels::is_member(&work.read(), panel.id, account).await? {
            return Err(Refusal::NotAllowed);
        }
        let sent = format!("{id} {:?}", ranking.order());
        if came_before(&work, once.as_ref(), "ranking", &sent).await? {
            return Ok(());
        }
        if !store::hold_for_ranking(&work, id).await? {
            return Err(no_longer_ranked());
        }
        let candidates = candidates::of_shortlist(&work.read(), id).await?;
        let known = |one: &i64| candidates.iter().any(|candidate| candidate.id() == *one);
        if !ranking.order().iter().all(known) {
            return Err(Refusal::NotThere);
        }
        store::put_ranking(&work, id, account, &ranking).await?;
        let event = Event::ShortlistRanked {
            panel: named(&panel),
            shortlist: id,
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}

fn not_ranked(silent: usize) -> String {
    let silent = i64::try_from(silent).unwrap_or(i64::MAX);
    let has = plural(silent, "member has", "members have");
    format!("{has} not ranked. Tick the box to agree the shortlist without them, or wait")
}

fn no_longer_ranked() -> Refusal {
    Refusal::TooLate(
        "This shortlist is agreed or given up, so rankings can no longer be changed.".into(),
    )
}

/// Agrees the shortlist by the fixed rule. The nominations on it move on in the same transaction, and
/// their nominators are told. What was withdrawn or declined meanwhile is left out of the count. While more
/// members have not ranked than it is agreed without, it is not agreed: that cannot be taken back.
pub async fn agree(
    desk: &Desk,
    person: &Person,
    slug: &str,
    id: i64,
    agreeing: Agreeing,
) -> Result<(), Refusal> {
    let Agreeing {
        version,
        reason,
        without,
    } = agreeing;
    let (panel, _) = find(&desk.db.read(), slug, id).await?;
    person.need(desk, Permission::RunPanels, &panel.area_code)?;
    desk.work(person, move |work| async move {
        let shortlist = match held(&work, id, version).await {
            Ok(shortlist) => shortlist,
            // The same sent twice, as by a double click: the first has done it.
            Err(_) if was_ended(&work, id, version, (State::Agreed, &reason)).await? => {
                return Ok(());
            }
            Err(refusal) => return Err(refusal),
        };
        let listed = candidates::of_shortlist(&work.read(), id).await?;
        let still: Vec<&Candidate> = listed.iter().filter(|one| one.is_free()).collect();
        let rankings = rankings_of(&work, id, &still).await?;
        let silent = store::silent_members(&work.read(), &shortlist).await?;
        if silent > without {
            return Err(Mistakes::one("without", not_ranked(silent)).into());
        }
        let standings = rule::agree(
            &still
                .iter()
                .map(|one| as_rule_reads(one))
                .collect::<Vec<_>>(),
            &rankings,
            usize::try_from(shortlist.places).unwrap_or(0),
        );
        store::agree(&work, id, &standings, &reason).await?;
        let chosen = move_on(&work, &shortlist, &still, &standings).await?;
        let event = Event::ShortlistAgreed {
            panel: named(&panel),
            shortlist: id,
            chosen,
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}

/// Moves the nominations on that are on the list, each with its place.
async fn move_on(
    work: &Work,
    shortlist: &Shortlist,
    still: &[&Candidate],
    standings: &[rule::Standing],
) -> Result<Vec<Named>, Refusal> {
    let mut chosen = vec![];
    for one in still {
        let is_chosen = |row: &&rule::Standing| row.nomination == one.id() && row.chosen;
        let Some(standing) = standings.iter().find(is_chosen) else {
            continue;
        };
        let note = format!(
            "Place {} of {} on the shortlist “{}”",
            standing.place,
            standings.len(),
            shortlist.title
        );
        chosen.extend(moves::shortlist(work, &[one.id()], &note).await?);
    }
    Ok(chosen)
}

/// Whether the shortlist stands just where ending it so at this version, with these words, has put it.
async fn was_ended(
    work: &Work,
    id: i64,
    version: i64,
    (state, reason): (State, &str),
) -> Result<bool, Refusal> {
    let now = store::by_id(&work.read(), id).await?;
    Ok(now.is_some_and(|list| {
        list.state == state && list.version == version + 1 && list.reason == reason
    }))
}

async fn held(work: &Work, id: i64, version: i64) -> Result<Shortlist, Refusal> {
    if store::touch(work, id, version).await? {
        return store::by_id(&work.read(), id)
            .await?
            .ok_or(Refusal::NotThere);
    }
    match store::by_id(&work.read(), id).await? {
        Some(shortlist) if shortlist.state == State::Ranking => Err(Refusal::Stale),
        Some(_) => Err(no_longer_ranked()),
        None => Err(Refusal::NotThere),
    }
}

async fn rankings_of(work: &Work, id: i64, still: &[&Candidate]) -> Result<Vec<Ranking>, Refusal> {
    if still.len() < 2 {
        return Err(Refusal::TooLate(
            "Fewer than two of these nominations can still be shortlisted. Give this list up and \
             open another."
                .into(),
        ));
    }
    let kept = |one: &i64| still.iter().any(|candidate| candidate.id() == *one);
    let rankings: Vec<Ranking> = store::rankings(&work.read(), id)
        .await?
        .into_iter()
        .map(|(_, ranking)| ranking.only(kept))
        .filter(|ranking| !ranking.order().is_empty())
        .collect();
    if rankings.is_empty() {
        return Err(Refusal::TooLate(
            "No member has ranked yet, so there is nothing to agree.".into(),
        ));
    }
    Ok(rankings)
}

fn as_rule_reads(one: &Candidate) -> rule::Candidate {
    rule::Candidate {
        nomination: one.id(),
        score: one.score(),
        submitted_at: one.nomination().submitted_at,
    }
}

/// Gives a shortlist up before it is agreed. Its nominations stay as they are.
pub async fn abandon(
    desk: &Desk,
    person: &Person,
    slug: &str,
    id: i64,
    version: i64,
    reason: String,
) -> Result<(), Refusal> {
    let (panel, _) = find(&desk.db.read(), slug, id).await?;
    person.need(desk, Permission::RunPanels, &panel.area_code)?;
    desk.work(person, move |work| async move {
        if let Err(refusal) = held(&work, id, version).await {
            let same = (State::Abandoned, reason.as_str());
            return match was_ended(&work, id, version, same).await? {
                true => Ok(()),
                false => Err(refusal),
            };
        }
        store::end(&work, id, State::Abandoned, &reason).await?;
        let event = Event::ShortlistAbandoned {
            panel: named(&panel),
            shortlist: id,
            reason,
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}
