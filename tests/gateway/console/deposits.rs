//! Deposits at the desk: why one waits, what it may pay, and that a name is seen only by who is recorded.

use credit_gateway::access::Desk;

use super::shown::{press, press_and_confirm};
use crate::support::{
    buyer::{bank_order, id_of},
    desk::Browser,
    world::World,
};

both_engines!(
    a_misnamed_deposit_is_matched_to_the_order_that_is_suggested,
    a_deposit_of_another_amount_is_matched_only_on_purpose,
    a_deposit_is_written_down_as_sent_back,
    a_name_is_seen_only_with_a_reason,
    a_deposit_is_found_and_shown_with_its_order,
    the_lists_of_work_show_what_needs_somebody_or_all,
);

/// The paths of the deposits that wait.
async fn waiting(browser: &Browser<'_>) -> Vec<String> {
    let list = browser.page("/console/deposits").await;
    let links = list.split("href=\"/console/deposits/dep_").skip(1);
    let mut found: Vec<String> = links
        .map(|rest| format!("/console/deposits/dep_{}", rest.split('"').next().unwrap()))
        .collect();
    found.dedup();
    found
}

async fn a_misnamed_deposit_is_matched_to_the_order_that_is_suggested(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world
        .open_order(&bank_order("c2", "direct-1000", "김영희"))
        .await;
    world.deposit("홍길동의 아내", 10_000).await;
    let path = waiting(&browser).await.remove(0);
    let page = browser.page(&path).await;
    for said in [
        "이름이 맞는 주문 없음",
        "비슷한 이름 · 같은 금액 · 입금 대기 중",
        "다른 이름 · 같은 금액 · 입금 대기 중",
        "홍******",
        "김**",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("홍길동"), "a name in full: {page}");
    let place = |customer: &str| {
        page.find(&format!("/console/customers/{customer}"))
            .unwrap()
    };
    assert!(
        place("c1") < place("c2"),
        "the likelier comes first: {page}"
    );
    let (act, id) = (format!("{path}/match"), id_of(&order));
    // An order has to be named, and a reason.
    for fields in [
        &[("reason", "the buyer called")][..],
        &[("order_id", id.as_str())],
        &[("order_id", "ord_x"), ("reason", "x")],
    ] {
        let answer = press(&browser, &page, &act, fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.text.contains("role=\"alert\""), "{fields:?}");
    }
    let fields = [("order_id", id.as_str()), ("reason", "the buyer called")];
    let question = press(&browser, &page, &act, &fields).await;
    assert!(
        question.text.contains("크레딧 1,000개가 지급됩니다") && question.text.contains("고객 c1"),
        "{}",
        question.text
    );
    assert_eq!(world.balance_or_zero("c1").await, 0);
    let first = press(&browser, &question.text, &act, &[]).await;
    let second = press(&browser, &question.text, &act, &[]).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(world.balance("c1").await, 1_000);
    let page = browser.page(&path).await;
    assert!(
        page.contains("주문에 연결됨") && !page.contains(&act),
        "{page}"
    );
    let line = "SELECT COUNT(*) FROM audit_log WHERE act = 'deposit.match' AND actor LIKE 'key_%'";
    assert_eq!(world.database.number(line).await, 1);
    assert!(waiting(&browser).await.is_empty());
}

