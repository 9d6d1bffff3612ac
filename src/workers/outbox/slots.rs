//! How many jobs of a kind this process works on, by the provider that they ask.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{canary, effects::JobKind};

/// Slots taken, by provider. One that has none is not in it.
type Taken = Arc<Mutex<BTreeMap<String, usize>>>;

/// The slots of one kind of job.
#[derive(Debug)]
pub(super) struct Slots {
    kind: JobKind,
    of_each: usize,
    taken: Taken,
}

/// What may be claimed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Room {
    /// The providers that have no slot left.
    pub(super) busy: Vec<String>,
    /// Whichever of the others so many jobs ask, each of them finds a slot. Never zero.
    pub(super) free: usize,
}

/// The slot of one job. It is free again when this is dropped, however the job ended.
#[derive(Debug)]
pub(super) struct Slot {
    taken: Taken,
    of_each: usize,
    provider: String,
}

fn held(taken: &Taken) -> MutexGuard<'_, BTreeMap<String, usize>> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Slots {
    /// `of_each` provider.
    pub(super) fn new(kind: JobKind, of_each: usize) -> Self {
        Self {
            kind,
            of_each,
            taken: Taken::default(),
        }
    }

    pub(super) const fn kind(&self) -> JobKind {
        self.kind
    }

    pub(super) fn room(&self) -> Room {
        let taken = held(&self.taken);
        let is_busy = |count: usize| count >= self.of_each;
        let busy = taken.iter().filter(|(_, count)| is_busy(**count));
        let most = taken.values().filter(|count| !is_busy(**count)).max();
        let most = canary!(
            SlotsOfAll,
            taken.values().sum::<usize>(),
            most.copied().unwrap_or(0)
        );
        Room {
            busy: busy.map(|(provider, _)| provider.clone()).collect(),
            free: self.of_each.saturating_sub(most),
        }
    }

    pub(super) fn take(&self, provider: &str) -> Slot {
        *held(&self.taken).entry(provider.to_owned()).or_default() += 1;
        Slot {
            taken: self.taken.clone(),
            of_each: self.of_each,
            provider: provider.to_owned(),
        }
    }
}

impl Slot {
    /// Frees it, and returns whether its provider had none left.
    pub(super) fn give_back(self) -> bool {
        let count = held(&self.taken).get(&self.provider).copied();
        count.is_some_and(|count| count >= self.of_each)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = held(&self.taken);
        if let Some(count) = taken.get_mut(&self.provider) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.provider);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Room, Slots};
    use domain::effects::JobKind;

    #[test]
    fn a_busy_provider_leaves_the_others_their_slots() {
        let slots = Slots::new(JobKind::SettleRefund, 3);
        let room = |busy: &[&str], free| Room {
            busy: busy.iter().map(|&name| name.to_owned()).collect(),
            free,
        };
        assert_eq!(slots.room(), room(&[], 3));
        let _of_another = slots.take("kakaopay");
        let mut silent: Vec<_> = (0..2).map(|_| slots.take("toss")).collect();
        assert_eq!(slots.room(), room(&[], 1), "one more of any surely fits");
        silent.push(slots.take("toss"));
        assert_eq!(slots.room(), room(&["toss"], 2));
        assert!(
            silent.pop().unwrap().give_back(),
            "somebody may wait for it"
        );
        assert_eq!(slots.room(), room(&[], 1));
        assert!(!silent.pop().unwrap().give_back());
        drop(silent);
        assert_eq!(slots.room(), room(&[], 2));
    }
}
