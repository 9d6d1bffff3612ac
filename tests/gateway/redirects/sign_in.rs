//! The page after a sign-in.

use credit_gateway::access::Desk;

use super::corpus;
use crate::support::{
    desk::{Browser, PASSWORD, operator},
    world::Plan,
};

#[tokio::test]
async fn a_sign_in_leads_to_the_desk_alone() {
    Plan::sqlite()
        .without_workers()
        .run(async |world| {
            operator(world, "support", Desk::Support).await;
            for spelling in corpus::spellings() {
                let browser = Browser::new(world);
                let query: String =
                    url::form_urlencoded::byte_serialize(spelling.as_bytes()).collect();
                let path = format!("/console/sign-in?next={query}");
                let page = browser.get(&path).await;
                // 400: a character that no query may have.
                assert!([200, 400].contains(&page.status), "{spelling:?}");
                assert!(
                    !page.text.contains("name=\"next\""),
                    "{spelling:?}: {}",
                    page.text
                );
            }
            // The form may say what the page did not. A password is slow to check by intention, so not each is sent.
            for spelling in corpus::spellings().iter().step_by(10) {
                let browser = Browser::new(world);
                let fields = [
                    ("name", "support"),
                    ("password", PASSWORD),
                    ("next", spelling.as_str()),
                ];
                let answer = browser
                    .send(browser.form("/console/sign-in", &fields))
                    .await;
                assert_eq!(answer.location(), "/console", "{spelling:?}");
            }
        })
        .await;
}
