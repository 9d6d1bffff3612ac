//! A refund from the desk: the payment's story, the quote, the question, a second person, and transfers by hand.

use chrono::TimeDelta;
use credit_gateway::access::{Desk, Role};
use domain::calendar::seoul;
use serde_json::json;

use super::shown::{press, press_and_confirm};
use crate::support::{desk::Browser, world::World};

both_engines!(
    a_payment_tells_its_story,
    a_refund_is_quoted_confirmed_and_made_once,
    a_refund_beyond_the_windows_needs_a_ground,
    a_refund_without_a_reason_comes_back_with_what_is_wrong,
    a_bank_refund_that_bounces_goes_to_another_account,
    a_quote_is_dated_back_where_the_evidence_is_named,
    a_refund_under_way_turns_by_itself_and_no_other_page_has_a_script,
);

mod limited {
    use super::World;

    both_engines!(.limited(): a_refund_above_the_limit_is_made_once_by_two_people);

    async fn a_refund_above_the_limit_is_made_once_by_two_people(world: &World) {
        super::by_two_people(world).await;
    }
}

/// A payment of 10,000 won by card; its id.
async fn paid(world: &World, customer: &str) -> String {
    let order = world.buy(customer, "direct-1000", 1).await;
    order["payment_id"].as_str().unwrap().to_owned()
}

async fn a_payment_tells_its_story(world: &World) {
    let browser = Browser::of(world, Desk::Auditor).await;
    let payment = paid(world, "c1").await;
    let received = async || world.database.number("SELECT COUNT(*) FROM inbox").await;
    world
        .wait_until("a webhook came in", async || received().await > 0)
        .await;
    let came_in = received().await;
    let page = browser.page(&format!("/console/payments/{payment}")).await;
    for said in [
        "/console/customers/c1",
        "/console/orders/ord_",
        "주문을 열었습니다",
        "결제되었습니다",
        "장부에 적었습니다",
        "구매 · 1,000 크레딧",
        "10,000원",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("/quotes\""), "an auditor refunds nothing");
    let told = page.matches("/console/inbox/inb_").count();
    assert!(i64::try_from(told).unwrap() >= came_in, "{came_in}: {page}");
    // What came in about others is not told.
    let others = paid(world, "c2").await;
    world
        .wait_until("another webhook came in", async || {
            received().await > came_in
        })
        .await;
    let page = browser.page(&format!("/console/payments/{others}")).await;
    let told = page.matches("/console/inbox/inb_").count();
    assert!(i64::try_from(told).unwrap() < received().await, "{page}");
    assert_eq!(browser.get("/console/payments/pay_x").await.status, 404);
}

/// The page of a fresh quote, and its path.
async fn quoted(browser: &Browser<'_>, payment: &str, fields: &[(&str, &str)]) -> (String, String) {
    let path = format!("/console/payments/{payment}");
    let page = browser.page(&path).await;
    let answer = press(browser, &page, &format!("{path}/quotes"), fields).await;
    let to = answer.location();
    let quote = to.split('?').next().unwrap().to_owned();
    (browser.page(&to).await, quote)
}

async fn refunds(world: &World) -> i64 {
    world.database.number("SELECT COUNT(*) FROM refunds").await
}

