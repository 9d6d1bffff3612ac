//! The database server dies under load, again and again, and once for good: two gateways of the real program work on
//! it through `PgBouncer`. Nothing that was acknowledged is lost, and both work again soon after the database does.
//!
//! `KILLS=n` sets how often the server dies (three times without it).

pub(crate) mod judge;
pub(crate) mod load;
pub(crate) mod shop;

use std::time::{Duration, Instant};

use self::{load::Load, shop::Shop};
use crate::support::{
    cluster::{Cluster, Death},
    forwarder::{Forwarder, Target},
    pgbouncer::Pooler,
};

/// How a server is run that must not forget.
const DURABLE: [&str; 1] = ["max_connections=100"];
/// The database of the gateways.
const NAME: &str = "gateway";
/// Deaths of the short run: one of each kind, and one more.
const KILLS: u32 = 3;
/// The load between two deaths.
const UNDER_LOAD: Duration = Duration::from_millis(1_500);
/// After the database takes work, each gateway does within this time.
const BACK_WITHIN: Duration = Duration::from_secs(2);
/// What operations.md has in `pgbouncer.ini`.
const OPERATIONS: &str = include_str!("../../docs/operations.md");

/// Two gateways on one database, and what is between them.
struct Scene {
    server: Cluster,
    way: Forwarder,
    pooler: Pooler,
    shop: Shop,
}

impl Scene {
    async fn set() -> Option<Self> {
        let server = Cluster::start(&DURABLE).await?;
        let direct = server.create(NAME).await;
        let way = Forwarder::start(Target::Unix(server.socket())).await;
        let pooler = Pooler::before(way.address, &documented())?;
        let shop = Shop::open(&direct, &pooler.url(NAME)).await;
        Some(Self {
            server,
            way,
            pooler,
            shop,
        })
    }
}

/// The settings under `[pgbouncer]` that operations.md gives.
fn documented() -> String {
    let (_, block) = OPERATIONS.split_once("[pgbouncer]\n").unwrap();
    let (settings, _) = block.split_once("```").unwrap();
    assert!(settings.contains("pool_mode = transaction"), "{settings}");
    // The test's own.
    let kept = settings
        .lines()
        .filter(|line| !line.starts_with("max_client_conn"));
    kept.collect::<Vec<_>>().join("\n")
}

#[expect(
    clippy::disallowed_methods,
    reason = "how often the server dies is told by the environment"
)]
fn kills() -> u32 {
    std::env::var("KILLS").map_or(KILLS, |text| text.parse().expect("KILLS is a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_dies_under_load_loses_nothing_and_is_used_again_at_once() {
    let Some(mut scene) = Scene::set().await else {
        return;
    };
    let load = Load::new(&scene.shop);
    let deaths = async {
        for nth in 0..kills() {
            tokio::time::sleep(UNDER_LOAD).await;
            let death = if nth % 2 == 0 {
                Death::Killed
            } else {
                Death::Immediate
            };
            let died = Instant::now();
            scene.server.die(death);
            scene.server.start_again().await;
            let up = Instant::now();
            let back = load.back_after(up).await;
            eprintln!(
                "death {nth} ({death:?}): away for {:?}, gateways back after {back:?}",
                up - died
            );
            assert!(back.iter().all(|took| *took <= BACK_WITHIN), "{back:?}");
        }
        tokio::time::sleep(UNDER_LOAD).await;
        load.end();
    };
    let (acknowledged, ()) = futures_util::future::join(load.run(), deaths).await;
    judge::books(&scene.shop, &scene.server.url(NAME), acknowledged).await;
}

/// The name moves: what is behind the address that the pooler knows is another server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failover_to_a_synchronous_standby_loses_nothing_that_was_acknowledged() {
    fails_over(|way, _, standby| way.lead_to(Target::Unix(standby.socket()))).await;
}

/// The pooler's own file names the standby, and is read again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failover_by_the_poolers_file_loses_nothing_that_was_acknowledged() {
    fails_over(|_, pooler, standby| {
        let socket = standby.socket();
        pooler.lead_to(socket.parent().unwrap());
    })
    .await;
}

async fn fails_over(moved: impl FnOnce(&Forwarder, &Pooler, &Cluster)) {
    let Some(mut scene) = Scene::set().await else {
        return;
    };
    let standby = scene.server.standby("second").await;
    scene.server.wait_for("second").await;
    let load = Load::new(&scene.shop);
    let failover = async {
        tokio::time::sleep(UNDER_LOAD * 2).await;
        let died = Instant::now();
        scene.server.die(Death::Killed);
        standby.promote().await;
        moved(&scene.way, &scene.pooler, &standby);
        let up = Instant::now();
        let back = load.back_after(up).await;
        eprintln!(
            "failover: away for {:?}, gateways back after {back:?}",
            up - died
        );
        assert!(back.iter().all(|took| *took <= BACK_WITHIN), "{back:?}");
        tokio::time::sleep(UNDER_LOAD).await;
        load.end();
    };
    let (acknowledged, ()) = futures_util::future::join(load.run(), failover).await;
    judge::books(&scene.shop, &standby.url(NAME), acknowledged).await;
}
