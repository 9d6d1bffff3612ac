//! Running the gateway.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use domain::id::OrderId;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    app::Shared,
    clock::SystemClock,
    compose::{self, Parts},
    config::Settings,
    entropy::SystemEntropy,
    flows::{Settled, payment},
    http,
    store::Db,
    telemetry::traces,
    workers,
};

/// How long a gateway may take to stop, even if something hangs: a third of the 30 s after which Kubernetes kills.
pub(super) const STOP_WITHIN: Duration = Duration::from_secs(10);

pub(super) async fn run(settings: Settings) -> anyhow::Result<()> {
    let db = Db::open(&settings.database).await?;
    ensure_migrated(&db).await?;
    let app = compose(settings.clone(), db).await?;
    let listener = listen(settings.listen).await?;
    if let Some(address) = settings.edge.metrics_listen {
        let listener = listen(address).await?;
        let numbers = http::metrics_router(&app);
        app.tasks
            .spawn(http::server::serve(app.clone(), listener, numbers));
    }
    tracing::info!(listen = %listener.local_addr()?, public = %settings.public_url, "Ready");
    serve(&app, listener, http::router(&app)).await;
    Ok(())
}

pub(super) async fn ensure_migrated(db: &Db) -> anyhow::Result<()> {
    let missing = db.migrations_missing().await?;
    anyhow::ensure!(
        missing == 0,
        "the database is {missing} migrations behind: run `credit-gateway migrate`"
    );
    Ok(())
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))
}

/// Serves until it has to stop, then lets running work end.
pub(super) async fn serve(app: &Shared, listener: TcpListener, router: axum::Router) {
    workers::start(app);
    app.tasks
        .spawn(http::server::serve(app.clone(), listener, router));
    told_to_stop().await;
    tracing::info!("Stopping: no new connections, running work ends");
    if !app.end(STOP_WITHIN).await {
        tracing::warn!(
            "Some work did not end in time; it is on disk and goes on at the next start"
        );
    }
    traces::end().await;
}

/// Waits for SIGTERM or SIGINT. A second one ends the process at once.
pub(super) async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        tracing::error!("Signals cannot be listened to; the gateway runs until it is killed");
        return std::future::pending().await;
    };
    tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
}

pub(super) async fn compose(settings: Settings, db: Db) -> anyhow::Result<Shared> {
    compose::gateway(
        settings,
        Parts {
            db,
            clock: Arc::new(SystemClock::new()),
            entropy: || Box::new(SystemEntropy::new()),
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
        },
    )
    .await
}

/// Finds the outcome of one order's payment now.
pub(super) async fn sync(order: OrderId, settings: Settings) -> anyhow::Result<()> {
    let db = Db::open_beside(&settings.database).await?;
    let app = compose(settings, db).await?;
    let settled = payment::settle(&app, order, None).await?;
    let state = crate::flows::views::order(&app, order).await?.state;
    match settled {
        Settled::Done | Settled::Ended => say!("{order} is {state}"),
        Settled::Later(why) => say!("{order} is {state}; not known yet: {}", why.note),
        Settled::Stuck(why) => {
            anyhow::bail!("{order} is {state}; a person has to look: {}", why.note)
        }
    }
    app.end(STOP_WITHIN).await;
    Ok(())
}
