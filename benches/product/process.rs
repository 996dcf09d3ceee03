//! The program as a process: how soon it answers after its start, and what memory it holds after
//! 100,000 requests.

use crate::data::{Data, reference};
use crate::load::{Asking, Line};
use std::fmt;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const REQUESTS: u32 = 100_000;

/// What was measured.
pub struct Process {
    demonstration: Duration,
    memory_kib: u64,
    pub kept: bool,
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\nFrom start to first answer on the demonstration: {} ms (promised: under 1,000). \
             Memory after {REQUESTS} requests: {} MB (promised: under 100).",
            self.demonstration.as_millis(),
            self.memory_kib / 1024
        )
    }
}

/// A program that is ended when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address")
}

fn start(arguments: &[&str], url: Option<&str>, folder: &Path) -> Running {
    let mut command = Command::new(env!("CARGO_BIN_EXE_payback-panel"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("PAYBACK_LOG", "error");
    if let Some(url) = url {
        command.env("DATABASE_URL", url);
    }
    Running(
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts"),
    )
}

/// Measures both.
pub fn measured(data: &Data) -> Process {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let demonstration = runtime.block_on(demonstration(data.folder()));
    let memory_kib = runtime.block_on(memory(data));
    Process {
        kept: demonstration < Duration::from_secs(1) && memory_kib < 100 * 1024,
        demonstration,
        memory_kib,
    }
}

/// Makes the demonstration once, then times a start on what it made.
async fn demonstration(folder: &Path) -> Duration {
    let address = free_address();
    let made = folder.join("demonstration");
    // Where the data was kept, the last time's is there still.
    let _ = fs::remove_dir_all(&made);
    let made = made.to_str().expect("a path in UTF-8");
    let listen = address.to_string();
    let running = start(&["demo", "--listen", &listen, "--data", made], None, folder);
    first_answer(address).await;
    drop(running);
    let url = format!("sqlite:{made}/payback-panel.db");
    let began = Instant::now();
    let _running = start(&["serve", "--listen", &listen], Some(&url), folder);
    first_answer(address).await;
    began.elapsed()
}

async fn first_answer(address: SocketAddr) {
    let asking = Asking::get("/", &[]);
    for _ in 0..6000 {
        if let Ok(mut line) = Line::open(address).await
            && let Ok(heard) = line.ask(&asking).await
        {
            assert_eq!(heard.status, 200, "{}", heard.head);
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("no answer within 30 seconds");
}

async fn memory(data: &Data) -> u64 {
    let address = free_address();
    let running = start(
        &["serve", "--listen", &address.to_string()],
        Some(&data.url()),
        data.folder(),
    );
    first_answer(address).await;
    let mut clients = vec![];
    for client in 0..16 {
        clients.push(tokio::spawn(async move {
            let mut line = Line::open(address).await.expect("a connection");
            for number in 0..REQUESTS / 16 {
                let path = match number % 4 {
                    0 => "/".to_string(),
                    1 => format!("/projects?page={}", 1 + (number + client) % 400),
                    2 => format!(
                        "/projects/{}",
                        reference((number * 13 + client) % crate::data::PROJECTS)
                    ),
                    _ => "/figures".to_string(),
                };
                let heard = line.ask(&Asking::get(&path, &[])).await.expect("an answer");
                assert_eq!(heard.status, 200, "{path}: {}", heard.head);
            }
        }));
    }
    for client in clients {
        client.await.expect("a client");
    }
    resident(running.0.id())
}

/// The resident memory of a process, in KiB, as Linux tells it.
fn resident(process: u32) -> u64 {
    let status =
        std::fs::read_to_string(format!("/proc/{process}/status")).expect("the process's status");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .expect("its resident memory");
    line.split_whitespace()
        .next()
        .and_then(|number| number.parse().ok())
        .expect("a number")
}
