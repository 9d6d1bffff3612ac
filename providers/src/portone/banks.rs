//! KFTC's three-digit codes of banks and securities firms, which the gateway stores, and PortOne's words for them (`Bank` in the
//! OpenAPI document of V2, in the order of KFTC's codes and by their Korean names).

/// KFTC code and PortOne's word. Funds and institutions that take no transfers of buyers are not here.
const BANKS: &[(&str, &str)] = &[
    ("001", "BANK_OF_KOREA"),
    ("002", "KDB"),
    ("003", "IBK"),
    ("004", "KOOKMIN"),
    ("007", "SUHYUP"),
    ("008", "KEXIM"),
    ("011", "NONGHYUP"),
    ("012", "LOCAL_NONGHYUP"),
    ("020", "WOORI"),
    ("023", "STANDARD_CHARTERED"),
    ("027", "CITI"),
    ("030", "SUHYUP_FEDERATION"),
    ("031", "DAEGU"),
    ("032", "BUSAN"),
    ("034", "KWANGJU"),
    ("035", "JEJU"),
    ("037", "JEONBUK"),
    ("039", "KYONGNAM"),
    ("045", "KFCC"),
    ("048", "SHINHYUP"),
    ("050", "SAVINGS_BANK"),
    ("052", "MORGAN_STANLEY"),
    ("054", "HSBC"),
    ("055", "DEUTSCHE"),
    ("057", "JPMC"),
    ("058", "MIZUHO"),
    ("059", "MUFG"),
    ("060", "BANK_OF_AMERICA"),
    ("061", "BNP_PARIBAS"),
    ("062", "ICBC"),
    ("063", "BANK_OF_CHINA"),
    ("064", "NFCF"),
    ("065", "UOB"),
    ("066", "BOCOM"),
    ("067", "CCB"),
    ("071", "POST"),
    ("081", "HANA"),
    ("088", "SHINHAN"),
    ("089", "K_BANK"),
    ("090", "KAKAO"),
    ("092", "TOSS"),
    ("209", "YUANTA_SECURITIES"),
    ("218", "KB_SECURITIES"),
    ("221", "SANGSANGIN_SECURITIES"),
    ("222", "HANYANG_SECURITIES"),
    ("223", "LEADING_SECURITIES"),
    ("224", "BNK_SECURITIES"),
    ("225", "IBK_SECURITIES"),
    ("227", "DAOL_SECURITIES"),
    ("238", "MIRAE_ASSET_SECURITIES"),
    ("240", "SAMSUNG_SECURITIES"),
    ("243", "KOREA_SECURITIES"),
    ("247", "NH_SECURITIES"),
    ("261", "KYOBO_SECURITIES"),
    ("262", "HI_SECURITIES"),
    ("263", "HYUNDAI_MOTOR_SECURITIES"),
    ("264", "KIWOOM_SECURITIES"),
    ("265", "EBEST_SECURITIES"),
    ("266", "SK_SECURITIES"),
    ("267", "DAISHIN_SECURITIES"),
    ("269", "HANHWA_SECURITIES"),
    ("270", "HANA_SECURITIES"),
    ("271", "TOSS_SECURITIES"),
    ("278", "SHINHAN_SECURITIES"),
    ("279", "DB_SECURITIES"),
    ("280", "EUGENE_SECURITIES"),
    ("287", "MERITZ_SECURITIES"),
    ("288", "KAKAO_PAY_SECURITIES"),
    ("290", "BOOKOOK_SECURITIES"),
    ("291", "SHINYOUNG_SECURITIES"),
    ("292", "CAPE_SECURITIES"),
    ("294", "KOREA_FOSS_SECURITIES"),
];

/// PortOne's word of a KFTC code.
pub fn to_portone(kftc: &str) -> Option<&'static str> {
    let mut banks = BANKS.iter();
    banks.find(|(code, _)| *code == kftc).map(|(_, word)| *word)
}

/// KFTC's code of a word of PortOne's.
pub fn to_kftc(word: &str) -> Option<&'static str> {
    let mut banks = BANKS.iter();
    banks
        .find(|(_, known)| *known == word)
        .map(|(code, _)| *code)
}

/// Every pair, for callers that show or check the list.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    BANKS.iter().copied()
}
