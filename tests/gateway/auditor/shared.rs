//! Two gateways on one database share a pass.

use std::sync::atomic::{AtomicI64, Ordering};

use credit_gateway::flows::auditing::{self, Pace, Step};

use crate::support::world::{Plan, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_gateways_evaluate_each_slice_once() {
    Plan::postgres()
        .without_workers()
        .gateways(2)
        .run(each_once)
        .await;
}

async fn each_once(world: &World) {
    for customer in ["c1", "c2", "c3", "c4"] {
        world.buy(customer, "direct-1000", 1).await;
    }
    let (slices, over) = (AtomicI64::new(0), AtomicI64::new(0));
    let work = async |gateway: usize| {
        let mut mine = 0;
        while over.load(Ordering::Relaxed) == 0 {
            let done = auditing::step(&world.apps[gateway], Pace::Ignored);
            match done.await.unwrap() {
                Step::Nothing => tokio::task::yield_now().await,
                Step::Slice => mine += 1,
                Step::Over => {
                    over.fetch_add(1, Ordering::Relaxed);
                    mine += 1;
                }
            }
        }
        slices.fetch_add(mine, Ordering::Relaxed);
        mine
    };
    let (one, two) = tokio::join!(work(0), work(1));
    assert!(one > 0 && two > 0, "{one} and {two}");
    let last = world.audited().await["last"].clone();
    assert_eq!(last["found"], 0, "{last}");
    // To begin the pass was a step as well; a second one that began meanwhile is not over.
    let counted = last["slices"].as_i64().unwrap();
    let all = slices.load(Ordering::Relaxed);
    assert!(
        (counted..=counted + 3).contains(&all),
        "{all} and {counted}"
    );
}
