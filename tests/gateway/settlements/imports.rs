//! Files: each content and each row counts once, and a bad row keeps no other from counting.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{EACH, all_explained};
use crate::{reconciliation::always, support::world::World};

both_engines!(
    .without_workers():
    a_file_counts_once_in_whatever_order_its_rows_are,
    a_bad_row_is_kept_with_its_line_and_sinks_nothing,
    many_are_closed_with_one_reason_and_each_is_on_record,
    an_old_file_sent_again_undoes_no_correction,
    a_row_that_names_no_order_and_no_known_payment_differs,
);

/// The provider corrects a fee in a second file, and somebody sends the first once more.
async fn an_old_file_sent_again_undoes_no_correction(world: &World) {
    world.sell("kakaopay", 2).await;
    let day = world.today();
    world.pass_days(1);
    world
        .faults("kakaopay", always("settlement_fee_wrong", "lookup"))
        .await;
    let wrong = world.settlement_file("kakaopay", day).await;
    world.faults("kakaopay", json!([])).await;
    let right = world.settlement_file("kakaopay", day).await;
    assert_ne!(wrong, right);
    for (text, before) in [(&wrong, false), (&right, false), (&wrong, true)] {
        let taken = world.import_settlement("kakaopay", text).await;
        assert_eq!(taken.before, before, "{text}");
    }
    let run = world.settle("kakaopay", day).await;
    assert!(all_explained(&run), "{run}");
}

/// The file names no orders, and one of its payments is in no books: it may be of a buyer whose order ended unpaid.
async fn a_row_that_names_no_order_and_no_known_payment_differs(world: &World) {
    let sold = world.sell("naverpay", 2).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("naverpay", day).await;
    let sql = "SELECT order_id FROM payments WHERE provider = 'naverpay'";
    let mut text = text;
    for row in world.database.rows(sql).await {
        text = text.replace(&row[0], "");
    }
    let key = format!("SELECT payment_key FROM payments WHERE id = '{}'", sold[0]);
    let key = world.database.rows(&key).await[0][0].clone();
    world
        .import_settlement("naverpay", &text.replace(&key, "N-unknown"))
        .await;
    let run = world.settle("naverpay", day).await;
    assert_eq!(run["foreign"], 0, "{run}");
    assert_eq!(world.open_of("missing_here").await.0, 1, "{run}");
}

async fn a_file_counts_once_in_whatever_order_its_rows_are(world: &World) {
    world.sell("kakaopay", 4).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    let first = world.import_settlement("kakaopay", &text).await;
    assert_eq!(
        (first.before, first.kept.added, first.kept.known),
        (false, 4, 0)
    );
    let again = world.import_settlement("kakaopay", &text).await;
    assert_eq!(
        (again.before, again.kept.added, again.kept.known),
        (true, 0, 4)
    );
    assert_eq!(again.import.id, first.import.id);
    let head = text.lines().next().unwrap();
    let mut rows: Vec<&str> = text.lines().skip(1).collect();
    rows.reverse();
    let turned = format!("{head}\r\n{}\r\n", rows.join("\r\n"));
    let turned = world.import_settlement("kakaopay", &turned).await;
    assert_eq!(
        (turned.before, turned.kept.added, turned.kept.known),
        (false, 0, 4)
    );
    let sums = "SELECT CAST(lines AS TEXT), CAST(gross - fee - vat - net AS TEXT) FROM settlements WHERE lines > 0";
    assert_eq!(world.database.rows(sums).await, [["4", "0"]]);
    let run = world.settle("kakaopay", day).await;
    assert!(all_explained(&run), "{run}");
}

async fn a_bad_row_is_kept_with_its_line_and_sinks_nothing(world: &World) {
    world.sell("naverpay", 2).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("naverpay", day).await;
    let bad = format!("{text}결제,N9,H9,ord_x,1000.5,22,2,978,{day},{day}\r\n");
    let taken = world.import_settlement("naverpay", &bad).await;
    assert_eq!((taken.kept.added, taken.unread.len()), (2, 1));
    let path = format!("/v1/settlement-imports/{}", taken.import.id);
    let shown = world.gateway().get(Role::Support, &path).await.ok();
    let row = json!([{"line": 4, "field": "gross", "rule": "is a whole number of won"}]);
    assert_eq!((&shown["unread"], &shown["unread_rows"]), (&json!(1), &row));
    assert_eq!(shown["imported_by"], "import:김담당");
    assert!(
        !shown.to_string().contains("1000.5"),
        "the value is not kept"
    );
    let run = world.settle("naverpay", day).await;
    assert!(all_explained(&run), "{run}");
}

async fn many_are_closed_with_one_reason_and_each_is_on_record(world: &World) {
    world.sell("kakaopay", EACH + 1).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    let text = super::cut_after_first_row(&text);
    world.import_settlement("kakaopay", &text).await;
    let run = world.settle("kakaopay", day).await;
    assert_eq!(run["open"], EACH, "{run}");
    let path = "/v1/discrepancies?source=settlements&state=open&limit=100";
    let list = world.gateway().get(Role::Support, path).await.ok();
    let items = list["items"].as_array().unwrap().iter();
    let ids: Vec<Value> = items.map(|it| it["id"].clone()).collect();
    assert_eq!(ids.len(), 10);
    let close = async |ids: &[Value], reason: &str| {
        let body = json!({"ids": ids, "reason": reason});
        let gateway = world.gateway();
        gateway
            .post(Role::Support, "/v1/discrepancies/close", &body)
            .await
    };
    close(&[], "no one").await.refused(422, "invalid_field");
    close(&ids, "").await.refused(422, "invalid_field");
    let unknown = [ids[0].clone(), json!("dis_00000000000000000000000000")];
    close(&unknown, "one of them is not there")
        .await
        .refused(404, "not_found");
    assert_eq!(
        world.open_of("missing_there").await.0,
        EACH,
        "none was closed"
    );
    let closed = close(&ids, "paid out by hand").await.ok();
    assert_eq!(closed["closed"], EACH);
    assert_eq!(close(&ids, "once more").await.ok()["closed"], 0);
    let acts = "SELECT COUNT(*) FROM audit_log WHERE act = 'discrepancy.close' AND detail = 'paid out by hand'";
    assert_eq!(world.database.number(acts).await, EACH);
    // A person closed them: the same differences open nothing.
    let run = world.settle("kakaopay", day).await;
    assert_eq!(
        (&run["open"], &run["explained"]),
        (&json!(0), &json!(1)),
        "{run}"
    );
}
