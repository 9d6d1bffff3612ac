//! Statements for a period: what they say, and that they are proved by themselves.

mod asked;
mod csv;
mod program;

use chrono::TimeDelta;
use credit_gateway::{access::Role, signing::STATEMENT};
use domain::{
    calendar::rfc3339_seoul,
    hash::sha256,
    statement::{
        Statement, signed_text,
        verify::{Fault, Verified, Verifier},
    },
};
use serde_json::json;

use crate::support::{buyer::id_of, client::Answer, settings::statement_key, world::World};

both_engines!(
    a_statement_says_what_happened_and_proves_itself,
    statements_of_neighbouring_periods_fit_together,
    an_entry_that_was_changed_is_found_and_named,
    a_statement_is_the_same_however_late_it_is_asked_for,
);

/// The path of a statement of a customer from one instant to another.
pub(crate) fn path(customer: &str, from: &str, until: &str) -> String {
    let [from, until] = [from, until].map(|at| at.replace('+', "%2B"));
    format!("/v1/customers/{customer}/statement?from={from}&until={until}")
}

/// An instant `hours` after the present of a world.
fn hours(world: &World, hours: i64) -> String {
    rfc3339_seoul(world.now() + TimeDelta::hours(hours))
}

async fn asked(world: &World, path: &str) -> Answer {
    world.gateway().get(Role::Service, path).await
}

/// Everything until an hour ago.
async fn statement(world: &World, customer: &str) -> String {
    let from = hours(world, -24 * 365);
    let answer = asked(world, &path(customer, &from, &hours(world, -1))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    answer.text
}

pub(crate) fn verify(document: &str) -> Result<Verified, Fault> {
    let mut verifier = Verifier::default();
    for line in document.split_inclusive('\n') {
        verifier.line(line.as_bytes())?;
    }
    verifier.end()
}

/// A purchase, a grant, a use, a hold used in part, and a refund.
pub(crate) async fn month(world: &World) {
    let paid = world.buy("c1", "direct-1000", 1).await;
    world.grant("c1", "promotional", 50).await;
    world.pass(TimeDelta::hours(1));
    world.spend("c1", 70).await.ok();
    let hold = world.hold("c1", 100, 600).await.ok();
    let capture = format!("/v1/holds/{}/capture", id_of(&hold));
    let gateway = world.gateway();
    gateway
        .post(Role::Service, &capture, &json!({"credits": 30}))
        .await
        .ok();
    world.pass(TimeDelta::hours(1));
    world.refund(paid["payment_id"].as_str().unwrap()).await;
    world.pass(TimeDelta::hours(2));
}

async fn a_statement_says_what_happened_and_proves_itself(world: &World) {
    month(world).await;
    let text = statement(world, "c1").await;
    let verified = verify(&text).unwrap();
    let made: Statement = serde_json::from_str(&text).unwrap();
    let said: Vec<_> = made
        .postings
        .iter()
        .map(|one| {
            (
                one.words.as_str(),
                one.change.available,
                one.after.available,
                one.meter.as_deref(),
            )
        })
        .collect();
    let meter = Some("video.generate");
    assert_eq!(
        said,
        [
            ("구매", 1_000, 1_000, None),
            ("지급", 50, 1_050, None),
            ("사용", -70, 980, meter),
            ("사용 예약", -100, 880, meter),
            ("예약한 크레딧 사용", 0, 880, meter),
            ("사용 예약 해제", 70, 950, meter),
            ("환불 신청", -950, 0, None),
            ("환불 완료", 0, 0, None),
        ]
    );
    assert_eq!(made.postings[2].reference.as_deref(), Some("req-1"));
    assert_eq!((made.head.before.seq, made.lots.len()), (0, 2));
    // The whole ledger is in it, to its last entry.
    let head = world
        .database
        .rows("SELECT head FROM customers WHERE id = 'c1'")
        .await;
    assert_eq!(verified.foot.last.hash, head[0][0]);
    let signed = &verified.signed;
    let known = STATEMENT.secret(&statement_key()).unwrap().public();
    assert_eq!(signed.key.as_deref(), Some(known.as_str()));
    let key = STATEMENT.public(&known).unwrap();
    assert!(key.agrees(
        &signed_text(&signed.digest),
        signed.signature.as_ref().unwrap()
    ));
    // Nobody's name and nobody's reason.
    for private in ["a test", "the buyer asked", "홍길동"] {
        assert!(!text.contains(private), "{private}");
    }
}

async fn statements_of_neighbouring_periods_fit_together(world: &World) {
    let begun = rfc3339_seoul(world.now());
    month(world).await;
    let cuts = [begun, hours(world, -3), hours(world, -2), hours(world, 0)];
    let mut last: Option<Verified> = None;
    let mut entries = 0;
    for pair in cuts.windows(2) {
        let answer = asked(world, &path("c1", &pair[0], &pair[1])).await;
        let verified = verify(&answer.text).unwrap();
        entries += verified.entries;
        if let Some(last) = last {
            assert_eq!(last.foot.closing, verified.head.opening);
            assert_eq!(last.foot.last, verified.head.before);
            assert!(verified.head.before.seq > 0);
        }
        last = Some(verified);
    }
    let known = world.database.number("SELECT COUNT(*) FROM entries").await;
    assert_eq!(entries, known);
}

/// Somebody takes an entry for another's, and works every digest out anew: the chain alone shows it.
async fn an_entry_that_was_changed_is_found_and_named(world: &World) {
    world.grant("c1", "promotional", 50).await;
    world.spend("c1", 20).await.ok();
    world.pass(TimeDelta::hours(2));
    let text = statement(world, "c1").await;
    verify(&text).unwrap();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let at = lines
        .iter()
        .position(|line| line.contains("\"of\":\"spd_"))
        .unwrap();
    let (bare, _) = lines[at].split_once("\"digest\":").unwrap();
    let bare = bare.replace("\"of\":\"spd_", "\"of\":\"spd-");
    let digest = sha256(format!("{bare}\"digest\":\"\"}}").as_bytes());
    lines[at] = format!("{bare}\"digest\":\"{}\"}}\n", &digest[..16]);
    let signed = lines.pop().unwrap();
    let whole = sha256(lines.concat().as_bytes());
    let known: Statement = serde_json::from_str(&text).unwrap();
    let forged = lines.concat() + &signed.replace(&known.signed.digest, &whole);
    let found = verify(&forged);
    assert!(
        found.is_err(),
        "an entry that the chain does not have is believed"
    );
    let found = found.unwrap_err().in_words();
    assert!(
        found.starts_with("entry 2: the hash is not that of its members"),
        "{found}"
    );
    let changed = verify(&text.replacen("\"amount\":20", "\"amount\":21", 1)).unwrap_err();
    assert!(
        changed.in_words().starts_with("entry 2: amount: "),
        "{}",
        changed.in_words()
    );
}

/// The opening balance is worked out backwards from the present: what comes later must not show.
async fn a_statement_is_the_same_however_late_it_is_asked_for(world: &World) {
    month(world).await;
    let (from, until) = (hours(world, -3), hours(world, -1));
    let first = asked(world, &path("c1", &from, &until)).await.text;
    world.grant("c1", "membership", 40).await;
    world.spend("c1", 5).await.ok();
    world.pass(TimeDelta::days(100));
    world.sweep().await;
    let again = asked(world, &path("c1", &from, &until)).await.text;
    let shown = |text: &str| {
        let made: Statement = serde_json::from_str(text).unwrap();
        (
            made.head.opening,
            made.postings,
            made.totals,
            made.lots,
            made.foot,
        )
    };
    assert_eq!(shown(&first), shown(&again));
}
