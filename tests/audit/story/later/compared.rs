//! What is compared once more.

use chrono::TimeDelta;
use credit_gateway::flows::standing;
use domain::{
    books::{customers::BookExpiry, quotes::Asked},
    payment::CancelStanding,
};

use super::super::*;
use super::{broken, publish, start};

/// The part of a bonus that is taken back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_to_go_of_a_used_bonus_is_worked_out_again() {
    for test in crate::empty_databases().await {
        publish(&test.db).await;
        let mut story = start(&test.db, &Arc::new(TestClock::at(beginning())));
        let payment = story.buy("zoe", "bonus-1000", 1, 10_000).await;
        story.spend("zoe", 100).await;
        let some = Asked {
            credits: Some(credits(500)),
            ..Asked::default()
        };
        let refund = story
            .refund_asked("zoe", payment.id, some, domain::refund::Basis::ByRight)
            .await;
        let cancel = ours(refund, 5_000, CancelStanding::Done);
        story
            .observe("zoe", payment.order, 10_000, 5_000, vec![cancel])
            .await;
        assert_eq!(broken(&test.db, story.now()).await, Vec::new());
        for gone in ["0", "granted"] {
            let sql = format!("UPDATE lots SET bonus_gone = {gone} WHERE bonus_of IS NOT NULL");
            test.prompt(&sql).await;
            assert_ne!(broken(&test.db, story.now()).await, Vec::new(), "{gone}");
        }
    }
}

/// The data of a spend about its parts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_parts_say_of_their_lots_is_compared() {
    for test in crate::databases().await {
        test.prompt("UPDATE spends SET parts = REPLACE(parts, '\"kind\":\"purchased\"', '\"kind\":\"promotional\"') WHERE customer_id = 'alice'")
            .await;
        assert_ne!(test.broken().await, Vec::new(), "parts");
    }
}

/// The balance between the lapse of a hold and its sweep.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_balance_after_a_hold_has_lapsed_is_that_after_the_sweep() {
    for test in crate::empty_databases().await {
        publish(&test.db).await;
        let mut story = start(&test.db, &Arc::new(TestClock::at(beginning())));
        let payment = story.buy("moa", "direct-1000", 1, 10_000).await;
        story.hold("moa", 500).await;
        story
            .observe("moa", payment.order, 10_000, 10_000, Vec::new())
            .await;
        story.clock.advance(TimeDelta::hours(2));
        let told = standing::balance(&test.db, &RULES.known(), &id("moa"), story.now())
            .await
            .unwrap()
            .unwrap();
        story
            .ok(BookExpiry {
                customer: id("moa"),
            })
            .await;
        let swept = standing::balance(&test.db, &RULES.known(), &id("moa"), story.now())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(told, swept, "told before, and after the sweep");
    }
}
