//! Who may do what, and where.
//!
//! A grant is (account, role, area); a grant for an area covers the areas inside it. [`may`] is the
//! whole permission table. The door of a route asks it by role alone; the action asks it again with
//! the area in hand. Nothing here reads a database.

use std::fmt;

/// What a person is, for the permission table. A person can be several of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Nobody signed in.
    Visitor,
    /// Anybody signed in.
    Resident,
    /// Sits on a citizens' panel for the area of the grant.
    PanelMember,
    /// Works for the probation service in the area of the grant.
    Probation,
    /// Works for the council of the grant.
    Council,
    /// Looks after accounts, areas and settings.
    Administrator,
}

impl Role {
    /// The roles that a grant can give, in the order of the permission table.
    pub const GRANTED: [Role; 4] = [
        Role::PanelMember,
        Role::Probation,
        Role::Council,
        Role::Administrator,
    ];

    /// The word kept in the database and typed on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Role::Visitor => "visitor",
            Role::Resident => "resident",
            Role::PanelMember => "panel-member",
            Role::Probation => "probation",
            Role::Council => "council",
            Role::Administrator => "administrator",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Role::Visitor => "Visitor",
            Role::Resident => "Resident",
            Role::PanelMember => "Panel member",
            Role::Probation => "Probation staff",
            Role::Council => "Council officer",
            Role::Administrator => "Administrator",
        }
    }

    /// Reads the word kept in the database or typed on the command line.
    pub fn parse(code: &str) -> Option<Role> {
        Role::GRANTED.into_iter().find(|role| role.code() == code)
    }

    /// Staff sign in with a password and a one-time code; the others with a link by email.
    pub fn is_staff(self) -> bool {
        matches!(self, Role::Probation | Role::Council | Role::Administrator)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Pass a nomination for the public to see, ask its nominator, merge it.
    ModerateNominations,
    /// Assess a nomination, or decline it with a reason.
    AssessNominations,
    /// Read assessed nominations before the shortlist and rank them.
    RankForShortlist,
    /// Read the minutes of the panel's meetings before they are public, and agree them.
    AgreeMinutes,
    /// Set up a panel's shortlist and agree it.
    RunPanels,
    /// Set up, announce and open rounds.
    RunRounds,
    /// Count and declare a result.
    DeclareResults,
    /// Set up projects and move them from stage to stage.
    RunProjects,
    /// Write an update about a project.
    WriteUpdates,
    /// Publish what staff wrote.
    PublishUpdates,
    /// Record and correct session returns.
    RecordSessions,
    /// See figures before the small-number rule.
    SeeExactFigures,
    /// Draft, check and publish releases.
    PublishReleases,
    /// Open the staff pages at all.
    SeeStaffPages,
    /// Accounts, grants and invitations.
    ManageAccounts,
    /// Areas, categories, criteria and settings.
    ManageSettings,
    /// Read the audit log.
    ReadAudit,
}

impl Permission {
    /// Every permission, in the order of the table.
    pub const ALL: [Permission; 17] = [
        Permission::ModerateNominations,
        Permission::AssessNominations,
        Permission::RankForShortlist,
        Permission::AgreeMinutes,
        Permission::RunPanels,
        Permission::RunRounds,
        Permission::DeclareResults,
        Permission::RunProjects,
        Permission::WriteUpdates,
        Permission::PublishUpdates,
        Permission::RecordSessions,
        Permission::SeeExactFigures,
        Permission::PublishReleases,
        Permission::SeeStaffPages,
        Permission::ManageAccounts,
        Permission::ManageSettings,
        Permission::ReadAudit,
    ];

    /// Whether only staff may do it: who lacks it is then asked for a password, not sent a link.
    pub fn is_for_staff(self) -> bool {
        let mut others = Role::GRANTED.into_iter().filter(|role| !role.is_staff());
        !others.any(|role| may(role, self))
    }
}

