//! What acts on the pages of things have in common: the question before one, and the page again after one was refused.

use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{approval::LimitedAct, calendar::from_seoul, command::Reply, money::Credits};
use futures_util::future::BoxFuture;

use crate::{
    app::App,
    flows::outcome::Outcome,
    http::{
        error::{INVALID_FIELD, Problem},
        visit::Visit,
    },
    web::console::{
        Frame, Words,
        secret::Secret,
        thing::{Act, Thing, Wrong},
        wrong,
    },
};

/// The field by which a form says that its question was answered.
const SURE: &str = "sure";

/// What stands before an act: exactly what it will do.
pub(super) struct Question {
    pub(super) title: Words,
    pub(super) says: Vec<String>,
}

impl Question {
    pub(super) fn new(title: Words, says: impl IntoIterator<Item = String>) -> Self {
        Self {
            title,
            says: says.into_iter().collect(),
        }
    }

    /// Says whether an act of this amount is done at once, or is only asked for and waits for a second person.
    pub(super) fn limited(
        mut self,
        app: &App,
        visit: &Visit,
        act: LimitedAct,
        amount: i64,
    ) -> Self {
        let most = app.limits.of(visit.operator.desk.role(), act);
        let says = if most.is_some_and(|most| amount > most) {
            self.title = ("승인 요청", "Ask for approval");
            (
                "내 한도를 넘으므로 바로 처리되지 않고, 승인 권한이 있는 다른 담당자의 승인을 기다립니다.",
                "This is above your limit: it is not done at once, but waits until another person who may approve does.",
            )
        } else {
            (
                "누르면 바로 처리되고 되돌릴 수 없습니다.",
                "It is done at once, and cannot be undone.",
            )
        };
        self.says.push(visit.frame.word(says).to_owned());
        self
    }
}

/// An instant of the form, as clocks in Seoul show it.
pub(super) fn instant(visit: &Visit, name: &'static str) -> Result<DateTime<Utc>, Problem> {
    let missing = || Problem::field(&INVALID_FIELD, name, "is missing");
    maybe_instant(visit, name)?.ok_or_else(missing)
}

/// The same. `None` where the form leaves it out.
pub(super) fn maybe_instant(
    visit: &Visit,
    name: &'static str,
) -> Result<Option<DateTime<Utc>>, Problem> {
    let rule = "is an instant such as 2026-11-22T16:00, in Korean time";
    let wrong = || Problem::field(&INVALID_FIELD, name, rule);
    let said = visit.maybe(name);
    said.map(|text| from_seoul(text).ok_or_else(wrong))
        .transpose()
}

/// What came of an act.
pub(super) enum Done {
    /// The page that it was asked on says so.
    Here,
    /// Another page goes on with it: its address, and a word of `web::console::notice`.
    There(String, &'static str),
    /// It made a secret. Its page is the answer to the form itself, because an address to lead on to would have to hold the
    /// secret.
    Shown(Box<Secret>),
}

impl<T> From<Outcome<T>> for Done {
    fn from(outcome: Outcome<T>) -> Self {
        match outcome {
            Outcome::Done(_) => Self::Here,
            Outcome::Waits(asked) => {
                Self::There(format!("/console/approvals/{}", asked.answer.id), "waits")
            }
        }
    }
}

impl<T> From<Reply<T>> for Done {
    fn from(_: Reply<T>) -> Self {
        Self::Here
    }
}

/// An act of a page: its name there, and the page's path.
pub(super) type Of = (&'static str, String);

/// First the question, then the act. Neither is begun before its turn. Where one is refused, `page` is shown again, with
/// what is wrong. The three are boxed, because one future of all would be large.
pub(super) fn asked<'a>(
    visit: &'a Visit,
    (id, on): Of,
    question: impl Future<Output = Result<Question, Problem>> + Send + 'a,
    act: impl Future<Output = Result<Done, Problem>> + Send + 'a,
    page: impl Future<Output = Result<Thing, Problem>> + Send + 'a,
) -> BoxFuture<'a, Result<Response, Problem>> {
    if is_sure(visit) {
        return done(visit, (id, on), act, page);
    }
    let (question, page) = (Box::pin(question), Box::pin(page));
    Box::pin(async move {
        match question.await {
            Ok(asks) => self::question(visit, asks, on),
            Err(problem) => refused(visit, page.await?, id, problem),
        }
    })
}

