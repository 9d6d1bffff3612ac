//! What a payment's provider reports of it, by the facts that the books keep.

use domain::payment::Payment;

use crate::web::console::{Frame, Words, list::Cell, thing::Table};

/// What the facts that support asks for most are called. Others have the adapter's name of them.
const NAMES: [(&str, Words); 12] = [
    ("dispute", ("이의제기", "Dispute")),
    (
        "chargeback",
        ("카드사가 되찾은 금액 (원)", "Charged back, in won"),
    ),
    ("receipt_url", ("매출전표 주소", "Address of the slip")),
    ("cash_receipt", ("현금영수증", "Cash receipt")),
    ("approve_no", ("승인번호", "Approval number")),
    ("card", ("카드번호 (일부)", "Card, masked")),
    ("issuer", ("발급사", "Issuer")),
    ("installment_months", ("할부 개월", "Months of instalments")),
    ("easy_pay", ("간편결제", "Wallet")),
    ("pg", ("PG", "PG")),
    ("pg_transaction", ("PG 거래번호", "The PG's transaction")),
    ("discount", ("할인 (원)", "Discount, in won")),
];

/// The table of a payment's facts, where its provider reports any.
pub(super) fn table(frame: &Frame, payment: &Payment) -> Option<Table> {
    let named = |name: &str| {
        let known = NAMES.iter().find(|(fact, _)| *fact == name);
        known.map_or_else(
            || name.to_owned(),
            |(_, words)| frame.word(*words).to_owned(),
        )
    };
    let place = |name: &str| NAMES.iter().position(|(fact, _)| *fact == name);
    let mut facts: Vec<(&String, &String)> = payment.facts.iter().collect();
    facts.sort_by_key(|(name, _)| place(name).unwrap_or(NAMES.len()));
    let row = |(name, value): (&String, &String)| vec![Cell::Text(named(name)), Cell::shown(value)];
    let rows: Vec<Vec<Cell>> = facts.into_iter().map(row).collect();
    (!rows.is_empty()).then_some(Table {
        id: "reported",
        title: ("결제사가 알린 내용", "What the provider reports"),
        heads: &[(("항목", "Fact"), false), (("내용", "Value"), false)],
        rows,
        empty: ("없습니다.", "None."),
    })
}
