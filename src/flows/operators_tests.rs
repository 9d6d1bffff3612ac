//! Passwords, names and marks of operators.

use secrecy::{ExposeSecret as _, SecretString};

use super::{check_name, given_password, marked, passwords};
use crate::{access::Desk, entropy::SystemEntropy};

#[test]
fn a_password_has_twelve_characters_and_is_no_name() {
    let check = |text: &str| passwords::check(&SecretString::from(text), "minji");
    for good in [
        "correct horse",
        "열두글자가되는우리말암호",
        "aaaaaaaaaaab",
        &"x1".repeat(128),
    ] {
        assert!(check(good).is_ok(), "{good}");
    }
    for bad in [
        "elevenchars",
        "열한글자인우리말암호임",
        "aaaaaaaaaaaa",
        "i am Minji, hello",
        "twelve\0chars",
        &"x1".repeat(129),
    ] {
        assert!(check(bad).is_err(), "{bad}");
    }
}

#[test]
fn names_are_plain() {
    for good in ["a", "minji.kim@example.com", &"a".repeat(60)] {
        assert!(check_name(good).is_ok(), "{good}");
    }
    for bad in ["", "Minji", "민지", "a b", &"a".repeat(61)] {
        assert!(check_name(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_hash_of_a_secret_marks_no_operator() {
    assert_eq!(marked("desk:auditor"), Some(Desk::Auditor));
    assert_eq!(marked("desk:owner"), None);
    assert_eq!(marked(&domain::hash::sha256(b"secret")), None);
}

#[test]
fn a_password_that_is_given_is_another_each_time() {
    let mut entropy = SystemEntropy::new();
    let [one, other] = [0, 1].map(|_| given_password(&mut entropy));
    assert_ne!(one.expose_secret(), other.expose_secret());
    assert_eq!(one.expose_secret().len(), 19);
    assert!(passwords::check(&one, "minji").is_ok());
}

#[test]
fn a_hash_names_its_parameters() {
    let hash = passwords::hash("correct horse", [7; 16]).unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$"));
    assert_ne!(hash, passwords::hash("correct horse", [8; 16]).unwrap());
}
