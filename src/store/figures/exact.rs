//! Figures as staff may see them: exact and up to now.

use super::within::Within;
use super::{Copy, medians, table, total_median};
use crate::domain::figures::exact::{Exact, ExactFigures};
use crate::domain::figures::view::View;
use crate::store::{Conn, StoreError};

/// A table of figures as staff may see it.
pub async fn exact(conn: &Conn<'_>, view: &View) -> Result<ExactFigures, StoreError> {
    let within = Within::of(conn, view).await?;
    let copy = Copy::Exact(medians::now(conn, view, &within).await?);
    let median_days = total_median(conn, &copy, view, &within).await?;
    let rows = table(conn, &copy, view, &within).await?.into_iter();
    let rows: Vec<_> = rows
        .map(|(names, summed)| {
            let row = Exact {
                counts: summed.counts,
                median_days: summed.median,
            };
            (names, row)
        })
        .collect();
    let counts = rows.iter().map(|(_, row)| row.counts).sum();
    let total = Exact {
        counts,
        median_days,
    };
    Ok(ExactFigures { rows, total })
}
