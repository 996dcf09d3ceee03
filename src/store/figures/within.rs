//! Which sums make the rows of a table of figures, and which make its total.
//!
//! A table by area has a row for each area that lies directly inside, and one for each place of the area
//! itself: its wards, and what it has in no ward. Whatever is inside is in just one of them, however deep
//! areas nest, so the rows add up to the area's own sum. Start at `Within::of`.

use crate::domain::figures::PublicFigures;
use crate::domain::figures::view::{By, RowName, RowNames, View};
use crate::store::rollup::{Around, place};
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use std::collections::{BTreeMap, BTreeSet};

/// A sum that is kept, and the row that it counts in.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// What stands for it among cells and marks.
    pub(super) key: String,
    pub(super) row: RowName,
    /// Whether it is a place of one council, whose sums are kept otherwise.
    pub(super) is_place: bool,
}

impl Part {
    /// Whether it is what an area has in none of those inside it.
    fn is_in_none(&self) -> bool {
        self.is_place && self.key.ends_with('/')
    }
}

/// The sums that a table reads.
#[derive(Debug, Clone, Default)]
pub(super) struct Within {
    pub(super) parts: Vec<Part>,
    /// Those that the total is made of.
    pub(super) whole: Vec<String>,
}

#[derive(FromQueryResult)]
struct AreaRow {
    code: String,
    name: String,
    kind: String,
    parent_code: Option<String>,
    parent_name: Option<String>,
}

const AREAS: &str = "SELECT a.code, a.name, a.kind, a.parent_code, p.name AS parent_name \
    FROM area a LEFT JOIN area p ON p.code = a.parent_code WHERE";

const WARD: &str = "ward";
const COUNCIL: &str = "council";

impl AreaRow {
    /// Its own row.
    fn part(self) -> Part {
        Part {
            key: self.code.clone(),
            row: RowName {
                code: self.code,
                words: self.name,
            },
            is_place: false,
        }
    }

    /// The row of what a council has in this ward. One that lies elsewhere today says where.
    fn place_of(self, council: &str) -> Part {
        let elsewhere = self
            .parent_name
            .filter(|_| self.parent_code.as_deref() != Some(council));
        let words = match elsewhere {
            Some(parent) => format!("{}, {parent}", self.name),
            None => self.name,
        };
        Part {
            key: place(council, Some(&self.code)),
            row: RowName {
                code: self.code,
                words,
            },
            is_place: true,
        }
    }

    /// The row of what a council has in no ward.
    fn without_ward(&self) -> Part {
        Part {
            key: place(&self.code, None),
            row: RowName {
                code: self.code.clone(),
                words: match self.kind.as_str() {
                    COUNCIL => format!("{}, no ward given", self.name),
                    _ => format!("{}, as a whole", self.name),
                },
            },
            is_place: true,
        }
    }
}

impl Within {
    /// The sums of a view's area, or of what lies directly inside it.
    pub(super) async fn of(conn: &Conn<'_>, view: &View) -> Result<Within, StoreError> {
        if view.area.is_empty() {
            return everywhere(conn, view).await;
        }
        let Some(area) = itself(conn, &view.area).await? else {
            return Ok(Within::default());
        };
        if area.kind == WARD {
            return of_ward(conn, area).await;
        }
        let mut parts = match view.cuts(By::Area) {
            true => inside(conn, &area).await?,
            false => vec![],
        };
        if parts.is_empty() {
            parts = vec![area.part()];
        }
        Ok(Within {
            parts,
            whole: vec![view.area.clone()],
        })
    }

    /// The sums of what was recorded for a council itself, as one row: less than its own where councils lie
    /// inside it.
    pub(super) async fn recorded_for(conn: &Conn<'_>, council: &str) -> Result<Within, StoreError> {
        let Some(area) = itself(conn, council).await? else {
            return Ok(Within::default());
        };
        let mut parts = inside(conn, &area).await?;
        let all = parts.len();
        parts.retain(|part| part.is_place);
        let row = RowName {
            code: area.code.clone(),
            words: area.name.clone(),
        };
        if parts.len() == all {
            parts = vec![area.part()];
        }
        for part in &mut parts {
            part.row = row.clone();
        }
        Ok(Within {
            whole: parts.iter().map(|part| part.key.clone()).collect(),
            parts,
        })
    }

    /// The parts whose sums are kept for all kinds of work and all origins, and those that keep them for the
    /// sum over everything alone.
    pub(super) fn by_kind(&self) -> [(Vec<&Part>, bool); 2] {
        let (places, others) = self.parts.iter().partition(|part| part.is_place);
        [(places, true), (others, false)]
    }

