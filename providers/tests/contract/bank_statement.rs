//! Bank statements as files: the layouts of banks, both encodings, and keys that stay the same in a second import.

mod rows;

use providers::bank::statement::{BYTES_MAX, Deposit, Encoding, NoStatement, RowSays, read};

use crate::support::{at, won};

/// Columns as Woori prints them, below the lines that banks print above the table. The escapes are CP949.
const CP949: &[u8] = b"\xb0\xe8\xc1\xc2\xb9\xf8\xc8\xa3,110-123-457270\r\n\
\r\n\
\xb0\xc5\xb7\xa1\xc0\xcf\xbd\xc3,\xc0\xfb\xbf\xe4,\xb1\xe2\xc0\xe7\xb3\xbb\xbf\xeb,\xc1\xf6\xb1\xde(\xbf\xf8),\xc0\xd4\xb1\xdd(\xbf\xf8),\xb0\xc5\xb7\xa1\xc8\xc4 \xc0\xdc\xbe\xd7(\xbf\xf8)\r\n\
2026.04.08 10:05,\xc5\xb8\xc7\xe0\xc0\xcc\xc3\xbc,\xc8\xab\xb1\xe6\xb5\xbf,0,\"10,000\",\"1,010,000\"\r\n\
2026.04.08 11:00,\xc3\xbc\xc5\xa9,\xc6\xed\xc0\xc7\xc1\xa1,\"5,000\",0,\"1,005,000\"\r\n";

const UTF8: &str = "계좌번호,110-123-457270\r\n\r\n거래일시,적요,기재내용,지급(원),입금(원),거래후 잔액(원)\r\n\
2026.04.08 10:05,타행이체,홍길동,0,\"10,000\",\"1,010,000\"\r\n2026.04.08 11:00,체크,편의점,\"5,000\",0,\"1,005,000\"\r\n";

fn deposits(text: &str) -> Vec<Deposit> {
    let rows = read(text.as_bytes(), None).expect("a statement");
    let deposits = rows.into_iter().filter_map(|row| match row.says {
        RowSays::Deposit(deposit) => Some(deposit),
        RowSays::NoDeposit(_) | RowSays::Unreadable(_) => None,
    });
    deposits.collect()
}

fn says(text: &str) -> Vec<RowSays> {
    read(text.as_bytes(), None)
        .expect("a statement")
        .into_iter()
        .map(|row| row.says)
        .collect()
}

#[test]
fn a_statement_reads_the_same_in_both_encodings() {
    let rows = read(CP949, None).unwrap();
    assert_eq!(rows, read(UTF8.as_bytes(), None).unwrap());
    assert_eq!(rows, read(CP949, Some(Encoding::Cp949)).unwrap());
    assert_eq!(
        rows,
        read(format!("\u{feff}{UTF8}").as_bytes(), Some(Encoding::Utf8)).unwrap()
    );
    let [first, second] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!((first.line, second.line), (4, 5));
    let RowSays::Deposit(deposit) = &first.says else {
        panic!("{first:?}")
    };
    assert_eq!(
        (deposit.name.as_str(), deposit.amount),
        ("홍길동", won(10_000))
    );
    let movement = deposit.movement("main");
    assert_eq!(
        (movement.at, movement.account.as_str()),
        (at("2026-04-08T10:05:00+09:00"), "main")
    );
    assert!(
        movement.key.starts_with("statement:") && movement.key.len() <= 100,
        "{}",
        movement.key
    );
    assert!(matches!(second.says, RowSays::NoDeposit(_)), "{second:?}");
}

#[test]
fn letters_that_only_cp949_has_are_read() {
    // 믜 is outside EUC-KR proper.
    let bytes = b"date,amount,name\n2026-04-08 10:00,100,\x92\xde\n";
    let rows = read(bytes, None).unwrap();
    let RowSays::Deposit(deposit) = &rows[0].says else {
        panic!("{rows:?}")
    };
    assert_eq!(deposit.name, "믜");
}

