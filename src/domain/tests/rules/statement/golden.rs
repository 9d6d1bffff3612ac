//! The form of the document, to the byte: whoever kept one verifies it years later.

use domain::{
    kind::Kind,
    ledger::{Act, issued},
    statement::{Lang, Statement},
};

use super::{
    ledger::{FROM, Ledger, MADE, UNTIL, amount, statement},
    verify,
};
use crate::at;

const SMALL: &str = r#"{"head":{"statement":1,"customer_id":"c1","from":"2026-04-01T00:00:00+09:00","until":"2026-05-01T00:00:00+09:00","made_at":"2026-05-02T09:00:00+09:00","lang":"en","before":{"seq":0,"hash":""},"opening":{"available":0,"held":0,"debt":0,"ended":0},"anchor":null,"digest":"HEAD"},
"postings":[
{"posting":"pst_POSTING","act":"grant","words":"Grant","at":"2026-04-03T10:00:00.000009+09:00","of":"lot_1","meter":null,"reference":null,"change":{"available":70,"held":0,"debt":0,"won":0},"after":{"available":70,"held":0,"debt":0},"entries":[{"seq":1,"from":"issued","to":"available","unit":"credits","amount":70,"lot":"lot_LOT","hash":"HASH"}],"digest":"POSTED"}
],
"lots":[
{"id":"lot_LOT","kind":"promotional","granted":70,"acquired_at":"2026-04-03T10:00:00+09:00","expires_at":"2026-04-20T00:00:00+09:00","opening":{"available":0,"held":0},"closing":{"available":70,"held":0},"digest":"LOTTED"}
],
"totals":[
{"act":"grant","words":"Grant","postings":1,"change":{"available":70,"held":0,"debt":0,"won":0},"digest":"TOTAL"}
],
"foot":{"closing":{"available":70,"held":0,"debt":0,"ended":70},"last":{"seq":1,"hash":"HASH"},"digest":"FOOT"},
"journal":null,
"signed":{"digest":"WHOLE","key":null,"signature":null}}
"#;

/// Puts a mark in the place of each text that is worked out.
fn marked(text: &str) -> String {
    let made: Statement = serde_json::from_str(text).unwrap();
    let posting = &made.postings[0];
    let mut text = text.to_owned();
    for (value, mark) in [
        (made.head.digest.as_str(), "HEAD"),
        (&posting.digest, "POSTED"),
        (&made.lots[0].digest, "LOTTED"),
        (&made.totals[0].digest, "TOTAL"),
        (&made.foot.digest, "FOOT"),
        (&made.signed.digest, "WHOLE"),
        (&posting.entries[0].hash, "HASH"),
        (&posting.posting.to_string(), "pst_POSTING"),
        (&made.lots[0].id.to_string(), "lot_LOT"),
    ] {
        assert!(value.len() >= 16, "{mark}");
        text = text.replace(value, mark);
    }
    text
}

#[test]
fn a_statement_is_written_in_one_form() {
    let mut ledger = Ledger::new();
    let (from, end) = ("2026-04-03T10:00:00+09:00", "2026-04-20T00:00:00+09:00");
    let lot = ledger.lot(Kind::Promotional, 70, from, end);
    let when = at("2026-04-03T10:00:00.000009+09:00");
    ledger.post(when, Act::Grant, "lot_1", &[issued(lot, amount(70))]);
    let text = ledger.statement(FROM, UNTIL, Lang::English);
    assert_eq!(marked(&text), SMALL);
    let verified = verify(text.as_bytes()).unwrap();
    assert_eq!((verified.entries, verified.sealed), (1, None));
}

#[test]
fn an_empty_period_has_a_statement_too() {
    let text = Ledger::new().statement(FROM, UNTIL, Lang::English);
    let verified = verify(text.as_bytes()).unwrap();
    assert_eq!(verified.entries, 0);
    assert_eq!(verified.head.made_at, at(MADE));
    // After the last entry: the lots that are left stand in it.
    let later = Ledger::month().statement(UNTIL, MADE, Lang::English);
    let verified = verify(later.as_bytes()).unwrap();
    assert_eq!((verified.entries, verified.head.before.seq), (0, 13));
    assert_eq!(verified.head.opening, verified.foot.closing);
}

#[test]
fn the_document_is_one_json_value_of_the_documented_shape() {
    let text = statement();
    let made: Statement = serde_json::from_str(&text).unwrap();
    assert_eq!(
        text.lines().collect::<String>(),
        serde_json::to_string(&made).unwrap()
    );
}
