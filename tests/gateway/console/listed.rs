//! The list of customers, the days that a statement's form opens with, and ends as they are said.

use credit_gateway::access::Desk;

use crate::support::{desk::Browser, world::World};

both_engines!(
    customers_are_listed_by_id_and_by_how_it_begins,
    a_statement_opens_with_the_last_whole_month,
);

async fn customers_are_listed_by_id_and_by_how_it_begins(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let path = "/console/customers";
    assert!(browser.page(path).await.contains("그런 고객이 없습니다"));
    for n in 0..52 {
        world.grant(&format!("shop-{n:02}"), "promotional", 1).await;
    }
    world.grant("zoe", "promotional", 7).await;
    let count = |page: &str| page.matches("<a href=\"/console/customers/").count();
    let first = browser.page(path).await;
    assert_eq!(count(&first), 50, "{first}");
    assert!(first.contains("cursor=cus_shop-49"), "{first}");
    let rest = browser.page("/console/customers?cursor=cus_shop-49").await;
    assert_eq!(count(&rest), 3, "{rest}");
    for (begins, found) in [
        ("shop-1", 10),
        ("shop-12", 1),
        ("zoe", 1),
        ("o", 0),
        ("%25", 0),
    ] {
        let page = browser.page(&format!("{path}?begins={begins}")).await;
        assert_eq!(count(&page), found, "{begins}: {page}");
    }
    let sorted = browser.page("/console/customers?sort=-granted").await;
    let zoe = sorted.find("customers/zoe\"").unwrap();
    assert!(
        zoe < sorted.find("customers/shop-00\"").unwrap(),
        "{sorted}"
    );
    let file = browser.get("/console/customers?csv=1&begins=zoe").await;
    assert_eq!(file.text.lines().count(), 2, "{}", file.text);
    assert!(file.text.contains("zoe,open,7,"), "{}", file.text);
}

async fn a_statement_opens_with_the_last_whole_month(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.grant("alice", "promotional", 1).await;
    let path = "/console/customers/alice/statement";
    let day = |at: chrono::DateTime<chrono::Utc>| (at + chrono::TimeDelta::hours(9)).date_naive();
    let now = day(world.now());
    let opens = async |from: String, until: String| {
        let page = browser.page(path).await;
        for value in [from, until] {
            assert!(
                page.contains(&format!("value=\"{value}\"")),
                "{value}: {page}"
            );
        }
    };
    // The customer was none in the month before.
    opens(now.format("%Y-%m-01").to_string(), now.to_string()).await;
    world.pass(chrono::TimeDelta::days(62));
    browser.sign_in("support").await;
    let this = chrono::Datelike::with_day(&day(world.now()), 1).unwrap();
    let last = this.pred_opt().unwrap();
    opens(last.format("%Y-%m-01").to_string(), last.to_string()).await;
}
