use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use chrono::DateTime;
use secrecy::SecretString;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};

use super::{Message, Outcome, Receivers, resolve::Lookup};
use crate::signature::WebhookSecret;

/// Addresses given one after the other, the last again and again, and how often they were asked for.
#[derive(Clone)]
struct Told(Arc<Mutex<Vec<Vec<SocketAddr>>>>, Arc<AtomicUsize>);

#[async_trait]
impl Lookup for Told {
    async fn addresses(&self, _: &str) -> io::Result<Vec<SocketAddr>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        let mut answers = self.0.lock().unwrap();
        let answer = answers[0].clone();
        if answers.len() > 1 {
            answers.remove(0);
        }
        Ok(answer)
    }
}

fn resolved(answers: &[&[&str]]) -> Told {
    let addresses = |answer: &&[&str]| answer.iter().map(|text| text.parse().unwrap()).collect();
    let answers = answers.iter().map(addresses).collect();
    Told(Arc::new(Mutex::new(answers)), Arc::default())
}

fn message(body: &[u8]) -> Message<'_> {
    Message {
        id: "evt_1",
        attempted_at: DateTime::from_timestamp(1_760_000_000, 0).unwrap(),
        body,
    }
}

async fn sent(receivers: &Receivers, url: &str) -> Outcome {
    let secret = WebhookSecret::parse(&SecretString::from("whsec_c2VjcmV0")).unwrap();
    receivers.send(url, &[secret], message(b"{}")).await
}

async fn answers(answer: ResponseTemplate) -> Outcome {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let receivers = Receivers::new(true).unwrap();
    sent(&receivers, &server.uri()).await
}

#[tokio::test]
async fn a_name_is_refused_when_any_of_its_addresses_is_not_public() {
    for answer in [
        &["127.0.0.1:0"][..],
        &["1.2.3.4:0", "10.0.0.1:0"],
        &["169.254.169.254:0"],
        &["[::ffff:127.0.0.1]:0"],
        &["[fd00:ec2::254]:0"],
        &["[64:ff9b::7f00:1]:0"],
    ] {
        let told = resolved(&[answer]);
        let receivers = Receivers::by(told.clone(), false).unwrap();
        let outcome = sent(&receivers, "https://hooks.example.com/").await;
        let Outcome::Unanswered(why) = outcome else {
            panic!("{answer:?}: {outcome:?}")
        };
        assert!(why.contains("not public"), "{answer:?}: {why}");
        assert!(!why.contains("example.com"), "{why}");
        assert_eq!(told.1.load(Ordering::Relaxed), 1, "{answer:?}");
    }
}

/// The first answer is public and nothing answers there; the second would lead into the machine.
#[tokio::test]
async fn a_name_that_is_resolved_to_this_machine_later_is_refused_then() {
    let told = resolved(&[&["192.0.2.1:0"], &["127.0.0.1:0"]]);
    told.0.lock().unwrap()[0] = vec!["1.2.3.4:0".parse().unwrap()];
    let receivers = Receivers::by(told.clone(), false).unwrap();
    let first = sent(&receivers, "https://hooks.example.com:8443/").await;
    assert!(matches!(first, Outcome::Unanswered(_)), "{first:?}");
    let Outcome::Unanswered(why) = sent(&receivers, "https://hooks.example.com:8443/").await else {
        panic!("it was reached")
    };
    assert!(why.contains("not public"), "{why}");
}

#[tokio::test]
async fn an_address_of_numbers_is_refused_before_it_is_called() {
    let told = resolved(&[&["1.2.3.4:0"]]);
    let receivers = Receivers::by(told.clone(), false).unwrap();
    for url in [
        "https://127.0.0.1/",
        "https://2130706433/",
        "http://hooks.example.com/",
    ] {
        assert!(
            matches!(sent(&receivers, url).await, Outcome::Unanswered(_)),
            "{url}"
        );
        assert!(receivers.check(url).is_err());
    }
    assert_eq!(told.1.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let inside = MockServer::start().await;
    let redirect = ResponseTemplate::new(307).insert_header("location", inside.uri());
    let outcome = answers(redirect).await;
    let status = 307;
    let retry_after = None;
    assert_eq!(
        outcome,
        Outcome::Answered {
            status,
            retry_after
        }
    );
    assert!(inside.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_has_its_status_and_the_wait_it_asks_for() {
    for (header, wait) in [
        ("30", Some(30)),
        (" 0 ", Some(0)),
        ("Thu, 09 Oct 2025 08:54:20 GMT", Some(60)),
        ("soon", None),
        ("", None),
        ("99999999999999999999", None),
    ] {
        let answer = ResponseTemplate::new(503).insert_header("retry-after", header);
        let outcome = answers(answer).await;
        let retry_after = wait;
        assert_eq!(
            outcome,
            Outcome::Answered {
                status: 503,
                retry_after
            },
            "{header}"
        );
    }
}

/// A status that came counts, however much comes after it.
#[tokio::test]
async fn of_a_long_answer_only_the_beginning_is_read() {
    for length in [
        super::ANSWER_BYTES_MAX,
        super::ANSWER_BYTES_MAX + 1,
        5_000_000,
    ] {
        let answer = ResponseTemplate::new(200).set_body_bytes(vec![b'x'; length]);
        let (status, retry_after) = (200, None);
        assert_eq!(
            answers(answer).await,
            Outcome::Answered {
                status,
                retry_after
            }
        );
    }
}

#[tokio::test]
async fn a_message_is_signed_under_every_secret() {
    let server = MockServer::start().await;
    let ok = ResponseTemplate::new(204);
    Mock::given(method("POST"))
        .respond_with(ok)
        .mount(&server)
        .await;
    let secrets = ["whsec_b25l", "whsec_dHdv"]
        .map(|text| WebhookSecret::parse(&SecretString::from(text)).unwrap());
    let receivers = Receivers::new(true).unwrap();
    let url = format!("{}/hooks", server.uri());
    receivers.send(&url, &secrets, message(br#"{"a":1}"#)).await;
    let request = server.received_requests().await.unwrap().remove(0);
    let header = |name: &str| request.headers[name].to_str().unwrap().to_owned();
    assert_eq!(
        (header("webhook-id"), header("webhook-timestamp")),
        ("evt_1".to_owned(), "1760000000".to_owned())
    );
    let at = message(b"").attempted_at;
    let signed = secrets.map(|secret| secret.sign("evt_1", at, br#"{"a":1}"#));
    assert_eq!(header("webhook-signature"), signed.join(" "));
    assert_eq!(header("content-type"), "application/json");
}
