//! What a nominator does: confirm by the link in the letter, answer a question, withdraw.

use super::nominate::sending;
use super::one::{is_own, known_to};
use crate::actions::Refusal;
use crate::actions::nominations::links;
use crate::actions::nominations::{
    Target, answer as answering, confirm as confirming, withdraw as withdrawing,
};
use crate::domain::ids::Reference;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::nominations::nomination::{Nomination, Step};
use crate::domain::nominations::proposal::longest;
use crate::domain::nominations::stage::Stage;
use crate::store::identity::LinkPurpose;
use crate::store::nominations;
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::{BackLink, Button, InsetText, Panel};
use crate::web::identity::{old_session, signed_in};
use crate::web::mistaken::summary;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::questions::{Questions, conflict};
use crate::web::visit::{Answer, Visit};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// A page with one button behind a link that works once. Opening it changes nothing, so that a mail
/// program that looks at links spends none.
pub fn button_page(visit: &Visit, title: &str, words: &str, button: &str) -> Response {
    let body = html! {
        p.govuk-body { (words) }
        form method="post" action=(visit.path()) novalidate { (visit.csrf()) (Button::new(button)) }
    };
    visit.page(title, body).into_response()
}

/// What a link that no longer works leads to.
pub fn spent_page(visit: &Visit, what_to_do: Markup) -> Response {
    let body = html! {
        p.govuk-body { "A link works once, and for a short time. A newer one replaces it." }
        (what_to_do)
    };
    let page = visit.page("This link no longer works", body);
    page.status(axum::http::StatusCode::GONE).into_response()
}

/// What somebody sees who presses the button behind a link twice: the first press has done it.
pub fn used_page(visit: &Visit) -> Response {
    let body = html! {
        p.govuk-body { "The link in our letter works once, and it has done its work. There is nothing more to do." }
        p.govuk-body { a.govuk-link href="/me" { "Go to your account" } " or " a.govuk-link href="/nominations" { "see all nominations" } "." }
    };
    visit.page("This is done", body).into_response()
}

/// The button behind the link in the letter.
pub async fn confirm_page(visit: Visit, At(token): At<String>) -> Answer {
    let found = links::look(&visit.app.desk, &token, LinkPurpose::ConfirmNomination).await?;
    Ok(match found {
        Some(link) => button_page(
            &visit,
            "Confirm your nomination",
            &format!(
                "Press the button to confirm nomination {}. It also signs you in, so that you can follow what becomes of it.",
                link.subject
            ),
            "Confirm my nomination",
        ),
        None => spent_page(
            &visit,
            html! {
                p.govuk-body { "If you confirmed your nomination already, there is nothing more to do. " a.govuk-link href="/me" { "See your nominations" } "." }
                p.govuk-body { "If not, " a.govuk-link href="/nominate" { "nominate the place again" } "." }
            },
        ),
    })
}

/// Confirms and signs in.
pub async fn confirm(visit: Visit, At(token): At<String>, _: Posted<Nothing>) -> Answer {
    match confirming::confirm(&visit.app.desk, old_session(&visit), &token).await {
        Ok(who) => Ok(signed_in(&visit, &who, "/me")),
        Err(Refusal::NotThere) => Ok(spent_page(&visit, html! {})),
        Err(Refusal::Stale) => Ok(used_page(&visit)),
        Err(other) => Err(other.into()),
    }
}

/// What happens next, once it counts.
pub async fn received(visit: Visit, At(reference): At<Reference>) -> Answer {
    let listed = known_to(&visit, &reference).await?;
    if !is_own(&visit, &listed.nomination) {
        return Err(Problem::NotFound);
    }
    let body = sending::received(reference.as_str());
    let page = visit.page("Nomination received", body).own_heading();
    Ok(page.into_response())
}

crate::form! {
    /// The answer to a question of ours.
    pub struct AnswerForm { answer }
}

impl AnswerForm {
    fn parse(&self) -> Result<String, Mistakes> {
        mistakes::words(&self.answer, longest::WORDS, "Write your answer")
            .map_err(|message| Mistakes::one("answer", message))
    }
}

