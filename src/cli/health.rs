//! Asks a gateway on this machine how it is: for the health check of a container, whose image has no other program.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
    time::Duration,
};

use clap::Args;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use super::exit;

/// A healthy gateway answers in milliseconds, and `/readyz` gives the database up before this.
const WAIT: Duration = Duration::from_secs(5);
/// The first line of an answer is shorter.
const STATUS_LINE_MAX: u64 = 256;

#[derive(Debug, Args)]
pub(super) struct Health {
    /// Where the gateway listens; on every address of the machine is asked for on its own.
    #[arg(long, env = "CREDIT_GATEWAY_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Asks whether it can serve (`/readyz`), database included, and not only whether it is alive (`/healthz`).
    #[arg(long)]
    ready: bool,
}

/// Prints the answer; exit code 1 when it is not 200.
pub(super) async fn run(asked: &Health) -> ExitCode {
    let path = if asked.ready { "/readyz" } else { "/healthz" };
    let told = timeout(WAIT, status(own(asked.listen), path)).await;
    let told = told.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
    match told {
        Ok(line) => {
            say!("{path}: {line}");
            exit(line.split(' ').nth(1) == Some("200"))
        }
        Err(error) => {
            say!("{path}: {} does not answer: {error}", asked.listen);
            exit(false)
        }
    }
}

/// An address to connect to: who listens on all addresses is reached on the machine's own.
fn own(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

/// The first line of the answer.
async fn status(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let ask = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await?;
    let mut answer = Vec::new();
    stream
        .take(STATUS_LINE_MAX)
        .read_to_end(&mut answer)
        .await?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}
