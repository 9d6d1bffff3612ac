//! A guessed, altered or expired return URL never reaches a flow.

use chrono::TimeDelta;
use domain::{
    id::{CustomerId, OrderId},
    kind::ProviderId,
};
use providers::{
    provider::CallbackOutcome,
    signature::{BadState, InvalidReturnUrls, ReturnUrls, customer_of},
};
use url::Url;

use crate::support::{now, order_id, returns};

const TOSS: ProviderId = ProviderId::known("toss");

fn state(url: &Url) -> String {
    url.query_pairs()
        .find(|(name, _)| name == "state")
        .map(|(_, value)| value.into_owned())
        .expect("a state")
}

#[test]
fn a_callback_url_is_good_until_it_expires() {
    let expires_at = now() + TimeDelta::minutes(90);
    let url = returns().callback(&TOSS, order_id(), CallbackOutcome::Success, expires_at);
    assert_eq!(
        url.path(),
        format!("/gw/callbacks/toss/{}/success", order_id())
    );
    assert_eq!(url.host_str(), Some("pay.shop.example"));
    let check = |at| returns().check_callback(&TOSS, order_id(), &state(&url), at);
    assert_eq!(check(now()), Ok(()));
    assert_eq!(check(expires_at - TimeDelta::seconds(1)), Ok(()));
    assert_eq!(check(expires_at), Err(BadState::Expired));
}

#[test]
fn a_state_holds_for_its_provider_order_and_purpose_only() {
    let expires_at = now() + TimeDelta::minutes(90);
    let callback =
        state(&returns().callback(&TOSS, order_id(), CallbackOutcome::Success, expires_at));
    let page = returns().checkout(order_id(), expires_at);
    assert_eq!(page.path(), format!("/gw/checkout/{}", order_id()));
    assert_eq!(
        returns().check_checkout(order_id(), &state(&page), now()),
        Ok(())
    );

    let other: OrderId = "ord_01arz3ndektsv4rrffq69g5faw".parse().unwrap();
    let naver = ProviderId::known("naverpay");
    for refused in [
        returns().check_callback(&naver, order_id(), &callback, now()),
        returns().check_callback(&TOSS, other, &callback, now()),
        returns().check_checkout(order_id(), &callback, now()),
        returns().check_callback(&TOSS, order_id(), &state(&page), now()),
    ] {
        assert_eq!(refused, Err(BadState::Altered));
    }
}

#[test]
fn a_customer_s_page_opens_for_its_customer_until_it_ends() {
    let expires_at = now() + TimeDelta::hours(1);
    let parts = |url: &Url| {
        let part = |name: &str| {
            let mut pairs = url.query_pairs();
            let (_, value) = pairs.find(|(known, _)| known == name).unwrap();
            value.into_owned()
        };
        (part("until"), part("sig"))
    };
    // Any id stands in a path, also one that a browser would take for a step up.
    for name in ["c1", "..", "a+b@example.com", "page"] {
        let customer: CustomerId = name.parse().unwrap();
        let url = returns().customer_page(&customer, expires_at);
        let token = url.path().strip_prefix("/gw/my/").unwrap();
        assert_eq!(customer_of(token), Some(customer.clone()));
        let (until, sig) = parts(&url);
        let check =
            |customer: &CustomerId, at| returns().check_customer_page(customer, (&until, &sig), at);
        assert_eq!(check(&customer, expires_at - TimeDelta::seconds(1)), Ok(()));
        assert_eq!(check(&customer, expires_at), Err(BadState::Expired));
        let other: CustomerId = "c2".parse().unwrap();
        assert_eq!(check(&other, now()), Err(BadState::Altered));
    }
    for token in ["", "YzE=", "Y", "_-_", "IA"] {
        assert_eq!(customer_of(token), None, "{token}");
    }
    // A state of an order's page is none of a customer who is called like the order.
    let order = returns().checkout(order_id(), expires_at);
    let state = state(&order);
    let (until, sig) = state.split_once('.').unwrap();
    let called: CustomerId = order_id().to_string().parse().unwrap();
    let mixed = returns().check_customer_page(&called, (until, sig), now());
    assert_eq!(mixed, Err(BadState::Altered));
}

#[test]
fn an_altered_state_is_refused() {
    let expires_at = now() + TimeDelta::minutes(90);
    let good = state(&returns().callback(&TOSS, order_id(), CallbackOutcome::Success, expires_at));
    let (expiry, mac) = good.split_once('.').unwrap();
    let later: i64 = expiry.parse::<i64>().unwrap() + 1;
    for bad in [
        String::new(),
        ".".to_owned(),
        expiry.to_owned(),
        format!("{expiry}."),
        format!("{later}.{mac}"),
        format!("0{expiry}.{mac}"),
        format!("+{expiry}.{mac}"),
        format!("{expiry}.{}", &mac[..42]),
        format!("{expiry}.{mac}="),
        format!("{expiry}.{}", "A".repeat(43)),
        format!("{expiry}.{mac}.x"),
    ] {
        let refused = returns().check_callback(&TOSS, order_id(), &bad, now());
        assert_eq!(refused, Err(BadState::Altered), "{bad}");
    }
    let other = ReturnUrls::new(
        "https://pay.shop.example".parse().unwrap(),
        &"j".repeat(32).into(),
    );
    let refused = other
        .unwrap()
        .check_callback(&TOSS, order_id(), &good, now());
    assert_eq!(refused, Err(BadState::Altered));
}

#[test]
fn the_longest_url_fits_the_strictest_provider() {
    let base = |path_bytes: usize| {
        let origin = "https://pay.shop.example/";
        format!("{origin}{}", "p".repeat(path_bytes - origin.len()))
            .parse::<Url>()
            .unwrap()
    };
    let longest = ReturnUrls::new(base(120), &"k".repeat(32).into()).unwrap();
    let provider: ProviderId = "abcdefghijklmnop".parse().unwrap();
    let far = chrono::DateTime::from_timestamp(999_999_999_999, 0)
        .unwrap_or(chrono::DateTime::<chrono::Utc>::MAX_UTC);
    let url = longest.callback(&provider, order_id(), CallbackOutcome::Success, far);
    assert!(url.as_str().len() <= 255, "{}", url.as_str().len());

    let refused = |base: Url, key: &str| ReturnUrls::new(base, &key.into()).unwrap_err();
    let key = "k".repeat(32);
    assert_eq!(refused(base(121), &key), InvalidReturnUrls::BaseTooLong);
    assert_eq!(refused(base(60), &key[..31]), InvalidReturnUrls::ShortKey);
    for bad in [
        "ftp://a.example",
        "https://a.example/?q=1",
        "https://u@a.example",
        "https://a.example/#x",
    ] {
        assert_eq!(
            refused(bad.parse().unwrap(), &key),
            InvalidReturnUrls::Base,
            "{bad}"
        );
    }
    assert!(!format!("{longest:?}").contains("kkkk"));
}
