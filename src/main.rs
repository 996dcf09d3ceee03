//! The program: parses the command line and calls the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    payback_panel::cli::main()
}

/// Making an answer takes and gives back many small pieces of memory, which this does sooner than the C library.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;
