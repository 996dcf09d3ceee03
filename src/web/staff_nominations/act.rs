//! What staff can decide about a nomination: one small form page each, shown and sent in the same way.

use super::one::{for_staff, similar_to};
use super::{forms, questions};
use crate::actions::Refusal;
use crate::actions::nominations::{
    Target, assess as assessing, moderate, ward as warding, withdraw as withdrawing,
};
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::mistakes::Mistakes;
use crate::domain::nominations::nomination::Nomination;
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;
use crate::store::nominations::{Listed, assess as assessments, places};
use crate::web::form::{Fields, Nothing, Posted};
use crate::web::govuk::{BackLink, Button};
use crate::web::mistaken::summary;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::questions::{Questions, conflict};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// Something that staff can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Let the public see it.
    Pass,
    /// Score it.
    Assess,
    /// Ask the nominator something.
    Ask,
    /// Decline it.
    Decline,
    /// Join it to another.
    Merge,
    /// Put its ward right.
    Ward,
    /// Withdraw it because the nominator asked.
    Withdraw,
}

impl Act {
    /// Every act, the usual next one first.
    pub const ALL: [Act; 7] = [
        Act::Pass,
        Act::Assess,
        Act::Ask,
        Act::Decline,
        Act::Merge,
        Act::Ward,
        Act::Withdraw,
    ];

    /// The word in its address.
    pub fn code(self) -> &'static str {
        match self {
            Act::Pass => "pass",
            Act::Assess => "assess",
            Act::Ask => "ask",
            Act::Decline => "decline",
            Act::Merge => "merge",
            Act::Ward => "ward",
            Act::Withdraw => "withdraw",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.code() == code)
    }

    /// The words on the link to its form.
    pub fn link(self) -> &'static str {
        match self {
            Act::Pass => "Pass for everybody to see",
            Act::Assess => "Assess",
            Act::Ask => "Ask the nominator",
            Act::Decline => "Decline",
            Act::Merge => "Join to another",
            Act::Ward => "Correct the ward",
            Act::Withdraw => "Withdraw on request",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Act::Pass => "Pass this nomination for everybody to see",
            Act::Assess => "Assess this nomination",
            Act::Ask => "Ask the nominator a question",
            Act::Decline => "Decline this nomination",
            Act::Merge => "Join this nomination to another",
            Act::Ward => "Correct the ward of this nomination",
            Act::Withdraw => "Withdraw this nomination on request",
        }
    }

    fn button(self) -> Button {
        match self {
            Act::Pass => Button::new("Pass"),
            Act::Assess => Button::new("Save assessment"),
            Act::Ask => Button::new("Send question"),
            Act::Decline => Button::warning("Decline"),
            Act::Merge => Button::warning("Join"),
            Act::Ward => Button::new("Correct"),
            Act::Withdraw => Button::warning("Withdraw"),
        }
    }

    /// What is said once it is done.
    pub fn done(self) -> &'static str {
        match self {
            Act::Pass => {
                "The nomination is public now. We have written to the nominator. It waits for its assessment."
            }
            Act::Assess => "The assessment is saved.",
            Act::Ask => "We have sent your question. The nomination waits for the answer.",
            Act::Decline => "The nomination is declined. We have written to the nominator.",
            Act::Merge => "The two nominations are joined. We have written to the nominator.",
            Act::Ward => "The ward is put right. The history says what it was before.",
            Act::Withdraw => "The nomination is withdrawn.",
        }
    }

    /// What somebody must be allowed to do for it.
    pub fn permission(self) -> Permission {
        match self {
            Act::Assess | Act::Decline => Permission::AssessNominations,
            Act::Pass | Act::Ask | Act::Merge | Act::Ward | Act::Withdraw => {
                Permission::ModerateNominations
            }
        }
    }

    /// Whether the nomination stands where this can be done.
    pub fn is_possible(self, nomination: &Nomination) -> bool {
        let stage = nomination.stage;
        match self {
            Act::Pass => stage == Stage::Submitted,
            Act::Assess => matches!(stage, Stage::UnderAssessment | Stage::Assessed),
            Act::Ask => stage.may_become(Stage::NeedsInformation),
            Act::Decline => stage.may_become(Stage::Declined),
            Act::Merge => stage.may_become(Stage::Merged),
            Act::Ward => stage.is_open(),
            Act::Withdraw => stage.may_become(Stage::Withdrawn),
        }
    }

    /// Reads the form and does it.
    async fn carry_out(
        self,
        visit: &Visit,
        target: Target,
        nomination: &Nomination,
        fields: &Fields,
    ) -> Result<(), Refusal> {
        let (desk, person) = (&visit.app.desk, visit.person());
        let unpublished = !nomination.is_public();
        match self {
            Act::Pass => moderate::pass(desk, &person, target).await,
            Act::Ask => moderate::ask(desk, &person, target, forms::question(fields)?).await,
            Act::Decline => {
                let (reason, decision) = forms::declining(fields, unpublished)?;
                moderate::decline(desk, &person, target, reason, decision).await
            }
            Act::Merge => {
                let (into, decision) = forms::merging(fields, unpublished)?;
                moderate::merge(desk, &person, target, into, decision).await
            }
            Act::Ward => {
                let (ward, why) = forms::ward(fields)?;
                warding::correct(desk, &person, target, ward, why).await
            }
            Act::Withdraw => {
                withdrawing::on_request(desk, &person, target, forms::note(fields)?).await
            }
            Act::Assess => {
                let entered = forms::assessment(fields)?;
                assessing::assess(desk, &person, target, entered)
                    .await
                    .map(|_| ())
            }
        }
    }
}

