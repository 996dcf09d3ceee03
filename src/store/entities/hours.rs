//! The ledger of sessions.

/// One version of a session's return. Never changed, never deleted.
pub mod session_return {
    use crate::store::instants::{At, Day};
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_return")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub session_key: String,
        pub number: i64,
        pub project_id: i64,
        pub day: Day,
        pub starts: i64,
        pub ends: i64,
        pub status: String,
        pub attending: i64,
        pub new_to_project: i64,
        pub minutes_offered: i64,
        pub minutes_credited: i64,
        pub reason: Option<String>,
        pub note: String,
        pub correction: String,
        pub recorded_by: Option<i64>,
        pub recorded_at: At,
    }
    plain_table!();
}

/// Which version of a session is in force.
pub mod session_in_force {
    use crate::store::instants::Day;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_in_force")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_key: String,
        pub return_id: i64,
        pub project_id: i64,
        pub day: Day,
        pub starts: i64,
        pub ends: i64,
    }
    plain_table!();
}
