//! The methods of payment.

use serde::{Deserialize, Serialize};

use crate::shared::named::named;

/// Longest short name: a method, a bank, a date.
pub(crate) const NAME_MAX: usize = 40;

named! {
    #[derive(Serialize, Deserialize)]
    Method {
        Card = "CARD",
        VirtualAccount = "VIRTUAL_ACCOUNT",
        Transfer = "TRANSFER",
        MobilePhone = "MOBILE_PHONE",
        CultureGift = "CULTURE_GIFT_CERTIFICATE",
        BookGift = "BOOK_GIFT_CERTIFICATE",
        GameGift = "GAME_GIFT_CERTIFICATE",
        ForeignEasyPay = "FOREIGN_EASY_PAY",
    }
}

impl Method {
    pub(super) fn korean(self) -> &'static str {
        match self {
            Self::Card => "카드",
            Self::VirtualAccount => "가상계좌",
            Self::Transfer => "계좌이체",
            Self::MobilePhone => "휴대폰",
            Self::CultureGift => "문화상품권",
            Self::BookGift => "도서문화상품권",
            Self::GameGift => "게임문화상품권",
            Self::ForeignEasyPay => "해외간편결제",
        }
    }

    pub(crate) fn is_gift(self) -> bool {
        matches!(self, Self::CultureGift | Self::BookGift | Self::GameGift)
    }
}
