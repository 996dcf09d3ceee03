//! Kinds of work: administrators add, change and retire them one by one, and they come in as a file:
//! `code,name,description`, in the order that forms offer them. None is ever taken away.

use crate::actions::imports::rows;
use crate::actions::once::{claimed, remember};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::{CategoryChange, Event};
use crate::domain::ids::{OnceKey, Slug};
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::policy::Permission;
use crate::store::categories::{self, KindOfWork};
use crate::store::nominations::places::{self, Category};
use crate::store::once::Seen;

const HEADER: [&str; 3] = ["code", "name", "description"];

/// Adds the kinds of work of the file, and gives those that are there their new names. None is taken
/// away: nominations and projects may be of it. All or nothing.
pub async fn import(desk: &Desk, person: &Person, file: &[u8]) -> Result<usize, Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let list = read(file)?;
    desk.work(person, |work| async move {
        categories::put(&work, &list).await?;
        let count = list.len();
        work.commit(Event::Categories(CategoryChange::Imported(count)))
            .await?;
        Ok(count)
    })
    .await
}

/// What was typed for a kind of work. The code counts for a new one only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// The word in files and addresses.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What it is, in a sentence.
    pub description: String,
    /// Where forms offer it; nothing for behind all others.
    pub position: String,
}

const NO_CODE: &str = "Use small letters, digits and hyphens";

impl Typed {
    fn read(&self) -> Result<(Category, Option<i64>), Mistakes> {
        let mut wrong = Mistakes::none();
        let code: Result<Slug, _> = self.code.trim().parse();
        let code = wrong.check("code", code.map_err(|_| NO_CODE));
        let name = wrong.check("name", mistakes::line(&self.name, 80, "Enter a name"));
        let description = mistakes::optional_line(&self.description, 300);
        let description = wrong.check("description", description);
        let position = match self.position.trim() {
            "" => Ok(None),
            typed => mistakes::whole(typed, 1, 999, "").map(Some),
        };
        let position = wrong.check("position", position);
        match (code, name, description, position) {
            (Some(code), Some(name), Some(description), Some(position)) => {
                let code = code.to_string();
                let category = Category {
                    code,
                    name,
                    description,
                };
                Ok((category, position))
            }
            _ => Err(wrong),
        }
    }
}

const PURPOSE: &str = "category";

/// Adds a kind of work; without a position, behind all others.
pub async fn add(
    desk: &Desk,
    person: &Person,
    typed: &Typed,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let (category, position) = typed.read()?;
    if category.code == "new" {
        return Err(Refusal::mistake(
            "code",
            "Use another word: an address has this one",
        ));
    }
    desk.work(person, move |work| async move {
        if let Some(Seen::Before(_)) = claimed(&work, once.as_ref(), PURPOSE).await? {
            return Ok(());
        }
        let position = match position {
            Some(position) => position,
            None => categories::next_position(&work.read()).await?,
        };
        if !categories::add(&work, &category, position).await? {
            return Err(Refusal::mistake(
                "code",
                "Another kind of work has this code. Retired ones keep theirs",
            ));
        }
        remember(&work, once.as_ref(), PURPOSE, &category.code).await?;
        let added = CategoryChange::Added(category.code);
        work.commit(Event::Categories(added)).await?;
        Ok(())
    })
    .await
}

/// Whether a kind of work is so already.
pub fn holds(typed: &Typed, now: &KindOfWork) -> bool {
    let code = now.category.code.clone();
    let typed = Typed {
        code,
        ..typed.clone()
    };
    let read = typed.read();
    read.is_ok_and(|(to, position)| {
        to == now.category && position.is_none_or(|at| at == now.position)
    })
}

/// Gives a kind of work another name, description or position. `seen` is what the person saw; its code
/// stays, and so does its position where none was typed.
pub async fn change(
    desk: &Desk,
    person: &Person,
    seen: KindOfWork,
    typed: Typed,
) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let code = seen.category.code.clone();
    let (to, position) = Typed { code, ..typed }.read()?;
    let position = position.unwrap_or(seen.position);
    desk.work(person, move |work| async move {
        if !categories::change(&work, &seen, &to, position).await? {
            let now = categories::find(&work.read(), &to.code).await?;
            let same = |now: KindOfWork| now.category == to && now.position == position;
            return match now.is_some_and(same) {
                true => Ok(()),
                false => Err(Refusal::Stale),
            };
        }
        let what = what(&seen, &to, position);
        if what.is_empty() {
            return Ok(());
        }
        let code = to.code;
        let changed = CategoryChange::Changed { code, what };
        work.commit(Event::Categories(changed)).await?;
        Ok(())
    })
    .await
}

/// What moved, for the audit log.
fn what(from: &KindOfWork, to: &Category, position: i64) -> String {
    let moves = [
        ("name", from.category.name.clone(), to.name.clone()),
        (
            "description",
            from.category.description.clone(),
            to.description.clone(),
        ),
        ("position", from.position.to_string(), position.to_string()),
    ];
    moves
        .iter()
        .filter(|(_, from, to)| from != to)
        .map(|(name, from, to)| format!("{name} “{from}” to “{to}”"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Offers a kind of work no more. What is of it stays of it. One at least must be offered, or nobody
/// could nominate.
pub async fn retire(desk: &Desk, person: &Person, code: &str) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let code = code.to_string();
    desk.work(person, move |work| async move {
        if categories::find(&work.read(), &code).await?.is_none() {
            return Err(Refusal::NotThere);
        }
        if !categories::retire(&work, &code).await? {
            return Ok(());
        }
        if places::offered(&work.read()).await?.is_empty() {
            return Err(Refusal::TooLate(
                "This is the last kind of work that is offered. Add another before you retire it."
                    .into(),
            ));
        }
        let retired = CategoryChange::Retired(code);
        work.commit(Event::Categories(retired)).await?;
        Ok(())
    })
    .await
}

/// Offers a retired kind of work again.
pub async fn offer_again(desk: &Desk, person: &Person, code: &str) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let code = code.to_string();
    desk.work(person, move |work| async move {
        if categories::find(&work.read(), &code).await?.is_none() {
            return Err(Refusal::NotThere);
        }
        if !categories::offer_again(&work, &code).await? {
            return Ok(());
        }
        let offered = CategoryChange::OfferedAgain(code);
        work.commit(Event::Categories(offered)).await?;
        Ok(())
    })
    .await
}

fn read(file: &[u8]) -> Result<Vec<Category>, Mistakes> {
    rows::every(file, &HEADER, |mut line| {
        let code = line.read("code", |text| text.parse::<Slug>().map_err(|_| NO_CODE));
        let name = line.read("name", |text| mistakes::line(text, 80, "Enter a name"));
        let description = line.read("description", |text| mistakes::optional_line(text, 300));
        match (code, name, description) {
            (Some(code), Some(name), Some(description)) => Ok(Category {
                code: code.to_string(),
                name,
                description,
            }),
            _ => Err(line.into_faults()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_line_is_named() {
        let wrong = read(b"code,name,description\nGraffiti,Graffiti,\n\nlitter,,\nok,Fine,\n")
            .expect_err("two mistakes");
        let fields: Vec<_> = wrong.iter().map(|mistake| mistake.field.as_str()).collect();
        assert_eq!(fields, ["line 2: code", "line 4: name"]);
        assert!(read(b"name,code\n").is_err());
    }
}
