//! Projects, their steps and updates.

/// The work that follows a nomination, a vote or an agreement.
pub mod project {
    use crate::store::instants::Day;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "project")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub reference: String,
        pub title: String,
        pub category: String,
        pub stage: String,
        pub stage_before: Option<String>,
        pub origin: String,
        pub nomination_id: Option<i64>,
        pub round_id: Option<i64>,
        pub council_code: String,
        pub ward_code: Option<String>,
        pub ward_set: Option<String>,
        pub lat: Option<f64>,
        pub lon: Option<f64>,
        pub place: String,
        pub summary: String,
        pub beneficiary: String,
        pub supervised_by: String,
        pub estimate_minutes: Option<i64>,
        pub group_limit: Option<i64>,
        pub nominated_on: Option<Day>,
        pub agreed_on: Day,
        pub planned_month: Option<String>,
        pub started_on: Option<Day>,
        pub expected_on: Option<Day>,
        pub completed_on: Option<Day>,
        pub cancelled_on: Option<Day>,
        pub closing_statement: String,
        pub work_done: String,
        pub provenance: String,
        pub search: String,
        pub version: i64,
    }
    plain_table!();
}

/// A move from one stage to another.
pub mod project_step {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "project_step")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub project_id: i64,
        pub at: At,
        pub stage: String,
        pub reason: String,
        pub by_account: Option<i64>,
    }
    plain_table!();
}

/// News of a project, public once it is published.
pub mod project_update {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "project_update")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub project_id: i64,
        pub title: String,
        pub body: String,
        pub written_by: Option<i64>,
        pub written_at: At,
        pub published_at: Option<At>,
        pub published_by: Option<i64>,
    }
    plain_table!();
}
