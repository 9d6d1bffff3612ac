//! Naver Pay through its documented API.

mod cancels;
mod faults;
mod history;
mod idempotency;
mod limits;
mod odd_cancels;
mod payments;
mod sdk;
mod window;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Reply, World};

const API: &str = "/naverpay/naverpay-partner/naverpay/payments";
const KEYS: [(&str, &str); 3] = [
    ("x-naver-client-id", "naver-client"),
    ("x-naver-client-secret", "naver-secret"),
    ("x-naverpay-chain-id", "naver-chain"),
];
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");

/// A call with the right keys; `key` is the idempotency key.
async fn call(
    world: &World,
    path: &str,
    media: (&str, &str),
    key: Option<&str>,
    body: &str,
) -> Reply {
    let mut headers = KEYS.to_vec();
    headers.push(media);
    headers.extend(key.map(|key| ("X-NaverPay-Idempotency-Key", key)));
    world
        .request("POST", &format!("{API}{path}"), &headers, body)
        .await
}

fn order(key: &str, amount: i64) -> Value {
    json!({
        "merchantPayKey": key, "merchantUserKey": "u-1", "productName": "AI 크레딧 <1,000>", "productCount": 1,
        "totalPayAmount": amount, "taxScopeAmount": amount, "taxExScopeAmount": 0,
        "returnUrl": "https://shop.test/back?state=a%2Bb",
        "productItems": [{"categoryType": "ETC", "categoryId": "ETC", "uid": "credits-1000", "name": "AI 크레딧", "count": 1}],
    })
}

async fn reserve(world: &World, order: &Value) -> Reply {
    call(world, "/v2/reserve", JSON, None, &order.to_string()).await
}

/// Opens a window and returns its reservation.
async fn open(world: &World, order: &Value) -> String {
    let reply = reserve(world, order).await;
    assert_eq!(
        reply.code(),
        (200, "Success".to_owned()),
        "{:?}",
        reply.body
    );
    reply.json()["body"]["reserveId"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn press(world: &World, reserve_id: &str, button: &str, means: &str) -> Reply {
    let path = format!("/naverpay/payments/{reserve_id}/{button}");
    world
        .request("POST", &path, &[FORM], &format!("means={means}"))
        .await
}

/// The payment number that the browser came back with.
fn payment_id(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{:?}", reply.body);
    let (_, id) = reply.header("location").split_once("&paymentId=").unwrap();
    id.to_owned()
}

async fn authenticated(world: &World, order: &Value, means: &str) -> String {
    let reserve_id = open(world, order).await;
    payment_id(&press(world, &reserve_id, "pay", means).await)
}

async fn approve(world: &World, payment_id: &str, key: Option<&str>) -> Reply {
    let body = format!("paymentId={payment_id}");
    call(world, "/v2.2/apply/payment", FORM, key, &body).await
}

/// A payment of `amount` by card, approved.
pub(super) async fn paid(world: &World, order_key: &str, amount: i64) -> String {
    let id = authenticated(world, &order(order_key, amount), "card").await;
    let reply = approve(world, &id, None).await;
    assert_eq!(
        reply.code(),
        (200, "Success".to_owned()),
        "{:?}",
        reply.body
    );
    id
}

/// A taxable cancel; `extra` is appended to the form.
pub(super) async fn cancel(
    world: &World,
    payment_id: &str,
    amount: i64,
    extra: &str,
    key: Option<&str>,
) -> Reply {
    let body = format!(
        "paymentId={payment_id}&cancelAmount={amount}&cancelReason=%ED%99%98%EB%B6%88&cancelRequester=2\
         &taxScopeAmount={amount}&taxExScopeAmount=0{extra}"
    );
    call(world, "/v1/cancel", FORM, key, &body).await
}

async fn history(world: &World, payment_id: &str) -> Value {
    let reply = call(
        world,
        &format!("/v2.3/list/history/{payment_id}"),
        JSON,
        None,
        "{}",
    )
    .await;
    assert_eq!(
        reply.code(),
        (200, "Success".to_owned()),
        "{:?}",
        reply.body
    );
    reply.json()["body"].clone()
}

/// Type, state and amount of each row.
fn rows(body: &Value) -> Vec<(String, String, i64)> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let list = body["list"].as_array().unwrap();
    list.iter()
        .map(|row| {
            (
                text(row, "admissionTypeCode"),
                text(row, "admissionState"),
                row["totalPayAmount"].as_i64().unwrap(),
            )
        })
        .collect()
}

fn row(kind: &str, state: &str, amount: i64) -> (String, String, i64) {
    (kind.to_owned(), state.to_owned(), amount)
}

/// A code with HTTP 200, which business failures have too.
fn ok(code: &str) -> (u16, String) {
    (200, code.to_owned())
}

/// The next call of `operation` answers `code`.
async fn force(world: &World, operation: &str, code: &str) {
    let order = json!({"operation": operation, "code": code});
    let reply = world.own("POST", "/naverpay/console/answer", order).await;
    assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
}

async fn book_entry(world: &World) -> Value {
    world.books().await["naverpay"]["payments"][0].clone()
}

impl Reply {
    /// HTTP status and code of Naver Pay.
    fn code(&self) -> (u16, String) {
        let body = self.json();
        (
            self.status.as_u16(),
            body["code"].as_str().unwrap_or_default().to_owned(),
        )
    }
}
