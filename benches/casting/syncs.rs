//! A file system for SQLite that counts each sync, and makes each take longer where that is asked for.
//!
//! It is SQLite's own with one function put before another: files are opened as ever, but the table of what
//! a file can do is a copy in which `xSync` is ours.

use libsqlite3_sys::{
    SQLITE_OK, sqlite3_file, sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find,
    sqlite3_vfs_register,
};
use std::os::raw::{c_char, c_int};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// The name by which an address of a database asks for it.
pub const NAME: &str = "counted";

type Open = unsafe extern "C" fn(
    *mut sqlite3_vfs,
    *const c_char,
    *mut sqlite3_file,
    c_int,
    *mut c_int,
) -> c_int;
type Sync = unsafe extern "C" fn(*mut sqlite3_file, c_int) -> c_int;

static BEGUN: AtomicU64 = AtomicU64::new(0);
static ENDED: AtomicU64 = AtomicU64::new(0);
/// The highest number, in the order in which they began, of a sync that has ended.
static LATEST_ENDED: AtomicU64 = AtomicU64::new(0);
/// Whether no sync may end for now.
static HELD: AtomicBool = AtomicBool::new(false);
static SLOWER_BY_US: AtomicU64 = AtomicU64::new(0);
static OPEN: OnceLock<Open> = OnceLock::new();
static SYNC: OnceLock<Sync> = OnceLock::new();

/// Tables of functions, each as SQLite has it and as we copied it.
static TABLES: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

/// How many syncs have ended.
pub fn count() -> u64 {
    ENDED.load(Ordering::SeqCst)
}

/// A moment, by the syncs that have begun before it.
#[derive(Clone, Copy)]
pub struct Moment(u64);

/// This moment.
pub fn now() -> Moment {
    Moment(BEGUN.load(Ordering::SeqCst))
}

impl Moment {
    /// Whether a sync that began after it has ended.
    pub fn has_sync_after(self) -> bool {
        LATEST_ENDED.load(Ordering::SeqCst) > self.0
    }
}

/// Lets no sync end, or lets them end again.
pub fn hold(held: bool) {
    HELD.store(held, Ordering::SeqCst);
}

/// Makes each sync take so much longer.
pub fn slower_by(time: Duration) {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    SLOWER_BY_US.store(micros, Ordering::SeqCst);
}

/// Makes the file system known to SQLite, once.
pub fn register() {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        // SAFETY: the default file system is there for as long as the process is. What is registered
        // is a copy of it that is never freed, with a name of its own and `xOpen` replaced.
        unsafe {
            let found = sqlite3_vfs_find(std::ptr::null());
            assert!(!found.is_null(), "SQLite has a file system");
            let mut copy = Box::new(std::ptr::read(found));
            let _ = OPEN.set(copy.xOpen.expect("files can be opened"));
            copy.pNext = std::ptr::null_mut();
            copy.zName = c"counted".as_ptr();
            copy.xOpen = Some(open);
            let done = sqlite3_vfs_register(Box::into_raw(copy), 0);
            assert_eq!(done, SQLITE_OK, "the file system is registered");
        }
    });
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let Some(real) = OPEN.get() else {
        return libsqlite3_sys::SQLITE_CANTOPEN;
    };
    // SAFETY: SQLite calls this as it would call the function behind it, with memory for one file.
    unsafe {
        let done = real(vfs, name, file, flags, out);
        if done == SQLITE_OK && !(*file).pMethods.is_null() {
            (*file).pMethods = counted((*file).pMethods);
        }
        done
    }
}

/// The copy of a table of functions in which `xSync` is ours.
unsafe fn counted(table: *const sqlite3_io_methods) -> *const sqlite3_io_methods {
    let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, ours)) = tables.iter().find(|(theirs, _)| *theirs == table as usize) {
        return *ours as *const sqlite3_io_methods;
    }
    // SAFETY: the table is a constant of SQLite's.
    let mut copy = Box::new(unsafe { std::ptr::read(table) });
    if let Some(sync) = copy.xSync {
        let first = SYNC.get_or_init(|| sync);
        assert!(
            *first as usize == sync as usize,
            "files differ in how they sync"
        );
        copy.xSync = Some(counted_sync);
    }
    let ours = Box::into_raw(copy);
    tables.push((table as usize, ours as usize));
    ours
}

unsafe extern "C" fn counted_sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    let Some(real) = SYNC.get() else {
        return libsqlite3_sys::SQLITE_IOERR_FSYNC;
    };
    let number = BEGUN.fetch_add(1, Ordering::SeqCst) + 1;
    // SAFETY: SQLite calls this as it would call the function behind it.
    let done = unsafe { real(file, flags) };
    while HELD.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(1));
    }
    let slower = SLOWER_BY_US.load(Ordering::SeqCst);
    if slower > 0 {
        std::thread::sleep(Duration::from_micros(slower));
    }
    LATEST_ENDED.fetch_max(number, Ordering::SeqCst);
    ENDED.fetch_add(1, Ordering::SeqCst);
    done
}
