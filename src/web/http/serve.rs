//! Serving: the loop that accepts connections, and how it stops.
//!
//! `axum::serve` holds a connection that sends its header slowly, or nothing, for ever, and has
//! no end to how many it takes. This loop has a limit for each. Start at [`serve`].

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::response::Response;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::Service;

use super::connection::{self, Phase, Surroundings, Terms};
use super::peer::{PeerAddress, Proxies};
use super::places::{self, Places};

/// How long the loop rests when the system has no file descriptor left for a connection.
const REST: Duration = Duration::from_millis(100);

/// A long spell of failing is logged so often.
const BETWEEN_WARNINGS: Duration = Duration::from_secs(60);

/// How many connections at once are told politely that there is no place.
const POLITE_REFUSALS: usize = 64;

/// How many connections the system completes before the loop has come to them.
const WAITING_AT_THE_DOOR: u32 = 4096;

/// What a connection hears for which there is no place.
const NO_PLACE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
    content-type: text/plain; charset=utf-8\r\n\
    content-length: 71\r\n\
    retry-after: 10\r\n\
    cache-control: no-store\r\n\
    x-content-type-options: nosniff\r\n\
    content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n\
    connection: close\r\n\r\n\
    Many people are using this service just now. Try again in a few moments";

/// Limits on connections.
#[derive(Clone, Debug)]
pub struct Connections {
    /// How long a request's header may take, and how long a kept connection may be idle.
    pub header_time: Duration,
    /// The same while more than three quarters of the places are taken.
    pub header_time_when_full: Duration,
    /// How long a client may take nothing of its answer.
    pub unread_time: Duration,
    /// Connections at once; one address gets at most a quarter.
    pub places: usize,
    pub most_headers: usize,
    pub header_bytes: usize,
    /// How long requests in flight have to finish once stopping has begun.
    pub grace: Duration,
    /// Proxies, which carry everybody and are not capped.
    pub proxies: Proxies,
}

impl Default for Connections {
    fn default() -> Connections {
        Connections {
            header_time: Duration::from_secs(10),
            header_time_when_full: Duration::from_secs(2),
            unread_time: Duration::from_secs(30),
            places: places::affordable(),
            most_headers: 64,
            header_bytes: 16 * 1024,
            grace: Duration::from_secs(10),
            proxies: Proxies::none(),
        }
    }
}

/// Serves until `stop` comes true, then finishes what is in flight and returns.
///
/// The service is asked without `poll_ready`, so it must always be ready, as a `Router` and a
/// [`Front`](super::Front) are. Each request carries a [`PeerAddress`] in its extensions.
pub async fn serve<S>(
    listener: TcpListener,
    service: S,
    settings: Connections,
    stop: impl Future<Output = ()>,
) -> io::Result<()>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let (phase, watched) = watch::channel(Phase::Open);
    let around = Surroundings {
        closing: Arc::new(AtomicBool::new(false)),
        phase: watched,
    };
    let grace = settings.grace;
    let mut door = Door::new(service, settings, around);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = stop.as_mut() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => door.admit(stream, peer),
                Err(error) => door.rest_after(&error).await,
            }
        }
    }
    door.around.closing.store(true, Ordering::Relaxed);
    close(listener, &mut door);
    drop(door);
    phase.send_replace(Phase::Closing);
    if tokio::time::timeout(grace, phase.closed()).await.is_err() {
        tracing::warn!("some requests had not finished when the grace ended; cutting them off");
        phase.send_replace(Phase::Ended);
        phase.closed().await;
    }
    Ok(())
}

/// Takes an address to serve at, with room for many who connect at the same moment.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    // A server that was just stopped leaves its address in use for a while.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING_AT_THE_DOOR)
}

/// Comes true when the operator or the system asks the process to stop.
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            () = interrupted => {}
            _ = terminated.recv() => {}
        },
        Err(_) => interrupted.await,
    }
}

/// Where connections come in.
struct Door<S> {
    service: S,
    settings: Arc<Connections>,
    places: Arc<Places>,
    around: Surroundings,
    refusals: Arc<Semaphore>,
    /// When the log last heard that accepting fails.
    warned: Option<Instant>,
}

impl<S> Door<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    fn new(service: S, settings: Connections, around: Surroundings) -> Door<S> {
        let places = Places::new(settings.places, settings.proxies.clone());
        let refusals = Arc::new(Semaphore::new(POLITE_REFUSALS));
        Door {
            service,
            settings: Arc::new(settings),
            places,
            around,
            refusals,
            warned: None,
        }
    }

    fn admit(&mut self, stream: TcpStream, peer: SocketAddr) {
        let peer = PeerAddress::of(peer.ip());
        let Ok(place) = self.places.take(peer) else {
            return self.refuse(stream);
        };
        // Answers are written whole, so waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let terms = Terms::new(&self.settings, self.places.are_scarce());
        let service = self.service.clone();
        let settings = Arc::clone(&self.settings);
        let around = self.around.clone();
        tokio::spawn(async move {
            connection::hold(stream, peer, service, terms, &settings, around).await;
            drop(place);
        });
    }

    /// A failed accept concerns one connection, or the system has run out of something: then a
    /// rest keeps the loop from spinning, and connections that end meanwhile make room.
    async fn rest_after(&mut self, error: &io::Error) {
        use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
        if matches!(
            error.kind(),
            ConnectionAborted | ConnectionRefused | ConnectionReset
        ) {
            return;
        }
        if self
            .warned
            .is_none_or(|then| then.elapsed() > BETWEEN_WARNINGS)
        {
            tracing::warn!(%error, "cannot accept connections; resting until it can");
            self.warned = Some(Instant::now());
        }
        tokio::time::sleep(REST).await;
    }

    /// Says that there is no place, where that costs little; else just hangs up.
    fn refuse(&self, mut stream: TcpStream) {
        metrics::counter!("http_connections_refused_total").increment(1);
        let Ok(turn) = Arc::clone(&self.refusals).try_acquire_owned() else {
            return;
        };
        tokio::spawn(async move {
            // Reading what was sent before closing keeps the answer from being lost.
            let telling = async {
                stream.write_all(NO_PLACE).await?;
                stream.shutdown().await?;
                let mut unread = [0; 1024];
                while stream.read(&mut unread).await? > 0 {}
                io::Result::Ok(())
            };
            let _ = tokio::time::timeout(Duration::from_secs(1), telling).await;
            drop(turn);
        });
    }
}

/// Stops listening. Connections that the system had completed before are served, too.
///
/// The system is asked directly, since the runtime learns of a connection a moment later; nothing
/// comes between its last answer and the end of listening, or a connection made there would break.
fn close<S>(listener: TcpListener, door: &mut Door<S>)
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let Ok(listener) = listener.into_std() else {
        return;
    };
    let mut last = Vec::new();
    for _ in 0..WAITING_AT_THE_DOOR {
        let Ok(accepted) = listener.accept() else {
            break;
        };
        last.push(accepted);
    }
    drop(listener);
    for (stream, peer) in last {
        let ready = stream
            .set_nonblocking(true)
            .and_then(|()| TcpStream::from_std(stream));
        if let Ok(stream) = ready {
            door.admit(stream, peer);
        }
    }
}
