//! Toss: its `Payment` as a snapshot. Every status, cancels, amounts, virtual accounts.

mod amounts;
mod facts;

use domain::{
    failure::Failure,
    kind::Method,
    payment::{Snapshot, Standing},
};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::cases::Lines;
use crate::support::{KEY, card, on_lookup, payment_ref, toss_at, with, won};

async fn looked_up(document: &Value) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    on_lookup(&server, 200, document).await;
    toss_at(&server.uri()).lookup(&payment_ref(Some(KEY))).await
}

#[tokio::test]
async fn a_failure_keeps_its_text_and_what_cannot_be_proves_nothing() {
    let failed = Standing::Failed(Failure::new("COMMON_ERROR", "오류"));
    let failure = json!({"code":"COMMON_ERROR","message":"오류"});
    for (changes, standing) in [
        (
            json!({"status":"ABORTED","approvedAt":null,"failure":failure}),
            failed,
        ),
        (
            json!({"status":"SETTLED"}),
            Standing::Unknown {
                word: "SETTLED".into(),
            },
        ),
        // A card payment cannot be cancelled before it was approved.
        (
            json!({"status":"CANCELED","approvedAt":null}),
            Standing::Unknown {
                word: "CANCELED".into(),
            },
        ),
    ] {
        let snapshot = looked_up(&with(card(), changes)).await.unwrap();
        assert_eq!(snapshot.standing, standing);
        assert_eq!(snapshot.cancelled, won(0));
    }
}

#[tokio::test]
async fn fields_may_come_and_go() {
    let mut document = card();
    let fields = document.as_object_mut().unwrap();
    for name in [
        "cancels",
        "secret",
        "card",
        "receipt",
        "suppliedAmount",
        "version",
        "mId",
        "method",
        "failure",
    ] {
        fields.remove(name);
    }
    fields.insert("loyalty".into(), json!({"points":[1,2]}));
    fields.insert(
        "easyPay".into(),
        json!({"provider":"토스페이","amount":163_020}),
    );
    let snapshot = looked_up(&document).await.unwrap();
    assert_eq!(
        (snapshot.standing, snapshot.method),
        (Standing::Paid, Method::EasyPay)
    );
    assert_eq!(snapshot.tax, None);
    assert_eq!(snapshot.facts["easy_pay"], "토스페이");
    document.as_object_mut().unwrap().remove("easyPay");
    let bare = looked_up(&document).await.unwrap();
    assert_eq!(bare.method, Method::Other);
}

/// A known version causes no warning.
#[tokio::test]
async fn a_version_that_is_not_known_is_told_in_the_log() {
    for (version, warned) in [
        ("2022-11-16", false),
        ("2024-06-01", false),
        ("2031-01-01", true),
    ] {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let listening = tracing::subscriber::set_default(subscriber);
        let document = with(card(), json!({"version":version}));
        let snapshot = looked_up(&document).await.unwrap();
        drop(listening);
        assert_eq!(snapshot.standing, Standing::Paid);
        let text = lines.text();
        assert_eq!(text.contains("API version"), warned, "{text}");
    }
}
