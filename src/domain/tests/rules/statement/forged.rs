//! Statements by somebody who knows the form and works every digest out anew.

use domain::hash::sha256;

use super::{
    found,
    ledger::{Ledger, statement},
    verify,
};

/// Works out the digest of every line, and of the whole, and drops the signature.
pub(crate) fn digested(document: &str) -> String {
    let mut text = String::new();
    for line in document.split_inclusive('\n') {
        let Some((before, rest)) = line.split_once("\"digest\":\"") else {
            text += line;
            continue;
        };
        if before == "\"signed\":{" {
            let digest = sha256(text.as_bytes());
            let (_, rest) = rest.split_once('"').unwrap();
            text = format!("{text}{before}\"digest\":\"{digest}\"{rest}");
            continue;
        }
        let start = before
            .find(":{\"")
            .filter(|_| !before.starts_with("{\"posting\""));
        let start = start.filter(|_| before.starts_with("{\"head\"") || before.starts_with('"'));
        let (outer, bare) = before.split_at(start.map_or(0, |at| at + 1));
        let digest = sha256(format!("{bare}\"digest\":\"\"}}").as_bytes());
        let (_, rest) = rest.split_once('"').unwrap();
        text = format!("{text}{outer}{bare}\"digest\":\"{}\"{rest}", &digest[..16]);
    }
    text
}

#[test]
fn a_statement_whose_digests_are_worked_out_anew_is_the_same() {
    assert_eq!(digested(&statement()), statement());
}

/// Forgeries, and what is found of each.
const FORGED: &[(&str, &str, &str)] = &[
    (
        "\"of\":\"spd_1\"",
        "\"of\":\"spd_2\"",
        "entry 4: the hash is not that of its members",
    ),
    (
        "2026-04-05T10:00:00+09:00",
        "2026-04-05T11:00:00+09:00",
        "entry 6: the hash is not that",
    ),
    (
        "\"customer_id\":\"c1\"",
        "\"customer_id\":\"c2\"",
        "entry 1: the hash is not that",
    ),
    ("\"amount\":60", "\"amount\":50", "entry 4: amount: "),
    (
        "\"before\":{\"seq\":0,\"hash\":\"\"}",
        "\"before\":{\"seq\":0,\"hash\":\"ab\"}",
        "head: before: ",
    ),
    (
        "\"opening\":{\"available\":0,\"held\":0,\"debt\":0",
        "\"opening\":{\"available\":9,\"held\":0,\"debt\":0",
        "head: opening: ",
    ),
    ("\"statement\":1", "\"statement\":2", "head: statement: "),
    (
        "\"until\":\"2026-05-01",
        "\"until\":\"2026-04-21",
        "posting at entry 10: at: ",
    ),
    (
        "\"from\":\"2026-04-01",
        "\"from\":\"2026-04-03",
        "posting at entry 1: at: ",
    ),
    ("\"anchor\":null", "\"anchor\":3", "journal: is missing"),
    ("\"anchor\":null", "\"anchor\":33", "head: anchor: "),
    (
        "\"opening\":{\"available\":0,\"held\":0},",
        "\"opening\":{\"available\":5,\"held\":0},",
        "lot lot_",
    ),
];

/// What the chain covers is found without any signature.
#[test]
fn what_the_chain_covers_cannot_be_made_up() {
    for (was, is, named) in FORGED {
        let forged = digested(&statement().replacen(was, is, 1));
        assert_ne!(forged, statement(), "{was}");
        let found = found(&forged);
        assert!(found.starts_with(named), "{was} -> {is}: {found}");
    }
}

#[test]
fn lines_that_are_left_out_or_put_elsewhere_are_found() {
    let document = statement();
    let lines: Vec<&str> = document.split_inclusive('\n').collect();
    let place = |start: &str| {
        lines
            .iter()
            .position(|line| line.starts_with(start))
            .unwrap()
    };
    let without = |at: usize| {
        let kept = lines.iter().enumerate().filter(|(nth, _)| *nth != at);
        digested(&kept.map(|(_, line)| *line).collect::<String>())
    };
    let (postings, lots, totals) = (
        place("\"postings\""),
        place("\"lots\""),
        place("\"totals\""),
    );
    for (at, named) in [
        (postings + 1, "entry 3: seq: "),
        (postings + 4, "entry 7: seq: "),
        (lots + 1, "lot lot_"),
        (totals + 1, "total of grant: act: "),
        (place("\"foot\""), "foot: "),
        (place("\"journal\""), "journal: "),
    ] {
        let found = found(&without(at));
        assert!(found.starts_with(named), "line {at}: {found}");
    }
    let mut swapped = lines.clone();
    swapped.swap(lots + 1, lots + 2);
    let swapped: String = swapped
        .concat()
        .replace("}\n{", "},\n{")
        .replace("},\n],", "}\n],");
    let found = found(&digested(&swapped));
    assert!(found.contains("id: does not come after"), "{found}");
}

/// What only a signature covers: the verifier says so, and does not claim more.
#[test]
fn what_a_signature_alone_covers_is_believed_without_one() {
    let ledger = Ledger::month();
    let middle = "2026-04-05T10:00:00+09:00";
    let later = ledger.statement(
        middle,
        super::ledger::UNTIL,
        domain::statement::Lang::Korean,
    );
    for (document, was, is) in [
        (statement(), "video.generate", "audio.generate"),
        (statement(), "\"kind\":\"purchased\"", "\"kind\":\"bulk\""),
        (later, "\"expires_at\":\"2027", "\"expires_at\":\"2028"),
    ] {
        let forged = digested(&document.replacen(was, is, 1));
        assert_ne!(forged, document);
        let (one, two) = (
            verify(document.as_bytes()).unwrap(),
            verify(forged.as_bytes()).unwrap(),
        );
        assert_ne!(
            one.signed.digest, two.signed.digest,
            "so the signature finds it"
        );
    }
}

#[test]
fn numbers_out_of_any_range_end_nothing() {
    for (was, is) in [
        ("\"amount\":60", "\"amount\":9223372036854775807"),
        ("\"amount\":60", "\"amount\":-9223372036854775808"),
        ("\"seq\":4", "\"seq\":9223372036854775807"),
        ("\"available\":170", "\"available\":9223372036854775807"),
        (
            "\"before\":{\"seq\":0",
            "\"before\":{\"seq\":-9223372036854775808",
        ),
    ] {
        let forged = digested(&statement().replacen(was, is, 1));
        assert!(verify(forged.as_bytes()).is_err(), "{is}");
    }
}
