//! Who sells: what E-Commerce Act art. 10 and 13 have a seller show on its pages.

/// The seller, as the foot of every page of a buyer shows it. What is not set is not shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seller {
    pub(crate) name: Option<String>,
    pub(crate) representative: Option<String>,
    /// Business registration number, `123-45-67890`.
    pub(crate) business_number: Option<String>,
    /// Number of the mail-order report.
    pub(crate) mail_order_number: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    /// Where the credits policy can be read.
    pub(crate) policy_url: Option<String>,
}

impl Seller {
    /// The lines of the foot: name in Korean, name in English, value.
    pub(super) fn lines(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        let lines = [
            ("대표자", "Representative", &self.representative),
            ("사업자등록번호", "Business number", &self.business_number),
            (
                "통신판매업신고",
                "Mail-order report",
                &self.mail_order_number,
            ),
            ("주소", "Address", &self.address),
            ("전화", "Phone", &self.phone),
            ("이메일", "Email", &self.email),
        ];
        lines.into_iter().filter_map(|(korean, english, value)| {
            value.as_deref().map(|value| (korean, english, value))
        })
    }
}
