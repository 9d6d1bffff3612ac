//! The published contract equals the implemented one.

mod document;

use reqwest::Method;

pub(crate) use self::document::operations;
use crate::support::{client::send, world::Plan};

/// Paths without a key: for buyers, providers, and monitoring.
const PUBLIC: [&str; 24] = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/docs",
    "/checkout/{order}",
    "/checkout/{order}/receipt",
    "/checkout/{order}/cash-receipt",
    "/pay/{checkout}",
    "/renew/{lot}",
    "/my/{customer}",
    "/my/{customer}/buy",
    "/my/{customer}/history",
    "/my/{customer}/lots",
    "/my/{customer}/orders",
    "/my/{customer}/orders/{order}",
    "/my/{customer}/statement",
    "/my/{customer}/statement/file",
    "/my/{customer}/usage",
    "/webhooks/{provider}",
    "/callbacks/{provider}/{order}/{outcome}",
    "/assets/pages.css",
    "/assets/pages.js",
    "/assets/window/{provider}",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_that_is_not_public_answers_401_without_a_key() {
    Plan::sqlite()
        .run(async |world| {
            let document = world.gateway().browse("/openapi.json").await.ok();
            let mut keyed = 0;
            for (path, method, operation) in operations(&document) {
                let secured = operation["security"]
                    .as_array()
                    .is_some_and(|schemes| !schemes.is_empty());
                assert_eq!(
                    secured,
                    !PUBLIC.contains(&path.as_str()),
                    "{method} {path}: is it meant to be public?"
                );
                if !secured {
                    continue;
                }
                let concrete = path.replace("{id}", "x").replace("{version}", "x");
                assert!(!concrete.contains('{'), "{path}");
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                let answer = send(world.gateway().bare(method.clone(), &concrete)).await;
                answer.refused(401, "unauthenticated");
                assert!(
                    operation["responses"]["401"].is_object()
                        || operation["responses"]["default"].is_object()
                );
                keyed += 1;
            }
            assert!(keyed >= 25, "only {keyed} routes need a key");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rendered_documentation_fetches_nothing_from_outside() {
    Plan::sqlite()
        .run(async |world| {
            let page = world.gateway().browse("/docs").await;
            assert_eq!(page.status, 200);
            assert!(!page.text.contains("://"), "names an address outside");
            assert!(!page.text.contains("<script"), "runs a script");
            let policy = page.header("content-security-policy").unwrap();
            assert!(policy.contains("default-src 'none'"), "{policy}");
            assert!(page.text.contains("/v1/orders") && page.text.contains("insufficient_credits"));
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateway_says_whether_it_is_alive_and_ready() {
    Plan::sqlite()
        .run(async |world| {
            for path in ["/healthz", "/readyz"] {
                world.gateway().browse(path).await.ok();
            }
            let metrics = world.gateway().browse("/metrics").await;
            assert_eq!(metrics.status, 200);
            assert!(
                metrics.text.contains("credit_gateway_jobs_waiting"),
                "{}",
                metrics.text
            );
        })
        .await;
}
