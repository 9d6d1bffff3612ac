//! Entries with what was available, and the filters of their list.

use chrono::TimeDelta;
use credit_gateway::store::{Span, Timeline, reads, reads::EntryFilter};
use domain::{
    kind::Kind,
    ledger::{Account, Act, BookedEntry, Unit},
};

use super::Told;
use crate::databases;

/// What every entry says was available, against a sum over all entries before it.
pub(crate) fn assert_booked(entries: &[BookedEntry]) {
    let mut available = 0;
    for (number, booked) in (1..).zip(entries) {
        assert_eq!(booked.entry.seq, number);
        assert_eq!(booked.available_before.get(), available, "before {number}");
        available += booked.entry.change_of(Account::Available);
        assert_eq!(booked.available_after.get(), available, "after {number}");
    }
}

#[tokio::test]
async fn each_entry_says_what_was_available_before_and_after_it() {
    for test in databases().await {
        let told = Told::begin(&test.db);
        told.does(told.grant(Kind::Promotional, 100)).await.unwrap();
        told.does(told.grant(Kind::Membership, 50)).await.unwrap();
        told.does(told.spend(70, "m", "r")).await.unwrap();
        told.does(told.hold(30, 600)).await.unwrap();
        for limit in [1, 2, 3, 100] {
            let entries = told.entries(limit).await;
            assert_booked(&entries);
            let last = entries.last().unwrap();
            assert_eq!(last.available_after.get(), 50, "{limit}");
        }
    }
}

#[tokio::test]
async fn filters_leave_entries_out_and_not_their_sums() {
    for test in databases().await {
        let told = Told::begin(&test.db);
        let first = told.does(told.grant(Kind::Promotional, 100)).await.unwrap();
        told.pass(TimeDelta::hours(1));
        let noon = told.now();
        let second = told.does(told.grant(Kind::Membership, 50)).await.unwrap();
        told.does(told.spend(70, "m", "r")).await.unwrap();
        told.pass(TimeDelta::hours(1));
        let evening = told.now();
        told.does(told.hold(30, 600)).await.unwrap();
        // 1 grant of the first; noon: 2 grant of the second, 3 and 4 a spend of both; evening: 5 a hold of the first.
        let all = told.entries(100).await;
        assert_eq!(all.len(), 5);
        let span = |from, until| EntryFilter {
            span: Span { from, until },
            ..EntryFilter::default()
        };
        let act = |act| EntryFilter {
            act: Some(act),
            ..EntryFilter::default()
        };
        let lot = |lot: domain::lot::Lot| EntryFilter {
            lot: Some(lot.id),
            ..EntryFilter::default()
        };
        let unit = |unit| EntryFilter {
            unit: Some(unit),
            ..EntryFilter::default()
        };
        let of_second = EntryFilter {
            act: Some(Act::Spend),
            ..lot(second.clone())
        };
        for (filter, numbers) in [
            (act(Act::Grant), &[1, 2][..]),
            (act(Act::Spend), &[3, 4]),
            (act(Act::Mint), &[]),
            (lot(second), &[2, 3]),
            (lot(first), &[1, 4, 5]),
            (of_second, &[3]),
            (unit(Unit::Credits), &[1, 2, 3, 4, 5]),
            (unit(Unit::Won), &[]),
            (span(Some(noon), None), &[2, 3, 4, 5]),
            (span(None, Some(noon)), &[1]),
            (span(Some(noon), Some(evening)), &[2, 3, 4]),
            (span(Some(evening), Some(evening)), &[]),
        ] {
            let page = Timeline {
                after: 0,
                limit: 100,
            };
            let walked = reads::entries(told.db, &told.customer, &filter, page).await;
            let walked = walked.unwrap();
            let expected = all.iter().filter(|it| numbers.contains(&it.entry.seq));
            let expected: Vec<BookedEntry> = expected.cloned().collect();
            assert_eq!(walked.entries, expected, "{filter:?}");
            assert_eq!(walked.looked_up_to, None);
        }
        let none = crate::samples::customer_id("nobody");
        let page = Timeline { after: 0, limit: 9 };
        for filter in [EntryFilter::default(), act(Act::Grant)] {
            let walked = reads::entries(told.db, &none, &filter, page).await.unwrap();
            assert_eq!(walked, reads::Walked::default());
        }
    }
}
