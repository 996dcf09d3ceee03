//! What every map is drawn from: outlines of areas and the marks, read once for each state of the data.
//!
//! Kept in memory and shared. Outlines are read anew when areas changed, marks when anything did;
//! one request reads them, those that come meanwhile wait for it.

use crate::app::App;
use crate::domain::areas::bounds::Bounds;
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::mercator::{Spot, corners};
use crate::domain::areas::outline::Outline;
use crate::domain::areas::point::Point;
use crate::domain::areas::{Area, AreaKind};
use crate::domain::map::board::Board;
use crate::domain::time::london_date;
use crate::store::{StoreError, areas, map, settings};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// An area with its outline.
pub struct Land {
    pub area: Area,
    pub outline: Outline,
    pub bounds: Bounds,
    /// A place inside it, for its name.
    pub middle: Option<Point>,
}

/// The areas in force that have an outline, and what has to be said of where the outlines come from.
#[derive(Default)]
pub struct Lands {
    pub wards: Vec<Land>,
    pub councils: Vec<Land>,
    pub notes: Vec<String>,
}

/// The outlines and the marks.
#[derive(Clone)]
pub struct Chart {
    pub lands: Arc<Lands>,
    pub board: Arc<Board>,
}

#[derive(Default)]
struct Held {
    lands: Option<(String, Arc<Lands>)>,
    chart: Option<(i64, Chart)>,
}

/// The chart as last read.
#[derive(Clone, Default)]
pub struct Charts(Arc<Mutex<Held>>);

impl Charts {
    /// The chart as the data stands.
    pub async fn now(&self, app: &App) -> Result<Chart, StoreError> {
        let mut held = self.0.lock().await;
        // The version is looked at before anything is read: a change meanwhile is read the next time.
        let version = app.desk.db.version().now();
        if let Some((of, chart)) = &held.chart
            && *of == version
        {
            return Ok(chart.clone());
        }
        let conn = app.desk.db.read();
        let today = london_date(app.desk.now());
        let stamp = format!("{today} {}", areas::version(&conn).await?);
        let lands = match &held.lands {
            Some((of, lands)) if *of == stamp => lands.clone(),
            _ => Arc::new(Lands::read(app).await?),
        };
        let decimals = settings::coordinate_decimals(&conn).await?;
        let middles = lands.middles();
        let marks = map::marks(&conn, decimals, |code| middles.get(code).copied()).await?;
        let chart = Chart {
            lands: lands.clone(),
            board: Arc::new(Board::new(marks)),
        };
        *held = Held {
            lands: Some((stamp, lands)),
            chart: Some((version, chart.clone())),
        };
        Ok(chart)
    }
}

impl Lands {
    async fn read(app: &App) -> Result<Lands, StoreError> {
        let conn = app.desk.db.read();
        let atlas = app.desk.atlas();
        let mut known: BTreeMap<AreaCode, Area> = BTreeMap::new();
        for area in atlas.tree().areas() {
            let is_in_force = match area.kind {
                AreaKind::Ward => atlas.ward(&area.code).is_some(),
                AreaKind::Council => true,
                AreaKind::ProbationArea => false,
            };
            if is_in_force {
                known.insert(area.code.clone(), area.clone());
            }
        }
        let codes: Vec<AreaCode> = known.keys().cloned().collect();
        let mut lands = Lands {
            notes: areas::notes(&conn).await?,
            ..Lands::default()
        };
        for (code, outline) in areas::outlines(&conn, &codes).await? {
            let Some(area) = known.remove(&code) else {
                continue;
            };
            let land = Land {
                bounds: outline.bounds(),
                middle: outline.label_point(),
                area,
                outline,
            };
            match land.area.kind {
                AreaKind::Ward => lands.wards.push(land),
                _ => lands.councils.push(land),
            }
        }
        Ok(lands)
    }

    /// Wards, then councils.
    pub fn all(&self) -> impl Iterator<Item = &Land> {
        self.wards.iter().chain(&self.councils)
    }

    /// An area by its code.
    pub fn find(&self, code: &AreaCode) -> Option<&Land> {
        self.all().find(|land| land.area.code == *code)
    }

    fn middles(&self) -> BTreeMap<AreaCode, Point> {
        self.all()
            .filter_map(|land| Some((land.area.code.clone(), land.middle?)))
            .collect()
    }

    /// The corners of all of it.
    pub fn corners(&self) -> Option<[Spot; 2]> {
        Bounds::of(self.all().map(|land| land.bounds)).map(corners)
    }
}

impl Chart {
    /// The corners of everything there is to see: areas, else marks, else Great Britain.
    pub fn corners(&self) -> [Spot; 2] {
        let of_marks = || {
            let marks = self.board.marks();
            let across = marks.iter().map(|mark| mark.spot.across);
            let down = marks.iter().map(|mark| mark.spot.down);
            Some([
                Spot {
                    across: across.clone().min()?,
                    down: down.clone().min()?,
                },
                Spot {
                    across: across.max()?,
                    down: down.max()?,
                },
            ])
        };
        let great_britain = Bounds {
            south: 50.0,
            west: -7.5,
            north: 58.6,
            east: 1.8,
        };
        let known = self.lands.corners().or_else(of_marks);
        known.unwrap_or_else(|| corners(great_britain))
    }
}
