//! The wards that voters of a round live in.

use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Ward {
    code: String,
    name: String,
}

/// The wards inside an area, by name: what voters choose from where their postcode is not known.
pub async fn within(conn: &Conn<'_>, area: &str) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<Ward> = conn
        .all(
            "SELECT code, name FROM area WHERE kind = 'ward' AND (code = $1 OR parent_code = $1 OR \
             parent_code IN (SELECT code FROM area WHERE parent_code = $1)) ORDER BY name, code",
            [area.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}
