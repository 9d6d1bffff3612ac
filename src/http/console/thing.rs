//! What acts on the pages of things have in common: the question before one, and the page again after one was refused.

use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::calendar::from_seoul;

use crate::{
    http::{
        error::{INVALID_FIELD, Problem},
        visit::Visit,
    },
    web::console::{
        Words,
        thing::{Act, Thing, Wrong},
        wrong,
    },
};

/// The field by which a form says that its question was answered.
const SURE: &str = "sure";

/// Whether the operator has read what the act will do, and pressed again.
pub(super) fn is_sure(visit: &Visit) -> bool {
    visit.said(SURE) == "yes"
}

/// An instant of the form, as clocks in Seoul show it.
pub(super) fn instant(visit: &Visit, name: &'static str) -> Result<DateTime<Utc>, Problem> {
    let rule = "is an instant such as 2026-11-22T16:00, in Korean time";
    let wrong = || Problem::field(&INVALID_FIELD, name, rule);
    from_seoul(visit.needed(name)?).ok_or_else(wrong)
}

/// The question before an act: exactly what it will do, and the button that does it. The form's fields go along.
pub(super) fn question(
    visit: &Visit,
    title: Words,
    says: impl IntoIterator<Item = String>,
    back: String,
) -> Result<Response, Problem> {
    let mut act = Act::new("sure", visit.frame.path.clone(), title, title);
    act.says = says.into_iter().collect();
    for (name, value) in &visit.form {
        act = act.hidden(name, value);
    }
    act = act.hidden(SURE, "yes");
    act.title = ("이렇게 처리합니다", "This will be done");
    let mut page = Thing::new(&visit.frame, visit.frame.word(title));
    page.back = Some((back, ("돌아가기 (처리하지 않음)", "Back, without doing it")));
    page.acts.push(act);
    visit.page(&page)
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
        Some(field) => Some(wrong::of_field(field)),
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