#[test]
fn a_wrong_or_unknown_encoding_is_refused() {
    assert_eq!(
        read(CP949, Some(Encoding::Utf8)),
        Err(NoStatement::Encoding("UTF-8"))
    );
    assert_eq!(
        read(b"date,amount,name\n2026-04-08,1,\xff\xff\n", None),
        Err(NoStatement::Encoding("UTF-8 or CP949"))
    );
    let utf16: Vec<u8> = "\u{feff}date\tamount\tname\r\n2026-04-08\t100\t홍길동\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(&utf16, None).unwrap().len(), 1);
}

#[test]
fn the_layouts_of_banks_are_known_by_their_column_names() {
    for text in [
        "거래일시,입금액,출금액,적요,거래후잔액\n2026-04-08 10:05:00,\"10,000\",,홍길동,1\n",
        "date,amount,name,balance\n2026-04-08 10:05:00,10000,홍길동,1\n",
        "Date;Deposit;Withdrawal;Description\n2026-04-08 10:05:00;10000;;홍길동\n",
        "거래일자\t거래시간\t적요\t출금(원)\t입금(원)\t내용\t잔액(원)\n2026-04-08\t10:05:00\t모바일\t0\t10,000\t홍길동\t1\n",
        "거래일시,구분,거래금액,거래 후 잔액,거래구분,내용,메모\n2026.04.08 10:05:00,입금,\"10,000\",1,입금,홍길동,\n",
        "거래일시,적요,보낸분/받는분,송금메모,출금액,입금액,잔액,거래점\n2026.04.08 10:05:00,FBS입금,홍길동,,0,\"10,000\",1,A\n",
        "transaction_date,type,amount,depositor_name\n2026-04-08T10:05:00+09:00,in,10000,홍길동\n",
    ] {
        let [deposit] = deposits(text)
            .try_into()
            .unwrap_or_else(|_| panic!("{text}"));
        assert_eq!(
            (deposit.name.as_str(), deposit.amount),
            ("홍길동", won(10_000)),
            "{text}"
        );
        assert_eq!(deposit.at.at, at("2026-04-08T10:05:00+09:00"), "{text}");
    }
}

#[test]
fn a_file_that_is_no_statement_is_refused() {
    for text in [
        "",
        "hello\n",
        "date,name\n2026-04-08,홍길동\n",
        "name,amount\n홍길동,1\n",
    ] {
        assert_eq!(
            read(text.as_bytes(), None),
            Err(NoStatement::NoHeader),
            "{text}"
        );
    }
    assert_eq!(
        read(b"x\ndate,amount\n2026-04-08,1\n", None),
        Err(NoStatement::NoName(2))
    );
    assert_eq!(
        read(&vec![b' '; BYTES_MAX + 1], None),
        Err(NoStatement::TooLarge)
    );
}

#[test]
fn a_form_is_its_headings_and_how_exactly_it_knows_times() {
    let first = |text: &str| deposits(text)[0].clone();
    let to_the_second = first("date,amount,name\n2026-04-08 10:05:30,100,홍길동\n");
    let another_row = first("date,amount,name\n2026-04-09 10:05:31,100,홍길동\n");
    assert_eq!(to_the_second.form, another_row.form);
    for other in [
        "date,amount,name\n2026-04-08 10:05,100,홍길동\n",
        "date,amount,name\n2026-04-08,100,홍길동\n",
        "date,amount,depositor\n2026-04-08 10:05:30,100,홍길동\n",
        "date,amount,name,balance\n2026-04-08 10:05:30,100,홍길동,\n",
    ] {
        let other = first(other);
        assert_ne!(to_the_second.form, other.form);
        // Without a balance equal rows are counted, and each form has its own count.
        assert_ne!(to_the_second.key, other.key);
    }
    // One less exact row of a file still has the file's form.
    let mixed = "date,amount,name\n2026-04-08 10:05:30,100,홍길동\n2026-04-08,100,홍길동\n";
    let mixed = deposits(mixed);
    assert_eq!(mixed[0].form, mixed[1].form);
}
