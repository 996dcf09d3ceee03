//! For administrators.
use crate::web::routes::Routes;
/// Nothing yet.
pub fn routes() -> Routes {
    Routes::new()
}
