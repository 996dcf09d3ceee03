//! Working the roll-ups out again from the ledger: for a project that moves, for a rebuild, to verify.

use super::{ALL, Cells, Key, Leaf, NO_ORIGIN, add, add_to_projects, numbers, parents, spread};
use crate::domain::figures::Measures;
use crate::domain::figures::period::Month;
use crate::domain::time::london_date;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// A cell or total that is not what the ledger says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which one, in words.
    pub what: String,
    /// What is kept.
    pub kept: Measures,
    /// What the ledger says.
    pub counted: Measures,
}

#[derive(FromQueryResult)]
struct Sessions {
    project_id: i64,
    council_code: String,
    ward_code: Option<String>,
    category: String,
    origin: String,
    month: String,
    sessions_held: i64,
    stood_down: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
}

#[derive(FromQueryResult)]
struct Project {
    council_code: String,
    ward_code: Option<String>,
    category: String,
    origin: String,
    agreed_on: String,
    completed_on: Option<String>,
    stage: String,
}

#[derive(FromQueryResult)]
struct Nomination {
    council_code: String,
    ward_code: Option<String>,
    category: String,
    submitted_at: At,
}

fn sessions_sql(only: &str) -> String {
    format!(
        "SELECT p.id AS project_id, p.council_code, p.ward_code, p.category, p.origin, substr(r.day, 1, 7) AS month, \
         CAST(SUM(CASE WHEN r.status = 'held' THEN 1 ELSE 0 END) AS BIGINT) AS sessions_held, \
         CAST(SUM(CASE WHEN r.status = 'held' THEN 0 ELSE 1 END) AS BIGINT) AS stood_down, \
         CAST(SUM(r.attending) AS BIGINT) AS attendances, \
         CAST(SUM(r.new_to_project) AS BIGINT) AS offenders, \
         CAST(SUM(r.minutes_offered) AS BIGINT) AS minutes_offered, \
         CAST(SUM(r.minutes_credited) AS BIGINT) AS minutes_credited \
         FROM session_in_force f JOIN session_return r ON r.id = f.return_id JOIN project p ON p.id = f.project_id \
         {only} GROUP BY p.id, p.council_code, p.ward_code, p.category, p.origin, substr(r.day, 1, 7)"
    )
}

fn month_of(text: &str) -> Result<Month, StoreError> {
    let month = text.get(..7).unwrap_or(text);
    month
        .parse()
        .map_err(|_| StoreError::Unreadable(format!("month {text:?}")))
}

impl Sessions {
    fn counted(self) -> Result<(i64, Leaf, Measures), StoreError> {
        let counts = Measures {
            sessions_held: self.sessions_held,
            stood_down: self.stood_down,
            attendances: self.attendances,
            offenders: self.offenders,
            minutes_offered: self.minutes_offered,
            minutes_credited: self.minutes_credited,
            ..Measures::default()
        };
        let leaf = Leaf {
            month: month_of(&self.month)?,
            council: self.council_code,
            ward: self.ward_code,
            category: self.category,
            origin: self.origin,
        };
        Ok((self.project_id, leaf, counts))
    }
}

impl Project {
    fn counted(self) -> Result<Vec<(Leaf, Measures)>, StoreError> {
        let leaf = |month: &str| {
            Ok::<_, StoreError>(Leaf {
                council: self.council_code.clone(),
                ward: self.ward_code.clone(),
                category: self.category.clone(),
                origin: self.origin.clone(),
                month: month_of(month)?,
            })
        };
        let agreed = Measures {
            projects_agreed: 1,
            ..Measures::default()
        };
        let mut all = vec![(leaf(&self.agreed_on)?, agreed)];
        if let Some(day) = self
            .completed_on
            .as_ref()
            .filter(|_| self.stage == "completed")
        {
            let completed = Measures {
                projects_completed: 1,
                ..Measures::default()
            };
            all.push((leaf(day)?, completed));
        }
        Ok(all)
    }
}

const PROJECTS: &str =
    "SELECT council_code, ward_code, category, origin, agreed_on, completed_on, stage FROM project";
const NOMINATIONS: &str = "SELECT council_code, ward_code, category, submitted_at FROM nomination \
    WHERE moderated_at IS NOT NULL AND public";

/// Everything that one project counts for: subtract it before a change to the project, add it after.
pub async fn of_project(
    conn: &Conn<'_>,
    project: i64,
) -> Result<Vec<(Leaf, Measures)>, StoreError> {
    let mut all = vec![];
    let rows: Vec<Sessions> = conn
        .all(sessions_sql("WHERE p.id = $1"), [project.into()])
        .await?;
    for row in rows {
        let (_, leaf, counts) = row.counted()?;
        all.push((leaf, counts));
    }
    let rows: Vec<Project> = conn
        .all(format!("{PROJECTS} WHERE id = $1"), [project.into()])
        .await?;
    for row in rows {
        all.extend(row.counted()?);
    }
    Ok(all)
}

