//! People with browsers: they open pages, fill forms in, press buttons and read their letters.

use super::World;
use super::page::{Form, Page};
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};
use http_body_util::BodyExt;
use payback_panel::store::outbox::Posted;
use payback_panel::web::http::peer::PeerAddress;
use std::collections::BTreeMap;
use tower::ServiceExt;

/// How browsers send a form without files.
const FORM: &str = "application/x-www-form-urlencoded";

/// Somebody with a browser.
pub struct Actor<'w> {
    world: &'w World,
    /// What they are called.
    pub name: String,
    /// Their mailbox.
    pub email: String,
    /// Their account, where they have one.
    pub account: Option<i64>,
    cookies: BTreeMap<String, String>,
    address: Option<PeerAddress>,
    headers: Vec<(&'static str, &'static str)>,
    page: Option<Page>,
    filled: Vec<(String, String)>,
    cleared: Vec<String>,
}

impl<'w> Actor<'w> {
    pub(super) fn new(world: &'w World, name: &str) -> Actor<'w> {
        Actor {
            world,
            name: name.to_string(),
            email: format!(
                "{}@residents.example",
                name.to_lowercase().replace(' ', ".")
            ),
            account: None,
            cookies: BTreeMap::new(),
            address: None,
            headers: vec![],
            page: None,
            filled: vec![],
            cleared: vec![],
        }
    }

    /// Gives the browser a cookie.
    pub fn holds(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.into(), value.into());
    }

    /// Sends another header with each request, in place of the browser's own.
    pub fn says(&mut self, header: &'static str, value: &'static str) -> &mut Self {
        self.headers.push((header, value));
        self
    }

    /// Sends the browser's own headers again.
    pub fn says_no_more(&mut self) -> &mut Self {
        self.headers.clear();
        self
    }

    /// Opens an address and does not follow where it leads.
    pub async fn gets_alone(&mut self, path: &str) -> &mut Self {
        let page = self.asks(Method::GET, path, None).await;
        self.page = Some(page);
        self
    }

    /// Says from which address of the network the browser asks.
    pub fn comes_from(&mut self, address: &str) -> &mut Self {
        self.address = Some(PeerAddress::of(address.parse().expect("an address")));
        self
    }

    /// All cookies, as the browser would send them.
    pub fn cookies(&self) -> String {
        let all: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        all.join("; ")
    }

    /// What the browser holds under a name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Opens an address and follows where it leads.
    pub async fn opens(&mut self, path: &str) -> &mut Self {
        let page = self.asks(Method::GET, path, None).await;
        self.arrives(page).await
    }

    /// Asks for the head of an address alone, as scanners do.
    pub async fn heads(&mut self, path: &str) -> &mut Self {
        let page = self.asks(Method::HEAD, path, None).await;
        self.page = Some(page);
        self
    }

    /// Follows the link with these words.
    pub async fn follows(&mut self, words: &str) -> &mut Self {
        let page = self.page();
        let to = page
            .link(words)
            .unwrap_or_else(|| panic!("no link {words:?} on {}:\n{}", page.path, page.words()));
        self.opens(&to).await
    }

    /// Types into a field, ticks a box or picks a choice by its value.
    pub fn fills(&mut self, field: &str, value: &str) -> &mut Self {
        self.filled.push((field.into(), value.into()));
        self
    }

    /// Of several things filled into one field, keeps the last.
    pub fn keeps_last(&mut self) -> &mut Self {
        let all = std::mem::take(&mut self.filled);
        for (at, (name, value)) in all.iter().enumerate() {
            if !all[at + 1..].iter().any(|(later, _)| later == name) {
                self.filled.push((name.clone(), value.clone()));
            }
        }
        self
    }

    /// Unticks every box of that name.
    pub fn clears(&mut self, field: &str) -> &mut Self {
        self.cleared.push(field.into());
        self
    }