async fn a_refund_is_quoted_confirmed_and_made_once(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let payment = paid(world, "c1").await;
    world.spend("c1", 400).await.ok();
    let (page, quote) = quoted(&browser, &payment, &[("beyond", ""), ("credits", "")]).await;
    for said in ["6,000원", "사유 없이", "기간 안이므로"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let act = format!("{quote}/refund");
    let reason = [("reason", "고객 요청 \"급함\"")];
    let question = press(&browser, &page, &act, &reason).await;
    for said in [
        "고객 c1에게 6,000원을 돌려주고, 쓰지 않은 크레딧 600개를 회수합니다",
        "결제한 수단으로",
        "바로 처리되고",
    ] {
        assert!(question.text.contains(said), "{said}: {}", question.text);
    }
    assert_eq!(refunds(world).await, 0, "a question moves nothing");
    // A double click, and a reload of the form.
    let first = press(&browser, &question.text, &act, &[]).await;
    let second = press(&browser, &question.text, &act, &[]).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(refunds(world).await, 1);
    let to = first.location();
    // Back, and a second tab: the quote is used, and says by what.
    let refund = to.split('?').next().unwrap();
    let back = browser.page(&quote).await;
    let other = [("reason", "once more")];
    let tab = press(&browser, &page, &act, &other).await;
    assert_eq!(tab.status, 409);
    for shown in [&back, &tab.text] {
        assert!(
            shown.contains("이미 환불했습니다") && shown.contains(refund),
            "{shown}"
        );
        assert!(
            !shown.contains(&format!("action=\"{act}\"")),
            "no form: {shown}"
        );
    }
    assert!(to.starts_with("/console/refunds/ref_"), "{to}");
    let id = to.trim_start_matches("/console/refunds/");
    let id = id.split('?').next().unwrap();
    world
        .wait_until("the refund ends", async || {
            world.refund_state(id).await == "succeeded"
        })
        .await;
    let page = browser.page(&to).await;
    assert!(
        page.contains("환불 완료") && page.contains("급함"),
        "{page}"
    );
    let story = browser.page(&format!("/console/payments/{payment}")).await;
    assert!(
        story.contains("환불을 요청했습니다") && story.contains(id),
        "{story}"
    );
    assert_eq!(world.balance("c1").await, 0);
}

async fn a_refund_beyond_the_windows_needs_a_ground(world: &World) {
    let payment = paid(world, "c1").await;
    world.pass(chrono::TimeDelta::days(20));
    let support = Browser::of(world, Desk::Support).await;
    let (page, _) = quoted(&support, &payment, &[("beyond", "")]).await;
    assert!(
        page.contains("환불 불가") && page.contains("환불 기간이 지났습니다"),
        "{page}"
    );
    assert!(!page.contains("/refund\""), "{page}");
    let (page, _) = quoted(&support, &payment, &[("beyond", "seller_fault")]).await;
    assert!(
        page.contains("판매자의 잘못") && page.contains("/refund\""),
        "{page}"
    );
    // Goodwill is an admin's.
    let path = format!("/console/payments/{payment}");
    let page = support.page(&path).await;
    assert!(!page.contains("value=\"goodwill\""), "{page}");
    let fields = [("beyond", "goodwill")];
    let answer = press(&support, &page, &format!("{path}/quotes"), &fields).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text.contains("호의 환불은 관리자만"),
        "{}",
        answer.text
    );
    let admin = Browser::of(world, Desk::Admin).await;
    let (page, _) = quoted(&admin, &payment, &fields).await;
    assert!(page.contains("호의로 돌려줍니다"), "{page}");
}

