//! Sending a nomination: signed in it counts at once, else once the letter's link was used.

use super::super::{Desk, Person, Refusal};
use super::links::{self, About};
use super::whereabouts::whereabouts;
use super::{done_before, remember};
use crate::actions::identity::throttle::{self, Ask, Caller};
use crate::domain::events::{Event, Named, Secret};
use crate::domain::identity::email::EmailAddress;
use crate::domain::identity::limits::{LINKS_TO_A_MAILBOX, Limit};
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::nominations::draft::{self, Draft, Page};
use crate::domain::nominations::nomination::{By, Step};
use crate::domain::nominations::proposal::{Contact, Proposal};
use crate::domain::nominations::stage::Stage;
use crate::domain::time::london_date;
use crate::store::identity::{self, LinkPurpose};
use crate::store::nominations::change::{self, NewNomination};
use crate::store::nominations::{drafts, places};
use crate::store::photos::change as photos;
use crate::store::{Conn, Work};
use chrono::{Datelike, Duration};

/// How long the link in the letter works. Longer than a link to sign in: it opens nothing but this.
const CONFIRM_DAYS: i64 = 7;
/// Nominations from one address that a moderator is not told of.
const FROM_AN_ADDRESS: Limit = Limit::new(20, 180);
/// The same from one range of addresses.
const FROM_A_RANGE: Limit = Limit::new(100, 36);
/// Nominations from one account in a day.
const MOST_A_DAY: i64 = 20;

/// What became of sending it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its reference.
    pub reference: String,
    /// Whether the nominator has still to open the letter.
    pub asks_to_confirm: bool,
}

/// What a browser's draft is kept under: a digest, and for one beside the first its own key after a stop.
pub fn draft_key(desk: &Desk, browser: &str, slot: Option<&OnceKey>) -> String {
    let first = desk.digest("nomination-draft", browser);
    match slot {
        None => first,
        Some(slot) => format!("{first}.{}", slot.as_str()),
    }
}

/// Whether a draft is one of those that a browser has begun.
pub fn is_of_browser(desk: &Desk, browser: &str, key: &str) -> bool {
    let first = draft_key(desk, browser, None);
    let rest = key.strip_prefix(&first);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Keeps what was answered so far. No part of the record.
pub async fn keep_draft(desk: &Desk, key: &str, draft: &Draft) -> Result<(), Refusal> {
    Ok(drafts::keep(&desk.db, key, draft, desk.now()).await?)
}

/// The draft as a proposal, with every page read again.
pub async fn proposal(desk: &Desk, conn: &Conn<'_>, draft: &Draft) -> Result<Proposal, Refusal> {
    let get = |field: &str| draft.get(field);
    let place = whereabouts(desk, conn, draft::place(get)?).await?;
    let work = draft::work(get)?;
    let people = draft::people(get)?;
    let site = draft::site(get)?;
    if !places::is_offered(conn, &work.category).await? {
        return Err(Refusal::mistake("category", "Choose the kind of work"));
    }
    Ok(Proposal {
        title: work.title,
        category: work.category,
        description: work.description,
        benefit: people.benefit,
        whereabouts: place,
        beneficiary: people.beneficiary,
        land_owner: people.land_owner,
        toilets: site.toilets,
        site_access: site.site_access,
    })
}

/// Sends what was answered in a draft. The same form sent twice is one nomination and one answer.
pub async fn send(
    desk: &Desk,
    person: &Person,
    caller: Caller,
    key: &str,
    once: Option<OnceKey>,
) -> Result<Sent, Refusal> {
    let key = key.to_string();
    let flood = hold_back(desk, person, caller, &key).await?;
    let (desk_inside, who) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        let desk = desk_inside;
        let before = done_before(&work, once.as_ref(), "nominate").await?;
        let draft = drafts::held(&work, &key).await?.unwrap_or_default();
        if let Some(reference) = before.as_deref().or(draft.reference()) {
            return Ok(Sent {
                reference: reference.to_string(),
                asks_to_confirm: draft.asks_to_confirm(),
            });
        }
        if draft.first_unanswered().is_some() {
            return Err(Refusal::mistake("", "Answer the questions on every page"));
        }
        let contact = contact_of(&work, &who, &draft).await?;
        let proposal = proposal(&desk, &work.read(), &draft).await?;
        let suspicion = draft.looks_automatic(work.at()).or(flood);
        let (sent, events) = take_in(&desk, &work, &who, &proposal, &contact, suspicion).await?;
        photos::attach_sent(&work, &key, &sent.reference).await?;
        let left = Draft::sent_as(&sent.reference, sent.asks_to_confirm);
        drafts::replace(&work, &key, &left).await?;
        remember(&work, once.as_ref(), "nominate", &sent.reference).await?;
        work.commit_all(events).await?;
        Ok(sent)
    })
    .await
}

