//! Handlers: record a session, correct one, see what was saved.

use super::forms::{NewQuery, SessionForm, at_fields};
use super::views::{self, Around};
use crate::actions::Refusal;
use crate::actions::hours::{self as actions, Asked as Correction, Recorded};
use crate::domain::hours::plan::{Plan, planned};
use crate::domain::hours::week::{Standing, likely_day as likely, planned_days};
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::hours::{self as store, Version, plans};
use crate::store::projects::{self, Project};
use crate::web::form::Posted;
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use chrono::{Days, NaiveDate};
use maud::{Markup, Render};

/// So many days back a planned session that is not recorded is the one that a new form is most likely for.
const RECENTLY: u64 = 28;

/// The project of an address, if the person may do the thing there.
pub async fn project(
    visit: &Visit,
    reference: &Reference,
    permission: Permission,
) -> Result<Project, Problem> {
    let project = projects::by_reference(&visit.read(), reference).await?;
    let project = project.ok_or(Problem::NotFound)?;
    visit.need(permission, project.area())?;
    Ok(project)
}

/// The session of an address with its project, if the person may do the thing there.
pub async fn session(
    visit: &Visit,
    key: &OnceKey,
    permission: Permission,
) -> Result<(Version, Project), Problem> {
    let version = store::in_force(&visit.read(), key.as_str()).await?;
    let version = version.ok_or(Problem::NotFound)?;
    let project = projects::by_id(&visit.read(), version.project).await?;
    let project = project.ok_or(Problem::NotFound)?;
    visit.need(permission, project.area())?;
    Ok((version, project))
}

/// The day that a new session was most likely on: the latest on which one was planned, is over and is not
/// recorded; else a day after the last that is recorded.
async fn likely_day(
    visit: &Visit,
    project: &Project,
    plans: &[Plan],
    last: Option<&Version>,
) -> Result<NaiveDate, Problem> {
    let today = visit.today();
    let started_on = project.started_on.unwrap_or(today);
    let span = (today - Days::new(RECENTLY), today);
    let recorded = plans::recorded(&visit.read(), &[project.id], span.0, span.1).await?;
    let is_recorded = |day| recorded.iter().any(|one| one.day == day);
    let planned = planned_days(plans, started_on, span, is_recorded, visit.now());
    let missing = planned
        .iter()
        .rfind(|day| day.standing == Standing::Missing);
    if let Some(missing) = missing {
        return Ok(missing.day);
    }
    let after_last = last.and_then(|last| last.reads.day.succ_opt());
    let first = after_last.map_or(started_on, |after| after.max(started_on));
    let usual = last.map(|last| last.reads.shift);
    Ok(likely(first, usual, visit.now()))
}

fn form_page<'v>(visit: &'v Visit, project: &Project, body: Markup) -> PageAnswer<'v> {
    let back = BackLink::to(format!("/staff/projects/{}", project.reference));
    visit
        .page("Record a session", body)
        .of(&project.description.title)
        .before(back.render())
}

/// The form for a new session, filled in like the last one. From the week it comes with its day, and with
/// the times that were planned for it.
pub async fn to_record(
    visit: Visit,
    At(reference): At<Reference>,
    Asked(query): Asked<NewQuery>,
) -> Answer {
    let project = project(&visit, &reference, Permission::RecordSessions).await?;
    let last = store::last_held(&visit.read(), project.id).await?;
    let plans = plans::of_project(&visit.read(), project.id).await?;
    let day = match query.day() {
        Some(day) => day,
        None => likely_day(&visit, &project, &plans, last.as_ref()).await?,
    };
    let form = SessionForm::like(last.as_ref(), planned(&plans, day), day);
    let around = Around {
        project: &project,
        last: last.as_ref(),
        mistakes: &Mistakes::none(),
        over_limit: false,
    };
    let body = views::record(visit.csrf_and_once(), &form, &around);
    Ok(form_page(&visit, &project, body).into_response())
}

