//! Verifies a statement line by line, with nothing but the document. The first thing that does not agree is named.

mod fault;
mod parts;
mod sums;

use sha2::{Digest as _, Sha256};

pub use fault::Fault;
use sums::Sums;

use super::{
    Foot, Head, Signed,
    anchor::Chained,
    lines::{NotInForm, json, parse, same},
};
use crate::hash::{Hash, hex};

/// What stands on the next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Head,
    Opens(List),
    In(List),
    Foot,
    Journal,
    Signed,
    Nothing,
}

/// The lists of a statement, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Postings,
    Lots,
    Totals,
    Blocks,
}

impl List {
    const fn opens(self) -> &'static str {
        match self {
            Self::Postings => "\"postings\":[",
            Self::Lots => "\"lots\":[",
            Self::Totals => "\"totals\":[",
            Self::Blocks => "\"blocks\":[",
        }
    }

    const fn closes(self) -> &'static str {
        match self {
            Self::Postings | Self::Lots | Self::Totals => "],",
            Self::Blocks => "]},",
        }
    }

    /// What a thing of it is called before more is known of it.
    const fn thing(self) -> &'static str {
        match self {
            Self::Postings => "posting",
            Self::Lots => "lot",
            Self::Totals => "total",
            Self::Blocks => "block",
        }
    }
}

/// Whether a thing must follow in the open list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    Perhaps,
    Yes,
    No,
}

/// A statement that agrees with itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub head: Head,
    pub foot: Foot,
    pub entries: i64,
    pub signed: Signed,
    /// Chain, number of blocks up to the last one given, and its hash: what a seal has to name.
    pub sealed: Option<(i64, i64, Hash)>,
}

/// A reader of the lines of a statement.
#[derive(Debug)]
pub struct Verifier {
    line: usize,
    next: Next,
    follows: Follows,
    digest: Sha256,
    head: Option<Head>,
    sums: Sums,
    foot: Option<Foot>,
    chained: Option<Chained>,
    signed: Option<Signed>,
}

impl Default for Verifier {
    fn default() -> Self {
        Self {
            line: 0,
            next: Next::Head,
            follows: Follows::Perhaps,
            digest: Sha256::new(),
            head: None,
            sums: Sums::default(),
            foot: None,
            chained: None,
            signed: None,
        }
    }
}

impl Verifier {
    /// Reads the next line, with its line end.
    ///
    /// # Errors
    /// The first thing that does not agree.
    pub fn line(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.line = self.line.saturating_add(1);
        let text =
            std::str::from_utf8(bytes).map_err(|_| self.fault("line", None, "is not UTF-8"))?;
        let Some(text) = text.strip_suffix('\n') else {
            return Err(self.fault("document", None, "breaks off within a line"));
        };
        if self.next == Next::Signed {
            return self.read_signed(text);
        }
        self.digest.update(bytes);
        match self.next {
            Next::Head => self.read_head(text),
            Next::Opens(list) if text == list.opens() => {
                (self.next, self.follows) = (Next::In(list), Follows::Perhaps);
                Ok(())
            }
            Next::Opens(list) => {
                let why = format!("does not begin with {} here", list.opens());
                Err(self.fault(&format!("list of {}s", list.thing()), None, &why))
            }
            Next::In(list) => self.read_item(list, text),
            Next::Foot => self.read_foot(text),
            Next::Journal => self.read_journal(text),
            Next::Signed | Next::Nothing => {
                Err(self.fault("document", None, "goes on after its end"))
            }
        }
    }

    /// Ends after the last line.
    ///
    /// # Errors
    /// When lines are missing.
    pub fn end(self) -> Result<Verified, Fault> {
        let missing = self.fault("document", None, "breaks off before its end");
        match (self.head, self.foot, self.signed) {
            (Some(head), Some(foot), Some(signed)) => Ok(Verified {
                head,
                foot,
                signed,
                entries: self.sums.entries,
                sealed: self.chained.and_then(Chained::end),
            }),
            _ => Err(missing),
        }
    }

    fn fault(&self, thing: &str, member: Option<&str>, why: &str) -> Fault {
        Fault::new(self.line, thing, member, why)
    }

    fn not_in_form(&self, thing: &str, text: &str, wrong: &NotInForm) -> Fault {
        Fault::of_text(self.line, thing, text, wrong.at, &wrong.why)
    }

    fn read_item(&mut self, list: List, text: &str) -> Result<(), Fault> {
        let thing = list.thing();
        if text == list.closes() {
            if self.follows == Follows::Yes {
                return Err(self.fault(&format!("list of {thing}s"), None, "ends after a comma"));
            }
            return self.close(list);
        }
        if self.follows == Follows::No {
            let why = "goes on without a comma, or does not end as it must";
            return Err(self.fault(&format!("list of {thing}s"), None, why));
        }
        let (item, follows) = match text.strip_suffix(',') {
            Some(item) => (item, Follows::Yes),
            None => (text, Follows::No),
        };
        self.follows = follows;
        match list {
            List::Postings => self.read_posting(item),
            List::Lots => self.read_lot(item),
            List::Totals => self.read_total(item),
            List::Blocks => self.read_block(item),
        }
    }

    fn close(&mut self, list: List) -> Result<(), Fault> {
        let found = match list {
            List::Postings => self.sums.postings_end(),
            List::Lots => self.sums.lots_end(self.head.as_ref()),
            List::Totals => self.sums.totals_end(),
            List::Blocks => Ok(()),
        };
        found.map_err(|wrong| wrong.on(self.line))?;
        self.next = match list {
            List::Postings => Next::Opens(List::Lots),
            List::Lots => Next::Opens(List::Totals),
            List::Totals => Next::Foot,
            List::Blocks => Next::Signed,
        };
        Ok(())
    }

    fn read_signed(&mut self, text: &str) -> Result<(), Fault> {
        const THING: &str = "signature";
        let Some(inner) = text
            .strip_prefix("\"signed\":")
            .and_then(|rest| rest.strip_suffix('}'))
        else {
            return Err(self.fault(THING, None, "does not stand where it must"));
        };
        let signed: Signed =
            parse(inner).map_err(|wrong| self.not_in_form(THING, inner, &wrong))?;
        same(inner, &json(&signed)).map_err(|wrong| self.not_in_form(THING, inner, &wrong))?;
        if signed.digest != hex(&self.digest.clone().finalize()) {
            let why = "is not that of the lines above";
            return Err(self.fault(THING, Some("digest"), why));
        }
        self.signed = Some(signed);
        self.next = Next::Nothing;
        Ok(())
    }
}
