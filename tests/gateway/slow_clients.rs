//! Clients that send as slowly as they can: they are ended, and keep nobody else waiting.

use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::world::World;

both_engines!(
    headers_that_never_end_keep_nobody_waiting,
    a_body_that_never_ends_is_answered_and_ended,
);

/// Connections that an attacker holds.
const HELD: usize = 200;
/// Between two bytes: a server that counts only silence sees none.
const BYTE_EVERY: Duration = Duration::from_millis(300);
/// A whole head may take 5 s; the rest is for a busy machine.
const HEAD_OVER: Duration = Duration::from_secs(9);
/// A whole body may take 10 s.
const BODY_OVER: Duration = Duration::from_secs(14);
/// For whoever asks meanwhile.
const SERVED_WITHIN: Duration = Duration::from_secs(2);

async fn connect(world: &World) -> TcpStream {
    let base = &world.gateway().base;
    let address = base.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// Sends the beginning and then a byte now and then, until the gateway ends the connection. Returns how long that took
/// and what it answered.
async fn trickle(world: &World, beginning: &str) -> (Duration, String) {
    let mut stream = connect(world).await;
    let began = Instant::now();
    stream.write_all(beginning.as_bytes()).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let mut answer = Vec::new();
    let bytes = async {
        while writer.write_all(b"a").await.is_ok() {
            tokio::time::sleep(BYTE_EVERY).await;
        }
    };
    tokio::select! {
        _ended_or_reset = reader.read_to_end(&mut answer) => {}
        () = bytes => {}
    }
    let took = began.elapsed();
    (took, String::from_utf8_lossy(&answer).into_owned())
}

/// The longest that a balance took, asked for again and again until `over`.
async fn served_until(world: &World, over: Duration) -> Duration {
    let (began, mut longest) = (Instant::now(), Duration::ZERO);
    while began.elapsed() < over {
        let asked = Instant::now();
        world.balance("c1").await;
        longest = longest.max(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    longest
}

async fn headers_that_never_end_keep_nobody_waiting(world: &World) {
    world.grant("c1", "promotional", 1).await;
    let head = "GET /healthz HTTP/1.1\r\nHost: g\r\nX-Slow: ";
    let attackers = join_all((0..HELD).map(|_| trickle(world, head)));
    let (ended, longest) = join(attackers, served_until(world, HEAD_OVER)).await;
    for (took, answer) in ended {
        assert!(took < HEAD_OVER, "a connection was held for {took:?}");
        assert!(!answer.contains(" 200 "), "{answer}");
    }
    assert!(longest < SERVED_WITHIN, "somebody waited {longest:?}");
}

async fn a_body_that_never_ends_is_answered_and_ended(world: &World) {
    world.grant("c1", "promotional", 1).await;
    let head = "POST /webhooks/toss HTTP/1.1\r\nHost: g\r\nContent-Type: application/json\r\n\
        Content-Length: 5000\r\n\r\n{";
    let attackers = join_all((0..HELD).map(|_| trickle(world, head)));
    let (ended, longest) = join(attackers, served_until(world, BODY_OVER)).await;
    for (took, answer) in ended {
        assert!(took < BODY_OVER, "a connection was held for {took:?}");
        assert!(answer.contains("HTTP/1.1 408"), "{answer}");
    }
    assert!(longest < SERVED_WITHIN, "somebody waited {longest:?}");
}
