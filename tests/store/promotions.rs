//! What a batch loads of campaigns and redemptions, and that a campaign is locked.

use credit_gateway::store::{Page, books, reads};
use domain::{
    books::{Changes, Facts, Needs},
    campaign::{Audience, Campaign, Promotion, Redemption, RedemptionState},
    customer::Customer,
    order::Order,
};

use crate::{databases, look, samples::*, write};

/// Two campaigns with a code and two for new customers, of which one was ended; alice has redeemed the first, bob was never
/// granted credits.
fn given() -> Changes {
    let ended = Campaign {
        audience: Audience::NewCustomer,
        code: None,
        ..campaign(4, "GREETING")
    };
    assert!(ended.ended_at.is_some());
    let greeting = Campaign {
        id: campaign_id(3),
        ended_at: None,
        ..ended.clone()
    };
    Changes {
        customers: vec![
            customer("alice"),
            Customer {
                granted: credits(0),
                ..customer("bob")
            },
        ],
        campaigns: vec![
            campaign(1, "SPRING"),
            campaign(2, "SUMMER"),
            greeting,
            ended,
        ],
        ..one_of_everything()
    }
}

/// The codes of the campaigns, and how many redemptions.
type Found = (Vec<Option<String>>, usize);

fn found(facts: &Facts) -> Found {
    let codes = facts.campaigns.iter().map(|known| known.code.clone());
    let codes = codes.map(|code| code.map(String::from)).collect();
    (codes, facts.redemptions.len())
}

#[tokio::test]
async fn a_batch_loads_the_campaigns_that_count_for_it() {
    for test in databases().await {
        write(&test.db, &given()).await.unwrap();
        let spring = || Some("SPRING".to_owned());
        let codes = ["SPRING".parse().unwrap(), "NONE".parse().unwrap()];
        let table: [(Needs, i64, Found); 7] = [
            (Needs::default(), 10, (vec![], 0)),
            (
                Needs {
                    codes: codes.clone().into(),
                    customers: [customer_id("alice")].into(),
                    ..Needs::default()
                },
                10,
                (vec![spring()], 1),
            ),
            (
                Needs {
                    codes: codes.into(),
                    customers: [customer_id("bob")].into(),
                    ..Needs::default()
                },
                10,
                (vec![spring()], 0),
            ),
            // What is settled never changes again. Whoever changes a buyer's credits must not wait at the campaign.
            (
                Needs {
                    orders: [order_id(1)].into(),
                    customers: [customer_id("alice")].into(),
                    ..Needs::default()
                },
                10,
                (vec![], 1),
            ),
            (
                Needs {
                    newcomers: [customer_id("bob")].into(),
                    customers: [customer_id("bob")].into(),
                    ..Needs::default()
                },
                10,
                (vec![None], 0),
            ),
            // Over at that instant.
            (
                Needs {
                    newcomers: [customer_id("bob")].into(),
                    customers: [customer_id("bob")].into(),
                    ..Needs::default()
                },
                1_000_000_000,
                (vec![], 0),
            ),
            // Whoever had credits is not new. She owes, and so comes with a payment, its order and its redemption.
            (
                Needs {
                    newcomers: [customer_id("alice")].into(),
                    customers: [customer_id("alice"), customer_id("bob")].into(),
                    ..Needs::default()
                },
                10,
                (vec![], 1),
            ),
        ];
        for (needs, now, expected) in table {
            let facts = look(&test.db, &needs, now).await.unwrap();
            assert_eq!(found(&facts), expected, "{needs:?}");
        }
    }
}

/// Its order may still end, and the budget is given back.
#[tokio::test]
async fn an_order_with_a_reserved_redemption_comes_with_its_campaign() {
    for test in databases().await {
        let mut given = given();
        given.orders.push(Order {
            promotion: Some(Promotion {
                campaign: campaign_id(2),
                redemption: redemption_id(2),
                discount: won(0),
                bonus: credits(5),
            }),
            ..order(2, "alice")
        });
        given.redemptions.push(Redemption {
            campaign: campaign_id(2),
            state: RedemptionState::Reserved,
            settled_at: None,
            ..redemption(2, "alice")
        });
        write(&test.db, &given).await.unwrap();
        let needs = Needs {
            orders: [order_id(1), order_id(2)].into(),
            customers: [customer_id("alice")].into(),
            ..Needs::default()
        };
        let facts = look(&test.db, &needs, 10).await.unwrap();
        assert_eq!(found(&facts), (vec![Some("SUMMER".to_owned())], 2));
    }
}

/// Its order may be paid after all: the campaign gives once more where its customer's share has room, and beyond it once.
#[tokio::test]
async fn an_order_whose_redemption_was_returned_comes_with_its_campaign_and_the_share() {
    for test in databases().await {
        let mut given = given();
        let promised = |n| Order {
            promotion: Some(Promotion {
                campaign: campaign_id(2),
                redemption: redemption_id(n),
                discount: won(0),
                bonus: credits(5),
            }),
            ..order(n, "alice")
        };
        let returned = |n| Redemption {
            campaign: campaign_id(2),
            state: RedemptionState::Returned,
            overrun_at: None,
            ..redemption(n, "alice")
        };
        given.orders.extend([promised(2), promised(3)]);
        let beyond = Redemption {
            overrun_at: Some(at(8)),
            ..returned(3)
        };
        given.redemptions.extend([returned(2), beyond]);
        write(&test.db, &given).await.unwrap();
        let summer = vec![Some("SUMMER".to_owned())];
        for (n, expected) in [(2, (summer, 3)), (3, (vec![], 2))] {
            let needs = Needs {
                orders: [order_id(n)].into(),
                customers: [customer_id("alice")].into(),
                ..Needs::default()
            };
            let facts = look(&test.db, &needs, 10).await.unwrap();
            assert_eq!(found(&facts), expected, "order {n}");
        }
    }
}

