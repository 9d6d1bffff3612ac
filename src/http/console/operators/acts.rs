//! What is done with an operator: signed out, ended, given another password or a second factor.

use axum::response::Response;
use domain::id::KeyId;
use secrecy::ExposeSecret as _;

use super::{PASSWORD, once, page, path};
use crate::{
    app::{App, Shared},
    flows::operators::managed,
    http::{
        console::{
            door::role_words,
            thing::{Question, is_sure, question, refused},
        },
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{Frame, Words, thing::Act},
};

/// What an act is called, and what it does.
const fn words(act: &str) -> (Words, Words) {
    match act.as_bytes() {
        b"sign-out" => (
            ("모든 곳에서 로그아웃", "Sign out everywhere"),
            (
                "이 담당자가 로그인한 모든 곳에서 바로 로그아웃됩니다. 비밀번호는 그대로이고, 다시 로그인할 수 있습니다.",
                "Signs the operator out everywhere at once. The password stays, and the operator can sign in again.",
            ),
        ),
        b"reset" => (
            ("새 비밀번호 주기", "Give another password"),
            (
                "지금 비밀번호는 더 이상 맞지 않고, 2단계 인증은 없어지고, 모든 곳에서 로그아웃됩니다. 새 비밀번호는 다음 화면에서 한 번만 보이고, 처음 로그인할 때 본인이 바꿉니다.",
                "The present password works no more, the second factor is taken away, and the operator is signed out everywhere. The other password is shown once, on the next page, and has to be replaced at the first sign-in.",
            ),
        ),
        b"factor" => (
            ("2단계 인증 설정", "Set up a second factor"),
            (
                "다음 화면에서 인증 앱에 넣을 비밀 값을 한 번만 보여 줍니다. 그때부터 로그인할 때 앱의 6자리 코드가 필요하고, 모든 곳에서 로그아웃됩니다. 전에 설정한 앱은 더 이상 맞지 않습니다. 앱을 잃어버리면 새 비밀번호를 주어 없앱니다.",
                "The next page shows once what an authenticator app is given. From then on a sign-in needs the app's six digits, and the operator is signed out everywhere. An app that was set up before works no more. If the app is lost, another password takes the second factor away.",
            ),
        ),
        _ => (
            ("담당자 끝내기", "End the operator"),
            (
                "이 담당자는 바로 모든 곳에서 로그아웃되고 다시는 로그인할 수 없습니다. 되돌릴 수 없고, 같은 이름을 다시 만들 수도 없습니다. 이 사람이 한 일의 기록은 남습니다.",
                "The operator is signed out everywhere at once and can never sign in again. This cannot be undone, and the name is not given again. The record of what the person did stays.",
            ),
        ),
    }
}

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
    managed::sign_out(&app, &visit.reader(), id).await?;
    visit.go(&path(id, ""), "signed_out")
}

/// The question before an act that cannot be undone.
async fn asked(
    app: &App,
    visit: &Visit,
    id: KeyId,
    act: &'static str,
) -> Result<Response, Problem> {
    let known = managed::find(app, id).await?.operator;
    let (title, says) = words(act);
    let frame = &visit.frame;
    let who = format!(
        "{}: {} ({})",
        frame.t("담당자", "Operator"),
        known.name,
        frame.word(role_words(known.desk))
    );
    let says = [who, frame.word(says).to_owned()];
    question(visit, Question::new(title, says), path(id, ""))
}

pub(in crate::http::console) async fn disable(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    if !is_sure(&visit) {
        return asked(&app, &visit, id, "disable").await;
    }
    match managed::disable(&app, &visit.reader(), id).await {
        Ok(()) => visit.go(&path(id, ""), "disabled"),
        Err(error) => {
            let page = page(&app, &visit, id).await?;
            refused(&visit, page, "disable", error.into())
        }
    }
}

pub(in crate::http::console) async fn reset(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    if !is_sure(&visit) {
        return asked(&app, &visit, id, "reset").await;
    }
    let given = managed::reset(&app, &visit.reader(), id).await;
    let page = page(&app, &visit, id).await?;
    match given {
        Ok(password) => {
            let secrets = vec![(PASSWORD, password.expose_secret().to_owned())];
            visit.page(&once(page, ("새 비밀번호", "Another password"), secrets))
        }
        Err(error) => refused(&visit, page, "reset", error.into()),
    }
}

pub(in crate::http::console) async fn give_factor(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    if !is_sure(&visit) {
        return asked(&app, &visit, id, "factor").await;
    }
    let given = managed::give_factor(&app, &visit.reader(), id).await;
    let page = page(&app, &visit, id).await?;
    let factor = match given {
        Ok(factor) => factor,
        Err(error) => return refused(&visit, page, "factor", error.into()),
    };
    let secrets = vec![
        (
            (
                "인증 앱에 입력할 비밀 값",
                "The secret, to be typed into the app",
            ),
            factor.secret.expose_secret().to_owned(),
        ),
        (
            ("인증 앱의 키 주소", "The address of the key"),
            factor.uri.expose_secret().to_owned(),
        ),
    ];
    let mut page = once(page, ("2단계 인증", "Second factor"), secrets);
    page.says.push(
        visit
            .frame
            .t(
                "앱에서 직접 입력을 고르고 비밀 값을 넣습니다. 30초마다 바뀌는 6자리 코드(시간 기준, SHA-1)입니다.",
                "Choose to enter the key by hand in the app: six digits by time, every 30 seconds, SHA-1.",
            )
            .to_owned(),
    );
    visit.page(&page)
}
