//! Nominations as residents see them: nominating, the list, a nomination, supporting it.
//!
//! What staff see is in [`crate::web::staff_nominations`].

pub mod acts;
pub mod export;
pub mod list;
pub mod mine;
pub mod nominate;
pub mod one;
pub mod support;

use crate::web::routes::{Access, Routes};
use nominate::{begun, on_map, pages, sending, similar};

/// The form, the list, each nomination, and what its nominator and supporters can do.
pub fn routes() -> Routes {
    Routes::new()
        .get("/nominate", Access::Public, pages::start)
        .get("/nominate/begin", Access::Public, begun::begin)
        .get("/nominate/similar", Access::Public, similar::page)
        .post("/nominate/similar", Access::Public, similar::different)
        .get("/nominate/check", Access::Public, sending::check)
        .post("/nominate/check", Access::Public, sending::send)
        .get("/nominate/sent", Access::Public, sending::sent)
        .get("/nominate/map", Access::Public, on_map::page)
        .post("/nominate/map", Access::Public, on_map::put)
        .get("/nominate/{page}", Access::Public, pages::ask)
        .post("/nominate/{page}", Access::Public, pages::answer)
        .get("/nominations", Access::Public, list::page)
        .get("/nominations.csv", Access::Public, export::public)
        .get("/nominations/{reference}", Access::Public, one::page)
        .and(acts())
}

fn acts() -> Routes {
    Routes::new()
        .get(
            "/nominations/confirm/{token}",
            Access::Public,
            acts::confirm_page,
        )
        .post(
            "/nominations/confirm/{token}",
            Access::Public,
            acts::confirm,
        )
        .get(
            "/nominations/{reference}/received",
            Access::SignedIn,
            acts::received,
        )
        .get(
            "/nominations/answer/{token}",
            Access::Public,
            acts::answer_page,
        )
        .post("/nominations/answer/{token}", Access::Public, acts::answer)
        .get(
            "/nominations/{reference}/answer",
            Access::SignedIn,
            acts::own_answer_page,
        )
        .post(
            "/nominations/{reference}/answer",
            Access::SignedIn,
            acts::own_answer,
        )
        .get(
            "/nominations/{reference}/withdraw",
            Access::SignedIn,
            acts::withdraw_page,
        )
        .post(
            "/nominations/{reference}/withdraw",
            Access::SignedIn,
            acts::withdraw,
        )
        .get(
            "/nominations/{reference}/support",
            Access::Public,
            support::page,
        )
        .post(
            "/nominations/{reference}/support",
            Access::Public,
            support::support,
        )
        .post(
            "/nominations/{reference}/support/stop",
            Access::SignedIn,
            support::take_back,
        )
        .get(
            "/nominations/{reference}/supported",
            Access::Public,
            support::done,
        )
        .get(
            "/nominations/confirm-support/{token}",
            Access::Public,
            support::confirm_page,
        )
        .post(
            "/nominations/confirm-support/{token}",
            Access::Public,
            support::confirm,
        )
}
