//! A draft of the policy that one admin sends and another decides about.

use credit_gateway::access::Desk;
use domain::hash::sha256;

use super::{
    policies::{LOOK, cut, kinder, rows, typed},
    shown::{press, press_and_confirm},
};
use crate::support::{
    desk::{Browser, operator},
    world::World,
};

both_engines!(
    .second_person():
    a_draft_is_sent_by_one_admin_and_published_by_another,
    one_is_rejected,
);

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
