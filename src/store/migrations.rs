//! The migrations, embedded: the same names for both engines, each applied once, in order.

use sqlx::{
    SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

use super::engine::Engine;

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
    "0002" "record";
    "0003" "memberships";
    "0004" "webhook_endpoints";
    "0005" "history";
    "0007" "promotions";
    "0008" "contracts";
    "0009" "hold_extensions";
    "0011" "notices";
    "0012" "thresholds";
    "0014" "removals";
    "0015" "paid_months";
    "0016" "keys_and_overruns";
    "0017" "policy_notices";
    "0018" "checkouts";
    "0019" "operators";
    "0020" "sign_ins";
    "0021" "figures";
    "0022" "approvals_of_customer";
    "0023" "cash_receipts";
    "0024" "second_factors_proved";
    "0025" "reconciliations";
    "0026" "settlements";
    "0027" "audit_passes";
    "0028" "disputes";
    "0029" "tax_invoices";
    "0030" "explained_by";
    "0031" "tax_invoice_numbers";
    "0032" "tax_amendments_due";
}

/// All migrations of an engine.
pub(super) fn migrator(engine: Engine) -> Migrator {
    let files = match engine {
        Engine::Postgres => POSTGRES,
        Engine::Sqlite => SQLITE,
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
