//! Easy pay: the service, the means that paid, and the share of its points
//! (<https://docs.tosspayments.com/guides/v2/easypay-response>).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::shared::fields::{Checked, Fields, bad};

use super::method::NAME_MAX;

/// English code and Korean name of the easy-pay services a window can be opened on.
const SERVICES: [(&str, &str); 9] = [
    ("TOSSPAY", "토스페이"),
    ("NAVERPAY", "네이버페이"),
    ("SAMSUNGPAY", "삼성페이"),
    ("APPLEPAY", "애플페이"),
    ("LPAY", "엘페이"),
    ("KAKAOPAY", "카카오페이"),
    ("PINPAY", "핀페이"),
    ("PAYCO", "페이코"),
    ("SSG", "SSG페이"),
];
/// The services whose points can pay.
const WITH_POINTS: [&str; 4] = ["토스페이", "카카오페이", "네이버페이", "페이코"];

/// The means that pays the part not paid by points. No service takes both at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Means {
    /// A card that the buyer registered with the service.
    Card,
    /// An account or a charged balance.
    Money,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EasyPay {
    /// Its Korean name.
    pub(crate) service: String,
    pub(crate) means: Means,
    /// Won that points, coupons and the service's own discount pay.
    pub(crate) points: i64,
}

impl EasyPay {
    /// The answer's object, for a payment of `amount`.
    pub(crate) fn json(&self, amount: i64) -> Value {
        let rest = amount - self.points;
        let money = if self.means == Means::Money { rest } else { 0 };
        json!({"provider": self.service, "amount": money, "discountAmount": self.points})
    }

    /// The part of `amount` that a card pays; `None` when no card pays.
    pub(crate) fn by_card(&self, amount: i64) -> Option<i64> {
        let rest = amount - self.points;
        (self.means == Means::Card && rest > 0).then_some(rest)
    }

    /// The points returned once `cancelled` of `amount` was cancelled: card and balance first. Toss does not document
    /// the order.
    pub(crate) fn points_back(&self, amount: i64, cancelled: i64) -> i64 {
        (cancelled - (amount - self.points)).max(0)
    }
}

/// The Korean names, for a buyer to choose from.
pub(crate) fn services() -> impl Iterator<Item = &'static str> {
    SERVICES.into_iter().map(|(_, korean)| korean)
}

fn service(name: &str) -> Option<&'static str> {
    SERVICES
        .into_iter()
        .find(|(code, korean)| *code == name || *korean == name)
        .map(|(_, korean)| korean)
}

/// The easy-pay service of a window in mode DIRECT, which needs exactly one of `cardCompany` and `easyPay`. The buyer
/// pays with a card in it unless the form of the window sets another means.
pub(crate) fn of_window(fields: &Fields) -> Checked<Option<EasyPay>> {
    let card = fields.text("cardCompany", NAME_MAX)?;
    let named = fields.text("easyPay", NAME_MAX)?;
    match fields.text("flowMode", NAME_MAX)?.as_deref() {
        None | Some("DEFAULT") => return Ok(None),
        Some("DIRECT") if card.is_some() != named.is_some() => {}
        Some("DIRECT") => {
            return bad(
                "flowMode",
                "DIRECT needs exactly one of cardCompany and easyPay",
            );
        }
        Some(_) => return bad("flowMode", "must be DEFAULT or DIRECT"),
    }
    let Some(named) = named else {
        return Ok(None);
    };
    match service(&named) {
        Some(service) => Ok(Some(by(service, Means::Card, 0))),
        None => bad("easyPay", "is not a known service"),
    }
}

fn by(service: &str, means: Means, points: i64) -> EasyPay {
    EasyPay {
        service: service.to_owned(),
        means,
        points,
    }
}

/// The buyer's choice in the window, by the names of its form: `easyPay`, `means` (`card` or `money`) and `points`.
/// `Err` says what is wrong with it.
pub(crate) fn chosen(
    opened_on: Option<EasyPay>,
    amount: i64,
    value: impl Fn(&str) -> Option<String>,
) -> Result<Option<EasyPay>, &'static str> {
    let given = |name: &str| value(name).filter(|it| !it.is_empty());
    let named = match (given("easyPay"), opened_on) {
        (Some(_), Some(_)) => return Err("This window was opened on one service."),
        (Some(name), None) => service(&name)
            .ok_or("There is no such service.")?
            .to_owned(),
        (None, Some(opened_on)) => opened_on.service,
        (None, None) => return Ok(None),
    };
    let means = match given("means").as_deref() {
        None | Some("card") => Means::Card,
        Some("money") => Means::Money,
        Some(_) => return Err("A service pays with a card or with money."),
    };
    let points = match given("points") {
        None => 0,
        Some(text) => text.parse().map_err(|_| "Points are a number of won.")?,
    };
    if !(0..=amount).contains(&points) {
        return Err("Points pay no more than the amount.");
    }
    if points > 0 && !WITH_POINTS.contains(&named.as_str()) {
        return Err("This service has no points.");
    }
    Ok(Some(by(&named, means, points)))
}
