//! The fees that the seller's contracts allow. A provider that keeps more is found, although its own sums are right.
#![deny(
    clippy::arithmetic_side_effects,
    reason = "money never wraps: use the checked methods"
)]

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::expected_vat;
use crate::{kind::ProviderId, money::Won};

/// Hundredths of a percent in the whole.
const WHOLE: i64 = 10_000;
/// The largest fixed part, in won: a mistyped one would hide every fee. Contracts for accounts have some 300 to 500.
const FIXED_MAX: i64 = 10_000;

/// The most that a provider keeps of a payment, before VAT: a share of it and a fixed part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeMax {
    /// In hundredths of a percent: 210 is 2.1 %.
    hundredths: i64,
    fixed: Won,
}

impl FeeMax {
    /// Won that may be kept of so many, up to the next whole one: providers do not say how they round.
    pub fn of(&self, gross: Won) -> Won {
        let share = gross.share_ceil(self.hundredths, WHOLE);
        let most = share.and_then(|share| share.plus(self.fixed));
        most.unwrap_or(Won::MAX)
    }

    /// The same with its VAT, for a provider that does not say the VAT apart.
    pub fn with_vat_of(&self, gross: Won) -> Won {
        let most = self.of(gross);
        most.plus(expected_vat(most)).unwrap_or(Won::MAX)
    }
}

impl fmt::Display for FeeMax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (
            self.hundredths.div_euclid(100),
            self.hundredths.rem_euclid(100),
        );
        write!(f, "{whole}.{part:02}")?;
        if self.fixed.is_zero() {
            Ok(())
        } else {
            write!(f, "+{}", self.fixed.get())
        }
    }
}

/// Reads `2`, `2.1` or `2.15`.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(whole, 2) || !digits(part, 2) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(part)
}

impl FromStr for FeeMax {
    type Err = String;

    /// Reads `2.1` (percent) or `2.1+300` (percent and won).
    ///
    /// # Errors
    /// The rule that the text breaks.
    fn from_str(text: &str) -> Result<Self, String> {
        let (share, fixed) = text.split_once('+').unwrap_or((text, "0"));
        let share = share.trim();
        let hundredths = hundredths(share).ok_or_else(|| {
            format!("`{share}` is not a percentage below 100 with at most two decimals")
        })?;
        let fixed = fixed.trim();
        let won = fixed
            .parse()
            .ok()
            .filter(|won| (0..=FIXED_MAX).contains(won));
        let won = won.and_then(|won| Won::new(won).ok());
        let fixed =
            won.ok_or_else(|| format!("`{fixed}` is not a number of won, 0 to {FIXED_MAX}"))?;
        Ok(Self { hundredths, fixed })
    }
}

/// What was agreed with each provider, as far as the seller says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgreedFees(BTreeMap<ProviderId, FeeMax>);

impl AgreedFees {
    /// The most that a provider keeps; `None` where nobody said: then its sums alone are checked.
    pub fn of(&self, provider: &ProviderId) -> Option<&FeeMax> {
        self.0.get(provider)
    }
}

impl fmt::Display for AgreedFees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = self
            .0
            .iter()
            .map(|(provider, most)| format!("{}={most}", provider.as_str()));
        f.write_str(&each.collect::<Vec<_>>().join(";"))
    }
}

impl FromStr for AgreedFees {
    type Err = String;

    /// Reads `toss=2.7+300;kakaopay=2.1`. Nothing at all is nothing agreed.
    ///
    /// # Errors
    /// The rule that the text breaks.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut fees = BTreeMap::new();
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (provider, most) = part
                .split_once('=')
                .ok_or_else(|| format!("`{part}` is not PROVIDER=PERCENT"))?;
            let provider = ProviderId::try_from(provider.trim().to_owned());
            let provider = provider.map_err(|error| error.to_string())?;
            if fees.insert(provider, most.parse()?).is_some() {
                return Err(format!("`{part}` names a provider for the second time"));
            }
        }
        Ok(Self(fees))
    }
}
