//! Balances as they change: nothing is lost by a cut, and a stream that waits holds nothing.

mod beside;
mod ended;
mod held;

use std::time::Duration;

use credit_gateway::{
    access::Role,
    flows::stream::{News, open},
};
use reqwest::Method;
use serde_json::Value;

use crate::support::{client::Client, world::World};

both_engines!(
    each_change_is_a_message_with_the_balance_after_it,
    a_stream_goes_on_where_it_was_cut,
    a_silent_stream_says_that_it_lives,
    a_place_that_the_ledger_does_not_have_is_refused,
);

pub(crate) const PATH: &str = "/v1/customers/c1/stream";
/// For a message that must come. Generous: all of it is only used when something is broken.
const WITHIN: Duration = Duration::from_mins(1);
/// For a whole stream, which is longer than any other answer.
pub(crate) const LONG: Duration = Duration::from_mins(10);

/// An open stream and what was read of it.
#[derive(Debug)]
pub(crate) struct Stream {
    response: reqwest::Response,
    text: String,
}

/// A message: its id and its data.
pub(crate) type Message = (String, Value);

impl Stream {
    pub(crate) async fn open(gateway: &Client, after: Option<&str>) -> Self {
        let mut request = gateway
            .request(Role::Service, Method::GET, PATH)
            .timeout(LONG);
        if let Some(after) = after {
            request = request.header("Last-Event-ID", after);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        Self {
            response,
            text: String::new(),
        }
    }

    fn header(&self, name: &str) -> &str {
        self.response.headers()[name].to_str().unwrap()
    }

    /// The next block of lines; `None` at the end of the stream.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, _)) = self.text.split_once("\n\n") {
                let block = block.to_owned();
                self.text = self.text.split_off(block.len() + 2);
                return Some(block);
            }
            let chunk = tokio::time::timeout(WITHIN, self.response.chunk()).await;
            let chunk = chunk.expect("something comes").unwrap()?;
            self.text += std::str::from_utf8(&chunk).unwrap();
        }
    }

    /// The next message; `None` at the end of the stream.
    pub(crate) async fn message(&mut self) -> Option<Message> {
        loop {
            let block = self.block().await?;
            let part = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
            let Some(id) = part("id: ") else { continue };
            assert_eq!(part("event: "), Some("balance"));
            return Some((
                id.to_owned(),
                serde_json::from_str(part("data: ").unwrap()).unwrap(),
            ));
        }
    }

    /// The available credits and the id of the next messages.
    pub(crate) async fn balances(&mut self, many: usize) -> Vec<(i64, String)> {
        let mut found = Vec::new();
        for _ in 0..many {
            let (id, data) = self.message().await.expect("a message");
            assert_eq!(data["seq"].to_string(), id);
            found.push((data["available"].as_i64().unwrap(), id));
        }
        found
    }
}

fn texts(pairs: &[(i64, &str)]) -> Vec<(i64, String)> {
    pairs
        .iter()
        .map(|(many, id)| (*many, (*id).to_owned()))
        .collect()
}

async fn each_change_is_a_message_with_the_balance_after_it(world: &World) {
    let mut stream = Stream::open(world.gateway(), None).await;
    assert_eq!(stream.header("content-type"), "text/event-stream");
    assert_eq!(stream.header("cache-control"), "no-store, no-transform");
    assert_eq!(stream.header("x-accel-buffering"), "no");
    assert_eq!(stream.header("credits-balance"), "0");
    assert_eq!(stream.block().await.as_deref(), Some("retry: 2000"));
    let (id, first) = stream.message().await.unwrap();
    assert_eq!(
        (id.as_str(), &first["available"], &first["act"]),
        ("0", &0.into(), &Value::Null)
    );
    world.grant("c1", "promotional", 50).await;
    world.grant("c1", "membership", 30).await;
    // Two lots pay, so the posting has two entries.
    let spend = world.spend("c1", 60).await.ok();
    assert_eq!(stream.balances(2).await, texts(&[(50, "1"), (80, "2")]));
    let (id, data) = stream.message().await.unwrap();
    assert_eq!(id, "4");
    assert_eq!(
        (&data["available"], &data["credits"]),
        (&20.into(), &(-60).into())
    );
    assert_eq!(
        (&data["act"], &data["reference"]),
        (&"spend".into(), &spend["id"])
    );
    world.hold("c1", 5, 600).await.ok();
    let (_, data) = stream.message().await.unwrap();
    assert_eq!(
        (&data["available"], &data["held"], &data["debt"]),
        (&15.into(), &5.into(), &0.into())
    );
    // Another customer's changes are nothing to it.
    world.grant("c2", "promotional", 7).await;
    world.spend("c1", 1).await.ok();
    assert_eq!(stream.balances(1).await, texts(&[(14, "6")]));
}

async fn a_stream_goes_on_where_it_was_cut(world: &World) {
    world.grant("c1", "promotional", 1_000).await;
    let mut stream = Stream::open(world.gateway(), None).await;
    world.spend("c1", 1).await.ok();
    assert_eq!(stream.balances(2).await, texts(&[(1_000, "1"), (999, "2")]));
    drop(stream);
    // More than is read at one time.
    let missed = 250;
    for _ in 0..missed {
        world.spend("c1", 1).await.ok();
    }
    let mut stream = Stream::open(world.gateway(), Some("2")).await;
    let expected: Vec<_> = (1..=missed)
        .map(|nth| (999 - nth, (nth + 2).to_string()))
        .collect();
    assert_eq!(stream.balances(250).await, expected);
    world.spend("c1", 1).await.ok();
    assert_eq!(stream.balances(1).await, texts(&[(748, "253")]));
    // From the very beginning, and from the very end.
    let mut whole = Stream::open(world.gateway(), Some("0")).await;
    assert_eq!(whole.balances(2).await, texts(&[(1_000, "1"), (999, "2")]));
    let mut end = Stream::open(world.gateway(), Some("253")).await;
    world.grant("c1", "membership", 2).await;
    assert_eq!(end.balances(1).await, texts(&[(750, "254")]));
}

async fn a_silent_stream_says_that_it_lives(world: &World) {
    let customer = "c1".parse().unwrap();
    let often = Duration::from_millis(20);
    let mut changes = open(&world.apps[0], &customer, Some(0), often)
        .await
        .unwrap();
    for _ in 0..3 {
        assert_eq!(changes.next().await, Some(News::Quiet));
    }
    world.grant("c1", "promotional", 5).await;
    loop {
        match changes.next().await.unwrap() {
            News::Quiet => {}
            News::Change(change) => break assert_eq!((change.seq, change.available), (1, 5)),
        }
    }
}

async fn a_place_that_the_ledger_does_not_have_is_refused(world: &World) {
    world.grant("c1", "promotional", 5).await;
    for presented in ["2", "-1", "x", "99999999999999999999", "1.0"] {
        let request = world.gateway().request(Role::Support, Method::GET, PATH);
        let answer = crate::support::client::send(request.header("Last-Event-ID", presented)).await;
        let refused = answer.refused(422, "invalid_field");
        assert_eq!(refused["field"], "Last-Event-ID", "{presented}");
    }
    let refused = world.gateway().get(Role::Checkout, PATH).await;
    refused.refused(403, "forbidden");
}
