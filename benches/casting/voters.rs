//! Voters over HTTP: each has a session, opens the paper, looks at the review page and casts.

use crate::load::{Asking, Heard, Line};
use std::io;
use std::net::SocketAddr;

/// A form as it is sent: the bytes of the request.
pub type Form = Asking;

fn hidden(page: &Heard, name: &str) -> String {
    let text = String::from_utf8_lossy(&page.body);
    let mark = format!("name=\"{name}\" value=\"");
    let rest = text
        .split(&mark)
        .nth(1)
        .unwrap_or_else(|| panic!("no {name} on:\n{}\n{text}", page.head));
    rest.split('"').next().unwrap_or_default().to_string()
}

fn posted(path: &str, session: &str, fields: &[(&str, &str)]) -> Asking {
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let cookie = format!("session={session}");
    let kind = "application/x-www-form-urlencoded";
    Asking::post(path, &[("cookie", &cookie), ("content-type", kind)], &body)
}

/// The form that casts this voter's ballot, by way of the pages before it.
pub async fn form(line: &mut Line, session: &str) -> io::Result<Form> {
    let cookie = format!("session={session}");
    let paper = Asking::get("/votes/next-place", &[("cookie", &cookie)]);
    let page = line.ask(&paper).await?;
    let csrf = hidden(&page, "csrf");
    let fields = [("csrf", csrf.as_str()), ("choice", "lc-2026-0001")];
    let page = line
        .ask(&posted("/votes/next-place/review", session, &fields))
        .await?;
    let values = ["once", "choices", "mark"].map(|name| hidden(&page, name));
    let [once, choices, mark] = &values;
    let fields = [
        ("csrf", csrf.as_str()),
        ("once", once),
        ("choices", choices),
        ("mark", mark),
        ("postcode", "LE99 1AA"),
    ];
    Ok(posted("/votes/next-place/cast", session, &fields))
}

/// The forms of so many voters, over several connections at once.
pub async fn forms(address: SocketAddr, sessions: &[String]) -> Vec<Form> {
    let clients = sessions
        .chunks(sessions.len().div_ceil(16).max(1))
        .map(|part| {
            let part = part.to_vec();
            tokio::spawn(async move {
                let mut line = Line::open(address).await.expect("a connection");
                let mut forms = vec![];
                for session in &part {
                    forms.push(form(&mut line, session).await.expect("a form"));
                }
                forms
            })
        });
    let clients: Vec<_> = clients.collect();
    let mut forms = vec![];
    for client in clients {
        forms.extend(client.await.expect("a client"));
    }
    forms
}
