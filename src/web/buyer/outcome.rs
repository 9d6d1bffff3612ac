//! How an order ended, in the words that its buyer reads.

/// How an order ended, or that it cannot be paid where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Completed,
    Failed,
    Cancelled,
    Expired,
    Mismatched,
    /// It waits for its buyer, and there is no window to pay it in any more.
    Unpayable,
}

impl Outcome {
    pub(super) const fn korean(self) -> &'static str {
        match self {
            Self::Completed => "결제가 완료되었습니다",
            Self::Failed => "결제에 실패했습니다",
            Self::Cancelled => "주문이 취소되었습니다",
            Self::Expired => "결제 시간이 지나 주문이 취소되었습니다",
            Self::Mismatched => "입금 내역을 확인하고 있습니다",
            Self::Unpayable => "이 주문은 여기서 결제할 수 없습니다",
        }
    }

    pub(super) const fn english(self) -> &'static str {
        match self {
            Self::Completed => "Your payment is complete",
            Self::Failed => "The payment failed",
            Self::Cancelled => "The order was cancelled",
            Self::Expired => "The time to pay is over, so the order was cancelled",
            Self::Mismatched => "We are checking what came in",
            Self::Unpayable => "This order cannot be paid here",
        }
    }

    /// What it means for the buyer's money, and what to do, in Korean and English. Nothing where the page says it.
    pub(super) const fn next(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Completed => None,
            Self::Failed => Some((
                "청구된 금액은 없습니다. 쇼핑몰에서 다시 주문하거나 다른 결제수단을 이용해 주세요.",
                "Nothing was charged. Please order again in the shop, or use another way to pay.",
            )),
            Self::Cancelled | Self::Expired => Some((
                "청구된 금액은 없습니다. 이미 송금하셨다면 고객센터에 주문번호를 알려 주세요. 확인 후 처리해 드립니다.",
                "Nothing was charged. If you have transferred money already, please give support the order number; they will look into it.",
            )),
            Self::Mismatched => Some((
                "받은 금액이나 내용이 주문과 달라 직원이 확인하고 있습니다. 다시 결제하지 마세요. 고객센터에서 안내해 드립니다.",
                "What came in differs from the order, so a person is looking into it. Please do not pay again; support will be in touch.",
            )),
            Self::Unpayable => Some((
                "결제된 금액은 없습니다. 쇼핑몰에서 다시 주문해 주세요.",
                "Nothing was charged. Please order again in the shop.",
            )),
        }
    }
}
