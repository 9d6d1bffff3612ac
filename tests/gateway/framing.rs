//! Requests whose end is unclear are refused, and bytes in a body that only look like a request are not executed.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::world::World;

both_engines!(
    a_body_that_looks_like_a_head_is_a_body,
    a_request_whose_end_is_unclear_is_refused,
    a_health_check_of_the_old_version_needs_no_host,
    a_hundred_headers_are_read_and_no_more,
);

/// The gateway's answers to these bytes, until it closes the connection.
async fn answers(world: &World, sent: &str) -> String {
    let base = &world.gateway().base;
    let address = base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A refused connection may be reset after its answer.
    let _read_to_its_end = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

fn statuses(answers: &str) -> Vec<&str> {
    let heads = answers.split("HTTP/1.").skip(1);
    heads.map(|head| &head[2..5]).collect()
}

async fn a_body_that_looks_like_a_head_is_a_body(world: &World) {
    let body = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\nX:\n\r\n";
    let sent = format!(
        "POST /webhooks/toss HTTP/1.1\r\nHost: g\r\nContent-Length: {}\r\n\r\n{body}\
         POST /webhooks/toss HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n\
         GET /healthz HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n",
        body.len(),
        body.len(),
    );
    let answers = answers(world, &sent).await;
    let seen = statuses(&answers);
    assert_eq!(seen.len(), 3, "{answers}");
    assert_eq!(seen[2], "200", "{answers}");
    assert!(!answers.contains("stand together"), "{answers}");
}

async fn a_request_whose_end_is_unclear_is_refused(world: &World) {
    for (head, why) in [
        (
            "Host: g\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
            "stand together",
        ),
        (
            "Host: g\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding",
        ),
        ("Host: g\r\nContent-Length: 0\n\r\n", "CR LF"),
        ("Host: g\nContent-Length: 0\n\n", "CR LF"),
    ] {
        let answers = answers(world, &format!("POST /webhooks/toss HTTP/1.1\r\n{head}")).await;
        assert_eq!(statuses(&answers), ["400"], "{head}: {answers}");
        assert!(answers.contains(why), "{head}: {answers}");
    }
}

async fn a_health_check_of_the_old_version_needs_no_host(world: &World) {
    let old = answers(world, "GET /healthz HTTP/1.0\r\n\r\n").await;
    assert_eq!(statuses(&old), ["200"], "{old}");
    let new = answers(world, "GET /healthz HTTP/1.1\r\n\r\n").await;
    assert_eq!(statuses(&new), ["400"], "{new}");
    assert!(new.contains("Host"), "{new}");
}

async fn a_hundred_headers_are_read_and_no_more(world: &World) {
    for (more, status) in [(98, "200"), (99, "431")] {
        let more = "X-Proxy: a\r\n".repeat(more);
        let sent = format!("GET /healthz HTTP/1.1\r\nHost: g\r\nConnection: close\r\n{more}\r\n");
        let answers = answers(world, &sent).await;
        assert_eq!(statuses(&answers), [status], "{answers}");
    }
}
