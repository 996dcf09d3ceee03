//! Campaigns: one name, one timetable, a round for each area that has a shortlist.
//!
//! What is said once in the campaign stands in each of its drafts; each can still be changed by itself
//! until it is announced. Officers of any council may bring their own shortlists in.

use super::announcing::announce as announce_round;
use super::drafting::{as_new, check, free_slug, options, take};
use crate::actions::once::{came_before, claimed, remember};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::round::Stage;
use crate::domain::events::Event;
use crate::domain::ids::{OnceKey, Slug};
use crate::domain::panels::State as ListState;
use crate::domain::policy::Permission;
use crate::store::ballots::campaigns::{self as store, Campaign};
use crate::store::ballots::change::{self, Draft};
use crate::store::ballots::{Round, RoundOption, State, lists as voted_lists};
use crate::store::once::Seen;
use crate::store::panels::{self, Panel, candidates, shortlists};
use crate::store::{Conn, Work};

/// The draft that a campaign gives to one of its areas.
fn draft_for(campaign: &Campaign, area: &str) -> Draft {
    Draft {
        title: format!("{}: {area}", campaign.name),
        question: campaign.question.clone(),
        method: campaign.method,
        seats: campaign.seats,
        budget_minutes: None,
        tie_source: campaign.tie_source.clone(),
        times: campaign.times,
    }
}

/// Makes a campaign and says the last part of its address. The address is made of the name.
pub async fn make(
    desk: &Desk,
    person: &Person,
    campaign: Campaign,
    once: Option<OnceKey>,
) -> Result<String, Refusal> {
    person.need(desk, Permission::RunRounds, &campaign.area_code)?;
    check(&desk.db.read(), &draft_for(&campaign, "")).await?;
    if campaign.ways.is_empty() {
        return Err(Refusal::mistake("ways", "Pick at least one way to vote"));
    }
    desk.work(person, move |work| async move {
        if let Some(Seen::Before(slug)) = claimed(&work, once.as_ref(), "campaign").await? {
            return Ok(slug);
        }
        let wished = Slug::of(&campaign.name).to_string();
        let mut made = campaign;
        made.slug = wished.clone();
        let mut number = 1;
        while store::by_slug(&work.read(), &made.slug).await?.is_some() {
            number += 1;
            made.slug = format!("{wished}-{number}");
        }
        made.id = store::add(&work, &made).await?;
        remember(&work, once.as_ref(), "campaign", &made.slug).await?;
        let campaign = made.named();
        work.commit(Event::CampaignMade { campaign }).await?;
        Ok(made.slug)
    })
    .await
}

/// A shortlist that goes into a campaign, with what its round needs.
struct Chosen {
    list: i64,
    called: String,
    panel: Panel,
    options: Vec<RoundOption>,
}

async fn chosen(
    desk: &Desk,
    person: &Person,
    conn: &Conn<'_>,
    list: i64,
) -> Result<Chosen, Refusal> {
    let list = shortlists::by_id(conn, list)
        .await?
        .ok_or(Refusal::NotThere)?;
    let panel = panels::by_id(conn, list.panel_id)
        .await?
        .ok_or(Refusal::NotThere)?;
    person.need(desk, Permission::RunRounds, &panel.area_code)?;
    if list.state != ListState::Agreed {
        return Err(Refusal::mistake("lists", "Pick agreed shortlists"));
    }
    let options = options(&candidates::of_shortlist(conn, list.id).await?);
    Ok(Chosen {
        list: list.id,
        called: list.title,
        panel,
        options,
    })
}

