//! Conventions that clients and operators expect of any API: named requests, consistent numbers, published limits.

mod limits;
mod served;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::json;

use crate::support::{
    client::{Answer, send},
    world::{Plan, World},
};

fn request_id(answer: &Answer) -> String {
    answer.header("request-id").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_names_its_request_by_the_clients_word_or_by_ours() {
    Plan::sqlite().run(names_of_requests).await;
}

async fn names_of_requests(world: &World) {
    let gateway = world.gateway();
    let products = || gateway.request(Role::Service, Method::GET, "/v1/products");
    let named = send(products().header("request-id", "shop-17:3")).await;
    assert_eq!(request_id(&named), "shop-17:3");
    let by_proxy = send(products().header("x-request-id", "edge-4")).await;
    assert_eq!(request_id(&by_proxy), "edge-4");
    let mut made = Vec::new();
    for untold in [
        products(),
        products().header("request-id", "two words"),
        products().header("request-id", "cgk_service_x"),
        products()
            .header("request-id", "a")
            .header("request-id", "b"),
    ] {
        made.push(request_id(&send(untold).await));
    }
    made.sort();
    made.dedup();
    assert_eq!(made.len(), 4, "{made:?}");
    assert!(made.iter().all(|id| id.starts_with("req_")), "{made:?}");
    for (method, path) in [
        (Method::GET, "/v1/products"),
        (Method::GET, "/v1/nothing"),
        (Method::DELETE, "/v1/products"),
        (Method::GET, "/v1/orders/none"),
    ] {
        let asked = gateway.bare(method.clone(), path);
        let refused = send(asked.header("request-id", "lost-1")).await;
        assert_eq!(request_id(&refused), "lost-1", "{method} {path}");
        refused.problem();
        assert_eq!(refused.json()["request_id"], "lost-1", "{method} {path}");
    }
    let page = gateway.browse("/checkout/none?state=x").await;
    assert!(request_id(&page).starts_with("req_"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_are_histograms_and_tell_how_calls_to_providers_end() {
    Plan::sqlite().run(numbers).await;
}

async fn numbers(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let refuse = json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel", "times": 1}]);
    world.faults("toss", refuse).await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, None).await.ok();
    let ended = async || world.refund_state(refund["id"].as_str().unwrap()).await == "succeeded";
    world
        .wait_while_time_passes("the refund ends", TimeDelta::seconds(1), ended)
        .await;
    let text = world.gateway().browse("/metrics").await.text;
    let count = |line: &str| {
        let found = text.lines().find_map(|told| told.strip_prefix(line));
        let count = found.and_then(|rest| rest.trim().parse::<u64>().ok());
        count.unwrap_or_else(|| panic!("no line {line} in {text}"))
    };
    for (operation, outcome) in [
        ("begin", "answered"),
        ("confirm", "answered"),
        ("refund", "in_doubt"),
        ("refund", "answered"),
    ] {
        let labels = format!(r#"provider="toss",operation="{operation}",outcome="{outcome}""#);
        let all = count(&format!("provider_call_seconds_count{{{labels}}}"));
        assert!(all >= 1, "{labels}");
        let bucket = format!(r#"provider_call_seconds_bucket{{{labels},le="+Inf"}}"#);
        assert_eq!(count(&bucket), all, "{labels}");
    }
    let route = r#"method="POST",route="/v1/orders""#;
    assert!(count(&format!("http_request_seconds_count{{{route}}}")) >= 1);
    assert!(
        count(&format!(
            r#"http_request_seconds_bucket{{{route},le="60"}}"#
        )) >= 1
    );
    assert!(!text.contains("quantile="), "a summary is left: {text}");
    let version = env!("CARGO_PKG_VERSION");
    let build = format!(r#"credit_gateway_build_info{{version="{version}"}}"#);
    assert_eq!(count(&build), 1);
}
