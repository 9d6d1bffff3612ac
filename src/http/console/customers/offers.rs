//! What can be done for a customer: the list on the customer's page.

use domain::{
    customer::{Customer, CustomerState},
    money::Credits,
};

use super::super::need_of;
use crate::{
    http::visit::Visit,
    web::console::{Words, customer::Way},
};

/// An act for a customer: the end of its page's path, what it is called and does, and for whom it is there.
struct Offer {
    path: &'static str,
    words: Words,
    about: Words,
    to: fn(&Customer, Credits) -> bool,
}

static OFFERS: &[Offer] = &[
    Offer {
        path: "/console/customers/{customer}/grant",
        words: ("크레딧 지급", "Grant credits"),
        about: (
            "결제 없이 크레딧을 줍니다.",
            "Gives credits without a payment.",
        ),
        to: |customer, _| customer.state == CustomerState::Open,
    },
    Offer {
        path: "/console/customers/{customer}/redeem",
        words: ("프로모션 코드 등록", "Redeem a code"),
        about: (
            "고객이 알려 준 코드의 크레딧을 줍니다.",
            "Gives the credits of a code that the customer has.",
        ),
        to: |customer, _| customer.state == CustomerState::Open,
    },
    Offer {
        path: "/console/customers/{customer}/waive",
        words: ("부족분 면제", "Waive the debt"),
        about: (
            "갚아야 할 크레딧을 없애 줍니다.",
            "Lets the customer off the credits that are owed.",
        ),
        to: |_, debt| !debt.is_zero(),
    },
    Offer {
        path: "/console/customers/{customer}/link",
        words: ("고객 페이지 링크", "Link to the customer's page"),
        about: (
            "고객이 잔액과 내역을 볼 수 있는 링크를 만듭니다.",
            "Makes a link by which the customer sees balance and history.",
        ),
        to: |_, _| true,
    },
    Offer {
        path: "/console/customers/{customer}/statement",
        words: ("명세서", "Statement"),
        about: (
            "기간을 골라 보고 파일로 내려받습니다.",
            "Shows a period, and saves it as a file.",
        ),
        to: |_, _| true,
    },
    Offer {
        path: "/console/customers/{customer}/freeze",
        words: ("동결", "Freeze"),
        about: (
            "사용, 구매, 지급을 막습니다. 다시 풀 수 있습니다.",
            "Stops use, purchases and grants until it is opened again.",
        ),
        to: |customer, _| customer.state == CustomerState::Open,
    },
    Offer {
        path: "/console/customers/{customer}/unfreeze",
        words: ("동결 해제", "Unfreeze"),
        about: ("다시 이용할 수 있게 합니다.", "Opens the account again."),
        to: |customer, _| customer.state == CustomerState::Frozen,
    },
    Offer {
        path: "/console/customers/{customer}/closing",
        words: ("해지", "Close the account"),
        about: (
            "무엇을 돌려주고 무엇이 사라지는지 먼저 확인합니다.",
            "First says what goes back and what is lost.",
        ),
        to: |customer, _| customer.state != CustomerState::Closed,
    },
];

/// What this operator can do for the customer now.
pub(super) fn offered(visit: &Visit, customer: &Customer, debt: Credits) -> Vec<Way> {
    let may = |offer: &&Offer| need_of(offer.path).is_some_and(|need| visit.may(need));
    let offers = OFFERS.iter().filter(may);
    let offers = offers.filter(|offer| (offer.to)(customer, debt));
    let ways = offers.map(|offer| Way {
        to: offer.path.replace("{customer}", customer.id.as_str()),
        words: offer.words,
        about: offer.about,
    });
    ways.collect()
}
