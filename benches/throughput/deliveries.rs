//! Mints while the event of each is delivered to an endpoint, beside mints that nobody hears of.

use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::ensure;
use axum::{Router, http::StatusCode};

use crate::{
    bench::Bench,
    engines::Home,
    gateway,
    plan::{DELIVERIES_TO_ALONE, MANY, Options},
    report::{Report, say},
};

/// Measures on a database of its own. The receiver takes its part of the same machine.
pub(super) async fn measure(
    asked: &Options,
    home: &Home<'_>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let (url, name) = (home.create("deliveries").await, home.deliveries());
    let each = asked.orders(MANY);
    let mut bench = Bench::prepare(asked, name, (&url, home.folder()), (2 * each, 0)).await?;
    let orders = bench.orders.split_off(each);
    let alone = bench.mint(orders, MANY).await?;
    let received = Arc::new(AtomicU64::new(0));
    let address = receive(received.clone())?;
    let key = gateway::key(&url, "admin")?;
    let gateway = bench.gateway()?.address;
    let opened = reqwest::Client::builder()
        .no_proxy()
        .build()?
        .post(format!("http://{gateway}/v1/webhook-endpoints"))
        .bearer_auth(key)
        .header("idempotency-key", "bench")
        .json(&serde_json::json!({ "url": address }))
        .send()
        .await?;
    ensure!(opened.status() == 201, "the endpoint: {}", opened.status());
    let orders = bench.orders.split_off(each);
    let beside = bench.mint(orders, MANY).await?;
    ensure!(alone.errors + beside.errors == 0, "mints failed");
    let came = received.load(Ordering::Relaxed);
    ensure!(came > 0, "nothing was delivered");
    say(format_args!(
        "{name}: {} mints a second alone, {} beside {came} deliveries; p99 {:?} and {:?}",
        alone.rate, beside.rate, alone.p99, beside.p99
    ));
    let what = format!("{name}: mints beside deliveries to mints alone, at {MANY} connections");
    report.ratio(&what, beside.rate, alone.rate, Some(DELIVERIES_TO_ALONE));
    bench.finish(report).await
}

/// A receiver on a thread of its own, which takes everything. Returns its address.
fn receive(received: Arc<AtomicU64>) -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = format!("http://{}/", listener.local_addr()?);
    std::thread::spawn(move || -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let take = move || async move {
                received.fetch_add(1, Ordering::Relaxed);
                StatusCode::NO_CONTENT
            };
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, Router::new().fallback(take)).await?;
            Ok(())
        })
    });
    Ok(address)
}