async fn a_refund_without_a_reason_comes_back_with_what_is_wrong(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let payment = paid(world, "c1").await;
    let (page, quote) = quoted(&browser, &payment, &[("beyond", "")]).await;
    let act = format!("{quote}/refund");
    let answer = press(&browser, &page, &act, &[("reason", " ")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("aria-invalid"), "{}", answer.text);
    let long = "x".repeat(151);
    let (_, answer) = press_and_confirm(&browser, &page, &act, &[("reason", &long)]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains(&long), "what was written is kept");
    for credits in ["0", "x", "-1", "1.5"] {
        let path = format!("/console/payments/{payment}");
        let page = browser.page(&path).await;
        let fields = [("beyond", ""), ("credits", credits)];
        let answer = press(&browser, &page, &format!("{path}/quotes"), &fields).await;
        assert_eq!(answer.status, 422, "{credits}: {}", answer.text);
        assert!(answer.text.contains("role=\"alert\""), "{credits}");
    }
    assert_eq!(refunds(world).await, 0);
    // In time a quote is over; the page says what to do.
    world.pass(chrono::TimeDelta::minutes(16));
    let (_, answer) = press_and_confirm(&browser, &page, &act, &[("reason", "late")]).await;
    assert_eq!(answer.status, 409);
    assert!(
        answer.text.contains("다시 확인해 주세요"),
        "{}",
        answer.text
    );
}

async fn by_two_people(world: &World) {
    let support = Browser::of(world, Desk::Support).await;
    let approver = Browser::of(world, Desk::Approver).await;
    let payment = paid(world, "c1").await;
    let (page, quote) = quoted(&support, &payment, &[("beyond", "")]).await;
    let act = format!("{quote}/refund");
    let asked = press_and_confirm(&support, &page, &act, &[("reason", "the buyer asked")]).await;
    assert!(asked.0.contains("내 한도를 넘으므로"), "{}", asked.0);
    let to = asked.1.location();
    assert!(
        to.starts_with("/console/approvals/apr_") && to.ends_with("?done=waits"),
        "{to}"
    );
    assert_eq!(refunds(world).await, 0);
    assert!(support.page(&to).await.contains("기다립니다"));
    let path = to.split('?').next().unwrap();
    let page = approver.page(path).await;
    let decision = [("decision", "approve"), ("reason", "right")];
    let first = press(&approver, &page, path, &decision).await;
    let second = press(&approver, &page, path, &decision).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(refunds(world).await, 1);
    let list = world
        .gateway()
        .get(Role::Support, "/v1/refunds?state=succeeded");
    world
        .wait_until("the money is back", async || {
            let list = world
                .gateway()
                .get(Role::Support, "/v1/refunds?state=succeeded");
            list.await.ok()["items"].as_array().unwrap().len() == 1
        })
        .await;
    assert_eq!(list.await.ok()["items"][0]["amount"], 10_000);
    assert_eq!(world.balance("c1").await, 0);
}

/// Says something of a refund that a person transfers; its page after that.
async fn say(browser: &Browser<'_>, path: &str, verb: &str, fields: &[(&str, &str)]) -> String {
    let page = browser.page(path).await;
    let act = format!("{path}/{verb}");
    let mut answer = press(browser, &page, &act, fields).await;
    if verb != "paid" {
        assert_eq!(answer.status, 200, "it asks first: {}", answer.text);
        answer = press(browser, &answer.text, &act, &[]).await;
    }
    assert!(answer.location().ends_with("?done=done"), "{}", answer.text);
    browser.page(path).await
}

async fn a_bank_refund_that_bounces_goes_to_another_account(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let order = world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    let payment = order["payment_id"].as_str().unwrap();
    let (page, quote) = quoted(&browser, payment, &[("beyond", "")]).await;
    assert!(page.contains("name=\"account_number\""), "{page}");
    let act = format!("{quote}/refund");
    let mut fields = vec![
        ("reason", "the buyer asked"),
        ("bank", "088"),
        ("account_number", "110-123-456789"),
        ("holder", "김철수"),
    ];
    let (question, answer) = press_and_confirm(&browser, &page, &act, &fields).await;
    assert!(
        question.contains("직접 이체") && question.contains("110-123-456789 김철수"),
        "{question}"
    );
    assert_eq!(answer.status, 409);
    assert!(
        answer.text.contains("예금주가 결제한 사람과 다릅니다"),
        "{}",
        answer.text
    );
    fields[3].1 = "홍길동";
    let (_, answer) = press_and_confirm(&browser, &page, &act, &fields).await;
    let to = answer.location();
    let path = to.split('?').next().unwrap();
    let list = browser.page("/console/refunds?state=by_hand").await;
    assert!(
        list.contains(path) && list.contains("********6789"),
        "{list}"
    );
    assert!(!list.contains("110123456789"));
    let page = browser.page(path).await;
    assert!(
        page.contains("이 결제사는 돈을 돌려보내지 않습니다")
            && !page.contains("sends nothing back"),
        "{page}"
    );
    assert!(
        !page.contains("/bounced\""),
        "nothing was transferred: {page}"
    );
    assert!(page.contains("은행 선택"), "{page}");
    let seen = press(&browser, &page, &format!("{path}/payout"), &[]).await;
    assert!(seen.text.contains("110123456789 홍길동"), "{}", seen.text);
    let reads = "SELECT COUNT(*) FROM audit_log WHERE act = 'refund.payout_read'";
    assert_eq!(world.database.number(reads).await, 1);
    assert!(
        say(&browser, path, "paid", &[("evidence", "transfer 1")])
            .await
            .contains("환불 완료")
    );
    world.pass(TimeDelta::seconds(1));
    let page = say(&browser, path, "bounced", &[("reason", "closed account")]).await;
    assert!(
        page.contains("반송됨") && page.contains("closed account"),
        "{page}"
    );
    // What was done stands there line by line, also once the refund has gone out again.
    let sent = page.find("이체함: transfer 1").unwrap();
    assert!(sent < page.find("transfer 1: closed account").unwrap());
    another_account_is_given(&browser, path).await;
    say(&browser, path, "paid", &[("evidence", "transfer 2")]).await;
    assert_eq!(
        world.database.number("SELECT refunded FROM payments").await,
        10_000
    );
}

async fn another_account_is_given(browser: &Browser<'_>, path: &str) {
    let account = [
        ("bank", "004"),
        ("account_number", "333444555666"),
        ("holder", "홍길동"),
    ];
    let mut none = account;
    none[0].1 = "";
    let before = browser.page(path).await;
    let answer = press(browser, &before, &format!("{path}/account"), &none).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text.contains("은행을 골라 주세요"),
        "{}",
        answer.text
    );
    let page = say(browser, path, "account", &account).await;
    assert!(page.contains("이체가 반송되어 다른 계좌를"), "{page}");
    assert!(
        page.contains("직접 이체 필요") && page.contains("********5666"),
        "{page}"
    );
}

