//! A provider that takes requests and answers none: buyers, refunds and look-ups wait for it, nothing else does, and
//! what hung is resolved by itself when it answers again.

mod steady;

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use credit_gateway::access::Role;
use domain::order::HINTS_APART;
use futures_util::future::{join, join_all, join4};
use serde_json::{Value, json};

use self::steady::Steady;
use crate::support::{
    buyer::{card_order, id_of, wallet_order},
    client::fresh_key,
    database::{Engine, NEAR_JOBS},
    world::{Plan, World},
};

/// Buyers who come back from the silent provider: more than a gateway looks up at once.
const RETURNS: usize = 20;
/// Refunds that it is asked for: more than a gateway sends at once.
const REFUNDS: usize = 12;
/// Orders that hints name, each of which asks for a look-up: with the returns, more than there are slots.
const HINTED: usize = 24;
/// Orders that are to be begun there meanwhile.
const BEGUN: usize = 4;
/// How long the load runs before anything is silent.
const BEFORE: Duration = Duration::from_secs(3);
/// A buyer waits 8 s for a slow provider; the rest is for a busy machine.
const BUYER_WAITS_MAX: Duration = Duration::from_secs(12);
/// A purchase or a refund at a provider that answers: far below any limit of a call.
const ELSEWHERE_MAX: Duration = Duration::from_secs(6);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_else_waits_for_a_silent_provider_on_sqlite() {
    Plan::sqlite().toss_by_a_way().run(silence).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_else_waits_for_a_silent_provider_on_postgres() {
    Plan::postgres().toss_by_a_way().run(silence).await;
}

/// What was under way at Toss when it went silent.
struct Begun {
    /// Orders whose buyers paid, with the addresses that lead them back.
    returns: Vec<(String, String)>,
    /// Payments that are to go back.
    paid: Vec<String>,
    /// Orders that webhooks name.
    hinted: Vec<String>,
}

async fn silence(world: &World) {
    let begun = begin(world).await;
    let steady = Steady::new(world, &begun.hinted).await;
    let ((), before) = steady.during(tokio::time::sleep(BEFORE)).await;
    let way = world.way_to_toss();
    way.hush();
    world.pass(HINTS_APART);
    let refunds = ask_for_refunds(world, &begun.paid).await;
    let healed = async {
        let both = join(come_back(world, &begun.returns), elsewhere(world));
        let ((waited, elsewhere), meanwhile) = steady.during(both).await;
        eprintln!("before: {before}while Toss was silent: {meanwhile}");
        eprintln!("buyers waited {waited:?} at most; elsewhere: {elsewhere:?}");
        meanwhile.is_like(&before);
        nobody_holds_the_database(world).await;
        an_hour_passes(world).await;
        way.heal();
    };
    join(orders_there(world), healed).await;
    resolved(world, &begun, &refunds).await;
    world.buy("afterwards", "direct-1000", 1).await;
}

async fn begin(world: &World) -> Begun {
    let (mut returns, mut paid, mut hinted) = (Vec::new(), Vec::new(), Vec::new());
    for nth in 0..RETURNS {
        let order = card_order(&format!("back{nth}"), "direct-1000", 1);
        let order = world.open_order(&order).await;
        returns.push((id_of(&order), world.press(&order, "pay").await));
    }
    for nth in 0..REFUNDS {
        let order = world.buy(&format!("undo{nth}"), "direct-1000", 1).await;
        paid.push(order["payment_id"].as_str().unwrap().to_owned());
    }
    for nth in 0..HINTED {
        let order = card_order(&format!("hint{nth}"), "direct-1000", 1);
        hinted.push(id_of(&world.open_order(&order).await));
    }
    Begun {
        returns,
        paid,
        hinted,
    }
}

/// Each is taken at once, and sent by a job.
async fn ask_for_refunds(world: &World, paid: &[String]) -> Vec<String> {
    let asked = join_all(paid.iter().map(async |payment| {
        let began = Instant::now();
        let refund = world.request_refund(payment, None).await.ok();
        assert!(began.elapsed() < ELSEWHERE_MAX, "{:?}", began.elapsed());
        id_of(&refund)
    }));
    asked.await
}

/// Every buyer gets a page, and the longest any of them waited for it.
async fn come_back(world: &World, returns: &[(String, String)]) -> Duration {
    let waits = join_all(returns.iter().map(async |(order, back)| {
        let began = Instant::now();
        let page = world.gateway().browse(back).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.text.contains("확인"), "{}", page.text);
        assert_eq!(world.order(order).await["state"], "confirming");
        began.elapsed()
    }));
    let longest = waits.await.into_iter().max().unwrap();
    assert!(longest < BUYER_WAITS_MAX, "{longest:?}");
    longest
}

