//! Areas, their boundaries in each ward set, and the atlas made of them.
//!
//! `area` has one row a code, as the newest set describes it; `boundary` has one row a code and
//! set, and is what a nomination's ward and set lead back to. Postcodes are in [`super::postcodes`].

use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::boundaries::Boundary;
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::outline::Outline;
use crate::domain::areas::tree::AreaTree;
use crate::domain::areas::ward_index::WardIndex;
use crate::domain::areas::{Area, AreaKind};
use crate::domain::settings::PLACE_CREDITS;
use crate::store::entities::areas::{area, boundary, ward_set};
use crate::store::instants::{At, Day};
use crate::store::{Conn, StoreError, Work};
use chrono::NaiveDate;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
};
use std::collections::BTreeMap;

/// A named set of boundaries, valid for a time. No day means no limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WardSet {
    /// What it is called, like `2025`.
    pub name: String,
    /// The first day it holds.
    pub valid_from: Option<NaiveDate>,
    /// The last day it holds.
    pub valid_to: Option<NaiveDate>,
}

impl WardSet {
    /// Whether the set holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.had_begun_on(day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether the set holds on a day or held before it.
    pub fn had_begun_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
    }
}

/// An area with what a deployment has set for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaDetails {
    /// The area.
    pub area: Area,
    /// What references of its nominations begin with.
    pub prefix: Option<String>,
    /// How many people live there.
    pub population: Option<i64>,
    /// Within how many days a decision on a nomination is promised.
    pub promise_days: Option<i64>,
}

fn unreadable(what: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable(what.to_string())
}

fn code(text: &str) -> Result<AreaCode, StoreError> {
    AreaCode::parse(text).map_err(|error| unreadable(format!("area code {text:?}: {error}")))
}

fn kind(word: &str) -> Result<AreaKind, StoreError> {
    AreaKind::parse(word).ok_or_else(|| unreadable(format!("area kind {word:?}")))
}

impl TryFrom<area::Model> for AreaDetails {
    type Error = StoreError;

    fn try_from(row: area::Model) -> Result<Self, StoreError> {
        Ok(AreaDetails {
            area: Area {
                code: code(&row.code)?,
                name: row.name,
                kind: kind(&row.kind)?,
                parent: row.parent_code.as_deref().map(code).transpose()?,
            },
            prefix: row.prefix,
            population: row.population,
            promise_days: row.promise_days,
        })
    }
}

/// The code and name of every council, by name.
pub async fn councils(conn: &Conn<'_>) -> Result<Vec<(String, String)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Council {
        code: String,
        name: String,
    }
    let sql = "SELECT code, name FROM area WHERE kind = 'council' ORDER BY name, code";
    let rows: Vec<Council> = conn.all(sql, []).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}

/// Every area of every set, in order of code.
pub async fn all(conn: &Conn<'_>) -> Result<Vec<AreaDetails>, StoreError> {
    let rows = area::Entity::find()
        .order_by_asc(area::Column::Code)
        .all(conn.db())
        .await?;
    rows.into_iter().map(AreaDetails::try_from).collect()
}

/// One area by its code.
pub async fn find(conn: &Conn<'_>, code: &AreaCode) -> Result<Option<AreaDetails>, StoreError> {
    let row = area::Entity::find_by_id(code.as_str().to_owned())
        .one(conn.db())
        .await?;
    row.map(AreaDetails::try_from).transpose()
}

/// Writes areas down, new or changed; a parent before those that lie in it.
pub async fn put(work: &Work, areas: &[AreaDetails]) -> Result<(), StoreError> {
    for details in areas {
        let area = &details.area;
        let row = area::ActiveModel {
            code: Set(area.code.to_string()),
            kind: Set(area.kind.as_str().to_owned()),
            name: Set(area.name.clone()),
            parent_code: Set(area.parent.as_ref().map(ToString::to_string)),
            prefix: Set(details.prefix.clone()),
            population: Set(details.population),
            promise_days: Set(details.promise_days),
        };
        let everything_else = OnConflict::column(area::Column::Code)
            .update_columns([
                area::Column::Name,
                area::Column::ParentCode,
                area::Column::Prefix,
                area::Column::Population,
                area::Column::PromiseDays,
            ])
            .to_owned();
        area::Entity::insert(row)
            .on_conflict(everything_else)
            .exec_without_returning(work.read().db())
            .await?;
    }
    moved(work).await
}

