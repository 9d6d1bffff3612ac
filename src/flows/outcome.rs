//! The outcome of an act that has a limit.

use domain::{
    approval::{Approval, LimitedAct},
    command::{Answer, Change, Reply, WrongAnswer},
};

use super::Result;
use crate::{access::Caller, app::App};

/// The outcome of an act that has a limit.
#[derive(Debug)]
pub enum Outcome<T> {
    Done(Reply<T>),
    /// It is more than the caller may do alone.
    Waits(Box<Reply<Approval>>),
}

impl<T: TryFrom<Answer, Error = WrongAnswer>> Outcome<T> {
    /// Has a change done, or asked of a second person where it is more than the caller's limit of such acts.
    pub(super) async fn of(
        app: &App,
        caller: Caller,
        change: impl Change<Answer = T>,
        act: LimitedAct,
    ) -> Result<Self> {
        let most = app.limits.of(caller.role, act);
        let reply = app.submit(caller.command(change).up_to(most)).await?;
        Ok(match reply.answer {
            Answer::Approval(_) => Self::Waits(Box::new(reply.of()?)),
            _ => Self::Done(reply.of()?),
        })
    }
}
