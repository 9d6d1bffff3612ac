//! A customer's ledger, and statements of it.

use chrono::{DateTime, Utc};
use domain::{
    customer::Customer,
    hash::NO_HASH,
    id::{Entropy, LotId, PostingId},
    kind::Kind,
    ledger::{Account, Act, Entry, Line, Posting, append, credits, issued, won},
    money::{Credits, Won},
    statement::{
        Lang, Link, OfLot,
        standing::Standing,
        write::{Opening, OpeningLot, Used, Writer},
    },
};

use crate::at;

pub(crate) const FROM: &str = "2026-04-01T00:00:00+09:00";
pub(crate) const UNTIL: &str = "2026-05-01T00:00:00+09:00";
pub(crate) const MADE: &str = "2026-05-02T09:00:00+09:00";

struct Count(u128);

impl Entropy for Count {
    fn bits(&mut self) -> u128 {
        self.0 += 1;
        self.0 << 64
    }
}

/// A ledger as it is written.
pub(crate) struct Ledger {
    customer: Customer,
    bits: Count,
    pub(crate) lots: Vec<OpeningLot>,
    pub(crate) entries: Vec<Entry>,
}

pub(crate) fn amount(amount: i64) -> Credits {
    Credits::new(amount).unwrap()
}

impl Ledger {
    pub(crate) fn new() -> Self {
        Self {
            customer: Customer::new("c1".parse().unwrap(), at(FROM)),
            bits: Count(0),
            lots: Vec::new(),
            entries: Vec::new(),
        }
    }

    pub(crate) fn lot(&mut self, kind: Kind, granted: i64, when: &str, end: &str) -> LotId {
        let id = LotId::new(at(when), &mut self.bits);
        self.lots.push(OpeningLot {
            id,
            kind,
            granted: amount(granted),
            acquired_at: at(when),
            expires_at: at(end),
            opening: OfLot::NOTHING,
        });
        id
    }

    pub(crate) fn post(&mut self, when: DateTime<Utc>, act: Act, of: &str, lines: &[Line]) {
        let posting = Posting {
            id: PostingId::new(when, &mut self.bits),
            act,
            reference: of.to_owned(),
            at: when,
        };
        let entries = append(&mut self.customer, &posting, lines);
        self.entries.extend(entries);
    }

    /// A purchase and a gift, a use of both, a part of it set aside and used, an end and a refund.
    pub(crate) fn month() -> Self {
        let mut ledger = Self::new();
        let (day, end) = ("2026-04-02T10:00:00+09:00", "2026-04-20T00:00:00+09:00");
        let gift = ledger.lot(Kind::Promotional, 70, day, end);
        let bought = ledger.lot(Kind::Purchased, 100, day, "2027-04-03T00:00:00+09:00");
        let paid = Won::new(10_000).unwrap();
        ledger.post(
            at(day),
            Act::Mint,
            "pay_1",
            &[
                issued(bought, amount(100)),
                won(Account::Prepaid, Account::Receivable, paid),
            ],
        );
        ledger.post(
            at("2026-04-03T10:00:00+09:00"),
            Act::Grant,
            "lot_2",
            &[issued(gift, amount(70))],
        );
        let moved = |lot, from, to, many| credits(Some(lot), from, to, amount(many));
        let (available, held, used) = (Account::Available, Account::Held, Account::Used);
        ledger.post(
            at("2026-04-04T10:00:00.000123+09:00"),
            Act::Spend,
            "spd_1",
            &[
                moved(gift, available, used, 60),
                moved(bought, available, used, 20),
            ],
        );
        ledger.post(
            at("2026-04-05T10:00:00+09:00"),
            Act::Hold,
            "hld_1",
            &[moved(bought, available, held, 30)],
        );
        ledger.post(
            at("2026-04-06T10:00:00+09:00"),
            Act::Capture,
            "hld_1",
            &[moved(bought, held, used, 25)],
        );
        ledger.post(
            at("2026-04-06T10:00:00+09:00"),
            Act::Release,
            "hld_1",
            &[moved(bought, held, available, 5)],
        );
        ledger.end_and_refund(gift, bought);
        ledger
    }

    fn end_and_refund(&mut self, gift: LotId, bought: LotId) {
        let moved = |lot, from, to, many| credits(Some(lot), from, to, amount(many));
        let available = Account::Available;
        self.post(
            at("2026-04-20T00:00:03+09:00"),
            Act::Expire,
            "lot_2",
            &[moved(gift, available, Account::Expired, 10)],
        );
        self.post(
            at("2026-04-21T10:00:00+09:00"),
            Act::RefundRequest,
            "ref_1",
            &[
                moved(bought, available, Account::Refunding, 55),
                won(
                    Account::RefundsDue,
                    Account::Prepaid,
                    Won::new(5_500).unwrap(),
                ),
            ],
        );
        self.post(
            at("2026-04-21T10:00:09+09:00"),
            Act::RefundDone,
            "ref_1",
            &[
                moved(bought, Account::Refunding, Account::Refunded, 55),
                won(
                    Account::Receivable,
                    Account::RefundsDue,
                    Won::new(5_500).unwrap(),
                ),
            ],
        );
    }

    /// The statement of the entries from the first that is dated `from` to the last before `until`.
    pub(crate) fn statement(&self, from: &str, until: &str, lang: Lang) -> String {
        let inside = |entry: &&Entry| entry.at >= at(from) && entry.at < at(until);
        let entries: Vec<Entry> = self.entries.iter().filter(inside).cloned().collect();
        let before = self.entries.iter().take_while(|entry| entry.at < at(from));
        let mut standing = Standing::default();
        let mut last = Link {
            seq: 0,
            hash: NO_HASH,
        };
        for entry in before {
            standing.follow(entry);
            last = Link {
                seq: entry.seq,
                hash: entry.hash.clone(),
            };
        }
        let mut lots = self.lots.clone();
        for lot in &mut lots {
            let then = standing.lots.get(&lot.id).cloned();
            lot.opening = then.unwrap_or(OfLot::NOTHING);
        }
        let (mut writer, mut text) = Writer::begin(Opening {
            customer: self.customer.id.clone(),
            from: at(from),
            until: at(until),
            made_at: at(MADE),
            lang,
            before: last,
            debt: standing.change.debt,
            lots,
            anchor: None,
        });
        for posting in entries.chunk_by(|one, two| one.posting == two.posting) {
            let used = ["spd", "hld"].contains(&&posting[0].reference[..3]);
            let used = used.then(|| Used {
                meter: "video.generate".to_owned(),
                reference: "요청 1".to_owned(),
            });
            text += &writer.posting(posting, used);
        }
        text += &writer.close();
        text += &writer.no_journal();
        text + &writer.sign(None)
    }
}

pub(crate) fn statement() -> String {
    Ledger::month().statement(FROM, UNTIL, Lang::Korean)
}

/// A short one, of which every byte can be tried.
pub(crate) fn small() -> String {
    let mut ledger = Ledger::new();
    let lot = ledger.lot(Kind::Promotional, 70, FROM, UNTIL);
    ledger.post(at(FROM), Act::Grant, "lot_1", &[issued(lot, amount(70))]);
    let used = credits(Some(lot), Account::Available, Account::Used, amount(60));
    ledger.post(at(FROM), Act::Spend, "spd_1", &[used]);
    ledger.statement(FROM, UNTIL, Lang::Korean)
}
