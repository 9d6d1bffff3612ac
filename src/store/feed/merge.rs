//! One order for the events of several chains.

use std::collections::{HashMap, VecDeque};

/// An event that is not in the feed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fresh {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) customer: Option<String>,
    /// Its number among those of the customer.
    pub(super) seq: Option<i64>,
}

/// The events of all chains, each chain in its own order and each customer's by their numbers. Both orders are those
/// of the commits, so they never contradict each other.
pub(super) fn merged(chains: Vec<Vec<Fresh>>) -> Vec<Fresh> {
    let mut ahead: HashMap<String, Vec<i64>> = HashMap::new();
    for event in chains.iter().flatten() {
        if let (Some(customer), Some(seq)) = (&event.customer, event.seq) {
            ahead.entry(customer.clone()).or_default().push(seq);
        }
    }
    for numbers in ahead.values_mut() {
        numbers.sort_unstable_by(|one, other| other.cmp(one));
    }
    let mut chains: Vec<VecDeque<Fresh>> = chains.into_iter().map(VecDeque::from).collect();
    let mut all = Vec::new();
    loop {
        let before = all.len();
        for chain in &mut chains {
            while chain.front().is_some_and(|event| is_next(event, &ahead)) {
                take(chain, &mut ahead, &mut all);
            }
        }
        if all.len() > before {
            continue;
        }
        // Only rows that somebody changed by hand contradict each other. They must not stop everybody's events.
        let Some(stuck) = chains.iter_mut().find(|chain| !chain.is_empty()) else {
            return all;
        };
        take(stuck, &mut ahead, &mut all);
    }
}

/// Whether no event of the same customer comes before it.
fn is_next(event: &Fresh, ahead: &HashMap<String, Vec<i64>>) -> bool {
    let first = event
        .customer
        .as_ref()
        .and_then(|customer| ahead.get(customer)?.last());
    first.is_none_or(|first| event.seq.is_none_or(|seq| seq <= *first))
}

fn take(chain: &mut VecDeque<Fresh>, ahead: &mut HashMap<String, Vec<i64>>, all: &mut Vec<Fresh>) {
    let Some(event) = chain.pop_front() else {
        return;
    };
    if let (Some(customer), Some(seq)) = (&event.customer, event.seq)
        && let Some(numbers) = ahead.get_mut(customer)
        && let Some(place) = numbers.iter().rposition(|number| *number == seq)
    {
        numbers.remove(place);
    }
    all.push(event);
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
