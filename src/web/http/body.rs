//! Bodies of requests: at most so many bytes, and no slower than so.
//!
//! The limit holds for every way of reading a body, since the body itself is bounded. What is
//! left unread is taken and thrown away for a moment, so that the refusal reaches a browser that
//! is still sending; memory does not grow with it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep};

/// What is thrown away of a body that nobody reads: bytes, and for how long.
const THROWN_AWAY: (u64, Duration) = (32 * 1024 * 1024, Duration::from_secs(10));

/// How large and how slow a body may be.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub bytes: u64,
    /// The time that every body has.
    pub time: Duration,
    /// Bytes that earn one second more.
    pub bytes_a_second: u64,
}

impl Bounds {
    /// How long a body may take of which so much has come.
    fn time_for(&self, bytes: u64) -> Duration {
        let seconds = bytes / self.bytes_a_second.max(1);
        self.time + Duration::from_secs(seconds)
    }
}

/// How the reading of a body stands; shared with whoever waits for the answer.
#[derive(Clone, Debug)]
pub struct Reading(Arc<State>);

#[derive(Debug)]
struct State {
    began: Instant,
    last_progress_ms: AtomicU64,
    too_large: AtomicBool,
    too_slow: AtomicBool,
}

impl Reading {
    pub fn begin() -> Reading {
        Reading(Arc::new(State {
            began: Instant::now(),
            last_progress_ms: AtomicU64::new(0),
            too_large: AtomicBool::new(false),
            too_slow: AtomicBool::new(false),
        }))
    }

    /// When bytes last came; the beginning, if none have.
    pub fn last_progress(&self) -> Instant {
        let passed = self.0.last_progress_ms.load(Ordering::Relaxed);
        self.0.began + Duration::from_millis(passed)
    }

    pub fn was_too_large(&self) -> bool {
        self.0.too_large.load(Ordering::Relaxed)
    }

    pub fn was_too_slow(&self) -> bool {
        self.0.too_slow.load(Ordering::Relaxed)
    }

    fn progress(&self) {
        let passed = self.0.began.elapsed().as_millis();
        let passed = u64::try_from(passed).unwrap_or(u64::MAX);
        self.0.last_progress_ms.store(passed, Ordering::Relaxed);
    }
}

/// A body that ends in an error when it passes its bounds.
pub struct BoundedBody {
    inner: Body,
    bounds: Bounds,
    reading: Reading,
    read: u64,
    waiting: Option<Pin<Box<Sleep>>>,
    /// The client waits for leave to send; unless somebody reads there is nothing to throw away.
    awaits_leave: bool,
}

impl BoundedBody {
    pub fn new(inner: Body, bounds: Bounds, reading: Reading, awaits_leave: bool) -> BoundedBody {
        let waiting = None;
        BoundedBody {
            inner,
            bounds,
            reading,
            read: 0,
            waiting,
            awaits_leave,
        }
    }

    fn account(&mut self, frame: &Frame<Bytes>) -> Result<(), BodyError> {
        let came = frame.data_ref().map_or(0, Bytes::len);
        self.read = self.read.saturating_add(came as u64);
        self.reading.progress();
        self.waiting = None;
        if self.read <= self.bounds.bytes {
            return Ok(());
        }
        self.reading.0.too_large.store(true, Ordering::Relaxed);
        throw_away(std::mem::take(&mut self.inner));
        Err(BodyError::TooLarge)
    }

    fn wait(&mut self, context: &mut Context<'_>) -> Poll<BodyError> {
        let until = self.reading.0.began + self.bounds.time_for(self.read);
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
        std::task::ready!(waiting.as_mut().poll(context));
        self.reading.0.too_slow.store(true, Ordering::Relaxed);
        self.inner = Body::empty();
        Poll::Ready(BodyError::TooSlow)
    }
}

impl HttpBody for BoundedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.awaits_leave = false;
        match Pin::new(&mut self.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => Poll::Ready(Some(match self.account(&frame) {
                Ok(()) => Ok(frame),
                Err(error) => Err(error.into()),
            })),
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => self.wait(context).map(|error| Some(Err(error.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for BoundedBody {
    fn drop(&mut self) {
        if !self.awaits_leave && !self.inner.is_end_stream() {
            throw_away(std::mem::take(&mut self.inner));
        }
    }
}

/// Why a body broke off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    #[error("the body is larger than is allowed here")]
    TooLarge,
    #[error("the body took too long to arrive")]
    TooSlow,
}

/// Takes what still comes of a body, within limits, and keeps none of it.
pub fn throw_away(mut body: Body) {
    if body.is_end_stream() {
        return;
    }
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    let (most, time) = THROWN_AWAY;
    runtime.spawn(async move {
        let taking = async {
            let mut taken = 0;
            while let Some(Ok(frame)) = body.frame().await {
                taken += frame.data_ref().map_or(0, Bytes::len) as u64;
                if taken > most {
                    break;
                }
            }
        };
        let _ = tokio::time::timeout(time, taking).await;
    });
}
