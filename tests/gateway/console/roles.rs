//! Every page and every act, asked for as every role.

use credit_gateway::{
    access::{Desk, Need},
    http::desk_table,
};

use crate::support::{
    client::Answer,
    desk::{Browser, operator},
    world::World,
};

both_engines!(each_role_gets_what_the_table_says_and_nothing_else);

/// Parts of a path that name a thing, each of a thing that is not there.
const NAMES: [(&str, &str); 3] = [
    ("{id}", "ord_01arz3ndektsv4rrffq69g5fav"),
    ("{customer}", "alice"),
    ("{version}", "1999-01-01"),
];

async fn ask(browser: &Browser<'_>, verb: &str, path: &str) -> Answer {
    match verb {
        "GET" => browser.get(path).await,
        "POST" => browser.post(path, &[]).await,
        other => panic!("{other} {path}"),
    }
}

async fn each_role_gets_what_the_table_says_and_nothing_else(world: &World) {
    let mut asked = 0;
    for desk in Desk::ALL {
        operator(world, desk.as_str(), desk).await;
        let browser = Browser::new(world);
        browser.sign_in(desk.as_str()).await;
        for (verb, path, need) in desk_table() {
            let Some(need) = need else { continue };
            let mut concrete = path.to_owned();
            for (part, name) in NAMES {
                concrete = concrete.replace(part, name);
            }
            assert!(!concrete.contains('{'), "{path} has a part without a name");
            let answer = ask(&browser, verb, &concrete).await;
            let refused = answer.status == 403 && answer.text.contains("<code>role</code>");
            assert_eq!(
                refused,
                !desk.may(need),
                "{desk} {verb} {path}: {}",
                answer.status
            );
            assert!(answer.status < 500, "{desk} {verb} {path}: {}", answer.text);
            if need == Need::See && path.contains("sign-out") {
                browser.sign_in(desk.as_str()).await;
            }
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
}
