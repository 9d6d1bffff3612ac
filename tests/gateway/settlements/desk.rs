//! Files that are sent from the desk.

use std::fmt::Write as _;

use credit_gateway::access::{Desk, Role};
use reqwest::{Method, RequestBuilder};

use crate::support::{
    client::{Answer, send},
    desk::{Browser, field},
    world::World,
};

both_engines!(
    .without_workers():
    a_file_is_taken_in_at_the_desk,
    whatever_a_row_is_told_is_told_in_korean,
    a_file_is_taken_in_from_our_own_page_alone,
);

const FORM: &str = "/console/settlement-imports/new";
const TO: &str = "/console/settlement-imports";

/// A form with a file in it, as a browser sends it.
fn form(
    request: RequestBuilder,
    fields: &[(&str, &str)],
    file: Option<(&str, &str)>,
) -> RequestBuilder {
    let mut body = String::new();
    let mut part = |head: String, text: &str| {
        write!(
            body,
            "--bound\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n"
        )
        .unwrap();
    };
    for (name, value) in fields {
        part(format!("name=\"{name}\""), value);
    }
    // Where no file is chosen it is there without a name.
    let (name, text) = file.unwrap_or_default();
    part(
        format!("name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv"),
        text,
    );
    body.push_str("--bound--\r\n");
    request
        .header("content-type", "multipart/form-data; boundary=bound")
        .body(body)
}

async fn upload(browser: &Browser<'_>, what: &str, file: Option<(&str, &str)>) -> Answer {
    let page = browser.page(FORM).await;
    let (csrf, once) = (field(&page, "csrf"), field(&page, "once"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("once", once.as_str()),
        ("what", what),
        ("provider", "kakaopay"),
    ];
    let request = browser
        .bare(Method::POST, TO)
        .header("origin", &browser.client.base)
        .header("sec-fetch-site", "same-origin");
    browser.send(form(request, &fields, file)).await
}

async fn file_of_a_day(world: &World) -> String {
    world.sell("kakaopay", 3).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    format!("{text}{day} 10:00:00,결제,N9,T9,ord_x,1000.5,22,2,978,{day}\r\n")
}

async fn a_file_is_taken_in_at_the_desk(world: &World) {
    let text = file_of_a_day(world).await;
    let browser = Browser::of(world, Desk::Support).await;
    for list in ["/console/settlements", TO] {
        let link = format!("href=\"{FORM}\"");
        assert!(browser.page(list).await.contains(&link), "{list}");
    }
    let file = Some(("4월 8일.csv", text.as_str()));
    let answer = upload(&browser, "settlement", file).await;
    let to = answer.location();
    assert!(
        to.starts_with("/console/settlement-imports/sim_") && to.ends_with("?done=taken_in"),
        "{to}"
    );
    let page = browser.page(&to).await;
    for said in [
        "4월 8일.csv",
        "파일을 가져왔습니다",
        ">support<",
        "카카오페이",
        "원 단위 정수여야 합니다",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let again = upload(&browser, "settlement", file).await.location();
    assert_eq!(again, to.replace("taken_in", "known_file"));

    for (what, file) in [
        ("settlement", None),
        ("settlement", Some(("a.csv", "one,two\n1,2\n"))),
        ("statement", Some(("a.csv", text.as_str()))),
        ("other", Some(("a.csv", text.as_str()))),
    ] {
        let answer = upload(&browser, what, file).await;
        assert_eq!(answer.status, 422, "{what} {file:?}");
        assert!(answer.text.contains("role=\"alert\""), "{}", answer.text);
    }
    let acts = "SELECT COUNT(*) FROM audit_log WHERE act = 'settlement.import'";
    assert_eq!(world.database.number(acts).await, 1);
    let acts = Browser::of(world, Desk::Admin).await;
    let acts = acts.page("/console/acts").await;
    assert!(acts.contains("정산 파일 가져오기"), "{acts}");
}

async fn whatever_a_row_is_told_is_told_in_korean(world: &World) {
    let long = "9".repeat(201);
    let rows = [
        "2026-99-08,결제,A,T,1000,20,2,978,",
        "2026-04-08,결제,A,T,1000,20,2,978,2026-99-08",
        "2026-04-08,환전,A,T,1000,20,2,978,",
        "2026-04-08,결제,,,1000,20,2,978,",
        "2026-04-08,결제,A,T,,20,2,978,",
        "2026-04-08,결제,A,T,1000.5,20,2,978,",
        "2026-04-08,결제,A,T,1000,9000000000000000000,2,978,",
        &format!("2026-04-08,결제,{long},T,1000,20,2,978,"),
    ]
    .join("\n");
    let head = "거래일시,거래구분,거래번호,TID,거래금액,수수료,부가세,정산금액,정산일";
    let text = format!("{head}\n{rows}\n");
    let browser = Browser::of(world, Desk::Support).await;
    let file = Some(("a.csv", text.as_str()));
    let to = upload(&browser, "settlement", file).await.location();
    let page = browser.page(&to).await;
    let id = to.split(['/', '?']).nth(3).unwrap();
    let path = format!("/v1/settlement-imports/{id}");
    let import = world.gateway().get(Role::Support, &path).await.ok();
    let unread = import["unread_rows"].as_array().unwrap();
    assert_eq!(unread.len(), 8, "{import}");
    for row in unread {
        let rule = row["rule"].as_str().unwrap();
        assert!(!page.contains(rule), "{rule}: {page}");
    }
    let english = browser.page(&format!("{to}&lang=en")).await;
    assert!(english.contains("is a whole number of won"), "{english}");
}

async fn a_file_is_taken_in_from_our_own_page_alone(world: &World) {
    let text = file_of_a_day(world).await;
    let file = Some(("a.csv", text.as_str()));
    let browser = Browser::of(world, Desk::Support).await;
    let auditor = Browser::of(world, Desk::Auditor).await;
    let here = world.gateway().base.clone();
    let csrf = field(&browser.page(FORM).await, "csrf");
    let post = |browser: &Browser<'_>, origin: &str, csrf: &str| {
        let request = browser.bare(Method::POST, TO).header("origin", origin);
        let fields = [
            ("csrf", csrf),
            ("what", "settlement"),
            ("provider", "kakaopay"),
        ];
        form(request, &fields, file)
    };
    for (request, code) in [
        (
            post(&browser, "https://evil.example", &csrf),
            "form_refused",
        ),
        (post(&browser, "null", &csrf), "form_refused"),
        (post(&browser, &here, ""), "form_refused"),
        (post(&browser, &here, &csrf[1..]), "form_refused"),
        (post(&auditor, &here, &auditor.csrf().await), "role"),
    ] {
        let answer = send(request).await;
        assert_eq!(answer.status, 403, "{code}: {}", answer.text);
        assert!(
            answer.text.contains(&format!("<code>{code}</code>")),
            "{}",
            answer.text
        );
    }
    let nobody = Browser::new(world);
    let answer = send(post(&nobody, &here, &csrf)).await;
    assert_eq!(answer.location(), "/console/sign-in");
    // Whoever may read it all sees no way to send a file.
    assert!(!auditor.page("/console/settlements").await.contains(FORM));
    let kept = "SELECT COUNT(*) FROM settlement_imports";
    assert_eq!(world.database.number(kept).await, 0);
}
