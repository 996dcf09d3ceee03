//! Filters that name something: an area, a kind of work. Where there is none of that code the answer is 'not found':
//! a mistyped code must not read like a place or a kind of work that nothing happened in.

use crate::store::{categories, figures};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Refuses the code of an area that is not there. Without a code everything is asked for.
pub async fn area(visit: &Visit, code: &str) -> Result<(), Problem> {
    let known = code.is_empty() || figures::is_area(&visit.read(), code).await?;
    known.then_some(()).ok_or(Problem::NotFound)
}

/// Refuses the code of a kind of work that is not there. One that is retired is.
pub async fn category(visit: &Visit, code: &str) -> Result<(), Problem> {
    let known = code.is_empty() || categories::exists(&visit.read(), code).await?;
    known.then_some(()).ok_or(Problem::NotFound)
}
