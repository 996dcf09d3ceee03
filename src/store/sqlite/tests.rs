use super::*;

/// A file that goes away, opened as the program opens its own.
struct Kept(std::path::PathBuf);

impl Kept {
    fn new(name: &str) -> Kept {
        let name = format!("payback-panel-sqlite-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        Kept(folder)
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.0.join("panel.db").display())
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn refusal(checked: Result<(), OpenError>) -> String {
    match checked {
        Err(OpenError::Setting(why)) => why,
        other => panic!("it was not refused for a setting: {other:?}"),
    }
}

#[tokio::test]
async fn a_database_that_cannot_keep_a_log_beside_it_is_refused() {
    let opened = open("sqlite::memory:").await.map(drop);
    assert_eq!(
        refusal(opened),
        "SQLite's journal_mode is memory, but wal was asked for"
    );
}

#[tokio::test]
async fn every_setting_is_read_back_and_a_wrong_one_is_refused_by_its_name() {
    let kept = Kept::new("settings");
    let (write, read) = open(&kept.url()).await.expect("it opens");
    read.close().await.expect("closed");
    for (name, wrong, right, found, wanted) in [
        ("synchronous", "NORMAL", "FULL", "1", "2"),
        ("foreign_keys", "OFF", "ON", "0", "1"),
        ("busy_timeout", "10", "5000", "10", "5000"),
        ("journal_mode", "DELETE", "WAL", "delete", "wal"),
    ] {
        check(&write, false).await.expect("as it was asked for");
        let set = async |value: &str| {
            let sql = format!("PRAGMA {name} = {value}");
            write.execute_unprepared(&sql).await.expect("set");
        };
        set(wrong).await;
        assert_eq!(
            refusal(check(&write, false).await),
            format!("SQLite's {name} is {found}, but {wanted} was asked for")
        );
        set(right).await;
    }
    write.close().await.expect("closed");
}

#[tokio::test]
async fn one_connection_writes_and_several_read_and_none_of_them_writes() {
    let kept = Kept::new("counts");
    let (write, read) = open(&kept.url()).await.expect("it opens");
    let most = |pool: &DatabaseConnection| {
        let options = pool.get_sqlite_connection_pool().options();
        options.get_max_connections()
    };
    assert_eq!(most(&write), 1);
    assert_eq!(most(&read), reader_count());
    assert!((2..=8).contains(&most(&read)));
    // Each is refused where the other belongs.
    assert_eq!(
        refusal(check(&write, true).await),
        "SQLite was opened with up to 1 connections, but several readers was asked for"
    );
    let told = refusal(check(&read, false).await);
    assert!(told.ends_with("but one writer was asked for"), "{told}");
    // Several that may write are no readers.
    let mut options = options(&kept.url(), false);
    let writers = Database::connect(options.max_connections(2).to_owned());
    let writers = writers.await.expect("it opens");
    assert_eq!(
        refusal(check(&writers, true).await),
        "SQLite's query_only is 0, but 1 was asked for"
    );
    // What reads is answered while a change is open.
    let begin = "BEGIN IMMEDIATE";
    write.execute_unprepared(begin).await.expect("begun");
    assert_eq!(ask(&read, "SELECT 1").await.expect("an answer"), "1");
    write.execute_unprepared("ROLLBACK").await.expect("ended");
    for pool in [write, read, writers] {
        pool.close().await.expect("closed");
    }
}

#[test]
fn versions_are_compared_by_their_numbers() {
    assert!(numbers("3.9.0") < OLDEST);
    assert!(numbers("3.51.2") < OLDEST);
    assert!(numbers("3.51.3") >= OLDEST);
    assert!(numbers("3.100.0") > OLDEST);
    assert!(numbers("no version") < OLDEST);
}
