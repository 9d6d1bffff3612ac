//! Lists are read page by page. A page names the start of the next one by its last item. Each list names its items in a
//! form of its own, so the cursor of one list is not valid for another.

use std::{fmt, str::FromStr};

use domain::id::{CustomerId, SpendId};

use crate::store;

/// The requested part of a list. `C` is the list's own cursor.
#[derive(Debug, Clone)]
pub struct Page<C> {
    pub limit: i64,
    /// The last item of the page before. `None` for the first page.
    pub after: Option<C>,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    pub items: Vec<T>,
    /// The start of the next page. `None` on the last.
    pub next: Option<String>,
}

impl<C: fmt::Display> Page<C> {
    /// Reads one more than the page holds, to know whether there is a next one.
    pub(super) fn and_one(&self) -> store::Page {
        store::Page {
            after: self.after.as_ref().map(C::to_string),
            limit: self.limit.saturating_add(1),
        }
    }

    pub(super) fn cut<T>(&self, mut items: Vec<T>, name: impl Fn(&T) -> C) -> Paged<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        if items.len() <= limit {
            return Paged { items, next: None };
        }
        items.truncate(limit);
        let next = items.last().map(|item| name(item).to_string());
        Paged { items, next }
    }
}

/// A text that is not the cursor of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCursor;

/// A line of a customer's ledger, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryCursor(pub i64);

const ENTRY: &str = "ent_";

impl fmt::Display for EntryCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ENTRY}{}", self.0)
    }
}

impl FromStr for EntryCursor {
    type Err = NoCursor;
    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let number = text.strip_prefix(ENTRY).ok_or(NoCursor)?;
        let seq: i64 = number.parse().map_err(|_| NoCursor)?;
        (seq > 0).then_some(Self(seq)).ok_or(NoCursor)
    }
}

/// A month of a subscription, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCursor(pub i64);

const MONTH: &str = "mth_";

impl fmt::Display for MonthCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MONTH}{}", self.0)
    }
}

impl FromStr for MonthCursor {
    type Err = NoCursor;
    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let number = text.strip_prefix(MONTH).ok_or(NoCursor)?;
        let month: i64 = number.parse().map_err(|_| NoCursor)?;
        (month >= 0).then_some(Self(month)).ok_or(NoCursor)
    }
}

/// A group of uses, by its first spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsageCursor(pub SpendId);

const USAGE: &str = "use_";
const SPEND: &str = "spd_";

impl fmt::Display for UsageCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.0.to_string();
        write!(f, "{USAGE}{}", id.strip_prefix(SPEND).unwrap_or_default())
    }
}

impl FromStr for UsageCursor {
    type Err = NoCursor;
    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let digits = text.strip_prefix(USAGE).ok_or(NoCursor)?;
        let id = format!("{SPEND}{digits}").parse();
        id.map(Self).map_err(|_| NoCursor)
    }
}

/// A customer in the list of debtors. Nearly every text is a customer's id, so the cursor names its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebtorCursor(pub CustomerId);

const DEBTOR: &str = "dbt_";

impl fmt::Display for DebtorCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{DEBTOR}{}", self.0)
    }
}

impl FromStr for DebtorCursor {
    type Err = NoCursor;
    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let id = text.strip_prefix(DEBTOR).ok_or(NoCursor)?;
        id.parse().map(Self).map_err(|_| NoCursor)
    }
}

/// A customer in the list of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerCursor(pub CustomerId);

const CUSTOMER: &str = "cus_";

impl fmt::Display for CustomerCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{CUSTOMER}{}", self.0)
    }
}

impl FromStr for CustomerCursor {
    type Err = NoCursor;
    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let id = text.strip_prefix(CUSTOMER).ok_or(NoCursor)?;
        id.parse().map(Self).map_err(|_| NoCursor)
    }
}

#[cfg(test)]
mod tests {
    use super::{CustomerCursor, DebtorCursor, EntryCursor, MonthCursor, UsageCursor};

    #[test]
    fn a_cursor_of_another_form_is_none() {
        assert_eq!("ent_12".parse(), Ok(EntryCursor(12)));
        for text in [
            "12",
            "ent_",
            "ent_0",
            "ent_-1",
            "ent_1x",
            "ent_9223372036854775808",
            "pst_1",
        ] {
            assert!(text.parse::<EntryCursor>().is_err(), "{text}");
        }
        assert_eq!("mth_0".parse(), Ok(MonthCursor(0)));
        for text in ["0", "mth_", "mth_-1", "mth_1x", "ent_1"] {
            assert!(text.parse::<MonthCursor>().is_err(), "{text}");
        }
        let alice: DebtorCursor = "dbt_dbt_alice".parse().unwrap();
        assert_eq!(alice.to_string(), "dbt_dbt_alice");
        for text in [
            "alice",
            "dbt_",
            "dbt_a b",
            "ent_12",
            "lot_01arz3ndektsv4rrffq69g5fav",
        ] {
            assert!(text.parse::<DebtorCursor>().is_err(), "{text}");
        }
        let bob: CustomerCursor = "cus_bob".parse().unwrap();
        assert_eq!(bob.to_string(), "cus_bob");
        assert!("dbt_bob".parse::<CustomerCursor>().is_err());
        let group = "use_01arz3ndektsv4rrffq69g5fav";
        let known: UsageCursor = group.parse().unwrap();
        assert_eq!(known.to_string(), group);
        for text in [
            "use_",
            "use_1",
            "spd_01arz3ndektsv4rrffq69g5fav",
            "use_spd_1",
        ] {
            assert!(text.parse::<UsageCursor>().is_err(), "{text}");
        }
    }
}
