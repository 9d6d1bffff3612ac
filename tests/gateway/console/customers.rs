//! What support does for a customer: credits that are given, debts that are waived, freezing, the link to the customer's own
//! page, and statements.

use chrono::TimeDelta;
use credit_gateway::access::{Desk, Role};
use reqwest::Method;
use serde_json::json;

use super::shown::{press, press_and_confirm};
use crate::support::{buyer::bank_order, client::send, desk::Browser, world::World};

both_engines!(
    credits_are_granted_with_a_reason,
    a_form_that_is_sent_and_confirmed_twice_is_done_once,
    a_code_is_redeemed_for_a_customer,
    an_account_is_frozen_and_opened_again,
    a_debt_is_waived_by_an_admin_alone,
    a_link_is_shown_once_and_is_on_record,
    a_statement_is_shown_and_saved_in_both_languages,
);

mod limited {
    use super::World;

    both_engines!(.limited(): a_grant_above_the_limit_waits_for_a_second_person);

    async fn a_grant_above_the_limit_waits_for_a_second_person(world: &World) {
        super::granted_by_two_people(world).await;
    }
}

const ALICE: &str = "/console/customers/alice";

/// The page of an act for Alice, which the list on her page leads to, and its path.
async fn page_of(browser: &Browser<'_>, act: &str) -> (String, String) {
    let path = format!("{ALICE}/{act}");
    let customer = browser.page(ALICE).await;
    assert!(
        customer.contains(&format!("href=\"{path}\"")),
        "{act}: {customer}"
    );
    (browser.page(&path).await, path)
}

async fn acts(world: &World, act: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM audit_log WHERE act = '{act}' AND actor LIKE 'key_%'");
    world.database.number(&sql).await
}

async fn credits_are_granted_with_a_reason(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.grant("alice", "promotional", 10).await;
    let (page, path) = page_of(&browser, "grant").await;
    for (kind, credits, reason) in [
        ("promotional", "500", ""),
        ("promotional", "", "sorry"),
        ("promotional", "0", "sorry"),
        ("promotional", "-5", "sorry"),
        ("promotional", "many", "sorry"),
        ("purchased", "500", "sorry"),
        ("", "500", "sorry"),
    ] {
        let fields = [("kind", kind), ("credits", credits), ("reason", reason)];
        let answer = press(&browser, &page, &path, &fields).await;
        assert_eq!(answer.status, 422, "{fields:?}: {}", answer.text);
        assert!(
            answer.text.contains("role=\"alert\""),
            "{fields:?}: {}",
            answer.text
        );
    }
    let fields = [
        ("kind", "promotional"),
        ("credits", "1,500"),
        ("reason", "지연에 대한 사과"),
    ];
    let question = press(&browser, &page, &path, &fields).await;
    for said in [
        "고객 alice에게 프로모션 크레딧 1,500개를 지급합니다",
        "사용 기한: ",
        "지연에 대한 사과",
        "누르면 바로 처리되고 되돌릴 수 없습니다",
    ] {
        assert!(question.text.contains(said), "{said}: {}", question.text);
    }
    assert_eq!(world.balance("alice").await, 10);
    let first = press(&browser, &question.text, &path, &[]).await;
    let second = press(&browser, &question.text, &path, &[]).await;
    assert_eq!(first.location(), format!("{ALICE}?done=done"));
    assert_eq!(first.location(), second.location());
    assert_eq!(
        world.balance("alice").await,
        1_510,
        "pressed twice, given once"
    );
    assert_eq!(acts(world, "credits.grant").await, 2);
    assert!(browser.page(ALICE).await.contains("지연에 대한 사과"));
}

