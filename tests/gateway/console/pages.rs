//! What pages show, and the acts on them.

use chrono::{DateTime, TimeDelta};
use credit_gateway::access::{Desk, Role};
use serde_json::json;

use super::shown::press;
use crate::support::{
    buyer::{card_order, id_of},
    desk::Browser,
    world::{Plan, World},
};

both_engines!(
    a_customers_page_says_what_there_is_until_when_and_what_happened,
    an_order_is_shown_with_what_came_of_it,
    an_unpaid_order_is_given_up_once,
    nothing_that_others_wrote_becomes_markup,
    nothing_that_an_operator_entered_becomes_markup,
    the_first_page_counts_what_waits,
    a_key_is_made_shown_once_and_revoked,
);

const ATTACK: &str = "<script>alert(1)</script>\"'&";

async fn a_customers_page_says_what_there_is_until_when_and_what_happened(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.buy("alice", "direct-1000", 1).await;
    world.pass(TimeDelta::minutes(1));
    world.grant("alice", "promotional", 250).await;
    world.spend("alice", 50).await.ok();
    let page = browser.page("/console/customers/alice").await;
    let lots = world.lots("alice").await;
    for lot in &lots {
        let ends = lot["expires_at"].as_str().unwrap();
        let at = DateTime::parse_from_rfc3339(ends).unwrap();
        let shown = if ends[11..16] == *"00:00" {
            let day = at - TimeDelta::days(1);
            format!("{} 24:00까지", day.format("%Y-%m-%d"))
        } else {
            format!("{} 전", at.format("%Y-%m-%d %H:%M"))
        };
        assert!(page.contains(&shown), "{shown}: {page}");
    }
    for needed in [
        "1,200",
        "<svg",
        "사유 없이",
        "환불 없음",
        "req-1",
        "\u{2212}50",
        "/console/payments/pay_",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    // A week later the right to a refund without a reason is over.
    world.pass(TimeDelta::days(8));
    let browser = Browser::new(world);
    browser.sign_in("support").await;
    let later = browser.page("/console/customers/alice").await;
    assert!(
        later.contains("상담을 거쳐") && !later.contains("사유 없이"),
        "{later}"
    );
    let english = browser.page("/console/customers/alice?lang=en").await;
    assert!(english.contains("Available credits") && english.contains("lang=\"en\""));
    let history = browser.page("/console/customers/alice/history").await;
    assert!(history.contains("req-1"), "{history}");
    let nobody = browser.get("/console/customers/nobody").await;
    assert_eq!(nobody.status, 404);
    assert!(nobody.text.contains("찾으시는 것이 없습니다"));
}

async fn an_order_is_shown_with_what_came_of_it(world: &World) {
    let browser = Browser::of(world, Desk::Auditor).await;
    let order = world.buy("alice", "direct-1000", 1).await;
    let path = format!("/console/orders/{}", id_of(&order));
    let page = browser.page(&path).await;
    let payment = order["payment_id"].as_str().unwrap();
    for needed in [
        payment,
        "결제 완료",
        "/console/customers/alice",
        "1,000 / 1,000",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    world.refund(payment).await;
    assert!(browser.page(&path).await.contains("환불 완료"));
}

async fn an_unpaid_order_is_given_up_once(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let order = world
        .open_order(&card_order("alice", "direct-1000", 1))
        .await;
    let path = format!("/console/orders/{}", id_of(&order));
    let page = browser.page(&path).await;
    let act = format!("{path}/cancel");
    assert!(page.contains(&act), "{page}");
    let question = press(&browser, &page, &act, &[]).await;
    assert!(
        question.text.contains("더는 결제할 수 없습니다")
            && question.text.contains("나중에 도착하는 돈"),
        "{}",
        question.text
    );
    assert_eq!(world.order(&id_of(&order)).await["state"], "open");
    for _ in 0..2 {
        let answer = press(&browser, &question.text, &act, &[]).await;
        assert_eq!(
            answer.location(),
            format!("{path}?done=done"),
            "the same form twice"
        );
    }
    let after = browser.page(&format!("{path}?done=done")).await;
    assert!(
        after.contains("처리했습니다") && !after.contains(&act),
        "{after}"
    );
    // One that was paid is not given up any more, and the page says why.
    let paid = id_of(&world.buy("bob", "direct-1000", 1).await);
    let late = browser
        .post(&format!("/console/orders/{paid}/cancel"), &[])
        .await;
    assert_eq!(late.status, 409, "{}", late.text);
    assert!(late.text.contains("order_not_open"), "{}", late.text);
    let by = world
        .database
        .rows("SELECT actor FROM audit_log WHERE act = 'order.cancel'")
        .await;
    let operator = world.database.rows("SELECT id FROM operators").await;
    assert_eq!(by, operator);
}

async fn nothing_that_others_wrote_becomes_markup(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    let gateway = world.gateway();
    let grant = json!({"kind": "promotional", "credits": 500, "reason": ATTACK});
    gateway
        .post(Role::Service, "/v1/customers/c1/grants", &grant)
        .await
        .ok();
    world.pass(TimeDelta::minutes(1));
    let spend = json!({"credits": 120, "meter": ATTACK, "reference": ATTACK});
    gateway
        .post(Role::Service, "/v1/customers/c1/spends", &spend)
        .await
        .ok();
    let spends = gateway
        .get(Role::Support, "/v1/customers/c1/spends")
        .await
        .ok();
    let spend = format!("/console/spends/{}", id_of(&spends["items"][0]));
    let known = id_of(&world.subscribe("c1", "membership-basic").await);
    world
        .with_subscription(&known, "pause", &json!({ "reason": ATTACK }))
        .await
        .ok();
    let subscription = format!("/console/subscriptions/{known}");
    let mut order = card_order("c1", "direct-1000", 1);
    order["metadata"] = json!({ (ATTACK): ATTACK });
    let order = world.open_order(&order).await;
    let path = format!("/console/orders/{}", id_of(&order));
    for path in [
        "/console/customers/c1",
        "/console/customers/c1/history",
        path.as_str(),
        spend.as_str(),
        subscription.as_str(),
        "/console/customers/c1/statement?from=2020-01-01&until=2040-01-01",
        "/console/acts",
        "/console/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22'%26",
        "/console/orders?state=%22%3E%3Cscript%3E&customer_id=",
        "/console/account?done=%3Cscript%3E",
    ] {
        let page = browser.page(path).await;
        assert!(!page.contains("<script"), "{path}: {page}");
    }
    let answer = browser
        .post("/console/keys", &[("name", ATTACK), ("role", "support")])
        .await;
    assert!(
        answer.status == 200 && !answer.text.contains("<script"),
        "{}",
        answer.text
    );
    let file = browser.get("/console/acts?csv=1").await;
    assert_eq!(file.status, 200);
}

async fn nothing_that_an_operator_entered_becomes_markup(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    world.grant("c1", "promotional", 5).await;
    // What an operator entered stands in the question as it was entered.
    let grant = [
        ("kind", "promotional"),
        ("credits", "1"),
        ("reason", ATTACK),
    ];
    let question = browser.post("/console/customers/c1/grant", &grant).await;
    assert!(
        question.status == 200
            && question.text.contains("&#60;script&#62;")
            && !question.text.contains("<script"),
        "{}",
        question.text
    );
    for form in ["grant", "redeem", "freeze", "link", "waive"] {
        let path = format!("/console/customers/c1/{form}");
        let fields = [
            ("credits", ATTACK),
            ("code", ATTACK),
            ("expires_in", ATTACK),
            ("language", ATTACK),
            ("reason", ATTACK),
        ];
        let answer = browser.post(&path, &fields).await;
        assert!(!answer.text.contains("<script"), "{form}: {}", answer.text);
    }
}

async fn the_first_page_counts_what_waits(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    assert!(
        browser
            .page("/console")
            .await
            .contains("지금 기다리는 일이 없습니다")
    );
    world.deposit("모르는이름", 777).await;
    world
        .wait_until("the deposit waits", async || {
            let page = browser.page("/console").await;
            page.contains("class=\"open\"><a href=\"/console/deposits\"")
        })
        .await;
}

async fn a_key_is_made_shown_once_and_revoked(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    let empty = browser
        .post("/console/keys", &[("name", " "), ("role", "support")])
        .await;
    assert_eq!(empty.status, 422);
    let fields = [("name", "상담 도구"), ("role", "support")];
    let made = browser.post("/console/keys", &fields).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let (_, rest) = made.text.split_once("<code>cgk_").unwrap();
    let key = format!("cgk_{}", rest.split('<').next().unwrap());
    let ask = async || {
        let request = world.gateway().bare(reqwest::Method::GET, "/v1/jobs");
        crate::support::client::send(request.bearer_auth(&key))
            .await
            .status
    };
    assert_eq!(ask().await, 200);
    let list = browser.page("/console/keys").await;
    assert!(list.contains("상담 도구") && !list.contains(&key), "{list}");
    let own = world
        .database
        .rows("SELECT id FROM operators")
        .await
        .concat();
    assert!(!list.contains(&own[0]), "operators are no keys of servers");
    let id = format!("key_{}", key.split('_').nth(2).unwrap());
    let page = browser.page(&format!("/console/keys/{id}")).await;
    assert!(!page.contains(&key));
    let answer = browser
        .post(&format!("/console/keys/{id}/revoke"), &[])
        .await;
    assert_eq!(
        answer.location(),
        format!("/console/keys/{id}?done=revoked")
    );
    world
        .wait_until("the key is refused", async || ask().await == 401)
        .await;
    let acts = browser.page("/console/acts").await;
    for act in ["key.create", "key.revoke", "support: 상담 도구", ">admin<"] {
        assert!(acts.contains(act), "{act}: {acts}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_person_decides_about_what_is_above_a_limit() {
    for plan in [Plan::sqlite(), Plan::postgres()] {
        plan.limited()
            .run(async |world| {
                let approver = Browser::of(world, Desk::Approver).await;
                let support = Browser::of(world, Desk::Support).await;
                let path = "/v1/customers/alice/grants";
                let mut asked = Vec::new();
                for credits in [5_000, 6_000] {
                    let body = json!({"kind": "promotional", "credits": credits, "reason": "사과"});
                    let answer = world.gateway().post(Role::Service, path, &body).await;
                    assert_eq!(answer.status, 202, "{}", answer.text);
                    asked.push(format!("/console/approvals/{}", id_of(&answer.json())));
                    world.pass(TimeDelta::minutes(1));
                }
                let list = support.page("/console/approvals").await;
                assert!(list.contains(&asked[0]) && list.contains("6,000"), "{list}");
                let page = support.page(&asked[0]).await;
                assert!(page.contains("승인 권한이 있는 담당자가"), "{page}");
                let fields = [("decision", "approve"), ("reason", "맞습니다")];
                assert_eq!(support.post(&asked[0], &fields).await.status, 403);
                let blank = [("decision", "approve"), ("reason", " ")];
                assert_eq!(approver.post(&asked[0], &blank).await.status, 422);
                assert_eq!(world.balance_or_zero("alice").await, 0);
                let done = approver.post(&asked[0], &fields).await;
                assert_eq!(done.location(), format!("{}?done=done", asked[0]));
                assert_eq!(world.balance("alice").await, 5_000);
                let fields = [("decision", "reject"), ("reason", "너무 많습니다")];
                approver.post(&asked[1], &fields).await.location();
                assert_eq!(world.balance("alice").await, 5_000);
                let page = approver.page(&asked[1]).await;
                assert!(
                    page.contains("너무 많습니다") && page.contains(">approver<"),
                    "{page}"
                );
                assert_eq!(approver.post(&asked[1], &fields).await.status, 409);
            })
            .await;
    }
}
