use super::Identity;
use crate::cash_receipt::ReceiptPurpose::{ExpenseProof, IncomeDeduction};

#[test]
fn a_number_fits_its_purpose_or_the_rule_is_named() {
    let digits = "has digits";
    let person = "is a mobile phone's number";
    let business = "is a business number";
    let check = "is no business number";
    for (purpose, text, wrong) in [
        (IncomeDeduction, "01012345678", None),
        (IncomeDeduction, "010-1234-5678", None),
        (IncomeDeduction, " ０１０ 1234–5678 ", None),
        (IncomeDeduction, "0111234567", None),
        (IncomeDeduction, "123456789012345678", None),
        (IncomeDeduction, "", Some(digits)),
        (IncomeDeduction, "---", Some(digits)),
        (IncomeDeduction, "010-1234-567a", Some(digits)),
        (IncomeDeduction, "+821012345678", Some(digits)),
        (IncomeDeduction, "010123456", Some(person)),
        (IncomeDeduction, "010123456789", Some(person)),
        (IncomeDeduction, "0212345678", Some(person)),
        (IncomeDeduction, "1248100998", Some(person)),
        // A resident's number is nobody's to collect.
        (IncomeDeduction, "900101-1234567", Some(person)),
        (IncomeDeduction, "12345678901234567890", Some(person)),
        (ExpenseProof, "124-81-00998", None),
        (ExpenseProof, "2208162517", None),
        (ExpenseProof, "1234567890123456", None),
        (ExpenseProof, "1248100997", Some(check)),
        (ExpenseProof, "1248100989", Some(check)),
        (ExpenseProof, "01012345678", Some(business)),
        (ExpenseProof, "124810099", Some(business)),
        (ExpenseProof, "사업자", Some(digits)),
    ] {
        let read = Identity::new(purpose, text);
        match wrong {
            None => assert!(read.is_ok(), "{purpose} {text}: {read:?}"),
            Some(rule) => {
                let said = read.unwrap_err();
                assert!(said.starts_with(rule), "{purpose} {text}: {said}");
            }
        }
    }
}

#[test]
fn nothing_but_the_last_four_digits_is_shown() {
    let number = Identity::new(IncomeDeduction, "010-1234-5678").unwrap();
    assert_eq!(number.masked(), "*******5678");
    assert_eq!(number.digits(), Some("01012345678"));
    assert_eq!(format!("{number:?}"), "Identity");
    let sealed = Identity::unreadable("v1.sealed".to_owned(), "k1".to_owned());
    assert_eq!((sealed.digits(), sealed.masked()), (None, String::new()));
    assert_eq!(sealed.stored(), Some("v1.sealed"));
}
