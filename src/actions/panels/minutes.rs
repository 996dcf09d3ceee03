//! Minutes' life: written by whoever runs the panel, agreed by its members, corrected with a new text.
//!
//! Only the newest text takes answers, and every answer names the text that was read. When more than
//! half of those who sit have agreed it is public.

use super::{named, to_run};
use crate::actions::once::{came_before, claimed, remember};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::notes::{NamesACase, names_a_case};
use crate::domain::ids::OnceKey;
use crate::domain::mistakes::Mistakes;
use crate::domain::panels::minutes::{Answer, AtText, Step, Text, is_agreed};
use crate::domain::policy::Permission;
use crate::domain::time::london_date;
use crate::store::once::Seen;
use crate::store::panels::minutes::{self as store, Minutes};
use crate::store::panels::{self, Panel, shortlists};
use crate::store::{Conn, Work};

const PURPOSE: &str = "minutes";

/// Minutes of a panel at an address, with every text of them, the newest first.
pub async fn find(conn: &Conn<'_>, slug: &str, id: i64) -> Result<(Panel, Vec<Minutes>), Refusal> {
    let panel = panels::by_slug(conn, slug)
        .await?
        .ok_or(Refusal::NotThere)?;
    let texts = store::texts(conn, id).await?;
    match texts.first() {
        Some(newest) if newest.panel_id == panel.id => Ok((panel, texts)),
        _ => Err(Refusal::NotThere),
    }
}

/// Writes the minutes of a meeting, and tells the members that they wait.
pub async fn write(
    desk: &Desk,
    person: &Person,
    slug: &str,
    text: Text,
    once: Option<OnceKey>,
) -> Result<i64, Refusal> {
    let panel = to_run(desk, person, &desk.db.read(), slug).await?;
    desk.work(person, move |work| async move {
        if let Some(Seen::Before(id)) = claimed(&work, once.as_ref(), PURPOSE).await? {
            return id.parse().map_err(|_| Refusal::NotThere);
        }
        check(&work, &panel, &text).await?;
        let at = store::add(&work, panel.id, &text).await?;
        remember(&work, once.as_ref(), PURPOSE, &at.minutes.to_string()).await?;
        work.commit(written(&panel, at, &text)).await?;
        Ok(at.minutes)
    })
    .await
}

/// Puts a corrected text in place of the one that the person read. The members agree anew; a text that
/// was agreed stays public until then.
pub async fn correct(
    desk: &Desk,
    person: &Person,
    slug: &str,
    from: AtText,
    text: Text,
) -> Result<(), Refusal> {
    let (panel, _) = find(&desk.db.read(), slug, from.minutes).await?;
    person.need(desk, Permission::RunPanels, &panel.area_code)?;
    desk.work(person, move |work| async move {
        check(&work, &panel, &text).await?;
        let Some(at) = store::correct(&work, from, &text).await? else {
            return was_done(&work, from, &text).await;
        };
        let texts = store::texts(&work.read(), from.minutes).await?;
        if texts.iter().any(|one| one.at == from && one.text == text) {
            return Err(Refusal::mistake(
                "decided",
                "Change what needs to be put right",
            ));
        }
        work.commit(written(&panel, at, &text)).await?;
        Ok(())
    })
    .await
}

/// Whether the same correction was sent twice; else the minutes moved on since the person read them.
async fn was_done(work: &Work, from: AtText, text: &Text) -> Result<(), Refusal> {
    let texts = store::texts(&work.read(), from.minutes).await?;
    let newest = texts.first().ok_or(Refusal::NotThere)?;
    let same = newest.text == *text && newest.at.number == from.number + 1;
    if same && newest.written_by == work.actor().account() {
        Ok(())
    } else {
        Err(Refusal::Stale)
    }
}

fn written(panel: &Panel, at: AtText, text: &Text) -> Event {
    let met_on = text.met_on;
    Event::Minutes(named(panel), Step::Written { at, met_on })
}

