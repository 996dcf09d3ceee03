use super::*;
use crate::domain::letters::Letterhead;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;

/// A database that goes away. What is asked here never reaches it.
struct Kept(std::path::PathBuf);

impl Kept {
    async fn new(name: &str) -> (Kept, Db) {
        let name = format!("payback-panel-gathering-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        let url = format!("sqlite:{}", folder.join("panel.db").display());
        let letterhead = Letterhead {
            service: "Payback Panel".into(),
            address: "https://panel.example".into(),
        };
        let db = Db::open(&url, letterhead).await;
        (Kept(folder), db.expect("a database"))
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Asks for twice a number, where whoever serves waits for leave and says how many they serve.
struct Double {
    number: i32,
    leave: Arc<Semaphore>,
    served: mpsc::UnboundedSender<usize>,
}

/// A number whose row nobody can read, one with which storage is busy, and one at which whoever serves falls.
const UNREADABLE: i32 = -1;
const BUSY: i32 = -2;
const FALL: i32 = -3;

impl Gathered for Double {
    type Answer = i32;

    async fn serve(_: &Db, asked: &[Double]) -> Result<Vec<i32>, StoreError> {
        let _ = asked[0].served.send(asked.len());
        let leave = asked[0].leave.acquire().await.expect("leave");
        leave.forget();
        let has = |number: i32| asked.iter().any(|one| one.number == number);
        assert!(!has(FALL), "it falls");
        if has(BUSY) {
            return Err(StoreError::Busy);
        }
        if has(UNREADABLE) {
            return Err(StoreError::Unreadable("a row".into()));
        }
        Ok(asked.iter().map(|one| one.number * 2).collect())
    }
}

type Told = JoinHandle<Result<i32, StoreError>>;

struct Bench {
    gathering: Gathering<Double>,
    db: Db,
    leave: Arc<Semaphore>,
    serving: mpsc::UnboundedReceiver<usize>,
    served: mpsc::UnboundedSender<usize>,
    _kept: Kept,
}

impl Bench {
    async fn new(name: &str) -> Bench {
        let (kept, db) = Kept::new(name).await;
        let (served, serving) = mpsc::unbounded_channel();
        Bench {
            gathering: Gathering::default(),
            db,
            leave: Arc::new(Semaphore::new(0)),
            serving,
            served,
            _kept: kept,
        }
    }

    /// Asks for each number in a task of its own, one after the other.
    async fn ask(&self, numbers: &[i32]) -> Vec<Told> {
        let mut told = vec![];
        for &number in numbers {
            let asked = Double {
                number,
                leave: self.leave.clone(),
                served: self.served.clone(),
            };
            let (gathering, db) = (self.gathering.clone(), self.db.clone());
            told.push(tokio::spawn(async move { gathering.ask(&db, asked).await }));
            tokio::task::yield_now().await;
        }
        told
    }

    /// Somebody is being served, alone, while these come.
    async fn ask_meanwhile(&mut self, numbers: &[i32]) -> (Told, Vec<Told>) {
        let first = self.ask(&[100]).await.remove(0);
        assert_eq!(self.serving.recv().await, Some(1));
        (first, self.ask(numbers).await)
    }

    /// How many were served at a time since then, once everybody may be.
    async fn groups(&mut self, told: Vec<Told>) -> (Vec<usize>, Vec<Result<i32, StoreError>>) {
        self.leave.add_permits(1_000);
        let mut answers = vec![];
        for told in told {
            answers.push(told.await.expect("who asked"));
        }
        let mut groups = vec![];
        while let Ok(group) = self.serving.try_recv() {
            groups.push(group);
        }
        (groups, answers)
    }
}

#[tokio::test]
async fn those_who_come_while_one_is_served_are_served_together_each_with_their_own_answer() {
    let mut bench = Bench::new("together").await;
    let numbers: Vec<i32> = (0..50).collect();
    let (first, told) = bench.ask_meanwhile(&numbers).await;
    let (groups, answers) = bench.groups(told).await;
    assert_eq!(groups, [50]);
    let doubled: Vec<_> = numbers.iter().map(|number| Ok(number * 2)).collect();
    assert_eq!(answers, doubled);
    assert_eq!(first.await.expect("who asked"), Ok(200));
    // And whoever comes when all are served is served at once.
    let told = bench.ask(&[7]).await;
    assert_eq!(bench.groups(told).await, (vec![1], vec![Ok(14)]));
}

#[tokio::test]
async fn no_group_is_larger_than_one_statement_takes_or_than_was_asked_for() {
    let mut bench = Bench::new("size").await;
    let numbers: Vec<i32> = (0..300).collect();
    let (_, told) = bench.ask_meanwhile(&numbers).await;
    assert_eq!(bench.groups(told).await.0, [MOST, 300 - MOST]);
    bench.gathering.serve_at_most(1);
    let told = bench.ask(&[1, 2, 3]).await;
    assert_eq!(bench.groups(told).await.0, [1, 1, 1]);
}

#[tokio::test]
async fn one_whose_row_does_not_read_fails_alone() {
    let mut bench = Bench::new("alone").await;
    let numbers = [1, 2, 3, UNREADABLE, 5, 6, 7, 8];
    let (_, told) = bench.ask_meanwhile(&numbers).await;
    let (groups, answers) = bench.groups(told).await;
    assert_eq!(groups, [8, 4, 2, 2, 1, 1, 4]);
    for (number, answer) in numbers.into_iter().zip(answers) {
        match number {
            UNREADABLE => assert_eq!(answer, Err(StoreError::Unreadable("a row".into()))),
            _ => assert_eq!(answer, Ok(number * 2)),
        }
    }
}

#[tokio::test]
async fn where_storage_is_what_fails_nobody_is_tried_again() {
    let mut bench = Bench::new("busy").await;
    let (first, told) = bench.ask_meanwhile(&[1, BUSY, 3]).await;
    let (groups, answers) = bench.groups(told).await;
    assert_eq!(groups, [3]);
    assert_eq!(answers, vec![Err(StoreError::Busy); 3]);
    assert_eq!(first.await.expect("who asked"), Ok(200));
}

#[tokio::test]
async fn where_whoever_serves_falls_everybody_hears_of_it_and_the_next_is_served() {
    let mut bench = Bench::new("fall").await;
    let (first, told) = bench.ask_meanwhile(&[1, FALL, 3]).await;
    let (_, answers) = bench.groups(told).await;
    for answer in answers {
        assert!(matches!(answer, Err(StoreError::Failed(_))), "{answer:?}");
    }
    assert_eq!(first.await.expect("who asked"), Ok(200));
    let told = bench.ask(&[7]).await;
    assert_eq!(bench.groups(told).await.1, [Ok(14)]);
}

#[tokio::test]
async fn whoever_leaves_stops_nobody_else() {
    let mut bench = Bench::new("leaves").await;
    let (first, told) = bench.ask_meanwhile(&[1, 2, 3]).await;
    first.abort();
    told[1].abort();
    tokio::task::yield_now().await;
    let stay = told.into_iter().step_by(2).collect();
    assert_eq!(bench.groups(stay).await, (vec![3], vec![Ok(2), Ok(6)]));
}