    /// Presses the button with these words, sends its form and follows where it leads.
    pub async fn presses(&mut self, button: &str) -> &mut Self {
        let (path, method, fields) = self.would_send(button);
        let page = if method == Method::POST {
            self.asks(method, &path, Some((FORM, encoded(&fields))))
                .await
        } else {
            let query = encoded(&fields);
            let path = path.split('?').next().unwrap_or_default().to_string();
            self.asks(method, &format!("{path}?{query}"), None).await
        };
        self.filled.clear();
        self.cleared.clear();
        self.arrives(page).await
    }

    /// Presses a button twice in a row, as a hurried person does. Both are answered alike; follows where they
    /// lead.
    pub async fn presses_twice(&mut self, button: &str) -> &mut Self {
        let (path, _, fields) = self.would_send(button);
        let mut led_to = vec![];
        for _ in 0..2 {
            self.sends(&path, &fields).await;
            self.gets(303);
            led_to.push(self.page().headers["location"].clone());
        }
        assert_eq!(led_to[0], led_to[1]);
        let to = led_to[0].to_str().expect("an address").to_string();
        self.opens(&to).await
    }

    /// What pressing the button would send, with what was filled in.
    pub fn would_send(&self, button: &str) -> (String, Method, Vec<(String, String)>) {
        let page = self.page();
        let forms = page.forms();
        let found: Option<(&Form, &Option<(String, String)>)> = forms.iter().find_map(|form| {
            let pressed = form
                .buttons
                .iter()
                .find(|(words, _)| words.contains(button));
            pressed.map(|(_, adds)| (form, adds))
        });
        let (form, adds) = found
            .unwrap_or_else(|| panic!("no button {button:?} on {}:\n{}", page.path, page.words()));
        let mut fields = form.fields.clone();
        fields.retain(|(name, _)| !self.cleared.contains(name));
        let typed: Vec<&String> = self.filled.iter().map(|(name, _)| name).collect();
        fields.retain(|(name, _)| !typed.contains(&name));
        fields.extend(self.filled.iter().cloned());
        fields.extend(adds.clone());
        let method = if form.posts {
            Method::POST
        } else {
            Method::GET
        };
        (form.action.clone(), method, fields)
    }

    /// Sends a form by hand, as a replay or a forger would. Does not follow where it leads.
    pub async fn sends(&mut self, path: &str, fields: &[(String, String)]) -> &mut Self {
        let page = self
            .asks(Method::POST, path, Some((FORM, encoded(fields))))
            .await;
        self.page = Some(page);
        self
    }

    /// Sends the same form twice at once, as a double click does. Does not follow where they lead.
    pub async fn sends_twice_at_once(
        &mut self,
        path: &str,
        fields: &[(String, String)],
    ) -> [Page; 2] {
        let sent = || Some((FORM, encoded(fields)));
        let (one, other) = tokio::join!(
            self.asks_once(Method::POST, path, sent()),
            self.asks_once(Method::POST, path, sent())
        );
        self.keep_cookies(&one.headers);
        self.keep_cookies(&other.headers);
        self.filled.clear();
        self.cleared.clear();
        self.page = Some(other.clone());
        [one, other]
    }

    /// Follows where the answer to a form sent by hand leads.
    pub async fn goes_on(&mut self) -> &mut Self {
        let page = self.page().clone();
        self.arrives(page).await
    }

