//! A resident's own photos: of the nomination that is being filled in, and later of one's own.

use super::upload::Upload;
use super::views;
use crate::actions::photos::{self as actions, To};
use crate::domain::ids::Reference;
use crate::domain::mistakes::Mistakes;
use crate::domain::nominations::stage::Stage;
use crate::domain::photos::{MOST_OF_A_NOMINATION, Reason, Side};
use crate::store::nominations::Listed;
use crate::store::photos::{self as store, Photo, Subject};
use crate::web::form::{Fields, Nothing, Posted};
use crate::web::govuk::{BackLink, Button};
use crate::web::identity::caller;
use crate::web::mistaken;
use crate::web::nominations::nominate::begun::Begun;
use crate::web::nominations::one::{is_own, known_to};
use crate::web::paths::{At, At2};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// What the page shows below the photos: the form, filled in as it was.
struct Form<'a> {
    keys: Markup,
    fields: &'a Fields,
    mistakes: &'a Mistakes,
}

fn form(path: &str, form: &Form<'_>) -> Markup {
    html! {
        form method="post" action=(path) enctype="multipart/form-data" novalidate {
            // Before the file: nothing is read of that without the token.
            (form.keys)
            (views::questions(form.fields, form.mistakes))
            (Button::secondary("Add this photo"))
        }
    }
}

/// The photos so far, each with a button that takes it away, at an address that `removal` makes of its number.
fn list(photos: &[Photo], hidden: &Markup, removal: impl Fn(i64) -> String) -> Markup {
    html! {
        @if !photos.is_empty() {
            ul.app-photos {
                @for photo in photos {
                    li.app-photos__one {
                        (views::removable(photo, hidden, &removal(photo.id)))
                    }
                }
            }
        }
    }
}

fn body(photos: &[Photo], list: &Markup, path: &str, shown: &Form<'_>) -> Markup {
    html! {
        p.govuk-body { "A photo helps people to find the place and to see what is wrong with it." }
        (views::advice())
        (list)
        @if photos.len() < MOST_OF_A_NOMINATION { (form(path, shown)) }
        @else { p.govuk-body { "That is as many photos as a nomination can have." } }
    }
}

const DRAFT: &str = "/nominate/photos";

/// The step of the nomination form. Nobody has to send a photo.
pub async fn of_draft(visit: Visit) -> Answer {
    let begun = Begun::of(&visit).await?;
    let keys = visit.csrf_and_once();
    shown_of_draft(&visit, &begun, keys, &Fields::default(), &Mistakes::none()).await
}

async fn shown_of_draft(
    visit: &Visit,
    begun: &Begun,
    keys: Markup,
    fields: &Fields,
    mistakes: &Mistakes,
) -> Answer {
    if begun.draft.reference().is_some() {
        return Ok(begun.on_to(visit, "/nominate/sent"));
    }
    if let Some(page) = begun.draft.first_unanswered() {
        return Ok(begun.on_to(visit, &format!("/nominate/{}", page.code())));
    }
    let photos = store::of_draft(&visit.read(), &begun.digest).await?;
    let onward = if photos.is_empty() {
        "Continue without a photo"
    } else {
        "Continue"
    };
    let same = begun.shown(visit);
    let shown = Form {
        keys: html! { (keys) (same) },
        fields,
        mistakes,
    };
    let hidden = html! { (visit.csrf()) (same) };
    let list = list(&photos, &hidden, |id| {
        begun.path(&format!("{DRAFT}/{id}/remove"))
    });
    let body = html! {
        (body(&photos, &list, &begun.path(DRAFT), &shown))
        (Button::link(onward, begun.path("/nominate/check")))
    };
    let page = visit
        .page("Photos of the place (optional)", body)
        .about("Nominate a place")
        .before(html! { (BackLink::to(begun.path("/nominate/contact"))) })
        .notice(mistaken::summary(mistakes));
    Ok(if mistakes.is_empty() {
        page.into_response()
    } else {
        page.invalid().into_response()
    })
}

/// Adds a photo to the nomination that is being filled in.
pub async fn add_to_draft(visit: Visit, mut upload: Upload) -> Answer {
    let begun = Begun::of_form(&visit, &upload.fields).await?;
    let to = To::Draft(begun.digest.clone());
    match add(&visit, &mut upload, to).await? {
        None => Ok(begun.on_to(&visit, DRAFT)),
        Some(mistakes) => {
            let keys = visit.csrf_and_same_once(upload.once.as_ref());
            shown_of_draft(&visit, &begun, keys, &upload.fields, &mistakes).await
        }
    }
}

