//! The providers as servers, for development and tests: Toss Payments, Naver Pay, Kakao Pay and PortOne with their buyer
//! pages, and a bank that reports deposits. Written from the documented API, sharing no code with the adapters, so
//! that a misreading of the documents cannot hide on both sides.
//!
//! Every answer carries `x-simulator`; nothing here moves money. State is in memory and, where a file is named, also
//! in that file ([`kept_router`]).
//! Not included: billing keys, payouts to others, foreign currencies (except the window of foreign
//! easy pay in dollars).

mod bank;
mod kakaopay;
mod naverpay;
mod portone;
mod settings;
mod shared;
mod toss;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::response::Response;
use axum::routing::{any, get, put};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use crate::settings::Settings;
pub use crate::shared::Clock;
use crate::shared::faults::Faults;
pub use crate::shared::keep::BooksError;
pub use crate::shared::outbox::Post;
use crate::shared::sandbox::{self, Sandbox};
use crate::shared::simulator::Core;
pub use crate::shared::simulator::Outlet;
use crate::shared::{fault_routes, keep, pages, webhooks};

/// The header on every answer, so that nobody mistakes the simulator for a provider.
pub const SIMULATOR_HEADER: &str = "x-simulator";
/// Its value.
pub const SIMULATOR_NAME: &str = "credit-gateway-sandbox";

/// Far above any documented request: the largest is a payment window with five pairs of metadata of 2,000 characters.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// All routes below `/sandbox`, sending webhooks over HTTP. Must be called inside a tokio runtime: it starts the sweep
/// that expires payment windows, through `tracker` and until `stop`.
pub fn router(settings: Settings, tracker: TaskTracker, stop: CancellationToken) -> Router {
    let core = core(&settings, tracker, stop, webhooks::http_outlet());
    let sandbox = unkept(core, settings);
    sandbox.simulators.iter().for_each(|it| it.start());
    routes(sandbox.core, sandbox.simulators.into(), sandbox.routes)
}

/// Like [`router`], with the books of `file`, to which every change is written within a moment. Without such a file
/// the books are empty. Faults, and answers ordered in advance, are not kept.
///
/// # Errors
/// [`BooksError`] when the file cannot be read, understood or written.
pub fn kept_router(
    settings: Settings,
    tracker: TaskTracker,
    stop: CancellationToken,
    file: PathBuf,
) -> Result<Router, BooksError> {
    let core = core(&settings, tracker, stop, webhooks::http_outlet());
    let kept = keep::load(&file)?;
    let sandbox = simulators(core, settings, kept).map_err(|why| keep::damaged(&file, why))?;
    let simulators: Arc<[_]> = sandbox.simulators.into();
    keep::write(&simulators, &file)?;
    simulators.iter().for_each(|it| it.start());
    let keeping = keep::keep(Arc::clone(&sandbox.core), Arc::clone(&simulators), file);
    sandbox.core.tracker.spawn(keeping);
    simulators.iter().for_each(|it| it.dispatch());
    Ok(routes(sandbox.core, simulators, sandbox.routes))
}

/// Like [`router`], but webhooks are sent through `outlet` and payment windows expire only when a request reads them.
/// Nothing happens by itself, as a test with its own clock needs.
pub fn router_with_outlet(
    settings: Settings,
    tracker: TaskTracker,
    stop: CancellationToken,
    outlet: Outlet,
) -> Router {
    let sandbox = unkept(core(&settings, tracker, stop, outlet), settings);
    routes(sandbox.core, sandbox.simulators.into(), sandbox.routes)
}

/// The simulators in a past that is lived through before anybody watches: nothing happens by itself, webhooks go through
/// an outlet, and the books are in their file once [`Past::keep`] has written them, for a [`kept_router`] after it.
pub struct Past {
    pub router: Router,
    simulators: Arc<[Box<dyn sandbox::Simulated>]>,
    file: PathBuf,
}

