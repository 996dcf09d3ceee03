//! One connection: requests in, answers out, until either side has had enough.
//!
//! This is hyper's plain HTTP/1 server with a timer. Its automatic builder is not used: that one
//! first waits to learn which HTTP version is meant, and waits without limit.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tower::Service;

use super::patience::Patient;
use super::peer::PeerAddress;
use super::serve::Connections;

/// The most one connection buffers of what comes in or goes out.
const BUFFER_BYTES: usize = 64 * 1024;

/// How far the server is with stopping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Serving.
    Open,
    /// Finishing what is in flight.
    Closing,
    /// Out of patience: what is left is cut off.
    Ended,
}

/// What each connection knows of the server.
#[derive(Clone)]
pub struct Surroundings {
    /// Set as soon as stopping begins; every answer from then on is the connection's last.
    pub closing: Arc<AtomicBool>,
    pub phase: watch::Receiver<Phase>,
}

/// How one connection is treated.
#[derive(Clone, Copy)]
pub struct Terms {
    /// How long a request's header may take; the same clock runs while nothing is asked.
    patience: Duration,
    /// Whether it may ask for more than one thing.
    keep: bool,
}

impl Terms {
    /// Where places are scarce, a connection must be quick and comes for one answer.
    pub fn new(settings: &Connections, scarce: bool) -> Terms {
        let patience = if scarce {
            settings.header_time_when_full
        } else {
            settings.header_time
        };
        Terms {
            patience,
            keep: !scarce,
        }
    }

    fn builder(self, settings: &Connections) -> http1::Builder {
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(self.patience)
            .keep_alive(self.keep)
            .max_headers(settings.most_headers)
            .max_header_size(settings.header_bytes)
            .max_buf_size(BUFFER_BYTES);
        builder
    }
}

/// Serves one connection to its end.
///
/// When the server stops, requests that have arrived are answered, each answer saying
/// `Connection: close`. A silent connection gets a moment (`linger`) in which a request that is
/// already under way can arrive, and is then closed.
pub async fn hold<S>(
    stream: TcpStream,
    peer: PeerAddress,
    service: S,
    terms: Terms,
    settings: &Connections,
    mut around: Surroundings,
) where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    if !speaks(
        &stream,
        terms.patience,
        linger(settings.grace),
        &mut around.phase,
    )
    .await
    {
        return;
    }
    Box::pin(converse(stream, peer, service, terms, settings, around)).await;
}

/// Answers one request after another.
async fn converse<S>(
    stream: TcpStream,
    peer: PeerAddress,
    service: S,
    terms: Terms,
    settings: &Connections,
    mut around: Surroundings,
) where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let io = TokioIo::new(Patient::new(stream, settings.unread_time));
    let closing = Arc::clone(&around.closing);
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        let answer = service.clone().call(request);
        let closing = Arc::clone(&closing);
        async move {
            let mut response = answer.await?;
            if closing.load(Ordering::Relaxed) {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(CONNECTION, close);
            }
            Ok::<_, Infallible>(response)
        }
    });
    let mut connection = std::pin::pin!(terms.builder(settings).serve_connection(io, answer));
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = around.phase.wait_for(|phase| *phase >= Phase::Closing) => {}
    }
    tokio::select! {
        _ = connection.as_mut() => return,
        () = tokio::time::sleep(linger(settings.grace)) => {}
        _ = around.phase.wait_for(|phase| *phase == Phase::Ended) => return,
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = around.phase.wait_for(|phase| *phase == Phase::Ended) => {}
    }
}

/// Waits for the first byte, before anything is set up that takes memory: those who open
/// connections and say nothing shall cost little.
async fn speaks(
    stream: &TcpStream,
    patience: Duration,
    linger: Duration,
    phase: &mut watch::Receiver<Phase>,
) -> bool {
    let mut first = [0];
    let closed = async {
        let _ = phase.wait_for(|phase| *phase >= Phase::Closing).await;
        tokio::time::sleep(linger).await;
    };
    tokio::select! {
        heard = tokio::time::timeout(patience, stream.peek(&mut first)) => {
            matches!(heard, Ok(Ok(1)))
        }
        () = closed => false,
    }
}

/// How long a silent connection stays open once stopping has begun.
fn linger(grace: Duration) -> Duration {
    (grace / 4).min(Duration::from_millis(500))
}
