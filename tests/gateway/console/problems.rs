//! What went wrong on its way, at the desk: contradictions, parked jobs, and webhooks that are handled again.

use chrono::TimeDelta;
use credit_gateway::access::Desk;
use serde_json::json;

use super::shown::{press, press_and_confirm};
use crate::support::{
    buyer::{card_order, id_of},
    client::BankWebhook,
    desk::Browser,
    world::{BANK_SECRET, World},
};

both_engines!(
    a_contradiction_is_decided,
    a_contradiction_is_given_back,
    a_parked_job_is_tried_again,
    a_waiting_job_is_tried_now,
    a_replay_says_what_it_changed,
    a_replay_of_what_cannot_be_read_says_so,
);

/// The path of the only thing of a list whose ids begin with `prefix`.
pub(super) async fn only(browser: &Browser<'_>, list: &str, prefix: &str) -> String {
    let page = browser.page(list).await;
    let bare = list.split('?').next().unwrap();
    let start = format!("href=\"{bare}/{prefix}_");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("nothing in {list}: {page}"));
    format!("{bare}/{prefix}_{}", rest.split('"').next().unwrap())
}

/// An order that the provider charged less for; its id.
pub(super) async fn mismatched(world: &World) -> String {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let less = json!([
        {"kind": "charged_less", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "webhook_lost", "probability_percent": 100},
    ]);
    world.faults("toss", less).await;
    world.come_back(&order, "pay").await;
    world.wait_for_order(&id_of(&order), "mismatched").await;
    id_of(&order)
}

