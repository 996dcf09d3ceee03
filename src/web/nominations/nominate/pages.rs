//! The handlers of the nomination form. Reading a page never changes anything; what was answered is kept
//! by the browser's own token until it is sent.

use super::begun::Begun;
use super::views::{self, Known};
use crate::actions::Refusal;
use crate::actions::nominations::finding::{self, Candidates};
use crate::actions::nominations::whereabouts;
use crate::domain::areas::mercator::Spot;
use crate::domain::areas::place::Place;
use crate::domain::mistakes::Mistakes;
use crate::domain::nominations::draft::{self, Page};
use crate::store::areas;
use crate::store::nominations::places;
use crate::web::form::{Fields, Posted};
use crate::web::govuk::BackLink;
use crate::web::map::files::in_words;
use crate::web::mistaken::summary;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::questions::Questions;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::html;
use std::str::FromStr;

/// A page of the form, as its address names it.
pub struct Asking(pub Page);

impl FromStr for Asking {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let found = Page::ALL.into_iter().find(|page| page.code() == text);
        found.map(Asking).ok_or(())
    }
}

crate::form! {
    /// Whether the page was opened to change one answer.
    pub struct Change { change }
}

/// The start page.
pub async fn start(visit: Visit) -> Answer {
    let page = visit.page("Nominate a place for Community Payback", views::start());
    Ok(page.kept().into_response())
}

async fn known(visit: &Visit) -> Result<Known, Problem> {
    let conn = visit.read();
    Ok(Known {
        categories: places::offered(&conn).await?,
        places: places::in_force(&conn, &visit.app.desk.atlas()).await?,
        credits: areas::place_credits(&conn).await?,
        examples: vec![],
        signed_in_as: email_of(visit),
        meant: Candidates::default(),
        found: None,
    })
}

/// The places that typed words may mean, where they may mean several.
async fn meant(visit: &Visit, typed: &str) -> Result<Candidates, Problem> {
    let Ok(Place::Words(words)) = Place::read(typed) else {
        return Ok(Candidates::default());
    };
    let mut found = finding::candidates(&visit.app.desk, &visit.read(), &words).await?;
    if found.all.len() < 2 {
        found = Candidates::default();
    }
    Ok(found)
}

/// The address of whoever is signed in.
pub fn email_of(visit: &Visit) -> Option<String> {
    let session = visit.visitor.session();
    session.map(|session| session.account.email.clone())
}

/// A page of questions, as answered so far.
pub async fn ask(visit: Visit, At(Asking(page)): At<Asking>, Asked(q): Asked<Change>) -> Answer {
    let begun = Begun::of(&visit).await?;
    let draft = begun.draft.clone();
    let own_name = match (page, visit.visitor.session()) {
        (Page::Contact, Some(session)) => session.account.name.clone(),
        _ => String::new(),
    };
    let typed = move |field: &str| match draft.get(field) {
        empty if empty.is_empty() && field == "name" => own_name.clone(),
        answer => answer,
    };
    let asked = (page, !q.change.is_empty());
    shown(&visit, &begun, asked, typed, Mistakes::none()).await
}

async fn shown(
    visit: &Visit,
    begun: &Begun,
    (page, change): (Page, bool),
    typed: impl Fn(&str) -> String + Send,
    mistakes: Mistakes,
) -> Answer {
    let known = Known {
        meant: match page {
            Page::Place => meant(visit, &typed("where")).await?,
            _ => Candidates::default(),
        },
        examples: match page {
            Page::Place => finding::examples(&visit.app.desk, &visit.read()).await?,
            _ => vec![],
        },
        found: match (page, Place::read(&typed("where"))) {
            (Page::Place, Ok(Place::Pin(point))) => {
                Some(in_words(visit, Spot::of(point), "This spot"))
            }
            _ => None,
        },
        ..known(visit).await?
    };
    let ask = Questions::new(typed, &mistakes);
    let body = html! {
        form method="post" action=(begun.path(&format!("/nominate/{}", page.code()))) novalidate {
            (views::questions(page, &ask, &known))
            (views::buttons(page, html! { (visit.csrf()) (begun.shown(visit)) }, change))
        }
    };
    let back = match page.before() {
        _ if change => "/nominate/check".to_string(),
        Some(before) => format!("/nominate/{}", before.code()),
        None => "/nominate".to_string(),
    };
    let answer = visit
        .page(views::heading(page), body)
        .about("Nominate a place")
        .before(html! { (BackLink::to(begun.path(&back))) })
        .notice(summary(&mistakes));
    Ok(if mistakes.is_empty() {
        answer.into_response()
    } else {
        answer.invalid().into_response()
    })
}

/// Takes the answers of a page.
pub async fn answer(visit: Visit, At(Asking(page)): At<Asking>, posted: Posted<Change>) -> Answer {
    let change = !posted.form.change.is_empty();
    let fields = posted.fields;
    if page == Page::Place && fields.get("go") == "map" {
        return on_to_map(&visit, &fields, change).await;
    }
    let mut begun = Begun::of_form(&visit, &fields).await?;
    if let Some(mistakes) = mistakes_in(&visit, page, &fields).await? {
        let typed = |field: &str| fields.get(field);
        return shown(&visit, &begun, (page, change), typed, mistakes).await;
    }
    let typed = |field: &str| fields.get(field);
    begun.draft.answer(page, typed, visit.now());
    if !fields.get("website").is_empty() {
        begun.draft.note_trap();
    }
    begun.keep(&visit).await?;
    let next = match page.next() {
        Some(next) if !change => format!("/nominate/{}", next.code()),
        None if !change => "/nominate/photos".to_string(),
        _ => "/nominate/check".to_string(),
    };
    Ok(begun.on_to(&visit, &next))
}

/// On to the map, with what was typed so far kept as it is.
async fn on_to_map(visit: &Visit, fields: &Fields, change: bool) -> Answer {
    let mut begun = Begun::of_form(visit, fields).await?;
    let typed = |field: &str| fields.get(field);
    begun.draft.answer(Page::Place, typed, visit.now());
    begun.keep(visit).await?;
    let map = match change {
        true => "/nominate/map?change=yes",
        false => "/nominate/map",
    };
    Ok(begun.on_to(visit, map))
}

/// What is wrong with the answers of a page, by themselves and against what there is to choose from.
async fn mistakes_in(
    visit: &Visit,
    page: Page,
    fields: &Fields,
) -> Result<Option<Mistakes>, Problem> {
    let get = |field: &str| fields.get(field);
    let conn = visit.read();
    let email = email_of(visit);
    let checked: Result<(), Refusal> = match page {
        Page::Place => match draft::place(get) {
            Ok(answers) => {
                let found = whereabouts::whereabouts(&visit.app.desk, &conn, answers).await;
                found.map(|_| ())
            }
            Err(mistakes) => Err(mistakes.into()),
        },
        Page::Work => match draft::work(get) {
            Ok(work) if places::is_offered(&conn, &work.category).await? => Ok(()),
            Ok(_) => Err(Refusal::mistake("category", "Choose the kind of work")),
            Err(mistakes) => Err(mistakes.into()),
        },
        Page::People => draft::people(get).map(|_| ()).map_err(Refusal::from),
        Page::Site => draft::site(get).map(|_| ()).map_err(Refusal::from),
        Page::Contact => draft::contact(get, email.as_deref())
            .map(|_| ())
            .map_err(Refusal::from),
    };
    match checked {
        Ok(()) => Ok(None),
        Err(refusal) => Visit::mistakes_or_problem(refusal).map(Some),
    }
}