fn question_of(steps: &[Step]) -> String {
    let asked = steps
        .iter()
        .rev()
        .find(|step| step.stage == Stage::NeedsInformation);
    asked.map(|step| step.note.clone()).unwrap_or_default()
}

async fn answer_form(
    visit: &Visit,
    nomination: &Nomination,
    form: &AnswerForm,
    mistakes: &Mistakes,
) -> Answer {
    let steps = nominations::history(&visit.read(), nomination.id).await?;
    let ask = Questions::new(|_| form.answer.clone(), mistakes);
    let body = html! {
        p.govuk-body { "This is about your nomination “" (nomination.proposal.title) "” (" (nomination.reference) ")." }
        (InsetText { html: html! { span.app-typed { (question_of(&steps)) } }, ..Default::default() })
        form method="post" action=(visit.path()) novalidate {
            (visit.csrf())
            (ask.words("answer", "Your answer", "Only our staff read it.", longest::WORDS))
            (Button::new("Send answer"))
        }
    };
    let page = visit
        .page("Answer our question", body)
        .about(nomination.reference.clone())
        .notice(summary(mistakes));
    Ok(if mistakes.is_empty() {
        page.into_response()
    } else {
        page.invalid().into_response()
    })
}

fn thanks(visit: &Visit) -> Response {
    let body = html! {
        (Panel { title_text: "Thank you for your answer".into(), ..Default::default() })
        h2.govuk-heading-m { "What happens next" }
        p.govuk-body { "We go on with your nomination and write to you when there is news." }
        p.govuk-body { a.govuk-link href="/nominations" { "See all nominations" } }
    };
    let page = visit.page("Thank you for your answer", body).own_heading();
    page.into_response()
}

fn answered_page(visit: &Visit) -> Response {
    spent_page(
        visit,
        html! { p.govuk-body { "If you answered our question already, there is nothing more to do. Thank you." } },
    )
}

async fn asked_by_link(visit: &Visit, token: &str) -> Result<Option<Nomination>, Problem> {
    let purpose = LinkPurpose::AnswerInformation;
    let Some(link) = links::look(&visit.app.desk, token, purpose).await? else {
        return Ok(None);
    };
    let found = nominations::by_reference(&visit.read(), &link.subject).await?;
    let nomination = found.map(|listed| listed.nomination);
    Ok(nomination.filter(|nomination| nomination.stage == Stage::NeedsInformation))
}

/// Our question, by the link in the letter.
pub async fn answer_page(visit: Visit, At(token): At<String>) -> Answer {
    match asked_by_link(&visit, &token).await? {
        Some(nomination) => {
            answer_form(
                &visit,
                &nomination,
                &AnswerForm::default(),
                &Mistakes::none(),
            )
            .await
        }
        None => Ok(answered_page(&visit)),
    }
}

/// Takes the answer that came by the link.
pub async fn answer(visit: Visit, At(token): At<String>, posted: Posted<AnswerForm>) -> Answer {
    let Some(nomination) = asked_by_link(&visit, &token).await? else {
        // A hurried second press comes when the first has spent the link.
        let spent = links::is_spent(&visit.app.desk, &token, LinkPurpose::AnswerInformation);
        return Ok(match spent.await? {
            true => thanks(&visit),
            false => answered_page(&visit),
        });
    };
    let words = match posted.form.parse() {
        Ok(words) => words,
        Err(mistakes) => return answer_form(&visit, &nomination, &posted.form, &mistakes).await,
    };
    match answering::by_link(&visit.app.desk, &token, words).await {
        Ok(_) | Err(Refusal::Stale) => Ok(thanks(&visit)),
        Err(Refusal::TooLate(_) | Refusal::NotThere) => Ok(answered_page(&visit)),
        Err(other) => Err(other.into()),
    }
}

async fn own(visit: &Visit, reference: &Reference) -> Result<Nomination, Problem> {
    let listed = known_to(visit, reference).await?;
    if is_own(visit, &listed.nomination) {
        Ok(listed.nomination)
    } else {
        Err(Problem::NotFound)
    }
}

