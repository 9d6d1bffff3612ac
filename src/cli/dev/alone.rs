//! The simulators on an address of their own.

use std::{net::SocketAddr, sync::Arc};

use clap::Args;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{PathBuf, SANDBOX_BANK_SECRET, SecretString, TcpListener, Url, simulators::simulators};
use crate::{
    cli::{dev_clock::KeptClock, say, serve},
    clock::{Clock, SystemClock},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct SandboxAlone {
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// The gateway whose webhook addresses are called.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    gateway: Url,
    /// Listen on an address others can reach. The simulators believe anybody.
    #[arg(long)]
    allow_remote: bool,
    /// A file that keeps the simulators' books between starts. Without it they are gone with the process.
    #[arg(long)]
    books: Option<PathBuf>,
    /// The file in which `dev` keeps how far its clock is ahead, `dev.clock` beside its keys: the simulators' clock is as
    /// far ahead from their start on.
    #[arg(long)]
    clock: Option<PathBuf>,
    /// What the simulated deposit feed signs with.
    #[arg(long, default_value = SANDBOX_BANK_SECRET)]
    bank_webhook_secret: SecretString,
}

pub(in crate::cli) async fn sandbox_alone(asked: SandboxAlone) -> anyhow::Result<()> {
    let local = asked.listen.ip().is_loopback() || asked.allow_remote;
    anyhow::ensure!(
        local,
        "the simulators listen on a loopback address only, unless --allow-remote is given"
    );
    let listener = TcpListener::bind(asked.listen).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let clock: Arc<dyn Clock> = match asked.clock {
        Some(file) => KeptClock::read(file)?.clock,
        None => Arc::new(SystemClock::new()),
    };
    let (gateway, signs) = (trimmed(asked.gateway.as_str()), &asked.bank_webhook_secret);
    let settings = simulators(&base, &gateway, signs, clock);
    let router = match asked.books {
        Some(file) => sandbox::kept_router(settings, tasks.clone(), stop.clone(), file)?,
        None => sandbox::router(settings, tasks.clone(), stop.clone()),
    };
    say(format_args!(
        "simulated providers at {base}/sandbox, webhooks go to {}",
        asked.gateway
    ));
    // Webhooks that are being sent are in the books file, and go out after the next start.
    let served = axum::serve(listener, router).with_graceful_shutdown(serve::told_to_stop());
    served.await?;
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    Ok(())
}

pub(super) fn trimmed(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}
