//! Hashing passwords, off the threads that answer and only a few at once: each costs 19 MiB and some
//! 20 milliseconds on purpose.

use crate::actions::{Desk, Refusal};
use crate::store::StoreError;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Half the cores hash, the other half answer.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Semaphore::new((cores / 2).max(1))
});

/// What a password is compared with where there is no account: the same work, never right.
static NOBODYS: LazyLock<String> =
    LazyLock::new(|| hashed(b"no password", &[7; 16]).unwrap_or_default());

fn hashed(password: &[u8], salt: &[u8]) -> Result<String, argon2::password_hash::Error> {
    let hash: argon2::PasswordHash = Argon2::default().hash_password_with_salt(password, salt)?;
    Ok(hash.to_string())
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    let failed = |why: String| Refusal::Storage(StoreError::Failed(why));
    let turn = TURNS.acquire().await.map_err(|e| failed(e.to_string()))?;
    let done = tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| failed(e.to_string()))?;
    drop(turn);
    Ok(done)
}

/// The hash to keep: argon2id with the crate's parameters, which follow current advice.
pub(super) async fn hash(desk: &Desk, password: String) -> Result<String, Refusal> {
    let salt: [u8; 16] = desk.dice.bytes();
    in_turn(move || hashed(password.as_bytes(), &salt))
        .await?
        .map_err(|error| Refusal::Storage(StoreError::Failed(error.to_string())))
}

/// Whether a password is the one behind the hash. Without a hash the answer is no, after the same work.
pub(super) async fn is_right(hash: Option<String>, password: String) -> Result<bool, Refusal> {
    in_turn(move || {
        let nobodys = NOBODYS.as_str();
        let against = hash.as_deref().unwrap_or(nobodys);
        let right = Argon2::default()
            .verify_password(password.as_bytes(), against)
            .is_ok();
        right && hash.is_some()
    })
    .await
}
