//! The API: the open data as JSON, page by page, to be read by programs.
//!
//! Every address stands once in [`ENDPOINTS`], with its parameters and what it answers; the router, the
//! reading of a query and the OpenAPI document are made of that. Start there.

mod answers;
mod asked;
mod document;
mod figures;
mod release_schemas;

use super::datasets::Dataset;
use crate::web::routes::{Access, Routes};
use asked::{Parameter, Place, Takes};

/// What an address answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// Some rows of a kind of data, and where to go on.
    Rows(Dataset),
    /// One row, named by the last part of the address.
    Row(Dataset),
    /// A table of figures.
    Figures,
    /// The list of releases.
    Releases,
    /// A release as it was frozen.
    Release,
    /// The document itself.
    Document,
}

/// An address of the API.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint {
    /// The address, its changing part in braces.
    pub path: &'static str,
    /// What it is for.
    pub summary: &'static str,
    /// What may stand behind the question mark.
    pub parameters: &'static [Parameter],
    /// What comes back.
    pub answers: Answers,
}

const AREA: Parameter = Parameter::of(
    "area",
    Takes::Area,
    "Only in the area with this code, or inside it",
);
const CATEGORY: Parameter = Parameter::of(
    "category",
    Takes::Code,
    "Only this kind of work, by its code",
);
const FROM: Parameter = Parameter::of("from", Takes::Day, "Only on this day or later");
const TO: Parameter = Parameter::of("to", Takes::Day, "Only on this day or earlier");
const WORDS: Parameter = Parameter::of("q", Takes::Words, "Only where all these words are found");
const LIMIT: Parameter = Parameter::of("limit", Takes::Limit, "How many rows at most");
const ORIGIN: Parameter = Parameter::of(
    "origin",
    Takes::One(&["vote", "nomination", "other"]),
    "Only projects that came about this way",
);

/// Where a page of rows goes on: a number.
const ROW: Parameter = cursor(Place::Row);
/// Where a page of areas goes on: a code.
const CODE: Parameter = cursor(Place::Area);
/// Where a page of figures goes on: a publication and a row of it.
const ROW_OF_PUBLICATION: Parameter = cursor(Place::Publication);

const fn cursor(place: Place) -> Parameter {
    Parameter::of(
        "cursor",
        Takes::Cursor(place),
        "Where to go on: what the address in `next` of an earlier answer has",
    )
}

const NOMINATION_STAGES: &[&str] = &[
    "submitted",
    "under-assessment",
    "needs-information",
    "assessed",
    "shortlisted",
    "chosen",
    "project",
    "declined",
    "merged",
    "withdrawn",
];
const PROJECT_STAGES: &[&str] = &[
    "agreed",
    "scheduled",
    "in-progress",
    "paused",
    "completed",
    "cancelled",
];

/// Every address of the API.
pub static ENDPOINTS: [Endpoint; 12] = [
    Endpoint {
        path: "/api/v1/nominations",
        summary: "Nominations that a moderator has passed, in the order they came in",
        parameters: &[
            AREA,
            CATEGORY,
            Parameter::of("stage", Takes::One(NOMINATION_STAGES), "Only at this stage"),
            FROM,
            TO,
            WORDS,
            LIMIT,
            ROW,
        ],
        answers: Answers::Rows(Dataset::Nominations),
    },
    Endpoint {
        path: "/api/v1/nominations/{reference}",
        summary: "One nomination",
        parameters: &[],
        answers: Answers::Row(Dataset::Nominations),
    },
    Endpoint {
        path: "/api/v1/projects",
        summary: "Projects, in the order they were agreed",
        parameters: &[
            AREA,
            CATEGORY,
            Parameter::of("stage", Takes::One(PROJECT_STAGES), "Only at this stage"),
            ORIGIN,
            FROM,
            TO,
            WORDS,
            LIMIT,
            ROW,
        ],
        answers: Answers::Rows(Dataset::Projects),
    },
    Endpoint {
        path: "/api/v1/projects/{reference}",
        summary: "One project",
        parameters: &[],
        answers: Answers::Row(Dataset::Projects),
    },
    Endpoint {
        path: "/api/v1/rounds",
        summary: "Votes, in the order they were set up",
        parameters: &[AREA, LIMIT, ROW],
        answers: Answers::Rows(Dataset::Rounds),
    },
    Endpoint {
        path: "/api/v1/rounds/{slug}",
        summary: "One vote",
        parameters: &[],
        answers: Answers::Row(Dataset::Rounds),
    },
    Endpoint {
        path: "/api/v1/areas",
        summary: "Probation areas, councils and wards, in the order of their codes",
        parameters: &[AREA, LIMIT, CODE],
        answers: Answers::Rows(Dataset::Areas),
    },
    Endpoint {
        path: "/api/v1/areas/{code}",
        summary: "One area",
        parameters: &[],
        answers: Answers::Row(Dataset::Areas),
    },
    Endpoint {
        path: "/api/v1/figures",
        summary: "Figures as at the last publication, provisional; financial years where nothing else is asked",
        parameters: &[
            AREA,
            CATEGORY,
            ORIGIN,
            Parameter::of("from", Takes::Day, "From the month of this day on"),
            Parameter::of("to", Takes::Day, "Up to the month of this day"),
            Parameter::of("by", Takes::Cuts, "A row for each of these"),
            LIMIT,
            ROW_OF_PUBLICATION,
        ],
        answers: Answers::Figures,
    },
    Endpoint {
        path: "/api/v1/releases",
        summary: "Figures that councils have checked and published, newest first",
        parameters: &[AREA],
        answers: Answers::Releases,
    },
    Endpoint {
        path: "/api/v1/releases/{release}",
        summary: "One release as it was frozen",
        parameters: &[],
        answers: Answers::Release,
    },
    Endpoint {
        path: "/api/v1/openapi.json",
        summary: "This document",
        parameters: &[],
        answers: Answers::Document,
    },
];

/// Every address, each answered as [`ENDPOINTS`] says.
pub fn routes() -> Routes {
    ENDPOINTS.iter().fold(Routes::new(), |routes, endpoint| {
        routes.get(endpoint.path, Access::Public, answers::Of(endpoint))
    })
}
