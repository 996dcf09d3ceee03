//! Keying papers: two fields and Enter, paper after paper.

use super::own;
use crate::actions::Refusal;
use crate::actions::ballots::keying::{self as actions, Keyed};
use crate::actions::ballots::rules;
use crate::domain::ballots::keying::{PaperState, letter};
use crate::domain::ballots::method::PaperKind;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::RuleSheet;
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::grouped;
use crate::store::ballots::{Round, papers};
use crate::web::form::Posted;
use crate::web::govuk::{BackLink, Button, Hint, Input, InsetText, Label, NotificationBanner};
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

crate::form! {
    /// A paper as it was keyed.
    pub struct KeyForm { code, marks }
}

/// The form.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = own(&visit, &slug).await?;
    if !round.state.is(Stage::Closed) {
        return Ok(visit.on_to(&format!("/staff/rounds/{slug}/papers")));
    }
    let (form, none) = (KeyForm::default(), Mistakes::none());
    let page = key_page(&visit, &round, (&form, &none), html! {}).await?;
    Ok(page.into_response())
}

async fn key_page<'v>(
    visit: &'v Visit,
    round: &Round,
    (form, mistakes): (&KeyForm, &Mistakes),
    done: Markup,
) -> Result<PageAnswer<'v>, Problem> {
    let conn = visit.read();
    let sheet = rules(round)?;
    let batches = papers::batches(&conn, round.id).await?;
    let count = |state| batches.iter().map(|batch| batch.count(state)).sum::<i64>();
    let differ = papers::codes(&conn, round.id, PaperState::Differs).await?;
    let body = html! {
        (key_form(visit, (round, &sheet), form, mistakes))
        p.govuk-body {
            strong { (grouped(count(PaperState::Agreed))) } " agreed, " strong { (grouped(count(PaperState::KeyedOnce))) } " keyed once, "
            strong { (grouped(count(PaperState::Differs))) } " differ."
        }
        (differing(visit, round, &differ))
    };
    Ok(visit
        .page("Key papers", body)
        .of(&round.title)
        .notice(html! { (mistaken::summary(mistakes)) (done) })
        .before(BackLink::to(format!("/staff/rounds/{}/papers", round.slug)).render()))
}

fn how(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::OneTick => {
            "The letter that is marked, like B. If more than one is marked, type them all, like BD: the paper then counts for no place."
        }
        PaperKind::Ticks => "The letters that are marked, like ACD.",
        PaperKind::Ranks => {
            "The letters in the order of their numbers, the first choice first, like CAB. Where a number is left out, type -. Where two have the same number, join them: A=B."
        }
    }
}

fn key_form(
    visit: &Visit,
    (round, sheet): (&Round, &RuleSheet),
    form: &KeyForm,
    mistakes: &Mistakes,
) -> Markup {
    let field = |name: &str, value: &str, label: &str, hint: String| Input {
        name: name.into(),
        value: value.into(),
        label: Label::question(label),
        hint: Some(Hint::from(hint)),
        autocomplete: "off".into(),
        autocapitalize: "characters".into(),
        spellcheck: Some(false),
        classes: "govuk-input--width-20".into(),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    };
    let hint = format!("{} 0 for a blank paper.", how(sheet.method.paper()));
    let code = field(
        "code",
        &form.code,
        "Code on the paper",
        "16 letters and digits. Capitals and dashes do not matter.".into(),
    );
    let first = Input {
        attributes: code.attributes.clone().flag("autofocus"),
        ..code
    };
    html! {
        form method="post" action={ "/staff/rounds/" (round.slug) "/papers/key" } novalidate {
            (visit.csrf())
            (first)
            (field("marks", &form.marks, "Marks", hint))
            (Button::new("Enter this paper"))
        }
        h2.govuk-heading-s { "The letters" }
        ul class="govuk-list" {
            @for (place, option) in (0_u16..).zip(&sheet.options) { li { strong { (letter(place)) } " " (option.label) } }
        }
    }
}

fn differing(visit: &Visit, round: &Round, codes: &[(String, String)]) -> Markup {
    html! {
        @if !codes.is_empty() {
            h2.govuk-heading-m { "Papers on which two people differ" }
            (InsetText::from("Find each of these papers and look again. Either of the two who keyed it can key it once more, or set both keyings aside for two others."))
            ul class="govuk-list" {
                @for (code, _) in codes {
                    li {
                        form method="post" action={ "/staff/rounds/" (round.slug) "/papers/aside" } {
                            (visit.csrf())
                            input type="hidden" name="code" value=(code);
                            code.app-code { (code) } " "
                            (Button { classes: "govuk-button--secondary govuk-!-margin-bottom-0".into(), ..Button::secondary(format!("Set {code} aside")) })
                        }
                    }
                }
            }
        }
    }
}

fn banner(keyed: &Keyed) -> Markup {
    let code = &keyed.code;
    match keyed.state {
        PaperState::Agreed => {
            NotificationBanner::success(format!("{code}: two people agree. It will be counted."))
                .render()
        }
        PaperState::Differs => NotificationBanner::important(format!(
            "{code}: the two keyings differ. Look at the paper again."
        ))
        .render(),
        _ => {
            NotificationBanner::success(format!("{code} is keyed. Somebody else must key it too."))
                .render()
        }
    }
}

/// Keys a paper and asks for the next.
pub async fn key(visit: Visit, At(slug): At<Slug>, posted: Posted<KeyForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let round = own(&visit, &slug).await?;
    let typed = (posted.form.code.as_str(), posted.form.marks.as_str());
    let done = actions::key(desk, &person, slug.as_str(), typed).await;
    answered(
        &visit,
        &round,
        &posted.form,
        done.map(|keyed| banner(&keyed)),
    )
    .await
}

/// Sets both keyings of a paper aside.
pub async fn aside(visit: Visit, At(slug): At<Slug>, posted: Posted<KeyForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let round = own(&visit, &slug).await?;
    let code = &posted.form.code;
    let done = actions::set_aside(desk, &person, slug.as_str(), code).await;
    let words = format!("{code}: both keyings are set aside. Two people must key it anew.");
    let done = done.map(|()| NotificationBanner::success(words).render());
    answered(&visit, &round, &posted.form, done).await
}

async fn answered(
    visit: &Visit,
    round: &Round,
    form: &KeyForm,
    done: Result<Markup, Refusal>,
) -> Answer {
    match done {
        Ok(done) => {
            let (form, none) = (KeyForm::default(), Mistakes::none());
            let page = key_page(visit, round, (&form, &none), done).await?;
            Ok(page.into_response())
        }
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let page = key_page(visit, round, (form, &mistakes), html! {}).await?;
            Ok(page.invalid().into_response())
        }
    }
}
