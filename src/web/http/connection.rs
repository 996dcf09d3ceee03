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

/// hyper's settings for one connection. Where places are scarce, it must be quick and comes once.
pub fn builder(settings: &Connections, scarce: bool) -> http1::Builder {
    let mut builder = http1::Builder::new();
    let patience = if scarce {
        settings.header_time_when_full
    } else {
        settings.header_time
    };
    builder
        .timer(TokioTimer::new())
        // The same clock runs while a kept connection waits for its next request.
        .header_read_timeout(patience)
        .keep_alive(!scarce)
        .max_headers(settings.most_headers)
        .max_header_size(settings.header_bytes)
        .max_buf_size(BUFFER_BYTES);
    builder
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
    builder: http1::Builder,
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
    let mut connection = std::pin::pin!(builder.serve_connection(io, answer));
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

/// How long a silent connection stays open once stopping has begun.
fn linger(grace: Duration) -> Duration {
    (grace / 4).min(Duration::from_millis(500))
}
