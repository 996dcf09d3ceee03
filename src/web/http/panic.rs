//! Panics: a mistake of ours becomes a page with a reference and a line in the log.
//!
//! What a panic says may quote what somebody typed, so only texts that stand in the source are
//! logged; of the others the place in the source is enough to find them.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// Runs `work` and returns its outcome, or that it panicked.
pub async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut work = pin!(work);
    poll_fn(
        |context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(outcome)) => Poll::Ready(Ok(outcome)),
            Err(_) => Poll::Ready(Err(Panicked)),
        },
    )
    .await
}

/// The work panicked; the hook has logged where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panicked;

/// From now on panics go to the log, inside the span of the request that they belong to.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let said = literal(panic);
        tracing::error!(place, said, "panicked");
    }));
}

/// The text of a panic where it is a literal of the source.
fn literal(panic: &PanicHookInfo<'_>) -> &'static str {
    let said: &dyn Any = panic.payload();
    said.downcast_ref::<&'static str>()
        .copied()
        .unwrap_or("(withheld: it may quote input)")
}
