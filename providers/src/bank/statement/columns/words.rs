//! The words by which banks name the columns of a statement.

pub(super) const DATE: &[&str] = &[
    "거래일시",
    "거래일자",
    "거래일",
    "일시",
    "일자",
    "날짜",
    "datetime",
    "date",
    "transactiondate",
];

pub(super) const TIME: &[&str] = &[
    "거래시간",
    "거래시각",
    "시간",
    "시각",
    "time",
    "transactiontime",
];

pub(super) const MONEY_IN: &[&str] = &[
    "입금액",
    "입금",
    "입금금액",
    "맡기신금액",
    "받으신금액",
    "deposit",
    "depositamount",
    "credit",
];

pub(super) const AMOUNT: &[&str] = &["거래금액", "금액", "amount"];

pub(super) const MONEY_OUT: &[&str] = &[
    "출금액",
    "출금",
    "출금금액",
    "찾으신금액",
    "지급",
    "지급금액",
    "withdrawal",
    "withdrawalamount",
    "debit",
];

pub(super) const DIRECTION: &[&str] = &[
    "입출금구분",
    "입출금",
    "거래구분",
    "구분",
    "direction",
    "type",
];

pub(super) const NAME: &[&str] = &[
    "입금자명",
    "입금자",
    "보낸분/받는분",
    "보낸분",
    "의뢰인/수취인",
    "의뢰인",
    "기재내용",
    "거래기록사항",
    "내용",
    "거래내용",
    "적요",
    "name",
    "depositor",
    "depositorname",
    "description",
];

pub(super) const BALANCE: &[&str] = &["거래후잔액", "거래후잔고", "잔액", "balance"];
/// Values of the direction that show which way money went.
pub(super) const WORDS_IN: &[&str] = &["입금", "in", "deposit", "credit"];
pub(super) const WORDS_OUT: &[&str] = &["출금", "지급", "out", "withdrawal", "debit"];
