//! Files that are sent by HTTP: what became of each row, and the comparison that follows.

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::all_explained;
use crate::support::{
    client::{Answer, send},
    world::World,
};

both_engines!(
    .without_workers():
    a_file_that_is_sent_counts_once_and_its_day_is_compared,
    a_row_of_a_sent_file_that_cannot_be_read_is_named,
    a_sent_statement_shows_what_arrived,
    what_is_no_file_of_a_settlement_is_refused,
);

const FILES: &str = "/v1/settlements/files";
const STATEMENTS: &str = "/v1/settlements/statements";
/// What the gateway says of it in `limits`.
const BYTES_MAX: usize = 8 * 1024 * 1024;

impl World {
    pub(super) async fn send_file(
        &self,
        to: &str,
        query: &str,
        text: impl Into<Vec<u8>>,
    ) -> Answer {
        let path = format!("{to}?{query}");
        let gateway = self.gateway();
        let request = gateway.request(Role::Support, Method::POST, &path);
        let request = request.header("content-type", "text/csv; charset=utf-8");
        send(request.body(text.into())).await
    }

    /// Sends a provider's file, and waits until each of its days is compared after that. The answer, and the comparisons.
    pub(super) async fn settle_by_file(&self, provider: &str, text: &str) -> (Value, Vec<Value>) {
        let query = format!("provider={provider}&file=settlement.csv");
        let before = self.runs_of(provider).await;
        let answer = self.send_file(FILES, &query, text).await.ok();
        let mut runs = Vec::new();
        for day in answer["comparing"].as_array().unwrap() {
            let new = async || {
                let runs = self.runs_of(provider).await.into_iter();
                let of_day = |run: &Value| run["day"] == *day && run["state"] != "running";
                let known = |run: &Value| before.iter().any(|it| it["id"] == run["id"]);
                runs.into_iter().find(|run| of_day(run) && !known(run))
            };
            self.wait_until("the day is compared", async || new().await.is_some())
                .await;
            runs.push(new().await.unwrap());
        }
        (answer, runs)
    }

    /// The comparisons with settlements.
    async fn runs_of(&self, provider: &str) -> Vec<Value> {
        let path = format!("/v1/reconciliations?provider={provider}&limit=100");
        let list = self.gateway().get(Role::Support, &path).await.ok();
        let mut runs = list["items"].as_array().unwrap().clone();
        runs.retain(|run| run["source"] == "settlements");
        runs
    }
}

async fn a_file_that_is_sent_counts_once_and_its_day_is_compared(world: &World) {
    world.sell("kakaopay", 3).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    let (answer, runs) = world.settle_by_file("kakaopay", &text).await;
    let counts = ["added", "known", "unread", "imported_before"].map(|name| answer[name].clone());
    assert_eq!(
        counts,
        [json!(3), json!(0), json!(0), json!(false)],
        "{answer}"
    );
    assert_eq!(
        (&answer["days"], &answer["comparing"]),
        (&json!([day]), &json!([day]))
    );
    assert!(all_explained(&runs[0]), "{runs:?}");

    let again = world.settle_by_file("kakaopay", &text).await.0;
    let counts = ["added", "known", "imported_before"].map(|name| again[name].clone());
    assert_eq!(counts, [json!(0), json!(3), json!(true)], "{again}");
    assert_eq!(again["import_id"], answer["import_id"]);

    let id = answer["import_id"].as_str().unwrap();
    let path = format!("/v1/settlement-imports/{id}");
    let import = world.gateway().get(Role::Support, &path).await.ok();
    let by = import["imported_by"].as_str().unwrap();
    assert!(by.starts_with("key_"), "{import}");
    assert_eq!(runs[0]["asked_by"], by);
    let acts = "SELECT actor, subject, detail FROM audit_log WHERE act = 'settlement.import'";
    let hash = answer["hash"].as_str().unwrap();
    let detail = format!("kakaopay: settlement.csv (SHA-256 {hash})");
    assert_eq!(world.database.rows(acts).await, [[by, id, detail.as_str()]]);
}

