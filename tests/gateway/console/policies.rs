//! Versions of the policy at the desk: read, compared, and drafts looked at, sent and decided.

use credit_gateway::access::Desk;
use domain::hash::sha256;

use super::shown::{press, press_and_confirm};
use crate::{
    policies::{CUT, KINDER, publish, version},
    support::{
        desk::{Browser, operator},
        world::World,
    },
};

both_engines!(
    versions_are_listed_and_shown_with_what_they_change,
    a_draft_is_judged_and_nothing_of_it_is_kept,
    what_is_wrong_with_a_draft_is_said,
);

mod with_a_second_person {
    use super::{a_draft_is_sent_by_one_admin_and_published_by_another, one_is_rejected};

    both_engines!(
        .second_person():
        a_draft_is_sent_by_one_admin_and_published_by_another,
        one_is_rejected,
    );
}

const LOOK: &str = "/console/policy-draft";

/// A text as browsers send it.
fn typed(document: &str) -> String {
    document.replace('\n', "\r\n")
}

fn kinder() -> String {
    version(
        "kinder",
        "2026-04-08T10:00:00",
        "2026-04-08T11:00:00",
        KINDER,
    )
}

fn cut() -> String {
    version("cut", "2026-04-08T10:00:00", "2026-05-20T00:00:00", CUT)
}

async fn rows(world: &World, table: &str) -> i64 {
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

/// Sends a draft, and returns its page.
async fn sent(admin: &Browser<'_>, document: &str) -> String {
    let form = admin.page(LOOK).await;
    let document = typed(document);
    let fields = [("document", document.as_str()), ("at", "")];
    let found = press(admin, &form, LOOK, &fields).await;
    let act = format!("{LOOK}/send");
    let (question, answer) = press_and_confirm(admin, &found.text, &act, &[]).await;
    assert!(question.contains("다른 관리자의 승인"), "{question}");
    let to = answer.location();
    let page = to.strip_suffix("?done=waits").unwrap();
    assert!(page.starts_with("/console/policy-drafts/pdr_"), "{page}");
    page.to_owned()
}

async fn a_draft_is_sent_by_one_admin_and_published_by_another(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    operator(world, "bob", Desk::Admin).await;
    let draft = sent(&admin, &cut()).await;
    assert_eq!(rows(world, "policies").await, 1);
    let own = admin.page(&draft).await;
    assert!(own.contains("다른 관리자가 정해야 합니다"), "{own}");
    let yes = [
        ("decision", "approve"),
        ("reason", "읽었습니다"),
        ("sure", "yes"),
    ];
    assert_eq!(admin.post(&draft, &yes).await.status, 403);
    let bob = Browser::new(world);
    bob.sign_in("bob").await;
    assert!(bob.page("/console/policy-drafts").await.contains(&draft));
    let page = bob.page(&draft).await;
    for needed in [
        ">admin<",
        "refund.through_support",
        "고객에게 불리",
        "version = &#34;cut&#34;",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    let blank = [("decision", "approve"), ("reason", " ")];
    assert_eq!(press(&bob, &page, &draft, &blank).await.status, 422);
    assert_eq!(rows(world, "policies").await, 1);
    let fields = [("decision", "approve"), ("reason", "읽었습니다")];
    let (question, answer) = press_and_confirm(&bob, &page, &draft, &fields).await;
    assert!(question.contains("되돌릴 수 없습니다"), "{question}");
    assert_eq!(answer.location(), format!("{draft}?done=done"));
    let hash = "SELECT hash FROM policies WHERE version = 'cut'";
    let hash = world.database.rows(hash).await.concat();
    assert_eq!(
        hash,
        [sha256(cut().as_bytes())],
        "the document, byte by byte"
    );
    let list = bob.page("/console/policies").await;
    assert!(list.contains("/console/policies/cut"), "{list}");
    let page = bob.page(&draft).await;
    assert!(
        page.contains(">bob<") && page.contains("읽었습니다"),
        "{page}"
    );
    assert!(!page.contains("name=\"decision\""), "{page}");
    // A second time it changes nothing.
    let again = bob.post(&draft, &yes).await;
    assert_eq!(again.location(), format!("{draft}?done=done"));
    assert_eq!(rows(world, "policies").await, 2);
}

async fn one_is_rejected(world: &World) {
    let admin = Browser::of(world, Desk::Admin).await;
    let draft = sent(&admin, &kinder()).await;
    let bob = Browser::new(world);
    operator(world, "bob", Desk::Admin).await;
    bob.sign_in("bob").await;
    let page = bob.page(&draft).await;
    let fields = [("decision", "reject"), ("reason", "아직 아닙니다")];
    let (_, answer) = press_and_confirm(&bob, &page, &draft, &fields).await;
    assert_eq!(answer.location(), format!("{draft}?done=done"));
    assert_eq!(rows(world, "policies").await, 1);
    assert!(!bob.page("/console/policy-drafts").await.contains(&draft));
    let rejected = "/console/policy-drafts?state=rejected";
    assert!(bob.page(rejected).await.contains(&draft));
    let late = [
        ("decision", "approve"),
        ("reason", "after all"),
        ("sure", "yes"),
    ];
    assert_eq!(bob.post(&draft, &late).await.status, 409);
}
