//! One nomination, as everybody sees it once a moderator has passed it, and as its nominator sees it
//! before.

pub mod views;

use crate::domain::ids::Reference;
use crate::domain::nominations::assessment::Assessment;
use crate::domain::nominations::nomination::{Nomination, Step};
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;
use crate::store::nominations::{self, Listed, Onward, assess};
use crate::store::photos::{self, Photo};
use crate::web::govuk::Breadcrumbs;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::html;

/// Everything that the page of a nomination tells.
pub struct Story {
    /// The nomination.
    pub listed: Listed,
    /// What happened, oldest first.
    pub steps: Vec<Step>,
    /// The finding in force, where its reader may see it.
    pub assessment: Option<Assessment>,
    /// The nomination it was joined to.
    pub merged_into: Option<Onward>,
    /// Those that were joined to it.
    pub joined: Vec<Listed>,
    /// The votes it stood in.
    pub votes: Vec<Onward>,
    /// Photos of the place: those that its reader may see.
    pub photos: Vec<Photo>,
    /// The project that it became.
    pub project: Option<Onward>,
}

/// Whether the visitor nominated this.
pub fn is_own(visit: &Visit, nomination: &Nomination) -> bool {
    let account = visit.person().account();
    account.is_some() && nomination.nominator == account
}

/// The nomination of a reference, if the visitor may know of it.
pub async fn known_to(visit: &Visit, reference: &Reference) -> Result<Listed, Problem> {
    let found = nominations::by_reference(&visit.read(), reference.as_str()).await?;
    let listed = found.ok_or(Problem::NotFound)?;
    let nomination = &listed.nomination;
    let council = &nomination.proposal.whereabouts.council;
    let by_staff = nomination.stage != Stage::Unconfirmed
        && visit.may(Permission::ModerateNominations, council);
    if nomination.is_public() || is_own(visit, nomination) || by_staff {
        Ok(listed)
    } else {
        Err(Problem::NotFound)
    }
}

/// Whether everybody may see the score: once it was on a shortlist.
fn score_is_public(steps: &[Step]) -> bool {
    steps.iter().any(|step| step.stage.has_been_shortlisted())
}

/// Reads everything there is to tell about a nomination.
pub async fn story(visit: &Visit, listed: Listed) -> Result<Story, Problem> {
    let conn = visit.read();
    let nomination = &listed.nomination;
    let id = nomination.id;
    let steps = nominations::history(&conn, id).await?;
    let council = nomination.proposal.whereabouts.council.clone();
    let sees_score = score_is_public(&steps)
        || visit.may(Permission::RankForShortlist, &council)
        || visit.may(Permission::ModerateNominations, &council);
    let assessment = if sees_score {
        assess::latest(&conn, id).await?
    } else {
        None
    };
    let sees_all =
        is_own(visit, nomination) || visit.may(Permission::ModerateNominations, &council);
    let merged_into = match nomination.merged_into {
        Some(into) => nominations::named(&conn, into).await?.map(|named| Onward {
            key: named.reference,
            title: named.title,
        }),
        None => None,
    };
    Ok(Story {
        steps,
        assessment,
        merged_into,
        joined: nominations::joined_to(&conn, id).await?,
        photos: photos::of_nomination(&conn, id)
            .await?
            .into_iter()
            .filter(|photo| photo.is_passed() || sees_all)
            .collect(),
        votes: nominations::votes_of(&conn, id).await?,
        project: nominations::project_of(&conn, id).await?,
        listed,
    })
}

/// The page.
pub async fn page(visit: Visit, At(reference): At<Reference>) -> Answer {
    let listed = known_to(&visit, &reference).await?;
    let own = is_own(&visit, &listed.nomination);
    let council = &listed.nomination.proposal.whereabouts.council;
    let staff = visit.may(Permission::ModerateNominations, council);
    let is_public = listed.nomination.is_public();
    let story = story(&visit, listed).await?;
    let title = story.listed.nomination.proposal.title.clone();
    let notice = views::notice(&story, own, staff);
    let body = views::page(&story);
    let page = visit
        .page(title, body)
        .about(reference.to_string())
        .before(html! {
            (Breadcrumbs::of([("Home", "/"), ("Nominations", "/nominations"), (reference.as_str(), "")]))
        })
        .notice(notice)
        .wide();
    Ok(if is_public {
        page.kept().into_response()
    } else {
        page.into_response()
    })
}