/// An act that needs no question. The page after it is opened by GET, so that a reload repeats nothing.
pub(super) fn done<'a>(
    visit: &'a Visit,
    (id, on): Of,
    act: impl Future<Output = Result<Done, Problem>> + Send + 'a,
    page: impl Future<Output = Result<Thing, Problem>> + Send + 'a,
) -> BoxFuture<'a, Result<Response, Problem>> {
    let (act, page) = (Box::pin(act), Box::pin(page));
    Box::pin(async move {
        match act.await {
            Ok(Done::Here) => visit.go(&on, "done"),
            Ok(Done::There(to, word)) => visit.go(&to, word),
            Ok(Done::Shown(secret)) => visit.page(&*secret),
            Err(problem) => refused(visit, page.await?, id, problem),
        }
    })
}

/// Whether the operator has read what the act will do, and pressed again. [`asked`] goes by it; an act that ends in a page of
/// its own asks itself.
pub(super) fn is_sure(visit: &Visit) -> bool {
    visit.said(SURE) == "yes"
}

/// The question before an act, and the button that does it. The form's fields go along, and so does its mark to be done
/// once: the same form sent again, asked about again and confirmed again is the same request.
pub(super) fn question(
    visit: &Visit,
    Question { title, says }: Question,
    back: String,
) -> Result<Response, Problem> {
    let mut act = Act::new("sure", visit.frame.path.clone(), title, title);
    act.says = says;
    for (name, value) in &visit.form {
        act = act.hidden(name, value);
    }
    act = act.hidden(SURE, "yes");
    act.title = ("이렇게 처리합니다", "This will be done");
    let mut page = Thing::new(&visit.frame, visit.frame.word(title));
    let back_words = ("돌아가기 (처리하지 않음)", "Back, without doing it");
    page.back = Some((back, back_words));
    page.acts.push(act);
    if !visit.once.is_empty() {
        visit.once.clone_into(&mut page.frame.once);
    }
    visit.page(&page)
}

/// The reason of an act, as its question repeats it.
pub(super) fn why(frame: &Frame, reason: &str) -> String {
    format!("{}: {reason}", frame.t("사유", "Reason"))
}

/// A whole number that a form names, where it names one. People write commas and spaces in it.
pub(super) fn number(visit: &Visit, name: &'static str) -> Result<Option<i64>, Problem> {
    let wrong = |_| Problem::field(&INVALID_FIELD, name, "is a whole number");
    let number = visit.maybe(name).map(|text| text.replace([',', ' '], ""));
    number.map(|text| text.parse().map_err(wrong)).transpose()
}

/// The number of credits that a form names, where it names one.
pub(super) fn credits_of(visit: &Visit) -> Result<Option<Credits>, Problem> {
    let wrong = |_| Problem::field(&INVALID_FIELD, "credits", "is a whole number");
    let number = number(visit, "credits")?;
    number
        .map(|number| Credits::new(number).map_err(wrong))
        .transpose()
}

/// The page of a thing again, after its act `id` was refused: with what was entered, and why beside it. What broke on our
/// side is passed on.
pub(super) fn refused(
    visit: &Visit,
    mut page: Thing,
    id: &str,
    problem: Problem,
) -> Result<Response, Problem> {
    if problem.kind.code == "internal" {
        return Err(problem);
    }
    let field = problem.field_name();
    let known = match &field {
        Some(field) => Some(wrong::of_field(id, field)),
        None => wrong::of_code(problem.kind.code),
    };
    let words = known.unwrap_or(("처리하지 않았습니다.", "Nothing was done."));
    let why = Wrong {
        words: visit.frame.word(words).to_owned(),
        detail: problem.detail().to_owned(),
        code: problem.kind.code,
    };
    let Some(act) = page.acts.iter_mut().find(|act| act.id == id) else {
        // The thing has changed, so that the act is not offered any more.
        page.notes
            .insert(0, format!("{} ({})", why.words, why.code));
        return visit.page_for(&problem, &page);
    };
    for known in &mut act.fields {
        visit.said(known.name).clone_into(&mut known.value);
        known.wrong = field.as_deref() == Some(known.name);
    }
    act.wrong = Some(why);
    visit.page_for(&problem, &page)
}
