//! Holding a comparison: nobody else works at that day while its lease is renewed, and whoever finds it over takes it up.

use std::{future::Future, pin::pin, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use domain::reconcile::{Run, RunState};
use tokio::time::timeout;

use super::silence::{Silence, from_place};
use crate::{
    app::Shared,
    flows::{FlowError, Result},
    store::{
        StoreError,
        reconciliations::{self, Held},
    },
};

/// How long nobody else takes a comparison up after it was last renewed: five renewals that failed, and a gateway that was killed
/// costs a quarter of an hour at most.
const LEASE_MINUTES: i64 = 10;
/// How often it is renewed while a provider is asked. Some lists take minutes.
const RENEWED_EVERY: Duration = Duration::from_mins(2);

/// The pause after each look-up. No provider documents a limit above ten in a second, and buyers' calls go on meanwhile.
pub(super) const LOOKS_APART: Duration = Duration::from_millis(100);

pub(super) fn lease(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::minutes(LEASE_MINUTES)
}

/// Why a comparison does not go on here.
#[derive(Debug)]
pub(super) enum Ended {
    /// Somebody else took it up.
    Lost,
    /// The gateway stops.
    Stopped,
    Failed(FlowError),
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<FlowError> for Ended {
    fn from(error: FlowError) -> Self {
        Self::Failed(error)
    }
}

/// A comparison that this gateway carries out.
#[derive(Debug)]
pub(crate) struct Holding {
    pub(super) app: Shared,
    pub(super) held: Held,
    /// Of the look-ups of the day.
    pub(super) silence: Silence,
}

impl Holding {
    pub(super) fn new(app: Shared, held: Held) -> Self {
        Self {
            app,
            held,
            silence: Silence::default(),
        }
    }

    pub(super) const fn run(&self) -> &Run {
        &self.held.run
    }

    /// Renews the lease, and says how far it has come.
    pub(super) async fn renew(&mut self) -> Result<(), Ended> {
        if self.app.stop.is_cancelled() {
            return Err(Ended::Stopped);
        }
        let until = lease(self.app.now());
        if reconciliations::renew(&self.app.db, &self.held, until).await? {
            self.held.run.leased_until = until;
            Ok(())
        } else {
            Err(Ended::Lost)
        }
    }

    /// What is to be asked about, from another place on with each try: what a provider never answers about must not keep it from
    /// being asked about the rest for ever.
    pub(super) fn in_turn<T>(&self, all: impl IntoIterator<Item = T>) -> Vec<T> {
        let bits = self.app.id(|_, entropy| entropy.bits());
        from_place(all.into_iter().collect(), bits)
    }

    /// Waits for what a provider is asked, and renews the lease meanwhile.
    pub(super) async fn during<T>(&mut self, asked: impl Future<Output = T>) -> Result<T, Ended> {
        let mut asked = pin!(asked);
        loop {
            if let Ok(answer) = timeout(RENEWED_EVERY, &mut asked).await {
                return Ok(answer);
            }
            self.renew().await?;
        }
    }

    /// Ends it, as failed where there is an error. `None` when somebody else took it up.
    pub(super) async fn end(mut self, error: Option<String>) -> Result<Option<Run>> {
        let run = &mut self.held.run;
        run.finished_at = Some(self.app.now());
        run.state = if error.is_some() {
            RunState::Failed
        } else {
            RunState::Finished
        };
        run.error = error;
        let ended = reconciliations::end(&self.app.db, &self.held).await?;
        Ok(ended.then_some(self.held.run))
    }

    /// Lets another gateway take it up at once.
    pub(super) async fn give_up(self) -> Result<()> {
        reconciliations::renew(&self.app.db, &self.held, self.app.now()).await?;
        Ok(())
    }
}
