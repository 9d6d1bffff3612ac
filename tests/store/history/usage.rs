//! Sums of uses.

use chrono::TimeDelta;
use credit_gateway::store::{
    Page, Span,
    reads::{self, Groups},
};
use domain::{
    books::credits::{CaptureHold, ReverseSpend},
    id::SpendId,
    kind::Kind,
    usage::UsageBy,
};

use super::Told;
use crate::{databases, samples::*};

const ALL: Groups = Groups {
    by: UsageBy::Meter,
    span: Span {
        from: None,
        until: None,
    },
    after: None,
    limit: 100,
    spends_max: 1_000,
};

/// Name, spends, credits, reversed spends, reversed credits.
type Line = (String, i64, i64, i64, i64);

async fn lines(told: &Told<'_>, asked: Groups) -> Option<Vec<Line>> {
    let found = reads::usage(told.db, &told.customer, asked).await.unwrap();
    let line = |usage: domain::usage::Usage| {
        let (used, reversed) = (usage.used, usage.reversed);
        (
            usage.of,
            used.spends,
            used.credits.get(),
            reversed.spends,
            reversed.credits.get(),
        )
    };
    found.map(|found| found.into_iter().map(line).collect())
}

fn line(name: &str, used: (i64, i64), reversed: (i64, i64)) -> Line {
    (name.to_owned(), used.0, used.1, reversed.0, reversed.1)
}

/// Two spends of a video, one of them reversed, and a text, each hour one; then a hold captured in part. `at(0)` is
/// 15 January 2027, 17:00 in Korea.
async fn used(told: &Told<'_>) -> Vec<SpendId> {
    told.does(told.grant(Kind::Promotional, 1_000))
        .await
        .unwrap();
    let mut ids = Vec::new();
    for (sum, meter, reference) in [(10, "video", "a"), (20, "text", "b"), (40, "video", "a")] {
        ids.push(
            told.does(told.spend(sum, meter, reference))
                .await
                .unwrap()
                .id,
        );
        told.pass(TimeDelta::hours(1));
    }
    let (customer, spend) = (told.customer.clone(), ids[2]);
    told.does(ReverseSpend {
        customer,
        spend,
        reason: None,
    })
    .await
    .unwrap();
    // It is midnight in Korea: the next day begins.
    told.pass(TimeDelta::hours(4));
    let hold = told.does(told.hold(50, 600)).await.unwrap();
    let (customer, hold) = (told.customer.clone(), hold.id);
    let credits = Some(credits(30));
    let capture = CaptureHold {
        customer,
        hold,
        credits,
    };
    told.does(capture).await.unwrap();
    ids
}

#[tokio::test]
async fn spends_and_captures_are_summed_and_reversed_ones_apart() {
    for test in databases().await {
        let told = Told::begin(&test.db);
        let ids = used(&told).await;
        let by = |by| Groups { by, ..ALL };
        let video = line("video", (1, 10), (1, 40));
        let captured = line("m", (1, 30), (0, 0));
        assert_eq!(
            lines(&told, by(UsageBy::Meter)).await.unwrap(),
            [
                video.clone(),
                line("text", (1, 20), (0, 0)),
                captured.clone()
            ]
        );
        assert_eq!(
            lines(&told, by(UsageBy::Reference)).await.unwrap(),
            [
                line("a", (1, 10), (1, 40)),
                line("b", (1, 20), (0, 0)),
                line("r", (1, 30), (0, 0))
            ]
        );
        assert_eq!(
            lines(&told, by(UsageBy::Day)).await.unwrap(),
            [
                line("2027-01-15", (2, 30), (1, 40)),
                line("2027-01-16", (1, 30), (0, 0))
            ]
        );
        let own = crate::person(1).key().unwrap().to_string();
        assert_eq!(
            lines(&told, by(UsageBy::ApiKey)).await.unwrap(),
            [line(&own, (3, 60), (1, 40))]
        );
        // Page by page, from the first spend of the last group on.
        let one = |after| Groups {
            after,
            limit: 1,
            ..ALL
        };
        assert_eq!(lines(&told, one(None)).await.unwrap(), [video]);
        let text = lines(&told, one(Some(ids[0]))).await.unwrap();
        assert_eq!(text, [line("text", (1, 20), (0, 0))]);
        assert_eq!(lines(&told, one(Some(ids[1]))).await.unwrap(), [captured]);
    }
}

#[tokio::test]
async fn a_time_is_half_open_and_only_so_many_spends_are_read() {
    for test in databases().await {
        let told = Told::begin(&test.db);
        used(&told).await;
        let hour = |hours: i64| Some(at(hours * 3_600_000_000));
        let within = |from, until| Groups {
            by: UsageBy::Reference,
            span: Span { from, until },
            ..ALL
        };
        for (from, until, names) in [
            (hour(0), hour(1), &["a"][..]),
            (hour(0), Some(at(3_600_000_001)), &["a", "b"]),
            (Some(at(1)), hour(2), &["b"]),
            (hour(1), hour(1), &[]),
            (hour(2), None, &["a", "r"]),
            (hour(8), None, &[]),
            (None, hour(7), &["a", "b"]),
        ] {
            let found = lines(&told, within(from, until)).await.unwrap();
            let found: Vec<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
            assert_eq!(found, names, "{from:?} {until:?}");
        }
        let at_most = |spends_max| Groups { spends_max, ..ALL };
        assert!(lines(&told, at_most(4)).await.is_some());
        assert!(lines(&told, at_most(3)).await.is_none());
    }
}

#[tokio::test]
async fn spends_of_a_time_are_those_from_its_first_microsecond_to_before_its_end() {
    for test in databases().await {
        let told = Told::begin(&test.db);
        let ids = used(&told).await;
        let hour = |n| Some(at(0) + TimeDelta::hours(n));
        for (from, until, found) in [
            (None, None, vec![0, 1, 2]),
            (hour(0), hour(3), vec![0, 1, 2]),
            (hour(1), hour(2), vec![1]),
            (hour(1), None, vec![1, 2]),
            (None, hour(2), vec![0, 1]),
            (hour(3), hour(4), vec![]),
        ] {
            let span = Span { from, until };
            let page = Page::first(100);
            let spends = reads::spends_within(told.db, &told.customer, span, &page);
            let spends = spends.await.unwrap().into_iter().map(|spend| spend.id);
            let spends: Vec<SpendId> = spends.filter(|id| ids.contains(id)).collect();
            let expected: Vec<SpendId> = found.iter().map(|at| ids[*at]).collect();
            assert_eq!(spends, expected, "{from:?} {until:?}");
            let page = Page {
                after: Some(ids[1].to_string()),
                limit: 100,
            };
            let rest = reads::spends_within(told.db, &told.customer, span, &page);
            let rest = rest.await.unwrap().into_iter().map(|spend| spend.id);
            let rest: Vec<SpendId> = rest.filter(|id| ids.contains(id)).collect();
            let later = found.contains(&2).then_some(ids[2]);
            assert_eq!(
                rest,
                later.into_iter().collect::<Vec<_>>(),
                "{from:?} {until:?}"
            );
        }
    }
}
