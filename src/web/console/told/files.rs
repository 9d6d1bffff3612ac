//! Why rows of settlement files could not be read, in Korean. The files' own readers say it in English, as the API does.

use domain::statement::Lang;

/// Columns of a file, by the names that the forms give them.
static FIELDS: &[(&str, &str)] = &[
    ("key", "거래 번호"),
    ("payment_key", "결제 번호"),
    ("order", "주문 번호"),
    ("kind", "거래 구분"),
    ("gross", "거래 금액"),
    ("fee", "수수료"),
    ("vat", "부가세"),
    ("net", "지급 금액"),
    ("sold_on", "거래일"),
    ("paid_out_on", "지급일"),
];

static RULES: &[(&str, &str)] = &[
    ("is needed", "값이 있어야 합니다"),
    ("is a whole number of won", "원 단위 정수여야 합니다"),
    (
        "is within the range of amounts",
        "금액의 범위를 벗어났습니다",
    ),
    (
        "is at most 200 characters of plain text",
        "200자까지의 글자여야 합니다",
    ),
    (
        "is a word of a payment or of a cancel that the form knows",
        "결제인지 취소인지 알 수 없는 말입니다",
    ),
    (
        "is a day like 2026-04-08, with a time or without",
        "2026-04-08 같은 날짜여야 합니다. 시각은 있어도 됩니다",
    ),
    (
        "a name of the payment, the order or the movement is needed",
        "결제, 주문, 거래 번호 가운데 하나는 있어야 합니다",
    ),
];

fn told(lang: Lang, known: &[(&str, &str)], text: &str) -> String {
    let mut known = known.iter().filter(|_| lang == Lang::Korean);
    let found = known.find(|(english, _)| *english == text);
    found.map_or(text, |(_, korean)| korean).to_owned()
}

/// The column that a row breaks the rule in.
pub(crate) fn field(lang: Lang, name: &str) -> String {
    told(lang, FIELDS, name)
}

/// The rule that it breaks.
pub(crate) fn rule(lang: Lang, rule: &str) -> String {
    told(lang, RULES, rule)
}
