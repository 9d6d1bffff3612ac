//! Names of banks by KFTC code, for buyers who have to find one in their banking app.

/// Code, Korean name, English name.
const BANKS: &[(&str, &str, &str)] = &[
    ("002", "산업은행", "KDB"),
    ("003", "기업은행", "IBK"),
    ("004", "국민은행", "KB Kookmin"),
    ("007", "수협은행", "Suhyup"),
    ("011", "농협은행", "NongHyup"),
    ("012", "지역농축협", "Local NongHyup"),
    ("020", "우리은행", "Woori"),
    ("023", "SC제일은행", "SC First"),
    ("027", "한국씨티은행", "Citibank Korea"),
    ("031", "iM뱅크", "iM Bank"),
    ("032", "부산은행", "Busan Bank"),
    ("034", "광주은행", "Gwangju Bank"),
    ("035", "제주은행", "Jeju Bank"),
    ("037", "전북은행", "Jeonbuk Bank"),
    ("039", "경남은행", "Kyongnam Bank"),
    ("045", "새마을금고", "MG Saemaul"),
    ("048", "신협", "Shinhyup"),
    ("050", "저축은행", "Savings bank"),
    ("064", "산림조합", "Forestry cooperative"),
    ("071", "우체국", "Korea Post"),
    ("081", "하나은행", "Hana"),
    ("088", "신한은행", "Shinhan"),
    ("089", "케이뱅크", "K bank"),
    ("090", "카카오뱅크", "KakaoBank"),
    ("092", "토스뱅크", "Toss Bank"),
];

/// Whether buyers are shown a name for this KFTC code.
pub fn knows(code: &str) -> bool {
    BANKS.iter().any(|(known, ..)| *known == code)
}

/// Every bank that is known: its code, and its name in both languages.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, String)> {
    let named = |(code, korean, english): &(&'static str, &str, &str)| {
        (*code, format!("{korean} ({english})"))
    };
    BANKS.iter().map(named)
}

/// `신한은행 (Shinhan)`; a code that is not known is shown as it is.
pub(crate) fn bank(code: &str) -> String {
    let known = BANKS.iter().find(|(known, ..)| *known == code);
    known.map_or_else(
        || code.to_owned(),
        |(_, korean, english)| format!("{korean} ({english})"),
    )
}

#[cfg(test)]
mod tests {
    use super::{BANKS, bank};

    #[test]
    fn a_bank_is_named_in_both_languages_and_an_unknown_one_by_its_code() {
        assert_eq!(bank("088"), "신한은행 (Shinhan)");
        assert_eq!(bank("999"), "999");
        assert!(BANKS.is_sorted_by(|one, next| one.0 < next.0));
    }
}
