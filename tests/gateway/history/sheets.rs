//! Lists as CSV.

use credit_gateway::access::Role;
use futures_util::future::join_all;
use reqwest::Method;

use super::uses;
use crate::{
    reads::pages,
    support::{
        client::{Answer, send},
        world::World,
    },
};

both_engines!(
    each_list_is_given_as_csv_in_either_language,
    a_page_in_csv_names_the_next_one,
    a_whole_list_is_longer_than_any_page,
);

/// A list as a client asks for it that prefers CSV, with more headers.
async fn csv(world: &World, list: &str, more: &[(&str, &str)]) -> Answer {
    let path = format!("/v1/customers/c1/{list}");
    let request = world.gateway().request(Role::Support, Method::GET, &path);
    let request = request.header("accept", "text/csv");
    let request = more.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    send(request).await
}

/// The cells of each line after the headings. No cell of these tests has a comma or a line end.
fn cells(answer: &Answer) -> Vec<Vec<String>> {
    let lines = answer.text.strip_prefix('\u{FEFF}').unwrap().split("\r\n");
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.last(), Some(&""), "the last line ends too");
    let lines = &lines[1..lines.len() - 1];
    lines
        .iter()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

async fn each_list_is_given_as_csv_in_either_language(world: &World) {
    world.grant("c1", "promotional", 100).await;
    uses(world, 10, "=HYPERLINK(\"x\")", "@ref").await;
    for (list, english, korean) in [
        ("lots", "id,customer_id,kind,", "크레딧 묶음,고객,종류,"),
        ("entries", "customer_id,seq,posting,", "고객,순번,거래,"),
        ("spends", "id,customer_id,credits,", "사용,고객,크레딧,"),
        ("usage", "customer_id,name,spends,", "고객,항목,사용 건수,"),
    ] {
        let plain = csv(world, list, &[]).await;
        assert_eq!(plain.status, 200, "{}", plain.text);
        assert_eq!(
            plain.header("content-type"),
            Some("text/csv; charset=utf-8; header=present")
        );
        let file = format!("attachment; filename=\"{list}.csv\"");
        assert_eq!(plain.header("content-disposition"), Some(file.as_str()));
        assert_eq!(plain.header("credits-balance"), Some("90"));
        assert_eq!(plain.header("vary"), Some("accept, accept-language"));
        let begins = |answer: &Answer, words: &str| {
            let text = answer.text.strip_prefix('\u{FEFF}').unwrap();
            assert!(text.starts_with(words), "{list}: {text}");
        };
        begins(&plain, english);
        let header = [("accept-language", "ko-KR,ko;q=0.9,en;q=0.8")];
        begins(&csv(world, list, &header).await, korean);
        let asked = format!("{list}?lang=en");
        begins(&csv(world, &asked, &header).await, english);
        let asked = format!("{list}?lang=ko");
        begins(&csv(world, &asked, &[]).await, korean);
        // Who names no form gets JSON, as before.
        let path = format!("/v1/customers/c1/{list}");
        let json = world.gateway().get(Role::Support, &path).await;
        assert_eq!(json.header("content-type"), Some("application/json"));
        assert!(json.ok()["items"].is_array());
    }
    let spends = csv(world, "spends", &[]).await;
    assert!(
        spends
            .text
            .contains(",10,\"'=HYPERLINK(\"\"x\"\")\",'@ref,lot_"),
        "{}",
        spends.text
    );
    let entries = cells(&csv(world, "entries?act=spend", &[]).await);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0][1..2], ["2"]);
    assert_eq!(entries[0][11..13], ["100", "90"]);
    let wrong = csv(world, "entries?lot=x", &[]).await;
    assert_eq!(wrong.refused(422, "invalid_field")["field"], "lot");
}

async fn a_page_in_csv_names_the_next_one(world: &World) {
    for _ in 0..3 {
        world.grant("c1", "promotional", 10).await;
    }
    let first = csv(world, "entries?limit=2", &[]).await;
    assert_eq!(first.header("next-cursor"), Some("ent_2"));
    assert_eq!(cells(&first).len(), 2);
    let second = csv(world, "entries?limit=2&cursor=ent_2", &[]).await;
    assert_eq!(second.header("next-cursor"), None);
    assert_eq!(cells(&second).len(), 1);
    let rest = csv(world, "entries?cursor=ent_1", &[]).await;
    assert_eq!(rest.header("next-cursor"), None);
    assert_eq!(cells(&rest).len(), 2);
}

async fn a_whole_list_is_longer_than_any_page(world: &World) {
    world.grant("c1", "promotional", 10_000).await;
    for _ in 0..10 {
        join_all((0..52).map(|_| uses(world, 1, "m", "r"))).await;
    }
    let entries = cells(&csv(world, "entries", &[]).await);
    assert_eq!(entries.len(), 521);
    for (number, entry) in (1..).zip(&entries) {
        assert_eq!(entry[1], number.to_string());
    }
    assert_eq!(entries[520][12], "9480");
    let spends = cells(&csv(world, "spends", &[]).await);
    let ids: Vec<&String> = spends.iter().map(|spend| &spend[0]).collect();
    let listed = pages(world, "/v1/customers/c1/spends?limit=100", "id").await;
    assert_eq!(serde_json::json!(ids), serde_json::json!(listed));
    let references = cells(&csv(world, "usage?by=reference", &[]).await);
    assert_eq!(references, [["c1", "r", "520", "520", "0", "0"]]);
}