/// Drafts a round of the campaign for each shortlist, all or none, and says how many are new. A
/// shortlist that is in the campaign already is left as it is, so that sending twice adds nothing; one that
/// another vote has taken is refused. The same form sent again brings back no vote that was given up since.
pub async fn add_rounds(
    desk: &Desk,
    person: &Person,
    slug: &str,
    lists: &[i64],
    once: Option<OnceKey>,
) -> Result<usize, Refusal> {
    let conn = desk.db.read();
    let campaign = store::by_slug(&conn, slug)
        .await?
        .ok_or(Refusal::NotThere)?;
    if lists.is_empty() {
        // Whoever has a shortlist to bring in is told to pick one; to others the form is not theirs.
        let free = voted_lists::free(&conn).await?;
        let own =
            |(panel, _): &(Panel, _)| person.may(desk, Permission::RunRounds, &panel.area_code);
        if !free.iter().any(own) {
            person.need(desk, Permission::RunRounds, &campaign.area_code)?;
        }
        return Err(Refusal::mistake("lists", "Pick at least one shortlist"));
    }
    let mut all = vec![];
    for list in lists {
        all.push(chosen(desk, person, &conn, *list).await?);
    }
    let sent = format!("{} {lists:?}", campaign.id);
    let areas: Vec<&str> = all.iter().map(|one| one.panel.area_name.as_str()).collect();
    check(&conn, &draft_for(&campaign, &areas.join(""))).await?;
    desk.work(person, move |work| async move {
        store::hold(&work, campaign.id).await?;
        if came_before(&work, once.as_ref(), "campaign-rounds", &sent).await? {
            return Ok(0);
        }
        let there = store::rounds_of(&work.read(), campaign.id).await?;
        let mut areas: Vec<String> = there.iter().map(|round| round.area_name.clone()).collect();
        let mut events = vec![];
        for mut one in all {
            let is_there = |round: &Round| {
                round.shortlist_id == Some(one.list) && round.state != State::Abandoned
            };
            if there.iter().any(is_there) {
                continue;
            }
            take(&work, one.list, "lists").await?;
            // A second list of one area is told from the first by its name.
            let area = one.panel.area_name.clone();
            if !areas.contains(&area) {
                one.called = String::new();
                areas.push(area);
            }
            events.push(add_round(&work, &campaign, one).await?);
        }
        let added = events.len();
        if added > 0 {
            work.commit_all(events).await?;
        }
        Ok(added)
    })
    .await
}

async fn add_round(work: &Work, campaign: &Campaign, chosen: Chosen) -> Result<Event, Refusal> {
    let area = &chosen.panel.area_name;
    let draft = match chosen.called.as_str() {
        "" => draft_for(campaign, area),
        called => draft_for(campaign, &format!("{area}, {called}")),
    };
    let slug = free_slug(work, &Slug::of(&draft.title).to_string()).await?;
    let new = as_new(draft, &slug, &chosen.panel, chosen.list, chosen.options);
    let id = change::add(work, &new).await?;
    store::put_round(work, id, campaign).await?;
    let round = crate::domain::events::Named::new(id, &slug, &new.title);
    Ok(Event::RoundDrafted { round })
}

/// What came of announcing a campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Announced {
    /// How many of its rounds were announced now.
    pub rounds: usize,
    /// Those that were not, each with the reason.
    pub refused: Vec<(String, String)>,
}

/// Announces every draft of a campaign that the person may run. Each stands for itself: one whose rules
/// are not complete keeps no other back.
pub async fn announce(desk: &Desk, person: &Person, slug: &str) -> Result<Announced, Refusal> {
    let conn = desk.db.read();
    let campaign = store::by_slug(&conn, slug)
        .await?
        .ok_or(Refusal::NotThere)?;
    let all = store::rounds_of(&conn, campaign.id).await?;
    let may = |round: &&Round| person.may(desk, Permission::RunRounds, &round.area_code);
    let own: Vec<&Round> = all.iter().filter(may).collect();
    if own.is_empty() {
        person.need(desk, Permission::RunRounds, &campaign.area_code)?;
    }
    let mut announced = Announced::default();
    for round in own.into_iter().filter(|round| round.state.is(Stage::Draft)) {
        match announce_round(desk, person, &round.slug, round.version).await {
            Ok(()) => announced.rounds += 1,
            Err(Refusal::Storage(error)) => return Err(error.into()),
            Err(refusal) => announced
                .refused
                .push((round.title.clone(), words(&refusal))),
        }
    }
    Ok(announced)
}

fn words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Mistaken(mistakes) => {
            let all: Vec<&str> = mistakes.iter().map(|one| one.message.as_str()).collect();
            all.join("; ")
        }
        other => crate::domain::text::capitalised(&other.to_string()),
    }
}
