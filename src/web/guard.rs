//! The door of a route: lets in whom its access rule names, sends the others where they belong.

use crate::domain::policy::{Permission, allowed_somewhere};
use crate::web::problem::Problem;
use crate::web::routes::Access;
use crate::web::visitor::Visitor;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Asks the visitor's grants by role; which area they reach is the action's question.
pub async fn door(
    State(access): State<Access>,
    Extension(visitor): Extension<Visitor>,
    request: Request,
    next: Next,
) -> Response {
    match refusal(access, &visitor, &request) {
        None => next.run(request).await,
        Some(problem) => problem.into_response(),
    }
}

fn refusal(access: Access, visitor: &Visitor, request: &Request) -> Option<Problem> {
    let needed = match access {
        Access::Public => return None,
        Access::SignedIn => None,
        Access::Needs(permission) => Some(permission),
    };
    if !visitor.is_signed_in() {
        return Some(sign_in(needed, request));
    }
    let needed = needed?;
    if allowed_somewhere(visitor.grants(), needed) {
        None
    } else {
        Some(Problem::NotAllowed)
    }
}

/// Back to where they wanted to go afterwards; never back to a form's target.
fn sign_in(needed: Option<Permission>, request: &Request) -> Problem {
    let back = if request.method() == Method::GET {
        request
            .uri()
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default()
    } else {
        String::new()
    };
    Problem::SignIn {
        back,
        staff: needed.is_some_and(Permission::is_for_staff),
    }
}
