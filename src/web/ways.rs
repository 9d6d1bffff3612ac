//! The names of ways to pay, for buyers.

use domain::kind::{Method, ProviderId};

/// One way to pay, as a button shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// What the form sends: the provider and the method.
    pub(crate) value: String,
    pub(crate) korean: String,
    pub(crate) english: String,
    /// What it means for the buyer, in Korean and English.
    pub(crate) about: (&'static str, &'static str),
    /// Whether the name on the transfer is needed.
    pub(crate) asks_name: bool,
}

/// What a method means for the buyer.
const fn about(method: Method) -> (&'static str, &'static str) {
    match method {
        Method::Card => (
            "신용·체크카드로 바로 결제됩니다.",
            "By credit or debit card, paid at once.",
        ),
        Method::EasyPay => (
            "앱이나 간편 비밀번호로 바로 결제됩니다.",
            "In the provider's app, paid at once.",
        ),
        Method::AccountTransfer => (
            "내 은행 계좌에서 바로 이체됩니다.",
            "From your Korean bank account, paid at once.",
        ),
        Method::VirtualAccount => (
            "전용 계좌번호를 받아 기한 안에 입금합니다. 입금이 확인되면 크레딧이 지급됩니다.",
            "You get an account number and transfer in time; credits come once the money is in.",
        ),
        Method::BankTransfer => (
            "안내되는 계좌로 입금자명과 금액을 맞춰 직접 입금합니다.",
            "You transfer the exact amount under the name below to the seller's account.",
        ),
        Method::Mobile => ("휴대폰 요금에 합산됩니다.", "Charged with your phone bill."),
        Method::GiftCertificate => ("상품권으로 결제합니다.", "Paid by gift certificate."),
        Method::Other => ("결제창에서 선택합니다.", "Chosen in the payment window."),
    }
}

impl Way {
    /// The method's name, with the provider's: two providers may have the same method. A wallet's easy pay is the wallet.
    pub(crate) fn of(provider: &ProviderId, method: Method) -> Self {
        let (korean, english) = match method {
            Method::Card => ("카드", "card"),
            Method::EasyPay => ("간편결제", "easy pay"),
            Method::AccountTransfer => ("계좌이체", "account transfer"),
            Method::VirtualAccount => ("가상계좌", "virtual account"),
            Method::BankTransfer => ("무통장입금", "Bank transfer"),
            Method::Mobile => ("휴대폰", "mobile phone"),
            Method::GiftCertificate => ("상품권", "gift certificate"),
            Method::Other => ("기타", "other"),
        };
        let wallet = method == Method::EasyPay;
        let (korean, english) = match provider.as_str() {
            "bank" => (korean.to_owned(), english.to_owned()),
            "kakaopay" if wallet => ("카카오페이".to_owned(), "Kakao Pay".to_owned()),
            "naverpay" if wallet => ("네이버페이".to_owned(), "Naver Pay".to_owned()),
            "kakaopay" => (
                format!("카카오페이 {korean}"),
                format!("Kakao Pay, {english}"),
            ),
            "naverpay" => (
                format!("네이버페이 {korean}"),
                format!("Naver Pay, {english}"),
            ),
            "toss" => (
                format!("{korean} (토스페이먼츠)"),
                format!("Toss Payments, {english}"),
            ),
            "portone" => (format!("{korean} (포트원)"), format!("PortOne, {english}")),
            other => (format!("{korean} ({other})"), format!("{other}, {english}")),
        };
        Self {
            value: format!("{provider}/{}", method.as_str()),
            korean,
            english,
            about: about(method),
            asks_name: method == Method::BankTransfer,
        }
    }
}
