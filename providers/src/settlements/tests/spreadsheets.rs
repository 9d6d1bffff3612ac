//! Rows of a spreadsheet.

use super::{archive::xlsx, form, lines, read, unread};

#[test]
fn a_spreadsheet_has_the_rows_of_its_first_sheet() {
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let number = |number: &str| format!("<c><v>{number}</v></c>");
    // 46120.5 is noon of 2026-04-08 by the calendar of spreadsheets, under a style of dates.
    let date = "<c s=\"1\"><v>46120.5</v></c>".to_owned();
    let head = [
        "거래일시",
        "거래구분",
        "거래번호",
        "TID",
        "거래금액",
        "수수료",
        "수수료부가세",
        "정산금액",
    ];
    let row = |key: &str, gross: &str| {
        let cells = [
            text("결제"),
            text(key),
            text("T1"),
            number(gross),
            number("20"),
            number("2"),
            number("978"),
        ];
        [vec![date.clone()], cells.to_vec()].concat()
    };
    let rows = [
        head.iter().map(|it| text(it)).collect::<Vec<_>>(),
        row("A1", "1000"),
        row("A2", "1000.0"),
        row("A3", "1000.25"),
        row("A4", "1234567890123456789"),
    ];
    let file = read(&xlsx(&rows), &form("kakaopay")).unwrap();
    let found = lines(&file.rows);
    assert_eq!(found.len(), 2, "{file:?}");
    for line in &found {
        assert_eq!((line.gross.get(), line.net.get()), (1_000, 978));
        assert_eq!(line.sold_on.to_string(), "2026-04-08");
    }
    let refused: Vec<(u64, &str)> = unread(&file.rows)
        .into_iter()
        .map(|(line, why)| (line, why.field))
        .collect();
    assert_eq!(
        refused,
        [(4, "gross"), (5, "gross")],
        "neither is whole won"
    );
}
