//! Accounts, grants, sessions, links.

/// Somebody who can sign in.
pub mod account {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub email: String,
        pub email_key: String,
        pub name: String,
        pub search: String,
        pub password_hash: Option<String>,
        pub totp_secret: Option<String>,
        pub totp_last_step: Option<i64>,
        pub created_at: At,
        pub disabled_at: Option<At>,
        pub version: i64,
    }
    plain_table!();
}

/// Leave to act as a role in an area.
pub mod account_grant {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_grant")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub account_id: i64,
        pub role: String,
        pub area_code: String,
        pub given_at: At,
    }
    plain_table!();
}

/// A signed-in browser.
pub mod web_session {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "web_session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub account_id: i64,
        pub strength: String,
        pub signed_in_at: At,
        pub last_seen_at: At,
        pub ends_at: At,
    }
    plain_table!();
}

/// A link that works once.
pub mod one_time_link {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "one_time_link")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub purpose: String,
        pub email: String,
        pub subject: String,
        pub next_page: String,
        pub made_at: At,
        pub ends_at: At,
        pub spent_at: Option<At>,
    }
    plain_table!();
}

/// A password was typed and a code is awaited.
pub mod sign_in_try {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_try")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub email_key: String,
        pub account_id: Option<i64>,
        pub password_right: bool,
        pub next_page: String,
        pub ends_at: At,
    }
    plain_table!();
}

/// A staff account that is being set up.
pub mod account_setup {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_setup")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub link_digest: String,
        pub password_hash: String,
        pub totp_secret: String,
        pub ends_at: At,
    }
    plain_table!();
}

/// A change of a setting that waits for a second administrator.
pub mod setting_proposal {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "setting_proposal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: String,
        pub proposed_by: i64,
        pub proposed_at: At,
    }
    plain_table!();
}
