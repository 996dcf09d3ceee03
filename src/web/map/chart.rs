//! What every map is drawn from: outlines of areas and the marks, as the data stands.
//!
//! Kept in memory and shared. Outlines are read anew when areas changed. Of marks only those are read anew
//! that a change was about; the audit log says which. One request puts the chart right, those that
//! come meanwhile wait for it, and those that find it right wait for nothing.

use crate::app::App;
use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::bounds::Bounds;
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::mercator::{Spot, corners};
use crate::domain::areas::outline::Outline;
use crate::domain::areas::point::Point;
use crate::domain::areas::{Area, AreaKind};
use crate::domain::map::Kind;
use crate::domain::map::board::Board;
use crate::domain::time::london_date;
use crate::store::map::Since;
use crate::store::{Conn, StoreError, areas, map, settings};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

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

/// Which marks: of an area or all, of a kind or all.
type Which = (Option<AreaCode>, Option<Kind>);

/// A board of them, laid out once for all who ask meanwhile.
type Part = Arc<OnceLock<Arc<Board>>>;

/// The outlines and the marks.
#[derive(Clone)]
pub struct Chart {
    pub lands: Arc<Lands>,
    pub board: Arc<Board>,
    /// Boards of some of the marks, made when somebody first asks for them.
    parts: Arc<Mutex<BTreeMap<Which, Part>>>,
}

/// A chart and the state of the data that it is of.
struct Held {
    version: i64,
    /// What the outlines were read from.
    stamp: String,
    /// The newest line of the audit log that the marks know of.
    line: i64,
    chart: Chart,
}

/// The chart as last put right.
#[derive(Clone, Default)]
pub struct Charts {
    held: Arc<RwLock<Option<Arc<Held>>>>,
    /// Whose turn it is to put it right.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Charts {
    /// The chart as the data stands.
    pub async fn now(&self, app: &App) -> Result<Chart, StoreError> {
        // The version is looked at before anything is read: a change meanwhile is read the next time.
        let version = app.desk.db.version().now();
        if let Some(held) = self.held(version) {
            return Ok(held.chart.clone());
        }
        let _turn = self.turn.lock().await;
        if let Some(held) = self.held(version) {
            return Ok(held.chart.clone());
        }
        let before = self.held(i64::MIN);
        let version = app.desk.db.version().now();
        let held = Arc::new(renewed(app, version, before).await?);
        let chart = held.chart.clone();
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
        Ok(chart)
    }

    /// The chart, if it is as new as that.
    fn held(&self, version: i64) -> Option<Arc<Held>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.clone().filter(|held| held.version >= version)
    }
}

/// The chart as the data stands at a version, made of the one before where that helps.
async fn renewed(app: &App, version: i64, before: Option<Arc<Held>>) -> Result<Held, StoreError> {
    let conn = app.desk.db.read();
    let today = london_date(app.desk.now());
    let stamp = format!("{today} {}", areas::version(&conn).await?);
    let line = map::newest_line(&conn).await?;
    let same_land = before.filter(|before| before.stamp == stamp);
    let lands = match &same_land {
        Some(before) => before.chart.lands.clone(),
        None => Arc::new(Lands::read(app).await?),
    };
    let since = match &same_land {
        Some(before) => map::since(&conn, before.line, line).await?,
        None => Since::Anything,
    };
    let chart = match (same_land, since) {
        (Some(before), Since::These(none)) if none.is_empty() => before.chart.clone(),
        (Some(before), Since::These(these)) => {
            let (decimals, middles) =
                (settings::coordinate_decimals(&conn).await?, lands.middles());
            let middle_of = |code: &AreaCode| middles.get(code).copied();
            let now = map::marks_of(&conn, &these, decimals, middle_of).await?;
            let board = before.chart.board.clone();
            Chart::of(lands, move || board.changed(&these, now)).await?
        }
        _ => whole(&conn, lands).await?,
    };
    Ok(Held {
        version,
        stamp,
        line,
        chart,
    })
}

/// The chart with every mark read.
async fn whole(conn: &Conn<'_>, lands: Arc<Lands>) -> Result<Chart, StoreError> {
    let decimals = settings::coordinate_decimals(conn).await?;
    let middles = lands.middles();
    let marks = map::marks(conn, decimals, |code| middles.get(code).copied()).await?;
    Chart::of(lands, move || Board::new(marks)).await
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

    /// The corners of an area: of its own outline, else of its wards.
    pub fn corners_of(&self, atlas: &Atlas, code: &AreaCode) -> Option<[Spot; 2]> {
        if let Some(land) = self.find(code) {
            return Some(corners(land.bounds));
        }
        let inside = |land: &&Land| atlas.tree().covers(code, &land.area.code);
        let wards = self.wards.iter().filter(inside);
        Bounds::of(wards.map(|land| land.bounds)).map(corners)
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
    /// With a board that is laid out off the threads that answer requests.
    async fn of(
        lands: Arc<Lands>,
        board: impl FnOnce() -> Board + Send + 'static,
    ) -> Result<Chart, StoreError> {
        let laid = tokio::task::spawn_blocking(board).await;
        let board = laid.map_err(|error| StoreError::Failed(error.to_string()))?;
        Ok(Chart {
            lands,
            board: Arc::new(board),
            parts: Arc::default(),
        })
    }

    /// The marks of an area and of a kind, or all of them. Nothing lies in an area that nobody knows.
    pub fn board_of(
        &self,
        atlas: &Atlas,
        area: Option<&AreaCode>,
        kind: Option<Kind>,
    ) -> Arc<Board> {
        let Some(which) = (area.is_some() || kind.is_some()).then(|| (area.cloned(), kind)) else {
            return self.board.clone();
        };
        if area.is_some_and(|area| atlas.tree().get(area).is_none()) {
            return Arc::default();
        }
        // The table of parts is held for a moment, and not while one is laid out.
        let part = {
            let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
            parts.entry(which).or_default().clone()
        };
        let board = part.get_or_init(|| {
            Arc::new(self.board.only(|mark| {
                kind.is_none_or(|kind| kind == mark.kind)
                    && area.is_none_or(|area| atlas.tree().covers(area, &mark.area))
            }))
        });
        board.clone()
    }

    /// The corners of everything there is to see: areas, else marks, else Great Britain.
    pub fn corners(&self) -> [Spot; 2] {
        let of_marks = || {
            let across = self.board.marks().map(|mark| mark.spot.across);
            let down = self.board.marks().map(|mark| mark.spot.down);
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
