//! Rows of text.

use domain::settlement::SettlementKind;

use super::{Form, NoSettlement, RowSays, Unread, form, lines, read, unread};

const KAKAO: &str = "\
카카오페이 정산 내역
조회기간,2026-04-08

거래일시,거래구분,거래번호,TID,가맹점주문번호,거래금액,수수료,수수료부가세,정산금액,정산일
2026-04-08 10:00:00,결제,A1,T1,ord_1,\"10,000\",250,25,\"9,725\",2026-04-10
2026-04-08 23:59:59,취소,A2,T1,ord_1,\"4,000\",100,10,\"3,890\",2026-04-10
합계,,,,,\"6,000\",150,15,\"5,835\",
";

#[test]
fn a_file_in_either_encoding_has_the_same_rows() {
    let utf8 = read(KAKAO.as_bytes(), &form("kakaopay")).unwrap();
    let marked = [&b"\xEF\xBB\xBF"[..], KAKAO.as_bytes()].concat();
    let (cp949, _, broken) = encoding_rs::EUC_KR.encode(KAKAO);
    assert!(!broken);
    for bytes in [marked, cp949.into_owned()] {
        let other = read(&bytes, &form("kakaopay")).unwrap();
        assert_eq!(other.rows, utf8.rows);
        assert_ne!(other.hash, utf8.hash, "it is another file");
    }
    let found = lines(&utf8.rows);
    assert_eq!(found.len(), 2);
    let amounts = |at: usize| {
        let line = &found[at];
        let vat = line.vat.unwrap().get();
        (line.gross.get(), line.fee.get(), vat, line.net.get())
    };
    assert_eq!(amounts(0), (10_000, 250, 25, 9_725));
    // What goes back is printed without a sign.
    assert_eq!(amounts(1), (-4_000, -100, -10, -3_890));
    assert_eq!(found[1].kind, SettlementKind::Cancel);
    assert_eq!(found[1].sold_on.to_string(), "2026-04-08");
    assert_eq!(found[1].paid_out_on.unwrap().to_string(), "2026-04-10");
    assert_eq!(
        (found[0].key.as_str(), found[0].payment_key.as_str()),
        ("A1", "T1")
    );
    assert_eq!(utf8.rows[0].line, 5, "in the file");
    assert_eq!(utf8.rows[2].says, RowSays::Other, "the total");
    assert!(found.iter().all(|line| line.wrong(None).is_none()));
}

#[test]
fn a_bad_row_is_named_and_never_sinks_the_file() {
    let head = "거래일시,거래구분,TID,거래금액,수수료,수수료부가세,정산금액\n";
    let rows = "2026-04-08,결제,T1,1000,20,2,978\n\
                2026-13-08,결제,T2,1000,20,2,978\n\
                2026-04-08,반품,T3,1000,20,2,978\n\
                2026-04-08,결제,T4,1000.5,20,2,978\n\
                2026-04-08,결제,T5,,20,2,978\n\
                2026-04-08,결제,,1000,20,2,978\n\
                2026-04-08,결제,T7,1000,x,2,978\n\
                2026-04-08,결제,T8,1000,20,2,978\n";
    let file = read(format!("{head}{rows}").as_bytes(), &form("kakaopay")).unwrap();
    assert_eq!(lines(&file.rows).len(), 2);
    let found = unread(&file.rows);
    let fields: Vec<(u64, &str)> = found.iter().map(|(line, why)| (*line, why.field)).collect();
    assert_eq!(
        fields,
        [
            (3, "sold_on"),
            (4, "kind"),
            (5, "gross"),
            (6, "gross"),
            (7, "payment_key"),
            (8, "fee")
        ]
    );
    let needed = Unread {
        field: "gross",
        rule: "is needed",
    };
    assert_eq!(found[3].1, needed);
}

#[test]
fn a_row_that_stands_there_twice_is_two_rows_and_the_same_in_any_file() {
    let text = "거래일시,거래구분,TID,거래금액,수수료\n\
                2026-04-08,결제,T1,1000,20\n2026-04-08,결제,T1,1000,20\n2026-04-08,취소,T1,1000,20\n";
    let keys = |text: &str| {
        let file = read(text.as_bytes(), &form("kakaopay")).unwrap();
        let lines = lines(&file.rows);
        lines.into_iter().map(|line| line.key).collect::<Vec<_>>()
    };
    let found = keys(text);
    assert_eq!(found[1], format!("{}#2", found[0]));
    assert_ne!(found[2], found[0]);
    let shorter: Vec<&str> = text.lines().take(2).collect();
    assert_eq!(keys(&shorter.join("\n")), found[..1]);
}

#[test]
fn a_fee_with_its_vat_in_it_is_taken_apart() {
    let text = "거래일시\t구분\t결제번호\t결제금액\t수수료\t수수료부가세\n2026-04-08\t결제\tN1\t1000\t22\t2\n";
    let file = read(text.as_bytes(), &form("naverpay")).unwrap();
    let line = &lines(&file.rows)[0];
    assert_eq!((line.fee.get(), line.net.get()), (20, 978));
    assert_eq!(line.wrong(None), None);
}

#[test]
fn what_is_no_settlement_is_refused() {
    let kakao = form("kakaopay");
    let no_header = read(b"a,b\n1,2\n", &kakao);
    assert_eq!(no_header, Err(NoSettlement::NoHeader));
    assert_eq!(read(b"\xff\xfe\xff", &kakao), Err(NoSettlement::Encoding));
    let damaged = read(b"PK\x03\x04nothing", &kakao);
    assert!(matches!(damaged, Err(NoSettlement::Spreadsheet(_))));
}

#[test]
fn a_form_names_what_it_lacks() {
    for (text, rule) in [
        (
            "[columns]\ngross = []\nfee = [\"f\"]\nsold_on = [\"d\"]",
            "columns.gross names no heading",
        ),
        (
            "[columns]\ngross = [\"g\"]\nfee = [\"f\"]\nsold_on = [\"d\"]",
            "one of columns.key",
        ),
        ("columnes = 1", "unknown field"),
    ] {
        let error = Form::read(text).unwrap_err().to_string();
        assert!(error.contains(rule), "{error}");
    }
    for provider in ["kakaopay", "naverpay", "toss"] {
        let form = form(provider);
        assert!(form.is_depositor(&format!("(주) {}", form.depositors[0])));
        assert!(!form.is_depositor("김철수"));
    }
}
