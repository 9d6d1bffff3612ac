//! The outcome of an act that has a limit.

use domain::{
    approval::Approval,
    command::{Answer, Command, Reply, WrongAnswer},
};

use super::FlowError;
use crate::app::App;

/// The outcome of an act that has a limit.
#[derive(Debug)]
pub enum Outcome<T> {
    Done(Reply<T>),
    /// It is more than the caller may do alone.
    Waits(Box<Reply<Approval>>),
}

impl<T: TryFrom<Answer, Error = WrongAnswer>> Outcome<T> {
    /// Has a change done, or asked of a second person, as the books decide.
    pub(super) async fn of(app: &App, command: Command) -> Result<Self, FlowError> {
        let reply = app.submit(command).await?;
        Ok(match reply.answer {
            Answer::Approval(_) => Self::Waits(Box::new(reply.of()?)),
            _ => Self::Done(reply.of()?),
        })
    }
}
