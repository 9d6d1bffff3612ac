//! The cells of one row, as a settlement line.

use chrono::NaiveDate;
use domain::{
    calendar::seoul,
    money::SignedWon,
    settlement::{Line, SettlementKind},
};

use super::{
    Unread,
    bare::bare,
    form::{Form, Places},
};
use crate::{
    bank::statement::text::{moment, won},
    signature::hex,
};

/// Enough hexadecimal digits of a digest for the rows of one provider.
const KEY_CHARS: usize = 32;
/// Longest name of a payment, an order or a movement: the longest documented has 200 characters (Toss's payment key).
const NAME_MAX: usize = 200;

pub(super) struct Cells<'a> {
    pub(super) record: &'a [String],
    pub(super) places: &'a Places,
    pub(super) form: &'a Form,
}

impl Cells<'_> {
    fn cell(&self, place: Option<usize>) -> &str {
        let cell = place.and_then(|at| self.record.get(at));
        cell.map_or("", |cell| cell.trim())
    }

    /// The line; `None` where the row has no day: a total, a note.
    pub(super) fn line(&self) -> Result<Option<Line>, Unread> {
        let places = self.places;
        let sold = self.cell(Some(places.sold_on));
        if !sold.contains(|c: char| c.is_ascii_digit()) {
            return Ok(None);
        }
        let sold_on = day("sold_on", sold)?;
        let paid_out_on = match self.cell(places.paid_out_on) {
            "" | "-" => None,
            text => Some(day("paid_out_on", text)?),
        };
        let gross = self.needed("gross", places.gross)?;
        let kind = self.kind(gross)?;
        let amounts = self.amounts(kind, gross)?;
        let payment_key = self.name("payment_key", places.payment_key)?;
        let order_ref = self.name("order", places.order)?;
        let named = self.name("key", places.key)?;
        let key = if named.is_empty() {
            if payment_key.is_empty() && order_ref.is_empty() {
                let rule = "a name of the payment, the order or the movement is needed";
                return Err(unread("payment_key", rule));
            }
            let content = format!(
                "{payment_key}|{order_ref}|{kind}|{}|{sold_on}",
                amounts.gross
            );
            let mut digest = hex(content.as_bytes());
            digest.truncate(KEY_CHARS);
            format!("row:{digest}")
        } else {
            named
        };
        Ok(Some(Line {
            key,
            payment_key,
            order_ref,
            kind,
            gross: amounts.gross,
            fee: amounts.fee,
            vat: amounts.vat,
            net: amounts.net,
            sold_on,
            paid_out_on,
        }))
    }

    fn name(&self, field: &'static str, place: Option<usize>) -> Result<String, Unread> {
        let text = self.cell(place);
        if text.chars().count() > NAME_MAX || text.chars().any(char::is_control) {
            return Err(unread(field, "is at most 200 characters of plain text"));
        }
        Ok(if text == "-" { "" } else { text }.to_owned())
    }

    /// By its word, where there is a column for it, else by the sign of the amount.
    fn kind(&self, gross: SignedWon) -> Result<SettlementKind, Unread> {
        let word = bare(self.cell(self.places.kind));
        let words = &self.form.words;
        let is = |known: &[String]| known.iter().any(|known| bare(known) == word);
        if word.is_empty() {
            return Ok(if gross.is_negative() {
                SettlementKind::Cancel
            } else {
                SettlementKind::Payment
            });
        }
        // A word that is not known may mean either: a guess would count money twice.
        match (is(&words.payment), is(&words.cancel)) {
            (true, false) => Ok(SettlementKind::Payment),
            (false, true) => Ok(SettlementKind::Cancel),
            _ => Err(unread(
                "kind",
                "is a word of a payment or of a cancel that the form knows",
            )),
        }
    }

    fn amounts(&self, kind: SettlementKind, gross: SignedWon) -> Result<Amounts, Unread> {
        let places = self.places;
        let fee = self.won("fee", Some(places.fee))?.unwrap_or_default();
        let vat = self.won("vat", places.vat)?;
        let net = self.won("net", places.net)?;
        // Some print what goes back without a sign.
        let all = [Some(gross), Some(fee), vat, net];
        let unsigned = all.iter().flatten().all(|amount| !amount.is_negative());
        let turned = |amount: SignedWon| {
            if kind == SettlementKind::Cancel && unsigned {
                amount.opposite()
            } else {
                amount
            }
        };
        let (gross, fee) = (turned(gross), turned(fee));
        let (vat, net) = (vat.map(turned), net.map(turned));
        let fee = if self.form.fee_includes_vat {
            fee.minus(vat.unwrap_or_default())
        } else {
            Some(fee)
        };
        let out_of_range = || unread("fee", "is within the range of amounts");
        let fee = fee.ok_or_else(out_of_range)?;
        let left = gross
            .minus(fee)
            .and_then(|rest| rest.minus(vat.unwrap_or_default()));
        Ok(Amounts {
            gross,
            fee,
            vat,
            net: net.or(left).ok_or_else(out_of_range)?,
        })
    }

    fn needed(&self, field: &'static str, place: usize) -> Result<SignedWon, Unread> {
        let amount = self.won(field, Some(place))?;
        amount.ok_or_else(|| unread(field, "is needed"))
    }

    fn won(&self, field: &'static str, place: Option<usize>) -> Result<Option<SignedWon>, Unread> {
        let whole =
            won(self.cell(place)).map_err(|()| unread(field, "is a whole number of won"))?;
        let amount = whole.map(SignedWon::new).transpose();
        amount.map_err(|_| unread(field, "is within the range of amounts"))
    }
}

struct Amounts {
    gross: SignedWon,
    fee: SignedWon,
    vat: Option<SignedWon>,
    net: SignedWon,
}

const fn unread(field: &'static str, rule: &'static str) -> Unread {
    Unread { field, rule }
}

fn day(field: &'static str, text: &str) -> Result<NaiveDate, Unread> {
    let read = moment(text, "");
    let day = read.map(|(_, moment)| seoul(moment.at).date_naive());
    day.ok_or_else(|| unread(field, "is a day like 2026-04-08, with a time or without"))
}
