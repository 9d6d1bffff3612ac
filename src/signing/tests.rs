//! A signature is believed for its text, its key and its use alone.

use super::{NotAKey, SEAL, STATEMENT};

#[test]
fn a_signature_is_of_one_text_by_one_key() {
    let secret = STATEMENT.secret(&STATEMENT.text([7; 32])).unwrap();
    let other = STATEMENT.secret(&STATEMENT.text([8; 32])).unwrap();
    let public = STATEMENT.public(&secret.public()).unwrap();
    let signature = secret.sign("a text");
    assert!(public.agrees("a text", &signature));
    assert!(!public.agrees("a text ", &signature));
    assert!(!public.agrees("a text", &other.sign("a text")));
    for damaged in ["", "x", &signature[1..], &format!("{signature}A")] {
        assert!(!public.agrees("a text", damaged), "{damaged}");
    }
}

#[test]
fn a_key_of_another_use_is_none() {
    let seal = SEAL.text([7; 32]);
    assert_eq!(
        STATEMENT.secret(&seal).err(),
        Some(NotAKey("cg_statement_secret_"))
    );
    let public = SEAL.secret(&seal).unwrap().public();
    assert!(SEAL.public(&public).is_ok());
    assert!(STATEMENT.public(&public).is_err());
    for text in ["cg_statement_secret_", "cg_statement_secret_AAAA", ""] {
        assert!(STATEMENT.secret(text).is_err(), "{text}");
    }
}