/// A form as it is shown the first time, or again.
struct Shown<'a> {
    act: Act,
    listed: &'a Listed,
    typed: Option<&'a Fields>,
    once: Option<&'a OnceKey>,
    mistakes: Mistakes,
    notice: Markup,
}

async fn body(visit: &Visit, shown: &Shown<'_>) -> Result<Markup, Problem> {
    let nomination = &shown.listed.nomination;
    let last = match (shown.act, shown.typed) {
        (Act::Assess, None) => assessments::latest(&visit.read(), nomination.id).await?,
        _ => None,
    };
    let similar = match shown.act {
        Act::Merge => similar_to(visit, nomination).await?,
        _ => vec![],
    };
    let wards = match shown.act {
        Act::Ward => places::in_force(&visit.read(), &visit.app.desk.atlas()).await?,
        _ => vec![],
    };
    let typed = shown.typed.cloned();
    let ask = Questions::new(
        move |field| match &typed {
            Some(fields) => fields.get(field),
            None => questions::last_time(last.as_ref(), field),
        },
        &shown.mistakes,
    );
    let questions = match shown.act {
        Act::Pass => questions::pass(nomination),
        Act::Assess => questions::assess(&ask),
        Act::Ask => questions::ask(&ask),
        Act::Decline => questions::decline(&ask, nomination),
        Act::Merge => questions::merge(&ask, nomination, &similar),
        Act::Ward => questions::ward(&ask, &wards),
        Act::Withdraw => questions::withdraw(&ask),
    };
    Ok(html! {
        p.govuk-body { strong { (nomination.proposal.title) } ", " (nomination.reference) ", " (nomination.proposal.whereabouts.place) }
        form method="post" action=(visit.path()) novalidate {
            (visit.csrf_and_same_once(shown.once))
            input type="hidden" name="version" value=(nomination.version);
            (questions)
            (shown.act.button())
        }
    })
}

async fn show<'v>(
    visit: &'v Visit,
    shown: &Shown<'_>,
) -> Result<crate::web::visit::PageAnswer<'v>, Problem> {
    let reference = &shown.listed.nomination.reference;
    let body = body(visit, shown).await?;
    Ok(visit
        .page(shown.act.title(), body)
        .about(reference.clone())
        .before(html! { (BackLink::to(format!("/staff/nominations/{reference}"))) })
        .notice(html! { (shown.notice) (summary(&shown.mistakes)) }))
}

async fn opened(visit: Visit, reference: Reference, act: Act) -> Answer {
    let listed = for_staff(&visit, &reference, act.permission()).await?;
    if !act.is_possible(&listed.nomination) {
        return Ok(visit.on_to(&format!("/staff/nominations/{reference}")));
    }
    let shown = Shown {
        act,
        listed: &listed,
        typed: None,
        once: None,
        mistakes: Mistakes::none(),
        notice: Markup::default(),
    };
    Ok(show(&visit, &shown).await?.into_response())
}

async fn sent(visit: Visit, reference: Reference, posted: Posted<Nothing>, act: Act) -> Answer {
    let listed = for_staff(&visit, &reference, act.permission()).await?;
    let target = Target {
        reference: reference.to_string(),
        version: posted.fields.get("version").parse().unwrap_or(0),
        once: posted.once_as_said(),
    };
    let nomination = &listed.nomination;
    let refusal = match act
        .carry_out(&visit, target, nomination, &posted.fields)
        .await
    {
        Ok(()) => {
            let page = format!("/staff/nominations/{reference}?done={}", act.code());
            return Ok(visit.on_to(&page));
        }
        Err(refusal) => refusal,
    };
    let again = |mistakes: Mistakes, notice: Markup| Shown {
        act,
        listed: &listed,
        typed: Some(&posted.fields),
        once: posted.once.as_ref(),
        mistakes,
        notice,
    };
    match refusal {
        Refusal::Mistaken(mistakes) => {
            let shown = again(mistakes, Markup::default());
            Ok(show(&visit, &shown).await?.invalid().into_response())
        }
        Refusal::Stale => {
            let sentence = "Somebody changed this nomination since you opened the page. Check that your decision still fits, then send it again.";
            let shown = again(Mistakes::none(), conflict(sentence));
            Ok(show(&visit, &shown).await?.conflicting().into_response())
        }
        Refusal::TooLate(why) => {
            let shown = again(Mistakes::none(), conflict(&format!("{why}.")));
            Ok(show(&visit, &shown).await?.conflicting().into_response())
        }
        other => Err(other.into()),
    }
}

macro_rules! act_pages {
    ($($act:ident: $page:ident $send:ident),* $(,)?) => {
        $(
            /// The form.
            pub async fn $page(visit: Visit, At(reference): At<Reference>) -> Answer {
                opened(visit, reference, Act::$act).await
            }

            /// Takes the form.
            pub async fn $send(visit: Visit, At(reference): At<Reference>, posted: Posted<Nothing>) -> Answer {
                sent(visit, reference, posted, Act::$act).await
            }
        )*
    };
}

act_pages! {
    Pass: pass_page pass,
    Assess: assess_page assess,
    Ask: ask_page ask,
    Decline: decline_page decline,
    Merge: merge_page merge,
    Ward: ward_page ward,
    Withdraw: withdraw_page withdraw,
}
