//! KFTC's three-digit codes of banks and securities firms, which the gateway stores, and Toss's two-character codes,
//! which only look like their last two digits: KB Kookmin is 004 and `06`.

/// KFTC code and Toss code. Firms without a Toss code are not here.
const BANKS: &[(&str, &str)] = &[
    ("002", "02"), // KDB
    ("003", "03"), // IBK
    ("004", "06"), // KB Kookmin
    ("007", "07"), // Suhyup
    ("011", "11"), // NongHyup
    ("012", "12"), // local NongHyup
    ("020", "20"), // Woori
    ("023", "23"), // SC First
    ("027", "27"), // Citi
    ("031", "31"), // iM (Daegu)
    ("032", "32"), // Busan
    ("034", "34"), // Gwangju
    ("035", "35"), // Jeju
    ("037", "37"), // Jeonbuk
    ("039", "39"), // Kyongnam
    ("045", "45"), // Saemaul
    ("048", "48"), // Shinhyup
    ("050", "50"), // savings banks
    ("054", "54"), // HSBC
    ("064", "64"), // forestry cooperatives
    ("071", "71"), // post office
    ("081", "81"), // Hana
    ("088", "88"), // Shinhan
    ("089", "89"), // K Bank
    ("090", "90"), // Kakao Bank
    ("092", "92"), // Toss Bank
    ("209", "S0"), // Yuanta
    ("218", "S4"), // KB Securities
    ("227", "SP"), // Daol
    ("238", "S5"), // Mirae Asset
    ("240", "S3"), // Samsung
    ("243", "S6"), // Korea Investment
    ("247", "SL"), // NH
    ("261", "S8"), // Kyobo
    ("262", "S9"), // iM Securities
    ("263", "SA"), // Hyundai Motor
    ("264", "SB"), // Kiwoom
    ("266", "SD"), // SK
    ("267", "SE"), // Daishin
    ("269", "SG"), // Hanwha
    ("270", "SH"), // Hana Securities
    ("271", "ST"), // Toss Securities
    ("278", "S2"), // Shinhan Securities
    ("279", "SI"), // DB
    ("280", "SJ"), // Eugene
    ("287", "SK"), // Meritz
    ("288", "SQ"), // Kakao Pay Securities
    ("290", "SM"), // Bookook
    ("291", "SN"), // Shinyoung
    ("292", "SO"), // Cape (LIG)
    ("294", "SR"), // Korea Foss
];

/// Toss's code of a KFTC code.
pub fn to_toss(kftc: &str) -> Option<&'static str> {
    BANKS
        .iter()
        .find(|(code, _)| *code == kftc)
        .map(|(_, toss)| *toss)
}

/// KFTC's code of a Toss code.
pub fn to_kftc(toss: &str) -> Option<&'static str> {
    BANKS
        .iter()
        .find(|(_, code)| *code == toss)
        .map(|(kftc, _)| *kftc)
}

/// Every pair, for callers that show or check the list.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    BANKS.iter().copied()
}