/// Adds a photo of a place. What is wrong with it, if anything.
async fn add(visit: &Visit, upload: &mut Upload, to: To) -> Result<Option<Mistakes>, Problem> {
    let added = match upload.take(Some(Side::Place)) {
        Ok(sent) => actions::add(&visit.app.desk, &visit.person(), caller(visit), to, sent).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match added {
        Ok(_) => Ok(None),
        Err(refusal) => Visit::mistakes_or_problem(refusal).map(Some),
    }
}

/// Takes a photo away, if it is one of these. What is gone already stays gone.
async fn remove(visit: &Visit, id: i64, of: Subject) -> Result<(), Problem> {
    let Some(filed) = store::by_id(&visit.read(), id).await? else {
        return Ok(());
    };
    if filed.subject != of {
        return Err(Problem::NotFound);
    }
    let (desk, browser) = (&visit.app.desk, visit.visitor.browser_token());
    actions::take_down(desk, &visit.person(), browser, id, Reason::Withdrawn).await?;
    Ok(())
}

/// Takes a photo away from the nomination that is being filled in.
pub async fn remove_from_draft(visit: Visit, At(id): At<i64>, posted: Posted<Nothing>) -> Answer {
    let begun = Begun::of_form(&visit, &posted.fields).await?;
    remove(&visit, id, Subject::Draft(begun.digest.clone())).await?;
    Ok(begun.on_to(&visit, DRAFT))
}

/// The nomination of a reference, if it is the visitor's own.
async fn own(visit: &Visit, reference: &Reference) -> Result<Listed, Problem> {
    let listed = known_to(visit, reference).await?;
    if is_own(visit, &listed.nomination) {
        Ok(listed)
    } else if listed.nomination.is_public() {
        Err(Problem::NotAllowed)
    } else {
        Err(Problem::NotFound)
    }
}

/// The photos of one's own nomination.
pub async fn of_nomination(visit: Visit, At(reference): At<Reference>) -> Answer {
    let listed = own(&visit, &reference).await?;
    let keys = visit.csrf_and_once();
    shown_of_nomination(&visit, &listed, keys, &Fields::default(), &Mistakes::none()).await
}

async fn shown_of_nomination(
    visit: &Visit,
    listed: &Listed,
    keys: Markup,
    fields: &Fields,
    mistakes: &Mistakes,
) -> Answer {
    let nomination = &listed.nomination;
    let path = format!("/nominations/{}/photos", nomination.reference);
    let photos = store::of_nomination(&visit.read(), nomination.id).await?;
    let shown = Form {
        keys,
        fields,
        mistakes,
    };
    let list = list(&photos, &visit.csrf(), |id| format!("{path}/{id}/remove"));
    let body = if nomination.stage.may_become(Stage::Withdrawn) {
        body(&photos, &list, &path, &shown)
    } else {
        html! {
            p.govuk-body { "This nomination takes no more photos. You can still take yours away." }
            (list)
        }
    };
    let page = visit
        .page("Photos of the place", body)
        .about(&nomination.proposal.title)
        .before(html! { (BackLink::to(format!("/nominations/{}", nomination.reference))) })
        .notice(mistaken::summary(mistakes));
    Ok(if mistakes.is_empty() {
        page.into_response()
    } else {
        page.invalid().into_response()
    })
}

/// Adds a photo to one's own nomination.
pub async fn add_to_nomination(
    visit: Visit,
    At(reference): At<Reference>,
    mut upload: Upload,
) -> Answer {
    let listed = own(&visit, &reference).await?;
    let to = To::Nomination(reference.clone());
    match add(&visit, &mut upload, to).await? {
        None => Ok(visit.on_to(&format!("/nominations/{reference}/photos"))),
        Some(mistakes) => {
            let keys = visit.csrf_and_same_once(upload.once.as_ref());
            shown_of_nomination(&visit, &listed, keys, &upload.fields, &mistakes).await
        }
    }
}

/// Takes a photo away from one's own nomination.
pub async fn remove_from_nomination(
    visit: Visit,
    At2(reference, id): At2<Reference, i64>,
    _: Posted<Nothing>,
) -> Answer {
    let listed = own(&visit, &reference).await?;
    remove(&visit, id, Subject::Nomination(listed.nomination.id)).await?;
    Ok(visit.on_to(&format!("/nominations/{reference}/photos")))
}
