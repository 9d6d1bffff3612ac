//! A statement's lines for a spreadsheet.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::json;

use super::{hours, path};
use crate::support::{client::send, world::World};

both_engines!(a_statement_is_csv_where_that_is_asked_for);

async fn a_statement_is_csv_where_that_is_asked_for(world: &World) {
    world.grant("c1", "promotional", 50).await;
    let spend = json!({"credits": 20, "meter": "=HYPERLINK(1)", "reference": "say \"hi\", you"});
    let gateway = world.gateway();
    gateway
        .post(Role::Service, "/v1/customers/c1/spends", &spend)
        .await
        .ok();
    world.pass(TimeDelta::hours(1));
    let path = path("c1", &hours(world, -2), &hours(world, 0));
    for (lang, heading, opening, used) in [
        ("ko", "일시,내용,크레딧 증감", "이월 잔액", ",사용,"),
        (
            "en",
            "Time,What,Credits",
            "Balance brought forward",
            ",Use,",
        ),
    ] {
        let request = gateway.request(Role::Support, Method::GET, &format!("{path}&lang={lang}"));
        let answer = send(request.header("accept", "text/csv")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(
            answer.header("content-type"),
            Some("text/csv; charset=utf-8")
        );
        assert_eq!(answer.header("credits-balance"), Some("30"));
        let text = answer
            .text
            .strip_prefix('\u{feff}')
            .expect("the mark of UTF-8");
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(lines.len(), 5, "{text}");
        assert!(lines[0].starts_with(heading), "{text}");
        assert!(
            lines[1].contains(opening) && lines[1].ends_with(",,0,0,0,,,,,"),
            "{text}"
        );
        assert!(lines[3].contains(used), "{text}");
        let said = ",-20,30,0,0,0,'=HYPERLINK(1),\"say \"\"hi\"\", you\",spd_";
        assert!(lines[3].contains(said), "{text}");
        assert!(lines[4].ends_with(",,30,0,0,,,,,"), "{text}");
    }
}
