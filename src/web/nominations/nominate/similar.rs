//! What may ask for the same work as the draft: open nominations to support instead, and projects that will
//! be done anyway. Only the person who nominates can tell, so enough is shown to judge by.

use super::begun::Begun;
use super::sending::proposal_or_page;
use crate::domain::nominations::draft::Draft;
use crate::domain::nominations::likeness::Sketch;
use crate::domain::text::shortened;
use crate::store::nominations::{self, Listed, list};
use crate::store::photos::{latest_pairs, openers};
use crate::store::projects::{self, Project};
use crate::store::settings;
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::{BackLink, Button};
use crate::web::nominations::list::card;
use crate::web::photos::views as photos;
use crate::web::pieces::{Card, card_rows};
use crate::web::problem::Problem;
use crate::web::projects::views as project_views;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// As much is shown of what somebody wrote.
const LONGEST_WORDS: usize = 300;

/// What may be the same, most likely first, each with its sketch.
#[derive(Default)]
pub struct Alike {
    mine: Option<Sketch>,
    nominations: Vec<(Sketch, Listed)>,
    projects: Vec<(Sketch, Project)>,
}

impl Alike {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.nominations.is_empty() && self.projects.is_empty()
    }

    /// How far away something is, in words; nothing where one of both has no spot.
    fn distance(&self, other: &Sketch) -> Option<String> {
        let metres = self.mine.as_ref()?.metres_to(other)?;
        Some(match metres {
            0 => "At the same spot".into(),
            _ => format!("About {metres} m from yours"),
        })
    }
}

/// Open nominations and projects that may ask for the same work as the draft. Theirs are the spots that
/// everybody sees, so that nobody finds out by trying where exactly a place is.
pub async fn alike(visit: &Visit, draft: &Draft) -> Result<Alike, Problem> {
    let Ok(proposal) = proposal_or_page(visit, draft).await? else {
        return Ok(Alike::default());
    };
    let (conn, council) = (visit.read(), &proposal.whereabouts.council);
    let mine = Sketch::of(&proposal);
    let decimals = settings::coordinate_decimals(&conn).await?;
    let open = list::open_in(&conn, council, false).await?;
    let work = projects::list::open_in(&conn, council).await?;
    let [open, work] = [open, work].map(|all| {
        all.into_iter()
            .map(|one| one.rounded(decimals))
            .collect::<Vec<_>>()
    });
    let (open, work) = (mine.similar(&open), mine.similar(&work));
    let ids: Vec<i64> = open.iter().map(|sketch| sketch.id).collect();
    let references: Vec<String> = work.iter().map(|sketch| sketch.reference.clone()).collect();
    let listed = nominations::by_ids(&conn, &ids).await?;
    let made = projects::by_references(&conn, &references).await?;
    let nominated = |sketch: &&Sketch| listed.iter().find(|one| one.nomination.id == sketch.id);
    let worked = |sketch: &&Sketch| made.iter().find(|one| one.id == sketch.id);
    Ok(Alike {
        nominations: open
            .iter()
            .filter_map(|sketch| Some(((*sketch).clone(), nominated(sketch)?.clone())))
            .collect(),
        projects: work
            .iter()
            .filter_map(|sketch| Some(((*sketch).clone(), worked(sketch)?.clone())))
            .collect(),
        mine: Some(mine),
    })
}

/// What is alike and not yet said to be different.
pub async fn page(visit: Visit) -> Answer {
    let begun = Begun::of(&visit).await?;
    let alike = alike(&visit, &begun.draft).await?;
    if alike.is_empty() {
        return Ok(begun.on_to(&visit, "/nominate/check"));
    }
    let body = html! {
        p.govuk-body { "These are near your place, or look like your nomination. If one of them asks for the same work, choose that one: two voices for one place count more than two nominations." }
        (nominated(&visit, &alike).await?)
        (worked(&visit, &alike).await?)
        form method="post" action=(begun.path("/nominate/similar")) { (visit.csrf()) (begun.shown(&visit)) (Button::new("Mine is different, go on")) }
    };
    let page = visit
        .page("Is yours one of these?", body)
        .about("Nominate a place")
        .wide()
        .before(html! { (BackLink::to(begun.path("/nominate/contact"))) });
    Ok(page.into_response())
}

async fn nominated(visit: &Visit, alike: &Alike) -> Result<Markup, Problem> {
    let ids: Vec<i64> = alike
        .nominations
        .iter()
        .map(|(sketch, _)| sketch.id)
        .collect();
    let openers = openers(&visit.read(), &ids).await?;
    let shown = |(sketch, listed): &(Sketch, Listed)| {
        let proposal = &listed.nomination.proposal;
        let mut plain = card(listed, "/nominations");
        plain.facts.extend(alike.distance(sketch));
        Card {
            photo: openers.get(&sketch.id).map(photos::piece),
            summary: shortened(&proposal.description, LONGEST_WORDS),
            more: html! {
                (plain.more)
                p class="govuk-body govuk-!-margin-bottom-0" {
                    a.govuk-link href={ "/nominations/" (sketch.reference) "/support" } {
                        "Support this one instead" span.govuk-visually-hidden { ": " (proposal.title) }
                    }
                }
            },
            ..plain
        }
    };
    let cards: Vec<Card> = alike.nominations.iter().map(shown).collect();
    Ok(html! {
        @if !cards.is_empty() { h2.govuk-heading-m { "Nominations" } (card_rows(&cards)) }
    })
}

async fn worked(visit: &Visit, alike: &Alike) -> Result<Markup, Problem> {
    let ids: Vec<i64> = alike.projects.iter().map(|(sketch, _)| sketch.id).collect();
    let pairs = latest_pairs(&visit.read(), &ids).await?;
    let shown = |(sketch, project): &(Sketch, Project)| {
        let mut plain = project_views::card(project, None);
        plain.facts.extend(alike.distance(sketch));
        Card {
            photo: pairs.get(&sketch.id).and_then(photos::one_of),
            summary: shortened(&plain.summary, LONGEST_WORDS),
            more: html! {
                p class="govuk-body govuk-!-margin-bottom-0" {
                    a.govuk-link href={ "/follow/project/" (sketch.reference) } {
                        "Follow this one instead" span.govuk-visually-hidden { ": " (project.description.title) }
                    }
                }
            },
            ..plain
        }
    };
    let cards: Vec<Card> = alike.projects.iter().map(shown).collect();
    Ok(html! {
        @if !cards.is_empty() { h2.govuk-heading-m { "Work that is planned or under way" } (card_rows(&cards)) }
    })
}

/// The nominator looked at them and says that theirs is different.
pub async fn different(visit: Visit, posted: Posted<Nothing>) -> Answer {
    let mut begun = Begun::of_form(&visit, &posted.fields).await?;
    // What was sent meanwhile says no more.
    if begun.draft.started_at().is_some() {
        begun.draft.say_it_is_different();
        begun.keep(&visit).await?;
    }
    Ok(begun.on_to(&visit, "/nominate/check"))
}
