use super::{ENDS, GATEWAY, INSTRUMENT, Meaning, documented, row};

fn meanings(gateway: &str, detail: Option<&str>) -> Option<(Meaning, Meaning)> {
    row(gateway, detail).map(|row| (row.confirm, row.cancel))
}

#[test]
fn every_code_stands_there_once_and_has_its_three_sentences() {
    for table in [GATEWAY, INSTRUMENT, ENDS] {
        let mut codes: Vec<_> = table.iter().map(|row| row.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), table.len());
        for row in table {
            let korean = |c: char| ('가'..='힣').contains(&c);
            assert!(row.words.buyer_ko.chars().any(korean), "{}", row.code);
            assert!(row.words.buyer_en.is_ascii(), "{}", row.code);
            assert!(row.words.support.ends_with('.'), "{}", row.code);
        }
    }
}

#[test]
fn a_failed_approval_or_cancel_is_explained_by_the_instrument() {
    use Meaning::{InDoubt, NothingMoved, Settled};
    let refused = Some((NothingMoved, InDoubt));
    assert_eq!(meanings("-780", Some("LACK_BALANCE")), refused);
    assert_eq!(meanings("-780", Some("0004")), refused);
    assert_eq!(
        meanings("-780", Some("BANK_FIRM_UNKNOWN")),
        Some((InDoubt, InDoubt))
    );
    assert_eq!(
        meanings("-780", Some("NEW_CODE")),
        Some((Settled, InDoubt)),
        "an unknown reason says no more than the failure itself"
    );
    assert_eq!(meanings("-785", Some("0004")), Some((InDoubt, InDoubt)));
    assert_eq!(meanings("-999", Some("LACK_BALANCE")), None);
}

#[test]
fn people_are_told_by_the_code_of_the_error() {
    let told = |code: &str| documented(code).map(|it| it.words.buyer_en);
    assert!(told("-780/LACK_BALANCE").unwrap().contains("balance"));
    assert!(told("-723").unwrap().contains("15 minutes"));
    assert!(told("QUIT_PAYMENT").unwrap().contains("cancelled"));
    assert_eq!(told("-999"), None);
}