/// Back from the answer, the browser sends the first form again, and the question is asked once more.
async fn a_form_that_is_sent_and_confirmed_twice_is_done_once(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.grant("alice", "promotional", 10).await;
    let (page, path) = page_of(&browser, "grant").await;
    let fields = [
        ("kind", "promotional"),
        ("credits", "500"),
        ("reason", "sorry"),
    ];
    for _ in 0..2 {
        let (_, done) = press_and_confirm(&browser, &page, &path, &fields).await;
        assert_eq!(done.location(), format!("{ALICE}?done=done"));
        assert_eq!(world.balance("alice").await, 510);
    }
    // The same form with something else in it is no repetition, and is not done.
    let other = [
        ("kind", "promotional"),
        ("credits", "600"),
        ("reason", "sorry"),
    ];
    let (_, refused) = press_and_confirm(&browser, &page, &path, &other).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(world.balance("alice").await, 510);
    let (page, path) = page_of(&browser, "grant").await;
    press_and_confirm(&browser, &page, &path, &fields)
        .await
        .1
        .location();
    assert_eq!(
        world.balance("alice").await,
        1_010,
        "a new form is a new grant"
    );
}

async fn granted_by_two_people(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    world.grant("alice", "promotional", 10).await;
    let (page, path) = page_of(&admin, "grant").await;
    // An admin has no limit in this world.
    let fields = [
        ("kind", "promotional"),
        ("credits", "5000"),
        ("reason", "sorry"),
    ];
    let (_, done) = press_and_confirm(&admin, &page, &path, &fields).await;
    assert_eq!(done.location(), format!("{ALICE}?done=done"));
    assert_eq!(world.balance("alice").await, 5_010);
    world.pass(TimeDelta::minutes(1));
    let support = Browser::of(world, Desk::Support).await;
    let (page, path) = page_of(&support, "grant").await;
    let fields = [
        ("kind", "promotional"),
        ("credits", "2001"),
        ("reason", "sorry again"),
    ];
    let (question, asked) = press_and_confirm(&support, &page, &path, &fields).await;
    assert!(question.contains("내 한도를 넘으므로"), "{question}");
    let approval = asked.location();
    assert!(
        approval.starts_with("/console/approvals/apr_") && approval.ends_with("?done=waits"),
        "{approval}"
    );
    assert_eq!(world.balance("alice").await, 5_010);
    world.pass(TimeDelta::minutes(1));
    let approval = approval.split('?').next().unwrap();
    let fields = [("decision", "approve"), ("reason", "그럴 만합니다")];
    admin.post(approval, &fields).await.location();
    assert_eq!(world.balance("alice").await, 7_011);
}

async fn a_code_is_redeemed_for_a_customer(world: &World) {
    let support = Browser::of(world, Desk::Support).await;
    let browser = Browser::of(world, Desk::Admin).await;
    world.grant("alice", "promotional", 10).await;
    let path = format!("{ALICE}/redeem");
    assert!(!support.page(ALICE).await.contains(&path));
    let refused = support.post(&path, &[("code", "SPRING10"), ("sure", "yes")]);
    assert_eq!(
        refused.await.status,
        403,
        "it would pass by a grant's limit"
    );
    world.begin(&json!({})).await;
    let (page, path) = page_of(&browser, "redeem").await;
    let wrong = press(&browser, &page, &path, &[("code", "!")]).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    let (_, unknown) = press_and_confirm(&browser, &page, &path, &[("code", "SUMMER10")]).await;
    assert_eq!(unknown.status, 422);
    assert!(
        unknown.text.contains("그런 코드가 없습니다"),
        "{}",
        unknown.text
    );
    let (question, done) =
        press_and_confirm(&browser, &page, &path, &[("code", "spring-10")]).await;
    assert!(question.contains("코드 SPRING10의 크레딧"), "{question}");
    assert_eq!(
        done.location(),
        format!("{ALICE}?done=done"),
        "{}",
        done.text
    );
    assert_eq!(world.balance("alice").await, 60);
    let (page, path) = page_of(&browser, "redeem").await;
    let (_, again) = press_and_confirm(&browser, &page, &path, &[("code", "SPRING10")]).await;
    assert_eq!(again.status, 409, "once for each customer");
}

