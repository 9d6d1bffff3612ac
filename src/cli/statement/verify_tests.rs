//! A signed statement: whichever byte is changed, the document or its signature says so.

use domain::{
    hash::NO_HASH,
    statement::{
        Lang, Link, signed_text,
        verify::{Verified, Verifier},
        write::{Opening, Writer},
    },
};

use super::{Found, seal_of, signature};
use crate::signing::STATEMENT;

/// The text of a secret key.
fn key(bits: u8) -> String {
    STATEMENT.text([bits; 32])
}

fn public(bits: u8) -> String {
    STATEMENT.secret(&key(bits)).unwrap().public()
}

/// An empty statement; signed where there is a key.
fn statement(secret: Option<&str>) -> String {
    let at = |seconds| chrono::DateTime::from_timestamp(seconds, 0).unwrap();
    let (mut writer, mut text) = Writer::begin(Opening {
        customer: "c1".parse().unwrap(),
        from: at(0),
        until: at(60),
        made_at: at(120),
        lang: Lang::English,
        before: Link {
            seq: 0,
            hash: NO_HASH,
        },
        debt: 0,
        lots: Vec::new(),
        anchor: None,
    });
    text += &writer.close();
    text += &writer.no_journal();
    let signed = secret.map(|secret| {
        let secret = STATEMENT.secret(secret).unwrap();
        (secret.public(), secret.sign(&signed_text(&writer.digest())))
    });
    text + &writer.sign(signed)
}

fn read(document: &[u8]) -> Option<Verified> {
    let mut verifier = Verifier::default();
    for line in document.split_inclusive(|byte| *byte == b'\n') {
        verifier.line(line).ok()?;
    }
    verifier.end().ok()
}

fn judged(document: &str, key: Option<&str>) -> Found {
    signature(&read(document.as_bytes()).unwrap(), key).unwrap()
}

#[test]
fn any_changed_byte_of_a_signed_statement_is_found() {
    let document = statement(Some(&key(7))).into_bytes();
    for known in [None, Some(public(7))] {
        for at in 0..document.len() {
            for flip in [0x01, 0x20] {
                let mut changed = document.clone();
                changed[at] ^= flip;
                let found = read(&changed).map(|verified| signature(&verified, known.as_deref()));
                let passes = found.is_some_and(|found| found.unwrap().is_ok());
                assert!(!passes, "byte {at}: {}", String::from_utf8_lossy(&changed));
            }
        }
    }
}

#[test]
fn a_signature_is_of_one_key_and_what_is_not_proved_is_said() {
    let signed = statement(Some(&key(7)));
    let said = |found: Found| found.unwrap_or_else(|wrong| format!("WRONG {wrong}"));
    for (document, known, expected) in [
        (&signed, Some(public(7)), "ok     signed by the owner"),
        (&signed, None, "note   signed by cg_statement_public_"),
        (
            &signed,
            Some(public(8)),
            "WRONG signature: is not by the owner",
        ),
        (&statement(None), None, "note   not signed"),
        (
            &statement(None),
            Some(public(7)),
            "WRONG signature: there is none",
        ),
    ] {
        let found = said(judged(document, known.as_deref()));
        assert!(found.starts_with(expected), "{found}");
    }
    let half = statement(None).replace("\"key\":null", "\"key\":\"x\"");
    assert!(judged(&half, None).is_err());
    let verified = read(signed.as_bytes()).unwrap();
    assert!(signature(&verified, Some("/no/such/file")).is_err());
    assert!(
        seal_of(&verified, None)
            .unwrap()
            .starts_with("note   not connected")
    );
}
