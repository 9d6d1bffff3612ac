//! The one form of a page about one thing: its facts, what happened to it in tables, and what may be done with it. Each act
//! says first what it will do, and a refused one comes back with what is wrong beside the field.

use std::fmt::Display;

use askama::Template;
use domain::hash::sha256;

use super::{Frame, Words, list::Cell};
use crate::web::format;

pub(crate) use super::list::Table;

/// Seconds between two looks of a page that turns by itself. A person waits, and the providers answer within seconds.
const TURNS_SECONDS: u32 = 3;

/// A fact: what it is called, and what it is.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) words: Words,
    pub(crate) cell: Cell,
}

/// A text that belongs to the thing, shown as it is.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its name within the page.
    pub(crate) id: &'static str,
    pub(crate) title: Words,
    pub(crate) text: String,
}

/// How a field is filled in.
#[derive(Debug)]
pub(crate) enum Input {
    /// Text of at most so many characters, which must be there.
    Text(usize),
    /// A text that may be left out.
    MaybeText(usize),
    /// A whole number that may be left out.
    Number,
    /// An instant, as clocks in Seoul show it.
    Instant,
    /// The same, which may be left out.
    MaybeInstant,
    /// A day of Seoul, which must be there: `2026-04-08`.
    Day,
    /// A text of many lines.
    Lines,
    /// A file, which must be there: media types and endings that are offered first.
    File(&'static str),
    /// A sentence that is true where it is ticked.
    Tick,
    /// One of these, all of which are shown: value, text.
    Choice(Vec<(String, String)>),
    /// One of these in a closed list: value, text.
    Select(Vec<(String, String)>),
}

/// A field of an act.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) words: Words,
    pub(crate) input: Input,
    pub(crate) value: String,
    /// Whether it is why the act was refused.
    pub(crate) wrong: bool,
}

impl Field {
    pub(crate) fn new(name: &'static str, words: Words, input: Input) -> Self {
        Self {
            name,
            words,
            input,
            value: String::new(),
            wrong: false,
        }
    }

    /// The reason of an act.
    pub(crate) fn reason(words: Words, chars_max: usize) -> Self {
        Self::new("reason", words, Input::Text(chars_max))
    }

    #[must_use]
    pub(crate) fn with(mut self, value: impl Display) -> Self {
        self.value = value.to_string();
        self
    }

    fn is_text(&self) -> bool {
        matches!(
            self.input,
            Input::Text(_)
                | Input::MaybeText(_)
                | Input::Number
                | Input::Instant
                | Input::MaybeInstant
                | Input::Day
        )
    }

    fn most(&self) -> usize {
        match self.input {
            Input::Text(most) | Input::MaybeText(most) => most,
            // Digits of the largest amount, with commas.
            Input::Number
            | Input::Instant
            | Input::MaybeInstant
            | Input::Day
            | Input::Lines
            | Input::File(_)
            | Input::Tick
            | Input::Choice(_)
            | Input::Select(_) => 20,
        }
    }

    fn is_needed(&self) -> bool {
        matches!(self.input, Input::Text(_) | Input::Instant | Input::Day)
    }

    const fn kind(&self) -> &'static str {
        match self.input {
            Input::Instant | Input::MaybeInstant => "datetime-local",
            Input::Day => "date",
            Input::Text(_)
            | Input::MaybeText(_)
            | Input::Number
            | Input::Lines
            | Input::File(_)
            | Input::Tick
            | Input::Choice(_)
            | Input::Select(_) => "text",
        }
    }

    fn choices(&self) -> &[(String, String)] {
        match &self.input {
            Input::Choice(choices) | Input::Select(choices) => choices,
            Input::Text(_)
            | Input::MaybeText(_)
            | Input::Number
            | Input::Instant
            | Input::MaybeInstant
            | Input::Day
            | Input::Lines
            | Input::File(_)
            | Input::Tick => &[],
        }
    }

    fn is_chosen(&self, value: &str) -> bool {
        self.value == value
    }
}

/// What may be done with the thing.
#[derive(Debug)]
pub(crate) struct Act {
    /// Its name within the page.
    pub(crate) id: &'static str,
    /// Where its form is sent.
    pub(crate) to: String,
    pub(crate) title: Words,
    /// What it will do, in sentences of the page's language.
    pub(crate) says: Vec<String>,
    pub(crate) hidden: Vec<(String, String)>,
    pub(crate) fields: Vec<Field>,
    pub(crate) button: Words,
    /// Why it was not done.
    pub(crate) wrong: Option<Wrong>,
}

/// Why an act was not done: in the page's language, and in the gateway's own words where they say more.
#[derive(Debug, Clone)]
pub(crate) struct Wrong {
    pub(crate) words: String,
    pub(crate) detail: String,
    pub(crate) code: &'static str,
}

impl Act {
    pub(crate) fn new(id: &'static str, to: String, title: Words, button: Words) -> Self {
        Self {
            id,
            to,
            title,
            says: Vec::new(),
            hidden: Vec::new(),
            fields: Vec::new(),
            button,
            wrong: None,
        }
    }

    #[must_use]
    pub(crate) fn says(mut self, sentence: impl Into<String>) -> Self {
        self.says.push(sentence.into());
        self
    }

    #[must_use]
    pub(crate) fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// Whether its form is sent with a file in it.
    fn sends_a_file(&self) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| matches!(field.input, Input::File(_)))
    }

    #[must_use]
    pub(crate) fn hidden(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.hidden.push((name.into(), value.to_string()));
        self
    }
}

#[derive(Debug, Template)]
#[template(path = "console/thing.html", config = "src/web/askama.toml")]
pub(crate) struct Thing {
    pub(crate) frame: Frame,
    pub(crate) title: String,
    /// Its id, where it has one.
    pub(crate) id: String,
    pub(crate) state: Cell,
    /// What should be read first, in the page's language.
    pub(crate) notes: Vec<String>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) tables: Vec<Table>,
    pub(crate) documents: Vec<Document>,
    pub(crate) acts: Vec<Act>,
    /// Whether something changes by itself, so that a look again is worth it.
    pub(crate) moves: bool,
    /// Whether it turns by itself then, by the script that pages of buyers have.
    pub(crate) turns: bool,
    /// Where to go back to.
    pub(crate) back: Option<(String, Words)>,
}

impl Thing {
    pub(crate) fn new(frame: &Frame, title: impl Into<String>) -> Self {
        Self {
            frame: frame.clone(),
            title: title.into(),
            id: String::new(),
            state: Cell::Empty,
            notes: Vec::new(),
            facts: Vec::new(),
            tables: Vec::new(),
            documents: Vec::new(),
            acts: Vec::new(),
            moves: false,
            turns: false,
            back: None,
        }
    }

    /// Adds a fact. One that is not there is left out.
    pub(crate) fn fact(&mut self, words: Words, cell: Cell) {
        if cell != Cell::Empty {
            self.facts.push(Fact { words, cell });
        }
    }

    fn has_state(&self) -> bool {
        self.state != Cell::Empty
    }

    /// How everything on the page stands: another text once something has changed.
    fn standing(&self) -> String {
        let shown = format!(
            "{:?}{:?}{:?}{:?}",
            self.state, self.notes, self.facts, self.tables
        );
        sha256(shown.as_bytes())
    }

    /// This page again.
    fn again(&self) -> String {
        self.frame.with(&[("done", None)])
    }
}