/// Our question, for the nominator signed in.
pub async fn own_answer_page(visit: Visit, At(reference): At<Reference>) -> Answer {
    let nomination = own(&visit, &reference).await?;
    if nomination.stage != Stage::NeedsInformation {
        return Ok(visit.on_to(&format!("/nominations/{reference}")));
    }
    answer_form(
        &visit,
        &nomination,
        &AnswerForm::default(),
        &Mistakes::none(),
    )
    .await
}

/// Takes the answer of the nominator signed in.
pub async fn own_answer(
    visit: Visit,
    At(reference): At<Reference>,
    posted: Posted<AnswerForm>,
) -> Answer {
    let nomination = own(&visit, &reference).await?;
    let words = match posted.form.parse() {
        Ok(words) => words,
        Err(mistakes) => return answer_form(&visit, &nomination, &posted.form, &mistakes).await,
    };
    let person = visit.person();
    match answering::signed_in(&visit.app.desk, &person, reference.as_str(), words).await {
        Ok(_) | Err(Refusal::TooLate(_)) => Ok(visit.on_to(&format!("/nominations/{reference}"))),
        Err(other) => Err(other.into()),
    }
}

crate::form! {
    /// Taking a nomination back.
    pub struct WithdrawForm { why, version }
}

fn withdraw_form(
    visit: &Visit,
    nomination: &Nomination,
    form: &WithdrawForm,
    mistakes: &Mistakes,
    once: Markup,
) -> Markup {
    let ask = Questions::new(|_| form.why.clone(), mistakes);
    html! {
        p.govuk-body { "If you withdraw “" (nomination.proposal.title) "”, we stop working on it. Its page stays if it is public. You cannot undo this." }
        form method="post" action=(visit.path()) novalidate {
            (once)
            input type="hidden" name="version" value=(nomination.version);
            (ask.words("why", "Why do you withdraw it? (optional)", "Only our staff read it.", longest::WORDS))
            (Button::warning("Withdraw my nomination"))
        }
    }
}

/// The form to withdraw.
pub async fn withdraw_page(visit: Visit, At(reference): At<Reference>) -> Answer {
    let nomination = own(&visit, &reference).await?;
    let page_of_it = format!("/nominations/{reference}");
    if !nomination.stage.may_become(Stage::Withdrawn) {
        return Ok(visit.on_to(&page_of_it));
    }
    let (form, none) = (WithdrawForm::default(), Mistakes::none());
    let body = withdraw_form(&visit, &nomination, &form, &none, visit.csrf_and_once());
    let page = visit
        .page("Withdraw your nomination", body)
        .about(reference.to_string())
        .before(html! { (BackLink::to(page_of_it)) });
    Ok(page.into_response())
}

/// Withdraws.
pub async fn withdraw(
    visit: Visit,
    At(reference): At<Reference>,
    posted: Posted<WithdrawForm>,
) -> Answer {
    let nomination = own(&visit, &reference).await?;
    let form = &posted.form;
    let again = |mistakes: &Mistakes| {
        let once = visit.csrf_and_same_once(posted.once.as_ref());
        let body = withdraw_form(&visit, &nomination, form, mistakes, once);
        visit
            .page("Withdraw your nomination", body)
            .notice(summary(mistakes))
    };
    let why = match mistakes::optional_words(&form.why, longest::WORDS) {
        Ok(why) => why,
        Err(message) => {
            return Ok(again(&Mistakes::one("why", message))
                .invalid()
                .into_response());
        }
    };
    let target = Target {
        reference: reference.to_string(),
        version: nomination.version,
        once: posted.once_as_said(),
    };
    match withdrawing::withdraw(&visit.app.desk, &visit.person(), target, why).await {
        Ok(()) => Ok(visit.on_to(&format!("/nominations/{reference}"))),
        Err(Refusal::TooLate(sentence)) => {
            let page = again(&Mistakes::none()).notice(conflict(&format!("{sentence}.")));
            Ok(page.conflicting().into_response())
        }
        Err(other) => Err(other.into()),
    }
}
