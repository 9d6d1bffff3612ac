//! The program.

use std::{io::Write as _, process::ExitCode, time::Duration};

/// The memory of SQLite and every other C library comes from it as well (feature `override`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long threads that wait for the system (a host name's look-up) may delay the end of a program that is done.
const THREADS_END_WITHIN: Duration = Duration::from_millis(500);

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let done = runtime.block_on(credit_gateway::cli::run());
    runtime.shutdown_timeout(THREADS_END_WITHIN);
    done.unwrap_or_else(|error| failed(&error))
}

fn failed(error: &anyhow::Error) -> ExitCode {
    let _nobody_reads = writeln!(std::io::stderr(), "error: {}", in_one_line(error));
    ExitCode::FAILURE
}

/// The error and its causes, without causes that the message before already contains.
fn in_one_line(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error
        .chain()
        .map(ToString::to_string)
        .filter(|cause| !cause.is_empty())
    {
        if text.contains(&cause) {
            continue;
        }
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&cause);
    }
    text
}