async fn a_deposit_of_another_amount_is_matched_only_on_purpose(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world.deposit("홍길동", 9_000).await;
    let path = waiting(&browser).await.remove(0);
    let page = browser.page(&path).await;
    assert!(page.contains("같은 이름 · 다른 금액"), "{page}");
    let (act, id) = (format!("{path}/match"), id_of(&order));
    let mut fields = vec![("order_id", id.as_str()), ("reason", "the buyer called")];
    let answer = press(&browser, &page, &act, &fields).await;
    assert_eq!(answer.status, 409, "before the question");
    assert!(
        answer.text.contains("입금액이 주문 금액과 다릅니다"),
        "{}",
        answer.text
    );
    fields.push(("despite_amount", "yes"));
    let (question, answer) = press_and_confirm(&browser, &page, &act, &fields).await;
    assert!(
        question.contains("입금액이 주문 금액과 다릅니다"),
        "{question}"
    );
    assert!(answer.location().ends_with("done=done"));
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_deposit_is_written_down_as_sent_back(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.deposit("아무개", 5_000).await;
    let path = waiting(&browser).await.remove(0);
    let page = browser.page(&path).await;
    let old = browser.page(&path).await;
    let act = format!("{path}/return");
    let (question, answer) =
        press_and_confirm(&browser, &page, &act, &[("reason", "nobody's")]).await;
    assert!(
        question.contains("이 버튼은 돈을 보내지 않습니다"),
        "{question}"
    );
    assert!(answer.location().ends_with("done=done"));
    assert!(browser.page(&path).await.contains("돌려보냄"));
    let file = browser.get("/console/deposits?state=returned&csv=1").await;
    assert!(
        file.text.contains("아**") && !file.text.contains("아무개"),
        "{}",
        file.text
    );
    // Whoever has the old page open is told.
    let (_, late) = press_and_confirm(&browser, &old, &act, &[("reason", "again")]).await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains("이미 처리되었습니다"), "{}", late.text);
}

async fn a_name_is_seen_only_with_a_reason(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.deposit("아무개", 5_000).await;
    let path = waiting(&browser).await.remove(0);
    let act = format!("{path}/name");
    let lines = async || {
        let sql = "SELECT COUNT(*) FROM audit_log WHERE act = 'deposit.unmask'";
        world.database.number(sql).await
    };
    let page = browser.page(&path).await;
    let answer = press(&browser, &page, &act, &[("reason", "")]).await;
    assert_eq!(answer.status, 422);
    assert!(!answer.text.contains("아무개") && lines().await == 0);
    let answer = press(&browser, &page, &act, &[("reason", "to find its order")]).await;
    assert!(answer.text.contains("아무개"), "{}", answer.text);
    assert_eq!(lines().await, 1);
    assert!(!browser.page(&path).await.contains("아무개"));
    // Nobody who may only read sees it.
    let auditor = Browser::of(world, Desk::Auditor).await;
    assert!(!auditor.page(&path).await.contains("<button class=\"act\">"));
    assert_eq!(auditor.post(&act, &[("reason", "x")]).await.status, 403);
    assert_eq!(lines().await, 1);
}

async fn a_deposit_is_found_and_shown_with_its_order(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world.deposit("홍길동", 9_000).await;
    let path = waiting(&browser).await.remove(0);
    for sought in ["9,000", "%ED%99%8D%20%EA%B8%B8%EB%8F%99"] {
        let found = browser.page(&format!("/console/search?q={sought}")).await;
        assert!(
            found.contains(&path) && found.contains("홍**"),
            "{sought}: {found}"
        );
    }
    let other = browser.page("/console/search?q=9,001").await;
    assert!(!other.contains(&path), "{other}");
    let of_order = format!("/console/orders/{}", id_of(&order));
    let page = browser.page(&of_order).await;
    assert!(
        page.contains(&path) && page.contains("9,000원이 들어왔습니다 (금액 부족)"),
        "{page}"
    );
    // Whoever gives it up is warned.
    let question = press(&browser, &page, &format!("{of_order}/cancel"), &[]).await;
    assert!(
        question.text.contains("9,000원이 들어왔습니다")
            && question.text.contains("먼저 입금을 확인해 주세요"),
        "{}",
        question.text
    );
}

async fn the_lists_of_work_show_what_needs_somebody_or_all(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    let refunded = world.buy("c2", "direct-1000", 1).await;
    let refund = world.refund(refunded["payment_id"].as_str().unwrap()).await;
    let _ = refund;
    for list in ["deposits", "refunds", "contradictions"] {
        let open = browser.page(&format!("/console/{list}")).await;
        assert!(
            open.contains("<option value=\"\" selected>확인할 것</option>"),
            "{list}: {open}"
        );
        let all = browser.page(&format!("/console/{list}?state=all")).await;
        assert!(
            all.contains("<option value=\"all\" selected>전체</option>"),
            "{list}: {all}"
        );
        let row = format!("href=\"/console/{list}/");
        assert!(!open.contains(&row), "{list}: {open}");
        assert_eq!(
            all.contains(&row),
            list != "contradictions",
            "{list}: {all}"
        );
    }
}
