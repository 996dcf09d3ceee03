//! What changed since the last publication: the ledger held against what was published of each project and
//! month. Start at [`changes`].

use super::atoms::{AtomKey, AtomRow, Codes};
use crate::domain::figures::Measures;
use crate::domain::figures::cover::{Atom, Change};
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// What the ledger says of a project and a month where something else was published, or nothing.
#[derive(FromQueryResult)]
struct DifferingRow {
    #[sea_orm(nested)]
    now: AtomRow,
    before_council: Option<String>,
    before_ward: Option<String>,
    before_category: Option<String>,
    before_origin: Option<String>,
    before_held: Option<i64>,
    before_attendances: Option<i64>,
    before_offenders: Option<i64>,
    before_offered: Option<i64>,
    before_credited: Option<i64>,
}

impl DifferingRow {
    /// The row as it was published, if it was.
    fn before(&self) -> Option<AtomRow> {
        Some(AtomRow {
            key: AtomKey {
                project_id: self.now.key.project_id,
                month: self.now.key.month.clone(),
                council_code: self.before_council.clone()?,
                ward_code: self.before_ward.clone(),
                category: self.before_category.clone()?,
                origin: self.before_origin.clone()?,
            },
            sessions_held: self.before_held?,
            attendances: self.before_attendances?,
            offenders: self.before_offenders?,
            minutes_offered: self.before_offered?,
            minutes_credited: self.before_credited?,
        })
    }
}

/// A row by its number.
#[derive(FromQueryResult)]
struct Row {
    id: i64,
}

/// The projects that changed, of those between two numbers.
const LOOKED_AT: &str =
    "SELECT project_id FROM dirty_project WHERE project_id >= $1 AND project_id <= $2";

/// What the ledger says of some projects, by month. Across, so that SQLite goes from the projects to their
/// sessions: it would rather go through every session of the projects between the first and the last.
const COUNTED: &str = "SELECT f.project_id, CAST(substr(r.day, 1, 7) AS TEXT) AS month, \
    CAST(COUNT(*) AS BIGINT) AS sessions_held, CAST(SUM(r.attending) AS BIGINT) AS attendances, \
    CAST(SUM(r.new_to_project) AS BIGINT) AS offenders, \
    CAST(SUM(r.minutes_offered) AS BIGINT) AS minutes_offered, \
    CAST(SUM(r.minutes_credited) AS BIGINT) AS minutes_credited \
    FROM looked_at d CROSS JOIN session_in_force f CROSS JOIN session_return r \
    WHERE f.project_id = d.project_id AND r.id = f.return_id AND r.status = 'held' \
    GROUP BY f.project_id, substr(r.day, 1, 7)";

/// What the ledger says of every project that changed, by month, beside what was last published of it, where
/// the two differ. A project's own words join after its sessions are added up: they are sorted without them.
fn differing() -> String {
    let says = |project: &str, counted: &str| {
        format!(
            "({project}.council_code, COALESCE({project}.ward_code, ''), {project}.category, {project}.origin, \
             {counted}.sessions_held, {counted}.attendances, {counted}.offenders, {counted}.minutes_offered, \
             {counted}.minutes_credited)"
        )
    };
    format!(
        "WITH looked_at AS ({LOOKED_AT}) \
         SELECT c.*, p.council_code, p.ward_code, p.category, p.origin, \
         a.council_code AS before_council, a.ward_code AS before_ward, \
         a.category AS before_category, a.origin AS before_origin, a.sessions_held AS before_held, \
         a.attendances AS before_attendances, a.offenders AS before_offenders, \
         a.minutes_offered AS before_offered, a.minutes_credited AS before_credited \
         FROM ({COUNTED}) AS c CROSS JOIN project p \
         LEFT JOIN public_atom a ON a.project_id = c.project_id AND a.month = c.month \
         WHERE p.id = c.project_id AND (a.project_id IS NULL OR {} <> {})",
        says("p", "c"),
        says("a", "a")
    )
}

/// What was published of every project that changed in months of which the ledger says nothing any more.
fn gone() -> String {
    // Across, so that SQLite goes from the projects to their rows and not the other way.
    format!(
        "SELECT a.* FROM ({LOOKED_AT}) AS d CROSS JOIN public_atom a WHERE a.project_id = d.project_id \
         AND NOT EXISTS (SELECT 1 FROM session_return r CROSS JOIN session_in_force f \
         WHERE f.return_id = r.id AND r.project_id = a.project_id AND r.status = 'held' \
         AND r.day >= a.month || '-01' AND r.day <= a.month || '-31')"
    )
}

/// What rows of a project and a month are sorted by.
fn ordered(rows: &[Option<AtomRow>; 2]) -> Option<(i64, &str)> {
    let row = rows.iter().flatten().next()?;
    Some((row.key.project_id, row.key.month.as_str()))
}

/// The change of an atom; none yet, if it was not met before.
fn change(found: &mut BTreeMap<Atom, Change>, atom: Atom) -> &mut Change {
    found.entry(atom).or_insert(Change {
        atom,
        before: Measures::NONE,
        now: Measures::NONE,
    })
}

/// So many projects are read at once.
const PROJECTS: usize = 500;

/// What changed since the last publication, project by project and month by month.
pub(super) async fn changes(conn: &Conn<'_>, codes: &mut Codes) -> Result<Vec<Change>, StoreError> {
    let sql = "SELECT project_id AS id FROM dirty_project ORDER BY project_id";
    let projects: Vec<Row> = conn.all(sql, []).await?;
    let (differing, gone) = (differing(), gone());
    let mut changes = vec![];
    for some in projects.chunks(PROJECTS) {
        let (Some(first), Some(last)) = (some.first(), some.last()) else {
            continue;
        };
        let ends = || [first.id.into(), last.id.into()];
        let mut rows: Vec<[Option<AtomRow>; 2]> = vec![];
        for row in conn.all::<DifferingRow>(differing.as_str(), ends()).await? {
            let before = row.before();
            rows.push([Some(row.now), before]);
        }
        for row in conn.all::<AtomRow>(gone.as_str(), ends()).await? {
            rows.push([None, Some(row)]);
        }
        // In one order, whatever else is looked at: the numbers of codes follow from it.
        rows.sort_by(|one, other| ordered(one).cmp(&ordered(other)));
        let mut found: BTreeMap<Atom, Change> = BTreeMap::new();
        for [now, before] in rows {
            if let Some(row) = now {
                let (atom, counts) = row.read(codes)?;
                change(&mut found, atom).now = counts;
            }
            if let Some(row) = before {
                let (atom, counts) = row.read(codes)?;
                change(&mut found, atom).before = counts;
            }
        }
        changes.extend(found.into_values());
    }
    changes.sort_unstable_by_key(|change| change.atom);
    Ok(changes)
}
