//! What is done with an operator: signed out, ended, given another password or a second factor.

use axum::response::Response;
use domain::id::KeyId;
use secrecy::ExposeSecret as _;

use super::{PASSWORD, once, page, path, words::words};
use crate::{
    app::{App, Shared},
    flows::operators::managed,
    http::{
        console::{
            door::role_words,
            thing::{Done, Question, asked, done},
        },
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{Frame, thing::Act},
};

pub(super) fn offered(frame: &Frame, id: KeyId, act: &'static str) -> Act {
    let (title, says) = words(act);
    let asked = act != "sign-out";
    let button = if asked {
        ("다음: 확인", "Next: check it")
    } else {
        title
    };
    Act::new(act, path(id, &format!("/{act}")), title, button).says(frame.word(says))
}

pub(in crate::http::console) async fn sign_out(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let act = async {
        managed::sign_out(&app, &visit.reader(), id).await?;
        Ok(Done::There(path(id, ""), "signed_out"))
    };
    let on = ("sign-out", path(id, ""));
    done(&visit, on, act, page(&app, &visit, id)).await
}

/// The question before an act that cannot be undone.
async fn asks(app: &App, visit: &Visit, id: KeyId, act: &str) -> Result<Question, Problem> {
    let known = managed::find(app, id).await?.operator;
    let ((title, says), frame) = (words(act), &visit.frame);
    let who = format!(
        "{}: {} ({})",
        frame.t("담당자", "Operator"),
        known.name,
        frame.word(role_words(known.desk))
    );
    Ok(Question::new(title, [who, frame.word(says).to_owned()]))
}

pub(in crate::http::console) async fn disable(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let act = async {
        managed::disable(&app, &visit.reader(), id).await?;
        Ok(Done::There(path(id, ""), "disabled"))
    };
    let question = asks(&app, &visit, id, "disable");
    let on = ("disable", path(id, ""));
    asked(&visit, on, question, act, page(&app, &visit, id)).await
}

pub(in crate::http::console) async fn reset(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let act = async {
        let password = managed::reset(&app, &visit.reader(), id).await?;
        let secrets = vec![(PASSWORD, password.expose_secret().to_owned())];
        let title = ("새 비밀번호", "Another password");
        let shown = once(page(&app, &visit, id).await?, title, secrets);
        Ok(Done::Shown(Box::new(shown)))
    };
    let question = asks(&app, &visit, id, "reset");
    let on = ("reset", path(id, ""));
    asked(&visit, on, question, act, page(&app, &visit, id)).await
}

pub(in crate::http::console) async fn give_factor(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let act = async {
        let factor = managed::give_factor(&app, &visit.reader(), id).await?;
        let typed = (
            "인증 앱에 입력할 비밀 값",
            "The secret, to be typed into the app",
        );
        let address = ("인증 앱의 키 주소", "The address of the key");
        let secrets = vec![
            (typed, factor.secret.expose_secret().to_owned()),
            (address, factor.uri.expose_secret().to_owned()),
        ];
        let title = ("2단계 인증", "Second factor");
        let mut shown = once(page(&app, &visit, id).await?, title, secrets);
        shown.says.push(visit.frame.t(
            "앱에서 직접 입력을 고르고 비밀 값을 넣습니다. 30초마다 바뀌는 6자리 코드(시간 기준, SHA-1)입니다. 다음 로그인에서 이 코드를 넣으면 그때부터 코드가 꼭 필요합니다.",
            "Choose to enter the key by hand in the app: six digits by time, every 30 seconds, SHA-1. The code is needed from the first sign-in on that gives it.",
        ).to_owned());
        Ok(Done::Shown(Box::new(shown)))
    };
    let question = asks(&app, &visit, id, "factor");
    let on = ("factor", path(id, ""));
    asked(&visit, on, question, act, page(&app, &visit, id)).await
}
