//! Handlers: send a file, see how it stands, import it or take it away.

use super::receiving::SheetForm;
use super::{PATH, samples, views};
use crate::actions::imports::uploads as actions;
use crate::domain::ids::OnceKey;
use crate::domain::mistakes::Mistakes;
use crate::form;
use crate::store::uploads::{self as store, Kind, State, Upload};
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::{Asked, At};
use crate::web::pieces::{Paged, download};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::{IntoResponse, Response};
use maud::{Markup, Render};

form! {
    /// Which page of the problems.
    pub struct ProblemsQuery { page }
}

/// How many problems are shown at once.
const SHOWN: usize = 50;
/// Bytes of the file of problems in one go.
const AT_ONCE: usize = 64 * 1024;

fn page<'v>(visit: &'v Visit, title: &str, body: Markup) -> PageAnswer<'v> {
    visit
        .page(title, body)
        .about("Import sessions")
        .before(BackLink::to("/staff/sessions").render())
}

/// The form for a file, and the files of one's own that are still there.
pub async fn to_send(visit: Visit) -> Answer {
    let body = form(&visit, visit.csrf_and_once(), "", &Mistakes::none()).await?;
    Ok(page(&visit, "Import sessions from a file", body).into_response())
}

async fn form(
    visit: &Visit,
    keys: Markup,
    kind: &str,
    mistakes: &Mistakes,
) -> Result<Markup, Problem> {
    let own = match visit.person().account() {
        Some(account) => store::of_account(&visit.read(), account).await?,
        None => vec![],
    };
    Ok(views::form(keys, kind, mistakes, &own))
}

/// Takes a file in.
pub async fn send(visit: Visit, sent: SheetForm) -> Answer {
    let mut found = Mistakes::none();
    let typed = sent.fields.get("kind");
    let kind = Kind::parse(&typed).ok_or("Choose what the file holds");
    let kind = found.check("kind", kind);
    let file = found.check("file", sent.file);
    let done = match (kind, file) {
        (Some(kind), Some(file)) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            actions::receive(desk, &person, sent.once.clone(), kind, file).await
        }
        _ => Err(found.into()),
    };
    match done {
        Ok(key) => Ok(visit.on_to(&format!("{PATH}/{key}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(sent.once.as_ref());
            let body = form(&visit, keys, &typed, &mistakes).await?;
            Ok(page(&visit, "Import sessions from a file", body)
                .notice(mistaken::summary(&mistakes))
                .invalid()
                .into_response())
        }
    }
}

/// How a file stands.
pub async fn one(visit: Visit, At(key): At<OnceKey>, Asked(query): Asked<ProblemsQuery>) -> Answer {
    let upload = actions::own(&visit.app.desk, &visit.person(), &key).await?;
    let body = match upload.state {
        State::Checking | State::Importing => at_work(&visit, &upload),
        State::Faulty => {
            let problems = store::problems(&visit.read(), &upload.key).await?;
            let problems = read_problems(&problems);
            let part = Paged::of(&query.page, problems.len(), SHOWN);
            views::faulty(visit.csrf(), &upload, (&problems, &part))
        }
        State::Ready => views::ready(visit.csrf(), &upload),
        State::Imported => views::imported(&upload),
    };
    let title = views::title(&upload);
    let page = page(&visit, &title, body);
    Ok(if upload.state == State::Faulty {
        page.wide().into_response()
    } else {
        page.into_response()
    })
}

fn at_work(visit: &Visit, upload: &Upload) -> Markup {
    let desk = &visit.app.desk;
    if actions::is_stale(desk, upload) {
        return views::broken_off(visit.csrf(), upload);
    }
    views::at_work(upload, desk.running.lines(&upload.key))
}

/// The problems that are listed: line, field, problem.
fn read_problems(file: &[u8]) -> Vec<[String; 3]> {
    let mut reader = csv::Reader::from_reader(file);
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| [0, 1, 2].map(|at| row.get(at).unwrap_or_default().to_string()))
        .collect()
}

/// The problems of a file, as many as are listed.
pub async fn problems(visit: Visit, At(key): At<OnceKey>) -> Answer {
    let upload = actions::own(&visit.app.desk, &visit.person(), &key).await?;
    let file = store::problems(&visit.read(), &upload.key).await?;
    if file.is_empty() {
        return Err(Problem::NotFound);
    }
    let text = String::from_utf8_lossy(&file).into_owned();
    Ok(as_csv("problems.csv", text))
}

/// A list of attendances to begin from.
pub async fn list(_: Visit) -> Answer {
    let kind = Kind::Attendances;
    Ok(as_csv(samples::name(kind), samples::of(kind)))
}

/// A file of returns to begin from.
pub async fn returns(_: Visit) -> Answer {
    let kind = Kind::Returns;
    Ok(as_csv(samples::name(kind), samples::of(kind)))
}

fn as_csv(name: &str, text: String) -> Response {
    download::csv(name, move |lines| async move {
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (some, more) = rest.split_at(rest.floor_char_boundary(AT_ONCE));
            rest = more;
            if lines.send(some.to_string()).await.is_err() {
                break;
            }
        }
        Ok::<_, crate::store::StoreError>(())
    })
}

/// Imports a file that was found without mistakes.
pub async fn import(visit: Visit, At(key): At<OnceKey>, _: Posted<Nothing>) -> Answer {
    actions::import(&visit.app.desk, &visit.person(), &key).await?;
    Ok(visit.on_to(&format!("{PATH}/{}", key.as_str())))
}

/// Takes a file away.
pub async fn abandon(visit: Visit, At(key): At<OnceKey>, _: Posted<Nothing>) -> Answer {
    actions::abandon(&visit.app.desk, &visit.person(), &key).await?;
    Ok(visit.on_to(PATH))
}
