//! The names of ways to pay, for buyers.

use domain::kind::{Method, ProviderId};

/// One way to pay, as a button shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// What the form sends: the provider and the method.
    pub(crate) value: String,
    pub(crate) korean: String,
    pub(crate) english: String,
    /// Whether the name on the transfer is needed.
    pub(crate) asks_name: bool,
}

impl Way {
    /// The method's name, with the provider's: two providers may have the same method.
    pub(crate) fn of(provider: &ProviderId, method: Method) -> Self {
        let (korean, english) = match method {
            Method::Card => ("카드", "Card"),
            Method::EasyPay => ("간편결제", "Easy pay"),
            Method::AccountTransfer => ("계좌이체", "Account transfer"),
            Method::VirtualAccount => ("가상계좌", "Virtual account"),
            Method::BankTransfer => ("무통장입금", "Bank transfer"),
            Method::Mobile => ("휴대폰", "Mobile phone"),
            Method::GiftCertificate => ("상품권", "Gift certificate"),
            Method::Other => ("기타", "Other"),
        };
        Self {
            value: format!("{provider}/{}", method.as_str()),
            korean: format!("{korean} ({provider})"),
            english: english.to_owned(),
            asks_name: method == Method::BankTransfer,
        }
    }
}
