//! What the page of an area reads: its people, figures and panels, and what is nominated, voted on,
//! under way and done.

use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::{Area, AreaKind};
use crate::domain::figures::PublicFigures;
use crate::domain::figures::view::{RowNames, View};
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::policy::Nesting;
use crate::domain::projects::Stage as ProjectStage;
use crate::store::areas::{self, AreaDetails};
use crate::store::ballots::{self, Round, State};
use crate::store::figures::{self, Publication};
use crate::store::nominations::Listed;
use crate::store::nominations::list::{self as nominations, Wanted};
use crate::store::panels::{self, Panel};
use crate::store::projects::Project;
use crate::store::projects::list::{self as projects, Filter, Sort};
use crate::store::{Conn, StoreError};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// How many of each list are shown before the link to all of them.
const A_FEW: u64 = 5;

/// Everything that the page of an area shows.
pub struct Around {
    /// The area.
    pub details: AreaDetails,
    /// What it lies in, widest first.
    pub path: Vec<Area>,
    /// The areas directly inside it, by name.
    pub inside: Vec<AreaDetails>,
    /// The wards of the same council, for a ward.
    pub beside: Vec<Area>,
    /// The panels whose areas touch this one.
    pub panels: Vec<Panel>,
    /// Votes that are announced or open and touch this area.
    pub rounds: Vec<Round>,
    /// The votes with a published result that touch this area and closed last, newest first.
    pub voted: Vec<Round>,
    /// The newest nominations that are still open, and how many there are.
    pub nominations: (Vec<Listed>, i64),
    /// Some projects in progress, and how many there are.
    pub under_way: (Vec<Project>, i64),
    /// The projects completed last, and how many there are.
    pub done: (Vec<Project>, i64),
    /// The figures by financial year.
    pub figures: PublicFigures<RowNames>,
    /// When the figures were made.
    pub publication: Publication,
}

/// Whether an area is there today: wards of sets that no longer hold are not.
pub fn is_in_force(atlas: &Atlas, area: &Area) -> bool {
    area.kind != AreaKind::Ward || atlas.takes_ward(&area.code)
}

/// Reads it.
pub async fn read(visit: &Visit, details: AreaDetails) -> Result<Around, Problem> {
    let conn = visit.read();
    let atlas = visit.app.desk.atlas();
    let area = details.area.clone();
    let code = area.code.to_string();
    let mut path: Vec<Area> = atlas.tree().path(&area.code).into_iter().cloned().collect();
    path.pop();
    let touches = |other: &str| {
        Nesting::covers(atlas.as_ref(), &code, other)
            || Nesting::covers(atlas.as_ref(), other, &code)
    };
    let mut panels = panels::all(&conn).await?;
    panels.retain(|panel| touches(&panel.area_code));
    let mut rounds = ballots::ticking(&conn).await?;
    rounds.retain(|round| touches(&round.area_code));
    let open = Wanted {
        area: Some(code.clone()),
        stages: OPEN.to_vec(),
        ..Wanted::default()
    };
    let view = View {
        area: code.clone(),
        ..View::everything()
    };
    Ok(Around {
        path,
        inside: inside(&conn, &atlas, &area).await?,
        beside: beside(&atlas, &area),
        panels,
        voted: voted(&conn, touches).await?,
        rounds,
        nominations: nominations::page(&conn, &open, 1, A_FEW).await?,
        under_way: projects_at(&conn, &code, ProjectStage::InProgress, Sort::Newest).await?,
        done: projects_at(&conn, &code, ProjectStage::Completed, Sort::Completed).await?,
        figures: figures::published(&conn, &view).await?,
        publication: figures::publication(&conn).await?,
        details,
    })
}

/// The areas that the map of an area shows: what is in it, or for a ward the wards of its council.
pub async fn parts(conn: &Conn<'_>, atlas: &Atlas, area: &Area) -> Result<Vec<Area>, StoreError> {
    if area.kind == AreaKind::Ward {
        return Ok(beside(atlas, area));
    }
    let inside = inside(conn, atlas, area).await?;
    Ok(inside.into_iter().map(|one| one.area).collect())
}

/// The wards of a ward's council; none for what is no ward.
fn beside(atlas: &Atlas, area: &Area) -> Vec<Area> {
    match &area.parent {
        Some(council) if area.kind == AreaKind::Ward => {
            atlas.wards_in(council).into_iter().cloned().collect()
        }
        _ => vec![],
    }
}

/// A few votes whose results are published, the one that closed last first.
async fn voted(conn: &Conn<'_>, touches: impl Fn(&str) -> bool) -> Result<Vec<Round>, StoreError> {
    let mut rounds = ballots::all(conn).await?;
    rounds.retain(|round| touches(&round.area_code) && shows_result(round));
    rounds.sort_by_key(|round| std::cmp::Reverse((round.times.closes_at, round.id)));
    rounds.truncate(usize::try_from(A_FEW).unwrap_or(5));
    Ok(rounds)
}

fn shows_result(round: &Round) -> bool {
    matches!(round.state, State::At(stage) if stage.shows_result())
}

async fn inside(
    conn: &Conn<'_>,
    atlas: &Atlas,
    area: &Area,
) -> Result<Vec<AreaDetails>, StoreError> {
    let mut inside: Vec<AreaDetails> = areas::all(conn)
        .await?
        .into_iter()
        .filter(|one| one.area.parent.as_ref() == Some(&area.code))
        .filter(|one| is_in_force(atlas, &one.area))
        .collect();
    inside.sort_by(|a, b| a.area.name.cmp(&b.area.name));
    Ok(inside)
}

/// A few projects of an area at a stage, and how many there are.
async fn projects_at(
    conn: &Conn<'_>,
    area: &str,
    stage: ProjectStage,
    sort: Sort,
) -> Result<(Vec<Project>, i64), StoreError> {
    let filter = Filter {
        area: area.to_string(),
        stage: Some(stage),
        ..Filter::default()
    };
    let some = projects::some(conn, &filter, sort, 0, A_FEW).await?;
    Ok((some, projects::count(conn, &filter).await?))
}

/// The stages of nominations that are not decided yet, or wait for a vote.
const OPEN: [NominationStage; 5] = [
    NominationStage::UnderAssessment,
    NominationStage::NeedsInformation,
    NominationStage::Assessed,
    NominationStage::Shortlisted,
    NominationStage::Chosen,
];

/// The newest nominations and projects whose words were searched for. None for no words.
pub async fn mentions(visit: &Visit, words: &str) -> Result<(Vec<Listed>, Vec<Project>), Problem> {
    if words.is_empty() {
        return Ok((vec![], vec![]));
    }
    let conn = visit.read();
    let wanted = Wanted {
        words: words.to_string(),
        ..Wanted::default()
    };
    let (nominated, _) = nominations::page(&conn, &wanted, 1, A_FEW).await?;
    let filter = Filter {
        words: words.to_string(),
        ..Filter::default()
    };
    let made = projects::some(&conn, &filter, Sort::Newest, 0, A_FEW).await?;
    Ok((nominated, made))
}
