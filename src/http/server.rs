//! The accept loop. It is our own, because `axum::serve` sets no timer: a client that never finishes its headers would
//! keep its connection for ever. HTTP/1.1 only. A proxy in front handles the other versions.

use std::{
    convert::Infallible,
    io,
    net::IpAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use hyper::{Request, body::Incoming, server::conn::http1, service::Service as _};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, Sleep, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    error::Problem,
    framing::{Framing, Scanner},
    limits::{ACCEPT_PAUSE, CONNECTIONS_MAX, DRAIN, HEAD_BYTES_MAX, HEAD_DEADLINE, WRITE_STALL},
};
use crate::app::Shared;

/// The address that the connection of a request comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// Serves until the gateway stops, then gives open requests some seconds to finish.
pub async fn serve(app: Shared, listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(usize::from(CONNECTIONS_MAX)));
    while let Some((stream, peer, place)) = next(&app.stop, &listener, &places).await {
        // Small answers leave at once instead of waiting for more.
        let _only_slower = stream.set_nodelay(true);
        let (router, stop) = (router.clone(), app.stop.clone());
        app.tasks
            .spawn(connection(stream, Peer(peer), router, stop, place));
    }
    drop(listener);
    if timeout(DRAIN, places.acquire_many(u32::from(CONNECTIONS_MAX)))
        .await
        .is_err()
    {
        tracing::warn!(
            "Some connections were still busy {} s after the stop",
            DRAIN.as_secs()
        );
    }
}

/// The next connection and its permit among the allowed ones. `None` when the gateway stops.
async fn next(
    stop: &CancellationToken,
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, IpAddr, OwnedSemaphorePermit)> {
    let arrival = async {
        let place = places.clone().acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => return Some((stream, peer.ip(), place)),
                Err(error) => {
                    tracing::warn!("A connection could not be accepted: {error}");
                    sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    };
    stop.run_until_cancelled(arrival).await.flatten()
}

async fn connection(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    stop: CancellationToken,
    _place: OwnedSemaphorePermit,
) {
    let (stream, framing) = Watched::new(stream);
    let service = TowerToHyperService::new(router);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let unclear = unclear(&request, &framing);
        let answer = unclear.is_none().then(|| service.call(request));
        async move {
            match (unclear, answer) {
                (None, Some(answer)) => answer.await,
                (refusal, _) => Ok::<Response<Body>, Infallible>(refusal.unwrap_or_default()),
            }
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_DEADLINE)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let mut serving = pin!(serving);
    if let Some(ended) = stop.run_until_cancelled(serving.as_mut()).await {
        if let Err(error) = ended {
            tracing::debug!("A connection broke: {error}");
        }
        return;
    }
    serving.as_mut().graceful_shutdown();
    if timeout(DRAIN, serving).await.is_err() {
        tracing::debug!("A connection was cut at the end of the drain");
    }
}

/// The refusal of a request whose framing is unclear. Nothing more is read from such a connection.
fn unclear(request: &Request<Incoming>, framing: &Framing) -> Option<Response> {
    let why = framing.refused(request.version(), request.headers())?;
    let mut response = Problem::bad_request(why).into_response();
    response
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
    Some(response)
}

/// A connection whose framing is read on the way in. It is closed when its client does not take the answer.
#[derive(Debug)]
struct Watched {
    stream: TcpStream,
    scanner: Scanner,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Watched {
    fn new(stream: TcpStream) -> (Self, Framing) {
        let framing = Framing::default();
        let watched = Self {
            stream,
            scanner: Scanner::new(framing.clone()),
            stalled: None,
        };
        (watched, framing)
    }

    /// Passes on the result of a write, and ends the connection when writes make no progress for too long.
    fn unless_stalled<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep(WRITE_STALL)));
        if stalled.deadline() <= Instant::now() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.scanner.read(&buffer.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.unless_stalled(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.unless_stalled(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