async fn a_contradiction_is_decided(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let order = mismatched(world).await;
    let path = only(&browser, "/console/contradictions", "ctr").await;
    let page = browser.page(&path).await;
    for said in [
        "주문과 다른 금액",
        "9,990원",
        "10,000원",
        "/console/customers/c1",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let answer = press(
        &browser,
        &page,
        &format!("{path}/accept"),
        &[("reason", "")],
    )
    .await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    let fields = [("reason", "rounded")];
    let (question, answer) =
        press_and_confirm(&browser, &page, &format!("{path}/accept"), &fields).await;
    assert!(
        question.contains("결제 완료로 적고 크레딧을 지급합니다")
            && question.contains("주문 10,000원 · 결제 9,990원 · 크레딧 1,000개 지급"),
        "{question}"
    );
    assert!(answer.location().ends_with("done=done"), "{}", answer.text);
    assert_eq!(world.order(&order).await["state"], "completed");
    assert_eq!(world.balance("c1").await, 1_000);
    let page = browser.page(&path).await;
    assert!(
        page.contains("인정함") && page.contains("support"),
        "{page}"
    );
    // Pressed once more, it is answered as before.
    let again = press(&browser, &question, &format!("{path}/accept"), &[]).await;
    assert!(again.location().ends_with("done=done"), "{}", again.text);
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_contradiction_is_given_back(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    mismatched(world).await;
    let path = only(&browser, "/console/contradictions", "ctr").await;
    let page = browser.page(&path).await;
    // The money is still there.
    let fields = [("reason", "it went back"), ("transferred", "")];
    let (_, refused) = press_and_confirm(&browser, &page, &format!("{path}/close"), &fields).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.text.contains("결제사에 아직 돈이 있습니다"),
        "{}",
        refused.text
    );
    let fields = [("reason", "too little"), ("account_number", "")];
    let (_, answer) = press_and_confirm(&browser, &page, &format!("{path}/refund"), &fields).await;
    assert!(answer.location().ends_with("done=done"), "{}", answer.text);
    world
        .wait_until("the money is back", async || {
            browser.page(&path).await.contains("돌려줌")
        })
        .await;
    assert_eq!(world.balance_or_zero("c1").await, 0);
}

async fn a_parked_job_is_tried_again(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let silent =
        json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"}]);
    world.faults("toss", silent).await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let parked = "SELECT COUNT(*) FROM jobs WHERE state = 'parked'";
    world
        .wait_while_time_passes("it is parked", TimeDelta::days(1), async || {
            world.database.number(parked).await == 1
        })
        .await;
    let browser = Browser::of(world, Desk::Support).await;
    let first = browser.page("/console").await;
    assert!(
        first.contains("href=\"/console/jobs?state=parked\""),
        "{first}"
    );
    let path = only(&browser, "/console/jobs?state=parked", "job").await;
    let page = browser.page(&path).await;
    assert!(
        page.contains("환불 보내고 확인") && page.contains(&refund),
        "{page}"
    );
    world.faults("toss", json!([])).await;
    let answer = press(&browser, &page, &format!("{path}/retry"), &[]).await;
    let to = answer.location();
    assert!(to.ends_with("?done=retried"), "{to}");
    world
        .wait_until("the refund ends", async || {
            world.refund_state(&refund).await == "succeeded"
        })
        .await;
    // A job that is done is no more, and whoever reloads or presses again is not told of an error.
    world
        .wait_until("the job is gone", async || {
            browser.page(&to).await.contains("작업이 끝났습니다")
        })
        .await;
    let later = browser.page(&path).await;
    for needed in [
        "작업이 끝났습니다",
        "/console/refunds?state=all",
        "/console/jobs\"",
    ] {
        assert!(later.contains(needed), "{needed}: {later}");
    }
    let again = press(&browser, &page, &format!("{path}/retry"), &[]).await;
    assert_eq!(again.location(), to);
    let acts = "SELECT COUNT(*) FROM audit_log WHERE act = 'job.retry'";
    assert_eq!(world.database.number(acts).await, 1);
}

async fn a_waiting_job_is_tried_now(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let silent =
        json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"}]);
    world.faults("toss", silent).await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    // Put off by minutes in the end: no test is so slow that its time comes by itself. Time passes between tries alone, for
    // a job whose lease ends amid one is taken over.
    for tries in 1..=7 {
        let put_off = format!(
            "SELECT COUNT(*) FROM jobs WHERE kind = 'settle_refund' AND state = 'waiting' AND attempts >= {tries}"
        );
        world
            .wait_until("it is put off", async || {
                world.database.number(&put_off).await == 1
            })
            .await;
        if tries < 7 {
            world.pass(TimeDelta::seconds(61));
        }
    }
    let browser = Browser::of(world, Desk::Support).await;
    let path = only(&browser, "/console/jobs?state=waiting", "job").await;
    let page = browser.page(&path).await;
    let now = format!("{path}/now");
    assert!(page.contains(&now) && !page.contains("/retry\""), "{page}");
    world.faults("toss", json!([])).await;
    let done = press(&browser, &page, &now, &[]).await;
    assert_eq!(
        done.location(),
        format!("{path}?done=retried"),
        "{}",
        done.text
    );
    // By hand: time passes by the poll of `wait_until`, ten seconds at most for every hint.
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while world.refund_state(&refund).await != "succeeded" {
        assert!(std::time::Instant::now() < deadline, "it is not tried");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let lines = "SELECT COUNT(*) FROM audit_log WHERE act = 'job.nudge' AND actor LIKE 'key_%'";
    assert_eq!(world.database.number(lines).await, 1);
    // What is done, or due anyway, needs no line.
    let again = press(&browser, &page, &now, &[]).await;
    assert_eq!(again.location(), format!("{path}?done=retried"));
    assert_eq!(world.database.number(lines).await, 1);
}

async fn a_replay_says_what_it_changed(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    let path = only(&browser, "/console/inbox", "inb").await;
    let page = browser.page(&path).await;
    assert!(
        page.contains("서명 확인됨") && page.contains("무엇이 들어 있었는지"),
        "{page}"
    );
    assert!(!page.contains("홍길동"), "a name in the clear: {page}");
    let answer = press(&browser, &page, &format!("{path}/replay"), &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(
        answer.text.contains("처음에 일어난 일") && answer.text.contains("다시 처리해서 일어난 일"),
        "{}",
        answer.text
    );
    assert_eq!(world.balance("c1").await, 1_000, "nothing is minted twice");
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM deposits").await,
        1
    );
    // Nothing waits here for a person.
    assert!(!page.contains("/settle\""), "{page}");
    assert_eq!(
        browser
            .post(
                &format!("{path}/settle"),
                &[("reason", "x"), ("sure", "yes")]
            )
            .await
            .status,
        422
    );
}

async fn a_replay_of_what_cannot_be_read_says_so(world: &World) {
    let genuine = world.notice("mv-1", "홍길동", 10_000);
    let mut body: serde_json::Value = serde_json::from_slice(&genuine.body).unwrap();
    body["data"]["amount"] = json!("10,000");
    let unreadable = BankWebhook::signed(BANK_SECRET, "msg", world.now(), &body);
    world.gateway().bank_webhook(&unreadable).await.ok();
    let browser = Browser::of(world, Desk::Support).await;
    let path = only(&browser, "/console/inbox", "inb").await;
    let page = browser.page(&path).await;
    let answer = press(&browser, &page, &format!("{path}/replay"), &[]).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text.contains("여전히 읽을 수 없습니다")
            && !answer.text.contains("입력한 내용을 확인해 주세요"),
        "{}",
        answer.text
    );
}
