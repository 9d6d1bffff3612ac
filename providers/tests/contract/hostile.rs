//! Any bad input at the public interface is refused by name, never with a panic, and no unsigned message becomes
//! money.

use std::sync::LazyLock;

use proptest::prelude::{any, prop, proptest};
use providers::{
    http::safe_text,
    provider::{Provider as _, Says, Verdict},
    toss::Toss,
};

use crate::support::{bank, now, order_id, returns, toss_at, webhook};

/// Starting a TLS client takes longer than a case.
static TOSS: LazyLock<Toss> = LazyLock::new(|| toss_at("https://api.tosspayments.com"));

proptest! {
    #[test]
    fn an_unsigned_message_never_becomes_a_deposit(
        headers in prop::collection::vec(("webhook-(id|timestamp|signature)", "\\PC{0,40}"), 0..5),
        body in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let headers: Vec<_> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let bank = bank();
        let feed = bank.webhooks().expect("a feed");
        assert!(feed.read(&webhook(&headers, body), now()).is_err());
    }

    #[test]
    fn a_hint_of_toss_is_never_more_than_a_hint(body in "[\\[\\]{}\":,a-z0-9 ]{0,200}") {
        let headers = [("tosspayments-webhook-transmission-id", "whtrans_1")];
        let read = TOSS.webhooks().expect("webhooks").read(&webhook(&headers, &body), now());
        if let Ok(notice) = read {
            assert_eq!(notice.verdict, Verdict::Unsigned);
            assert!(matches!(notice.says, Says::Look { .. } | Says::Nothing { .. }));
        }
    }

    #[test]
    fn a_guessed_state_is_refused(state in "[0-9]{0,13}\\.?[A-Za-z0-9_=-]{0,50}") {
        assert!(returns().check_checkout(order_id(), &state, now()).is_err());
    }

    #[test]
    fn no_long_number_survives_in_an_error(text in "[0-9가-힣 -]{0,300}") {
        let safe = safe_text(&text);
        let longest = safe.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
        assert!(longest.unwrap_or(0) < 6, "{safe}");
    }
}
