//! Totals of projects, changed in the transaction of what they sum, and the months that a publication looks at
//! because of it.

use super::{Measures, adding, values_of};
use crate::domain::figures::period::Month;
use crate::store::at_once::{in_pieces, placeholders};
use crate::store::{StoreError, Work};
use sea_orm::sea_query::Value;
use std::collections::BTreeMap;

/// The columns of a project's totals.
const COLUMNS: [&str; 6] = [
    "sessions_held",
    "stood_down",
    "attendances",
    "offenders",
    "minutes_offered",
    "minutes_credited",
];

/// Makes the months of a project that is looked at already reach as far as those of a new row.
pub(in crate::store) const REACH_AS_FAR: &str = "ON CONFLICT (project_id) DO UPDATE SET \
    first_month = CASE WHEN excluded.first_month < dirty_project.first_month \
    THEN excluded.first_month ELSE dirty_project.first_month END, \
    last_month = CASE WHEN excluded.last_month > dirty_project.last_month \
    THEN excluded.last_month ELSE dirty_project.last_month END";

/// Before any month, and after all: as a row says that every month is looked at.
const EVERY: [&str; 2] = ["0000-00", "9999-99"];

/// What is added to one project, with the months in which it changes.
#[derive(Debug, Clone, Copy)]
pub struct Addition {
    counts: Measures,
    /// The first and the last month; nothing where every month may read otherwise.
    months: Option<(Month, Month)>,
}

impl Addition {
    /// Something in one month.
    pub fn of(month: Month, counts: Measures) -> Addition {
        let months = Some((month, month));
        Addition { counts, months }
    }

    /// The same, but with every month to be looked at.
    pub fn of_every_month(counts: Measures) -> Addition {
        let months = None;
        Addition { counts, months }
    }

    fn add(&mut self, other: Addition) {
        self.counts += other.counts;
        let both = self.months.zip(other.months);
        self.months = both.map(|((first, last), (from, to))| (first.min(from), last.max(to)));
    }

    fn ends(&self) -> [String; 2] {
        match self.months {
            Some((first, last)) => [first.to_string(), last.to_string()],
            None => EVERY.map(str::to_string),
        }
    }
}

/// What is added to projects, each once.
#[derive(Debug, Default)]
pub struct Additions(BTreeMap<i64, Addition>);

impl Additions {
    /// Adds to what is added to a project.
    pub fn note(&mut self, project: i64, addition: Addition) {
        let same = self.0.entry(project);
        let same = same.and_modify(|earlier| earlier.add(addition));
        same.or_insert(addition);
    }

    /// To how many projects something is added.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Adds to the totals, and notes which months the next publication looks at.
    pub async fn write(self, work: &Work) -> Result<(), StoreError> {
        let conn = work.read();
        let all: Vec<(i64, Addition)> = self.0.into_iter().collect();
        for some in in_pieces(&all) {
            let mut values: Vec<Value> = Vec::with_capacity(some.len() * 7);
            for (project, addition) in some {
                values.push((*project).into());
                values.extend(values_of(&addition.counts, &COLUMNS));
            }
            let sql = format!(
                "INSERT INTO project_total (project_id, {}) VALUES {} ON CONFLICT (project_id) DO UPDATE SET {}",
                COLUMNS.join(", "),
                placeholders(conn.engine(), some.len(), 7),
                adding("project_total", &COLUMNS)
            );
            conn.run(sql, values).await?;
            let mut values: Vec<Value> = Vec::with_capacity(some.len() * 3);
            for (project, addition) in some {
                values.push((*project).into());
                values.extend(addition.ends().map(Value::from));
            }
            let sql = format!(
                "INSERT INTO dirty_project (project_id, first_month, last_month) VALUES {} {REACH_AS_FAR}",
                placeholders(conn.engine(), some.len(), 3)
            );
            conn.run(sql, values).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn what_is_added_reaches_from_its_first_month_to_its_last_or_over_all() {
        let mut additions = Additions::default();
        for text in ["2026-05", "2025-12", "2026-01"] {
            additions.note(1, Addition::of(month(text), Measures::NONE));
        }
        assert_eq!(additions.0[&1].ends(), ["2025-12", "2026-05"]);
        additions.note(1, Addition::of_every_month(Measures::NONE));
        additions.note(1, Addition::of(month("2026-01"), Measures::NONE));
        assert_eq!(additions.0[&1].ends(), EVERY);
        assert_eq!(additions.count(), 1);
    }

    #[test]
    fn every_month_lies_within_every() {
        for text in ["0001-01", "9999-12"] {
            let text = month(text).to_string();
            assert!(EVERY[0] < text.as_str() && text.as_str() < EVERY[1]);
        }
    }
}
