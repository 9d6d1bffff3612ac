//! What may be asked for, and what is refused by its name.

use chrono::TimeDelta;
use credit_gateway::{
    access::Role,
    flows::{
        FlowError,
        statement::{Asked, Making, write},
    },
};
use domain::statement::{Lang, Statement};

use super::{asked, hours, path, verify};
use crate::support::world::World;

both_engines!(
    a_period_that_is_none_is_refused_by_its_field,
    a_statement_that_is_too_long_names_the_command,
    a_customer_whom_nobody_has_met_has_an_empty_statement,
    a_statement_of_many_pages_is_whole,
);

async fn a_period_that_is_none_is_refused_by_its_field(world: &World) {
    world.grant("c1", "promotional", 50).await;
    let (now, before) = (hours(world, 0), hours(world, -1));
    let one = "/v1/customers/c1/statement";
    let until = |at: &str| format!("until={}", at.replace('+', "%2B"));
    for (path, field) in [
        (one.to_owned(), "from"),
        (format!("{one}?{}", until(&now)), "from"),
        (path("c1", &now, "").replace("&until=", ""), "until"),
        (path("c1", &now, &now), "until"),
        (path("c1", &now, &before), "until"),
        (path("c1", &now, &hours(world, 1)), "until"),
        (path("c1", "yesterday", &now), "from"),
        (path("c1", &before, &now) + "&lang=fr", "lang"),
    ] {
        let refused = asked(world, &path).await.refused(422, "invalid_field");
        assert_eq!(refused["field"], field, "{path}: {refused}");
    }
    let answer = asked(world, &(path("c1", &before, &now) + "&lang=en")).await;
    let made: Statement = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(made.head.lang, Lang::English);
    assert_eq!(answer.header("credits-balance"), Some("50"));
    let by_checkout = world
        .gateway()
        .get(Role::Checkout, &path("c1", &before, &now))
        .await;
    by_checkout.refused(403, "forbidden");
}

#[expect(
    clippy::result_large_err,
    reason = "a piece is written with the errors of the flow"
)]
async fn a_statement_that_is_too_long_names_the_command(world: &World) {
    world.grant("c1", "promotional", 50).await;
    let begun = world.now();
    world.pass(TimeDelta::hours(1));
    for _ in 0..3 {
        world.spend("c1", 1).await.ok();
    }
    world.pass(TimeDelta::hours(1));
    let period = Asked {
        customer: "c1".parse().unwrap(),
        from: begun + TimeDelta::seconds(1),
        until: world.now(),
        lang: Lang::Korean,
    };
    let made = async |limits| {
        let making = Making {
            at: world.now(),
            key: None,
            sealed: None,
            limits: Some(limits),
        };
        let mut text = String::new();
        write(&world.apps[0].db, &period, making, &mut |piece| {
            text += &piece;
            Ok(())
        })
        .await
        .map(|()| verify(&text).unwrap().entries)
    };
    assert_eq!(made((3, 3)).await.unwrap(), 3);
    for (limits, named) in [((2, 3), "until"), ((3, 2), "from")] {
        let Err(FlowError::Invalid { field, rule }) = made(limits).await else {
            panic!("{limits:?} is no limit");
        };
        assert_eq!(field, named);
        assert!(rule.contains("credit-gateway statement make"), "{rule}");
    }
}

async fn a_customer_whom_nobody_has_met_has_an_empty_statement(world: &World) {
    let path = path("nobody", &hours(world, -1), &hours(world, 0));
    let verified = verify(&asked(world, &path).await.text).unwrap();
    assert_eq!((verified.entries, verified.foot.last.seq), (0, 0));
}

/// More entries than one page, with postings of two entries at its edges.
async fn a_statement_of_many_pages_is_whole(world: &World) {
    for _ in 0..301 {
        world.grant("c1", "promotional", 2).await;
    }
    // Each use but the first takes from two lots.
    world.spend("c1", 1).await.ok();
    for _ in 0..150 {
        world.spend("c1", 2).await.ok();
    }
    world.pass(TimeDelta::hours(1));
    let path = path("c1", &hours(world, -24), &hours(world, 0));
    let text = asked(world, &path).await.text;
    let verified = verify(&text).unwrap();
    assert_eq!(verified.entries, 301 + 1 + 300);
    let made: Statement = serde_json::from_str(&text).unwrap();
    assert_eq!(made.postings.len(), 301 + 151);
    assert_eq!(verified.foot.closing.available, 301);
}
