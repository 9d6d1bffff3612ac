//! The rows of a statement.

use domain::deposit::Balance;
use providers::bank::statement::RowSays;

use super::{deposits, says};

#[test]
fn money_that_went_out_is_no_deposit_however_it_is_told() {
    for text in [
        "date,amount,name\n2026-04-08,-10000,홍길동\n",
        "date,amount,withdrawal,name\n2026-04-08,10000,10000,홍길동\n",
        "date,direction,amount,name\n2026-04-08,출금,10000,홍길동\n",
        "date,deposit,withdrawal,name\n2026-04-08,,10000,홍길동\n",
        "date,deposit,withdrawal,name\n2026-04-08,0,10000,홍길동\n",
        "date,amount,name\n합계,10000,\n",
    ] {
        assert!(matches!(says(text)[..], [RowSays::NoDeposit(_)]), "{text}");
    }
}

#[test]
fn a_row_that_is_not_understood_is_told_and_stops_no_other() {
    for bad in [
        "08/04/2026,in,10000,홍길동",
        "2026-04-08,in,1.5,홍길동",
        "2026-04-08,이자,10000,홍길동",
        "2026-04-08,in,100000000000001,홍길동",
    ] {
        let rows = says(&format!(
            "date,direction,amount,name\n{bad}\n2026-04-08,in,100,홍길동\n"
        ));
        assert!(
            matches!(rows[..], [RowSays::Unreadable(_), RowSays::Deposit(_)]),
            "{bad}: {rows:?}"
        );
        assert!(
            !format!("{rows:?}").contains('홍'),
            "a name is shown: {rows:?}"
        );
    }
    let both = says("date,deposit,withdrawal,name\n2026-04-08,100,100,홍길동\n");
    assert!(matches!(both[..], [RowSays::Unreadable(_)]), "{both:?}");
}

#[test]
fn the_same_row_has_the_same_key_in_every_file_and_spelling() {
    let keys = |text: &str| {
        deposits(text)
            .into_iter()
            .map(|deposit| deposit.key)
            .collect::<Vec<_>>()
    };
    let first = keys(
        "date,amount,name,balance\n2026-04-08 10:05,100,홍길동,1000\n2026-04-08 10:06,200,홍길동,1200\n",
    );
    let overlapping = keys(
        "거래일시,잔액,입금액,적요\n2026.04.08 10:06,\"1,200\",200,홍 길동\n2026.04.09 10:05,\"1,300\",100,홍길동\n",
    );
    assert_eq!(first[1], overlapping[0]);
    assert!(!first.contains(&overlapping[1]));
    // A name in another system's decomposed letters is the same name.
    let decomposed = keys(
        "date,amount,name,balance\n2026-04-08 10:05,100,\u{1112}\u{1169}\u{11bc}\u{1100}\u{1175}\u{11af}\u{1103}\u{1169}\u{11bc},1000\n",
    );
    assert_eq!(decomposed[0], first[0]);
}

#[test]
fn equal_rows_are_counted() {
    let row = "2026-04-08,100,홍길동\n";
    let two = deposits(&format!("date,amount,name\n{row}{row}"));
    let three = deposits(&format!("date,amount,name\n{row}{row}{row}"));
    assert_ne!(two[0].key, two[1].key);
    assert_eq!(two[..], three[..2]);
    assert_ne!(three[1].key, three[2].key);
}

#[test]
fn the_balance_is_told_where_it_is_a_number() {
    let balance = |cell: &str| {
        deposits(&format!(
            "date,amount,name,balance\n2026-04-08 10:05,100,홍길동,{cell}\n"
        ))[0]
            .movement("main")
            .balance
    };
    assert_eq!(balance("\"1,234\""), Some(Balance(1_234)));
    assert_eq!(balance("-50"), Some(Balance(-50)));
    assert_eq!((balance(""), balance("?")), (None, None));
}
