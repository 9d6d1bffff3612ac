//! A draft judged over every customer at one instant of the database, page by page.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{
    policy::{Fault, Policy},
    refusal::Refusal,
    simulation::{NotSimulated, Report, Row, Simulation},
};
use tokio::time::timeout;

use super::draft::bad;
use crate::{
    app::App,
    flows::{FlowError, Result},
    store::{Db, StoreError, snapshot::Snapshot},
};

/// How long a simulation for a request may take: within what the request may take. Some hundred thousands of payments
/// are judged in it.
pub const SIMULATED_WITHIN: Duration = Duration::from_secs(20);

/// Why a simulation did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    #[error(transparent)]
    NotSimulated(#[from] NotSimulated),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the table of payments cannot be written: {0}")]
    Unwritten(#[from] std::io::Error),
}

/// Judges every customer. `each` gets the rows of one customer after the other. Nothing is written to the database.
pub async fn simulate(
    db: &Db,
    mut simulation: Simulation,
    mut each: impl FnMut(&[Row]) -> std::io::Result<()>,
) -> Result<Report, SimulateError> {
    let mut snapshot = Snapshot::begin(db).await?;
    loop {
        let page = snapshot.page().await?;
        if page.is_empty() {
            break;
        }
        for (customer, facts) in page {
            each(&simulation.add(&customer, facts)?)?;
        }
        tokio::task::yield_now().await;
    }
    snapshot.end().await?;
    Ok(simulation.report())
}

/// The same for a request: one at a time, and no longer than [`SIMULATED_WITHIN`].
pub async fn simulate_within(
    app: &App,
    document: &str,
    at: Option<DateTime<Utc>>,
) -> Result<Report> {
    let draft = Policy::check(document).map_err(|faults| bad("document", faults))?;
    let _alone = app.simulating.try_acquire().map_err(|_| FlowError::Busy)?;
    let (rules, now) = (app.rules(), app.now());
    let simulation = Simulation::new(&rules, &draft, at, now, app.policy_notice_days)
        .map_err(|error| not_simulated(&error))?;
    let work = simulate(&app.db, simulation, |_| Ok(()));
    match timeout(SIMULATED_WITHIN, work).await {
        Ok(Ok(report)) => Ok(report),
        Ok(Err(SimulateError::Refused(refusal))) => Err(refusal.into()),
        Ok(Err(SimulateError::Store(error))) => Err(error.into()),
        Ok(Err(error @ (SimulateError::NotSimulated(_) | SimulateError::Unwritten(_)))) => {
            Err(FlowError::Failed(error.to_string()))
        }
        Err(_) => Err(FlowError::TooLarge(format!(
            "not done within {} s: use `credit-gateway policy simulate`, which takes its time",
            SIMULATED_WITHIN.as_secs()
        ))),
    }
}

fn not_simulated(error: &NotSimulated) -> FlowError {
    match error {
        NotSimulated::TooEarly(_) => {
            let text = error.to_string();
            let rule = text.strip_prefix("at: ").unwrap_or(&text);
            FlowError::invalid("at", rule)
        }
        NotSimulated::Published(_) | NotSimulated::Alone(_) => {
            let fault = Fault::new("version", error.to_string());
            FlowError::BadDocument {
                field: "document",
                faults: vec![fault],
            }
        }
    }
}