/// Moves the version of the areas, so that every process reads them anew.
async fn moved(work: &Work) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO setting (name, value, changed_at) VALUES ('areas-version', '1', $1) \
             ON CONFLICT (name) DO UPDATE SET changed_at = $1, \
             value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)",
            [At(work.at()).to_string().into()],
        )
        .await?;
    Ok(())
}

/// The ward sets, newest first: the one that holds from the latest day, then the latest imported.
pub async fn sets(conn: &Conn<'_>) -> Result<Vec<WardSet>, StoreError> {
    let mut rows = ward_set::Entity::find().all(conn.db()).await?;
    rows.sort_by(|a, b| {
        let age = |row: &ward_set::Model| (row.valid_from, row.imported_at, row.name.clone());
        age(b).cmp(&age(a))
    });
    Ok(rows
        .into_iter()
        .map(|row| WardSet {
            name: row.name,
            valid_from: row.valid_from.map(|day| day.0),
            valid_to: row.valid_to.map(|day| day.0),
        })
        .collect())
}

/// Writes a set down, new or with other days, as imported now.
pub async fn put_set(work: &Work, set: &WardSet) -> Result<(), StoreError> {
    let row = ward_set::ActiveModel {
        name: Set(set.name.clone()),
        valid_from: Set(set.valid_from.map(Day)),
        valid_to: Set(set.valid_to.map(Day)),
        imported_at: Set(At(work.at())),
    };
    let days = OnConflict::column(ward_set::Column::Name)
        .update_columns([
            ward_set::Column::ValidFrom,
            ward_set::Column::ValidTo,
            ward_set::Column::ImportedAt,
        ])
        .to_owned();
    ward_set::Entity::insert(row)
        .on_conflict(days)
        .exec_without_returning(work.read().db())
        .await?;
    moved(work).await
}

#[derive(FromQueryResult)]
struct KindedBoundary {
    area_code: String,
    kind: String,
    name: String,
    parent_code: Option<String>,
    geometry: String,
    note: String,
}

impl TryFrom<KindedBoundary> for Boundary {
    type Error = StoreError;

    fn try_from(row: KindedBoundary) -> Result<Self, StoreError> {
        let outline = Outline::from_geojson(&row.geometry)
            .map_err(|_| unreadable(format!("the boundary of {}", row.area_code)))?;
        Ok(Boundary {
            area: Area {
                code: code(&row.area_code)?,
                name: row.name,
                kind: kind(&row.kind)?,
                parent: row.parent_code.as_deref().map(code).transpose()?,
            },
            named_parent: None,
            prefix: None,
            population: None,
            note: row.note,
            outline,
            feature: 0,
        })
    }
}

/// The boundaries of one kind in a set, in order of code, with names and parents as in that set.
pub async fn boundaries(
    conn: &Conn<'_>,
    set: &str,
    kind: AreaKind,
) -> Result<Vec<Boundary>, StoreError> {
    let rows: Vec<KindedBoundary> = conn
        .all(
            "SELECT b.area_code, a.kind, b.name, b.parent_code, b.geometry, b.note \
             FROM boundary b JOIN area a ON a.code = b.area_code \
             WHERE b.set_name = $1 AND a.kind = $2 ORDER BY b.area_code",
            [set.into(), kind.as_str().into()],
        )
        .await?;
    rows.into_iter().map(Boundary::try_from).collect()
}

/// The boundary of one area in the newest set that has one, whether or not the set still holds.
pub async fn outline(conn: &Conn<'_>, code: &AreaCode) -> Result<Option<Outline>, StoreError> {
    let rows = boundary::Entity::find()
        .filter(boundary::Column::AreaCode.eq(code.as_str()))
        .all(conn.db())
        .await?;
    let sets = sets(conn).await?;
    let age = |set_name: &str| sets.iter().position(|set| set.name == set_name);
    let newest = rows.into_iter().min_by_key(|row| age(&row.set_name));
    newest
        .map(|row| {
            Outline::from_geojson(&row.geometry)
                .map_err(|_| unreadable(format!("the boundary of {code}")))
        })
        .transpose()
}

#[derive(FromQueryResult)]
struct Drawn {
    set_name: String,
    area_code: String,
    geometry: String,
}

