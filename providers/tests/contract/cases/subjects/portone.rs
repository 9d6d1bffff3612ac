//! PortOne, as the common cases see it.

use std::sync::Arc;

use domain::kind::Method;
use providers::{
    portone::{self, PortOne},
    provider::{Provider, RefundOrder},
};
use serde_json::json;

use super::super::{
    Applies::{self, Here, No},
    Call, Subject,
};
use super::toss::without_names;
use super::{JSON, LIMITS, owned};
use crate::{portone_support as portone_at, support};

pub(super) fn portone() -> Subject {
    let mut refund = portone_at::refund(1001, portone_at::TOTAL);
    refund.method = Method::VirtualAccount;
    refund.account = Some(support::refund_account("004"));
    let codes = [400, 401, 403, 404, 409, 502];
    Subject {
        id: portone::ID,
        start: |secret, base_url| {
            let mut config = portone_at::config(base_url);
            config.portone_api_secret = Some(secret.into());
            PortOne::with_limits(&config, support::returns(), LIMITS)
                .map(|it| Arc::new(it) as Arc<dyn Provider>)
                .map_err(|it| it.to_string())
        },
        secret: portone_at::SECRET,
        ill_formed: vec!["pOsecret 0f", "pOsecret\n", "비밀"],
        private: vec!["110123457270", "79019600001234", "홍길동"],
        calls: portone_calls(&refund),
        balance: Here(("currentCancellableAmount", portone_at::TOTAL)),
        unknown_word: Here(support::with(
            portone_at::paid(),
            json!({"status":"A_WORD_OF_NEXT_YEAR"}),
        )),
        unknown_codes: codes
            .map(|status| (status, portone_at::refused("A_CODE_OF_NEXT_YEAR")))
            .to_vec(),
        repeats: |text| json!({"type":"A_CODE_OF_NEXT_YEAR","message":without_names(text)}),
        opened: portone_at::order(Method::VirtualAccount, false),
        begun: portone_at::order(Method::VirtualAccount, true),
        callback: portone_at::came_back(),
        payment: portone_at::payment_ref(),
        refund,
    }
}

fn portone_calls(refund: &RefundOrder) -> [Applies<Call>; 4] {
    let order = support::order_id().to_string();
    let authorization = format!("PortOne {}", portone_at::SECRET);
    let headers = || owned([JSON, ("Authorization", &authorization)]);
    let reason = refund.reason_line();
    let key = |key: String| Here(("Idempotency-Key", format!("\"{key}\"")));
    // The digest of the token, not the token.
    let confirm_key = format!("confirm-{order}-a2496e8f0ebbad28");
    let look_up = |answer| ("GET", portone_at::at(""), answer);
    [
        Here(Call {
            verb: "POST",
            path: portone_at::at("/pre-register"),
            answer: json!({}),
            headers: headers(),
            amount: Here("totalAmount"),
            body: owned([("storeId", portone_at::STORE), ("currency", "KRW")]),
            key: key(order.clone()),
            around: Vec::new(),
        }),
        Here(Call {
            verb: "POST",
            path: portone_at::at("/confirm"),
            answer: portone_at::confirmed(),
            headers: headers(),
            amount: Here("totalAmount"),
            body: owned([
                ("paymentToken", portone_at::TOKEN),
                ("currency", "KRW"),
                ("isTest", "true"),
            ]),
            key: key(confirm_key),
            around: vec![look_up(portone_at::issued())],
        }),
        Here(Call {
            verb: "GET",
            path: portone_at::at(""),
            answer: portone_at::issued(),
            headers: owned([("Authorization", &authorization)]),
            amount: No("a look-up names the payment alone"),
            body: Vec::new(),
            key: No("reading changes nothing"),
            around: Vec::new(),
        }),
        Here(Call {
            verb: "POST",
            path: portone_at::at("/cancel"),
            answer: json!({"cancellation": portone_at::cancel(&reason, 1001)}),
            headers: headers(),
            amount: Here("amount"),
            body: owned([("reason", &reason), ("storeId", portone_at::STORE)]),
            key: key(refund.id.to_string()),
            around: vec![look_up(portone_at::paid())],
        }),
    ]
}
