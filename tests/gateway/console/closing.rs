//! Closing an account from the desk, step by step.

use chrono::TimeDelta;
use credit_gateway::access::{Desk, Role};

use super::shown::{press, press_and_confirm};
use crate::support::{desk::Browser, world::World};

both_engines!(
    an_account_is_closed_after_its_refunds,
    what_would_be_lost_has_to_be_confirmed,
    a_payment_that_needs_an_account_is_refunded_first,
    a_bonus_that_goes_with_a_refund_is_not_lost,
);

mod limited {
    use super::World;

    both_engines!(
        .limited():
        a_refund_of_a_closing_waits_for_a_second_person,
        nothing_is_closed_over_an_approval_that_waits,
    );

    async fn nothing_is_closed_over_an_approval_that_waits(world: &World) {
        super::over_an_approval(world).await;
    }

    async fn a_refund_of_a_closing_waits_for_a_second_person(world: &World) {
        super::with_a_second_person(world).await;
    }
}

const CLOSING: &str = "/console/customers/alice/closing";

/// The page of a fresh quote.
async fn quoted(browser: &Browser<'_>) -> String {
    let page = browser.page(CLOSING).await;
    let answer = press(browser, &page, &format!("{CLOSING}/quote"), &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.text
}

async fn state(world: &World) -> String {
    let rows = world
        .database
        .rows("SELECT state FROM customers WHERE id = 'alice'")
        .await;
    rows.concat().concat()
}

async fn an_account_is_closed_after_its_refunds(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.buy("alice", "direct-1000", 1).await;
    world.grant("alice", "promotional", 50).await;
    let customer = browser.page("/console/customers/alice").await;
    assert!(
        customer.contains(&format!("href=\"{CLOSING}\"")),
        "{customer}"
    );
    let page = quoted(&browser).await;
    for said in [
        "1,000",
        ">50<",
        "10,000원",
        "/console/payments/pay_",
        "사유 없이",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(state(world).await, "open", "a quote changes nothing");
    let fields = [("refund", "yes"), ("confirm_forfeit", "yes")];
    let (question, done) = press_and_confirm(&browser, &page, CLOSING, &fields).await;
    for said in [
        "고객 alice의 계정을 완전히 해지합니다",
        "먼저 계정을 동결합니다",
        "결제 1건, 10,000원을 환불합니다",
        "크레딧 50개가 돈으로 돌려받지 못하고 사라집니다",
    ] {
        assert!(question.contains(said), "{said}: {question}");
    }
    assert_eq!(done.location(), format!("{CLOSING}?done=closing"));
    assert_eq!(state(world).await, "frozen");
    // The refund ends by itself; meanwhile the page says what is under way.
    let refunds = async || {
        let list = world
            .gateway()
            .get(Role::Support, "/v1/refunds?state=succeeded")
            .await
            .ok();
        list["items"].as_array().unwrap().len()
    };
    world
        .wait_until("the refund ends", async || refunds().await == 1)
        .await;
    let page = quoted(&browser).await;
    let (_, done) =
        press_and_confirm(&browser, &page, CLOSING, &[("confirm_forfeit", "yes")]).await;
    assert_eq!(
        done.location(),
        format!("{CLOSING}?done=closed"),
        "{}",
        done.text
    );
    assert_eq!(state(world).await, "closed");
    its_statement_is_whole(world, &browser).await;
    // Nothing more can be done with the account.
    let customer = browser.page("/console/customers/alice").await;
    assert!(
        !customer.contains(CLOSING) && !customer.contains("/freeze\""),
        "{customer}"
    );
}

/// The page of a closed account leads to a statement from the first entry to the last.
async fn its_statement_is_whole(world: &World, browser: &Browser<'_>) {
    let page = browser.page(CLOSING).await;
    let (_, rest) = page
        .split_once("href=\"/console/customers/alice/statement")
        .unwrap();
    let query = rest.split('"').next().unwrap().replace("&#38;", "&");
    world.pass(TimeDelta::seconds(1));
    let statement = browser
        .get(&format!(
            "/console/customers/alice/statement{query}&form=json"
        ))
        .await;
    let statement = statement.json();
    assert_eq!(statement["foot"]["closing"]["available"], 0, "{statement}");
    assert_eq!(
        statement["head"]["before"]["seq"], 0,
        "from the first entry: {statement}"
    );
}

async fn what_would_be_lost_has_to_be_confirmed(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.grant("alice", "promotional", 50).await;
    let page = quoted(&browser).await;
    let refused = press(&browser, &page, CLOSING, &[]).await;
    assert_eq!(refused.status, 409, "before the question");
    assert!(
        refused
            .text
            .contains("환불되지 않고 사라지는 크레딧이 있습니다"),
        "{}",
        refused.text
    );
    assert_eq!(state(world).await, "open");
    // What was read has to hold still.
    world.grant("alice", "promotional", 5).await;
    let fields = [("confirm_forfeit", "yes")];
    let (_, stale) = press_and_confirm(&browser, &page, CLOSING, &fields).await;
    assert_eq!(stale.status, 409, "{}", stale.text);
    assert!(stale.text.contains("새 계산"), "{}", stale.text);
    // The page that comes back has the new figures, and its form closes by them.
    assert!(stale.text.contains(">55<"), "{}", stale.text);
    let (_, done) = press_and_confirm(&browser, &stale.text, CLOSING, &fields).await;
    assert_eq!(
        done.location(),
        format!("{CLOSING}?done=closed"),
        "{}",
        done.text
    );
    assert_eq!(state(world).await, "closed");
    let forged = browser
        .post(CLOSING, &[("quote_id", "clq_1_x"), ("sure", "yes")])
        .await;
    assert_eq!(forged.status, 409, "{}", forged.text);
}

async fn with_a_second_person(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.buy("alice", "direct-1000", 1).await;
    let page = quoted(&browser).await;
    let (question, done) = press_and_confirm(&browser, &page, CLOSING, &[("refund", "yes")]).await;
    assert!(
        question.contains("10,000원은 내 한도를 넘으므로") && !question.contains("을 환불합니다"),
        "{question}"
    );
    assert_eq!(
        done.location(),
        format!("{CLOSING}?done=closing"),
        "{}",
        done.text
    );
    assert_eq!(state(world).await, "frozen");
    let page = browser.page(CLOSING).await;
    assert!(page.contains("승인을 기다리는 처리"), "{page}");
    assert!(!page.contains(&format!("{CLOSING}/quote")), "{page}");
    let (_, rest) = page.split_once("href=\"/console/approvals/").unwrap();
    let approval = format!("/console/approvals/{}", rest.split('"').next().unwrap());
    world.pass(TimeDelta::minutes(1));
    let approver = Browser::of(world, Desk::Approver).await;
    let fields = [("decision", "approve"), ("reason", "맞습니다")];
    approver.post(&approval, &fields).await.location();
    world
        .wait_until("nothing is under way", async || {
            let page = browser.page(CLOSING).await;
            !page.contains("끝나지 않은 환불") && !page.contains("승인을 기다리는")
        })
        .await;
    let page = quoted(&browser).await;
    let (_, done) = press_and_confirm(&browser, &page, CLOSING, &[]).await;
    assert_eq!(
        done.location(),
        format!("{CLOSING}?done=closed"),
        "{}",
        done.text
    );
}

async fn a_payment_that_needs_an_account_is_refunded_first(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    // The first could be refunded at once, the second goes to an account.
    world.buy("alice", "direct-1000", 1).await;
    let order = world
        .buy_by_transfer("alice", "direct-1000", "앨리스")
        .await;
    let page = quoted(&browser).await;
    let payment = order["payment_id"].as_str().unwrap();
    let row = format!("href=\"/console/payments/{payment}\">{payment}<");
    for said in [
        row.as_str(),
        "그 결제의 화면에서 먼저 환불해 주세요",
        "10,000원",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("name=\"refund\""), "not offered: {page}");
    let ticked = [("refund", "yes"), ("confirm_forfeit", "yes")];
    let refused = press(&browser, &page, CLOSING, &ticked).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains(payment), "{}", refused.text);
    // Nor does an answer of no question begin it, nor the API.
    let sure = [
        ("refund", "yes"),
        ("confirm_forfeit", "yes"),
        ("sure", "yes"),
    ];
    let refused = press(&browser, &page, CLOSING, &sure).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(state(world).await, "open");
    let refunds = "SELECT COUNT(*) FROM refunds";
    assert_eq!(world.database.number(refunds).await, 0);
}

async fn a_bonus_that_goes_with_a_refund_is_not_lost(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.buy("alice", "bonus-1000", 1).await;
    let page = quoted(&browser).await;
    assert!(page.contains(">1,100<") && page.contains(">0<"), "{page}");
    let (question, done) = press_and_confirm(&browser, &page, CLOSING, &[("refund", "yes")]).await;
    assert!(
        question.contains("사라지는 크레딧은 없습니다"),
        "{question}"
    );
    assert_eq!(
        done.location(),
        format!("{CLOSING}?done=closing"),
        "{}",
        done.text
    );
}

async fn over_an_approval(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let asked = async |customer: &str| {
        world.grant(customer, "promotional", 10).await;
        let path = format!("/console/customers/{customer}/grant");
        let fields = [
            ("kind", "promotional"),
            ("credits", "2001"),
            ("reason", "sorry"),
        ];
        let page = browser.page(&path).await;
        let (_, asked) = press_and_confirm(&browser, &page, &path, &fields).await;
        asked.location().split('?').next().unwrap().to_owned()
    };
    let of_bob = asked("bob").await;
    let of_alice = asked("alice").await;
    let page = browser.page(CLOSING).await;
    assert!(
        page.contains(&format!("href=\"{of_alice}\"")) && !page.contains(&of_bob),
        "{page}"
    );
    assert!(!page.contains(&format!("{CLOSING}/quote")), "{page}");
    let refused = browser.post(&format!("{CLOSING}/quote"), &[]).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(refused.text.contains(&of_alice), "{}", refused.text);
    // Once nobody can decide it any more, it waits for nobody.
    world.pass(TimeDelta::days(8));
    let browser = Browser::new(world);
    browser.sign_in("support").await;
    let page = browser.page(CLOSING).await;
    assert!(
        page.contains(&format!("{CLOSING}/quote")) && !page.contains(&of_alice),
        "{page}"
    );
}
