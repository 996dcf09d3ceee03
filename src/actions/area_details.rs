//! What a deployment sets for an area: letters, population, promise. Boundaries are in [`super::areas`].

use super::{Desk, Person, Refusal, areas as imports};
use crate::domain::events::Event;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::policy::Permission;
use crate::store::areas::{self, AreaDetails};

/// What was typed for an area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// The letters that references of its nominations begin with.
    pub prefix: String,
    /// How many people live there.
    pub population: String,
    /// Within how many days a decision is promised.
    pub promise_days: String,
}

impl Typed {
    fn read(&self, seen: &AreaDetails) -> Result<AreaDetails, Mistakes> {
        let mut mistakes = Mistakes::none();
        let prefix = mistakes.check("prefix", read_prefix(&self.prefix));
        let people = optional(&self.population, 0, 100_000_000);
        let population = mistakes.check("population", people);
        let promise_days = mistakes.check("promise-days", optional(&self.promise_days, 1, 365));
        match (prefix, population, promise_days) {
            (Some(prefix), Some(population), Some(promise_days)) => Ok(AreaDetails {
                area: seen.area.clone(),
                prefix,
                population,
                promise_days,
            }),
            _ => Err(mistakes),
        }
    }
}

/// Whether an area is set so already.
pub fn holds(typed: &Typed, now: &AreaDetails) -> bool {
    typed.read(now).is_ok_and(|read| read == *now)
}

fn optional(text: &str, least: i64, most: i64) -> Result<Option<i64>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    mistakes::whole(text, least, most, "").map(Some)
}

fn read_prefix(text: &str) -> Result<Option<String>, &'static str> {
    let text = text.trim().to_ascii_uppercase();
    match text.len() {
        0 => Ok(None),
        2..=6 if text.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(Some(text)),
        _ => Err("Use 2 to 6 letters, like LC"),
    }
}

/// Changes what is set for an area. `seen` is the area as the person saw it; what holds already is no
/// change.
pub async fn change(
    desk: &Desk,
    person: &Person,
    seen: AreaDetails,
    typed: Typed,
) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let changed = typed.read(&seen)?;
    desk.work(person, |work| async move {
        let now = areas::find(&work.read(), &seen.area.code).await?;
        let now = now.ok_or(Refusal::NotThere)?;
        if now == changed {
            return Ok(());
        }
        if now != seen {
            return Err(Refusal::Stale);
        }
        if changed.prefix.is_some() && changed.prefix != seen.prefix {
            let others = areas::all(&work.read()).await?;
            if let Some(other) = others.iter().find(|other| other.prefix == changed.prefix) {
                let message = format!("{} has these letters already", other.area.name);
                return Err(Refusal::mistake("prefix", message));
            }
        }
        areas::put(&work, std::slice::from_ref(&changed)).await?;
        work.commit(Event::AreaChanged {
            code: changed.area.code.to_string(),
            what: what(&seen, &changed),
        })
        .await?;
        Ok(())
    })
    .await?;
    imports::refresh(desk).await?;
    Ok(())
}

/// What moved, for the audit log.
fn what(from: &AreaDetails, to: &AreaDetails) -> String {
    let number = |number: Option<i64>| number.map_or("none".to_string(), |n| n.to_string());
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".into());
    let moves = [
        ("prefix", text(&from.prefix), text(&to.prefix)),
        ("population", number(from.population), number(to.population)),
        (
            "promise",
            number(from.promise_days),
            number(to.promise_days),
        ),
    ];
    moves
        .iter()
        .filter(|(_, from, to)| from != to)
        .map(|(name, from, to)| format!("{name} {from} to {to}"))
        .collect::<Vec<_>>()
        .join(", ")
}
