//! The payments by number.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Claim, Payment};

/// The payments of this shop, in the order of creation.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Payments {
    all: Vec<Payment>,
    by_tid: HashMap<String, usize>,
    by_window: HashMap<String, usize>,
    /// Approvals and cancels that have not been answered yet.
    #[serde(skip)]
    pub(crate) in_flight: HashSet<Claim>,
}

impl Payments {
    pub(in crate::kakaopay) fn add(&mut self, payment: Payment) {
        let index = self.all.len();
        self.by_tid.insert(payment.tid.clone(), index);
        self.by_window.insert(payment.window.clone(), index);
        self.all.push(payment);
    }

    pub(in crate::kakaopay) fn by_tid(&mut self, tid: &str) -> Option<&mut Payment> {
        self.all.get_mut(*self.by_tid.get(tid)?)
    }

    pub(in crate::kakaopay) fn by_window(&mut self, window: &str) -> Option<&mut Payment> {
        self.all.get_mut(*self.by_window.get(window)?)
    }

    /// The rows of `GET /sandbox/books`.
    pub(in crate::kakaopay) fn view(&self) -> Vec<Value> {
        self.all.iter().map(Payment::view).collect()
    }
}
