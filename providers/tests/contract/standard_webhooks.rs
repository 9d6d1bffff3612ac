//! The vectors that the reference libraries of Standard Webhooks 1.0.0 share, and our own.

mod refused;

use chrono::{DateTime, Utc};
use providers::{
    provider::RawWebhook,
    signature::{InvalidSecret, WebhookSecret, verify},
};

use crate::support::webhook;

const SECRET_1: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID_1: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIME_1: i64 = 1_614_265_330;
const BODY_1: &str = r#"{"test": 2432232314}"#;
const GOOD_1: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const SECRET_2: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const ID_2: &str = "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk";
const TIME_2: i64 = 1_649_367_553;
const BODY_2: &str = r#"{"email":"test@example.com","username":"test_user"}"#;
const GOOD_2: &str = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";

fn secret(text: &str) -> WebhookSecret {
    WebhookSecret::parse(&text.into()).expect("a secret")
}

fn seconds(unix: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(unix, 0).expect("an instant")
}

fn message(id: &str, time: &str, signature: &str, body: &str) -> RawWebhook {
    let headers = [
        ("webhook-id", id),
        ("webhook-timestamp", time),
        ("webhook-signature", signature),
    ];
    webhook(&headers, body)
}

/// The code with which message 1 under `signature` is refused, if it is.
fn refusal(secrets: &[WebhookSecret], signature: &str) -> Option<&'static str> {
    let raw = message(ID_1, &TIME_1.to_string(), signature, BODY_1);
    verify(secrets, &raw, seconds(TIME_1))
        .err()
        .map(|it| it.code)
}

#[test]
fn signing_gives_the_published_signatures() {
    for (key, id, time, body, expected) in [
        (SECRET_1, ID_1, TIME_1, BODY_1, GOOD_1),
        (SECRET_2, ID_2, TIME_2, BODY_2, GOOD_2),
        (
            SECRET_2,
            ID_1,
            TIME_1,
            BODY_1,
            "v1,78nXHjpFP0tVJQW5D0SBwmVyyW87BV/rL6MgfM/Bw44=",
        ),
        (
            SECRET_1,
            "evt_1",
            1_700_000_000,
            r#"{"name":"홍길동","amount":10000}"#,
            "v1,kd4PqvoyLKU7v7enWUZQ/T4W+IWr+f3ck8uVaobXdC4=",
        ),
    ] {
        assert_eq!(
            secret(key).sign(id, seconds(time), body.as_bytes()),
            expected
        );
        let raw = message(id, &time.to_string(), expected, body);
        assert_eq!(verify(&[secret(key)], &raw, seconds(time)), Ok(id));
    }
}

#[test]
fn any_signature_of_a_list_and_any_secret_will_do() {
    let list = format!(
        "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= {GOOD_1} v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
    );
    assert_eq!(refusal(&[secret(SECRET_1)], &list), None);
    assert_eq!(refusal(&[secret(SECRET_2), secret(SECRET_1)], GOOD_1), None);
    assert_eq!(refusal(&[secret(SECRET_2)], GOOD_1), Some("bad_signature"));
}

#[test]
fn secrets_are_read_with_or_without_prefix_and_padding_and_never_empty() {
    for bad in ["", "whsec_", "whsec_not base64!", "whsec_가", "whsec_A"] {
        assert_eq!(
            WebhookSecret::parse(&bad.into()).unwrap_err(),
            InvalidSecret,
            "{bad}"
        );
    }
    assert_eq!(
        refusal(&[secret(SECRET_1.trim_start_matches("whsec_"))], GOOD_1),
        None
    );
    for (bare, padded) in [
        (
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS=",
        ),
        (
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwBr",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwBr==",
        ),
    ] {
        let sign = |text: &str| secret(text).sign(ID_1, seconds(TIME_1), b"x");
        assert_eq!(sign(bare), sign(padded));
    }
    assert_eq!(format!("{:?}", secret(SECRET_1)), "WebhookSecret(…)");
}
