//! Refusals: what the server says where it answers before, or instead of, the application.
//!
//! A refusal travels in the answer's extensions and is drawn at the end by whatever drawing the
//! application sets, so that it stands in the product's own page. The drawing here is the plain
//! one for when there is nothing else.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::http::header::{ALLOW, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, html};

use super::request_id::RequestId;

/// Turns a refusal into a whole HTML page.
pub type Drawing = Arc<dyn Fn(&Refusal) -> String + Send + Sync>;

/// Why there is no other answer, in words for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: StatusCode,
    pub title: &'static str,
    pub text: Cow<'static, str>,
    /// What to quote when asking for help; only where something failed on our side.
    pub reference: Option<String>,
}

impl Refusal {
    pub fn new(
        status: StatusCode,
        title: &'static str,
        text: impl Into<Cow<'static, str>>,
    ) -> Refusal {
        Refusal {
            status,
            title,
            text: text.into(),
            reference: None,
        }
    }

    pub fn method_not_allowed() -> Refusal {
        Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This address cannot be used that way",
            "Pages here are opened with GET and forms are sent with POST.",
        )
    }

    pub fn address_too_long() -> Refusal {
        Refusal::new(
            StatusCode::URI_TOO_LONG,
            "The address is too long",
            "Use fewer or shorter filters, or shorten what you are searching for.",
        )
    }

    pub fn too_large(most_bytes: u64) -> Refusal {
        let most = match most_bytes {
            bytes if bytes >= 1024 * 1024 => format!("{} MB", bytes / (1024 * 1024)),
            bytes if bytes >= 1024 => format!("{} KB", bytes / 1024),
            bytes => format!("{bytes} bytes"),
        };
        let text = format!(
            "The most that can be sent here at once is {most}. Nothing was saved. Go back, choose \
             smaller or fewer files or shorten the text, and send it again."
        );
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "What you sent is too large",
            text,
        )
    }

    pub fn too_slow() -> Refusal {
        Refusal::new(
            StatusCode::REQUEST_TIMEOUT,
            "What you sent took too long to arrive",
            "Nothing was saved. Check your connection, go back and send it again.",
        )
    }

    pub fn unsupported_form() -> Refusal {
        Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "What you sent is not in a form this service can read",
            "Send it with the form on the page. Compressed requests cannot be read.",
        )
    }

    pub fn sent_from_elsewhere() -> Refusal {
        Refusal::new(
            StatusCode::FORBIDDEN,
            "This form was sent from another website",
            "Nothing was saved. Open the page on this website and send the form from there.",
        )
    }

    pub fn out_of_time() -> Refusal {
        Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "This is taking too long",
            "The service is busy. Wait a minute, then look whether what you did is there before you \
             do it again.",
        )
    }

    pub fn failed() -> Refusal {
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Sorry, there is a problem with the service",
            "Try again later. If you tell us about it, quote the reference below.",
        )
    }

    /// Words for an error that the application answered without any.
    fn in_general(status: StatusCode) -> Refusal {
        match status {
            StatusCode::NOT_FOUND => Refusal::new(
                status,
                "Page not found",
                "If you typed the address, check that it is right. If you pasted it, check that you \
                 copied the whole of it.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => Refusal::method_not_allowed(),
            status if status.is_server_error() => Refusal {
                status,
                ..Refusal::failed()
            },
            status => Refusal::new(
                status,
                "This could not be done",
                "Go back, check what you entered and try again.",
            ),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        let headers = response.headers_mut();
        match self.status {
            StatusCode::METHOD_NOT_ALLOWED => {
                headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("30"));
            }
            StatusCode::REQUEST_TIMEOUT => {
                headers.insert(CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Draws the page of a refusal, and of an error that came without a page.
pub fn draw(response: &mut Response, drawing: &Drawing, id: RequestId) {
    let status = response.status();
    let mut refusal = match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) => refusal,
        None if is_bare_error(response) => Refusal::in_general(status),
        None => return,
    };
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        refusal.reference = Some(id.to_string());
    }
    *response.body_mut() = Body::from(drawing(&refusal));
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, html);
    // The router has said the length of the body that was there before.
    headers.remove(CONTENT_LENGTH);
    response.extensions_mut().insert(refusal);
}

fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    let error = status.is_client_error() || status.is_server_error();
    error && response.body().size_hint().exact() == Some(0)
}

/// The drawing with nothing around it.
pub fn plainly() -> Drawing {
    Arc::new(|refusal: &Refusal| {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (refusal.title) }
                }
                body {
                    main {
                        h1 { (refusal.title) }
                        p { (refusal.text) }
                        @if let Some(reference) = &refusal.reference {
                            p { "Reference: " code { (reference) } }
                        }
                        p { a href="/" { "Go to the start page" } }
                    }
                }
            }
        };
        page.into_string()
    })
}
