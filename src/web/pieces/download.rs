//! A file that streams: rows are sent as they are read, so that memory stays flat.

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use hyper::body::Frame;
use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// Why a file breaks off. The reader sees a download that failed, never one that looks whole.
#[derive(Debug, thiserror::Error)]
#[error("the file broke off: {0}")]
pub struct BrokenOff(String);

/// Where rows are written to.
pub struct Lines(mpsc::Sender<Result<Bytes, BrokenOff>>);

/// Nobody reads any more.
#[derive(Debug)]
pub struct Gone;

impl Lines {
    /// Sends some rows. Waits while the reader is slower.
    pub async fn send(&self, rows: impl Into<Bytes>) -> Result<(), Gone> {
        self.0.send(Ok(rows.into())).await.map_err(|_| Gone)
    }
}

struct Streaming(mpsc::Receiver<Result<Bytes, BrokenOff>>);

impl HttpBody for Streaming {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        self.0
            .poll_recv(context)
            .map(|rows| rows.map(|rows| rows.map(Frame::data)))
    }
}

/// A CSV file to keep. `write` sends its heading and rows; where it fails, the download fails.
pub fn csv<F, Fut, E>(name: &str, write: F) -> Response
where
    F: FnOnce(Lines) -> Fut,
    Fut: Future<Output = Result<(), E>> + Send + 'static,
    E: Display,
{
    file(name, "text/csv; charset=utf-8", write)
}

/// The same of another kind.
pub fn file<F, Fut, E>(name: &str, kind: &'static str, write: F) -> Response
where
    F: FnOnce(Lines) -> Fut,
    Fut: Future<Output = Result<(), E>> + Send + 'static,
    E: Display,
{
    let mut response = Response::new(streamed(write));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.insert(
        header::CONTENT_DISPOSITION,
        disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment")),
    );
    response
}

/// What `write` sends, as it sends it; where it fails, the body breaks off.
pub fn streamed<F, Fut, E>(write: F) -> Body
where
    F: FnOnce(Lines) -> Fut,
    Fut: Future<Output = Result<(), E>> + Send + 'static,
    E: Display,
{
    let (sender, receiver) = mpsc::channel(4);
    let writing = write(Lines(sender.clone()));
    tokio::spawn(async move {
        let broken = writing.await.map_err(|error| BrokenOff(error.to_string()));
        if let Err(broken) = broken {
            let _ = sender.send(Err(broken)).await;
        }
    });
    Body::new(Streaming(receiver))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    #[tokio::test]
    async fn rows_arrive_in_order_and_a_failure_breaks_the_file_off() {
        let whole = csv("a.csv", |lines| async move {
            for row in ["a\r\n", "b\r\n"] {
                if lines.send(row).await.is_err() {
                    break;
                }
            }
            Ok::<_, String>(())
        });
        let bytes = whole
            .into_body()
            .collect()
            .await
            .expect("a file")
            .to_bytes();
        assert_eq!(&bytes[..], b"a\r\nb\r\n");
        let broken = csv("a.csv", |lines| async move {
            let _ = lines.send("a\r\n").await;
            Err("the disk".to_string())
        });
        assert!(broken.into_body().collect().await.is_err());
    }
}