async fn a_row_of_a_sent_file_that_cannot_be_read_is_named(world: &World) {
    world.sell("naverpay", 2).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("naverpay", day).await;
    let bad = format!("{text}결제,N9,H9,ord_x,1000.5,22,2,978,{day},{day}\r\n");
    let (answer, runs) = world.settle_by_file("naverpay", &bad).await;
    let row = json!([{"line": 4, "field": "gross", "rule": "is a whole number of won"}]);
    assert_eq!(
        (&answer["added"], &answer["unread"]),
        (&json!(2), &json!(1)),
        "{answer}"
    );
    assert_eq!(answer["unread_rows"], row);
    assert!(
        !answer.to_string().contains("1000.5"),
        "the value is not repeated"
    );
    assert!(all_explained(&runs[0]), "{runs:?}");
}

async fn a_sent_statement_shows_what_arrived(world: &World) {
    world.sell("kakaopay", 2).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    world.settle_by_file("kakaopay", &text).await;
    world.pass_days(8);
    let list = world.gateway();
    let list = list.get(Role::Support, "/v1/settlements").await.ok();
    let (due, net) = (&list["items"][0]["paid_out_on"], &list["items"][0]["net"]);
    let due = due.as_str().unwrap();
    let text = format!(
        "거래일시,입금액,기재내용,거래후잔액\n{due} 11:00:00,{net},카카오페이,\n{due} 12:00:00,5000,홍길동,\n"
    );
    let query = "provider=kakaopay&file=account.csv";
    let answer = world.send_file(STATEMENTS, query, text).await.ok();
    assert_eq!(
        (&answer["origin"], &answer["added"], &answer["comparing"]),
        (&json!("statement"), &json!(1), &json!([due])),
        "{answer}"
    );
    world
        .wait_until("the day is compared", async || {
            let path = "/v1/reconciliations?provider=kakaopay";
            let runs = world.gateway().get(Role::Support, path).await.ok();
            let newest = &runs["items"][0];
            newest["source"] == "statement" && all_explained(newest)
        })
        .await;
}

async fn what_is_no_file_of_a_settlement_is_refused(world: &World) {
    let named = "provider=kakaopay&file=a.csv";
    let head = "거래일시,거래구분,거래번호,TID,거래금액,수수료\n";
    for (query, text, status, field) in [
        ("file=a.csv", head, 422, "provider"),
        ("provider=kakaopay", head, 422, "file"),
        ("provider=kakaopay&file=%20", head, 422, "file"),
        ("provider=bank&file=a.csv", head, 422, "provider"),
        (named, "one,two\n1,2\n", 422, "file"),
        (named, "", 422, "file"),
        ("provider=kakaopay&file=a.csv&day=1", head, 400, "day"),
    ] {
        let answer = world.send_file(FILES, query, text).await;
        let said = (answer.status, answer.json()["field"].clone());
        assert_eq!(said, (status, json!(field)), "{query} {text}");
    }
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let old = world.send_file(FILES, named, *old).await;
    assert!(old.text.contains("xls"), "{}", old.text);
    old.refused(422, "invalid_field");
    let broken = world
        .send_file(FILES, named, *b"PK\x03\x04 and nothing")
        .await;
    broken.refused(422, "invalid_field");
    let most = world.send_file(FILES, named, vec![b' '; BYTES_MAX]).await;
    most.refused(422, "invalid_field");
    let path = format!("{FILES}?{named}");
    let more = world.gateway().request(Role::Support, Method::POST, &path);
    let more = more.header("content-type", "text/csv");
    match more.body(vec![b' '; BYTES_MAX + 1]).send().await {
        Ok(more) => assert_eq!(more.status(), 413),
        // The answer comes before the body is there, and may close the connection while that is still written.
        Err(error) => assert!(error.is_request(), "{error}"),
    }

    for (role, kind, status) in [
        (Role::Support, "application/json", 415),
        (Role::Admin, "application/vnd.ms-excel", 415),
        (Role::Checkout, "text/csv", 403),
        (Role::Service, "text/csv", 403),
        (Role::Assistant, "text/csv", 403),
    ] {
        let request = world.gateway().request(role, Method::POST, &path);
        let request = request.header("content-type", kind).body(head);
        assert_eq!(send(request).await.status, status, "{role:?} {kind}");
    }
    let kept = "SELECT COUNT(*) FROM settlement_imports";
    assert_eq!(world.database.number(kept).await, 0);
}
