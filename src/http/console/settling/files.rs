//! A settlement file, or a statement of the seller's account, is taken in from the desk.

use axum::response::Response;
use domain::id::SettlementImportId;
use futures_util::future::BoxFuture;
use providers::settlements::Form;

use crate::{
    app::{App, Shared},
    flows::settlements::{Sent, Way, What},
    http::{
        console::thing::{Done, done},
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        settlement_files::take_in as taken_in,
        visit::Visit,
    },
    web::console::{
        Words,
        thing::{Act, Field, Input, Thing},
        words,
    },
};

pub(super) const NEW: &str = "/console/settlement-imports/new";
pub(super) const TITLE: Words = ("파일 가져오기", "Take in a file");
const TO: &str = "/console/settlement-imports";
/// The name of the act on its page.
const ID: &str = "take-in";
/// What a file dialog offers first. What is sent is known by its content.
const KINDS: &str = ".csv,.xlsx,text/csv";

const SETTLEMENT: &str = "settlement";
const STATEMENT: &str = "statement";

/// What taking in does, a sentence each.
const SAYS: [Words; 4] = [
    (
        "결제사 관리 화면에서 내려받은 정산 파일이나, 판매자 계좌의 거래내역을 CSV 또는 xlsx로 올립니다. 거래내역은 CSV만 됩니다.",
        "Takes in the settlement file that the provider's console gives, as CSV or xlsx, or the statement of the seller's account, as CSV.",
    ),
    (
        "읽은 내역을 저장하고, 지난 날짜를 하나씩 장부와 대사합니다. 돈과 크레딧은 바뀌지 않습니다.",
        "Keeps its rows, and compares each day that is over with the books. Money and credits stay as they are.",
    ),
    (
        "같은 파일을 다시 올려도 아무것도 두 번 저장되지 않습니다. 결제사가 고친 내역이 있으면 새 값으로 바뀝니다.",
        "The same file again keeps nothing twice. A row that the provider has corrected since has its new value.",
    ),
    (
        "읽지 못한 줄은 이유와 함께 보여 주고, 나머지는 그대로 저장합니다.",
        "A row that cannot be read is shown with the reason, and keeps no other from being taken in.",
    ),
];

pub(in crate::http::console) async fn form(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    let page = page(&app, &visit);
    visit.thing(page)
}

fn page(app: &App, visit: &Visit) -> Thing {
    let frame = &visit.frame;
    let word = |words: Words| frame.word(words).to_owned();
    let mut page = Thing::new(frame, frame.word(TITLE));
    page.back = Some((TO.to_owned(), super::IMPORTS));
    let kinds = vec![
        (
            SETTLEMENT.to_owned(),
            word(("결제사의 정산 파일", "A provider's settlement file")),
        ),
        (
            STATEMENT.to_owned(),
            word((
                "판매자 계좌의 거래내역",
                "The statement of the seller's account",
            )),
        ),
    ];
    // Those whose files are known by their headings.
    let providers = app.registry.all().map(|it| it.id());
    let providers = providers.filter(|id| Form::of(id).is_some()).map(|id| {
        let known = words::provider(id.as_str());
        let name = known.map_or(id.as_str(), |known| frame.word(known));
        (id.as_str().to_owned(), name.to_owned())
    });
    let mut act = Act::new(ID, TO.to_owned(), TITLE, ("가져오기", "Take it in"));
    for sentence in SAYS {
        act = act.says(frame.word(sentence));
    }
    let act = act
        .field(
            Field::new("what", ("파일 종류", "What it is"), Input::Choice(kinds)).with(SETTLEMENT),
        )
        .field(Field::new(
            "provider",
            ("결제사", "Provider"),
            Input::Select(providers.collect()),
        ))
        .field(Field::new("file", ("파일", "File"), Input::File(KINDS)));
    page.acts.push(act);
    page
}

pub(in crate::http::console) async fn take_in(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    taken(&app, &visit).await
}

fn taken<'a>(app: &'a Shared, visit: &'a Visit) -> BoxFuture<'a, Result<Response, Problem>> {
    let act = async move {
        let caller = visit.reader();
        let (taken, _) = taken_in(app, &caller, sent(visit)?).await?;
        let word = if taken.before {
            "known_file"
        } else {
            "taken_in"
        };
        Ok(Done::There(path(taken.import.id), word))
    };
    let again = async move { Ok(page(app, visit)) };
    done(visit, (ID, NEW.to_owned()), act, again)
}

fn path(id: SettlementImportId) -> String {
    format!("{TO}/{id}")
}

fn sent(visit: &Visit) -> Result<Sent, Problem> {
    let wrong = |field, rule: &str| Problem::field(&INVALID_FIELD, field, rule);
    let what = match visit.needed("what")? {
        SETTLEMENT => What::Settlement,
        STATEMENT => What::Statement,
        _ => return Err(wrong("what", "is a settlement file or a statement")),
    };
    let provider = visit.needed("provider")?.to_owned().try_into();
    let file = visit.file.clone();
    let file = file.ok_or_else(|| wrong("file", "is missing"))?;
    Ok(Sent {
        what,
        way: Way::Network,
        provider: provider.map_err(|_| wrong("provider", "is the short name of a provider"))?,
        name: file.name,
        bytes: file.bytes,
        form: None,
    })
}
