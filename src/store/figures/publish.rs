//! Publishing: the copy of the month cells that the public sees, and what of it is withheld.
//!
//! A publication takes up what changed, as far as small numbers in it can be covered, and leaves the
//! rest waiting: the public's cells are then the ledger's less what waits. Start at [`publish`].

use super::atoms::{self, Codes};
use super::{kept, withheld};
use super::{published_threshold, threshold};
use crate::domain::figures::Measures;
use crate::domain::figures::cover::{self, Change, Decision};
use crate::domain::figures::withholding::THRESHOLD;
use crate::store::instants::At;
use crate::store::rollup::{self, ALL, COLUMNS, Leaf};
use crate::store::{Conn, StoreError, Work};
use sea_orm::FromQueryResult;

/// The threshold that earlier publications kept; the least there is before the first.
async fn earlier_threshold(conn: &Conn<'_>) -> Result<i64, StoreError> {
    Ok(published_threshold(conn).await?.max(THRESHOLD))
}

/// Whether the threshold is another than at the last publication.
pub(super) async fn is_threshold_moved(conn: &Conn<'_>) -> Result<bool, StoreError> {
    Ok(earlier_threshold(conn).await? != threshold(conn).await?)
}

/// Copies what changed to the public's cells and says the number of the publication.
///
/// Exchanges of earlier publications stay whatever becomes of the threshold: what was withheld under a higher
/// one stays withheld, and a raised one withholds more beside it.
pub async fn publish(work: &Work) -> Result<i64, StoreError> {
    let conn = work.read();
    let sql =
        "UPDATE publication SET number = number + 1, as_at = $1 WHERE id = 1 RETURNING number";
    let at = At(work.at()).to_string();
    let set = threshold(&conn).await?;
    let is_raised = set > earlier_threshold(&conn).await?;
    if is_raised {
        look_at_every_project(&conn).await?;
    }
    let number = conn.number(sql, [at.into()]).await?;
    let sql = "UPDATE publication SET threshold = $1 WHERE id = 1";
    conn.run(sql, [set.into()]).await?;
    stop_waiting(work).await?;
    let mut codes = Codes::default();
    let changes = atoms::changes(&conn, &mut codes).await?;
    let decision = decide(&conn, &mut codes, &changes, set).await?;
    kept::keep(&conn, &codes, &changes, &decision.taken).await?;
    kept::keep_exchanges(&conn, &codes, (number, true), &decision.exchanges).await?;
    withheld::mark(&conn, &codes, &decision.exchanges).await?;
    if is_raised {
        deepen(&conn, &mut codes, number, set).await?;
    }
    copy_cells(&conn).await?;
    let is_dark = !decision.taken.contains(&true) && !is_anything_published(&conn).await?;
    if is_dark {
        withheld::darken(&conn, &codes, &changes).await?;
    } else {
        take_out(work, &codes, &changes, &decision).await?;
    }
    copy_projects(&conn, is_dark).await?;
    Ok(number)
}

/// Makes the publication look at every project: a raised threshold withholds where nothing changed.
async fn look_at_every_project(conn: &Conn<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO dirty_project (project_id) SELECT project_id FROM project_total WHERE true \
               ON CONFLICT (project_id) DO NOTHING";
    conn.run(sql, []).await?;
    Ok(())
}

/// Covers what a raised threshold makes small among what is published.
async fn deepen(
    conn: &Conn<'_>,
    codes: &mut Codes,
    number: i64,
    threshold: i64,
) -> Result<(), StoreError> {
    let published = atoms::everything(conn, codes).await?;
    let (more, _) = cover::deepen(&published.atoms, &published.exchanges(), threshold);
    kept::keep_exchanges(conn, codes, (number, false), &more).await?;
    withheld::mark(conn, codes, &more).await
}

#[derive(FromQueryResult)]
struct Waiting {
    month: String,
    council_code: String,
    ward_code: Option<String>,
    category: String,
    origin: String,
}

/// Takes what waited into this publication's changes: its projects and its cells changed.
async fn stop_waiting(work: &Work) -> Result<(), StoreError> {
    let conn = work.read();
    let sql = "INSERT INTO dirty_project (project_id) SELECT DISTINCT project_id FROM waiting_change WHERE true \
               ON CONFLICT (project_id) DO NOTHING";
    conn.run(sql, []).await?;
    let mut leaves = vec![];
    for row in conn
        .all::<Waiting>("SELECT * FROM waiting_change", [])
        .await?
    {
        let month = row.month.parse();
        let leaf = Leaf {
            council: row.council_code,
            ward: row.ward_code,
            category: row.category,
            origin: row.origin,
            month: month.map_err(|_| StoreError::Unreadable(format!("month {:?}", row.month)))?,
        };
        leaves.push((leaf, Measures::NONE));
    }
    rollup::mark_changed(work, &leaves).await?;
    conn.run("DELETE FROM waiting_change", []).await?;
    withheld::lighten(&conn).await
}

async fn decide(
    conn: &Conn<'_>,
    codes: &mut Codes,
    changes: &[Change],
    threshold: i64,
) -> Result<Decision, StoreError> {
    if changes.is_empty() {
        return Ok(Decision::default());
    }
    let around = atoms::around(conn, codes, changes).await?;
    let earlier = around.exchanges();
    let standing = cover::standing(around.atoms, &around.lasting);
    Ok(cover::decide(
        changes,
        &standing,
        &earlier,
        threshold.max(THRESHOLD),
    ))
}

