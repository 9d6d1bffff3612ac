//! The first thing of a statement that does not agree, by its name.

use crate::statement::odd::{changed_byte, member_at};

/// What does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, from 1.
    pub line: usize,
    thing: String,
    member: Option<String>,
    why: String,
    /// A line without its digest, and the digest that it states, from which the changed byte is found.
    broken: Option<Box<(String, String)>>,
}

impl Fault {
    pub(super) fn new(line: usize, thing: &str, member: Option<&str>, why: &str) -> Self {
        Self {
            line,
            thing: thing.to_owned(),
            member: member.map(str::to_owned),
            why: why.to_owned(),
            broken: None,
        }
    }

    /// A fault at a byte of a text.
    pub(super) fn of_text(line: usize, thing: &str, text: &str, at: usize, why: &str) -> Self {
        let (seq, member) = member_at(text, at);
        let thing = seq.map_or_else(|| thing.to_owned(), |seq| format!("entry {seq}"));
        Self::new(line, &thing, member.as_deref(), why)
    }

    /// A line that is not the one that its digest is of.
    pub(super) fn of_line(line: usize, thing: &str, broken: (String, String)) -> Self {
        let mut fault = Self::new(line, thing, None, "is not the line that its digest is of");
        fault.broken = Some(Box::new(broken));
        fault
    }

    /// Whether the member that was changed is known.
    pub(super) const fn is_exact(&self) -> bool {
        self.member.is_some()
    }

    pub(super) const fn on(mut self, line: usize) -> Self {
        self.line = line;
        self
    }

    /// `entry 7: amount: …`. Where a single byte of a line was changed, the byte is sought, which takes a moment.
    pub fn in_words(&self) -> String {
        let found = self.broken.as_deref().and_then(|(bare, stated)| {
            let at = changed_byte(bare, stated)?;
            Some(member_at(bare, at))
        });
        let (mut thing, mut member) = (self.thing.clone(), self.member.clone());
        if let Some((seq, name)) = found {
            thing = seq.map_or(thing, |seq| format!("entry {seq}"));
            member = name;
        }
        let member = member.map_or_else(String::new, |member| format!("{member}: "));
        format!("{thing}: {member}{} (line {})", self.why, self.line)
    }
}
