//! The post: where letters go once the outbox hands them over.

use crate::store::outbox::Posted;
use lettre::message::Mailbox;
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Message, Tokio1Executor};

/// Carries letters.
#[derive(Clone)]
pub enum Post {
    /// Letters stay in the outbox, where the demonstration shows them and tests read them.
    Kept,
    /// A mail server.
    Smtp {
        /// The connection.
        mailer: AsyncSmtpTransport<Tokio1Executor>,
        /// Who the letters are from.
        from: Mailbox,
    },
}

/// Why a letter did not go.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// It will never go: the address or the text is not one.
    #[error("the letter cannot be sent: {0}")]
    Never(String),
    /// It may go later.
    #[error("the mail server did not take the letter: {0}")]
    Later(String),
}

impl Post {
    /// A mail server at an address like `smtp://localhost:25` or `smtps://user:secret@mail.example`.
    pub fn smtp(url: &str, from: &str) -> Result<Post, String> {
        let mailer = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| format!("the mail server's address does not read: {error}"))?
            .timeout(Some(std::time::Duration::from_secs(20)))
            .build();
        let from = from
            .parse()
            .map_err(|error| format!("the sender's address does not read: {error}"))?;
        Ok(Post::Smtp { mailer, from })
    }

    /// Hands a letter over.
    pub async fn send(&self, letter: &Posted) -> Result<(), PostError> {
        let Post::Smtp { mailer, from } = self else {
            return Ok(());
        };
        let to: Mailbox = letter
            .to
            .parse()
            .map_err(|error| PostError::Never(format!("{error}")))?;
        let message = Message::builder()
            .from(from.clone())
            .to(to)
            .subject(&letter.subject)
            // The same letter sent twice carries the same number, so that a mailbox can tell.
            .message_id(Some(format!(
                "<letter-{}-{}@payback-panel>",
                letter.id,
                letter.written_at.timestamp_micros()
            )))
            .body(letter.body.clone())
            .map_err(|error| PostError::Never(error.to_string()))?;
        match mailer.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(PostError::Never(error.to_string())),
            Err(error) => Err(PostError::Later(error.to_string())),
        }
    }
}
