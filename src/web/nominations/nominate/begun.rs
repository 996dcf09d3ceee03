//! The nomination that is being filled in: which one, of those that a browser has begun.
//!
//! A browser may fill in several side by side, a tab each. The first has plain addresses; every other one
//! carries its key in its addresses. A form says which nomination it was shown for, so that one that was left
//! open while another took its place begins its own and blends with none. Start at [`Begun::of`].

use crate::actions::nominations::nominate;
use crate::domain::ids::OnceKey;
use crate::domain::nominations::draft::{Draft, Page};
use crate::store::nominations::drafts;
use crate::web::form::Fields;
use crate::web::govuk::{BackLink, Button};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// What names the nomination in an address.
const DRAFT: &str = "draft";
/// The hidden field that says which nomination a form was shown for.
const SHOWN: &str = "shown";

/// A nomination that is being filled in, with where it is kept.
pub struct Begun {
    /// The key in its addresses; nothing for the one with plain addresses.
    slot: Option<OnceKey>,
    /// What it is kept under.
    pub digest: String,
    /// Its answers so far.
    pub draft: Draft,
}

impl Begun {
    /// The nomination that the address of a page names.
    pub async fn of(visit: &Visit) -> Result<Begun, Problem> {
        let fields = Fields::read(visit.query().as_bytes());
        Begun::at(visit, fields.get(DRAFT).parse().ok()).await
    }

    /// The nomination that a form was shown for. Where another one stands in its place meanwhile, it gets a place
    /// of its own.
    pub async fn of_form(visit: &Visit, fields: &Fields) -> Result<Begun, Problem> {
        let begun = Begun::of(visit).await?;
        let Ok(shown) = fields.get(SHOWN).parse::<OnceKey>() else {
            return Ok(begun);
        };
        let mut begun = match begun.draft.key() {
            Some(key) if key != shown.as_str() => Begun::at(visit, Some(shown.clone())).await?,
            _ => begun,
        };
        begun.draft.call(shown.as_str());
        Ok(begun)
    }

    async fn at(visit: &Visit, slot: Option<OnceKey>) -> Result<Begun, Problem> {
        let browser = visit.visitor.browser_token();
        let digest = nominate::draft_key(&visit.app.desk, browser, slot.as_ref());
        let draft = drafts::of(&visit.read(), &digest).await?;
        Ok(Begun {
            slot,
            digest,
            draft: draft.unwrap_or_default(),
        })
    }

    /// The address of a page of this nomination.
    pub fn path(&self, page: &str) -> String {
        let sign = if page.contains('?') { '&' } else { '?' };
        match &self.slot {
            None => page.to_string(),
            Some(key) => format!("{page}{sign}{DRAFT}={}", key.as_str()),
        }
    }

    /// On to a page of this nomination.
    pub fn on_to(&self, visit: &Visit, page: &str) -> Response {
        visit.on_to(&self.path(page))
    }

    /// What a form that is sent tells of this nomination, beside its address. One that nothing is kept of yet gets
    /// its key here.
    pub fn shown(&self, visit: &Visit) -> Markup {
        let fresh = visit.app.desk.dice.once();
        let key = self.draft.key().or(self.slot.as_ref().map(OnceKey::as_str));
        html! { input type="hidden" name=(SHOWN) value=(key.unwrap_or(fresh.as_str())); }
    }

    /// The same for a form that only asks for another page: its address is made of its fields.
    pub fn asked(&self) -> Markup {
        html! {
            @if let Some(key) = &self.slot { input type="hidden" name=(DRAFT) value=(key.as_str()); }
        }
    }

    /// Keeps the answers so far.
    pub async fn keep(&self, visit: &Visit) -> Result<(), Problem> {
        Ok(nominate::keep_draft(&visit.app.desk, &self.digest, &self.draft).await?)
    }

    /// Where to go on with it.
    fn next(&self) -> String {
        let next = self.draft.first_unanswered();
        let page = next.map_or("/nominate/check".to_string(), |page| {
            format!("/nominate/{}", page.code())
        });
        self.path(&page)
    }

    /// What it is about, as far as that was said.
    fn name(&self) -> String {
        let said = ["title", "place", "where"].map(|field| self.draft.get(field));
        let said = said.into_iter().find(|said| !said.trim().is_empty());
        said.unwrap_or_else(|| "A nomination without a name yet".into())
    }
}

/// Every nomination that the browser has begun and not sent, the newest first.
async fn in_hand(visit: &Visit) -> Result<Vec<Begun>, Problem> {
    let browser = visit.visitor.browser_token();
    let first = nominate::draft_key(&visit.app.desk, browser, None);
    let kept = drafts::of_browser(&visit.read(), &first).await?;
    let begun = kept.into_iter().filter_map(|(digest, draft)| {
        let key = digest.strip_prefix(&first)?;
        let slot = key.strip_prefix('.').and_then(|key| key.parse().ok());
        (draft.reference().is_none() && draft.started_at().is_some()).then_some(Begun {
            slot,
            digest,
            draft,
        })
    });
    Ok(begun.collect())
}

/// `/nominate/begin`: on to the first page, or the choice to go on with what was begun.
pub async fn begin(visit: Visit) -> Answer {
    let first = format!("/nominate/{}", Page::Place.code());
    let begun = in_hand(&visit).await?;
    if begun.is_empty() {
        return Ok(visit.on_to(&first));
    }
    let is_taken = begun.iter().any(|one| one.slot.is_none());
    let another = Begun {
        slot: is_taken.then(|| visit.app.desk.dice.once()),
        digest: String::new(),
        draft: Draft::default(),
    };
    let body = html! {
        p.govuk-body { "You have begun to nominate a place in this browser, and have not sent it yet." }
        ul class="govuk-list govuk-list--spaced" {
            @for one in &begun {
                li { a.govuk-link href=(one.next()) { "Go on with: " (one.name()) } }
            }
        }
        p.govuk-body { "You can nominate another place beside it. Neither changes the other." }
        (Button::link("Begin another nomination", another.path(&first)))
    };
    let page = visit
        .page("Go on, or begin another", body)
        .about("Nominate a place")
        .before(html! { (BackLink::to("/nominate")) });
    Ok(page.into_response())
}
