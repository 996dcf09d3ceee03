//! Releases for council officers: draft, check, publish, send back, throw away.

use super::forms::{CheckForm, DraftForm, PageQuery, StepForm};
use super::staff_views as views;
use crate::actions::Refusal;
use crate::actions::figures::releases as actions;
use crate::actions::publishing::releases::digest;
use crate::domain::areas::AreaKind;
use crate::domain::figures::release::{Stage, beside, revised};
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::figures::releases::{self as store, Release, review};
use crate::store::{areas, figures};
use crate::web::form::Posted;
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::Render;

/// The releases of the councils that the person publishes for.
pub async fn list(visit: Visit, Asked(query): Asked<PageQuery>) -> Answer {
    let all = store::all(&visit.read()).await?.into_iter();
    let own: Vec<Release> = all
        .filter(|release| visit.may(Permission::PublishReleases, &release.area_code))
        .collect();
    Ok(visit
        .page("Releases of figures", views::list(&own, &query.page))
        .about("Staff")
        .before(BackLink::to("/staff").render())
        .wide()
        .into_response())
}

/// The councils that the person publishes for.
async fn councils(visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    let all = areas::all(&visit.read()).await?;
    let own = all.into_iter().filter(|found| {
        found.area.kind == AreaKind::Council
            && visit.may(Permission::PublishReleases, found.area.code.as_str())
    });
    Ok(own
        .map(|found| (found.area.code.to_string(), found.area.name))
        .collect())
}

fn new_page<'v>(visit: &'v Visit, body: maud::Markup, mistakes: &Mistakes) -> PageAnswer<'v> {
    visit
        .page("Draft a release", body)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to("/staff/releases").render())
}

/// The form for a draft.
pub async fn new(visit: Visit) -> Answer {
    let councils = councils(&visit).await?;
    let form = DraftForm {
        area: councils
            .first()
            .map(|(code, _)| code.clone())
            .unwrap_or_default(),
        length: "year".into(),
        ..DraftForm::default()
    };
    let none = Mistakes::none();
    let body = views::new(visit.csrf_and_once(), &form, &councils, &none);
    Ok(new_page(&visit, body, &none).into_response())
}

/// Begins a draft.
pub async fn draft(visit: Visit, posted: Posted<DraftForm>) -> Answer {
    let councils = councils(&visit).await?;
    let done = match posted.form.parse(&councils) {
        Ok(draft) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            actions::draft(desk, &person, draft, posted.once_as_said()).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(slug) => Ok(visit.on_to(&format!("/staff/releases/{slug}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let mistakes = mistakes.moved(|field| match field {
                "month" => "month-month",
                field => field,
            });
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let body = views::new(keys, &posted.form, &councils, &mistakes);
            Ok(new_page(&visit, body, &mistakes).invalid().into_response())
        }
    }
}

async fn to_run(visit: &Visit, slug: &Slug) -> Result<Release, Problem> {
    let (desk, person) = (&visit.app.desk, visit.person());
    Ok(actions::to_run(desk, &person, &visit.read(), slug.as_str()).await?)
}

/// A draft or a checked release: its tables, what changed since the last, every anomaly.
pub async fn one(visit: Visit, At(slug): At<Slug>, Asked(query): Asked<PageQuery>) -> Answer {
    let release = to_run(&visit, &slug).await?;
    if release.stage == Stage::Published {
        return Ok(visit.on_to(&format!("/figures/releases/{slug}")));
    }
    let form = CheckForm {
        note: release.note.clone(),
        findings: release.findings.clone(),
        ..CheckForm::default()
    };
    let none = Mistakes::none();
    let page = draft_page(&visit, &release, (form, &none), &query).await?;
    Ok(page.into_response())
}