impl std::fmt::Debug for Past {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Past")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

impl Past {
    /// Begins with the books of `file`, where there are any. Webhooks are sent by tasks of `tracker`.
    ///
    /// # Errors
    /// [`BooksError`] when the file cannot be read or understood.
    pub fn begin(
        settings: Settings,
        tracker: TaskTracker,
        stop: CancellationToken,
        file: PathBuf,
        outlet: Outlet,
    ) -> Result<Self, BooksError> {
        let core = core(&settings, tracker, stop, outlet);
        let kept = keep::load(&file)?;
        let sandbox = simulators(core, settings, kept).map_err(|why| keep::damaged(&file, why))?;
        let simulators: Arc<[_]> = sandbox.simulators.into();
        Ok(Self {
            router: routes(sandbox.core, Arc::clone(&simulators), sandbox.routes),
            simulators,
            file,
        })
    }

    /// Writes the books.
    ///
    /// # Errors
    /// [`BooksError`] when the file cannot be written.
    pub fn keep(&self) -> Result<(), BooksError> {
        keep::write(&self.simulators, &self.file)
    }
}

fn core(
    settings: &Settings,
    tracker: TaskTracker,
    stop: CancellationToken,
    outlet: Outlet,
) -> Core {
    Core {
        public_base: settings.public_base.clone(),
        gateway_base: settings.gateway_base.clone(),
        seed: settings.seed,
        webhook_minute: settings.webhook_minute,
        clock: Arc::clone(&settings.now),
        tracker,
        stop,
        outlet,
        changed: AtomicBool::new(false),
        faults: Mutex::new(Faults::default()),
    }
}

fn unkept(core: Core, settings: Settings) -> Sandbox {
    simulators(core, settings, BTreeMap::new())
        .unwrap_or_else(|_| unreachable!("books that were not kept are not damaged"))
}

/// Every simulator, with the books that were kept of it: the one list of providers.
///
/// # Errors
/// Where kept books cannot be understood.
fn simulators(
    core: Core,
    settings: Settings,
    mut kept: BTreeMap<String, Value>,
) -> Result<Sandbox, String> {
    let mut all = Sandbox::new(core);
    let toss = toss::Settings {
        secret_key: settings.toss_secret_key,
        client_key: settings.toss_client_key,
    };
    all.add(toss, toss::routes(), &mut kept)?;
    let naverpay = naverpay::Settings {
        client_id: settings.naverpay_client_id,
        client_secret: settings.naverpay_client_secret,
        chain_id: settings.naverpay_chain_id,
    };
    all.add(naverpay, naverpay::routes(), &mut kept)?;
    let kakaopay = kakaopay::Settings {
        secret_key: settings.kakaopay_secret_key,
        cid: settings.kakaopay_cid,
    };
    all.add(kakaopay, kakaopay::routes(), &mut kept)?;
    let portone = portone::Settings {
        api_secret: settings.portone_api_secret,
        store_id: settings.portone_store_id,
        channel_key: settings.portone_channel_key,
        webhook_secret: settings.portone_webhook_secret,
    };
    all.add(portone, portone::routes(), &mut kept)?;
    let bank = bank::Settings {
        webhook_secret: settings.bank_webhook_secret,
        payaction_key: settings.payaction_webhook_key,
        payaction_mall_id: settings.payaction_mall_id,
        account_number: settings.bank_account_number,
        account: settings.bank_account,
    };
    all.add(bank, bank::routes(), &mut kept)?;
    match kept.keys().next() {
        Some(unknown) => Err(format!("there is no provider {unknown}")),
        None => Ok(all),
    }
}

fn routes(
    core: Arc<Core>,
    simulators: Arc<[Box<dyn sandbox::Simulated>]>,
    of_providers: Router,
) -> Router {
    let faults = Router::new()
        .route(
            "/sandbox/faults",
            put(fault_routes::replace).get(fault_routes::show),
        )
        .with_state(core);
    Router::new()
        .route("/sandbox", get(sandbox::home))
        .route("/sandbox/books", get(sandbox::books))
        .with_state(simulators)
        .merge(faults)
        .merge(of_providers)
        .route("/sandbox/{*unknown}", any(pages::unknown))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(axum::middleware::map_response(name_simulator))
}

async fn name_simulator(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(SIMULATOR_HEADER, HeaderValue::from_static(SIMULATOR_NAME));
    response
}
