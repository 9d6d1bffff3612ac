//! How a call to a provider can fail to return a snapshot.

/// Five outcomes that are distinguished because different conclusions may be drawn from them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The provider definitely refused and nothing moved. Only codes on an adapter's allow-list are mapped to this.
    #[error("declined: {code}: {message}")]
    Declined { code: String, message: String },
    /// The provider definitely refused to send money back because its own deadline is over, and nothing moved. It
    /// will never do it: a person has to transfer the money.
    #[error("too late: {code}: {message}")]
    TooLate { code: String, message: String },
    /// The request was not processed (no connection, or an answer to come back later): safe to repeat under the same
    /// key.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// It was sent and the answer is unknown, or cannot be understood: nothing may be concluded.
    #[error("in doubt: {0}")]
    InDoubt(String),
    /// Our key, contract or request is wrong. Nothing moved; a person has to check it.
    #[error("misconfigured: {code}: {message}")]
    Misconfigured { code: String, message: String },
}

/// Longest text that is accepted as a code: the longest documented has 47 characters.
const CODE_BYTES_MAX: usize = 100;
/// How errors begin when they are written down: [`ProviderError`]'s own words.
const KINDS: [&str; 5] = [
    "declined: ",
    "too late: ",
    "unreachable: ",
    "in doubt: ",
    "misconfigured: ",
];

/// The provider's code in the note that an error or a failed payment left behind: `declined: CODE: message`
/// or `CODE: message`. `None` where the note is of another kind. The message is never taken for a code.
pub fn code_in(note: &str) -> Option<&str> {
    code_and_message(note).map(|(code, _)| code)
}

/// The provider's message in the same notes, behind the code.
pub fn message_in(note: &str) -> Option<&str> {
    code_and_message(note).map(|(_, message)| message)
}

fn code_and_message(note: &str) -> Option<(&str, &str)> {
    let said = KINDS
        .iter()
        .find_map(|kind| note.strip_prefix(kind))
        .unwrap_or(note);
    let (code, message) = said.split_once(": ")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-/.".contains(&byte);
    // Our own plain words contain no capitals and digits; every known code has one or the other.
    let telling = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let formed = code.len() <= CODE_BYTES_MAX && code.bytes().all(plain);
    (formed && code.bytes().any(telling)).then_some((code, message))
}

#[cfg(test)]
mod tests {
    use super::{ProviderError, code_in, message_in};
    use crate::codes::Meaning;

    #[test]
    fn every_error_that_names_a_code_gives_it_back_when_it_was_written_down() {
        for meaning in [
            Meaning::NothingMoved,
            Meaning::TooLate,
            Meaning::InDoubt,
            Meaning::RetryLater,
            Meaning::Misconfigured,
            Meaning::Settled,
        ] {
            for code in ["REJECT_CARD_PAYMENT", "-780/LACK_BALANCE", "TimeExpired"] {
                let error = meaning.error(code.to_owned(), "한도초과: 잔액부족".to_owned());
                assert_eq!(code_in(&error.to_string()), Some(code), "{error}");
                assert_eq!(message_in(&error.to_string()), Some("한도초과: 잔액부족"));
            }
        }
        assert_eq!(
            code_in("QUIT_PAYMENT: the buyer gave up"),
            Some("QUIT_PAYMENT")
        );
    }

    #[test]
    fn nothing_else_is_taken_for_a_code() {
        let unreachable = ProviderError::Unreachable("error sending request: refused".to_owned());
        for note in [
            &unreachable.to_string(),
            "cancelled by support",
            "the deposit was taken back: there is nothing to refund",
            "in doubt: timeout: none",
            "declined: <script>alert(1)</script>: X",
            "declined: : no code",
            "declined: 한도초과: message",
            "",
        ] {
            assert_eq!((code_in(note), message_in(note)), (None, None), "{note}");
        }
    }
}
