//! What may be asked of the figures: areas, kinds of work and years to choose from, as filters.

use crate::domain::areas::AreaKind;
use crate::domain::figures::arranged::{Sort, Stage};
use crate::domain::figures::period::year_words;
use crate::domain::figures::view::By;
use crate::domain::mistakes::Mistakes;
use crate::domain::projects::Origin;
use crate::store::areas::{self, AreaDetails};
use crate::store::figures as store;
use crate::store::nominations::places;
use crate::web::figures::columns::group_name;
use crate::web::figures::forms::FiguresQuery;
use crate::web::govuk::ErrorSummary;
use crate::web::pieces::{FilterField, FilterForm};
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use maud::{Markup, html};
use std::iter::once;

/// What the filters offer: areas and categories by name.
pub struct Surroundings {
    areas: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    years: Vec<(String, String)>,
    area: String,
}

impl Surroundings {
    /// Reads them.
    pub async fn read(visit: &Visit, area: &str) -> Result<Surroundings, Problem> {
        let conn = visit.read();
        let all = areas::all(&conn).await?;
        let parent = |found: &AreaDetails| {
            let parent = found.area.parent.as_ref();
            parent.map(|code| code.to_string())
        };
        let here = all.iter().find(|found| found.area.code.as_str() == area);
        let around = here.and_then(parent);
        // Of the wards only those near what was chosen: a country has thousands.
        let offered = |found: &&AreaDetails| {
            let inside = parent(found);
            found.area.kind != AreaKind::Ward
                || inside.as_deref() == Some(area)
                || (inside.is_some() && inside == around)
        };
        let list = all
            .iter()
            .filter(offered)
            .map(|found| (found.area.code.to_string(), found.area.name.clone()))
            .collect::<Vec<_>>();
        let name = list
            .iter()
            .find(|(code, _)| code == area)
            .map(|(_, name)| name.clone());
        Ok(Surroundings {
            categories: places::categories(&conn)
                .await?
                .into_iter()
                .map(|one| (one.code, one.name))
                .collect(),
            years: store::years(&conn)
                .await?
                .into_iter()
                .map(|year| (year.to_string(), year_words(year)))
                .collect(),
            area: name.unwrap_or_else(|| "all areas".into()),
            areas: list,
        })
    }

    /// The name of the area that was asked for.
    pub fn area_name(&self) -> &str {
        &self.area
    }

    /// A filter by area.
    pub fn of_area(&self, area: &str) -> FilterField {
        FilterField::choice("area", "Area", area, self.areas.clone())
    }

    /// Filters by area and period.
    pub fn where_and_when(&self, [area, year, from, to]: [&str; 4]) -> [FilterField; 4] {
        [
            self.of_area(area),
            FilterField::choice(
                "year",
                "Financial year, from April to March",
                year,
                self.years.clone(),
            ),
            FilterField::month("from", "From month", from),
            FilterField::month("to", "To month", to),
        ]
    }
}

/// The filters.
pub fn filters(query: &FiguresQuery, around: &Surroundings, action: &str) -> Markup {
    let origins = Origin::ALL.map(|origin| (origin.code(), origin.name()));
    let cuts = By::ALL.map(|by| (by.code(), by.name()));
    let shown = |stage: Option<Stage>| (stage.map_or("", Stage::code), group_name(stage));
    let columns = once(None).chain(Stage::ALL.map(Some)).map(shown);
    let by = if query.by.is_empty() {
        "year"
    } else {
        &query.by
    };
    let [area, year, from, to] =
        around.where_and_when([&query.area, &query.year, &query.from, &query.to]);
    html! {
        (FilterForm {
            action: action.into(),
            search: Some(FilterField::text("q", "Find a row by its name", &query.q)),
            fields: vec![
                area,
                FilterField::choice("category", "Kind of work", &query.category, around.categories.clone()),
                FilterField::choice("origin", "How the project came about", &query.origin, origins),
                FilterField::way_to_show("by", "One row for each", by, cuts),
                FilterField::way_to_show("stage", "What the table counts", &query.stage, columns),
                year,
                from,
                to,
            ],
            sort: Some(FilterField::choice("sort", "Sort by", Sort::parse(&query.sort).code(), Sort::ALL.map(|sort| (sort.code(), sort.name())))),
            ..FilterForm::default()
        })
    }
}

/// What could not be read of the filters.
pub fn mistakes(mistakes: &Mistakes) -> Markup {
    let fields: Vec<(String, &str)> = mistakes
        .iter()
        .map(|mistake| {
            (
                format!("filter-{}", mistake.field),
                mistake.message.as_str(),
            )
        })
        .collect();
    html! {
        (ErrorSummary::of(fields.iter().map(|(href, message)| (href.as_str(), *message))))
    }
}