async fn a_quote_is_dated_back_where_the_evidence_is_named(world: &World) {
    let payment = paid(world, "c1").await;
    world.pass(TimeDelta::days(3));
    let asked = seoul(world.now()).format("%Y-%m-%dT%H:%M").to_string();
    world.pass(TimeDelta::days(20));
    let browser = Browser::of(world, Desk::Support).await;
    let path = format!("/console/payments/{payment}");
    let page = browser.page(&path).await;
    let act = format!("{path}/quotes");
    for fields in [
        &[("asked_at", asked.as_str())][..],
        &[("evidence", "ticket 7")],
        &[("asked_at", "yesterday"), ("evidence", "ticket 7")],
        &[("asked_at", "2001-01-01T00:00"), ("evidence", "ticket 7")],
        &[("asked_at", "2099-01-01T00:00"), ("evidence", "ticket 7")],
    ] {
        let answer = press(&browser, &page, &act, fields).await;
        assert_eq!(answer.status, 422, "{fields:?}: {}", answer.text);
        assert!(
            answer.text.contains("role=\"alert\""),
            "{fields:?}: {}",
            answer.text
        );
    }
    let (now, _) = quoted(&browser, &payment, &[]).await;
    assert!(now.contains("환불 불가"), "its windows are over: {now}");
    let fields = [("asked_at", asked.as_str()), ("evidence", "ticket 7")];
    let (then, _) = quoted(&browser, &payment, &fields).await;
    assert!(
        then.contains("10,000원")
            && then.contains("고객이 요청한 시각")
            && then.contains("사유 없이"),
        "{then}"
    );
    let shown = asked.replace('T', " ");
    assert!(then.contains(&shown), "{shown}: {then}");
    let line = "SELECT COUNT(*) FROM audit_log WHERE act = 'refund.date_back' AND detail LIKE '%ticket 7%'";
    assert_eq!(world.database.number(line).await, 1);
}

async fn a_refund_under_way_turns_by_itself_and_no_other_page_has_a_script(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let payment = paid(world, "c1").await;
    let silent =
        json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"}]);
    world.faults("toss", silent).await;
    let refund = world.request_refund(&payment, None).await.ok();
    let path = format!("/console/refunds/{}", refund["id"].as_str().unwrap());
    let standing = |page: &str| {
        let (_, rest) = page.split_once("data-standing=\"")?;
        Some(rest.split('"').next().unwrap().to_owned())
    };
    let page = browser.get(&format!("{path}?done=refunding")).await;
    let under_way = standing(&page.text);
    assert!(under_way.is_some(), "{}", page.text);
    assert!(
        page.text
            .contains("<script src=\"/assets/pages.js\" defer></script>")
            && page.text.contains(&format!("data-page=\"{path}\"")),
        "{}",
        page.text
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("script-src 'self';") && policy.contains("connect-src 'self';"),
        "{policy}"
    );
    assert!(
        !policy.contains("unsafe") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert!(
        page.text.contains("지금 상태 보기"),
        "a link for who has no scripts"
    );
    world.faults("toss", json!([])).await;
    world
        .wait_while_time_passes("the refund ends", TimeDelta::seconds(20), async || {
            browser.page(&path).await.contains("환불 완료")
        })
        .await;
    // It stands still now, and has forms: nothing turns any more.
    let page = browser.get(&path).await;
    assert_ne!(standing(&page.text), under_way);
    for still in [
        path.as_str(),
        "/console",
        "/console/refunds",
        "/console/customers/c1",
    ] {
        let page = browser.get(still).await;
        assert!(!page.text.contains("<script"), "{still}: {}", page.text);
        let policy = page.header("content-security-policy").unwrap();
        assert!(!policy.contains("script-src"), "{still}: {policy}");
    }
}
