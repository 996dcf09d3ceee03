//! Tables every room leans on.

/// One link of the audit chain.
pub mod audit {
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: String,
        pub actor: String,
        pub kind: String,
        pub subject: String,
        pub detail: String,
        pub previous: String,
        pub hash: String,
    }
    plain_table!();
}

/// A letter that waits or has gone.
pub mod outbox {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kind: String,
        pub to_address: String,
        pub subject: String,
        pub body: String,
        pub written_at: At,
        pub due_at: At,
        pub attempts: i64,
        pub sent_at: Option<At>,
        pub given_up_at: Option<At>,
        pub trouble: Option<String>,
    }
    plain_table!();
}

/// A form's one-time key that was used.
pub mod once_key {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "once_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub purpose: String,
        pub outcome: String,
        pub used_at: At,
    }
    plain_table!();
}

/// One named setting.
pub mod setting {
    use crate::store::instants::At;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "setting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: String,
        pub changed_at: At,
    }
    plain_table!();
}
