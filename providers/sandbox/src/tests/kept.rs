//! The books in a file: a new simulator has all data of the one that ended.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{KEY, World, naverpay, settings, with};
use crate::{BooksError, Settings, kept_router};

/// A simulator with its books in a file.
struct Kept {
    world: World,
    stop: CancellationToken,
}

impl Kept {
    fn start(file: &Path) -> Result<Self, BooksError> {
        let now = Arc::new(Mutex::new("2026-01-02T03:04:05Z".parse().unwrap()));
        // Nothing listens there, and a minute of the retries is long: webhooks stay undelivered.
        let settings = Settings {
            gateway_base: "http://127.0.0.1:9".to_owned(),
            webhook_minute: Duration::from_mins(10),
            ..settings(KEY, &now)
        };
        let (tracker, stop) = (TaskTracker::new(), CancellationToken::new());
        let router = kept_router(settings, tracker.clone(), stop.clone(), file.to_owned())?;
        let world = World {
            router,
            now,
            posts: Arc::default(),
            answers: Arc::default(),
            tracker,
        };
        Ok(Self { world, stop })
    }

    async fn end(self) {
        self.stop.cancel();
        self.world.tracker.close();
        self.world.tracker.wait().await;
    }
}

#[tokio::test]
async fn payments_of_every_provider_are_refunded_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("books.json");
    let first = Kept::start(&file).unwrap();
    let world = &first.world;
    let card = world.paid("order-0001", "CARD", 15_000).await;
    let account = world.paid("order-0002", "VIRTUAL_ACCOUNT", 20_000).await;
    let tid = world.kakao_paid("order-0003", 1_000, "pay").await;
    let naver = naverpay::paid(world, "order-0004", 3_000).await;
    world
        .own(
            "POST",
            "/toss/console/version",
            json!({"version": "2024-06-01"}),
        )
        .await;
    let mut part = json!({"cancelReason": "part", "cancelAmount": 5_000});
    let key = [("idempotency-key", "refund-1")];
    let path = format!("/v1/payments/{card}/cancel");
    let cancelled = world.call("POST", &path, &key, &part).await;
    assert_eq!(cancelled.status, StatusCode::OK);
    let before = world.books().await;
    first.end().await;

    let second = Kept::start(&file).unwrap();
    let world = &second.world;
    assert_eq!(world.books().await, before);
    // The answer under the key is the one that was given; the body is not compared.
    part["cancelAmount"] = json!(1);
    let replayed = world.call("POST", &path, &key, &part).await;
    assert_eq!(replayed.body, cancelled.body);
    let rest = world.cancel(&card, json!({"cancelReason": "rest"})).await;
    let rest = rest.json();
    assert_eq!(
        (&rest["balanceAmount"], &rest["version"]),
        (&json!(0), &json!("2024-06-01"))
    );
    let deposit = json!({"orderId": "order-0002"});
    let paid = world.own("POST", "/toss/deposits", deposit).await;
    assert_eq!(paid.status, StatusCode::OK, "{:?}", paid.body);
    assert_eq!(world.look_up(&account).await["status"], "DONE");
    let cancelled = world.kakao_cancel(&tid, 1_000).await;
    assert_eq!(cancelled.status, StatusCode::OK, "{:?}", cancelled.body);
    let cancelled = naverpay::cancel(world, &naver, 3_000, "", None).await;
    assert_eq!(cancelled.json()["code"], "Success");
    // A new payment gets a new key: the random sequence goes on where it stopped.
    let another = world.paid("order-0005", "CARD", 1_000).await;
    assert_ne!(another, card);
    second.end().await;
}

#[tokio::test]
async fn a_webhook_that_was_not_delivered_is_sent_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("books.json");
    let first = Kept::start(&file).unwrap();
    first.world.paid("order-0001", "CARD", 15_000).await;
    first.end().await;
    let written: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let waiting = written["books"]["toss"]["outbox"]["undelivered"]
        .as_object()
        .unwrap();
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    let second = Kept::start(&file).unwrap();
    assert_eq!(
        second.world.tracker.len(),
        3,
        "the sweep, the keeper, the webhook"
    );
    second.end().await;
}

#[tokio::test]
async fn only_the_owner_reads_the_file_and_a_change_is_in_it_soon() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("books.json");
    let kept = Kept::start(&file).unwrap();
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    kept.world.open("order-0001", "CARD", 1_000).await;
    let mut tries = 0;
    while !std::fs::read_to_string(&file)
        .unwrap()
        .contains("order-0001")
    {
        tries += 1;
        assert!(tries < 500, "the change is not written");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let others: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(others.len(), 1, "nothing is left beside it: {others:?}");
    kept.end().await;
}

#[tokio::test]
async fn a_file_that_makes_no_sense_is_an_error_that_names_it() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("books.json");
    Kept::start(&file).unwrap().end().await;
    let sound: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let cut = sound.to_string().split_at(40).0.to_owned();
    let other = with(sound.clone(), "form", json!(1)).to_string();
    let changed = with(sound, "books", json!({"payments": 1})).to_string();
    for text in ["", "{}", &cut, &other, &changed] {
        std::fs::write(&file, text).unwrap();
        let error = Kept::start(&file).err().unwrap();
        assert!(matches!(error, BooksError::Damaged { .. }), "{error:?}");
        let said = error.to_string();
        assert!(
            said.contains("books.json") && said.contains("move the file away"),
            "{said}"
        );
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            text,
            "left as it is"
        );
    }
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let error = Kept::start(&file).err().unwrap();
    assert!(matches!(error, BooksError::File { .. }), "{error:?}");
}