async fn an_account_is_frozen_and_opened_again(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.grant("alice", "promotional", 100).await;
    let (page, path) = page_of(&browser, "freeze").await;
    let old = browser.page(&path).await;
    let (question, done) =
        press_and_confirm(&browser, &page, &path, &[("reason", "도용 신고")]).await;
    assert!(
        question.contains("고객 alice: 동결") && question.contains("도용 신고"),
        "{question}"
    );
    assert_eq!(done.location(), format!("{ALICE}?done=done"));
    world
        .spend("alice", 1)
        .await
        .refused(409, "customer_frozen");
    let customer = browser.page(ALICE).await;
    assert!(
        !customer.contains(&format!("href=\"{path}\"")) && !customer.contains("/grant\""),
        "what a frozen customer cannot have is not offered: {customer}"
    );
    // Whoever has the old page open is told.
    let (_, late) = press_and_confirm(&browser, &old, &path, &[("reason", "again")]).await;
    assert_eq!(late.status, 409, "{}", late.text);
    assert!(late.text.contains("동결된 고객입니다"), "{}", late.text);
    world.pass(TimeDelta::minutes(1));
    let (page, path) = page_of(&browser, "unfreeze").await;
    let (_, done) = press_and_confirm(&browser, &page, &path, &[("reason", "본인 확인")]).await;
    assert_eq!(done.location(), format!("{ALICE}?done=done"));
    world.spend("alice", 1).await.ok();
    assert_eq!(acts(world, "customer.freeze").await, 1);
    assert_eq!(acts(world, "customer.unfreeze").await, 1);
}

async fn a_debt_is_waived_by_an_admin_alone(world: &World) {
    world
        .open_order(&bank_order("alice", "direct-1000", "앨리스"))
        .await;
    let movement = world.deposit("앨리스", 10_000).await;
    world.spend("alice", 400).await.ok();
    let reverse = format!("/bank/deposits/{movement}/reverse");
    world.at_provider(&reverse, &json!({})).await;
    let debt = async || {
        let path = "/v1/customers/alice/balance";
        let balance = world.gateway().get(Role::Support, path).await.ok();
        balance["debt"].as_i64().unwrap()
    };
    world
        .wait_until("a debt", async || debt().await == 400)
        .await;
    let support = Browser::of(world, Desk::Support).await;
    let path = format!("{ALICE}/waive");
    assert!(
        !support.page(ALICE).await.contains(&path),
        "an admin's alone"
    );
    assert_eq!(support.get(&path).await.status, 403);
    let admin = Browser::of(world, Desk::Admin).await;
    let (page, path) = page_of(&admin, "waive").await;
    let fields = [("credits", "150"), ("reason", "오래된 고객")];
    let (question, done) = press_and_confirm(&admin, &page, &path, &fields).await;
    assert!(
        question.contains("부족분 400개 가운데 150개를 면제합니다"),
        "{question}"
    );
    assert_eq!(
        done.location(),
        format!("{ALICE}?done=done"),
        "{}",
        done.text
    );
    assert_eq!(debt().await, 250);
    world.pass(TimeDelta::minutes(1));
    let (page, path) = page_of(&admin, "waive").await;
    let more = [("credits", "251"), ("reason", "x")];
    let (_, refused) = press_and_confirm(&admin, &page, &path, &more).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    // All of it is as much as the question named.
    let (page, path) = page_of(&admin, "waive").await;
    let rest = [("credits", ""), ("reason", "나머지도")];
    let question = press(&admin, &page, &path, &rest).await.text;
    assert!(
        question.contains("부족분 250개 가운데 250개를 면제합니다"),
        "{question}"
    );
    let (other, _) = page_of(&admin, "waive").await;
    let some = [("credits", "50"), ("reason", "일부")];
    press_and_confirm(&admin, &other, &path, &some)
        .await
        .1
        .location();
    let refused = press(&admin, &question, &path, &[]).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert_eq!(debt().await, 200);
    world.pass(TimeDelta::minutes(1));
    let (page, path) = page_of(&admin, "waive").await;
    press_and_confirm(&admin, &page, &path, &rest)
        .await
        .1
        .location();
    assert_eq!(debt().await, 0);
    assert!(!admin.page(ALICE).await.contains(&path), "nothing is owed");
}

