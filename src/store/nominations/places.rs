//! The places that a nomination can be in, and which nominations lie in an area.

use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::code::AreaCode;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;

/// A council, as nominations need it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Council {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What references of its nominations begin with.
    pub prefix: Option<String>,
    /// Days within which it promises a decision, where it says.
    pub promise_days: Option<i64>,
}

impl Council {
    /// What references begin with: its prefix, else the first two letters of its name.
    pub fn reference_prefix(&self) -> String {
        match &self.prefix {
            Some(prefix) if !prefix.is_empty() => prefix.clone(),
            _ => self
                .name
                .chars()
                .filter(char::is_ascii_alphabetic)
                .take(2)
                .collect::<String>()
                .to_ascii_uppercase(),
        }
    }
}

/// A council by its code.
pub async fn council(conn: &Conn<'_>, code: &str) -> Result<Option<Council>, StoreError> {
    conn.one(
        "SELECT code, name, prefix, promise_days FROM area WHERE code = $1 AND kind = 'council'",
        [code.into()],
    )
    .await
}

/// A ward or council to choose: its code, its name, and for a ward its council.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Place {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `ward` or `council`.
    pub kind: String,
    /// What it lies in.
    pub parent_code: Option<String>,
}

impl Place {
    /// Whether something can be put there today: into a council, or into a ward of the set in force.
    pub fn is_in_force(&self, atlas: &Atlas) -> bool {
        let takes = |code: AreaCode| atlas.takes_ward(&code);
        self.kind != "ward" || AreaCode::parse(&self.code).is_ok_and(takes)
    }
}

/// The councils, and the wards that can be chosen today, by name.
pub async fn in_force(conn: &Conn<'_>, atlas: &Atlas) -> Result<Vec<Place>, StoreError> {
    let mut places = all(conn).await?;
    places.retain(|place| place.is_in_force(atlas));
    Ok(places)
}

/// The councils and wards there are, of every set, by name.
pub async fn all(conn: &Conn<'_>) -> Result<Vec<Place>, StoreError> {
    let mut places: Vec<Place> = conn
        .all(
            "SELECT code, name, kind, parent_code FROM area WHERE kind IN ('ward', 'council')",
            [],
        )
        .await?;
    places.sort_by(|a, b| (&a.name, &a.code).cmp(&(&b.name, &b.code)));
    Ok(places)
}

/// A ward or a council by its code.
pub async fn find(conn: &Conn<'_>, code: &str) -> Result<Option<Place>, StoreError> {
    conn.one(
        "SELECT code, name, kind, parent_code FROM area WHERE code = $1 AND kind IN ('ward', 'council')",
        [code.into()],
    )
    .await
}

/// Whether a category of work is offered for something new.
pub async fn is_offered(conn: &Conn<'_>, code: &str) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM category WHERE code = $1 AND retired_at IS NULL",
            [code.into()],
        )
        .await?;
    Ok(found > 0)
}

/// A kind of work.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Category {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is, in a sentence.
    pub description: String,
}

/// The kinds of work that are offered for something new, in their own order.
pub async fn offered(conn: &Conn<'_>) -> Result<Vec<Category>, StoreError> {
    conn.all(
        "SELECT code, name, description FROM category WHERE retired_at IS NULL ORDER BY position, code",
        [],
    )
    .await
}

/// Every kind of work, also those that something has and that are offered no more, in their own order.
pub async fn categories(conn: &Conn<'_>) -> Result<Vec<Category>, StoreError> {
    conn.all(
        "SELECT code, name, description FROM category ORDER BY position, code",
        [],
    )
    .await
}

/// The codes of the areas that stand at the placeholders and of all areas inside them, as a query.
pub(in crate::store) fn codes_inside(placeholders: &[String]) -> String {
    format!(
        "(WITH RECURSIVE inside(code) AS (SELECT code FROM area WHERE code IN ({}) UNION \
         SELECT a.code FROM area a JOIN inside i ON a.parent_code = i.code) SELECT code FROM inside)",
        placeholders.join(", ")
    )
}

/// The condition that a nomination `n` lies in one of the areas whose codes stand at the placeholders,
/// or in an area inside one.
pub(super) fn inside(placeholders: &[String]) -> String {
    let codes = codes_inside(placeholders);
    format!("(n.council_code IN {codes} OR n.ward_code IN {codes})")
}
