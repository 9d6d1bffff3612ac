//! Versions of the policy at the desk: read, compared, and drafts looked at, sent and decided.

use credit_gateway::access::Desk;
use domain::hash::sha256;

use super::shown::press;
use crate::{
    policies::{CUT, KINDER, publish, version},
    support::{desk::Browser, world::World},
};

both_engines!(
    versions_are_listed_and_shown_with_what_they_change,
    a_draft_is_judged_and_nothing_of_it_is_kept,
    what_is_wrong_with_a_draft_is_said,
);

pub(super) const LOOK: &str = "/console/policy-draft";

/// A text as browsers send it.
pub(super) fn typed(document: &str) -> String {
    document.replace('\n', "\r\n")
}

pub(super) fn kinder() -> String {
    version(
        "kinder",
        "2026-04-08T10:00:00",
        "2026-04-08T11:00:00",
        KINDER,
    )
}

pub(super) fn cut() -> String {
    version("cut", "2026-04-08T10:00:00", "2026-05-20T00:00:00", CUT)
}

pub(super) async fn rows(world: &World, table: &str) -> i64 {
    world
        .database
        .number(&format!("SELECT COUNT(*) FROM {table}"))
        .await
}

async fn versions_are_listed_and_shown_with_what_they_change(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    publish(world, &kinder()).await.ok();
    publish(world, &cut()).await.ok();
    let list = browser.page("/console/policies").await;
    let place = |name: &str| {
        let link = format!("/console/policies/{name}\"");
        list.find(&link).unwrap_or_else(|| panic!("{name}: {list}"))
    };
    assert!(place("cut") < place("kinder") && place("kinder") < place("2025-07-17"));
    for needed in [
        "test (admin)",
        "title=\"major\"",
        "title=\"announced\"",
        "title=\"current\"",
    ] {
        assert!(list.contains(needed), "{needed}: {list}");
    }
    let file = browser.get("/console/policies?csv=1").await;
    assert_eq!(file.text.lines().count(), 4, "{}", file.text);
    let page = browser.page("/console/policies/cut").await;
    for needed in [
        "refund.through_support",
        "고객에게 불리",
        ">60 days<",
        ">10 days<",
        "/console/policies/cut?against=2025-07-17",
        "version = &#34;cut&#34;",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    let older = browser
        .page("/console/policies/cut?against=2025-07-17")
        .await;
    assert!(older.contains(">14 days<") && !older.contains(">60 days<"));
    for missing in ["never", "cut?against=never"] {
        let path = format!("/console/policies/{missing}");
        assert_eq!(browser.get(&path).await.status, 404, "{missing}");
    }
    let english = browser.page("/console/policies/cut?lang=en").await;
    assert!(english.contains("Worse for buyers"), "{english}");
}

async fn a_draft_is_judged_and_nothing_of_it_is_kept(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    let order = world.buy("ann", "direct-1000", 1).await;
    let form = browser.page(LOOK).await;
    assert!(form.contains("credit-gateway policy publish"), "{form}");
    let document = typed(&kinder());
    let fields = [("document", document.as_str()), ("at", "")];
    let found = press(&browser, &form, LOOK, &fields).await;
    assert_eq!(found.status, 200, "{}", found.text);
    let payment = order["payment_id"].as_str().unwrap();
    for needed in [
        payment,
        "/console/customers/ann",
        "refund.through_support",
        "고객에게 유리",
        "10,000원",
        &sha256(kinder().as_bytes()),
        "version = &#34;kinder&#34;",
    ] {
        assert!(found.text.contains(needed), "{needed}: {}", found.text);
    }
    // Half a month later it would give back what the policy of now does not.
    let later = [("document", document.as_str()), ("at", "2026-05-10T09:00")];
    let found = press(&browser, &form, LOOK, &later).await;
    let (_, sums) = found.text.split_once("늘어나는 돈</td>").unwrap();
    let sums = sums.split("</tr>").next().unwrap();
    assert!(sums.contains(">10,000원<"), "{sums}");
    // Alone nobody publishes from here.
    assert!(!found.text.contains("/console/policy-draft/send"));
    let send = format!("{LOOK}/send");
    let sure = [("document", document.as_str()), ("sure", "yes")];
    assert_eq!(browser.post(&send, &sure).await.status, 422);
    assert_eq!(
        (
            rows(world, "policies").await,
            rows(world, "policy_drafts").await
        ),
        (1, 0)
    );
}

async fn what_is_wrong_with_a_draft_is_said(world: &World) {
    let browser = Browser::of(world, Desk::Admin).await;
    let form = browser.page(LOOK).await;
    let broken = kinder().replacen("{ days = 7 }", "{ days = 1 }", 1);
    let soon = version("soon", "2026-04-08T10:00:00", "2026-04-20T00:00:00", CUT);
    for (document, said) in [
        ("version = 1", "refund"),
        (broken.as_str(), "refund.by_right.period"),
        (soon.as_str(), "effective_at"),
    ] {
        let fields = [("document", document), ("at", "")];
        let found = press(&browser, &form, LOOK, &fields).await;
        assert_eq!(found.status, 200, "{}", found.text);
        assert!(
            found.text.contains("지금 공포할 수 없습니다"),
            "{}",
            found.text
        );
        let (_, faults) = found.text.split_once("id=\"faults\"").unwrap();
        let faults = faults.split("</section>").next().unwrap();
        assert!(faults.contains(said), "{said}: {faults}");
    }
    let long = "\u{ac00}".repeat(9_600);
    let early = [
        ("document", kinder()),
        ("at", "2026-04-08T10:30".to_owned()),
    ];
    for fields in [
        [("document", " \r\n".to_owned()), ("at", String::new())],
        [("document", long), ("at", String::new())],
        [("document", kinder()), ("at", "tomorrow".to_owned())],
        early,
    ] {
        let fields = fields.each_ref().map(|(name, text)| (*name, text.as_str()));
        let refused = press(&browser, &form, LOOK, &fields).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert!(refused.text.contains("role=\"alert\""), "{}", refused.text);
    }
    // What was pasted is shown again, and is text.
    let attack = "</textarea><script>alert(1)</script>";
    let fields = [("document", attack), ("at", "")];
    let found = press(&browser, &form, LOOK, &fields).await;
    assert!(!found.text.contains("<script"), "{}", found.text);
    assert!(found.text.contains("&#60;script"), "{}", found.text);
}
