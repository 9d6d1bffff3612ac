//! The migrations, embedded: the same names for both engines, each applied once, in order.

use sqlx::{
    SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

use super::db::Engine;

macro_rules! migrations {
    ($($version:literal $name:literal;)+) => {
        const POSTGRES: &[(&str, &str, &str)] = &migrations!(@of "postgres": $($version $name;)+);
        const SQLITE: &[(&str, &str, &str)] = &migrations!(@of "sqlite": $($version $name;)+);
    };
    (@of $engine:literal: $($version:literal $name:literal;)+) => {
        [$(($version, $name, include_str!(concat!("../../migrations/", $engine, "/", $version, "_", $name, ".sql")))),+]
    };
}

migrations! {
    "0001" "books";
    "0002" "desk";
    "0003" "lapsing";
    "0004" "appended";
    "0010" "policies";
    "0015" "debts";
    "0016" "granted";
    "0020" "paid_again";
    "0025" "movements";
    "0026" "bounced";
    "0030" "write_probes";
    "0035" "journal";
    "0040" "contradictions";
    "0041" "asked";
    "0042" "bonus";
    "0050" "hints";
    "0075" "approvals";
    "0076" "debts_of_payments";
    "0080" "searches";
    "0081" "metadata";
    "0082" "acts_by_act";
    "0083" "given_short";
    "0084" "lots_updated_in_place";
    "0085" "payments_given_back";
}

/// All migrations of an engine.
pub(super) fn migrator(engine: Engine) -> Migrator {
    let files = match engine {
        Engine::Pg => POSTGRES,
        Engine::Lite => SQLITE,
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
