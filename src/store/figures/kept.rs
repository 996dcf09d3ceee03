//! Keeping what a publication took up: atoms, what waits, and exchanges with their parts.

use super::atoms::Codes;
use crate::domain::figures::Measures;
use crate::domain::figures::cover::{Atom, Change, Exchange};
use crate::store::at_once::{in_pieces, placeholders, typed_placeholders};
use crate::store::rollup::values_of;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::BTreeMap;

/// An exchange that was kept.
#[derive(FromQueryResult)]
struct Kept {
    id: i64,
    people: i64,
}

const KEY: &str = "project_id, month, council_code, ward_code, category, origin";

fn key_values(codes: &Codes, atom: &Atom) -> Result<Vec<Value>, StoreError> {
    let leaf = codes.leaf(atom)?;
    Ok(vec![
        atom.project.into(),
        leaf.month.to_string().into(),
        leaf.council.into(),
        leaf.ward.into(),
        leaf.category.into(),
        leaf.origin.into(),
    ])
}

const COUNTS: [&str; 5] = [
    "sessions_held",
    "attendances",
    "offenders",
    "minutes_offered",
    "minutes_credited",
];

/// Writes rows of atoms with their counts into a table.
async fn write(
    conn: &Conn<'_>,
    table: &str,
    codes: &Codes,
    rows: &[(Atom, Measures)],
) -> Result<(), StoreError> {
    for some in in_pieces(rows) {
        let mut values = Vec::with_capacity(some.len() * 11);
        for (atom, counts) in some {
            values.extend(key_values(codes, atom)?);
            values.extend(values_of(counts, &COUNTS));
        }
        let places = placeholders(conn.engine(), some.len(), 11);
        let counts = COUNTS.join(", ");
        let sql = format!("INSERT INTO {table} ({KEY}, {counts}) VALUES {places}");
        conn.run(sql, values).await?;
    }
    Ok(())
}

/// Keeps what a publication took up of the changes, and what waits.
pub(super) async fn keep(
    conn: &Conn<'_>,
    codes: &Codes,
    changes: &[Change],
    taken: &[bool],
) -> Result<(), StoreError> {
    let (mut gone, mut kept, mut waiting) = (vec![], vec![], vec![]);
    for (change, taken) in changes.iter().zip(taken) {
        if !*taken {
            let mut left = change.now;
            left += -change.before;
            waiting.push((change.atom, left));
            continue;
        }
        if change.before != Measures::NONE {
            gone.push(change.atom);
        }
        if change.now != Measures::NONE {
            kept.push((change.atom, change.now));
        }
    }
    for some in in_pieces(&gone) {
        let mut values: Vec<Value> = Vec::with_capacity(some.len() * 2);
        for atom in some {
            let month = codes.leaf(atom)?.month.to_string();
            values.extend([atom.project.into(), month.into()]);
        }
        let places = typed_placeholders(conn.engine(), some.len(), &["BIGINT", "TEXT"]);
        let sql = format!("DELETE FROM public_atom WHERE (project_id, month) IN (VALUES {places})");
        conn.run(sql, values).await?;
    }
    write(conn, "public_atom", codes, &kept).await?;
    write(conn, "waiting_change", codes, &waiting).await
}

/// Keeps exchanges with their parts. Whether they fit what was published before this publication too.
pub(super) async fn keep_exchanges(
    conn: &Conn<'_>,
    codes: &Codes,
    (publication, fit_earlier): (i64, bool),
    exchanges: &[Exchange],
) -> Result<(), StoreError> {
    if exchanges.is_empty() {
        return Ok(());
    }
    let last = "SELECT COALESCE(MAX(id), 0) FROM exchange";
    let last = conn.number(last, []).await?;
    for some in in_pieces(exchanges) {
        let values = some.iter().flat_map(|exchange| {
            [
                publication.into(),
                exchange.people.into(),
                fit_earlier.into(),
            ]
        });
        let places = placeholders(conn.engine(), some.len(), 3);
        let sql =
            format!("INSERT INTO exchange (publication, people, fits_earlier) VALUES {places}");
        conn.run(sql, values.collect::<Vec<Value>>()).await?;
    }
    // Rows with the same number of people are as good as each other.
    let sql = "SELECT id, people FROM exchange WHERE id > $1 ORDER BY id DESC";
    let mut free: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in conn.all::<Kept>(sql, [last.into()]).await? {
        free.entry(row.people).or_default().push(row.id);
    }
    let mut parts: Vec<(i64, Atom, i64)> = vec![];
    for exchange in exchanges {
        let id = free.get_mut(&exchange.people).and_then(Vec::pop);
        let id = id.ok_or_else(|| StoreError::Failed("an exchange was not kept".into()))?;
        parts.extend(exchange.parts().map(|(atom, sign)| (id, atom, sign)));
    }
    write_parts(conn, codes, &parts).await
}

/// Puts other parts in the place of an exchange's.
pub(super) async fn mend(
    conn: &Conn<'_>,
    codes: &Codes,
    id: i64,
    mended: &Exchange,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM exchange_part WHERE exchange_id = $1";
    conn.run(sql, [id.into()]).await?;
    let parts = mended.parts().map(|(atom, sign)| (id, atom, sign));
    write_parts(conn, codes, &parts.collect::<Vec<_>>()).await
}

/// Writes parts of exchanges: the exchange, the atom, and whether it is raised or lowered.
async fn write_parts(
    conn: &Conn<'_>,
    codes: &Codes,
    parts: &[(i64, Atom, i64)],
) -> Result<(), StoreError> {
    for some in in_pieces(parts) {
        let mut values: Vec<Value> = Vec::with_capacity(some.len() * 8);
        for (id, atom, sign) in some {
            values.push((*id).into());
            values.extend(key_values(codes, atom)?);
            values.push((*sign).into());
        }
        let places = placeholders(conn.engine(), some.len(), 8);
        let sql = format!("INSERT INTO exchange_part (exchange_id, {KEY}, sign) VALUES {places}");
        conn.run(sql, values).await?;
    }
    Ok(())
}
