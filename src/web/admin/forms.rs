//! What administrators' browsers send.

use crate::actions::categories::Typed;
use crate::actions::identity::accounts::Invitee;
use crate::domain::identity::email::EmailAddress;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::policy::{Grant, Role};
use crate::form;
use crate::store::categories::KindOfWork;
use crate::store::identity::people::{Order, Wanted};

form! {
    /// Which accounts to list.
    pub struct AccountsQuery { q, role, state, sort, page, done }
}

impl AccountsQuery {
    /// As the store asks.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            words: self.q.clone(),
            role: Role::parse(&self.role),
            disabled: match self.state.as_str() {
                "disabled" => Some(true),
                "enabled" => Some(false),
                _ => None,
            },
            order: if self.sort == "newest" {
                Order::Newest
            } else {
                Order::Name
            },
        }
    }

    /// The query without its page, for links.
    pub fn asked(&self) -> [(&str, &str); 4] {
        [
            ("q", &self.q),
            ("role", &self.role),
            ("state", &self.state),
            ("sort", &self.sort),
        ]
    }
}

form! {
    /// Any list with pages and a search.
    pub struct ListQuery { q, page, done }
}

form! {
    /// Somebody to invite.
    pub struct InviteForm { email, name, role, area }
}

impl InviteForm {
    /// Whom to invite as what; where the role can be given is asked by the action.
    pub fn parse(&self) -> Result<Invitee, Mistakes> {
        let mut mistakes = Mistakes::none();
        let address = mistakes.check("email", EmailAddress::parse(&self.email));
        let name = mistakes::line(&self.name, 100, "Enter their name");
        let name = mistakes.check("name", name);
        let role = mistakes.check("role", read_role(&self.role));
        match (address, name, role) {
            (Some(address), Some(name), Some(role)) => Ok(Invitee {
                address,
                name,
                grant: Grant {
                    role,
                    area: self.area.clone(),
                },
            }),
            _ => Err(mistakes),
        }
    }
}

form! {
    /// A grant to give or to take.
    pub struct GrantForm { role, area }
}

impl GrantForm {
    /// The grant.
    pub fn parse(&self) -> Result<Grant, Mistakes> {
        let role = read_role(&self.role).map_err(|why| Mistakes::one("role", why))?;
        Ok(Grant {
            role,
            area: self.area.clone(),
        })
    }
}

fn read_role(code: &str) -> Result<Role, &'static str> {
    Role::parse(code).ok_or("Choose a role")
}

form! {
    /// A change that is based on a version.
    pub struct VersionForm { version }
}

impl VersionForm {
    /// The version; one that does not read is stale.
    pub fn version(&self) -> i64 {
        self.version.parse().unwrap_or(0)
    }
}

form! {
    /// A new value for a setting, and the value that was seen.
    pub struct SettingForm { value, based_on }
}

form! {
    /// What a deployment sets for an area, and what was seen.
    pub struct AreaForm { prefix, population, promise_days, based_on }
}

form! {
    /// A kind of work, and what was seen of it.
    pub struct CategoryForm { code, name, description, position, based_on }
}

impl CategoryForm {
    /// The form as it first stands.
    pub fn of(kind: &KindOfWork) -> CategoryForm {
        CategoryForm {
            code: kind.category.code.clone(),
            name: kind.category.name.clone(),
            description: kind.category.description.clone(),
            position: kind.position.to_string(),
            based_on: CategoryForm::seen(kind),
        }
    }

    /// What a person saw, to tell whether somebody changed it meanwhile.
    pub fn seen(kind: &KindOfWork) -> String {
        let one = &kind.category;
        format!("{:?} {:?} {}", one.name, one.description, kind.position)
    }

    /// As the action reads it.
    pub fn typed(&self) -> Typed {
        Typed {
            code: self.code.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            position: self.position.clone(),
        }
    }
}
