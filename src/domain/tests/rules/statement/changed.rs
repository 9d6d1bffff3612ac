//! A byte of a statement that was changed, taken away or added is found, and the thing is named.

use proptest::prelude::*;

use super::{
    found,
    ledger::{small, statement},
    verify,
};

#[test]
fn any_one_changed_byte_is_found() {
    let document = small().into_bytes();
    verify(&document).unwrap();
    for at in 0..document.len() {
        for flip in [0x01, 0x20] {
            let mut changed = document.clone();
            changed[at] ^= flip;
            assert!(verify(&changed).is_err(), "byte {at}, by {flip}");
        }
    }
}

#[test]
fn a_byte_more_or_less_is_found() {
    let document = small().into_bytes();
    for at in 0..document.len() {
        let mut shorter = document.clone();
        shorter.remove(at);
        assert!(verify(&shorter).is_err(), "without byte {at}");
        for more in [b' ', b'\n', b'0', b','] {
            let mut longer = document.clone();
            longer.insert(at, more);
            assert!(verify(&longer).is_err(), "{more} at {at}");
        }
    }
    for more in [" ", "\n", "{}", "\0"] {
        let longer = small() + more;
        assert!(found(&longer).starts_with("document: "), "{more:?}");
    }
    assert!(verify(&document[..document.len() - 1]).is_err());
    assert!(verify(b"").is_err());
}

proptest! {
    #[test]
    fn any_byte_at_any_place_is_found(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let document = small().into_bytes();
        let mut changed = document.clone();
        let at = at.index(document.len());
        changed[at] = byte;
        prop_assert_eq!(verify(&changed).is_ok(), changed == document);
    }

    /// Nothing that somebody sends ends the verifier.
    #[test]
    fn whatever_is_read_is_judged(lines in prop::collection::vec(any::<prop::sample::Index>(), 1..30)) {
        let document = small();
        let known: Vec<&str> = document.split_inclusive('\n').collect();
        let mixed: String = lines.iter().map(|line| known[line.index(known.len())]).collect();
        prop_assert_eq!(verify(mixed.as_bytes()).is_ok(), mixed == document);
    }
}

/// The edits of somebody with an editor, and what is said of each.
const EDITS: &[(&str, &str, &str)] = &[
    ("\"amount\":60", "\"amount\":61", "entry 4: amount: "),
    ("\"amount\":60", "\"amount\":6", "entry 4: amount: "),
    ("\"amount\":60", "\"amount\":6000", "entry 4: amount: "),
    ("\"amount\":10000", "\"amount\":10001", "entry 2: amount: "),
    ("\"amount\":30", "\"amount\":-30", "entry 6: amount: "),
    ("\"seq\":7,", "\"seq\":8,", "entry 8: seq: "),
    ("\"from\":\"held\"", "\"from\":\"used\"", "entry 7: from: "),
    (
        "\"act\":\"capture\"",
        "\"act\":\"release\"",
        "entry 7: act: ",
    ),
    ("video.generate", "video.degenerate", "posting at entry 4: "),
    (
        "video.generate",
        "video.gfnerate",
        "posting at entry 4: meter: ",
    ),
    ("요청 1", "요청 2", "posting at entry 4: reference: "),
    ("구매", "구입", "posting at entry 1: words: "),
    (
        "\"available\":-80",
        "\"available\":-81",
        "posting at entry 4: change.available: ",
    ),
    (
        "\"after\":{\"available\":90",
        "\"after\":{\"available\":91",
        "posting at entry 4: after.available: ",
    ),
    (
        "2026-04-05T10:00:00+09:00",
        "2026-04-05T10:00:01+09:00",
        "posting at entry 6: at: ",
    ),
    ("\"lang\":\"ko\"", "\"lang\":\"en\"", "head: "),
    (
        "\"made_at\":\"2026-05-02",
        "\"made_at\":\"2026-05-03",
        "head: made_at: ",
    ),
    ("\"kind\":\"purchased\"", "\"kind\":\"bulk\"", "lot lot_"),
    (
        "\"closing\":{\"available\":0,\"held\":0,\"debt\":0",
        "\"closing\":{\"available\":1,\"held\":0,\"debt\":0",
        "foot: closing.available: ",
    ),
    (
        "\"postings\":1,",
        "\"postings\":2,",
        "total of mint: postings: ",
    ),
    ("\"journal\":null,", "\"journal\":null", "journal: "),
    ("\"signature\":null", "\"signature\":\"x\"", ""),
    ("\"key\":null", "\"key\":nulL", "signature: key: "),
    (
        "{\"seq\":1,",
        "{ \"seq\":1,",
        "posting at entry 1: entries: ",
    ),
    ("\"postings\":[", "\"postings\": [", "list of postings: "),
];

#[test]
fn what_was_changed_is_named() {
    let document = statement();
    for (was, is, named) in EDITS {
        let changed = document.replacen(was, is, 1);
        assert_ne!(changed, document, "{was}");
        if named.is_empty() {
            continue;
        }
        let found = found(&changed);
        assert!(found.starts_with(named), "{was} -> {is}: {found}");
    }
}
