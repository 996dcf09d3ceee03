//! Publishing figures: the copy of the cells that the public is shown, made at the boundary that a
//! setting names.

pub mod releases;

use crate::actions::imports::{rows, sheet::day};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::settings::PUBLICATION_BOUNDARY;
use crate::domain::time::london_date;
use crate::store::figures;
use crate::store::reported_figures::{self, ReportedFigure};
use crate::store::{StoreError, rollup, settings};
use chrono::{DateTime, Datelike, Utc};

/// When figures are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// With every change: for trials and the demonstration only.
    AtOnce,
    /// In the first minutes of each day.
    Nightly,
    /// In the first minutes of each month.
    Monthly,
}

impl Boundary {
    /// Reads the setting; monthly where nothing is set.
    pub fn parse(text: &str) -> Boundary {
        match text {
            "at-once" => Boundary::AtOnce,
            "nightly" => Boundary::Nightly,
            _ => Boundary::Monthly,
        }
    }

    /// Whether a boundary lies between the last publication and now.
    fn is_reached(self, last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        let Some(last) = last else { return true };
        let (last, now) = (london_date(last), london_date(now));
        match self {
            Boundary::AtOnce => true,
            Boundary::Nightly => now > last,
            Boundary::Monthly => (now.year(), now.month()) > (last.year(), last.month()),
        }
    }
}

/// Reads the setting, so that the desk knows whether to publish with every change.
pub async fn read_boundary(desk: &Desk) -> Result<Boundary, StoreError> {
    let setting = settings::get(&desk.db.read(), PUBLICATION_BOUNDARY.name).await?;
    let boundary = Boundary::parse(&setting.unwrap_or_default());
    desk.set_publishes_at_once(boundary == Boundary::AtOnce);
    Ok(boundary)
}

/// Publishes, if the boundary is reached. Says whether it did. At each night's or month's boundary even where nothing
/// changed: a date that moved with no number would tell that something small waits.
pub async fn publish_if_due(desk: &Desk) -> Result<bool, Refusal> {
    let conn = desk.db.read();
    let boundary = read_boundary(desk).await?;
    let last = figures::publication(&conn).await?.as_at;
    let is_due = boundary.is_reached(last, desk.now());
    if !is_due || (boundary == Boundary::AtOnce && !figures::is_dirty(&conn).await?) {
        return Ok(false);
    }
    refresh(desk, &Person::timetable()).await?;
    Ok(true)
}

/// Publishes what changed, now. Says the number of the publication.
pub async fn refresh(desk: &Desk, person: &Person) -> Result<i64, Refusal> {
    // Not through `Desk::work`, which asks whether to publish after every change.
    desk.db
        .work(person.actor.clone(), desk.now(), |work| async move {
            let number = figures::publish(&work).await?;
            work.commit(Event::FiguresPublished { number }).await?;
            Ok::<_, Refusal>(number)
        })
        .await
}

/// Works the cells out again from the ledger and publishes them.
pub async fn rebuild(desk: &Desk, person: &Person) -> Result<i64, Refusal> {
    desk.work(person, |work| async move {
        rollup::rebuild(&work).await?;
        let number = figures::publish(&work).await?;
        work.commit(Event::FiguresPublished { number }).await?;
        Ok(number)
    })
    .await
}

const COLUMNS: [&str; 7] = [
    "area_code",
    "label",
    "from",
    "to",
    "value",
    "unit",
    "source",
];

/// Reads figures from before this service: columns `area_code,label,from,to,value,unit,source`. All or
/// nothing. Says how many were new.
pub async fn import_reported(desk: &Desk, person: &Person, file: &[u8]) -> Result<usize, Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let figures = read_reported(file)?;
    desk.work(person, |work| async move {
        let mut count = 0;
        for figure in &figures {
            if reported_figures::add(&work, figure).await? {
                count += 1;
            }
        }
        if count > 0 {
            work.commit(Event::ReportedFiguresImported { count })
                .await?;
        }
        Ok(count)
    })
    .await
    .map_err(|refusal| match refusal {
        Refusal::Storage(StoreError::Refused(_)) => {
            Refusal::mistake("area_code", "An area in the file was never imported")
        }
        other => other,
    })
}

fn read_reported(file: &[u8]) -> Result<Vec<ReportedFigure>, Mistakes> {
    rows::every(file, &COLUMNS, |mut line| {
        let (from, to) = (line.read("from", day), line.read("to", day));
        let value = line.read("value", |text| {
            let whole: Result<i64, _> = text.parse();
            whole.map_err(|_| "Enter a whole number")
        });
        let unit = line.read("unit", |text| match text {
            "hours" | "projects" | "offenders" => Ok(text.to_string()),
            _ => Err("Use 'hours', 'projects' or 'offenders'"),
        });
        let [area, label, source] = ["area_code", "label", "source"].map(|name| line.text(name));
        match (from, to, value, unit) {
            (Some(from), Some(to), Some(value), Some(unit)) if line.is_good() => {
                Ok(ReportedFigure {
                    area,
                    label,
                    from,
                    to,
                    value,
                    unit,
                    source,
                })
            }
            _ => Err(line.into_faults()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_boundary_is_midnight_in_london_not_in_utc() {
        // 23:30 UTC in summer is 00:30 the next day in London.
        let before = at("2026-06-10T12:00:00Z");
        assert!(Boundary::Nightly.is_reached(Some(before), at("2026-06-10T23:30:00Z")));
        assert!(!Boundary::Nightly.is_reached(Some(before), at("2026-06-10T22:30:00Z")));
        assert!(!Boundary::Monthly.is_reached(Some(before), at("2026-06-30T22:30:00Z")));
        assert!(Boundary::Monthly.is_reached(Some(before), at("2026-06-30T23:30:00Z")));
    }
}
