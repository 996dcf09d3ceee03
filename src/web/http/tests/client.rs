//! A server on loopback, and a client that says exactly what a test wants said.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower::ServiceExt;

use super::settings;
use crate::web::http::{Connections, Front, Settings, serve, wrap};

/// An answer, read to its end.
#[derive(Debug)]
pub struct Heard {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Heard {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("text"))
    }
}

/// Asks a site without a socket.
pub async fn ask(site: &Front, request: Request) -> Heard {
    let response = site.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
    Heard {
        status: parts.status,
        headers: parts.headers,
        body,
    }
}

pub async fn get(site: &Front, path: &str) -> Heard {
    get_with(site, path, &[]).await
}

pub async fn get_with(site: &Front, path: &str, headers: &[(&str, &str)]) -> Heard {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    ask(site, request.body(Body::empty()).expect("a request")).await
}

/// A server that is stopped by the test.
pub struct Served {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    pub ended: JoinHandle<io::Result<()>>,
}

impl Served {
    pub fn stop(&mut self) {
        let _ = self.stop.take().expect("stopped once").send(());
    }
}

/// Serves a router with short times: a quarter of a second where minutes would be usual.
pub async fn served(router: Router) -> Served {
    served_with(router, |_, _| {}).await
}

pub async fn served_with(
    router: Router,
    change: impl FnOnce(&mut Settings, &mut Connections),
) -> Served {
    let (mut settings, _) = settings();
    let short = Duration::from_millis(250);
    settings.limits.body_time = short;
    let mut connections = Connections {
        header_time: short,
        unread_time: short,
        ..Connections::default()
    };
    change(&mut settings, &mut connections);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel();
    let site = wrap(router, settings);
    let ended = tokio::spawn(serve(listener, site, connections, async {
        let _ = stopped.await;
    }));
    Served {
        address,
        stop: Some(stop),
        ended,
    }
}

/// One connection.
pub struct Line {
    pub stream: TcpStream,
    unread: Vec<u8>,
}

impl Line {
    pub async fn open(address: SocketAddr) -> Line {
        let stream = TcpStream::connect(address).await.expect("a connection");
        Line {
            stream,
            unread: Vec::new(),
        }
    }

    pub async fn says(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).await.expect("sent");
    }

    /// Reads one answer; none where the connection ended without one.
    pub async fn hears(&mut self) -> Option<Heard> {
        let end = loop {
            if let Some(end) = find(&self.unread, b"\r\n\r\n") {
                break end + 4;
            }
            self.read_more().await?;
        };
        let head: Vec<u8> = self.unread.drain(..end).collect();
        let (status, headers) = read_head(&String::from_utf8(head).expect("text"));
        let length = headers
            .get("content-length")
            .and_then(|v| v.to_str().ok()?.parse().ok());
        let chunked = headers.contains_key("transfer-encoding");
        let mut body = Vec::new();
        if let Some(length) = length {
            while self.unread.len() < length {
                self.read_more().await?;
            }
            body = self.unread.drain(..length).collect();
        } else if chunked {
            while find(&self.unread, b"0\r\n\r\n").is_none() {
                self.read_more().await?;
            }
            body.append(&mut self.unread);
        }
        Some(Heard {
            status,
            headers,
            body,
        })
    }

    /// Whether the server has closed the connection by now, with nothing more said.
    pub async fn is_closed_within(&mut self, time: Duration) -> bool {
        matches!(tokio::time::timeout(time, self.read_more()).await, Ok(None))
    }

    async fn read_more(&mut self) -> Option<()> {
        let mut bytes = [0; 16 * 1024];
        match self.stream.read(&mut bytes).await {
            Ok(0) | Err(_) => None,
            Ok(read) => {
                self.unread.extend_from_slice(&bytes[..read]);
                Some(())
            }
        }
    }
}

/// Opens a connection, says one thing and reads the answer.
pub async fn say(address: SocketAddr, text: &str) -> Option<Heard> {
    let mut line = Line::open(address).await;
    line.says(text).await;
    line.hears().await
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len())
        .position(|window| window == needle)
}

fn read_head(head: &str) -> (StatusCode, HeaderMap) {
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .expect("a status");
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let name: HeaderName = name.parse().expect("a name");
        headers.append(name, HeaderValue::from_str(value).expect("a value"));
    }
    (status.parse().expect("a number"), headers)
}
