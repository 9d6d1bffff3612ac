//! Signatures that are refused.

use providers::signature::verify;

use super::{
    BODY_1, BODY_2, GOOD_1, ID_1, ID_2, SECRET_1, SECRET_2, TIME_1, TIME_2, message, refusal,
    seconds, secret,
};

#[test]
fn a_wrong_signature_is_refused() {
    for bad in [
        "v1,dawfeoifkpqwoekfpqoekf",
        "v1,",
        "",
        "v1",
        &GOOD_1[..8],
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=",
        "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLawdd",
        // The same 32 bytes spelled with stray bits, and without padding: one spelling is enough.
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
        "v1a,fldxM4gAKugP6nnt1hdz3sgGfZ6d99nzrMFnZOELIxbzEHoVmAb2ADpkJK7zgPePmPsle0zV9jSeGlHFG2NVAw==",
        "v1,tFtCZ5RDCPxzWQRWXWPgrCgE2frDBe9gjpbWQxnVfsQ= v1,Mm7xgUVICxZfQ3bgf0h0Dof65L/IFx+PnZvnDWPCX6Q= v1,9DfC1c3eeOrXB6w/5dIDydLNQaEyww5KalE5jLBZucE=",
    ] {
        assert_eq!(
            refusal(&[secret(SECRET_1)], bad),
            Some("bad_signature"),
            "{bad}"
        );
    }
    let other = message(
        ID_2,
        &TIME_2.to_string(),
        "v1,R3PTzyfHASBKHH98a7yexTwaJ4yNIcGhFQc1yuN+BPU=",
        BODY_2,
    );
    assert!(verify(&[secret(SECRET_2)], &other, seconds(TIME_2)).is_err());
    assert!(verify(&[], &other, seconds(TIME_2)).is_err());
}

#[test]
fn a_changed_id_time_or_body_is_refused() {
    let time = TIME_1.to_string();
    let later = (TIME_1 + 1).to_string();
    for raw in [
        message("msg_other", &time, GOOD_1, BODY_1),
        message(ID_1, &later, GOOD_1, BODY_1),
        message(ID_1, &time, GOOD_1, r#"{"test": 2432232315}"#),
        message(ID_1, &time, GOOD_1, ""),
    ] {
        let code = verify(&[secret(SECRET_1)], &raw, seconds(TIME_1))
            .err()
            .map(|it| it.code);
        assert_eq!(code, Some("bad_signature"));
    }
}

#[test]
fn a_missing_or_doubled_header_is_refused_before_anything_is_computed() {
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let mut raw = message(ID_1, &TIME_1.to_string(), GOOD_1, BODY_1);
        let header = raw
            .headers
            .iter()
            .find(|(known, _)| known == name)
            .cloned()
            .unwrap();
        raw.headers.push(header);
        let error = verify(&[secret(SECRET_1)], &raw, seconds(TIME_1)).unwrap_err();
        assert_eq!(error.code, "duplicate_header", "{name}");
        raw.headers.retain(|(known, _)| known != name);
        let error = verify(&[secret(SECRET_1)], &raw, seconds(TIME_1)).unwrap_err();
        assert_eq!(error.code, "missing_header", "{name}");
    }
    for id in ["", "msg_\u{1}", &"m".repeat(256)] {
        let raw = message(id, &TIME_1.to_string(), GOOD_1, BODY_1);
        let error = verify(&[secret(SECRET_1)], &raw, seconds(TIME_1)).unwrap_err();
        assert_eq!(error.code, "malformed");
    }
}

#[test]
fn five_minutes_pass_both_ways_and_one_second_more_does_not() {
    let raw = message(ID_1, &TIME_1.to_string(), GOOD_1, BODY_1);
    for (now, expected) in [
        (TIME_1 + 300, None),
        (TIME_1 - 300, None),
        (TIME_1 + 301, Some("too_old")),
        (TIME_1 - 301, Some("too_new")),
    ] {
        let code = verify(&[secret(SECRET_1)], &raw, seconds(now))
            .err()
            .map(|it| it.code);
        assert_eq!(code, expected, "{now}");
    }
}

#[test]
fn a_time_is_one_to_twelve_digits() {
    for time in [
        "hello",
        "",
        "-1",
        "+1614265330",
        "1614265330.0",
        "1614265330abc",
        " 1614265330",
        "1614265330000",
        "１６１４",
    ] {
        let raw = message(ID_1, time, GOOD_1, BODY_1);
        let error = verify(&[secret(SECRET_1)], &raw, seconds(TIME_1)).unwrap_err();
        assert_eq!(error.code, "bad_timestamp", "{time}");
    }
    // Leading zeros make a text other than the signed one.
    assert!(
        verify(
            &[secret(SECRET_1)],
            &message(ID_1, "01614265330", GOOD_1, BODY_1),
            seconds(TIME_1)
        )
        .is_err()
    );
}
