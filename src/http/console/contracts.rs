//! Contracts of enterprises: published, and read as they were published.

mod new;
mod prices;

use axum::response::Response;
use domain::{
    contract::Contract,
    id::{ContractId, CustomerId},
};

pub(super) use self::new::{form, publish};
use super::{
    cells::to_customer,
    list::{self, Column, Listing},
};
use crate::{
    app::Shared,
    flows::{contracts, desk::Names, page::Page, views},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        list::Cell,
        thing::{Document, Thing},
    },
};

static CONTRACTS: Listing<Contract> = Listing {
    title: ("계약", "Contracts"),
    about: (
        "고객과 맺은 계약, 최신순. 나중 계약이 시행되면 앞의 계약으로는 더 주문하지 않습니다.",
        "What was agreed with the customer, newest first. Once a later one takes effect nothing is ordered under the one before.",
    ),
    empty: (
        "이 고객과 맺은 계약이 없습니다.",
        "There is no contract with this customer.",
    ),
    file: "contracts",
    act: Some((
        "/console/contracts/new",
        ("계약 올리기", "Publish a contract"),
    )),
    columns: &[
        Column {
            name: "name",
            words: ("이름", "Name"),
            amount: false,
            cell: |known, _| Cell::link(format!("/console/contracts/{}", known.id), &known.name),
        },
        Column {
            name: "reference",
            words: ("계약 번호", "Reference"),
            amount: false,
            cell: |known, _| Cell::shown(&known.reference),
        },
        Column {
            name: "policy",
            words: ("바탕 정책", "Policy"),
            amount: false,
            cell: |known, _| {
                let policy = &known.policy;
                Cell::link(format!("/console/policies/{policy}"), policy)
            },
        },
        Column {
            name: "effective_at",
            words: ("시행", "In effect from"),
            amount: false,
            cell: |known, _| Cell::When(known.effective_at),
        },
        Column {
            name: "published_at",
            words: ("올린 시각", "Published"),
            amount: false,
            cell: |known, _| Cell::When(known.published_at),
        },
    ],
};

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    let read = |page: Page<ContractId>| contracts::list(&app, &customer, page);
    list::show(&visit, &ask, &CONTRACTS, Vec::new(), read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id: ContractId = ask.id("id")?;
    let known = views::contract(&app, id).await?;
    let names = Names::read(&app).await?;
    let mut page = Thing::new(&visit.frame, &known.name);
    page.id = id.to_string();
    page.back = Some((
        format!("/console/customers/{}/contracts", known.customer),
        ("이 고객의 계약", "The customer's contracts"),
    ));
    page.fact(("고객", "Customer"), to_customer(&known.customer));
    page.fact(("계약 번호", "Reference"), Cell::shown(&known.reference));
    let policy = Cell::link(format!("/console/policies/{}", known.policy), &known.policy);
    page.fact(("바탕 정책", "Policy"), policy);
    page.fact(("시행", "In effect from"), Cell::When(known.effective_at));
    page.fact(("올린 시각", "Published"), Cell::When(known.published_at));
    page.fact(
        ("올린 사람", "Published by"),
        Cell::Text(names.of(&known.published_by)),
    );
    page.fact(
        ("문서의 SHA-256", "SHA-256 of the document"),
        Cell::shown(&known.hash),
    );
    page.tables.push(prices::table(&known));
    page.documents.push(Document {
        id: "document",
        title: ("문서 전체", "The whole document"),
        text: known.document,
    });
    visit.page(&page)
}