/// Everything there is to count, from the ledger, the projects and the nominations.
async fn everything(
    conn: &Conn<'_>,
) -> Result<(Vec<(Leaf, Measures)>, Vec<(i64, Measures)>), StoreError> {
    let (mut leaves, mut projects) = (vec![], vec![]);
    for row in conn.all::<Sessions>(sessions_sql(""), []).await? {
        let (project, leaf, counts) = row.counted()?;
        projects.push((project, counts));
        leaves.push((leaf, counts));
    }
    for row in conn.all::<Project>(PROJECTS, []).await? {
        leaves.extend(row.counted()?);
    }
    for row in conn.all::<Nomination>(NOMINATIONS, []).await? {
        let one = Measures {
            nominations: 1,
            ..Measures::default()
        };
        leaves.push((
            Leaf {
                month: Month::of(london_date(row.submitted_at.0)),
                council: row.council_code,
                ward: row.ward_code,
                category: row.category,
                origin: NO_ORIGIN.into(),
            },
            one,
        ));
    }
    Ok((leaves, projects))
}

/// Works everything out again and keeps that.
pub async fn rebuild(work: &Work) -> Result<(), StoreError> {
    let conn = work.read();
    let (leaves, projects) = everything(&conn).await?;
    // What was there is changed as well, also where nothing takes its place.
    for table in ["month_cell", "public_cell"] {
        let sql = format!(
            "INSERT INTO dirty_cell (area_code, category, origin, month) \
             SELECT area_code, category, origin, month FROM {table} WHERE true \
             ON CONFLICT (area_code, category, origin, month) DO NOTHING"
        );
        conn.run(sql, []).await?;
    }
    conn.run("DELETE FROM month_cell", []).await?;
    conn.run("DELETE FROM project_total", []).await?;
    add(work, &leaves).await?;
    add_to_projects(work, &projects).await
}

#[derive(FromQueryResult)]
struct Kept {
    area_code: String,
    category: String,
    origin: String,
    month: String,
    #[sea_orm(nested)]
    counts: Counts,
}

#[derive(FromQueryResult)]
struct KeptProject {
    project_id: i64,
    sessions_held: i64,
    stood_down: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
}

/// The counts of a cell as a row holds them.
#[derive(FromQueryResult)]
pub(in crate::store) struct Counts {
    nominations: i64,
    projects_agreed: i64,
    projects_completed: i64,
    sessions_held: i64,
    stood_down: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
}

impl From<Counts> for Measures {
    fn from(row: Counts) -> Measures {
        Measures {
            nominations: row.nominations,
            projects_agreed: row.projects_agreed,
            projects_completed: row.projects_completed,
            sessions_held: row.sessions_held,
            stood_down: row.stood_down,
            attendances: row.attendances,
            offenders: row.offenders,
            minutes_offered: row.minutes_offered,
            minutes_credited: row.minutes_credited,
        }
    }
}

/// Compares what is kept with what the ledger says. No difference is the right answer.
pub async fn verify(conn: &Conn<'_>) -> Result<Vec<Difference>, StoreError> {
    let (leaves, projects) = everything(conn).await?;
    let parents = parents(conn).await?;
    let mut counted = Cells::new();
    for (leaf, counts) in &leaves {
        spread(leaf, &parents, *counts, &mut counted);
    }
    let mut kept: BTreeMap<Key, Measures> = BTreeMap::new();
    for row in conn.all::<Kept>("SELECT * FROM month_cell", []).await? {
        kept.insert(
            (row.area_code, row.category, row.origin, row.month),
            row.counts.into(),
        );
    }
    let mut differences = differing(&kept, &counted, |(area, category, origin, month)| {
        let area = if area.is_empty() { "everywhere" } else { area };
        let all = |word: &str| {
            if word == ALL {
                "all".to_string()
            } else {
                word.to_string()
            }
        };
        format!(
            "{month}, {area}, category {}, origin {}",
            all(category),
            all(origin)
        )
    });
    let mut counted: BTreeMap<i64, Measures> = BTreeMap::new();
    for (project, counts) in projects {
        *counted.entry(project).or_default() += counts;
    }
    let mut kept: BTreeMap<i64, Measures> = BTreeMap::new();
    for row in conn
        .all::<KeptProject>("SELECT * FROM project_total", [])
        .await?
    {
        let counts = Measures {
            sessions_held: row.sessions_held,
            stood_down: row.stood_down,
            attendances: row.attendances,
            offenders: row.offenders,
            minutes_offered: row.minutes_offered,
            minutes_credited: row.minutes_credited,
            ..Measures::default()
        };
        kept.insert(row.project_id, counts);
    }
    differences.extend(differing(&kept, &counted, |project| {
        format!("project {project}")
    }));
    Ok(differences)
}

fn differing<K: Ord>(
    kept: &BTreeMap<K, Measures>,
    counted: &BTreeMap<K, Measures>,
    words: impl Fn(&K) -> String,
) -> Vec<Difference> {
    let mut keys: Vec<&K> = kept.keys().chain(counted.keys()).collect();
    keys.sort();
    keys.dedup();
    let of = |map: &BTreeMap<K, Measures>, key: &K| map.get(key).copied().unwrap_or_default();
    keys.into_iter()
        .map(|key| (key, of(kept, key), of(counted, key)))
        .filter(|(_, kept, counted)| numbers(kept) != numbers(counted))
        .map(|(key, kept, counted)| Difference {
            what: words(key),
            kept,
            counted,
        })
        .collect()
}
