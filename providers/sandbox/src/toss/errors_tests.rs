use super::by_code;

/// Codes of calls that this simulator does not have: billing keys, `BrandPay`, sub-malls and payouts. Also codes
/// that are only in a receipt, or only in the address of a return.
const ELSEWHERE: &[&str] = &[
    "ALREADY_EXIST_SUBMALL",
    "FAILED_BILLING_AUTO_CANCEL",
    "FAILED_BILL_KEY_AUTH_CREATION",
    "INVALID_BILLING_AUTH",
    "INVALID_BILL_KEY_REQUEST",
    "INVALID_BIRTH_DAY_FORMAT",
    "INVALID_PAYABLE_DATE",
    "INVALID_SUBMALL_ID",
    "NOT_ALLOWED_CHANGING_ACCOUNT",
    "NOT_ALLOWED_HOLIDAY",
    "NOT_ENOUGH_AMOUNT",
    "NOT_FOUND_BILLING",
    "NOT_FOUND_METHOD",
    "NOT_FOUND_METHOD_IN_GROUP",
    "NOT_FOUND_METHOD_OWNERSHIP",
    "NOT_FOUND_SUBMALL",
    "NOT_MATCHES_CUSTOMER_KEY",
    "NOT_MATCH_PAYEE_NAME",
    "PAYOUT_NOT_FOUND",
    "PAY_PROCESS_ABORTED",
    "PAY_PROCESS_CANCELED",
];

#[test]
fn every_code_of_tosss_list_can_be_said_with_its_status() {
    let list = include_str!("../../../tests/contract/toss_codes.csv");
    let rows = list.lines().filter(|line| !line.starts_with('#')).skip(1);
    for row in rows {
        let (status, rest) = row.split_once(',').unwrap();
        let (code, _) = rest.split_once(',').unwrap();
        let known = by_code(code).map(|error| error.status.to_string());
        if ELSEWHERE.contains(&code) {
            assert_eq!(known, None, "{code}");
        } else {
            assert_eq!(known.as_deref(), Some(status), "{code}");
        }
    }
}