async fn a_link_is_shown_once_and_is_on_record(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.grant("alice", "promotional", 77).await;
    let (page, path) = page_of(&browser, "link").await;
    let fields = [("expires_in", "600"), ("language", "en"), ("reason", "")];
    assert_eq!(press(&browser, &page, &path, &fields).await.status, 422);
    for wrong in ["x", "1", "100000"] {
        let fields = [
            ("expires_in", wrong),
            ("language", "en"),
            ("reason", "asked by mail"),
        ];
        assert_eq!(
            press(&browser, &page, &path, &fields).await.status,
            422,
            "{wrong}"
        );
    }
    assert_eq!(acts(world, "customer.link").await, 0);
    let fields = [
        ("expires_in", "600"),
        ("language", "en"),
        ("reason", "asked by mail"),
    ];
    let made = press(&browser, &page, &path, &fields).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let (_, rest) = made.text.split_once("<code>http").unwrap();
    let url = format!("http{}", rest.split('<').next().unwrap()).replace("&#38;", "&");
    let to = url.split_once("/my/").unwrap().1;
    let to = format!("/my/{to}");
    let own = async || send(world.gateway().bare(Method::GET, &to)).await;
    let shown = own().await;
    assert_eq!(shown.status, 200, "{url}: {}", shown.text);
    assert!(
        shown.text.contains("77") && shown.text.contains("lang=\"en\""),
        "{}",
        shown.text
    );
    let line = "SELECT COUNT(*) FROM audit_log WHERE act = 'customer.link' AND subject = 'alice' AND detail = 'asked by mail'";
    assert_eq!(world.database.number(line).await, 1);
    assert!(!browser.page(ALICE).await.contains("sig="), "shown once");
    world.pass(TimeDelta::seconds(601));
    assert_eq!(own().await.status, 403, "it lives ten minutes");
}

async fn a_statement_is_shown_and_saved_in_both_languages(world: &World) {
    let auditor = Browser::of(world, Desk::Auditor).await;
    world.grant("alice", "promotional", 300).await;
    world.spend("alice", 40).await.ok();
    world.pass(TimeDelta::seconds(1));
    let (page, path) = page_of(&auditor, "statement").await;
    assert!(!page.contains("form=csv"), "nothing is made yet: {page}");
    let today = world.now().format("%Y-%m-%d").to_string();
    let asked = format!("{path}?from=2020-01-01&until={today}");
    let page = auditor.page(&asked).await;
    for said in [
        "+300",
        "\u{2212}40",
        "video.generate",
        "form=csv",
        "form=json",
        "words=en",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for (words, said) in [("ko", "사용"), ("en", "Use")] {
        let csv = auditor
            .get(&format!("{asked}&form=csv&words={words}"))
            .await;
        assert!(csv.header("content-type").unwrap().starts_with("text/csv"));
        assert!(csv.text.contains(said), "{words}: {}", csv.text);
        let json = auditor
            .get(&format!("{asked}&form=json&words={words}"))
            .await;
        assert_eq!(json.header("content-type"), Some("application/json"));
        let statement = json.json();
        assert_eq!(statement["head"]["lang"], words);
        assert_eq!(statement["foot"]["closing"]["available"], 260);
    }
    for wrong in [
        "from=x&until=2020-01-02",
        "from=2030-01-01&until=2030-01-31",
        "from=2020-02-01&until=2020-01-01",
        "from=2020-01-01",
    ] {
        let answer = auditor.get(&format!("{path}?{wrong}")).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(
            answer.text.contains("기간을 확인해 주세요"),
            "{wrong}: {}",
            answer.text
        );
    }
}