    /// What the total is made of, as parts of one row.
    pub(super) fn as_a_whole(&self) -> Within {
        let part = |key: &String| Part {
            key: key.clone(),
            row: RowName {
                code: String::new(),
                words: String::new(),
            },
            is_place: key.contains('/'),
        };
        Within {
            parts: self.whole.iter().map(part).collect(),
            whole: self.whole.clone(),
        }
    }

    /// What may stand for something in a council and perhaps a ward, the closest first: its place, the council, every
    /// area around that, everywhere.
    pub(super) fn keys_of(council: &str, ward: Option<&str>, around: &Around) -> Vec<String> {
        let mut keys = vec![place(council, ward)];
        keys.extend(around.of(council));
        keys
    }

    /// What each sum's row is called.
    pub(super) fn names(&self) -> BTreeMap<&str, &RowName> {
        let names = self.parts.iter();
        names.map(|part| (part.key.as_str(), &part.row)).collect()
    }
}

/// How many areas inside a view's area have no row in its figures: nothing of theirs counts in its months. What an
/// area has in none of those inside it is no area.
pub async fn areas_without(
    conn: &Conn<'_>,
    view: &View,
    figures: &PublicFigures<RowNames>,
) -> Result<usize, StoreError> {
    if !view.cuts(By::Area) {
        return Ok(0);
    }
    let within = Within::of(conn, view).await?;
    let areas = within.parts.iter().filter(|part| !part.is_in_none());
    let areas: BTreeSet<&RowName> = areas.map(|part| &part.row).collect();
    let rows = figures.rows().iter().flat_map(|(names, _)| names);
    let rows: BTreeSet<&RowName> = rows.collect();
    Ok(areas.difference(&rows).count())
}

async fn itself(conn: &Conn<'_>, code: &str) -> Result<Option<AreaRow>, StoreError> {
    conn.one(format!("{AREAS} a.code = $1"), [code.into()])
        .await
}

/// Everywhere, or the councils that lie in no other.
async fn everywhere(conn: &Conn<'_>, view: &View) -> Result<Within, StoreError> {
    let parts = if view.cuts(By::Area) {
        let outermost =
            format!("{AREAS} a.kind = 'council' AND (p.kind IS NULL OR p.kind <> 'council')");
        let rows: Vec<AreaRow> = conn.all(outermost, []).await?;
        let mut parts: Vec<Part> = rows.into_iter().map(AreaRow::part).collect();
        // A vote of several councils together is in none of them.
        let wider = format!("{AREAS} a.kind = 'probation-area'");
        let rows: Vec<AreaRow> = conn.all(wider, []).await?;
        parts.extend(rows.iter().map(AreaRow::without_ward));
        parts
    } else {
        vec![Part {
            key: String::new(),
            row: RowName {
                code: String::new(),
                words: "Everywhere".into(),
            },
            is_place: false,
        }]
    };
    Ok(Within {
        parts,
        whole: vec![String::new()],
    })
}

/// What every council has in a ward, as one row.
async fn of_ward(conn: &Conn<'_>, ward: AreaRow) -> Result<Within, StoreError> {
    #[derive(FromQueryResult)]
    struct Council {
        council_code: String,
    }
    let sql = "SELECT council_code FROM council_ward WHERE ward_code = $1 ORDER BY council_code";
    let councils: Vec<Council> = conn.all(sql, [ward.code.clone().into()]).await?;
    let row = ward.part().row;
    let parts: Vec<Part> = councils
        .into_iter()
        .map(|council| Part {
            key: place(&council.council_code, Some(&row.code)),
            row: row.clone(),
            is_place: true,
        })
        .collect();
    Ok(Within {
        whole: parts.iter().map(|part| part.key.clone()).collect(),
        parts,
    })
}

/// The rows inside an area that is no ward; none where it has neither areas nor wards.
async fn inside(conn: &Conn<'_>, area: &AreaRow) -> Result<Vec<Part>, StoreError> {
    let sql = format!(
        "{AREAS} a.parent_code = $1 OR a.code IN (SELECT ward_code FROM council_ward WHERE council_code = $1)"
    );
    let rows: Vec<AreaRow> = conn.all(sql, [area.code.clone().into()]).await?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let part = |row: AreaRow| match row.kind.as_str() {
        WARD => row.place_of(&area.code),
        _ => row.part(),
    };
    let mut parts: Vec<Part> = rows.into_iter().map(part).collect();
    parts.push(area.without_ward());
    Ok(parts)
}
