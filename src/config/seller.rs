//! Who sells. The law has a seller's pages name it (E-Commerce Act art. 10(1) and 13(1)).

use clap::Args;

/// Longest text of a setting of the seller: one line of a page.
const TEXT_CHARS_MAX: usize = 200;
/// The weights of a business number's first nine digits, and of the ninth once more, in the check digit's formula of the
/// National Tax Service.
const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/// The seller, as pages for buyers name it.
#[derive(Debug, Clone, Default, Args)]
pub struct SellerSettings {
    /// The seller's trade name.
    #[arg(long, env = "CREDIT_GATEWAY_SELLER_NAME")]
    pub seller_name: Option<String>,
    /// Its representative.
    #[arg(long, env = "CREDIT_GATEWAY_SELLER_REPRESENTATIVE")]
    pub seller_representative: Option<String>,
    /// Its business registration number, e.g. `124-81-00998`.
    #[arg(long, env = "CREDIT_GATEWAY_SELLER_BUSINESS_NUMBER")]
    pub seller_business_number: Option<String>,
    /// The number of its mail-order report, e.g. `제2026-서울강남-01234호`.
    #[arg(long, env = "CREDIT_GATEWAY_SELLER_MAIL_ORDER_NUMBER")]
    pub seller_mail_order_number: Option<String>,
    /// Its business address.
    #[arg(long, env = "CREDIT_GATEWAY_SELLER_ADDRESS")]
    pub seller_address: Option<String>,
    /// The telephone of its support.
    #[arg(long, env = "CREDIT_GATEWAY_SELLER_PHONE")]
    pub seller_phone: Option<String>,
    /// The mail address of its support.
    #[arg(long, env = "CREDIT_GATEWAY_SELLER_EMAIL")]
    pub seller_email: Option<String>,
    /// Where buyers read the credits policy, an https address.
    #[arg(long, env = "CREDIT_GATEWAY_SELLER_POLICY_URL")]
    pub seller_policy_url: Option<String>,
}

impl SellerSettings {
    fn all(&self) -> [(&'static str, &Option<String>); 8] {
        [
            ("seller_name", &self.seller_name),
            ("seller_representative", &self.seller_representative),
            ("seller_business_number", &self.seller_business_number),
            ("seller_mail_order_number", &self.seller_mail_order_number),
            ("seller_address", &self.seller_address),
            ("seller_phone", &self.seller_phone),
            ("seller_email", &self.seller_email),
            ("seller_policy_url", &self.seller_policy_url),
        ]
    }

    /// With these faults a gateway does not start.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut wrong: Vec<String> = self
            .all()
            .into_iter()
            .filter_map(|(setting, text)| Some((setting, text.as_deref()?)))
            .filter(|(_, text)| !is_a_line(text))
            .map(|(setting, _)| {
                format!("{setting}: is one line of at most {TEXT_CHARS_MAX} characters")
            })
            .collect();
        if let Some(number) = &self.seller_business_number
            && !is_business_number(number)
        {
            wrong.push(format!(
                "seller_business_number: `{number}` is no business registration number (10 digits, the last of which checks the others)"
            ));
        }
        if let Some(url) = &self.seller_policy_url
            && !url::Url::parse(url).is_ok_and(|url| url.scheme() == "https")
        {
            wrong.push("seller_policy_url: is not an https address".to_owned());
        }
        wrong
    }

    /// What pages for buyers must name and do not, each as a line.
    pub(super) fn missing(&self) -> impl Iterator<Item = String> {
        // A mail address may stand for nothing else, so it is the one that may be left out.
        let needed = self
            .all()
            .into_iter()
            .filter(|(setting, _)| *setting != "seller_email");
        needed.filter(|(_, text)| text.is_none()).map(|(setting, _)| {
            format!("{setting}: is not set, and E-Commerce Act art. 10 and 13 have pages for buyers show it")
        })
    }
}

fn is_a_line(text: &str) -> bool {
    !text.trim().is_empty()
        && text.chars().count() <= TEXT_CHARS_MAX
        && !text.chars().any(char::is_control)
}

/// Whether the last digit agrees with the first nine.
fn is_business_number(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text
        .chars()
        .filter(|c| *c != '-')
        .map(|c| c.to_digit(10))
        .collect();
    let Some([first @ .., ninth, check]) = digits.as_deref() else {
        return false;
    };
    if first.len() != 8 {
        return false;
    }
    let nine = first.iter().chain([ninth]);
    let sum: u32 = nine
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    (sum + ninth * 5 / 10 + check).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::{SellerSettings, is_business_number};

    #[test]
    fn a_business_number_checks_itself() {
        // The first is Samsung Electronics', the second Naver's, both public in the register of businesses.
        for right in ["124-81-00998", "220-81-62517", "1248100998"] {
            assert!(is_business_number(right), "{right}");
        }
        for wrong in [
            "124-81-00999",
            "124-81-0099",
            "",
            "abc-de-fghij",
            "224-81-00998",
        ] {
            assert!(!is_business_number(wrong), "{wrong}");
        }
    }

    #[test]
    fn each_fault_begins_with_its_setting() {
        let seller = SellerSettings {
            seller_name: Some("  ".to_owned()),
            seller_phone: Some("02\n1234".to_owned()),
            seller_business_number: Some("1".to_owned()),
            seller_policy_url: Some("http://shop.example.com/policy".to_owned()),
            ..SellerSettings::default()
        };
        let faults = seller.faults();
        for (fault, setting) in faults.iter().zip([
            "seller_name: ",
            "seller_phone: ",
            "seller_business_number: ",
            "seller_policy_url: ",
        ]) {
            assert!(fault.starts_with(setting), "{faults:?}");
        }
        assert_eq!(faults.len(), 4);
        assert_eq!(seller.missing().count(), 3, "mail may be left out");
    }
}
