//! The migrations, embedded: the same names for both engines, each applied once, in order.

use sqlx::{
    SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

use super::db::Engine;

macro_rules! migrations {
    ($engine:literal: $($version:literal $name:literal),+) => {
        [$(($version, $name, include_str!(concat!("../../migrations/", $engine, "/", $version, "_", $name, ".sql")))),+]
    };
}

/// All migrations of an engine.
pub(super) fn migrator(engine: Engine) -> Migrator {
    let files: &[(&str, &'static str, &'static str)] = match engine {
        Engine::Pg => {
            &migrations!("postgres": "0001" "books", "0002" "desk", "0003" "lapsing", "0004" "appended", "0020" "paid_again", "0025" "movements")
        }
        Engine::Lite => {
            &migrations!("sqlite": "0001" "books", "0002" "desk", "0003" "lapsing", "0004" "appended", "0020" "paid_again", "0025" "movements")
        }
    };
    let migration = |(version, name, sql): &(&str, &'static str, &'static str)| {
        let version = version
            .parse()
            .expect("a migration's name begins with its number");
        Migration::new(
            version,
            (*name).into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    };
    Migrator::with_migrations(files.iter().map(migration).collect())
}
