//! What staff do with panels: make one for an area, seat its members and let them go.
//!
//! Whoever may run panels in the area may do it; the seat brings the grant to rank with it. Ranking
//! and agreeing are in [`shortlists`], what was decided at meetings in [`minutes`].

pub mod minutes;
pub mod shortlists;

use crate::actions::once::{came_before, claimed, remember};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::{Event, Named};
use crate::domain::identity::email::EmailAddress;
use crate::domain::ids::{OnceKey, Slug};
use crate::domain::panels::Side;
use crate::domain::policy::{Grant, Permission, Role};
use crate::store::once::Seen;
use crate::store::panels::{self as store, NewPanel, Panel};
use crate::store::{Conn, StoreError, Work, identity};

/// A panel as events name it.
pub fn named(panel: &Panel) -> Named {
    Named::new(panel.id, &panel.slug, &panel.name)
}

/// The panel at an address, if the person may run it. Panels are public: not allowed is no secret.
pub async fn to_run(
    desk: &Desk,
    person: &Person,
    conn: &Conn<'_>,
    slug: &str,
) -> Result<Panel, Refusal> {
    let panel = store::by_slug(conn, slug).await?.ok_or(Refusal::NotThere)?;
    person.need(desk, Permission::RunPanels, &panel.area_code)?;
    Ok(panel)
}

/// Makes a panel for an area and says the last part of its address.
///
/// Without a wished-for address, it is made of the name; where that is taken, a number goes behind it.
pub async fn make(
    desk: &Desk,
    person: &Person,
    panel: NewPanel,
    once: Option<OnceKey>,
) -> Result<String, Refusal> {
    person.need(desk, Permission::RunPanels, &panel.area_code)?;
    desk.work(person, move |work| async move {
        if let Some(Seen::Before(slug)) = claimed(&work, once.as_ref(), "panel").await? {
            return Ok(slug);
        }
        let mut panel = panel;
        panel.slug = free_slug(&work, &panel).await?;
        let id = store::add(&work, &panel).await?;
        remember(&work, once.as_ref(), "panel", &panel.slug).await?;
        let event = Event::PanelMade {
            panel: Named::new(id, &panel.slug, &panel.name),
        };
        work.commit(event).await?;
        Ok(panel.slug)
    })
    .await
}

async fn free_slug(work: &Work, panel: &NewPanel) -> Result<String, StoreError> {
    let wished = if panel.slug.is_empty() {
        Slug::of(&panel.name).to_string()
    } else {
        panel.slug.clone()
    };
    let mut slug = wished.clone();
    let mut number = 1;
    while store::by_slug(&work.read(), &slug).await?.is_some() {
        number += 1;
        slug = format!("{wished}-{number}");
    }
    Ok(slug)
}

/// Somebody to seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Their mailbox, by which they sign in.
    pub email: EmailAddress,
    /// What they are called. Only staff see it.
    pub name: String,
    /// The side they sit for.
    pub side: Side,
}

/// Seats a member: makes their account where they have none, gives the grant, and tells them.
///
/// Seating somebody who sits already changes their side and nothing else. The same form sent again seats
/// nobody who was let go since.
pub async fn seat(
    desk: &Desk,
    person: &Person,
    slug: &str,
    seat: Seat,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let panel = to_run(desk, person, &desk.db.read(), slug).await?;
    desk.work(person, move |work| async move {
        let sent = format!("{} {seat:?}", panel.id);
        if came_before(&work, once.as_ref(), "seat", &sent).await? {
            return Ok(());
        }
        let mut events = vec![];
        let key = seat.email.key();
        let known = identity::account_by_email_key(&work.read(), &key).await?;
        let account = match known {
            Some(account) if account.disabled_at.is_some() => {
                return Err(Refusal::mistake(
                    "email",
                    "This account is disabled. Ask an administrator",
                ));
            }
            Some(account) => account.id,
            None => {
                let id =
                    identity::add_account(&work, seat.email.as_str(), &key, &seat.name).await?;
                events.push(Event::AccountAdded {
                    account: id,
                    invitation: None,
                });
                id
            }
        };
        let was_member = store::is_member(&work.read(), panel.id, account).await?;
        if !store::seat(&work, panel.id, account, seat.side).await? {
            return Ok(());
        }
        let grant = Grant {
            role: Role::PanelMember,
            area: panel.area_code.clone(),
        };
        identity::give_grant(&work, account, &grant).await?;
        if !was_member {
            events.push(Event::GrantGiven {
                account,
                role: grant.role,
                area: grant.area,
            });
        }
        events.push(Event::PanelMemberJoined {
            panel: named(&panel),
            account,
        });
        work.commit_all(events).await?;
        Ok(())
    })
    .await
}

/// Lets a member go: their rankings of open shortlists and what they said about minutes that wait no
/// longer count, and the grant ends unless they sit on another panel of the area.
pub async fn unseat(desk: &Desk, person: &Person, slug: &str, account: i64) -> Result<(), Refusal> {
    let panel = to_run(desk, person, &desk.db.read(), slug).await?;
    desk.work(person, move |work| async move {
        if !store::unseat(&work, panel.id, account).await? {
            return Ok(());
        }
        let mut events = vec![Event::PanelMemberLeft {
            panel: named(&panel),
            account,
        }];
        events.extend(minutes::settle_all(&work, &panel).await?);
        let stays = store::sits_elsewhere_in(&work.read(), &panel, account).await?;
        if !stays && store::take_grant(&work, account, &panel.area_code).await? {
            events.push(Event::GrantTaken {
                account,
                role: Role::PanelMember,
                area: panel.area_code.clone(),
            });
        }
        work.commit_all(events).await?;
        Ok(())
    })
    .await
}
