//! Ward sets, areas, boundaries, postcodes.

/// A named set of boundaries, valid for a time.
pub mod ward_set {
    use crate::store::instants::{At, Day};
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ward_set")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub valid_from: Option<Day>,
        pub valid_to: Option<Day>,
        pub imported_at: At,
    }
    plain_table!();
}

/// An area, as the newest set that has it describes it.
pub mod area {
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "area")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub kind: String,
        pub name: String,
        pub parent_code: Option<String>,
        pub prefix: Option<String>,
        pub population: Option<i64>,
        pub promise_days: Option<i64>,
    }
    plain_table!();
}

/// The boundary of an area in one set, with the name and parent it had there.
pub mod boundary {
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "boundary")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub set_name: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub area_code: String,
        pub name: String,
        pub parent_code: Option<String>,
        pub geometry: String,
        pub note: String,
    }
    plain_table!();
}

/// A postcode and where it is.
pub mod postcode {
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "postcode")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub postcode: String,
        pub lat: f64,
        pub lon: f64,
        pub ward_code: Option<String>,
    }
    plain_table!();
}

/// A name that people know a place by.
pub mod named_place {
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "named_place")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub kind: String,
        pub lat: f64,
        pub lon: f64,
        pub search: String,
    }
    plain_table!();
}