/// Nobody's mailbox is filled with our letters. Many nominations from one address are taken all the same,
/// because it may be a library's; the moderator is told.
async fn hold_back(
    desk: &Desk,
    person: &Person,
    caller: Caller,
    key: &str,
) -> Result<Option<&'static str>, Refusal> {
    let draft = drafts::of(&desk.db.read(), key).await?.unwrap_or_default();
    if draft.reference().is_some() {
        return Ok(None);
    }
    if let (None, Ok(email)) = (person.account(), EmailAddress::parse(&draft.get("email"))) {
        let mailbox = Ask::new("nominations-to-mailbox", LINKS_TO_A_MAILBOX, email.key());
        throttle::ask(desk, &[mailbox]).await?;
    }
    let asks = caller.asks("nominations", FROM_AN_ADDRESS, FROM_A_RANGE);
    match throttle::ask(desk, &asks).await {
        Ok(()) => Ok(None),
        Err(Refusal::Throttled { .. }) => Ok(Some(
            "Many nominations came from the same network within a short time.",
        )),
        Err(other) => Err(other),
    }
}

/// Nominates outright, with what stands already read: how records of the present come in.
pub async fn nominate(
    desk: &Desk,
    person: &Person,
    proposal: Proposal,
    contact: Contact,
) -> Result<Sent, Refusal> {
    let (desk_inside, who) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        let (sent, event) = take_in(&desk_inside, &work, &who, &proposal, &contact, None).await?;
        work.commit_all(event).await?;
        Ok(sent)
    })
    .await
}

async fn contact_of(work: &Work, who: &Person, draft: &Draft) -> Result<Contact, Refusal> {
    let own = match who.account() {
        Some(id) => identity::account(&work.read(), id).await?,
        None => None,
    };
    let email = own.as_ref().map(|account| account.email.as_str());
    Ok(draft::contact(|field| draft.get(field), email)?)
}

/// Writes the nomination down with its first step. Says what happened, for the audit log and the letter.
async fn take_in(
    desk: &Desk,
    work: &Work,
    who: &Person,
    proposal: &Proposal,
    contact: &Contact,
    suspicion: Option<&str>,
) -> Result<(Sent, Vec<Event>), Refusal> {
    refuse_a_flood(work, who).await?;
    let confirmed = who.account().is_some();
    let stage = if confirmed {
        Stage::Submitted
    } else {
        Stage::Unconfirmed
    };
    let reference = next_reference(work, &proposal.whereabouts.council).await?;
    let new = NewNomination {
        reference: reference.clone(),
        stage,
        proposal: proposal.clone(),
        nominator: who.account(),
        contact: Some(contact.clone()),
        submitted_at: work.at(),
        published_at: None,
        decided_at: None,
        decline_reason: None,
        earlier_supports: 0,
        provenance: String::new(),
    };
    let id = change::add(work, &new).await?;
    let step = Step {
        at: work.at(),
        stage,
        reason: String::new(),
        note: suspicion.unwrap_or_default().to_string(),
        by: By::Nominator,
        public: confirmed,
    };
    change::add_step(work, id, &step, who.account()).await?;
    let named = Named::new(id, reference.clone(), proposal.title.clone());
    let mut events = vec![Event::NominationReceived {
        nomination: named.clone(),
        confirm: confirm_link(desk, work, confirmed, &reference, contact).await?,
    }];
    if confirmed {
        events.push(Event::NominationConfirmed { nomination: named });
    }
    let sent = Sent {
        reference,
        asks_to_confirm: !confirmed,
    };
    Ok((sent, events))
}

async fn confirm_link(
    desk: &Desk,
    work: &Work,
    confirmed: bool,
    reference: &str,
    contact: &Contact,
) -> Result<Option<Secret>, Refusal> {
    if confirmed {
        return Ok(None);
    }
    let about = About {
        path: "/nominations/confirm",
        subject: reference,
        next_page: format!("/nominations/{reference}/received"),
        lives: Duration::days(CONFIRM_DAYS),
    };
    let purpose = LinkPurpose::ConfirmNomination;
    links::make(desk, work, purpose, &contact.email, about)
        .await
        .map(Some)
}

/// No moderator's queue is filled by one account.
async fn refuse_a_flood(work: &Work, who: &Person) -> Result<(), Refusal> {
    let Some(account) = who.account() else {
        return Ok(());
    };
    let yesterday = work.at() - Duration::days(1);
    if change::sent_by_account(work, account, yesterday).await? < MOST_A_DAY {
        return Ok(());
    }
    Err(Refusal::Throttled {
        seconds: Duration::hours(12).num_seconds(),
    })
}

async fn next_reference(work: &Work, council: &str) -> Result<String, Refusal> {
    let conn = work.read();
    let found = places::council(&conn, council).await?;
    let found = found.ok_or_else(|| Refusal::mistake("ward", "Choose a ward from the list"))?;
    let year = london_date(work.at()).year();
    let number = change::next_number(work, council, year).await?;
    Ok(Reference::nomination(&found.reference_prefix(), year, number).to_string())
}

/// The page of the form on which a field stands.
pub fn page_of(field: &str) -> Page {
    let holds = |page: &Page| page.fields().contains(&field);
    Page::ALL.into_iter().find(holds).unwrap_or(Page::Place)
}
