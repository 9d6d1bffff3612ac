//! Another gateway on the same database: its changes are seen, and when it stops its streams end.

use std::time::Instant;

use credit_gateway::{
    app::Shared,
    compose::{self, Parts},
    flows::stream::LOOKED_EVERY,
    http,
    store::{Db, Options},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{Stream, WITHIN, texts};
use crate::support::{
    client::Client,
    database::Engine,
    settings::settings,
    world::{World, entropy, listen},
};

both_engines!(
    a_change_by_another_gateway_is_seen_within_its_delay,
    streams_end_in_order_when_their_gateway_stops,
);

/// A second gateway on the database of a world.
async fn beside(world: &World) -> (Shared, Client) {
    let url = &world.database.url;
    let db = match world.database.engine {
        // A second gateway on a file is refused; a command beside it writes in this way.
        Engine::Sqlite => Db::open_beside(url).await.unwrap(),
        Engine::Postgres => {
            let options = Options {
                connections_max: 6,
                durable: false,
            };
            Db::open_with(url, options).await.unwrap()
        }
    };
    let (listener, base) = listen().await;
    let parts = Parts {
        db,
        clock: world.clock.clone(),
        entropy,
        tasks: TaskTracker::new(),
        stop: CancellationToken::new(),
    };
    let settings = settings(&[], url, &base, "http://localhost:9/sandbox");
    let app = compose::gateway(settings, parts).await.unwrap();
    let serving = http::server::serve(app.clone(), listener, http::router(&app));
    app.tasks.spawn(serving);
    let keys = world.gateway().keys.clone();
    (app, Client::new(base, keys))
}

async fn a_change_by_another_gateway_is_seen_within_its_delay(world: &World) {
    let (other, _) = beside(world).await;
    let mut stream = Stream::open(world.gateway(), None).await;
    assert_eq!(stream.balances(1).await, texts(&[(0, "0")]));
    let grant = domain::books::customers::GrantCredits {
        customer: "c1".parse().unwrap(),
        kind: domain::kind::Kind::Promotional,
        credits: domain::money::Credits::new(50).unwrap(),
        bonus_of: None,
        reason: "a test".to_owned(),
    };
    let by = domain::actor::Actor::Worker;
    let began = Instant::now();
    other
        .apply(domain::command::Command::new(grant, by))
        .await
        .unwrap();
    assert_eq!(stream.balances(1).await, texts(&[(50, "1")]));
    assert!(began.elapsed() < LOOKED_EVERY * 4, "{:?}", began.elapsed());
    assert!(other.end(WITHIN).await);
}

async fn streams_end_in_order_when_their_gateway_stops(world: &World) {
    world.grant("c1", "promotional", 5).await;
    let (other, gateway) = beside(world).await;
    let mut stream = Stream::open(&gateway, None).await;
    assert_eq!(stream.balances(1).await, texts(&[(5, "1")]));
    let began = Instant::now();
    let (ended, last) = tokio::join!(other.end(WITHIN), stream.message());
    // An end that was cut off would be an error of the connection.
    assert_eq!(last, None);
    assert!(
        ended && began.elapsed() < WITHIN / 2,
        "{:?}",
        began.elapsed()
    );
    let mut again = Stream::open(world.gateway(), Some("1")).await;
    world.spend("c1", 1).await.ok();
    assert_eq!(again.balances(1).await, texts(&[(4, "2")]));
}