/// The last release to hold a draft against: the revision before it, or else the newest of the council
/// that is as long.
async fn last_before(visit: &Visit, release: &Release) -> Result<Option<Release>, Problem> {
    let conn = visit.read();
    if let Some((before, _)) = store::replaced(&conn, release).await? {
        return Ok(Some(before));
    }
    let months = |one: &Release| one.span.to.number() - one.span.from.number();
    let all = store::published(&conn, &release.area_code).await?;
    Ok(all.into_iter().find(|one| {
        one.area_code == release.area_code && months(one) == months(release) && one.id != release.id
    }))
}

async fn draft_page<'v>(
    visit: &'v Visit,
    release: &Release,
    (mut form, mistakes): (CheckForm, &Mistakes),
    query: &PageQuery,
) -> Result<PageAnswer<'v>, Problem> {
    let conn = visit.read();
    let rows = store::preview(&conn, &release.area_code, release.span).await?;
    form.version = release.version.to_string();
    form.seen = digest(release.reading, &rows);
    let last = last_before(visit, release).await?;
    let changes = match &last {
        Some(last) => {
            let old = store::rows(&conn, last.id).await?;
            let old = (last.reading.edition, old.as_slice());
            match last.span == release.span {
                true => revised(old, &rows),
                false => beside(old, &rows),
            }
        }
        None => vec![],
    };
    let body = views::one(
        visit.csrf_and_once(),
        &views::Draft {
            release,
            rows: &rows,
            last: last.as_ref(),
            changes: &changes,
            anomalies: &review::anomalies(&conn, release).await?,
            is_behind: store::is_behind(&conn, &release.area_code, release.span).await?,
            waiting: store::waiting(&conn, &release.area_code, release.span).await?,
            publication: figures::publication(&conn).await?,
            query,
            is_own_check: release.checked_by == visit.person().account(),
        },
        (&form, mistakes),
    );
    Ok(visit
        .page(super::views::title(release), body)
        .about("Draft of a release")
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to("/staff/releases").render())
        .wide())
}

/// Says that a draft is right.
pub async fn check(visit: Visit, At(slug): At<Slug>, posted: Posted<CheckForm>) -> Answer {
    to_run(&visit, &slug).await?;
    let (desk, person) = (&visit.app.desk, visit.person());
    let version = posted.form.version();
    let done = match posted.form.parse() {
        Ok(verdict) => actions::check(desk, &person, slug.as_str(), version, verdict).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    let refusal = match done {
        Ok(()) => return Ok(visit.on_to(&format!("/staff/releases/{slug}"))),
        Err(refusal) => refusal,
    };
    let is_stale = refusal == Refusal::Stale;
    let mistakes = match is_stale {
        true => Mistakes::one(
            "",
            "Something changed since you opened the page: somebody else worked on this release, or the \
             public figures were made anew. Look at it again; what you typed is still here",
        ),
        false => Visit::mistakes_or_problem(refusal)?,
    };
    // As it is now: somebody else may have worked on it.
    let release = to_run(&visit, &slug).await?;
    let typed = (posted.form, &mistakes);
    let page = draft_page(&visit, &release, typed, &PageQuery::default()).await?;
    Ok(match is_stale {
        true => page.conflicting().into_response(),
        false => page.invalid().into_response(),
    })
}

/// Publishes what another officer checked.
pub async fn publish(visit: Visit, At(slug): At<Slug>, posted: Posted<StepForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    actions::publish(desk, &person, slug.as_str(), posted.form.version()).await?;
    Ok(visit.on_to(&format!("/figures/releases/{slug}")))
}

/// Makes a checked release a draft again.
pub async fn send_back(visit: Visit, At(slug): At<Slug>, posted: Posted<StepForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    actions::send_back(desk, &person, slug.as_str(), posted.form.version()).await?;
    Ok(visit.on_to(&format!("/staff/releases/{slug}")))
}

/// Throws a draft away.
pub async fn discard(visit: Visit, At(slug): At<Slug>, posted: Posted<StepForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let version = posted.form.version();
    actions::discard(desk, &person, slug.as_str(), version, posted.once).await?;
    Ok(visit.on_to("/staff/releases"))
}
