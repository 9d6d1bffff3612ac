//! A network that drops all data: no error, no answer.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{UnixListener, UnixStream},
};
use tokio_util::task::TaskTracker;

use super::program::Gateway;
use crate::support::database::{Database, Engine};

/// The documented maximum of ten seconds, with a margin for a busy machine.
const STOPS_WITHIN: Duration = Duration::from_secs(13);
/// A statement's own limit, and the time before it.
const ANSWERS_WITHIN: Duration = Duration::from_secs(20);
const SOCKET: &str = ".s.PGSQL.5432";

/// A proxy between the gateway and the server that drops data on request.
#[derive(Debug)]
struct Proxy {
    folder: TempDir,
    silent: Arc<AtomicBool>,
}

impl Proxy {
    fn start(server: &Path) -> Self {
        let folder = TempDir::new().unwrap();
        let silent = Arc::new(AtomicBool::new(false));
        let listener = UnixListener::bind(folder.path().join(SOCKET)).unwrap();
        let (server, hush) = (server.join(SOCKET), silent.clone());
        let tasks = TaskTracker::new();
        let pairs = tasks.clone();
        tasks.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = UnixStream::connect(&server).await else {
                    continue;
                };
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                pairs.spawn(pass(from_client, to_server, hush.clone()));
                pairs.spawn(pass(from_server, to_client, hush.clone()));
            }
        });
        Self { folder, silent }
    }
}

/// Forwards bytes. A connection that lost some stays silent for ever, like one whose route is gone.
async fn pass(
    mut from: tokio::net::unix::OwnedReadHalf,
    mut to: tokio::net::unix::OwnedWriteHalf,
    silent: Arc<AtomicBool>,
) {
    let mut buffer = [0; 16 * 1024];
    let mut lost = false;
    while let Ok(read) = from.read(&mut buffer).await {
        lost |= silent.load(Ordering::Relaxed);
        if lost {
            if read == 0 {
                std::future::pending::<()>().await;
            }
            continue;
        }
        if read == 0 || to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_server_hangs_nobody_for_ever() {
    let Some(database) = Database::durable(Engine::Postgres).await else {
        return;
    };
    let (start, socket) = database.url.split_once("host=").unwrap();
    let proxy = Proxy::start(Path::new(&socket.replace("%2F", "/")));
    let through = proxy
        .folder
        .path()
        .display()
        .to_string()
        .replace('/', "%2F");
    let url = format!("{start}host={through}");
    let mut gateway = Gateway::start(&url, |program| program).await;
    gateway.granted("alice").await;
    gateway.granted("bob").await;

    // Many at once, so that both writers are in the middle of a batch.
    let load = futures_util::future::join_all(
        (0..40).map(|nth| gateway.grant(if nth % 2 == 0 { "alice" } else { "bob" })),
    );
    let hush = async {
        tokio::time::sleep(Duration::from_millis(5)).await;
        proxy.silent.store(true, Ordering::Relaxed);
    };
    let began = Instant::now();
    let (answers, ()) = tokio::join!(load, hush);
    assert!(
        began.elapsed() < ANSWERS_WITHIN * 2,
        "{:?}",
        began.elapsed()
    );
    let acknowledged = answers
        .iter()
        .flatten()
        .filter(|answer| answer.status == 201);
    let acknowledged = 2 + i64::try_from(acknowledged.count()).unwrap();
    let began = Instant::now();
    gateway
        .grant("alice")
        .await
        .unwrap()
        .refused(503, "unavailable");
    assert!(began.elapsed() < ANSWERS_WITHIN, "{:?}", began.elapsed());
    gateway.until("/readyz", 503).await;

    proxy.silent.store(false, Ordering::Relaxed);
    gateway.until("/readyz", 200).await;
    gateway.granted("alice").await;
    let total = gateway.balance("alice").await + gateway.balance("bob").await;
    // A commit whose answer was dropped may have been made.
    assert!(
        (acknowledged + 1..=43).contains(&total),
        "{total} of {acknowledged} acknowledged"
    );

    proxy.silent.store(true, Ordering::Relaxed);
    let (waits, stopped) = tokio::join!(gateway.grant("alice"), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let asked = Instant::now();
        gateway.process.terminate();
        asked
    });
    drop(waits);
    gateway.process.ended().await;
    assert!(stopped.elapsed() < STOPS_WITHIN, "{:?}", stopped.elapsed());
}