/// Purchases and refunds at the other providers, one after the other, and how long each took.
async fn elsewhere(world: &World) -> Vec<(&'static str, Duration)> {
    let mut took = Vec::new();
    let mut timed = |what, began: Instant| {
        let elapsed = began.elapsed();
        assert!(elapsed < ELSEWHERE_MAX, "{what} took {elapsed:?}");
        took.push((what, elapsed));
    };
    for provider in ["kakaopay", "naverpay"] {
        let began = Instant::now();
        let order = world.open_order(&wallet_order(provider, provider)).await;
        let paid = world.pay(&order).await;
        timed("a purchase by wallet", began);
        let began = Instant::now();
        refunded(world, paid["payment_id"].as_str().unwrap()).await;
        timed("a refund by wallet", began);
    }
    let began = Instant::now();
    let order = json!({
        "customer_id": "transfer", "product": "direct-1000", "quantity": 1, "provider": "bank",
        "depositor_name": "홍길동", "return_url": crate::support::world::SHOP,
    });
    let order = world.open_order(&order).await;
    let notice = world.notice("mv_transfer", "홍길동", order["amount"].as_i64().unwrap());
    world.gateway().bank_webhook(&notice).await;
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
    timed("a purchase by transfer", began);
    took
}

/// Asks for a refund and waits for its end without letting any time pass.
async fn refunded(world: &World, payment: &str) {
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let began = Instant::now();
    while world.refund_state(&refund).await != "succeeded" {
        assert!(began.elapsed() < ELSEWHERE_MAX, "a refund waits");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// Orders that are to begin at the silent provider. They fail without a fault of ours; the same request is answered later.
async fn orders_there(world: &World) {
    let asked = (0..BEGUN).map(async |nth| {
        let body = card_order(&format!("new{nth}"), "direct-1000", 1);
        let ask = async |key: &str| {
            let gateway = world.gateway();
            gateway
                .post_under(key, Role::Checkout, "/v1/orders", &body)
                .await
        };
        let key = fresh_key();
        let first = ask(&key).await;
        assert!(
            [502, 503, 504].contains(&first.status),
            "{}: {}",
            first.status,
            first.text
        );
        let mut again = ask(&key).await;
        if again.status == 409 {
            // The hour was over before, and the order with it. Its buyer begins another.
            again.refused(409, "order_not_open");
            again = ask(&fresh_key()).await;
        }
        let order = again.ok();
        assert!(order["checkout_url"].is_string(), "{order}");
    });
    join_all(asked).await;
}

/// While calls wait and nobody asks for anything, no connection of the database is taken, and no session is inside a
/// transaction.
pub(crate) async fn nobody_holds_the_database(world: &World) {
    let mut free = 0;
    for _ in 0..LOOKS {
        let numbers = world.gateway().browse("/metrics").await.text;
        let used = numbers.lines().filter_map(|line| {
            let (_, count) = line
                .strip_prefix("credit_gateway_database_connections{")?
                .split_once("state=\"used\"} ")?;
            count.parse::<i64>().ok()
        });
        let used: Vec<i64> = used.collect();
        assert_eq!(used.len(), 2, "{numbers}");
        free += usize::from(used.iter().sum::<i64>() == 0);
        if world.database.engine == Engine::Postgres {
            let held = world.database.number(HELD).await;
            assert_eq!(held, 0, "sessions inside a transaction for a second");
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    // The workers look at their tables twice a second; that is all.
    assert!(
        free * 2 > LOOKS,
        "no connection was taken in {free} of {LOOKS} looks"
    );
}

const LOOKS: usize = 40;
/// Sessions that were inside a transaction, or at one statement, for a second.
const HELD: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
     AND pid <> pg_backend_pid() AND state <> 'idle' AND xact_start < clock_timestamp() - INTERVAL '1 second'";

/// An hour, in which leases end and tries become due.
async fn an_hour_passes(world: &World) {
    for _ in 0..12 {
        world.pass(TimeDelta::minutes(5));
        world.apps[0].writer.promised().notify_one();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Everything ends as if the provider had answered, and nobody has to look.
async fn resolved(world: &World, begun: &Begun, refunds: &[String]) {
    let step = TimeDelta::seconds(1);
    let done = async || {
        let returns = join_all(begun.returns.iter().map(|(order, _)| world.order(order)));
        let sent = join_all(refunds.iter().map(|refund| world.refund_state(refund)));
        let (returns, sent, open, parked) = join4(
            returns,
            sent,
            world.database.number(NEAR_JOBS),
            world
                .database
                .number("SELECT COUNT(*) FROM jobs WHERE state = 'parked'"),
        )
        .await;
        assert_eq!(parked, 0, "a job is parked");
        let completed = |order: &Value| order["state"] == "completed";
        returns.iter().all(completed) && sent.iter().all(|state| state == "succeeded") && open == 0
    };
    world
        .wait_while_time_passes("what hung is resolved", step, done)
        .await;
    for nth in 0..begun.returns.len() {
        assert_eq!(world.balance(&format!("back{nth}")).await, 1_000);
    }
    for nth in 0..refunds.len() {
        assert_eq!(world.balance(&format!("undo{nth}")).await, 0);
    }
}
