//! A browser with no more than it takes: one request a connection, answers read to their end.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer that came whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.body.split(&mark).nth(1);
        let rest = rest.unwrap_or_else(|| panic!("no {name} on:\n{}\n{}", self.head, self.body));
        rest.split('"').next().unwrap_or_default().to_string()
    }
}

/// Asks and reads the answer, or says how the connection broke.
pub fn ask(address: SocketAddr, request: &str) -> Result<Answer, String> {
    let said = |error: std::io::Error| error.to_string();
    let mut stream = TcpStream::connect(address).map_err(said)?;
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .map_err(said)?;
    stream.write_all(request.as_bytes()).map_err(said)?;
    read(&mut stream)
}

/// Reads one whole answer.
pub fn read(stream: &mut TcpStream) -> Result<Answer, String> {
    let mut bytes = vec![];
    stream
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").ok_or("no whole head")?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    let answer = Answer {
        status: status.ok_or("no status")?,
        head: head.to_string(),
        body: body.to_string(),
    };
    match answer.header("content-length").map(str::parse::<usize>) {
        Some(Ok(length)) if length != body.len() => {
            Err(format!("{} of {length} bytes", body.len()))
        }
        _ => Ok(answer),
    }
}

/// A `GET`, with a session where one is given.
pub fn get(path: &str, session: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: panel.example\r\nCookie: session={session}\r\nConnection: close\r\n\r\n"
    )
}

/// A form sent by `POST`.
pub fn post(path: &str, session: &str, fields: &[(&str, &str)]) -> String {
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    format!(
        "POST {path} HTTP/1.1\r\nHost: panel.example\r\nCookie: session={session}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
