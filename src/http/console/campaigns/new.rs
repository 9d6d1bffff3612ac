//! Beginning a campaign.

use axum::response::Response;
use domain::campaign::{
    Audience, CAMPAIGN_NAME_MAX, CODE_TYPED_MAX, Gives, NewCampaign, PRODUCTS_MAX,
};

use super::{audience_words, gives};
use crate::{
    app::{App, Shared},
    flows::campaigns,
    http::{
        console::{
            customers::acts::NEXT,
            thing::{Done, Question, asked, instant, number},
        },
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::{
        self,
        console::{
            Frame, Words,
            thing::{Act, Field, Input, Thing},
        },
    },
};

const LIST: &str = "/console/campaigns";
const TITLE: Words = ("캠페인 시작", "Begin a campaign");
/// Digits of the largest number, with commas.
const DIGITS: usize = 20;

pub(in crate::http::console) async fn form(
    _: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    visit.page(&new(&visit.frame))
}

fn new(frame: &Frame) -> Thing {
    let mut page = Thing::new(frame, frame.word(TITLE));
    page.back = Some((LIST.to_owned(), ("캠페인", "Campaigns")));
    page.acts.push(beginning(frame));
    page
}

fn beginning(frame: &Frame) -> Act {
    let whom = |known: &Audience| {
        (
            known.as_str().to_owned(),
            frame.word(audience_words(*known)).to_owned(),
        )
    };
    let gift = |known: &Gives| {
        (
            known.as_str().to_owned(),
            frame.word(gives(*known)).to_owned(),
        )
    };
    let audiences = Input::Choice(Audience::ALL.iter().map(whom).collect());
    let gifts = Input::Choice(Gives::ALL.iter().map(gift).collect());
    let field = Field::new;
    Act::new("begin", LIST.to_owned(), TITLE, NEXT)
        .says(frame.t(
            "정한 기간과 예산 안에서 코드를 쓰거나 처음 온 고객에게 혜택을 줍니다. 시작한 뒤에는 바꿀 수 없고, 끝낼 수만 있습니다.",
            "Promises something to whoever names a code, or to new customers, within a time and a budget. Once begun it cannot be changed, only ended.",
        ))
        .field(field("name", ("이름 (내부용)", "Name, for your own lists"), Input::Text(CAMPAIGN_NAME_MAX)))
        .field(field("audience", ("누구에게", "For whom"), audiences).with(Audience::Code))
        .field(field(
            "code",
            ("코드 (코드로 줄 때. 영문자와 숫자 4–32자)", "Code, where one is named: 4 to 32 letters and digits"),
            Input::MaybeText(CODE_TYPED_MAX),
        ))
        .field(field("gives", ("혜택", "Gives"), gifts).with(Gives::Credits))
        .field(field("worth", ("한 번에 (크레딧, 원 또는 %)", "Each: credits, won or per cent"), Input::Text(DIGITS)))
        .field(field(
            "products",
            (
                "상품 ID (쉼표로 나눕니다. 혜택이 크레딧이면 비웁니다)",
                "Ids of products, with commas between them; empty for credits",
            ),
            Input::MaybeText(PRODUCTS_MAX * domain::product::ID_CHARS_MAX),
        ))
        .field(field("from", ("시작 (한국 시간)", "From (Korean time)"), Input::Instant))
        .field(field("until", ("끝 (한국 시간, 이 시각 전까지)", "Until (Korean time, exclusive)"), Input::Instant))
        .field(field("budget", ("예산 (모두 합쳐 크레딧 또는 원)", "Budget of all together: credits or won"), Input::Text(DIGITS)))
        .field(field("redemptions_max", ("사용 횟수의 한도 (비우면 없음)", "Redemptions at most; no limit where it is left empty"), Input::Number))
        .field(field("per_customer", ("고객마다 몇 번까지", "Redemptions of one customer"), Input::Text(DIGITS)).with(1))
}

/// What the form says.
fn wanted(visit: &Visit) -> Result<NewCampaign, Problem> {
    let none =
        |field: &'static str| Problem::field(&INVALID_FIELD, field, "is none of the choices");
    let missing = |field: &'static str| Problem::field(&INVALID_FIELD, field, "is missing");
    let code = visit.maybe("code").map(str::parse).transpose();
    let products = visit.said("products").split([',', ' ']);
    let products = products.filter(|id| !id.is_empty()).map(str::to_owned);
    let needed = |field| number(visit, field)?.ok_or_else(|| missing(field));
    Ok(NewCampaign {
        name: visit.needed("name")?.to_owned(),
        audience: visit
            .said("audience")
            .parse()
            .map_err(|_| none("audience"))?,
        code: code
            .map_err(|_| Problem::field(&INVALID_FIELD, "code", "is 4 to 32 letters and digits"))?,
        gives: visit.said("gives").parse().map_err(|_| none("gives"))?,
        worth: needed("worth")?,
        products: products.collect(),
        from: instant(visit, "from")?,
        until: instant(visit, "until")?,
        budget: needed("budget")?,
        redemptions_max: number(visit, "redemptions_max")?,
        per_customer: needed("per_customer")?,
    })
}

pub(in crate::http::console) async fn make(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    let question = async { will_begin(&app, &visit) };
    let act = async {
        let begun = campaigns::create(&app, visit.caller()?, wanted(&visit)?).await?;
        Ok(Done::There(super::path(begun.answer.id), "done"))
    };
    let on = ("begin", LIST.to_owned());
    asked(&visit, on, question, act, async { Ok(new(&visit.frame)) }).await
}

fn will_begin(app: &App, visit: &Visit) -> Result<Question, Problem> {
    let (new, frame) = (wanted(visit)?, &visit.frame);
    campaigns::check(app, visit.operator.desk.role(), &new)?;
    let line = |words: Words, text: String| format!("{}: {text}", frame.word(words));
    let whom = match &new.code {
        Some(code) => String::from(code.clone()),
        None => frame.word(audience_words(new.audience)).to_owned(),
    };
    let gift = format!(
        "{} {}",
        frame.word(gives(new.gives)),
        web::grouped(new.worth)
    );
    let mut says = vec![
        line(("이름", "Name"), new.name.clone()),
        line(("누구에게", "For whom"), whom),
        line(("혜택 (한 번에)", "Gives each"), gift),
        line(("시작", "From"), frame.at(&new.from)),
        line(("끝", "Until"), frame.until(&new.until)),
        line(("예산", "Budget"), web::grouped(new.budget)),
        frame
            .t(
                "시작한 뒤에는 바꿀 수 없고, 끝낼 수만 있습니다. 코드는 다시 쓰지 못합니다.",
                "Once begun it cannot be changed, only ended, and its code belongs to it for good.",
            )
            .to_owned(),
    ];
    if !new.products.is_empty() {
        let products = line(("상품", "Products"), new.products.join(", "));
        says.insert(3, products);
    }
    Ok(Question::new(TITLE, says))
}
