//! Buying through Naver Pay: its own script opens the window, from a page of ours, and the ordinary way back.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{id_of, wallet_order},
    client::{Answer, send},
    window::{fact, page},
    world::{SHOP, World},
};

both_engines!(
    .naverpay_sdk():
    the_page_opens_a_window_that_is_paid_and_mints_once,
    a_window_opened_for_less_is_parked_and_mints_nothing,
    an_approval_that_does_not_say_its_kind_completes_at_once,
    the_page_runs_our_script_and_naver_pays_and_no_other,
);

fn three_packages() -> Value {
    let mut order = wallet_order("naverpay", "c1");
    order["product"] = json!("package-1000");
    order["quantity"] = json!(3);
    order
}

/// Our script's request to Naver Pay's script.
fn request(page: &Answer) -> Value {
    let written = fact(page, "request").unwrap();
    let written = written.replace("&quot;", "\"").replace("&#34;", "\"");
    serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"))
}

impl World {
    /// The answer of Naver Pay's script to ours: the address of its window.
    async fn ask_naver_pays_script(&self, page: &Answer, request: &Value) -> String {
        let told = |name: &str| fact(page, name).unwrap_or_else(|| panic!("{name}: {}", page.text));
        let body = json!({
            "settings": {
                "mode": told("mode"), "clientId": told("client-id"), "chainId": told("chain-id"),
                "payType": "normal", "openType": "page",
            },
            "request": request,
        });
        let asked = self.sandbox.bare(Method::POST, "/naverpay/sdk/reserve");
        let opened = send(asked.body(body.to_string())).await.json();
        let url = opened["body"]["windowUrl"].as_str();
        url.unwrap_or_else(|| panic!("{opened}")).to_owned()
    }

    /// The buyer pays in a window for `request`; returns where the browser is sent.
    async fn pay_at_naver_pay(&self, page: &Answer, request: &Value) -> String {
        let window = self.ask_naver_pays_script(page, request).await;
        let shown = self.sandbox.browse(&window).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        let pressed = self.sandbox.bare(Method::POST, &format!("{window}/pay"));
        send(pressed).await.location()
    }
}

async fn the_page_opens_a_window_that_is_paid_and_mints_once(world: &World) {
    let order = world.open_order(&three_packages()).await;
    let books = world.sandbox_books().await;
    assert_eq!(books["naverpay"]["payments"], json!([]), "nothing is begun");
    let shown = page(world, &order).await;
    let asked = request(&shown);
    assert_eq!(asked["totalPayAmount"], 29_700);
    let window = world.ask_naver_pays_script(&shown, &asked).await;
    let told = world.sandbox.browse(&window).await;
    let times = told.text.matches("× 3").count();
    assert_eq!(times, 1, "the number is said once: {}", told.text);
    let back = world.pay_at_naver_pay(&shown, &asked).await;
    for _ in 0..2 {
        let shop = world.gateway().browse(&back).await.location();
        assert!(
            shop.starts_with(SHOP) && shop.contains("status=completed"),
            "{shop}"
        );
    }
    assert_eq!(world.balance("c1").await, 3_000);
    let paid = world.order(&id_of(&order)).await;
    world.refund(paid["payment_id"].as_str().unwrap()).await;
    assert_eq!(world.balance("c1").await, 0);
}

/// The buyer changes the amount in the page: the money moved, nothing is minted, and a person checks it.
async fn a_window_opened_for_less_is_parked_and_mints_nothing(world: &World) {
    let order = world.open_order(&wallet_order("naverpay", "c1")).await;
    let shown = page(world, &order).await;
    let mut cheap = request(&shown);
    for name in ["totalPayAmount", "taxScopeAmount"] {
        cheap[name] = json!(100);
    }
    let back = world.pay_at_naver_pay(&shown, &cheap).await;
    world.gateway().browse(&back).await;
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "mismatched", "{order}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
}

async fn an_approval_that_does_not_say_its_kind_completes_at_once(world: &World) {
    let order = world.open_order(&wallet_order("naverpay", "c1")).await;
    let left_out =
        json!([{"kind": "field_left_out", "probability_percent": 100, "operation": "confirm"}]);
    world.faults("naverpay", left_out).await;
    let shown = page(world, &order).await;
    let back = world.pay_at_naver_pay(&shown, &request(&shown)).await;
    let shop = world.gateway().browse(&back).await.location();
    assert!(shop.contains("status=completed"), "{shop}");
    assert_eq!(world.fired("naverpay", "field_left_out").await, 1);
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn the_page_runs_our_script_and_naver_pays_and_no_other(world: &World) {
    let order = world.open_order(&wallet_order("naverpay", "c1")).await;
    let shown = page(world, &order).await;
    let policy = shown.header("content-security-policy").unwrap();
    let script = fact(&shown, "script").unwrap();
    let origin = script.split_once("/sandbox").unwrap().0;
    assert!(
        policy.contains(&format!("script-src 'self' {origin};")),
        "{policy}"
    );
    assert!(
        policy.contains("connect-src") && policy.contains("https://*.pay.naver.com"),
        "{policy}"
    );
    let own = world.gateway().browse("/assets/window/naverpay").await;
    assert_eq!(own.status, 200);
    assert!(own.text.contains("Naver.Pay.create") && !own.text.contains("TossPayments"));
    assert!(!shown.text.contains("naverpay-secret"), "{}", shown.text);
    assert!(!own.text.contains(&id_of(&order)));
}
