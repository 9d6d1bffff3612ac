//! Orders that wait for a deposit.

use super::FIRST;

/// Orders that one buyer waits with. Buyers and spending customers are different. Otherwise a spending customer's
/// number of lots would depend on the earlier mints.
const ORDERS_EACH: u64 = 5;

/// Orders that nobody has paid yet, by number.
#[derive(Debug, Clone)]
pub(crate) struct Orders {
    next: u64,
    pub(super) end: u64,
}

impl Orders {
    pub(crate) fn first(count: u64) -> Self {
        Self {
            next: FIRST,
            end: FIRST + count,
        }
    }

    /// Takes `count` of them, or the rest.
    pub(crate) fn split_off(&mut self, count: u64) -> Self {
        let end = self.end.min(self.next + count);
        let taken = Self {
            next: self.next,
            end,
        };
        self.next = end;
        taken
    }

    pub(crate) fn count(&self) -> u64 {
        self.end - self.next
    }

    /// Customers who buy them.
    pub(crate) fn buyers(&self) -> u64 {
        self.count().div_ceil(ORDERS_EACH)
    }

    pub(crate) fn range(&self) -> std::ops::Range<u64> {
        self.next..self.end
    }
}

impl Iterator for Orders {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let number = self.next;
        (number < self.end).then(|| {
            self.next += 1;
            number
        })
    }
}
