//! Postcodes and where they are.
//!
//! A postcode that is not in the table may still be real: new ones appear every quarter.

use crate::domain::areas::code::AreaCode;
use crate::domain::areas::point::Point;
use crate::domain::areas::postcode::Postcode;
use crate::store::entities::areas::postcode;
use crate::store::gathering::LookedUp;
use crate::store::{Conn, Db, StoreError, Work};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// A postcode that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownPostcode {
    /// The postcode.
    pub postcode: Postcode,
    /// Where it is: the middle of its addresses.
    pub point: Point,
    /// The ward that was published for it, by the set of wards of its day.
    pub ward: Option<AreaCode>,
}

impl TryFrom<postcode::Model> for KnownPostcode {
    type Error = StoreError;

    fn try_from(row: postcode::Model) -> Result<Self, StoreError> {
        let unreadable = || StoreError::Unreadable(format!("postcode {:?}", row.postcode));
        Ok(KnownPostcode {
            postcode: Postcode::parse(&row.postcode).map_err(|_| unreadable())?,
            point: Point::new(row.lat, row.lon).map_err(|_| unreadable())?,
            ward: row
                .ward_code
                .as_deref()
                .map(AreaCode::parse)
                .transpose()
                .map_err(|_| unreadable())?,
        })
    }
}

/// One postcode, if it is known.
pub async fn find(
    conn: &Conn<'_>,
    postcode: &Postcode,
) -> Result<Option<KnownPostcode>, StoreError> {
    let row = postcode::Entity::find_by_id(postcode.as_str().to_owned())
        .one(conn.db())
        .await?;
    row.map(KnownPostcode::try_from).transpose()
}

/// The same where many ask at once.
pub async fn look_up(db: &Db, postcode: Postcode) -> Result<Option<KnownPostcode>, StoreError> {
    db.gatherings().postcodes.ask(db, postcode).await
}

impl LookedUp for Postcode {
    type Found = KnownPostcode;

    async fn look_up(
        conn: &Conn<'_>,
        postcodes: &[Postcode],
    ) -> Result<HashMap<Postcode, KnownPostcode>, StoreError> {
        let known = find_all(conn, postcodes).await?.into_iter();
        Ok(known.map(|known| (known.postcode.clone(), known)).collect())
    }
}

/// Those of several postcodes that are known, in no order to rely on. At most a thousand at a time.
pub async fn find_all(
    conn: &Conn<'_>,
    postcodes: &[Postcode],
) -> Result<Vec<KnownPostcode>, StoreError> {
    let wanted = postcodes.iter().map(Postcode::as_str);
    let rows = postcode::Entity::find()
        .filter(postcode::Column::Postcode.is_in(wanted))
        .all(conn.db())
        .await?;
    rows.into_iter().map(KnownPostcode::try_from).collect()
}

/// The first known postcodes of a district, like `LE4`, in order.
pub async fn in_district(
    conn: &Conn<'_>,
    district: &str,
    most: u64,
) -> Result<Vec<KnownPostcode>, StoreError> {
    let rows = postcode::Entity::find()
        .filter(postcode::Column::Postcode.starts_with(format!("{district} ")))
        .order_by_asc(postcode::Column::Postcode)
        .limit(most)
        .all(conn.db())
        .await?;
    rows.into_iter().map(KnownPostcode::try_from).collect()
}

/// The first known postcodes of all, in order.
pub async fn first(conn: &Conn<'_>, most: u64) -> Result<Vec<KnownPostcode>, StoreError> {
    let rows = postcode::Entity::find()
        .order_by_asc(postcode::Column::Postcode)
        .limit(most)
        .all(conn.db())
        .await?;
    rows.into_iter().map(KnownPostcode::try_from).collect()
}

/// How many postcodes are known.
pub async fn count(conn: &Conn<'_>) -> Result<i64, StoreError> {
    conn.number("SELECT COUNT(*) FROM postcode", []).await
}

/// Writes postcodes down, new or moved. Several hundred at a time is quickest; one postcode may
/// not be among them twice.
pub async fn put(work: &Work, postcodes: &[KnownPostcode]) -> Result<(), StoreError> {
    if postcodes.is_empty() {
        return Ok(());
    }
    let rows = postcodes.iter().map(|known| postcode::ActiveModel {
        postcode: Set(known.postcode.to_string()),
        lat: Set(known.point.lat()),
        lon: Set(known.point.lon()),
        ward_code: Set(known.ward.as_ref().map(ToString::to_string)),
    });
    let moved = OnConflict::column(postcode::Column::Postcode)
        .update_columns([
            postcode::Column::Lat,
            postcode::Column::Lon,
            postcode::Column::WardCode,
        ])
        .to_owned();
    postcode::Entity::insert_many(rows)
        .on_conflict(moved)
        .exec_without_returning(work.read().db())
        .await?;
    Ok(())
}
