//! The methods of payment.

use serde::{Deserialize, Serialize};

/// Longest short name: a method, a bank, a date.
pub(crate) const NAME_MAX: usize = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Method {
    Card,
    VirtualAccount,
    Transfer,
    MobilePhone,
    CultureGift,
    BookGift,
    GameGift,
    ForeignEasyPay,
}

impl Method {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "CARD" => Self::Card,
            "VIRTUAL_ACCOUNT" => Self::VirtualAccount,
            "TRANSFER" => Self::Transfer,
            "MOBILE_PHONE" => Self::MobilePhone,
            "CULTURE_GIFT_CERTIFICATE" => Self::CultureGift,
            "BOOK_GIFT_CERTIFICATE" => Self::BookGift,
            "GAME_GIFT_CERTIFICATE" => Self::GameGift,
            "FOREIGN_EASY_PAY" => Self::ForeignEasyPay,
            _ => return None,
        })
    }

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
