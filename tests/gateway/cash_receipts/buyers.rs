//! The buyer's page: the form, what became of it, and why there is none.

use reqwest::Method;
use serde_json::json;

use crate::support::{
    client::{Answer, send},
    world::World,
};

both_engines!(
    a_buyer_asks_for_a_receipt_and_reads_its_number,
    a_buyer_mends_a_wrong_number_and_asks_again_after_a_refusal,
    a_buyer_who_paid_by_card_reads_why_there_is_none,
);

/// The cash receipt's page of a payment's order.
async fn address(world: &World, payment: &str) -> String {
    let order = world.payment(payment).await["order_id"].clone();
    let order = world.order(order.as_str().unwrap()).await;
    let page = order["checkout_url"].as_str().unwrap();
    page.replacen('?', "/cash-receipt?", 1)
}

impl World {
    async fn send_form(&self, address: &str, form: &'static str) -> Answer {
        let request = self.gateway().bare(Method::POST, address);
        let form = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        send(form).await
    }
}

async fn a_buyer_asks_for_a_receipt_and_reads_its_number(world: &World) {
    let payment = world.paid_into_account("c1").await;
    let address = address(world, &payment).await;
    let order = world
        .gateway()
        .browse(&address.replacen("/cash-receipt?", "?", 1))
        .await;
    assert!(order.text.contains("/cash-receipt?"), "{}", order.text);
    let page = world.gateway().browse(&address).await;
    assert!(page.text.contains("현금영수증 신청"), "{}", page.text);
    assert!(page.text.contains("10,000"), "{}", page.text);
    let sent = world
        .send_form(&address, "purpose=income_deduction&identity=010-1234-5678")
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let twice = world
        .send_form(&address, "purpose=income_deduction&identity=010-1234-5678")
        .await;
    assert_eq!(twice.status, 303, "{}", twice.text);
    let issued = world.receipt_becomes(&payment, 1, "issued").await;
    let page = world.gateway().browse(&address).await;
    assert!(
        page.text.contains(issued["issue_number"].as_str().unwrap()),
        "{}",
        page.text
    );
    assert!(
        page.text.contains("*******5678") && !page.text.contains("<form"),
        "{}",
        page.text
    );
    let english = world.gateway().browse(&format!("{address}&lang=en")).await;
    assert!(
        english.text.contains("The cash receipt was issued"),
        "{}",
        english.text
    );
}

async fn a_buyer_mends_a_wrong_number_and_asks_again_after_a_refusal(world: &World) {
    let payment = world.paid_into_account("c1").await;
    let address = address(world, &payment).await;
    let wrong = world
        .send_form(&address, "purpose=expense_proof&identity=1248100997")
        .await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    assert!(wrong.text.contains("사업자등록번호"), "{}", wrong.text);
    assert!(!wrong.text.contains("1248100997"), "{}", wrong.text);
    let refused = json!({"operation": "receipt", "code": "INVALID_CASH_RECEIPT_INFO"});
    world.at_provider("/toss/console/answer", &refused).await;
    let sent = world
        .send_form(&address, "purpose=income_deduction&identity=01012345678")
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    world.receipt_becomes(&payment, 1, "failed").await;
    let page = world.gateway().browse(&address).await;
    assert!(
        page.text.contains("현금영수증 번호를 확인해 주세요"),
        "{}",
        page.text
    );
    let sent = world
        .send_form(&address, "purpose=income_deduction&identity=01087654321")
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    world.receipt_becomes(&payment, 2, "issued").await;
}

async fn a_buyer_who_paid_by_card_reads_why_there_is_none(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    let address = address(world, payment).await;
    let paid = world
        .gateway()
        .browse(&address.replacen("/cash-receipt?", "?", 1))
        .await;
    assert!(!paid.text.contains("/cash-receipt?"), "{}", paid.text);
    let page = world.gateway().browse(&address).await;
    assert!(
        page.text.contains("카드 매출전표") && !page.text.contains("<form"),
        "{}",
        page.text
    );
    let altered = address.replacen("state=", "state=x", 1);
    let page = world.gateway().browse(&altered).await;
    assert_eq!(page.status, 403, "{}", page.text);
}
