//! The desk: a clerk marks a person in the register, then hands one paper over.

use super::own;
use crate::actions::ballots::desk::mark as mark_person;
use crate::actions::ballots::papers::takes_papers;
use crate::domain::ballots::desk::{Claim, Typed};
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ids::{OnceKey, Slug};
use crate::domain::mistakes::Mistakes;
use crate::store::ballot_box::desk::Marked;
use crate::store::ballots::{Round, wards};
use crate::web::form::Posted;
use crate::web::govuk::{
    BackLink, Button, Content, Fieldset, Hint, Input, InsetText, Label, Radios, RadiosItem, Select,
    SelectItem,
};
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

crate::form! {
    /// How a person shows who they are. None of it is kept.
    pub struct DeskForm { by, code, email, name, house, postcode, ward, way }
}

/// The form.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = own(&visit, &slug).await?;
    if !takes_papers(&round) || !round.is_open_at(visit.now()) {
        return Ok(visit.on_to(&format!("/staff/rounds/{slug}/papers")));
    }
    let form = DeskForm {
        way: first_way(&round).into(),
        ..DeskForm::default()
    };
    let page = desk_page(&visit, &round, (&form, None), &Mistakes::none()).await?;
    Ok(page.into_response())
}

fn first_way(round: &Round) -> &'static str {
    match round.takes(WayToVote::Desk) {
        true => WayToVote::Desk.name(),
        false => WayToVote::Paper.name(),
    }
}

async fn desk_page<'v>(
    visit: &'v Visit,
    round: &Round,
    (form, once): (&DeskForm, Option<&OnceKey>),
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let wards = wards::within(&visit.read(), &round.area_code).await?;
    let body = html! {
        p.govuk-body { "Mark each person before they get a paper. What you type is not kept: the register holds only a sign by which the same person is known again." }
        form method="post" novalidate {
            (visit.csrf_and_same_once(once))
            (shown_by(round, form, mistakes))
            (lives(form, &wards, mistakes))
            (way(round, form, mistakes))
            (Button::new("Mark this person"))
        }
    };
    Ok(visit
        .page("Voting desk", body)
        .of(&round.title)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to(format!("/staff/rounds/{}/papers", round.slug)).render()))
}

fn input(name: &str, value: &str, label: &str, mistakes: &Mistakes) -> Input {
    Input {
        name: name.into(),
        value: value.into(),
        label: Label::from(label),
        autocomplete: "off".into(),
        spellcheck: Some(false),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    }
}

fn shown_by(round: &Round, form: &DeskForm, mistakes: &Mistakes) -> Radios {
    let under = |html: Markup| Content {
        html,
        ..Default::default()
    };
    let name = html! {
        (input("name", &form.name, "Full name, as on the paper they show", mistakes))
        (Input { classes: "govuk-input--width-10".into(), ..input("house", &form.house, "Number or name of the house", mistakes) })
    };
    let letter = html! { (input("code", &form.code, "Voting code on the letter", mistakes)) };
    let email = html! { (Input { kind: "email".into(), ..input("email", &form.email, "Email address", mistakes) }) };
    let mut items = vec![RadiosItem {
        hint: Some(Hint::from("They show a paper with their name and address.")),
        conditional: under(name),
        ..RadiosItem::new("name", "By name and address")
    }];
    if round.takes(WayToVote::VotingCode) {
        items.push(RadiosItem {
            hint: Some(Hint::from("The letter is used up. Keep it.")),
            conditional: under(letter),
            ..RadiosItem::new("letter", "By a letter with a voting code")
        });
    }
    if round.takes(WayToVote::VerifiedEmail) {
        items.push(RadiosItem {
            hint: Some(Hint::from("They can then no longer vote by email.")),
            conditional: under(email),
            ..RadiosItem::new("email", "By an email address that they can open here")
        });
    }
    Radios {
        name: "by".into(),
        value: form.by.clone(),
        fieldset: Some(Fieldset::question("How do they show who they are?")),
        error_message: mistaken::at(mistakes, "by"),
        items,
        ..Default::default()
    }
}

fn lives(form: &DeskForm, wards: &[(String, String)], mistakes: &Mistakes) -> Markup {
    let items = wards.iter().map(|(code, name)| SelectItem::new(code, name));
    html! {
        (Input {
            classes: "govuk-input--width-10".into(), hint: Some(Hint::from("Not needed with a letter")), label: Label::question("Postcode"),
            ..input("postcode", &form.postcode, "", mistakes)
        })
        (Select {
            name: "ward".into(), value: form.ward.clone(), label: Label::question("Ward (only if we do not know the postcode)"),
            items: std::iter::once(SelectItem::new("", "Choose a ward")).chain(items).collect(),
            error_message: mistaken::at(mistakes, "ward"), ..Default::default()
        })
    }
}

fn way(round: &Round, form: &DeskForm, mistakes: &Mistakes) -> Radios {
    let all = [
        (WayToVote::Desk, "Handed over here"),
        (WayToVote::Paper, "Sent by post"),
    ];
    Radios {
        name: "way".into(),
        value: form.way.clone(),
        classes: "govuk-radios--inline".into(),
        fieldset: Some(Fieldset::question("How do they get the paper?")),
        error_message: mistaken::at(mistakes, "way"),
        items: all
            .into_iter()
            .filter(|(way, _)| round.takes(*way))
            .map(|(way, words)| RadiosItem::new(way.name(), words))
            .collect(),
        ..Default::default()
    }
}

/// Marks a person.
pub async fn mark(visit: Visit, At(slug): At<Slug>, posted: Posted<DeskForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let round = own(&visit, &slug).await?;
    let form = &posted.form;
    let typed = Typed {
        by: &form.by,
        code: &form.code,
        email: &form.email,
        name: &form.name,
        house: &form.house,
        postcode: &form.postcode,
        way: &form.way,
    };
    let once = posted.once.clone().unwrap_or_else(|| desk.dice.once());
    let done = match Claim::read(&typed, &round.ways) {
        Ok((claim, way)) => {
            let home = (form.postcode.as_str(), form.ward.as_str());
            mark_person(desk, &person, &round, (&claim, way), home, &once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(marked) => Ok(answered(&visit, &round, marked)),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let page = desk_page(&visit, &round, (form, Some(&once)), &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}

fn answered(visit: &Visit, round: &Round, marked: Marked) -> axum::response::Response {
    let next = html! {
        (Button::link("Next person", format!("/staff/rounds/{}/desk", round.slug)))
        p.govuk-body { a.govuk-link href={ "/staff/rounds/" (round.slug) "/papers" } { "Ballot papers" } }
    };
    let page = match marked {
        Marked::Marked => visit.page(
            "Give this person one paper",
            html! {
                (InsetText::from("They are marked in the register. Hand over one paper, face down, from anywhere in the pile. Do not note its code."))
                (next)
            },
        ),
        Marked::Before => visit.page(
            "Give this person no paper",
            html! {
                (InsetText::from("They have voted, or have a paper. Nobody here knows how or when."))
                p.govuk-body { "If they spoilt their paper, take it back and swap it on the page of ballot papers: the register stays as it is." }
                (next)
            },
        ),
        Marked::NotOpen => visit
            .page("The vote is not open", html! {
                p.govuk-body { "Nobody was marked. Give this person no paper." }
                (next)
            })
            .status(StatusCode::CONFLICT),
    };
    page.of(&round.title).into_response()
}
