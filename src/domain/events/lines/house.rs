//! Lines of the house: signing in, accounts, areas, settings, figures.

use super::{Line, line};
use crate::domain::events::{CategoryChange, Event};

impl Event {
    pub(super) fn house_line(&self) -> Option<Line> {
        let account = |id: &i64| format!("account {id}");
        Some(match self {
            Event::SignInAsked { .. } => line("sign-in-asked", String::new(), &[]),
            Event::SignedIn { account: id } => line("signed-in", account(id), &[]),
            Event::SignedOut { account: id } => line("signed-out", account(id), &[]),
            Event::SignInRefused { account: id } => line(
                "sign-in-refused",
                id.as_ref().map(account).unwrap_or_default(),
                &[],
            ),
            Event::SessionsEnded { account: id } => line("sessions-ended", account(id), &[]),
            Event::AccountAdded { account: id, .. } => line("account-added", account(id), &[]),
            Event::AccountInvited { account: id, .. } => line("account-invited", account(id), &[]),
            Event::AccountWelcomed { account: id, .. } => {
                line("account-welcomed", account(id), &[])
            }
            Event::AccountRenamed { account: id } => line("account-renamed", account(id), &[]),
            Event::AccountReady { account: id } => line("account-ready", account(id), &[]),
            Event::AccountDisabled { account: id } => line("account-disabled", account(id), &[]),
            Event::AccountEnabled { account: id } => line("account-enabled", account(id), &[]),
            Event::AccountErased { account: id } => line("account-erased", account(id), &[]),
            Event::GrantGiven {
                account: id,
                role,
                area,
            } => line(
                "grant-given",
                account(id),
                &[("role", role.code().into()), ("area", area.clone())],
            ),
            Event::GrantTaken {
                account: id,
                role,
                area,
            } => line(
                "grant-taken",
                account(id),
                &[("role", role.code().into()), ("area", area.clone())],
            ),
            Event::RecoveryCodesMade { account: id } => {
                line("recovery-codes-made", account(id), &[])
            }
            Event::RecoveryCodeUsed { account: id } => line("recovery-code-used", account(id), &[]),
            Event::SettingChanged {
                name,
                from,
                to,
                proposed_by,
            } => line(
                "setting-changed",
                format!("setting {name}"),
                &[
                    ("from", from.clone()),
                    ("to", to.clone()),
                    (
                        "proposed by",
                        proposed_by.as_ref().map(account).unwrap_or_default(),
                    ),
                ],
            ),
            Event::SettingProposed { name, from, to } => line(
                "setting-proposed",
                format!("setting {name}"),
                &[("from", from.clone()), ("to", to.clone())],
            ),
            Event::SettingProposalWithdrawn { name } => {
                line("setting-proposal-withdrawn", format!("setting {name}"), &[])
            }
            Event::Restored { rows, head } => line(
                "restored",
                "database".to_string(),
                &[("rows", rows.to_string()), ("from", head.clone())],
            ),
            Event::AreasImported { set, kind, count } => line(
                "areas-imported",
                format!("ward set {set}"),
                &[("kind", kind.clone()), ("count", count.to_string())],
            ),
            Event::PostcodesImported { count } => line(
                "postcodes-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::NamedPlacesImported { count } => line(
                "named-places-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::Categories(change) => category_line(change),
            Event::AreaChanged { code, what } => line(
                "area-changed",
                format!("area {code}"),
                &[("what", what.clone())],
            ),
            Event::FiguresPublished { number } => {
                line("figures-published", format!("publication {number}"), &[])
            }
            Event::ReportedFiguresImported { count } => line(
                "reported-figures-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::Followed { kind, subject } => line("followed", format!("{kind} {subject}"), &[]),
            Event::FollowAsked { kind, subject, .. } => {
                line("follow-asked", format!("{kind} {subject}"), &[])
            }
            Event::Unfollowed { kind, subject } => {
                line("unfollowed", format!("{kind} {subject}"), &[])
            }
            Event::OutboxLetterGivenUp { letter, kind } => line(
                "letter-given-up",
                format!("letter {letter}"),
                &[("kind", kind.clone())],
            ),
            Event::OutboxLetterTriedAgain { letter, kind } => line(
                "letter-tried-again",
                format!("letter {letter}"),
                &[("kind", kind.clone())],
            ),
            Event::DemonstrationLoaded => line("demonstration-loaded", String::new(), &[]),
            _ => return None,
        })
    }
}

fn category_line(change: &CategoryChange) -> Line {
    let of = |code: &str| format!("category {code}");
    match change {
        CategoryChange::Imported(count) => line(
            "categories-imported",
            String::new(),
            &[("count", count.to_string())],
        ),
        CategoryChange::Added(code) => line("category-added", of(code), &[]),
        CategoryChange::Changed { code, what } => {
            line("category-changed", of(code), &[("what", what.clone())])
        }
        CategoryChange::Retired(code) => line("category-retired", of(code), &[]),
        CategoryChange::OfferedAgain(code) => line("category-offered-again", of(code), &[]),
    }
}
