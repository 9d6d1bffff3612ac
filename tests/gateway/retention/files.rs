//! The files of a database, searched for what was removed.

use credit_gateway::store::{self, Db};

use crate::support::{database::Engine, world::World};

/// Nobody is named in a file of the database: no file has the mark. With `is_gone` false, the mark must be found, or the
/// search itself proves nothing.
pub(super) async fn nobody_is_named(world: &World, mark: &str, is_gone: bool) {
    rewrite(&world.apps[0].db).await;
    let files = match world.database.engine {
        Engine::Sqlite => in_files(world, mark),
        Engine::Postgres => in_server(world, mark).await,
    };
    assert_eq!(files.is_empty(), is_gone, "{mark}: {files:?}");
}

async fn rewrite(db: &Db) {
    store::retention::rewrite(db).await.unwrap();
}

fn in_files(world: &World, mark: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(world.database.folder()).unwrap() {
        let path = file.unwrap().path();
        let name = path.display().to_string();
        // The simulators' own books are not the gateway's.
        if name.contains("gateway.db") {
            let bytes = std::fs::read(&path).unwrap();
            let mark = mark.as_bytes();
            if bytes.windows(mark.len()).any(|part| part == mark) {
                found.push(name);
            }
        }
    }
    found
}

/// Every file of the test's own database, as the server reads them.
async fn in_server(world: &World, mark: &str) -> Vec<String> {
    world.database.change("CHECKPOINT").await;
    let sql = format!(
        "SELECT file FROM (SELECT 'base/' || oid || '/' AS folder FROM pg_database WHERE datname = current_database()) AS base \
         CROSS JOIN LATERAL pg_ls_dir(base.folder) AS files(file) \
         WHERE position(convert_to('{mark}', 'UTF8') IN \
             COALESCE(pg_read_binary_file(base.folder || file, 0, 1000000000, true), ''::bytea)) > 0"
    );
    let rows = world.database.rows(&sql).await;
    rows.into_iter().flatten().collect()
}
