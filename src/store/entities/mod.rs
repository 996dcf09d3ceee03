//! The tables as sea-orm sees them. Private to the store: nothing outside may name an entity.

/// A table without relations that sea-orm should know of: joins are written where they are used.
macro_rules! plain_table {
    () => {
        #[derive(Copy, Clone, Debug, sea_orm::EnumIter, sea_orm::DeriveRelation)]
        pub enum Relation {}
        impl sea_orm::ActiveModelBehavior for ActiveModel {}
    };
}

pub mod areas;
pub mod hours;
pub mod house;
pub mod identity;
pub mod nominations;
pub mod projects;
