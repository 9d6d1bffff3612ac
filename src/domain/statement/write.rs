//! Writes a statement piece by piece. It keeps the sums and the lots, never the entries, so that a statement may have any
//! length.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

pub use super::lots::OpeningLot;
use super::{
    After, Anchor, Block, Change, Foot, Head, Lang, Link, Signed, StatedEntry, StatedPosting,
    Total, VERSION,
    lines::{json, line},
    lots::{balance, shown},
    standing::Standing,
    words::{total_words, words},
};
use crate::{
    hash::{Hash, hex},
    id::{CustomerId, LotId},
    ledger::{Act, Entry},
};

/// What is known before the first entry of the period.
#[derive(Debug, Clone)]
pub struct Opening {
    pub customer: CustomerId,
    pub from: DateTime<Utc>,
    /// Exclusive.
    pub until: DateTime<Utc>,
    pub made_at: DateTime<Utc>,
    pub lang: Lang,
    /// The last entry before the period.
    pub before: Link,
    /// Used credits that were owed.
    pub debt: i64,
    /// Every lot of the customer.
    pub lots: Vec<OpeningLot>,
    /// The entry of the period that the journal's part will be about.
    pub anchor: Option<i64>,
}

/// What a use was for, in the seller's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    pub meter: String,
    pub reference: String,
}

/// A statement that is being written. Every method gives the next bytes.
#[derive(Debug)]
pub struct Writer {
    lang: Lang,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    last: Link,
    lots: Vec<OpeningLot>,
    standing: Standing,
    totals: BTreeMap<Act, (i64, Change)>,
    /// Lots whose credits were moved.
    touched: BTreeSet<LotId>,
    /// Whether a thing stands in the open list.
    begun: bool,
    digest: Sha256,
}

impl Writer {
    /// Begins with the head.
    pub fn begin(opening: Opening) -> (Self, String) {
        let lots = opening.lots.iter().map(|lot| (lot.id, lot.opening.clone()));
        let mut writer = Self {
            lang: opening.lang,
            from: opening.from,
            until: opening.until,
            last: opening.before.clone(),
            standing: Standing::new(opening.debt, lots),
            lots: opening.lots,
            totals: BTreeMap::new(),
            touched: BTreeSet::new(),
            begun: false,
            digest: Sha256::new(),
        };
        let head = Head {
            statement: VERSION,
            customer_id: opening.customer,
            from: opening.from,
            until: opening.until,
            made_at: opening.made_at,
            lang: opening.lang,
            before: opening.before,
            opening: balance(&writer.standing, opening.from, &writer.ends()),
            anchor: opening.anchor,
            digest: String::new(),
        };
        let text = writer.out(format!("{{\"head\":{},\n\"postings\":[\n", line(head)));
        (writer, text)
    }

    fn ends(&self) -> BTreeMap<LotId, DateTime<Utc>> {
        self.lots
            .iter()
            .map(|lot| (lot.id, lot.expires_at))
            .collect()
    }

    /// The entries of one posting, of which there is at least one.
    pub fn posting(&mut self, entries: &[Entry], used: Option<Used>) -> String {
        let Some(first) = entries.first() else {
            return String::new();
        };
        let mut change = Change::default();
        for entry in entries {
            self.standing.follow(entry);
            let of_entry = Change::of(entry);
            change = change.and(of_entry);
            let moved = of_entry.available != 0 || of_entry.held != 0;
            self.touched.extend(entry.lot.filter(|_| moved));
            self.last = Link {
                seq: entry.seq,
                hash: entry.hash.clone(),
            };
        }
        let total = self.totals.entry(first.act).or_default();
        *total = (total.0.saturating_add(1), total.1.and(change));
        let after = self.standing.change;
        let (meter, reference) = used.map(|used| (used.meter, used.reference)).unzip();
        let posting = StatedPosting {
            posting: first.posting,
            act: first.act,
            words: words(self.lang, first.act, change).to_owned(),
            at: first.at,
            of: first.reference.clone(),
            meter,
            reference,
            change,
            after: After {
                available: after.available,
                held: after.held,
                debt: after.debt,
            },
            entries: entries.iter().map(stated).collect(),
            digest: String::new(),
        };
        let posting = line(posting);
        self.item(&posting)
    }

    /// Everything behind the postings, up to the journal's part.
    pub fn close(&mut self) -> String {
        let ends = self.ends();
        let mut text = self.next_list("lots");
        let lots = std::mem::take(&mut self.lots);
        for lot in shown(lots, &self.standing, &self.touched, (self.from, self.until)) {
            text += &self.item(&line(lot));
        }
        text += &self.next_list("totals");
        for (act, (postings, change)) in std::mem::take(&mut self.totals) {
            let total = Total {
                act,
                words: total_words(self.lang, act).to_owned(),
                postings,
                change,
                digest: String::new(),
            };
            text += &self.item(&line(total));
        }
        let foot = Foot {
            closing: balance(&self.standing, self.until, &ends),
            last: self.last.clone(),
            digest: String::new(),
        };
        let end = self.end_of_list();
        text + &self.out(format!("{end}],\n\"foot\":{},\n", line(foot)))
    }

    /// Says that there is no connection with a seal.
    pub fn no_journal(&mut self) -> String {
        self.out("\"journal\":null,\n".to_owned())
    }

    /// Begins the journal's part.
    pub fn anchor(&mut self, seq: i64, place: i64, before: Hash) -> String {
        let anchor = line(Anchor {
            seq,
            place,
            before,
            digest: String::new(),
        });
        self.begun = false;
        self.out(format!(
            "\"journal\":{{\"anchor\":{anchor},\n\"blocks\":[\n"
        ))
    }

    pub fn block(&mut self, id: i64, at: i64, content: String) -> String {
        let block = line(Block {
            id,
            at,
            content,
            digest: String::new(),
        });
        self.item(&block)
    }

    /// Ends the journal's part.
    pub fn end_journal(&mut self) -> String {
        let end = self.end_of_list();
        self.out(format!("{end}]}},\n"))
    }

    /// SHA-256, in hex, over all that was written: what a signature is over.
    pub fn digest(&self) -> Hash {
        hex(&self.digest.clone().finalize())
    }

    /// The last line. `signed` is the public key and the signature.
    pub fn sign(self, signed: Option<(String, String)>) -> String {
        let (key, signature) = signed.unzip();
        let signed = Signed {
            digest: self.digest(),
            key,
            signature,
        };
        format!("\"signed\":{}}}\n", json(&signed))
    }

    fn next_list(&mut self, name: &str) -> String {
        let end = self.end_of_list();
        self.begun = false;
        self.out(format!("{end}],\n\"{name}\":[\n"))
    }

    const fn end_of_list(&self) -> &'static str {
        if self.begun { "\n" } else { "" }
    }

    fn item(&mut self, item: &str) -> String {
        let comma = if self.begun { ",\n" } else { "" };
        self.begun = true;
        self.out(format!("{comma}{item}"))
    }

    fn out(&mut self, text: String) -> String {
        self.digest.update(&text);
        text
    }
}

fn stated(entry: &Entry) -> StatedEntry {
    StatedEntry {
        seq: entry.seq,
        from: entry.from,
        to: entry.to,
        unit: entry.unit,
        amount: entry.amount,
        lot: entry.lot,
        hash: entry.hash.clone(),
    }
}
