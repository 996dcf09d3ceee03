//! The handler of the home page, and what it reads.

use super::views;
use crate::domain::ballots::round::Stage as RoundStage;
use crate::domain::figures::period::{Cut, Month, Span};
use crate::domain::figures::view::{By, View};
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::projects::Stage;
use crate::store::ballots::{self, Round};
use crate::store::figures::{self, Publication};
use crate::store::photos::{self, Pair};
use crate::store::projects::Project;
use crate::store::projects::list::{self as projects, Filter, Sort};
use crate::store::{Conn, project_totals};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// How many projects of each list are shown.
const A_FEW: u64 = 6;

/// Everything that the home page shows.
pub struct Home {
    /// All figures together.
    pub total: PublicMeasures,
    /// The first month that anything was counted in.
    pub since: Option<Month>,
    /// When the figures were made.
    pub publication: Publication,
    /// The first financial year with completed projects, once it is over, and its figures.
    pub first_year: Option<(i32, PublicMeasures)>,
    /// Votes that are open.
    pub open: Vec<Round>,
    /// Votes that are announced.
    pub announced: Vec<Round>,
    /// Work under way.
    pub under_way: Vec<Project>,
    /// The work completed last.
    pub done: Vec<Project>,
    /// The figures of those projects.
    pub totals: HashMap<i64, PublicMeasures>,
    /// Their photos before the work and after it.
    pub pairs: BTreeMap<i64, Pair>,
}

/// `/`.
pub async fn home(visit: Visit) -> Answer {
    let home = read(&visit.read(), visit.today()).await?;
    let name = visit.app.site.name.clone();
    let body = views::home(&home, visit.app.config.demonstration);
    Ok(visit
        .page("Home", body)
        .own_heading()
        .banner(views::hero(&name))
        .head(views::feeds())
        .wide()
        .kept()
        .into_response())
}

async fn read(conn: &Conn<'_>, today: NaiveDate) -> Result<Home, Problem> {
    let by_month = View {
        by: vec![By::Time(Cut::Month)],
        ..View::everything()
    };
    let months = figures::published(conn, &by_month).await?;
    let month = |code: &str| code.parse::<Month>().ok();
    let mut in_order = months
        .rows()
        .iter()
        .filter_map(|(names, row)| Some((month(&names.first()?.code)?, row)));
    let since = in_order.clone().next().map(|(month, _)| month);
    let first = in_order.find(|(_, row)| row.open.projects_completed > 0);
    let (open, announced) = ballots::ticking(conn)
        .await?
        .into_iter()
        .partition(|round| round.state.is(RoundStage::Open));
    let at = |stage| Filter {
        stage: Some(stage),
        ..Filter::default()
    };
    let under_way = projects::some(conn, &at(Stage::InProgress), Sort::Newest, 0, A_FEW).await?;
    let done = projects::some(conn, &at(Stage::Completed), Sort::Completed, 0, A_FEW).await?;
    let ids: Vec<i64> = under_way.iter().chain(&done).map(|one| one.id).collect();
    Ok(Home {
        total: *months.total(),
        since,
        publication: figures::publication(conn).await?,
        first_year: match first {
            Some((month, _)) => first_year(conn, month.financial_year(), today).await?,
            None => None,
        },
        open,
        announced,
        under_way,
        done,
        totals: project_totals::published(conn, &ids).await?,
        pairs: photos::latest_pairs(conn, &ids).await?,
    })
}

/// The figures of a year, once it is over: before that, all figures say the same.
async fn first_year(
    conn: &Conn<'_>,
    year: i32,
    today: NaiveDate,
) -> Result<Option<(i32, PublicMeasures)>, Problem> {
    let span = Span::financial_year(year);
    if span.to.last_day() >= today {
        return Ok(None);
    }
    let view = View {
        span,
        ..View::everything()
    };
    let figures = figures::published(conn, &view).await?;
    Ok(Some((year, *figures.total())))
}
