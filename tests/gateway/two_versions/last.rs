//! The program of the last version beside this one, on one database: every purchase, use and refund goes through both.

use std::{path::PathBuf, time::Duration};

use crate::{
    failover::{judge, load::Load, shop::Shop},
    support::{cluster::Cluster, process::built},
};

/// Where `scripts/test --torture` puts the program of the commit that `scripts/last-version` names.
const LAST_PROGRAM: &str = "LAST_PROGRAM";
/// Some hundred requests of each kind, each at a gateway that is not the one before.
const UNDER_LOAD: Duration = Duration::from_secs(10);

fn last_program() -> PathBuf {
    let path = std::env::var_os(LAST_PROGRAM).expect("LAST_PROGRAM is the last version's program");
    PathBuf::from(path)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it needs another build of the program, which scripts/test --torture makes"]
async fn the_last_version_works_beside_this_one() {
    // One without tables: the last version refuses those that this one has migrated.
    let Some(server) = Cluster::start(&["max_connections=100"]).await else {
        return;
    };
    let url = server.create("gateway").await;
    let url = url.as_str();
    let (last, this) = (last_program(), built());
    let shop = Shop::of_versions(url, url, [&last, &this]).await;
    let load = Load::new(&shop);
    let ends = async {
        tokio::time::sleep(UNDER_LOAD).await;
        load.end();
    };
    let (acknowledged, ()) = futures_util::future::join(load.run(), ends).await;
    judge::books(&shop, url, acknowledged).await;
}
