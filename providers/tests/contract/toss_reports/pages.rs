//! Reports of several pages, and reports that cannot be read.

use providers::error::ProviderError;
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{path, query_param, query_param_is_missing},
};

use super::settlements::settlements;
use super::{row, sale, transactions};
use crate::support::{answer, error, with};

fn page(of: std::ops::Range<usize>, row: &Value) -> Value {
    of.map(|n| with(row.clone(), json!({"transactionKey":format!("T{n}")})))
        .collect()
}

#[tokio::test]
async fn movements_are_read_to_the_last_page() {
    let server = MockServer::start().await;
    for (after, rows) in [
        (None, page(0..1000, &row())),
        (Some("T999"), page(1000..2000, &row())),
        // A row that came in meanwhile is listed again.
        (Some("T1999"), page(1999..2001, &row())),
    ] {
        let mut mock = Mock::given(path("/v1/transactions"));
        mock = match after {
            Some(key) => mock.and(query_param("startingAfter", key)),
            None => mock.and(query_param_is_missing("startingAfter")),
        };
        let template = ResponseTemplate::new(200).set_body_json(rows);
        mock.respond_with(template).expect(1).mount(&server).await;
    }
    assert_eq!(transactions(&server).await.unwrap().len(), 2001);
}

#[tokio::test]
async fn a_page_that_repeats_itself_is_no_report() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/v1/transactions",
        200,
        &page(0..1000, &row()),
    )
    .await;
    answer(
        &server,
        "GET",
        "/v1/settlements",
        200,
        &page(0..500, &sale()),
    )
    .await;
    let doubt = transactions(&server).await;
    assert!(matches!(doubt, Err(ProviderError::InDoubt(_))));
    let doubt = settlements(&server).await;
    assert!(matches!(doubt, Err(ProviderError::InDoubt(_))));
}

#[tokio::test]
async fn a_report_without_end_is_given_up_at_its_two_hundredth_page() {
    let server = MockServer::start().await;
    let endless = |request: &Request| {
        let pairs: std::collections::HashMap<_, _> = request.url.query_pairs().collect();
        let number: usize = pairs["page"].parse().unwrap();
        let rows = page(number * 500..number * 500 + 500, &sale());
        ResponseTemplate::new(200).set_body_json(rows)
    };
    Mock::given(path("/v1/settlements"))
        .respond_with(endless)
        .expect(200)
        .mount(&server)
        .await;
    let doubt = settlements(&server).await;
    assert!(matches!(doubt, Err(ProviderError::InDoubt(_))));
}

#[tokio::test]
async fn a_report_that_cannot_be_read_whole_is_none() {
    for bad in [json!(0.5), json!("12.5"), json!(null), json!(1e300)] {
        let server = MockServer::start().await;
        let lines = json!([
            sale(),
            with(sale(), json!({"transactionKey":"B","vat":bad}))
        ]);
        answer(&server, "GET", "/v1/settlements", 200, &lines).await;
        let rows = json!([with(row(), json!({"amount":i64::MIN}))]);
        answer(&server, "GET", "/v1/transactions", 200, &rows).await;
        let doubt = settlements(&server).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))), "{bad}");
        let doubt = transactions(&server).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))));
    }
}

#[tokio::test]
async fn refusals_of_a_report_are_told_apart() {
    for (status, body, sort) in [
        (400, error("INVALID_DATE"), "misconfigured"),
        (403, error("FORBIDDEN_REQUEST"), "misconfigured"),
        (429, json!({}), "unreachable"),
        (403, error("FORBIDDEN_CONSECUTIVE_REQUEST"), "unreachable"),
        (404, error("NOT_FOUND"), "in doubt"),
        (500, json!(null), "in doubt"),
    ] {
        let server = MockServer::start().await;
        answer(&server, "GET", "/v1/settlements", status, &body).await;
        let error = settlements(&server).await.unwrap_err();
        assert!(error.to_string().starts_with(sort), "{error}");
    }
}
