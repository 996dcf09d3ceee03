//! Who walks through: one of each kind, and those with a grant in their own council and in another.

use super::things::Things;
use crate::world::{Actor, World};
use payback_panel::domain::policy::{Grant, Permission, Role, may};
use payback_panel::store::identity::Strength;

/// Where the things of this world lie.
pub const LEICESTER: &str = "E06000016";
const RUTLAND: &str = "E06000017";

/// A kind of person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Visitor,
    Resident,
    PanelElsewhere,
    ProbationElsewhere,
    CouncilElsewhere,
    Administrator,
    Panel,
    Probation,
    Council,
}

/// Those who must be refused come first: those who are let in change things.
const ALL: [Part; 9] = [
    Part::Visitor,
    Part::Resident,
    Part::PanelElsewhere,
    Part::ProbationElsewhere,
    Part::CouncilElsewhere,
    Part::Administrator,
    Part::Panel,
    Part::Probation,
    Part::Council,
];

impl Part {
    /// As the tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Part::Visitor => "visitor",
            Part::Resident => "resident",
            Part::PanelElsewhere => "panel member elsewhere",
            Part::ProbationElsewhere => "probation elsewhere",
            Part::CouncilElsewhere => "council elsewhere",
            Part::Administrator => "administrator",
            Part::Panel => "panel member",
            Part::Probation => "probation",
            Part::Council => "council",
        }
    }

    fn grant(self) -> Option<Grant> {
        let (role, area) = match self {
            Part::Visitor | Part::Resident => return None,
            Part::PanelElsewhere => (Role::PanelMember, RUTLAND),
            Part::ProbationElsewhere => (Role::Probation, RUTLAND),
            Part::CouncilElsewhere => (Role::Council, RUTLAND),
            Part::Administrator => (Role::Administrator, ""),
            Part::Panel => (Role::PanelMember, LEICESTER),
            Part::Probation => (Role::Probation, LEICESTER),
            Part::Council => (Role::Council, LEICESTER),
        };
        Some(Grant {
            role,
            area: area.into(),
        })
    }

    /// Whether this part may do the thing somewhere.
    pub fn may(self, permission: Permission) -> bool {
        self.grant()
            .is_some_and(|grant| may(grant.role, permission))
    }

    /// Whether this part works for another council than the one where everything lies.
    pub fn is_of_another_council(self) -> bool {
        self.grant().is_some_and(|grant| grant.area == RUTLAND)
    }
}

/// Everybody, each with a browser.
pub struct Cast<'w>(Vec<(Part, Actor<'w>)>);

impl<'w> Cast<'w> {
    /// Everybody enters, with new accounts.
    pub async fn enter(world: &'w World, things: &Things) -> Cast<'w> {
        let round = world.counts("SELECT COUNT(*) FROM account").await;
        let mut all = vec![];
        for part in ALL {
            let name = format!("{} {round}", part.name());
            let who = match (part, part.grant()) {
                (Part::Visitor, _) => {
                    let mut who = world.visitor(&name);
                    who.holds("browser", &"c0".repeat(32));
                    who
                }
                (_, None) => world.resident(&name).await,
                (_, Some(grant)) => {
                    let strength = if grant.role.is_staff() {
                        Strength::PasswordAndCode
                    } else {
                        Strength::Link
                    };
                    world.signed_in(&name, strength, &[grant]).await
                }
            };
            if part == Part::Panel {
                things.joins(world, who.account.expect("an account")).await;
            }
            all.push((part, who));
        }
        Cast(all)
    }

    /// Each in turn.
    pub fn everybody(&mut self) -> impl Iterator<Item = (Part, &mut Actor<'w>)> {
        self.0.iter_mut().map(|(part, who)| (*part, who))
    }
}

/// Somebody who may do everything, so that only the token can be what is missing.
pub async fn everything_at_once(world: &World) -> Actor<'_> {
    let number = world.counts("SELECT COUNT(*) FROM account").await;
    let mut grants: Vec<Grant> = [Part::Panel, Part::Probation, Part::Council]
        .into_iter()
        .filter_map(Part::grant)
        .collect();
    grants.extend(Part::Administrator.grant());
    let name = format!("Everything {number}");
    world
        .signed_in(&name, Strength::PasswordAndCode, &grants)
        .await
}

/// The token that a form for this browser carries.
pub fn csrf(world: &World, who: &Actor<'_>) -> String {
    let desk = world.desk();
    let bound_to = match who.cookie("session") {
        Some(token) => desk.digest("session", token),
        None => who.cookie("browser").expect("a browser").to_string(),
    };
    desk.digest("csrf", &bound_to)
}
