//! Routes: an address, a method, who may come in, and the handler. There is no other way to mount one.

use crate::app::App;
use crate::domain::policy::Permission;
use crate::web::guard;
use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use std::fmt;

/// Who may come in. Which area a grant reaches is asked inside the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody signed in.
    SignedIn,
    /// Whoever holds a grant that allows the thing somewhere.
    Needs(Permission),
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Access::Public => f.write_str("public"),
            Access::SignedIn => f.write_str("signed in"),
            Access::Needs(permission) => write!(f, "needs {permission:?}"),
        }
    }
}

struct Route {
    path: &'static str,
    method: &'static str,
    access: Access,
    handler: MethodRouter<App>,
}

/// A room's routes.
#[derive(Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// None yet.
    pub fn new() -> Routes {
        Routes::default()
    }

    /// A page to read. Reading never changes anything.
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.with(path, "GET", access, get(handler))
    }

    /// A form to send.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.with(path, "POST", access, post(handler))
    }

    fn with(
        mut self,
        path: &'static str,
        method: &'static str,
        access: Access,
        handler: MethodRouter<App>,
    ) -> Routes {
        self.0.push(Route {
            path,
            method,
            access,
            handler,
        });
        self
    }

    /// These and another room's.
    pub fn and(mut self, other: Routes) -> Routes {
        self.0.extend(other.0);
        self
    }

    /// The whole table, in order of address.
    pub fn table(&self) -> Vec<(&'static str, &'static str, Access)> {
        let mut table: Vec<_> = self
            .0
            .iter()
            .map(|route| (route.path, route.method, route.access))
            .collect();
        table.sort_by_key(|(path, method, _)| (*path, *method));
        table
    }

    /// The table as text: the access review.
    pub fn review(&self) -> String {
        self.table()
            .into_iter()
            .map(|(path, method, access)| format!("{method:4} {path}  {access}\n"))
            .collect()
    }

    /// The handlers without their doors, for measuring what they cost by themselves. Never served.
    pub fn handlers(self) -> Router<App> {
        self.0.into_iter().fold(Router::new(), |router, route| {
            router.route(route.path, route.handler)
        })
    }

    /// The router, each route behind its door. A public route has none: there is nobody whom it would stop.
    pub fn into_router(self) -> Router<App> {
        self.0.into_iter().fold(Router::new(), |router, route| {
            let handler = match route.access {
                Access::Public => route.handler,
                access => route
                    .handler
                    .route_layer(from_fn_with_state(access, guard::door)),
            };
            router.route(route.path, handler)
        })
    }
}