#[tokio::test]
async fn a_customer_that_has_no_row_yet_is_new() {
    for test in databases().await {
        write(&test.db, &given()).await.unwrap();
        let needs = Needs {
            newcomers: [customer_id("zoe")].into(),
            customers: [customer_id("zoe")].into(),
            ..Needs::default()
        };
        let facts = look(&test.db, &needs, 10).await.unwrap();
        assert_eq!(found(&facts), (vec![None], 0));
    }
}

#[tokio::test]
async fn campaigns_and_redemptions_are_listed_newest_first() {
    for test in databases().await {
        write(&test.db, &given()).await.unwrap();
        let all: Vec<Campaign> = reads::campaigns(&test.db, &Page::first(2)).await.unwrap();
        let ids: Vec<_> = all.iter().map(|known| known.id).collect();
        assert_eq!(ids, [campaign_id(4), campaign_id(3)]);
        let one = reads::campaign(&test.db, campaign_id(1)).await.unwrap();
        assert_eq!(one, Some(campaign(1, "SPRING")));
        let alice = customer_id("alice");
        let own: Vec<Redemption> = reads::redemptions_of(&test.db, &alice, &Page::first(2))
            .await
            .unwrap();
        assert_eq!(own, [redemption(1, "alice")]);
        let one = reads::redemption(&test.db, redemption_id(1)).await.unwrap();
        assert_eq!(one, Some(redemption(1, "alice")));
    }
}

/// Two gateways that redeem one campaign for different customers: the second waits for the first.
#[tokio::test]
async fn a_campaign_is_locked_until_the_batch_is_written() {
    use std::time::Duration;

    for test in databases().await {
        if test.db.engine() == credit_gateway::store::engine::Engine::Sqlite {
            // One writer at a time: its transaction locks the file.
            continue;
        }
        write(&test.db, &given()).await.unwrap();
        let needs = |who| Needs {
            codes: ["SPRING".parse().unwrap()].into(),
            customers: [customer_id(who)].into(),
            ..Needs::default()
        };
        let (of_alice, of_bob) = (needs("alice"), needs("bob"));
        let mut first = test.db.begin().await.unwrap();
        let mut locked = books::lock(&mut first, &of_alice).await.unwrap();
        books::load(&mut first, &mut locked, &of_alice, at(10))
            .await
            .unwrap();
        let second = look(&test.db, &of_bob, 10);
        let waits = tokio::time::timeout(Duration::from_millis(200), second).await;
        assert!(waits.is_err(), "two batches hold one campaign");
        first.rollback().await.unwrap();
        look(&test.db, &of_bob, 10).await.unwrap();
    }
}

/// PostgreSQL refuses a lock in a transaction that only reads.
#[tokio::test]
async fn what_is_only_looked_at_comes_with_its_campaign_unlocked() {
    for test in databases().await {
        write(&test.db, &given()).await.unwrap();
        let needs = Needs {
            codes: ["SPRING".parse().unwrap()].into(),
            customers: [customer_id("alice")].into(),
            ..Needs::default()
        };
        let facts = books::snapshot(&test.db, &needs, at(10)).await.unwrap();
        assert_eq!(found(&facts), (vec![Some("SPRING".to_owned())], 1));
    }
}

#[tokio::test]
async fn contracts_come_by_id_by_customer_and_with_what_was_bought_under_them() {
    for test in databases().await {
        let bought = domain::payment::Payment {
            policy: contract_id(2).to_string(),
            ..payment(1, "alice")
        };
        let mut lots = given().lots;
        lots[1].policy = contract_id(1).to_string();
        let given = Changes {
            payments: vec![bought],
            lots,
            contracts: vec![
                contract(1, "alice"),
                contract(2, "alice"),
                contract(3, "bob"),
            ],
            ..given()
        };
        write(&test.db, &given).await.unwrap();
        let table = [
            (
                Needs {
                    contracts: [contract_id(3)].into(),
                    ..Needs::default()
                },
                vec![contract_id(3)],
            ),
            (
                Needs {
                    contracts_of: [customer_id("alice")].into(),
                    customers: [customer_id("alice")].into(),
                    ..Needs::default()
                },
                vec![contract_id(1), contract_id(2)],
            ),
            (
                Needs {
                    payments: [payment_id(1)].into(),
                    customers: [customer_id("alice")].into(),
                    ..Needs::default()
                },
                vec![contract_id(2)],
            ),
            // It used credits of both lots.
            (
                Needs {
                    spends: [spend_id(1)].into(),
                    customers: [customer_id("alice")].into(),
                    ..Needs::default()
                },
                vec![contract_id(1), contract_id(2)],
            ),
        ];
        for (needs, expected) in table {
            let facts = look(&test.db, &needs, 10).await.unwrap();
            let mut found: Vec<_> = facts.contracts.iter().map(|known| known.id).collect();
            found.sort_unstable();
            assert_eq!(found, expected, "{needs:?}");
        }
        let listed = reads::contracts_of(&test.db, &customer_id("alice"), &Page::first(9))
            .await
            .unwrap();
        assert_eq!(listed, [contract(2, "alice"), contract(1, "alice")]);
    }
}
