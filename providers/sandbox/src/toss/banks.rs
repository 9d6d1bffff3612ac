//! Bank codes of Toss (API version 2022-11-16): two characters, always text, leading zeros kept. Kookmin is 06 here,
//! unlike the 004 of the bank clearing house.

/// Code, English alias that requests may use, Korean name, and whether it issues virtual accounts.
const BANKS: &[(&str, &str, &str, bool)] = &[
    ("02", "KDBBANK", "KDB산업", false),
    ("03", "IBK", "IBK기업", true),
    ("06", "KOOKMIN", "KB국민", true),
    ("07", "SUHYEOP", "Sh수협", true),
    ("11", "NONGHYEOP", "NH농협", true),
    ("12", "LOCALNONGHYEOP", "단위농협", false),
    ("20", "WOORI", "우리", true),
    ("23", "SC", "SC제일", false),
    ("27", "CITI", "씨티", false),
    ("31", "DAEGUBANK", "iM뱅크", true),
    ("32", "BUSANBANK", "부산", true),
    ("34", "GWANGJUBANK", "광주", true),
    ("35", "JEJUBANK", "제주", false),
    ("37", "JEONBUKBANK", "전북", false),
    ("39", "KYONGNAMBANK", "경남", true),
    ("45", "SAEMAUL", "새마을금고", true),
    ("48", "SHINHYEOP", "신협", false),
    ("50", "SAVINGBANK", "저축은행", false),
    ("54", "HSBC", "홍콩상하이", false),
    ("64", "SANLIM", "산림조합", false),
    ("71", "POST", "우체국", true),
    ("81", "HANA", "하나", true),
    ("88", "SHINHAN", "신한", true),
    ("89", "KBANK", "케이뱅크", false),
    ("90", "KAKAOBANK", "카카오뱅크", false),
    ("92", "TOSSBANK", "토스뱅크", false),
];

/// The bank the buyer's window offers first.
pub(crate) const ISSUING_DEFAULT: &str = "88";

/// The code of a bank that can receive refunds, by code, English or Korean name.
pub(crate) fn any(name: &str) -> Option<&'static str> {
    BANKS
        .iter()
        .find(|bank| [bank.0, bank.1, bank.2].contains(&name))
        .map(|bank| bank.0)
}

/// The code of a bank that issues virtual accounts.
pub(crate) fn issuing(name: &str) -> Option<&'static str> {
    let code = any(name)?;
    issuers().find(|bank| bank.0 == code).map(|bank| bank.0)
}

/// Code and Korean name of the issuing banks.
pub(crate) fn issuers() -> impl Iterator<Item = (&'static str, &'static str)> {
    BANKS
        .iter()
        .filter(|bank| bank.3)
        .map(|bank| (bank.0, bank.2))
}
