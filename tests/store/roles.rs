//! The rights of the roles at the server (`packaging/postgres/roles.sql`): each statement of the program has what it needs,
//! and no right is one that no statement needs.

use std::{collections::BTreeSet, path::Path};

use credit_gateway::store::{Db, Tx, statements};
use sqlx::{AssertSqlSafe, Executor as _};

/// The roles are the server's, which tests share. Whoever comes second finds them.
const ROLES: &str = "DO $$ BEGIN \
     CREATE ROLE credit_gateway_app LOGIN; CREATE ROLE credit_gateway_reader LOGIN; \
     EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";

fn rights() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/postgres/roles.sql");
    std::fs::read_to_string(file).unwrap()
}

/// Runs statements in one transaction, as a person at the server's own prompt.
async fn run(db: &Db, statements: &[String]) -> Result<(), sqlx::Error> {
    let Tx::Postgres(mut tx) = db.begin().await.unwrap() else {
        unreachable!("roles are the server's")
    };
    for sql in statements {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.clone()));
        (*tx).execute(sql).await?;
    }
    Tx::Postgres(tx).commit().await.unwrap();
    Ok(())
}

/// Tables that no statement writes: triggers do, with the rights of whoever wrote the row that they follow.
const WRITTEN_BY_TRIGGERS: [&str; 2] = ["cash_receipts_waiting", "tax_amendments_due"];

/// A database of which the roles have their rights.
async fn granted() -> Option<Db> {
    let db = kit::postgres::fresh().await?;
    run(&db, &[ROLES.to_owned(), rights()]).await.unwrap();
    Some(db)
}

/// Table and right, of each line that gives some to the gateways.
fn lines() -> BTreeSet<(String, String)> {
    let text = rights();
    let lines = text.lines().filter_map(|line| {
        let given = line
            .strip_prefix("GRANT ")?
            .strip_suffix(" TO credit_gateway_app;")?;
        given.split_once(" ON ")
    });
    let each = lines.flat_map(|(rights, table)| {
        let rights = rights.split(", ").map(str::to_owned);
        rights.map(move |right| (table.to_owned(), right))
    });
    each.collect()
}

/// The plan of a statement is made only for a role that may run it.
#[tokio::test]
async fn every_statement_may_be_run_by_the_gateways_role() {
    let Some(db) = granted().await else {
        return;
    };
    let mut wrong = Vec::new();
    for sql in statements(&db) {
        let values = (1..=99)
            .rev()
            .find(|n| sql.contains(&format!("${n}")))
            .unwrap_or(0);
        let nulls = vec!["NULL"; values].join(", ");
        let nulls = if values == 0 {
            nulls
        } else {
            format!("({nulls})")
        };
        let asked = [
            "SET LOCAL ROLE credit_gateway_app".to_owned(),
            format!("PREPARE of_role AS {sql}"),
            format!("EXPLAIN EXECUTE of_role{nulls}"),
            "DEALLOCATE of_role".to_owned(),
        ];
        let refused = run(&db, &asked).await.err();
        wrong.extend(refused.map(|error| format!("{error}: {sql}")));
    }
    assert!(
        wrong.is_empty(),
        "{} of them: {}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[tokio::test]
async fn no_right_is_one_that_no_statement_needs() {
    let Some(db) = granted().await else {
        return;
    };
    let all = statements(&db);
    let needed = |table: &str, right: &str| {
        WRITTEN_BY_TRIGGERS.contains(&table)
            || all.iter().any(|sql| match right {
                "INSERT" => sql.contains(&format!("INSERT INTO {table} ")),
                "DELETE" => sql.contains(&format!("DELETE FROM {table} ")),
                _ => {
                    sql.contains(&format!("UPDATE {table} "))
                        || sql.contains(&format!("INSERT INTO {table} "))
                            && sql.contains("DO UPDATE")
                        || sql.contains(&format!(" FROM {table} ")) && sql.contains("FOR UPDATE")
                }
            })
    };
    let lines = lines();
    assert!(lines.len() > 60, "{}", lines.len());
    let given = lines.iter().filter(|(table, right)| !needed(table, right));
    assert_eq!(given.collect::<Vec<_>>(), Vec::<&(String, String)>::new());
}

/// Even somebody who has the gateways' password can rewrite no record, and no reader writes at all.
#[tokio::test]
async fn neither_role_can_rewrite_the_record() {
    let Some(db) = granted().await else {
        return;
    };
    for (role, forbidden) in [
        ("credit_gateway_app", "UPDATE entries SET amount = 1"),
        ("credit_gateway_app", "DELETE FROM journal"),
        ("credit_gateway_app", "UPDATE audit_log SET detail = ''"),
        ("credit_gateway_app", "DELETE FROM lots"),
        ("credit_gateway_app", "TRUNCATE customers"),
        (
            "credit_gateway_app",
            "DROP TRIGGER entries_append_only ON entries",
        ),
        (
            "credit_gateway_app",
            "ALTER TABLE entries DISABLE TRIGGER ALL",
        ),
        (
            "credit_gateway_app",
            "UPDATE _sqlx_migrations SET version = 0",
        ),
        (
            "credit_gateway_reader",
            "INSERT INTO write_probes (id, probed_at, filler) VALUES (2, 0, '')",
        ),
        ("credit_gateway_reader", "UPDATE customers SET debt = 0"),
    ] {
        let asked = [format!("SET LOCAL ROLE {role}"), forbidden.to_owned()];
        let refused = run(&db, &asked).await.unwrap_err().to_string();
        let why = ["permission denied", "must be owner"];
        assert!(
            why.iter().any(|why| refused.contains(why)),
            "{forbidden}: {refused}"
        );
    }
}
