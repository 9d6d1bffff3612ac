//! The simulators together, whatever providers they are of.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::pages;
use super::simulator::{Core, ProviderState, Simulator};
use super::webhooks;

/// How often a simulator checks what happens by itself.
const TICK_EVERY: Duration = Duration::from_secs(1);

/// A simulator of any provider.
pub(crate) trait Simulated: Send + Sync {
    fn name(&self) -> &'static str;

    fn routes(&self) -> &'static [&'static str];

    /// Its part of `GET /sandbox/books`.
    fn view(&self) -> Value;

    /// Its books as they are kept.
    fn kept(&self) -> serde_json::Result<Value>;

    /// Starts what happens by itself.
    fn start(&self);

    /// Sends what was not delivered before the last end.
    fn dispatch(&self);
}

impl<S: ProviderState> Simulated for Arc<Simulator<S>> {
    fn name(&self) -> &'static str {
        S::NAME
    }

    fn routes(&self) -> &'static [&'static str] {
        S::ROUTES
    }

    fn view(&self) -> Value {
        S::tick(self);
        self.books().own.view(self.now())
    }

    fn kept(&self) -> serde_json::Result<Value> {
        serde_json::to_value(&*self.books())
    }

    fn start(&self) {
        if S::TICKS {
            self.tracker.spawn(ticking(Arc::clone(self)));
        }
    }

    fn dispatch(&self) {
        webhooks::dispatch(self);
    }
}

async fn ticking<S: ProviderState>(simulator: Arc<Simulator<S>>) {
    loop {
        tokio::select! {
            () = simulator.stop.cancelled() => return,
            () = tokio::time::sleep(TICK_EVERY) => S::tick(&simulator),
        }
    }
}

/// All simulators, with the routes of each.
pub(crate) struct Sandbox {
    pub(crate) core: Arc<Core>,
    pub(crate) simulators: Vec<Box<dyn Simulated>>,
    pub(crate) routes: Router,
}

impl Sandbox {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            core: Arc::new(core),
            simulators: Vec::new(),
            routes: Router::new(),
        }
    }

    /// Adds a provider, with the books that were kept of it, which it takes.
    pub(crate) fn add<S: ProviderState>(
        &mut self,
        settings: S::Settings,
        routes: Router<Arc<Simulator<S>>>,
        kept: &mut BTreeMap<String, Value>,
    ) -> Result<(), String> {
        let simulator = Simulator::new(&self.core, settings, kept.remove(S::NAME))
            .map_err(|error| error.to_string())?;
        let routes = routes.with_state(Arc::clone(&simulator));
        self.routes = std::mem::take(&mut self.routes).merge(routes);
        self.simulators.push(Box::new(simulator));
        Ok(())
    }
}

pub(crate) async fn books(State(simulators): State<Arc<[Box<dyn Simulated>]>>) -> Response {
    let views = simulators
        .iter()
        .map(|it| (it.name().to_owned(), it.view()));
    pages::json(StatusCode::OK, &Value::Object(views.collect()))
}

pub(crate) async fn home(State(simulators): State<Arc<[Box<dyn Simulated>]>>) -> Response {
    let own = [
        "GET, PUT /sandbox/faults — what goes wrong, and how often it did",
        "GET /sandbox/books — the simulator's own books",
    ];
    let all = simulators.iter().flat_map(|it| it.routes().iter().copied());
    let lines: Vec<String> = all.chain(own).map(pages::escape).collect();
    let lines = lines.join("</li><li>");
    let list = format!("<ul><li>{lines}</li></ul>");
    pages::html(StatusCode::OK, "Sandbox", &list)
}
