//! Publishing: the copy of the cells that the public sees, and what of it is withheld.
//!
//! A publication takes up what changed, as far as small numbers in it can be covered, and leaves the
//! rest waiting: the public's cells are then the ledger's less what waits. Start at [`publish`].

use super::atoms::{self, Codes};
use super::{changed, kept, medians, stood_down, withheld};
use super::{published_threshold, threshold};
use crate::domain::figures::Measures;
use crate::domain::figures::cover::{self, Change, Decision, Earlier};
use crate::domain::figures::withholding::THRESHOLD;
use crate::store::instants::At;
use crate::store::rollup::{self, COLUMNS, HELD_BACK, KEY, Leaf, REACH_AS_FAR};
use crate::store::{Conn, StoreError, Work, turns};
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
    turns::alone(work).await?;
    let conn = work.read();
    if conn.run("DELETE FROM recount_due", []).await? > 0 {
        rollup::rebuild(work).await?;
    }
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
    stood_down::copy(&conn).await?;
    stop_waiting(work).await?;
    let mut codes = Codes::default();
    let changes = changed::changes(&conn, &mut codes).await?;
    let decision = decide(&conn, &mut codes, &changes, set).await?;
    kept::keep(&conn, &codes, &changes, &decision.taken).await?;
    kept::keep_exchanges(&conn, &codes, (number, true), &decision.exchanges).await?;
    withheld::mark(&conn, &codes, &decision.exchanges).await?;
    if is_raised {
        deepen(&conn, &mut codes, number, set).await?;
    }
    let is_dark = !decision.taken.contains(&true) && !is_anything_published(&conn).await?;
    if is_dark {
        withheld::darken(&conn, &codes, &changes).await?;
    } else {
        hold_back(work, &codes, &changes, &decision).await?;
    }
    copy_cells(&conn).await?;
    copy_projects(&conn, is_dark).await?;
    medians::publish(work).await?;
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
    let sql = format!(
        "INSERT INTO dirty_project (project_id, first_month, last_month) \
         SELECT project_id, MIN(month), MAX(month) FROM waiting_change WHERE true GROUP BY project_id {REACH_AS_FAR}"
    );
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
    rollup::hold_back(work, &leaves).await?;
    conn.run("DELETE FROM waiting_change", []).await?;
    withheld::lighten(&conn).await
}

/// Decides what is taken up, and keeps the earlier exchanges that stay otherwise.
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
    let earlier = Earlier {
        published: &around.atoms,
        lasting: &around.lasting,
        since_raised: &around.since_raised,
    };
    let decision = cover::decide(changes, earlier, threshold.max(THRESHOLD));
    for mended in &decision.mended {
        kept::mend(conn, codes, around.ids[mended.at], &mended.exchange).await?;
        withheld::mark(conn, codes, std::slice::from_ref(&mended.exchange)).await?;
    }
    Ok(decision)
}

/// The key of a cell, of a table by its short name.
fn key(of: &str) -> String {
    KEY.map(|column| format!("{of}.{column}")).join(", ")
}

/// What a column of a changed cell is to the public: what the ledger has, less what is held back.
fn shown(column: &str) -> String {
    let exact = format!("COALESCE(m.{column}, 0)");
    match HELD_BACK.contains(&column) {
        true => format!("{exact} - d.held_back_{column}"),
        false => exact,
    }
}

/// Copies the cells that changed, less what is held back of them. One that reads as it did is not written, and one
/// that has nothing left goes.
async fn copy_cells(conn: &Conn<'_>) -> Result<(), StoreError> {
    let own = KEY.join(", ");
    let same = |of: &str| format!("({}) = ({})", key(of), key("d"));
    let held = HELD_BACK.map(|column| format!("d.held_back_{column} <> 0"));
    let held = held.join(" OR ");
    // Joined by the whole cell and not asked for by its name: in the order of what changed, which is that of the table.
    let gone = format!(
        "DELETE FROM public_cell WHERE ({own}) IN (SELECT {} FROM dirty_cell d \
         LEFT JOIN exact_cell m ON {} WHERE m.{} IS NULL AND NOT ({held}))",
        key("d"),
        same("m"),
        COLUMNS[0]
    );
    conn.run(gone, []).await?;
    let columns = COLUMNS.join(", ");
    let shown = COLUMNS.map(shown).join(", ");
    let published = COLUMNS.map(|column| format!("p.{column}")).join(", ");
    let set = COLUMNS.map(|column| format!("{column} = excluded.{column}"));
    let copied = format!(
        "INSERT INTO public_cell ({own}, {columns}) SELECT {}, {shown} \
         FROM dirty_cell d LEFT JOIN exact_cell m ON {} LEFT JOIN public_cell p ON {} \
         WHERE (m.area_code IS NOT NULL OR {held}) AND (p.area_code IS NULL OR ({published}) <> ({shown})) \
         ON CONFLICT ({own}) DO UPDATE SET {}",
        key("d"),
        same("m"),
        same("p"),
        set.join(", ")
    );
    conn.run(copied, []).await?;
    conn.run("DELETE FROM dirty_cell", []).await?;
    Ok(())
}

/// Notes what waits, for the copy of the cells to leave it out.
async fn hold_back(
    work: &Work,
    codes: &Codes,
    changes: &[Change],
    decision: &Decision,
) -> Result<(), StoreError> {
    let mut waiting = vec![];
    for (change, _) in changes
        .iter()
        .zip(&decision.taken)
        .filter(|(_, taken)| !**taken)
    {
        let mut more = change.now;
        more += -change.before;
        waiting.push((codes.leaf(&change.atom)?, more));
    }
    rollup::hold_back(work, &waiting).await
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
    let columns = [
        "sessions_held",
        "attendances",
        "offenders",
        "minutes_offered",
        "minutes_credited",
    ];
    let each = |count: &dyn Fn(&str) -> String| columns.map(count).join(", ");
    let counts = match is_dark {
        true => each(&|column| format!("t.{column}")),
        false => each(&|column| format!("COALESCE(a.{column}, 0)")),
    };
    let sums = each(&|column| format!("CAST(SUM(p.{column}) AS BIGINT) AS {column}"));
    conn.run(
        format!(
            "INSERT INTO public_project_total (project_id, stood_down, {}, withheld) \
             SELECT t.project_id, t.stood_down, {counts}, {is_dark} \
             FROM dirty_project d JOIN project_total t ON t.project_id = d.project_id \
             LEFT JOIN (SELECT e.project_id, {sums} FROM dirty_project e CROSS JOIN public_atom p \
             WHERE p.project_id = e.project_id GROUP BY e.project_id) AS a ON a.project_id = t.project_id",
            columns.join(", ")
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