/// Records a session.
pub async fn record(
    visit: Visit,
    At(reference): At<Reference>,
    posted: Posted<SessionForm>,
) -> Answer {
    let project = project(&visit, &reference, Permission::RecordSessions).await?;
    let last = store::last_held(&visit.read(), project.id).await?;
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match posted.form.parse() {
        Ok(claim) => actions::record(desk, &person, &reference, posted.once_as_said(), claim).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    let mistakes = match done {
        Ok(Recorded::There(key)) => return Ok(visit.on_to(&format!("/staff/sessions/{key}/saved"))),
        Ok(Recorded::Otherwise(key)) => return otherwise(&visit, &project, &key).await,
        Err(refusal) => at_fields(&Visit::mistakes_or_problem(refusal)?),
    };
    let around = Around {
        project: &project,
        last: last.as_ref(),
        over_limit: is_over_limit(&posted.form, &project),
        mistakes: &mistakes,
    };
    let keys = visit.csrf_and_same_once(posted.once.as_ref());
    let body = views::record(keys, &posted.form, &around);
    Ok(form_page(&visit, &project, body)
        .notice(mistaken::summary(&mistakes))
        .invalid()
        .into_response())
}

/// Whether more people are said to have attended than the project's limit.
fn is_over_limit(form: &SessionForm, project: &Project) -> bool {
    let said: Option<i64> = form.attending.trim().parse().ok();
    match (said, project.description.group_limit) {
        (Some(said), Some(limit)) => said > limit,
        _ => false,
    }
}

/// Another return stands at these times with other numbers: show it, and where to correct it.
async fn otherwise(visit: &Visit, project: &Project, key: &str) -> Answer {
    let there = store::in_force(&visit.read(), key).await?;
    let there = there.ok_or(Problem::Stale)?;
    let body = views::recorded_otherwise(project, &there);
    Ok(visit
        .page("This session is recorded already", body)
        .of(&project.description.title)
        .before(BackLink::to(format!("/staff/projects/{}/sessions", project.reference)).render())
        .conflicting()
        .into_response())
}

/// What was saved.
pub async fn saved(visit: Visit, At(key): At<OnceKey>) -> Answer {
    let (version, project) = session(&visit, &key, Permission::RecordSessions).await?;
    Ok(visit
        .page("Session saved", views::saved(&project, &version))
        .own_heading()
        .of(&project.description.title)
        .into_response())
}

fn correction_page<'v>(visit: &'v Visit, project: &Project, body: Markup) -> PageAnswer<'v> {
    let back = BackLink::to(format!("/staff/projects/{}/sessions", project.reference));
    visit
        .page("Correct a session", body)
        .of(&project.description.title)
        .before(back.render())
}

/// The form for a correction.
pub async fn to_correct(visit: Visit, At(key): At<OnceKey>) -> Answer {
    let (version, project) = session(&visit, &key, Permission::RecordSessions).await?;
    let form = SessionForm::of(&version);
    let around = Around {
        project: &project,
        last: Some(&version),
        over_limit: is_over_limit(&form, &project),
        mistakes: &Mistakes::none(),
    };
    let body = views::correct(visit.csrf_and_once(), &form, &around, &version);
    Ok(correction_page(&visit, &project, body).into_response())
}

/// Corrects a session.
pub async fn correct(visit: Visit, At(key): At<OnceKey>, posted: Posted<SessionForm>) -> Answer {
    let (_, project) = session(&visit, &key, Permission::RecordSessions).await?;
    let form = &posted.form;
    let asked = match (form.parse(), form.why()) {
        (Ok(claim), Ok(reason)) => Ok(Correction {
            key: key.as_str().to_string(),
            based_on: form.based_on(),
            claim,
            reason,
        }),
        (Err(mistakes), Err(more)) => Err(joined(mistakes, &more)),
        (Err(mistakes), _) | (_, Err(mistakes)) => Err(mistakes),
    };
    let done = match asked {
        Ok(asked) => {
            let once = posted.once_as_said();
            actions::correct(&visit.app.desk, &visit.person(), once, asked).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(_) => Ok(visit.on_to(&format!("/staff/sessions/{key}/saved", key = key.as_str()))),
        Err(Refusal::Stale) => correction_again(&visit, &key, &posted, None).await,
        Err(refusal) => {
            let mistakes = at_fields(&Visit::mistakes_or_problem(refusal)?);
            let page = (&project, &mistakes);
            correction_again(&visit, &key, &posted, Some(page)).await
        }
    }
}

fn joined(mut mistakes: Mistakes, more: &Mistakes) -> Mistakes {
    for mistake in more.iter() {
        mistakes.add(&mistake.field, &mistake.message);
    }
    mistakes
}

/// The correction shown again with everything typed: because of mistakes, or because somebody else
/// corrected the session meanwhile.
async fn correction_again(
    visit: &Visit,
    key: &OnceKey,
    posted: &Posted<SessionForm>,
    wrong: Option<(&Project, &Mistakes)>,
) -> Answer {
    let (now, project) = session(visit, key, Permission::RecordSessions).await?;
    let none = Mistakes::none();
    let mistakes = wrong.map_or(&none, |(_, mistakes)| mistakes);
    let around = Around {
        project: &project,
        last: Some(&now),
        over_limit: is_over_limit(&posted.form, &project),
        mistakes,
    };
    let keys = visit.csrf_and_same_once(posted.once.as_ref());
    let body = views::correct(keys, &posted.form, &around, &now);
    let page = correction_page(visit, &project, body);
    Ok(match wrong {
        Some(_) => page.notice(mistaken::summary(mistakes)).invalid(),
        None => page.conflicting(),
    }
    .into_response())
}
