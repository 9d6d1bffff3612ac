//! The program.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match credit_gateway::cli::run().await {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
