//! The parts of an address, typed. What does not read is not found.

use crate::app::App;
use crate::web::form::{Fields, Reads};
use crate::web::problem::Problem;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use std::str::FromStr;

/// The one changing part of an address.
#[derive(Debug, Clone)]
pub struct At<T>(pub T);

/// The two changing parts of an address.
#[derive(Debug, Clone)]
pub struct At2<A, B>(pub A, pub B);

async fn parts_of(parts: &mut Parts, app: &App) -> Result<Vec<String>, Problem> {
    let params = RawPathParams::from_request_parts(parts, app)
        .await
        .map_err(|_| Problem::NotFound)?;
    Ok(params.iter().map(|(_, value)| value.to_string()).collect())
}

fn read<T: FromStr>(part: Option<&String>) -> Result<T, Problem> {
    part.and_then(|part| part.parse().ok())
        .ok_or(Problem::NotFound)
}

impl<T: FromStr> FromRequestParts<App> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let values = parts_of(parts, app).await?;
        Ok(At(read(values.first())?))
    }
}

impl<A: FromStr, B: FromStr> FromRequestParts<App> for At2<A, B> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let values = parts_of(parts, app).await?;
        Ok(At2(read(values.first())?, read(values.get(1))?))
    }
}

/// What stands behind the question mark. Unknown names are ignored, missing ones read as nothing.
#[derive(Debug, Clone, Default)]
pub struct Asked<Q>(pub Q);

impl<Q: Reads> FromRequestParts<App> for Asked<Q> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Asked(Q::read(&Fields::read(query.as_bytes()))))
    }
}
