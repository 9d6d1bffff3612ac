//! All accounts move to the first key while gateways work.

use std::collections::BTreeMap;

use credit_gateway::flows::account_keys::{Counts, count, rotate};
use futures_util::future::join;

use super::{beside, by_hand, give, id_of_key, new, old, payout};
use crate::support::world::World;

both_engines!(all_accounts_move_to_the_first_key_while_gateways_work);

const CUSTOMERS: i64 = 6;

fn number(at: i64) -> String {
    format!("27182818{at:04}")
}

fn under(key: String, accounts: u64) -> Counts {
    Counts {
        under: BTreeMap::from([(key, accounts)]),
        in_clear: 0,
    }
}

async fn all_accounts_move_to_the_first_key_while_gateways_work(world: &World) {
    let mut refunds = Vec::new();
    for at in 0..CUSTOMERS {
        refunds.push(by_hand(world, &format!("c{at}"), &number(at)).await);
    }
    // As a rotation is done: every gateway knows both keys before any encrypts under the new one.
    let (_, working) = beside(world, vec![old(), new()]).await;
    let (first, reading) = beside(world, vec![new(), old()]).await;
    assert_eq!(count(&first.db).await.unwrap(), under(id_of_key(old()), 6));
    let mut seen = 0;
    let moving = rotate(&first.db, &first.writer, |done| seen = done);
    let work = async {
        for at in 0..12 {
            let refund = &refunds[usize::try_from(at % CUSTOMERS).unwrap()];
            give(&working, refund, &number(100 + at)).await.ok();
        }
    };
    let (moved, ()) = join(moving, work).await;
    assert!(moved.unwrap() >= 1);
    assert!(seen >= 1, "progress is said");
    // What was given meanwhile by a gateway with the old key in front is moved by the next run.
    rotate(&first.db, &first.writer, |_| ()).await.unwrap();
    assert_eq!(rotate(&first.db, &first.writer, |_| ()).await.unwrap(), 0);
    assert_eq!(count(&first.db).await.unwrap(), under(id_of_key(new()), 6));
    let (_, alone) = beside(world, vec![new()]).await;
    for (at, refund) in (0..).zip(&refunds) {
        let expected = number(100 + CUSTOMERS + at);
        for client in [&working, &reading, &alone] {
            assert_eq!(
                payout(client, refund).await.ok()["account_number"],
                *expected
            );
        }
    }
    world.audit().await;
}
