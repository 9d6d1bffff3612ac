//! The program.

use std::{io::Write as _, process::ExitCode};

/// SQLite's and every other C library's memory comes from it as well (feature `override`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match credit_gateway::cli::run().await {
        Ok(code) => code,
        Err(error) => {
            let _nobody_reads = writeln!(std::io::stderr(), "error: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes, without those that the message before already tells.
fn told(error: &anyhow::Error) -> String {
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
