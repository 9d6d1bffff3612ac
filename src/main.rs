//! The program.

use std::{process::ExitCode, time::Duration};

use credit_gateway::cli::failed;

/// The memory of SQLite and every other C library comes from it as well (feature `override`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long threads that wait for the system (a host name's look-up) may delay the end of a program that is done.
const THREADS_END_WITHIN: Duration = Duration::from_millis(500);

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into(), ExitCode::FAILURE),
    };
    let done = runtime.block_on(credit_gateway::cli::run());
    runtime.shutdown_timeout(THREADS_END_WITHIN);
    done.unwrap_or_else(|error| failed(&error, ExitCode::FAILURE))
}
