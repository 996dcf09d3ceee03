//! What changed since the last publication: the ledger held against what was published of each project and
//! month. Start at [`changes`].

use super::atoms::{AtomKey, AtomRow, Codes};
use crate::domain::figures::Measures;
use crate::domain::figures::cover::{Atom, Change};
use crate::store::at_once::{in_pieces, typed_placeholders};
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
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

/// What the ledger says of the months that changed of a project `d`, or of each of several. Across, so that SQLite goes
/// from projects to their sessions, in the order of an index that holds all that is counted: it would rather go
/// through every session of all projects that lie between.
fn counted(of: &str) -> String {
    format!(
        "SELECT r.project_id, CAST(substr(r.day, 1, 7) AS TEXT) AS month, \
         CAST(COUNT(*) AS BIGINT) AS sessions_held, CAST(SUM(r.attending) AS BIGINT) AS attendances, \
         CAST(SUM(r.new_to_project) AS BIGINT) AS offenders, \
         CAST(SUM(r.minutes_offered) AS BIGINT) AS minutes_offered, \
         CAST(SUM(r.minutes_credited) AS BIGINT) AS minutes_credited \
         FROM {of} session_return r CROSS JOIN session_in_force f \
         WHERE r.project_id = d.project_id AND r.day >= d.first_month || '-01' AND r.day <= d.last_month || '-31' \
         AND r.status = 'held' AND f.return_id = r.id \
         GROUP BY r.project_id, substr(r.day, 1, 7)"
    )
}

/// Whether the ledger says otherwise of a month, counted as `c` of a project `p`, than what was published, `a`.
fn is_otherwise() -> String {
    let says = |project: &str, counted: &str| {
        format!(
            "({project}.council_code, COALESCE({project}.ward_code, ''), {project}.category, {project}.origin, \
             {counted}.sessions_held, {counted}.attendances, {counted}.offenders, {counted}.minutes_offered, \
             {counted}.minutes_credited)"
        )
    };
    format!(
        "(a.project_id IS NULL OR {} <> {})",
        says("p", "c"),
        says("a", "a")
    )
}

/// The projects that changed, of which a month of the ledger was published otherwise or not at all, or of which other
/// months were published than the ledger has. Looking for them reads each session once and each published month once,
/// and what is found is looked at closely.
fn found_otherwise() -> String {
    format!(
        "SELECT d.project_id AS id FROM dirty_project d JOIN project p ON p.id = d.project_id \
         WHERE (SELECT CASE WHEN SUM(CASE WHEN {} THEN 1 ELSE 0 END) > 0 THEN -1 ELSE COUNT(*) END \
         FROM ({}) AS c LEFT JOIN public_atom a ON a.project_id = d.project_id AND a.month = c.month) \
         <> (SELECT COUNT(*) FROM public_atom b WHERE b.project_id = d.project_id \
         AND b.month >= d.first_month AND b.month <= d.last_month) ORDER BY d.project_id",
        is_otherwise(),
        counted("")
    )
}

/// What the ledger says of some projects that changed, by month, beside what was last published of it, where the two
/// differ. A project's own words join after its sessions are added up: they are sorted without them.
fn differing(looked_at: &str) -> String {
    format!(
        "WITH looked_at AS ({looked_at}) \
         SELECT c.*, p.council_code, p.ward_code, p.category, p.origin, \
         a.council_code AS before_council, a.ward_code AS before_ward, \
         a.category AS before_category, a.origin AS before_origin, a.sessions_held AS before_held, \
         a.attendances AS before_attendances, a.offenders AS before_offenders, \
         a.minutes_offered AS before_offered, a.minutes_credited AS before_credited \
         FROM ({}) AS c CROSS JOIN project p \
         LEFT JOIN public_atom a ON a.project_id = c.project_id AND a.month = c.month \
         WHERE p.id = c.project_id AND {}",
        counted("looked_at d CROSS JOIN"),
        is_otherwise()
    )
}

/// What was published of some projects that changed in those of their months of which the ledger says nothing any more.
fn gone(looked_at: &str) -> String {
    // Across, so that SQLite goes from the projects to their rows and not the other way.
    format!(
        "SELECT a.* FROM ({looked_at}) AS d CROSS JOIN public_atom a WHERE a.project_id = d.project_id \
         AND a.month >= d.first_month AND a.month <= d.last_month \
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

/// What changed since the last publication, project by project and month by month.
pub(super) async fn changes(conn: &Conn<'_>, codes: &mut Codes) -> Result<Vec<Change>, StoreError> {
    let projects: Vec<Row> = conn.all(found_otherwise(), []).await?;
    let mut changes = vec![];
    for some in in_pieces(&projects) {
        let looked_at = format!(
            "SELECT d.project_id, d.first_month, d.last_month FROM (VALUES {}) AS w CROSS JOIN dirty_project d \
             WHERE d.project_id = w.column1",
            typed_placeholders(conn.engine(), some.len(), &["BIGINT"])
        );
        let values = || some.iter().map(|row| Value::from(row.id));
        let mut rows: Vec<[Option<AtomRow>; 2]> = vec![];
        for row in conn
            .all::<DifferingRow>(differing(&looked_at), values())
            .await?
        {
            let before = row.before();
            rows.push([Some(row.now), before]);
        }
        for row in conn.all::<AtomRow>(gone(&looked_at), values()).await? {
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