async fn check(work: &Work, panel: &Panel, text: &Text) -> Result<(), Refusal> {
    let mut mistakes = Mistakes::none();
    if text.met_on > london_date(work.at()) {
        mistakes.add("met-on-day", "The meeting must be today or in the past");
    }
    if names_a_case(&text.decided) {
        mistakes.add("decided", NamesACase);
    }
    if let Some(id) = text.shortlist {
        let shortlist = shortlists::by_id(&work.read(), id).await?;
        if shortlist.is_none_or(|one| one.panel_id != panel.id) {
            mistakes.add("shortlist", "Pick a shortlist of this panel");
        }
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(mistakes.into())
    }
}

/// Keeps what a member says about the text that they read. With the member who makes more than half
/// it is agreed. Sending the same answer again changes nothing.
pub async fn answer(
    desk: &Desk,
    person: &Person,
    slug: &str,
    at: AtText,
    answer: Answer,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let account = person.account().ok_or(Refusal::NotAllowed)?;
    let (panel, _) = find(&desk.db.read(), slug, at.minutes).await?;
    person.need(desk, Permission::AgreeMinutes, &panel.area_code)?;
    desk.work(person, move |work| async move {
        if !panels::is_member(&work.read(), panel.id, account).await? {
            return Err(Refusal::NotAllowed);
        }
        let sent = format!("{at:?} {answer:?}");
        if came_before(&work, once.as_ref(), "minutes-answer", &sent).await? {
            return Ok(());
        }
        if !store::hold(&work, at).await? {
            return Err(Refusal::Stale);
        }
        let given = store::answers(&work.read(), at).await?;
        if given.contains(&(account, answer.clone())) {
            return Ok(());
        }
        let texts = store::texts(&work.read(), at.minutes).await?;
        let minutes = texts.first().ok_or(Refusal::NotThere)?;
        if minutes.agreed_at.is_some() {
            return Err(Refusal::TooLate(
                "These minutes are agreed already. Tell the council officer who looks after the panel \
                 if something in them needs to be put right."
                    .into(),
            ));
        }
        store::put_answer(&work, at, account, &answer).await?;
        let mut events = vec![Event::Minutes(named(&panel), as_step(minutes, &answer))];
        events.extend(settle(&work, &panel, at).await?);
        work.commit_all(events).await?;
        Ok(())
    })
    .await
}

fn as_step(minutes: &Minutes, answer: &Answer) -> Step {
    match answer {
        Answer::Agrees => Step::AgreedTo(minutes.at),
        Answer::AsksCorrection(_) => Step::CorrectionAsked {
            at: minutes.at,
            met_on: minutes.text.met_on,
            writer: minutes.written_by,
        },
    }
}

/// Agrees a text that more than half of those who sit on the panel now agree to.
async fn settle(work: &Work, panel: &Panel, at: AtText) -> Result<Option<Event>, Refusal> {
    let conn = work.read();
    let answers = store::answers(&conn, at).await?;
    let agreeing = answers.iter().filter(|(_, one)| *one == Answer::Agrees);
    let agreeing = i64::try_from(agreeing.count()).unwrap_or(i64::MAX);
    let members = panels::members(&conn, panel.id).await?.len();
    let members = i64::try_from(members).unwrap_or(i64::MAX);
    let enough = is_agreed(agreeing, members) && store::agree(work, at).await?;
    Ok(enough.then(|| Event::Minutes(named(panel), Step::Agreed(at))))
}

/// The same for all minutes of a panel that wait, when a member has left: fewer are needed then.
pub(super) async fn settle_all(work: &Work, panel: &Panel) -> Result<Vec<Event>, Refusal> {
    let mut events = vec![];
    for minutes in store::newest(&work.read(), panel.id).await? {
        if minutes.agreed_at.is_none() && store::hold(work, minutes.at).await? {
            events.extend(settle(work, panel, minutes.at).await?);
        }
    }
    Ok(events)
}
