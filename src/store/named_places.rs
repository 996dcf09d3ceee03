//! The gazetteer: names and where they are.

use crate::domain::areas::named_place::{NamedPlace, words};
use crate::domain::areas::point::Point;
use crate::store::entities::areas::named_place;
use crate::store::{Conn, StoreError, Work};
use sea_orm::sea_query::{Func, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A name with its row.
pub type Row = (i64, NamedPlace);

fn read(row: named_place::Model) -> Result<Row, StoreError> {
    let unreadable = |_| StoreError::Unreadable(format!("named place {}", row.id));
    let place = NamedPlace {
        point: Point::new(row.lat, row.lon).map_err(unreadable)?,
        name: row.name,
        kind: row.kind,
    };
    Ok((row.id, place))
}

/// Names that hold every word of a text, the shortest first and at most so many; none for a text
/// without words.
pub async fn find(conn: &Conn<'_>, text: &str, most: u64) -> Result<Vec<Row>, StoreError> {
    let words = words(text);
    if words.is_empty() {
        return Ok(vec![]);
    }
    // Words hold letters and digits only, so no sign of a pattern is among them.
    let asked = words.iter().take(8).map(|word| format!("%{word}%"));
    let mut query = named_place::Entity::find();
    for pattern in asked {
        query = query.filter(named_place::Column::Search.like(pattern));
    }
    let rows = query
        .order_by_asc(Func::char_length(named_place::Column::Search.into_expr()))
        .order_by_asc(named_place::Column::Search)
        .order_by_asc(named_place::Column::Id)
        .limit(most)
        .all(conn.db())
        .await?;
    rows.into_iter().map(read).collect()
}

/// The names that were written down first.
pub async fn first(conn: &Conn<'_>, most: u64) -> Result<Vec<Row>, StoreError> {
    let rows = named_place::Entity::find()
        .order_by_asc(named_place::Column::Id)
        .limit(most)
        .all(conn.db())
        .await?;
    rows.into_iter().map(read).collect()
}

/// Writes names down. One that is there at the same spot gets the kind that is said now.
pub async fn put(work: &Work, places: &[NamedPlace]) -> Result<(), StoreError> {
    for some in places.chunks(100) {
        let rows = some.iter().map(|place| named_place::ActiveModel {
            name: Set(place.name.clone()),
            kind: Set(place.kind.clone()),
            lat: Set(place.point.lat()),
            lon: Set(place.point.lon()),
            search: Set(place.search()),
            ..Default::default()
        });
        let again = OnConflict::columns([
            named_place::Column::Name,
            named_place::Column::Lat,
            named_place::Column::Lon,
        ])
        .update_column(named_place::Column::Kind)
        .to_owned();
        named_place::Entity::insert_many(rows)
            .on_conflict(again)
            .exec_without_returning(work.read().db())
            .await?;
    }
    Ok(())
}
