//! A provider that does not answer the look-ups of a day: the rest of them is left for the next try.

use providers::error::ProviderError;

/// Look-ups in a row without a certain answer after which nothing more of the day is asked about. At a call's limit of 15 s a
/// silent provider costs a day little more than a minute; a few answers that are lost by chance, between others, cost nothing.
/// The day is tried again after half an hour.
const UNANSWERED_MAX: u32 = 5;

/// How many look-ups in a row had no certain answer.
#[derive(Debug, Default)]
pub(super) struct Silence(u32);

impl Silence {
    /// Takes note of how a look-up ended: without an error, or with this one.
    pub(super) fn note(&mut self, error: Option<&ProviderError>) {
        match error {
            Some(ProviderError::Unreachable(_) | ProviderError::InDoubt(_)) => self.0 += 1,
            None
            | Some(
                ProviderError::Declined(_)
                | ProviderError::TooLate(_)
                | ProviderError::Misconfigured(_),
            ) => self.0 = 0,
        }
    }

    /// Why nothing more is asked about, where the provider is silent: `left` are not asked about, and `last` is known of the last one.
    pub(super) fn ends(&self, left: usize, last: Option<&str>) -> Option<String> {
        let last = last.unwrap_or_default();
        (self.0 >= UNANSWERED_MAX).then(|| {
            format!("{UNANSWERED_MAX} look-ups in a row were not answered, {left} are left for the next try; {last}")
        })
    }
}

/// The same things, begun at a place that the bits decide.
pub(super) fn from_place<T>(mut all: Vec<T>, bits: u128) -> Vec<T> {
    let place = u128::try_from(all.len()).ok();
    let place = place.and_then(|many| usize::try_from(bits.checked_rem(many)?).ok());
    all.rotate_left(place.unwrap_or_default());
    all
}

#[cfg(test)]
mod tests {
    use domain::failure::Failure;
    use providers::error::ProviderError;

    use super::{Silence, UNANSWERED_MAX, from_place};

    fn silent() -> ProviderError {
        ProviderError::Unreachable(Failure::new("timeout", "no answer"))
    }

    #[test]
    fn only_look_ups_in_a_row_end_a_day() {
        let declined = ProviderError::Declined(Failure::new("none", "no such payment"));
        for answer in [None, Some(&declined)] {
            let mut silence = Silence::default();
            for _ in 1..UNANSWERED_MAX {
                silence.note(Some(&silent()));
            }
            assert_eq!(silence.ends(3, None), None, "one below the limit");
            silence.note(answer);
            silence.note(Some(&silent()));
            assert_eq!(silence.ends(3, None), None, "an answer came between");
            for _ in 1..UNANSWERED_MAX {
                silence.note(Some(&silent()));
            }
            let ended = silence.ends(3, Some("ord: no answer")).unwrap();
            assert!(ended.contains("3 are left"), "{ended}");
        }
    }

    #[test]
    fn each_thing_is_the_first_in_its_turn_and_none_is_lost() {
        for bits in 0..7_u128 {
            let turned = from_place(vec![0, 1, 2, 3], bits);
            assert_eq!(turned[0], bits % 4);
            let mut sorted = turned.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3]);
        }
        assert!(from_place(Vec::<u8>::new(), 5).is_empty());
    }
}
