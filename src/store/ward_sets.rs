//! Which sets of ward boundaries figures are of: a project counts in its ward of the set that held when
//! it was set up, so a ward's figures are of the sets that have the ward, and all others of every set.

use crate::store::{Conn, StoreError, areas};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// What stands between the names of sets in data.
const BETWEEN: &str = "; ";

/// The names of the sets, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WardSetNames {
    all: String,
    of_wards: BTreeMap<String, String>,
}

#[derive(FromQueryResult)]
struct InSet {
    area_code: String,
    set_name: String,
}

impl WardSetNames {
    /// Reads them, with those of the wards in an area, or of the ward that it is.
    pub async fn read(conn: &Conn<'_>, area: &str) -> Result<WardSetNames, StoreError> {
        let sets = areas::sets(conn).await?;
        let oldest_first: Vec<String> = sets.into_iter().rev().map(|set| set.name).collect();
        let sql = "SELECT b.area_code, b.set_name FROM boundary b JOIN area a ON a.code = b.area_code \
                   WHERE a.kind = 'ward' AND (a.code = $1 OR a.parent_code = $1 \
                   OR a.code IN (SELECT ward_code FROM council_ward WHERE council_code = $1))";
        let mut within: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in conn.all::<InSet>(sql, [area.into()]).await? {
            within.entry(row.area_code).or_default().push(row.set_name);
        }
        let in_order = |names: Vec<String>| -> String {
            let known = oldest_first.iter().filter(|name| names.contains(name));
            known.cloned().collect::<Vec<_>>().join(BETWEEN)
        };
        Ok(WardSetNames {
            of_wards: within
                .into_iter()
                .map(|(ward, names)| (ward, in_order(names)))
                .collect(),
            all: oldest_first.join(BETWEEN),
        })
    }

    /// Those of an area's figures.
    pub fn of(&self, area: &str) -> &str {
        self.of_wards.get(area).unwrap_or(&self.all)
    }
}
