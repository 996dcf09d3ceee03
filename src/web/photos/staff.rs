//! What moderators do with photos: look, let everybody see it, make a part unreadable, take it down.

use super::staff_views::{self as views, Shown};
use crate::actions::Refusal;
use crate::actions::photos::{self as actions, Seen, moderates};
use crate::domain::mistakes::Mistakes;
use crate::domain::photos::squares::{Area, Square};
use crate::domain::photos::{self, Reason};
use crate::domain::policy::Permission;
use crate::store::photos::{self as store, Filed};
use crate::web::form::{Fields, Nothing, Posted};
use crate::web::govuk::{BackLink, NotificationBanner};
use crate::web::mistaken;
use crate::web::nominations::list::PER_PAGE;
use crate::web::paths::{Asked, At};
use crate::web::pieces::pages;
use crate::web::problem::Problem;
use crate::web::questions::conflict;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render};

crate::form! {
    /// Which page of the queue.
    pub struct QueueQuery { page }
}

crate::form! {
    /// What was just done.
    pub struct Done { done }
}

/// Photos that wait, what waits longest first.
pub async fn queue(visit: Visit, Asked(query): Asked<QueueQuery>) -> Answer {
    let areas = visit.person().areas_where(Permission::ModerateNominations);
    let number = query.page.parse::<u64>().unwrap_or(1).clamp(1, 1_000_000);
    let conn = visit.read();
    let total = store::count_waiting(&conn, areas.as_deref()).await?;
    let skip = (number - 1) * PER_PAGE;
    let found = store::waiting(&conn, areas.as_deref(), skip, PER_PAGE).await?;
    let last = u64::try_from(total).unwrap_or(0).div_ceil(PER_PAGE).max(1);
    let links = pages("/staff/photos", &[], number, last);
    Ok(visit
        .page("Photos to look at", views::queue(&found, total, &links))
        .about("Staff")
        .before(BackLink::to("/staff").render())
        .wide()
        .into_response())
}

/// The photo of a row, for staff of its council. For other councils' staff it is not there.
async fn for_staff(visit: &Visit, id: i64) -> Result<Filed, Problem> {
    let found = store::by_id(&visit.read(), id).await?;
    moderated(visit, found.ok_or(Problem::NotFound)?)
}

fn moderated(visit: &Visit, filed: Filed) -> Result<Filed, Problem> {
    if moderates(&visit.app.desk, &visit.person(), &filed) {
        Ok(filed)
    } else if filed.is_public() {
        Err(Problem::NotAllowed)
    } else {
        Err(Problem::NotFound)
    }
}

/// One photo with all that can be done about it.
pub async fn one(visit: Visit, At(id): At<i64>, Asked(q): Asked<Done>) -> Answer {
    let filed = for_staff(&visit, id).await?;
    let notice = match q.done.as_str() {
        "passed" if filed.is_public() => banner("Everybody can see this photo now"),
        "passed" => banner("Everybody will see this photo as soon as what it belongs to is public"),
        "blurred" => banner("That part can no longer be read, in any size"),
        _ => Markup::default(),
    };
    let none = Mistakes::none();
    Ok(page(&visit, &filed, &Fields::default(), &none, notice).into_response())
}

fn banner(words: &str) -> Markup {
    NotificationBanner::success(words).render()
}

fn page<'v>(
    visit: &'v Visit,
    filed: &Filed,
    fields: &Fields,
    mistakes: &Mistakes,
    notice: Markup,
) -> crate::web::visit::PageAnswer<'v> {
    let shown = Shown {
        filed,
        csrf: visit.csrf_and_once(),
        fields,
        mistakes,
    };
    visit
        .page("A photo to look at", views::one(&shown))
        .about(&filed.title)
        .before(BackLink::to("/staff/photos").render())
        .notice(notice)
        .wide()
}

fn seen(id: i64, fields: &Fields) -> Seen {
    Seen {
        id,
        // A form without a version is no form of ours: it is as good as an old one.
        version: fields.get("version").parse().unwrap_or(0),
    }
}

/// Where to go after it is done, or the page again with what was typed.
async fn answer(
    visit: &Visit,
    filed: &Filed,
    fields: &Fields,
    done: Result<&str, Refusal>,
) -> Answer {
    match done {
        Ok(to) => Ok(visit.on_to(to)),
        Err(Refusal::Stale) => {
            let now = for_staff(visit, filed.photo.id).await?;
            let notice = conflict("Somebody changed this photo since you opened the page");
            let shown = page(visit, &now, fields, &Mistakes::none(), notice);
            Ok(shown.conflicting().into_response())
        }
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let notice = mistaken::summary(&mistakes);
            let shown = page(visit, filed, fields, &mistakes, notice);
            Ok(shown.invalid().into_response())
        }
    }
}

/// Lets everybody see it.
pub async fn pass(visit: Visit, At(id): At<i64>, posted: Posted<Nothing>) -> Answer {
    let filed = for_staff(&visit, id).await?;
    let fields = posted.fields;
    let to = format!("/staff/photos/{id}?done=passed");
    let done = match photos::alt(&fields.get("alt")) {
        Ok(alt) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            actions::pass(desk, &person, seen(id, &fields), alt).await
        }
        Err(why) => Err(Refusal::mistake("alt", why)),
    };
    answer(&visit, &filed, &fields, done.map(|()| to.as_str())).await
}

/// Makes a part unreadable.
pub async fn blur(visit: Visit, At(id): At<i64>, posted: Posted<Nothing>) -> Answer {
    let filed = for_staff(&visit, id).await?;
    let fields = posted.fields;
    let to = format!("/staff/photos/{id}?done=blurred");
    let mut mistakes = Mistakes::none();
    let corners = ["from", "to"].map(|field| {
        let square = fields.get(field).parse::<Square>();
        mistakes.check(field, square)
    });
    let done = match corners {
        [Some(from), Some(until)] => {
            let (desk, person) = (&visit.app.desk, visit.person());
            let areas = vec![Area::between(from, until)];
            actions::blur(desk, &person, seen(id, &fields), areas, posted.once).await
        }
        _ => Err(mistakes.into()),
    };
    answer(&visit, &filed, &fields, done.map(|()| to.as_str())).await
}

/// Takes it down for good. Sent twice, the second finds nothing left to do.
pub async fn take_down(visit: Visit, At(id): At<i64>, posted: Posted<Nothing>) -> Answer {
    // Read once: it may be gone by the next look.
    let Some(filed) = store::by_id(&visit.read(), id).await? else {
        return Ok(visit.on_to("/staff/photos"));
    };
    let filed = moderated(&visit, filed)?;
    let fields = posted.fields;
    let done = match Reason::parse(&fields.get("reason")) {
        Some(reason) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            actions::take_down(desk, &person, "", id, reason).await
        }
        None => Err(Refusal::mistake(
            "reason",
            "Choose why the photo is taken down",
        )),
    };
    answer(&visit, &filed, &fields, done.map(|()| "/staff/photos")).await
}
