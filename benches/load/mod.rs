//! A load client: keeps connections open, asks for one page again and again, counts answers.
//!
//! It reads each answer whole and checks its status and its length, but looks at little else, so
//! that the server is what is measured. Two servers are driven in turn by the same client.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// As in the program: what is measured, and what it is measured against, take their memory alike.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What to ask for: the bytes of one request.
#[derive(Clone)]
pub struct Asking(Arc<[u8]>);

impl Asking {
    /// A GET with the headers a browser would send, and more.
    pub fn get(path: &str, more: &[(&str, &str)]) -> Asking {
        let mut text = format!(
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\
             user-agent: Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101\r\n\
             accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n\
             accept-language: en-GB,en;q=0.5\r\n"
        );
        for (name, value) in more {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        Asking(text.into_bytes().into())
    }

    /// A POST with a body.
    #[allow(dead_code)] // not every measurement sends something
    pub fn post(path: &str, more: &[(&str, &str)], body: &str) -> Asking {
        let mut text = format!("POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n");
        for (name, value) in more {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        Asking(text.into_bytes().into())
    }
}

/// One answer.
pub struct Heard {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

/// A connection that is kept open.
pub struct Line {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Line {
    pub async fn open(address: SocketAddr) -> io::Result<Line> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Line {
            stream,
            unread: Vec::with_capacity(64 * 1024),
        })
    }

    /// Asks once and reads the answer whole.
    pub async fn ask(&mut self, asking: &Asking) -> io::Result<Heard> {
        let (status, head, body) = self.exchange(asking).await?;
        let text = String::from_utf8_lossy(&self.unread[..head]).into_owned();
        let heard = Heard {
            status,
            head: text,
            body: self.unread[head..head + body].to_vec(),
        };
        self.unread.drain(..head + body);
        Ok(heard)
    }

    /// Asks once, reads the answer whole and forgets it.
    async fn count(&mut self, asking: &Asking) -> io::Result<u16> {
        let (status, head, body) = self.exchange(asking).await?;
        self.unread.drain(..head + body);
        Ok(status)
    }

    /// The status, and how many bytes of what was read are head and body.
    async fn exchange(&mut self, asking: &Asking) -> io::Result<(u16, usize, usize)> {
        self.stream.write_all(&asking.0).await?;
        let head = loop {
            match self
                .unread
                .windows(4)
                .position(|window| window == b"\r\n\r\n")
            {
                Some(end) => break end + 4,
                None => self.read_more().await?,
            }
        };
        let (status, body) = read_head(&self.unread[..head])?;
        while self.unread.len() < head + body {
            self.read_more().await?;
        }
        Ok((status, head, body))
    }

    async fn read_more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.unread).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

/// The status and the length of the body. Every answer here says its length, or has no body.
fn read_head(head: &[u8]) -> io::Result<(u16, usize)> {
    let wrong = || io::Error::from(io::ErrorKind::InvalidData);
    let text = std::str::from_utf8(head).map_err(|_| wrong())?;
    let status = text
        .get(9..12)
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(wrong)?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    });
    Ok((status, length.unwrap_or(0)))
}

/// An answer of another status measures nothing: says which, and to what.
fn expected(heard: u16, status: u16, asking: &Asking) -> io::Result<()> {
    let text = String::from_utf8_lossy(&asking.0);
    let line = text.lines().next().unwrap_or_default();
    match heard == status {
        true => Ok(()),
        false => Err(io::Error::other(format!("{line}: {heard}, not {status}"))),
    }
}

/// Answers a second over so many connections for so long, all of the expected status.
pub async fn drive(
    address: SocketAddr,
    asking: &Asking,
    status: u16,
    connections: usize,
    time: Duration,
) -> io::Result<u64> {
    let over = Arc::new(AtomicBool::new(false));
    let mut clients = Vec::new();
    for _ in 0..connections {
        let (asking, over) = (asking.clone(), Arc::clone(&over));
        let mut line = Line::open(address).await?;
        clients.push(tokio::spawn(async move {
            let mut answers = 0_u64;
            while !over.load(Ordering::Relaxed) {
                expected(line.count(&asking).await?, status, &asking)?;
                answers += 1;
            }
            io::Result::Ok(answers)
        }));
    }
    let began = Instant::now();
    tokio::time::sleep(time).await;
    over.store(true, Ordering::Relaxed);
    let took = began.elapsed();
    let mut answers = 0;
    for client in clients {
        answers += client.await.map_err(io::Error::other)??;
    }
    Ok(answers * 1000 / u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1))
}

/// Answers a second where each of these is asked for once, over so many connections.
#[allow(dead_code)] // not every measurement asks for something new each time
pub async fn drive_through(
    address: SocketAddr,
    askings: &[Asking],
    status: u16,
    connections: usize,
) -> io::Result<u64> {
    let mut clients = Vec::new();
    let mut lines = Vec::new();
    for _ in 0..connections {
        lines.push(Line::open(address).await?);
    }
    let began = Instant::now();
    for (first, mut line) in lines.into_iter().enumerate() {
        let own = askings.iter().skip(first).step_by(connections);
        let own: Vec<Asking> = own.cloned().collect();
        clients.push(tokio::spawn(async move {
            for asking in &own {
                expected(line.count(asking).await?, status, asking)?;
            }
            io::Result::Ok(())
        }));
    }
    for client in clients {
        client.await.map_err(io::Error::other)??;
    }
    let took = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let asked = u64::try_from(askings.len()).unwrap_or(u64::MAX);
    Ok(asked * 1_000_000 / took.max(1))
}