    /// Sends a form by hand with files of text, as a browser does where a form can bring them. Does not
    /// follow where it leads.
    pub async fn uploads(
        &mut self,
        path: &str,
        fields: &[(String, String)],
        files: &[(&str, String)],
    ) -> &mut Self {
        let mark = "a line between two parts";
        let mut body = String::new();
        for (name, value) in fields {
            body.push_str(&format!(
                "--{mark}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        for (name, text) in files {
            body.push_str(&format!(
                "--{mark}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"file.txt\"\r\n\
                 Content-Type: text/plain\r\n\r\n{text}\r\n"
            ));
        }
        body.push_str(&format!("--{mark}--\r\n"));
        let kind = format!("multipart/form-data; boundary=\"{mark}\"");
        let page = self.asks(Method::POST, path, Some((&kind, body))).await;
        self.page = Some(page);
        self
    }

    /// Whether a page was opened yet.
    pub fn has_page(&self) -> bool {
        self.page.is_some()
    }

    /// The page in the browser.
    pub fn page(&self) -> &Page {
        self.page.as_ref().expect("no page was opened yet")
    }

    /// The page must say this.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let words = self.page().words();
        assert!(
            words.contains(text),
            "{} does not see {text:?} on {}:\n{words}",
            self.name,
            self.page().path
        );
        self
    }

    /// The page must not say this.
    #[track_caller]
    pub fn sees_no(&mut self, text: &str) -> &mut Self {
        let words = self.page().words();
        assert!(
            !words.contains(text),
            "{} sees {text:?} on {}:\n{words}",
            self.name,
            self.page().path
        );
        self
    }

    /// The page must have come with this status.
    #[track_caller]
    pub fn gets(&mut self, status: u16) -> &mut Self {
        let page = self.page();
        assert_eq!(page.status, status, "on {}:\n{}", page.path, page.words());
        self
    }

    /// The page must be at this address.
    #[track_caller]
    pub fn is_at(&mut self, path: &str) -> &mut Self {
        let page = self.page();
        assert_eq!(page.path, path, "{}", page.words());
        self
    }

    /// Reads the newest letter in their mailbox whose subject holds these words.
    pub async fn reads_letter(&self, subject: &str) -> Posted {
        let letters = self.world.letters().await;
        let found = letters
            .iter()
            .find(|letter| letter.to == self.email && letter.subject.contains(subject));
        let subjects: Vec<_> = letters
            .iter()
            .map(|letter| format!("{}: {}", letter.to, letter.subject))
            .collect();
        let letter = found.unwrap_or_else(|| {
            panic!(
                "{} got no letter {subject:?}, only {subjects:#?}",
                self.email
            )
        });
        self.world.reads(letter);
        letter.clone()
    }

    /// Opens the page of this site that a letter names.
    pub async fn opens_letter(&mut self, subject: &str) -> &mut Self {
        let letter = self.reads_letter(subject).await;
        let address = "http://panel.example";
        let path = letter
            .body
            .lines()
            .find_map(|line| line.strip_prefix(address).filter(|path| !path.is_empty()))
            .unwrap_or_else(|| panic!("no page in the letter:\n{}", letter.body))
            .to_string();
        self.opens(&path).await
    }

    async fn arrives(&mut self, mut page: Page) -> &mut Self {
        for _ in 0..5 {
            let Some(to) = page.headers.get(header::LOCATION) else {
                break;
            };
            let to = to.to_str().expect("a location").to_string();
            page = self.asks(Method::GET, &to, None).await;
        }
        self.page = Some(page);
        self
    }

    async fn asks(&mut self, method: Method, path: &str, sent: Option<(&str, String)>) -> Page {
        let page = self.asks_once(method, path, sent).await;
        self.keep_cookies(&page.headers);
        page
    }

    /// The answer, without a look at its cookies.
    async fn asks_once(&self, method: Method, path: &str, sent: Option<(&str, String)>) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "panel.example");
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, self.cookies());
        }
        if let Some(address) = self.address {
            request = request.extension(address);
        }
        let body = match sent {
            None => Body::empty(),
            Some((kind, body)) => {
                request = request.header(header::CONTENT_TYPE, kind);
                Body::from(body)
            }
        };
        let mut request = request.body(body).expect("a request");
        for (name, value) in &self.headers {
            let value = HeaderValue::from_static(value);
            request.headers_mut().insert(*name, value);
        }
        let response = self
            .world
            .front
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        assert!(
            parts.status.as_u16() < 500 || parts.status.as_u16() == 503,
            "{} on {path}",
            parts.status
        );
        Page {
            path: path.to_string(),
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    fn keep_cookies(&mut self, headers: &axum::http::HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie");
            let (name, rest) = cookie.split_once('=').expect("a cookie has a name");
            let value = rest.split(';').next().unwrap_or_default();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.into(), value.into());
            }
        }
    }
}

fn encoded(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
