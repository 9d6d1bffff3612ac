use std::collections::BTreeSet;

use secrecy::SecretString;

use super::{Closed, Keyring, Nonces, is_sealed, key_of, key_text};

const PLACE: &str = "refunds/ref_1/account";

fn key(byte: u8) -> SecretString {
    key_text([byte; 32]).into()
}

fn ring(bytes: &[u8]) -> Keyring {
    let texts: Vec<SecretString> = bytes.iter().map(|byte| key(*byte)).collect();
    Keyring::of(&texts).unwrap()
}

#[test]
fn a_text_is_read_at_its_place_by_any_ring_with_its_key() {
    let sealed = ring(&[1, 2]).seal(PLACE, "110123456789", [7; 12]).unwrap();
    assert!(is_sealed(&sealed) && !sealed.contains("110123456789"));
    let first = ring(&[1]).ids().next().unwrap().to_owned();
    assert_eq!(key_of(&sealed), Some(&*first));
    for with in [&[1][..], &[2, 1], &[1, 2]] {
        assert_eq!(ring(with).open(PLACE, &sealed).unwrap(), "110123456789");
    }
    for without in [&[][..], &[2]] {
        let closed = ring(without).open(PLACE, &sealed).unwrap_err();
        assert_eq!(closed, Closed::NoKey(first.clone()));
    }
    assert_eq!(Keyring::default().seal(PLACE, "x", [7; 12]), None);
}

#[test]
fn a_text_that_was_moved_or_altered_is_not_read() {
    let ring = ring(&[1]);
    let sealed = ring.seal(PLACE, "110123456789", [7; 12]).unwrap();
    for other in ["refunds/ref_2/account", "contradictions/ref_1/account", ""] {
        assert_eq!(ring.open(other, &sealed), Err(Closed::Altered), "{other}");
    }
    let start = sealed.rfind('.').unwrap() + 1;
    for at in start..sealed.len() - 1 {
        let mut altered = sealed.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        assert_eq!(ring.open(PLACE, &altered), Err(Closed::Altered), "{at}");
    }
    for text in [
        "",
        "v1.",
        "v2.aa.bb",
        "{}",
        &sealed[..sealed.len() - 1],
        &sealed[..start],
    ] {
        assert_eq!(ring.open(PLACE, text), Err(Closed::Altered), "{text}");
    }
}

#[test]
fn what_is_no_key_is_named_by_its_number_and_never_repeated() {
    for wrong in ["", "short", "cg_account_key_", "cg_account_key_AAAA"] {
        let fault = Keyring::of(&[key(1), wrong.into()]).unwrap_err();
        assert_eq!(
            fault,
            "number 2 is not a key that begins with cg_account_key_"
        );
    }
    let twice = Keyring::of(&[key(1), key(2), key(1)]).unwrap_err();
    assert!(twice.ends_with(" is there twice"), "{twice}");
    let shown = format!("{:?}", ring(&[1, 2]));
    assert_eq!(shown.len(), r#"["01234567", "01234567"]"#.len(), "{shown}");
}

#[test]
fn no_nonce_is_drawn_twice() {
    let of = |bits| {
        let mut nonces = Nonces::of(bits);
        (0..1000).map(|_| nonces.draw()).collect::<Vec<_>>()
    };
    let all: BTreeSet<[u8; 12]> = [of(1), of(2), of(1 << 48)].concat().into_iter().collect();
    assert_eq!(all.len(), 3000);
}
