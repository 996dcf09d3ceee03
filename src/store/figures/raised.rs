//! What a raised small-number threshold would withhold of what is published now, roughly. For administrators.

use super::published_threshold;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;

/// Thresholds that somebody may think of.
const HIGHER: [i64; 3] = [10, 20, 50];

/// How many months of councils show few offenders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// How many show any that are not small.
    pub shown: i64,
    /// Higher thresholds, each with how many of them have fewer.
    pub fewer: Vec<(i64, i64)>,
}

#[derive(FromQueryResult)]
struct Row {
    offenders: i64,
    months: i64,
}

/// Counts the months of councils, as they were last published.
pub async fn of_months(conn: &Conn<'_>) -> Result<Raised, StoreError> {
    let now = published_threshold(conn).await?;
    let most = HIGHER[HIGHER.len() - 1];
    let sql = "SELECT CASE WHEN c.offenders < $2 THEN c.offenders ELSE $2 END AS offenders, COUNT(*) AS months \
               FROM area a JOIN public_cell c ON c.area_code = a.code WHERE a.kind = 'council' AND c.category = '*' \
               AND c.origin = '*' AND c.stretch = 'month' AND c.offenders >= $1 \
               GROUP BY CASE WHEN c.offenders < $2 THEN c.offenders ELSE $2 END";
    let rows: Vec<Row> = conn.all(sql, [now.max(1).into(), most.into()]).await?;
    let below = |threshold: i64| {
        let fewer = rows.iter().filter(|row| row.offenders < threshold);
        (threshold, fewer.map(|row| row.months).sum())
    };
    Ok(Raised {
        shown: rows.iter().map(|row| row.months).sum(),
        fewer: HIGHER
            .into_iter()
            .filter(|higher| *higher > now)
            .map(below)
            .collect(),
    })
}
