//! One request of a process at a time talks to a provider about an order.

use domain::id::OrderId;

use super::Shared;
use crate::flows::FlowError;

/// Keeps two requests of one process from talking to a provider about one order at once. It is held until the work
/// ends, whether or not anybody still waits for it.
#[derive(Debug)]
pub struct Busy {
    app: Shared,
    order: OrderId,
}

impl Busy {
    /// # Errors
    /// [`FlowError::StillRunning`] when another request has the order.
    pub fn enter(app: &Shared, order: OrderId) -> Result<Self, FlowError> {
        let mut busy = app
            .busy
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if busy.insert(order) {
            Ok(Self {
                app: app.clone(),
                order,
            })
        } else {
            Err(FlowError::StillRunning)
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.app
            .busy
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .remove(&self.order);
    }
}
