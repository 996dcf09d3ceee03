//! Nominations, their drafts, history, support and assessments.

/// A resident's proposal.
pub mod nomination {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "nomination")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub reference: String,
        pub stage: String,
        pub stage_before: Option<String>,
        pub title: String,
        pub category: String,
        pub description: String,
        pub benefit: String,
        pub place: String,
        pub postcode: Option<String>,
        pub lat: Option<f64>,
        pub lon: Option<f64>,
        pub council_code: String,
        pub ward_code: Option<String>,
        pub ward_set: Option<String>,
        pub beneficiary: String,
        pub land_owner: String,
        pub toilets: String,
        pub site_access: String,
        pub nominator_id: Option<i64>,
        pub contact_name: Option<String>,
        pub contact_email: Option<String>,
        pub contact_phone: Option<String>,
        pub public: bool,
        pub submitted_at: At,
        pub confirmed_at: Option<At>,
        pub moderated_at: Option<At>,
        pub decided_at: Option<At>,
        pub promised_days: Option<i64>,
        pub merged_into: Option<i64>,
        pub decline_reason: Option<String>,
        pub earlier_supports: i64,
        pub provenance: String,
        pub search: String,
        pub version: i64,
    }
    plain_table!();
}

/// One step of a nomination's history.
pub mod nomination_step {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "nomination_step")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub nomination_id: i64,
        pub at: At,
        pub stage: String,
        pub reason: String,
        pub note: String,
        pub by_role: String,
        pub by_account: Option<i64>,
        pub public: bool,
    }
    plain_table!();
}

/// A half-filled form, by the digest of its browser.
pub mod nomination_draft {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "nomination_draft")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub answers: String,
        pub changed_at: At,
    }
    plain_table!();
}

/// One finding of the probation service.
pub mod assessment {
    use crate::store::instants::{At, Day};
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "assessment")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub nomination_id: i64,
        pub number: i64,
        pub duration: i64,
        pub intensiveness: i64,
        pub scale: i64,
        pub skills_development: i64,
        pub value_for_money: i64,
        pub supervision_support: i64,
        pub community_support: i64,
        pub community_safety: i64,
        pub weights: String,
        pub permission: String,
        pub permission_from: String,
        pub risk_assessed_on: Option<Day>,
        pub estimate_minutes: i64,
        pub group_size: i64,
        pub summary: String,
        pub assessed_by: Option<i64>,
        pub assessed_at: At,
    }
    plain_table!();
}
