//! Days on which everything agrees.

use super::all_explained;
use crate::support::world::World;

both_engines!(
    a_clean_day_of_toss_is_explained_whole,
    a_clean_day_in_a_file_is_explained_whole,
);

/// Three sales, one of them refunded: four rows.
async fn a_clean_day_of_toss_is_explained_whole(world: &World) {
    let sold = world.sell("toss", 3).await;
    world.refund(&sold[0]).await;
    let day = world.today();
    world.pass_days(2);
    let run = world.settle("toss", day).await;
    assert!(all_explained(&run), "{run}");
    assert_eq!(
        (&run["rows"], &run["source"]),
        (&4.into(), &"settlements".into())
    );
    // The list of movements of the same day is a comparison of its own.
    let list = world.reconcile("toss", day).await;
    assert_eq!(list["source"], "movements", "{list}");
    let again = world.settle("toss", day).await;
    assert!(all_explained(&again), "{again}");
    let imports = "SELECT COUNT(*) FROM settlement_imports";
    assert_eq!(world.database.number(imports).await, 1, "the same answer");
    assert_eq!(world.open_of("fee").await, (0, 0));
}

async fn a_clean_day_in_a_file_is_explained_whole(world: &World) {
    for provider in ["kakaopay", "naverpay"] {
        let sold = world.sell(provider, 2).await;
        world.refund(&sold[1]).await;
    }
    let day = world.today();
    world.pass_days(1);
    for provider in ["kakaopay", "naverpay"] {
        // Before the file is there nothing is settled. What went back whole is left out by providers, and not missed.
        let run = world.settle(provider, day).await;
        assert_eq!(
            (&run["rows"], &run["open"]),
            (&1.into(), &1.into()),
            "{run}"
        );
        let text = world.settlement_file(provider, day).await;
        let taken = world.import_settlement(provider, &text).await;
        assert_eq!((taken.kept.added, taken.unread.len()), (3, 0), "{text}");
        let run = world.settle(provider, day).await;
        assert!(all_explained(&run), "{run}");
        assert_eq!(run["rows"], 3, "{run}");
    }
    let agreed =
        "SELECT COUNT(*) FROM discrepancies WHERE state = 'agreed' AND closed_by = 'worker'";
    assert_eq!(
        world.database.number(agreed).await,
        2,
        "closed by themselves"
    );
}