async fn copy_cells(conn: &Conn<'_>) -> Result<(), StoreError> {
    let key = "d.area_code = {t}.area_code AND d.category = {t}.category AND d.origin = {t}.origin AND d.month = {t}.month";
    let of = |table: &str| key.replace("{t}", table);
    conn.run(
        format!(
            "DELETE FROM public_cell WHERE EXISTS (SELECT 1 FROM dirty_cell d WHERE {})",
            of("public_cell")
        ),
        [],
    )
    .await?;
    let columns = COLUMNS.join(", ");
    let from_month: Vec<String> = COLUMNS.iter().map(|column| format!("m.{column}")).collect();
    conn.run(
        format!(
            "INSERT INTO public_cell (area_code, category, origin, month, {columns}) \
             SELECT m.area_code, m.category, m.origin, m.month, {} FROM dirty_cell d JOIN month_cell m ON {}",
            from_month.join(", "),
            of("m")
        ),
        [],
    )
    .await?;
    copy_stand_downs(conn).await?;
    conn.run("DELETE FROM dirty_cell", []).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Months {
    first: Option<String>,
    last: Option<String>,
}

/// Counts the sessions stood down again, by reason, of each council in each month that changed.
async fn copy_stand_downs(conn: &Conn<'_>) -> Result<(), StoreError> {
    let sql = "SELECT MIN(d.month) AS first, MAX(d.month) AS last FROM dirty_cell d";
    let months: Option<Months> = conn.one(sql, []).await?;
    let Some(Months {
        first: Some(first),
        last: Some(last),
    }) = months
    else {
        return Ok(());
    };
    let changed = |council: &str, month: &str| {
        format!(
            "EXISTS (SELECT 1 FROM dirty_cell d WHERE d.area_code = {council} AND d.category = '{ALL}' \
             AND d.origin = '{ALL}' AND d.month = {month})"
        )
    };
    let sql = format!(
        "DELETE FROM public_stand_down WHERE {}",
        changed("public_stand_down.council_code", "public_stand_down.month")
    );
    conn.run(sql, []).await?;
    let sql = format!(
        "INSERT INTO public_stand_down (council_code, month, reason, sessions) \
         SELECT p.council_code, substr(r.day, 1, 7), r.reason, COUNT(*) \
         FROM session_return r JOIN session_in_force f ON f.return_id = r.id JOIN project p ON p.id = r.project_id \
         WHERE r.status = 'stood-down' AND r.day >= $1 AND r.day <= $2 AND {} \
         GROUP BY p.council_code, substr(r.day, 1, 7), r.reason",
        changed("p.council_code", "substr(r.day, 1, 7)")
    );
    let days = [format!("{first}-01"), format!("{last}-31")];
    conn.run(sql, days.map(Into::into)).await?;
    Ok(())
}

/// Takes what waits out of the public's cells again.
async fn take_out(
    work: &Work,
    codes: &Codes,
    changes: &[Change],
    decision: &Decision,
) -> Result<(), StoreError> {
    let mut less = vec![];
    for (change, _) in changes
        .iter()
        .zip(&decision.taken)
        .filter(|(_, taken)| !**taken)
    {
        let mut back = change.before;
        back += -change.now;
        less.push((codes.leaf(&change.atom)?, back));
    }
    rollup::add_to_public(work, &less).await
}

async fn is_anything_published(conn: &Conn<'_>) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM public_atom LIMIT 1) AS a";
    Ok(conn.number(sql, []).await? > 0)
}

/// The public's totals of the projects that changed: what was published of their months, withheld
/// where an exchange changes the sum.
async fn copy_projects(conn: &Conn<'_>, is_dark: bool) -> Result<(), StoreError> {
    conn.run(
        "DELETE FROM public_project_total WHERE project_id IN (SELECT project_id FROM dirty_project)",
        [],
    )
    .await?;
    let sum = |column: &str| {
        format!(
            "COALESCE((SELECT CAST(SUM(a.{column}) AS BIGINT) FROM public_atom a WHERE a.project_id = t.project_id), 0)"
        )
    };
    let columns = [
        "sessions_held",
        "attendances",
        "offenders",
        "minutes_offered",
        "minutes_credited",
    ];
    let counts: Vec<String> = columns
        .iter()
        .map(|column| {
            if is_dark {
                format!("t.{column}")
            } else {
                sum(column)
            }
        })
        .collect();
    conn.run(
        format!(
            "INSERT INTO public_project_total (project_id, stood_down, {}, withheld) \
             SELECT t.project_id, t.stood_down, {}, {is_dark} FROM project_total t \
             JOIN dirty_project d ON d.project_id = t.project_id",
            columns.join(", "),
            counts.join(", ")
        ),
        [],
    )
    .await?;
    conn.run(
        "UPDATE public_project_total SET withheld = TRUE WHERE project_id IN \
         (SELECT project_id FROM exchange_part WHERE project_id IN (SELECT project_id FROM dirty_project) \
         GROUP BY exchange_id, project_id HAVING SUM(sign) <> 0)",
        [],
    )
    .await?;
    conn.run("DELETE FROM dirty_project", []).await?;
    Ok(())
}
