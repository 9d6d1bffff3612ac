//! Forms as they stand on pages: sent with everything that the page put into them.

use crate::support::{client::Answer, desk::Browser};

/// The hidden fields of the form of a page that is sent to `action`.
fn hidden(page: &str, action: &str) -> Vec<(String, String)> {
    let start = format!("action=\"{action}\"");
    let (_, form) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no form to {action}: {page}"));
    let form = form.split("</form>").next().unwrap();
    let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
    inputs
        .map(|input| {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            let value = rest.split('"').next().unwrap();
            (name.to_owned(), plain(value))
        })
        .collect()
}

/// Text as it was before it stood in a page.
fn plain(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

/// Fills in the form of a page, and presses its button.
pub(super) async fn press(
    browser: &Browser<'_>,
    page: &str,
    action: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let hidden = hidden(page, action);
    let mut all: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend_from_slice(fields);
    browser.send(browser.form(action, &all)).await
}

/// Fills in the form, reads the question after it, and says yes. Returns the question beside the answer.
pub(crate) async fn press_and_confirm(
    browser: &Browser<'_>,
    page: &str,
    action: &str,
    fields: &[(&str, &str)],
) -> (String, Answer) {
    let question = press(browser, page, action, fields).await;
    assert_eq!(question.status, 200, "{}", question.text);
    let answer = press(browser, &question.text, action, &[]).await;
    (question.text, answer)
}