/// The boundaries of several areas, each in the newest set that has one. Areas without one are left out.
pub async fn outlines(
    conn: &Conn<'_>,
    codes: &[AreaCode],
) -> Result<Vec<(AreaCode, Outline)>, StoreError> {
    let sets = sets(conn).await?;
    let age = |set_name: &str| sets.iter().position(|set| set.name == set_name);
    let mut found = vec![];
    for some in codes.chunks(500) {
        let places: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT set_name, area_code, geometry FROM boundary WHERE area_code IN ({})",
            places.join(", ")
        );
        let rows: Vec<Drawn> = conn
            .all(sql, some.iter().map(|code| code.as_str().into()))
            .await?;
        let mut newest: BTreeMap<String, Drawn> = BTreeMap::new();
        for row in rows {
            let older = newest.get(&row.area_code);
            if older.is_none_or(|older| age(&row.set_name) < age(&older.set_name)) {
                newest.insert(row.area_code.clone(), row);
            }
        }
        for (area, row) in newest {
            let outline = Outline::from_geojson(&row.geometry)
                .map_err(|_| unreadable(format!("the boundary of {area}")))?;
            found.push((code(&area)?, outline));
        }
    }
    Ok(found)
}

/// Writes the boundary of an area in a set down, new or changed.
pub async fn put_boundary(work: &Work, set: &str, found: &Boundary) -> Result<(), StoreError> {
    let row = boundary::ActiveModel {
        set_name: Set(set.to_owned()),
        area_code: Set(found.area.code.to_string()),
        name: Set(found.area.name.clone()),
        parent_code: Set(found.area.parent.as_ref().map(ToString::to_string)),
        geometry: Set(found.outline.to_geojson()),
        note: Set(found.note.clone()),
    };
    let everything_else =
        OnConflict::columns([boundary::Column::SetName, boundary::Column::AreaCode])
            .update_columns([
                boundary::Column::Name,
                boundary::Column::ParentCode,
                boundary::Column::Geometry,
                boundary::Column::Note,
            ])
            .to_owned();
    boundary::Entity::insert(row)
        .on_conflict(everything_else)
        .exec_without_returning(work.read().db())
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct InSet {
    set_name: String,
    area_code: String,
}

/// Which sets have a boundary for which area.
pub async fn sets_by_area(conn: &Conn<'_>) -> Result<Vec<(String, AreaCode)>, StoreError> {
    let rows: Vec<InSet> = conn
        .all("SELECT set_name, area_code FROM boundary", [])
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.set_name, code(&row.area_code)?)))
        .collect()
}

#[derive(FromQueryResult)]
struct Note {
    note: String,
}

/// The remarks and attributions that have to stand beside maps, each once.
pub async fn notes(conn: &Conn<'_>) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Note> = conn
        .all(
            "SELECT DISTINCT note FROM boundary WHERE note <> '' ORDER BY note",
            [],
        )
        .await?;
    let mut notes: Vec<String> = rows.into_iter().map(|row| row.note).collect();
    notes.extend(place_credits(conn).await?);
    Ok(notes)
}

/// What the owners of postcodes and place names ask to be said where these are searched and nothing is drawn.
pub async fn place_credits(conn: &Conn<'_>) -> Result<Option<String>, StoreError> {
    let credits = super::settings::in_force(conn, &PLACE_CREDITS).await?;
    Ok(Some(credits).filter(|credits| !credits.is_empty()))
}

/// The version of the areas: another text after every import and every change of an area.
pub async fn version(conn: &Conn<'_>) -> Result<String, StoreError> {
    let version = super::settings::get(conn, "areas-version").await?;
    Ok(version.unwrap_or_default())
}

/// The areas as they stand on a day: all of them, and the wards of the newest set that holds then
/// and has wards. With a set's name, the wards of that set whenever it holds.
pub async fn atlas(
    conn: &Conn<'_>,
    day: NaiveDate,
    named_set: Option<&str>,
) -> Result<Atlas, StoreError> {
    let areas = all(conn).await?.into_iter().map(|details| details.area);
    let tree = AreaTree::new(areas).map_err(unreadable)?;
    let wanted = |set: &WardSet| match named_set {
        Some(name) => set.name == name,
        None => set.holds_on(day),
    };
    for set in sets(conn).await?.into_iter().filter(wanted) {
        let wards = boundaries(conn, &set.name, AreaKind::Ward).await?;
        if !wards.is_empty() {
            let wards = WardIndex::new(wards.into_iter().map(|found| (found.area, found.outline)));
            return Ok(Atlas::new(tree, wards, Some(set.name)));
        }
    }
    Ok(Atlas::new(tree, WardIndex::default(), None))
}