/// Whether a role may do a thing somewhere. This is the permission table.
pub fn may(role: Role, permission: Permission) -> bool {
    use Permission as P;
    match role {
        Role::Visitor | Role::Resident => false,
        Role::PanelMember => matches!(permission, P::RankForShortlist | P::AgreeMinutes),
        Role::Probation => matches!(
            permission,
            P::ModerateNominations
                | P::AssessNominations
                | P::RunPanels
                | P::RunProjects
                | P::WriteUpdates
                | P::RecordSessions
                | P::SeeExactFigures
                | P::SeeStaffPages
        ),
        Role::Council => matches!(
            permission,
            P::ModerateNominations
                | P::RunPanels
                | P::RunRounds
                | P::DeclareResults
                | P::WriteUpdates
                | P::PublishUpdates
                | P::SeeExactFigures
                | P::PublishReleases
                | P::SeeStaffPages
        ),
        Role::Administrator => matches!(
            permission,
            P::SeeStaffPages | P::ManageAccounts | P::ManageSettings | P::ReadAudit
        ),
    }
}

/// Which areas lie inside which. Nesting comes from data, never from the shape of a code.
pub trait Nesting {
    /// Whether `inner` is `outer` itself or lies inside it.
    fn covers(&self, outer: &str, inner: &str) -> bool;
}

/// One account's leave to act as a role in an area. An empty area means everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// What the account is there.
    pub role: Role,
    /// Code of the area; empty for everywhere.
    pub area: String,
}

impl Grant {
    /// Whether this grant allows the thing in that area.
    pub fn allows(&self, permission: Permission, area: &str, nesting: &dyn Nesting) -> bool {
        may(self.role, permission) && (self.area.is_empty() || nesting.covers(&self.area, area))
    }
}

/// Whether any of the grants allows the thing in that area.
pub fn allowed(
    grants: &[Grant],
    permission: Permission,
    area: &str,
    nesting: &dyn Nesting,
) -> bool {
    grants
        .iter()
        .any(|grant| grant.allows(permission, area, nesting))
}

/// Whether any of the grants allows the thing somewhere: what a door asks.
pub fn allowed_somewhere(grants: &[Grant], permission: Permission) -> bool {
    grants.iter().any(|grant| may(grant.role, permission))
}

/// Who makes a change, as the audit log names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in.
    Account(i64),
    /// Somebody who is not signed in.
    Visitor,
    /// The clock: what falls due by itself.
    Timetable,
    /// Somebody at the server's command line.
    Operator,
}

impl Actor {
    /// The account, where there is one.
    pub fn account(&self) -> Option<i64> {
        match self {
            Actor::Account(id) => Some(*id),
            Actor::Visitor | Actor::Timetable | Actor::Operator => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Account(id) => write!(f, "account {id}"),
            Actor::Visitor => f.write_str("visitor"),
            Actor::Timetable => f.write_str("timetable"),
            Actor::Operator => f.write_str("operator"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct City;
    impl Nesting for City {
        fn covers(&self, outer: &str, inner: &str) -> bool {
            outer == inner || (outer == "E06000016" && inner == "E05010458")
        }
    }

    #[test]
    fn a_grant_covers_the_areas_inside_it_and_no_other() {
        let grant = Grant {
            role: Role::Council,
            area: "E06000016".into(),
        };
        assert!(grant.allows(Permission::RunRounds, "E06000016", &City));
        assert!(grant.allows(Permission::RunRounds, "E05010458", &City));
        assert!(!grant.allows(Permission::RunRounds, "E06000017", &City));
        assert!(!grant.allows(Permission::RecordSessions, "E06000016", &City));
    }

    #[test]
    fn every_permission_belongs_to_somebody_and_none_to_visitors() {
        for permission in Permission::ALL {
            assert!(!may(Role::Visitor, permission));
            assert!(!may(Role::Resident, permission));
            assert!(
                Role::GRANTED.into_iter().any(|role| may(role, permission)),
                "{permission:?} belongs to nobody"
            );
        }
    }
}
