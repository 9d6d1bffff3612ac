//! PortOne's window: what our page tells our own script, and what it does not.

use domain::{kind::Method, order::Order};
use providers::{error::ProviderError, provider::Provider as _};

use crate::{
    portone_support::{CHANNEL, SECRET, STORE, order, portone_at},
    support::{order_id, won},
};

fn facts(order: &Order) -> Vec<(&'static str, String)> {
    let portone = portone_at("https://api.portone.io");
    portone
        .window()
        .expect("a script")
        .facts(order)
        .expect("facts")
}

fn fact(facts: &[(&str, String)], name: &str) -> Option<String> {
    let mut known = facts.iter();
    known
        .find(|(of, _)| *of == name)
        .map(|(_, value)| value.clone())
}

#[test]
fn the_page_names_store_channel_payment_amount_and_the_way_back() {
    let mut order = order(Method::Card, true);
    order.title = "1,000 credits [special] + 10% & more, and a name that goes on".to_owned();
    let facts = facts(&order);
    for (name, value) in [
        ("store-id", STORE),
        ("channel-key", CHANNEL),
        ("payment-id", &order_id().to_string()),
        ("total-amount", "163020"),
        ("pay-method", "CARD"),
    ] {
        assert_eq!(fact(&facts, name).as_deref(), Some(value), "{name}");
    }
    // Signs that some PGs refuse are left out, and 40 bytes are what the strictest take.
    let name = fact(&facts, "order-name").expect("a name");
    assert!(
        name.len() <= 40 && !name.contains(['[', '+', '%', '&', ',']),
        "{name}"
    );
    let success = fact(&facts, "success-url").expect("an address");
    assert!(success.contains("/callbacks/portone/") && success.contains("/success?state="));
    assert!(
        fact(&facts, "fail-url")
            .expect("an address")
            .contains("/fail?state=")
    );
    for absent in [
        "tax-free-amount",
        "valid-hours",
        "customer-name",
        "product-type",
    ] {
        assert_eq!(fact(&facts, absent), None, "{absent}");
    }
    assert!(!format!("{facts:?}").contains(SECRET));
}

#[test]
fn an_account_has_its_lifetime_and_depositor_and_a_telephone_its_kind_of_goods() {
    let facts_of = |method| facts(&order(method, true));
    let account = facts_of(Method::VirtualAccount);
    assert_eq!(
        fact(&account, "pay-method").as_deref(),
        Some("VIRTUAL_ACCOUNT")
    );
    assert_eq!(fact(&account, "valid-hours").as_deref(), Some("24"));
    assert_eq!(fact(&account, "customer-name").as_deref(), Some("홍길동"));
    let mobile = facts_of(Method::Mobile);
    assert_eq!(
        fact(&mobile, "product-type").as_deref(),
        Some("PRODUCT_TYPE_DIGITAL")
    );
    assert_eq!(fact(&mobile, "customer-name"), None);
    let mut taxed = order(Method::Card, true);
    taxed.tax_free = won(1_000);
    assert_eq!(
        fact(&facts(&taxed), "tax-free-amount").as_deref(),
        Some("1000")
    );
}

#[test]
fn a_name_of_nothing_but_refused_signs_is_still_one() {
    let mut order = order(Method::Card, true);
    order.title = "%&|".to_owned();
    assert_eq!(
        fact(&facts(&order), "order-name").as_deref(),
        Some("credits")
    );
}

#[test]
fn no_window_opens_without_a_session_or_a_channel() {
    let portone = portone_at("https://api.portone.io");
    let window = portone.window().expect("a script");
    let told = window.facts(&order(Method::Card, false));
    assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
    let told = window.facts(&order(Method::GiftCertificate, true));
    assert!(
        matches!(told, Err(ProviderError::Misconfigured(_))),
        "{told:?}"
    );
}

/// What the script is asked for has the documented names; the browser walks use the real file.
#[test]
fn our_script_calls_portones_documented_function_and_leads_back_by_our_addresses() {
    let portone = portone_at("https://api.portone.io");
    let window = portone.window().expect("a script");
    let opener = window.opener();
    for name in [
        "window.PortOne.requestPayment(asked)",
        "storeId",
        "channelKey",
        "paymentId",
        "totalAmount",
        "payMethod",
        "redirectUrl: order.successUrl",
        "accountExpiry",
        "paymentToken",
    ] {
        assert!(opener.contains(name), "{name}");
    }
    assert_eq!(
        window.script().as_str(),
        "https://cdn.portone.io/v2/browser-sdk.js"
    );
    assert_eq!(window.beside(), "https://*.portone.io https://*.iamport.co");
    assert!(!opener.contains(&order_id().to_string()));
}
